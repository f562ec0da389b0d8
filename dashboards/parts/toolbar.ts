import { total } from '../../catalogue/mode.ts';
import type { Period } from '../../catalogue/period.ts';
import type { Park } from '../answers.ts';
import { type Child, h } from '../element.ts';
import { periodName } from '../figures.ts';
import type { Language } from '../view.ts';
import { word } from './words.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
  /** Options of one group stand under its name. */
  readonly group?: string;
}

interface Choice {
  /** Of the element: focus returns to it after the page was drawn anew. */
  readonly id: string;
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly choose: (value: string) => void;
}

/** A labelled select. */
export function choice({ id, label, options, value, choose }: Choice): HTMLElement {
  const groups = Map.groupBy(options, ({ group }) => group ?? '');
  const option = (one: Option) => h('option', { value: one.value, selected: one.value === value }, one.label);
  const listed = [...groups].flatMap(([group, members]): HTMLElement[] =>
    group ? [h('optgroup', { label: group }, ...members.map(option))] : members.map(option),
  );
  const select = h('select', { id, onchange: () => choose(select.value) }, ...listed);
  return h('label', { class: 'choice' }, h('span', {}, label), select);
}

export function periodChoice(
  periods: readonly Period[],
  period: Period,
  language: Language,
  choose: (period: string) => void,
): HTMLElement {
  const options = periods.map((value) => ({ value, label: periodName(value, language) }));
  return choice({ id: 'period', label: word('period', language), options, value: period, choose });
}

/** The whole city or one of the parks. */
export function parkChoice(
  parks: readonly Park[],
  park: string,
  language: Language,
  choose: (park: string) => void,
): HTMLElement {
  const names = parks.map(({ park_id, name_zh, name_en }) => ({
    value: park_id,
    label: (language === 'en' && name_en) || name_zh,
  }));
  const options = [{ value: total, label: word('wholeCity', language) }, ...names];
  return choice({ id: 'park', label: word('park', language), options, value: park, choose });
}

interface Switch {
  readonly id: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly title?: string }[];
  readonly value: string;
  readonly address: (value: string) => string;
  readonly choose: (value: string) => void;
}

/** A few things of which one is chosen, side by side. Each is a real link: it can be copied or opened elsewhere. */
export function switcher({ id, label, options, value, address, choose }: Switch): HTMLElement {
  const links = options.map((option) =>
    placeLink(
      {
        id: `${id}-${option.value}`,
        'aria-current': option.value === value && 'true',
        title: option.title,
      },
      address(option.value),
      () => choose(option.value),
      option.label,
    ),
  );
  return h('span', { class: 'switch', role: 'group', 'aria-label': label }, ...links);
}

/** A real link; a plain click does `go` in place instead of loading a page. */
export function placeLink(
  attributes: Readonly<Record<string, string | false | undefined>>,
  href: string,
  go: () => void,
  ...label: readonly Child[]
): HTMLElement {
  const onclick = (event: Event) => {
    const { metaKey, ctrlKey, shiftKey } = event as MouseEvent;
    if (metaKey || ctrlKey || shiftKey) return;
    event.preventDefault();
    go();
  };
  return h('a', { ...attributes, href, onclick }, ...label);
}
