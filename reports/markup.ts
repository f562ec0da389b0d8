/** Text that is HTML already. Everything else that goes into a template is escaped. */
export interface Markup {
  readonly markup: string;
}

type Child = Markup | string | undefined | readonly Child[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function inserted(child: Child): string {
  if (child === undefined) return '';
  if (typeof child === 'string')
    return child.replace(/[&<>"]/g, (character) => entities[character] as string);
  if ('markup' in child) return child.markup;
  return child.map(inserted).join('');
}

export function html(strings: TemplateStringsArray, ...children: Child[]): Markup {
  return { markup: strings.map((text, at) => text + inserted(children[at])).join('') };
}

/** Markup that others made: a chart, a style sheet. */
export function raw(markup: string): Markup {
  return { markup };
}
