import type { Release } from '../answers.ts';
import { fromFolder } from '../ask.ts';
import { type Child, h } from '../element.ts';
import { instant } from '../figures.ts';
import type { PageName } from '../pages.ts';
import { pages } from '../pages.ts';
import type { View } from '../view.ts';
import { menu } from './menu.ts';
import { placeLink } from './toolbar.ts';
import { word } from './words.ts';

interface Vintage {
  readonly page: PageName;
  readonly view: View;
  readonly address: (change: Partial<View>) => string;
  readonly navigate: (change: Partial<View>) => void;
  readonly releases?: readonly Release[] | undefined;
}

const listed = 8;

/** Of which state of knowledge the figures are; opens to choose another. A copy has only its own. */
export function vintageChoice(vintage: Vintage): HTMLElement | undefined {
  const { page, view } = vintage;
  if (!pages[page].hasVintages || fromFolder) return undefined;
  const { language, asOf } = view;
  const at = asOf && (asOf.length > 10 && !Number.isNaN(Date.parse(asOf)) ? instant(asOf) : asOf);
  const chip = at ? word('seenAsOf', language, { at }) : word('latest', language);
  const title = h('b', {}, word('vintage', language));
  return menu(
    { id: 'vintage', label: chip, className: 'vintage', summaryClass: asOf ? 'tool is-past' : 'tool' },
    h('div', { class: 'menu-panel' }, title, ...choices(vintage)),
  );
}

function choices({ view, address, navigate, releases = [] }: Vintage): Child[] {
  const { language, asOf } = view;
  const to = (change: Partial<View>, label: string) =>
    placeLink({}, address(change), () => navigate(change), label);
  const day = h('input', { type: 'date', id: 'as-of', value: asOf?.slice(0, 10) ?? '' });
  const instants = [...Map.groupBy(releases, ({ published_at }) => published_at)].sort(([a], [b]) =>
    b.localeCompare(a),
  );
  const go = () => navigate({ asOf: day.value || undefined });
  return [
    h('p', { class: 'caption' }, word('vintageLead', language)),
    asOf !== undefined && h('p', {}, to({ asOf: undefined }, word('backToLatest', language))),
    h(
      'div',
      { class: 'actions' },
      h('label', {}, h('span', { class: 'unseen' }, word('vintage', language)), day),
      h(
        'button',
        { type: 'button', id: 'as-of-apply', class: 'small', onclick: go },
        word('apply', language),
      ),
    ),
    h(
      'ul',
      {},
      ...instants.slice(0, listed).map((at) => h('li', {}, to({ asOf: at[0] }, released(at, view)))),
    ),
  ];
}

function released([at, releases]: readonly [string, readonly Release[]], { language }: View): string {
  const ids = releases.map(({ id }) => id).join(language === 'zh' ? '、' : ', ');
  return word('releasedOn', language, { id: ids, at: instant(at) });
}
