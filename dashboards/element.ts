type Attribute = string | number | boolean | undefined | ((event: Event) => void);
type Attributes = Readonly<Record<string, Attribute>>;
export type Child = Node | string | null | undefined | false;

/**
 * An element of `document`. An attribute that is false or undefined is left out; a function is a listener; a style is set
 * by script, because the pages' policy lets no markup carry any.
 */
export function elementOf<Name extends keyof HTMLElementTagNameMap>(
  document: Document,
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key.replace(/^on/, ''), value);
    else if (key === 'style' && value) element.style.cssText = String(value);
    else if (value !== undefined && value !== false)
      element.setAttribute(key, value === true ? '' : String(value));
  }
  for (const child of children)
    if (child !== undefined && child !== null && child !== false) element.append(child);
  return element;
}

/** An element of the page itself: `h('a', { href: '#top' }, 'up')`. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  return elementOf(globalThis.document, name, attributes, ...children);
}
