import type { Child } from '../element.ts';

interface Drawn {
  readonly inputs: readonly unknown[];
  readonly made: Child;
}

const drawn = new Map<string, Drawn>();

/** What was drawn before for the very same inputs; else it is drawn anew. All that is drawn follows from the inputs. */
export function unchanged<T extends Child>(name: string, inputs: readonly unknown[], make: () => T): T {
  const known = drawn.get(name);
  if (known && known.inputs.length === inputs.length && known.inputs.every((one, at) => one === inputs[at]))
    return known.made as T;
  const made = make();
  drawn.set(name, { inputs, made });
  return made;
}

/** Puts children in place. Those that are there already are not touched: who types or presses in them is not disturbed. */
export function put(parent: Element, children: readonly Child[]): void {
  const wanted = children.filter((child): child is Node | string => Boolean(child));
  for (const node of [...parent.childNodes]) if (!wanted.includes(node)) node.remove();
  let next = parent.firstChild;
  for (const child of wanted) {
    if (child === next) next = next?.nextSibling ?? null;
    else if (typeof child === 'string') parent.insertBefore(document.createTextNode(child), next);
    else parent.insertBefore(child, next);
  }
}

/** What is typed in a field, which goes over to the field that takes its place. */
export function typedIn(element: Element | null): (into: Element | null) => void {
  const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
  if (!isField || element.type === 'file' || element.value === element.defaultValue) return () => undefined;
  const { value, selectionStart, selectionEnd } = element;
  return (into) => {
    if (into === element || !(into instanceof HTMLInputElement || into instanceof HTMLTextAreaElement))
      return;
    into.value = value;
    into.setSelectionRange(selectionStart, selectionEnd);
  };
}
