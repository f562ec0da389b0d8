import { total } from '../../catalogue/mode.ts';
import { compare } from '../../catalogue/number.ts';
import { type Child, h } from '../element.ts';
import { count, noValue, percent, periodName } from '../figures.ts';
import type { Frame as PageFrame } from '../page.ts';
import { reportMenu } from '../parts/documents.ts';
import { ledgerCard, tile, tiles, totalTile } from '../standing/cards.ts';
import type { CellKey } from '../standing/load.ts';
import { movedWord } from '../standing/text.ts';
import type { Profile, TopParts } from './load.ts';
import { history, punctuality, tenants, trend } from './months.ts';
import { namesCard } from './names.ts';
import { word } from './text.ts';

export function profile(known: Profile, page: PageFrame<CellKey>): Child[] {
  const { language } = known;
  return [
    heads(known),
    h(
      'div',
      { class: 'columns' },
      h('div', { class: 'stack' }, trend(known), history(known)),
      h('div', { class: 'stack' }, modes(known), flowsOf(known)),
    ),
    h('div', { class: 'columns even' }, tenants(known), punctuality(known)),
    h(
      'div',
      { class: 'columns even' },
      top('partners', known, known.partners),
      top('chapters', known, known.chapters),
    ),
    h('p', { class: 'caption crossing' }, word('crossing', language)),
    notes(known),
    reports(known),
    namesCard(known, page),
  ];
}

function heads(known: Profile): HTMLElement {
  const { language, row, tenants: counts } = known;
  const latest = (key: 'active' | 'fresh' | 'leaving') => {
    const value = counts[key].rows.at(-1)?.value;
    return value == null ? noValue : count(value);
  };
  return tiles(
    totalTile(row, known),
    tile(
      'rank',
      word('rank', language),
      row?.rank == null ? noValue : word('rankFigure', language, { rank: row.rank }),
      word('rankOf', language, {
        ranked: row?.ranked ?? noValue,
        month: movedWord(row?.moved_month, language),
        year: movedWord(row?.moved_year, language),
      }),
    ),
    tile(
      'tenants',
      word('tenants', language),
      latest('active'),
      word('tenantsBelow', language, { fresh: latest('fresh'), left: latest('leaving') }),
    ),
    tile(
      'coverage',
      word('coverage', language),
      percent(row?.coverage ?? null),
      `${word('onTime', language)} ${percent(known.onTime.rows.at(-1)?.value ?? null)}`,
    ),
  );
}

function modes(known: Profile): HTMLElement {
  const { language, paths, row, mode } = known;
  return ledgerCard(
    {
      id: 'modes',
      title: word('modes', language),
      parts: known.modes.filter((part) => part.row?.value == null || compare(part.row.value, '0') !== 0),
      what: word('mode', language),
      path: paths.modes,
      measure: 'value',
      highlight: mode === total ? undefined : mode,
      total: mode === total ? row : undefined,
    },
    known,
  );
}

function flowsOf(known: Profile): HTMLElement {
  const { language, paths, flow } = known;
  return ledgerCard(
    {
      id: 'flows',
      title: word('flows', language),
      parts: known.flows,
      what: word('flow', language),
      path: paths.flows,
      measure: 'value',
      highlight: flow === total ? undefined : flow,
    },
    known,
  );
}

function top(key: 'partners' | 'chapters', known: Profile, { parts, whole }: TopParts): HTMLElement {
  const { language, paths } = known;
  return ledgerCard(
    {
      id: key,
      title: word(key, language),
      parts,
      what: word(key === 'partners' ? 'partner' : 'chapter', language),
      path: paths[key],
      measure: 'value',
      ranked: true,
      total: whole,
    },
    known,
  );
}

/** The report of this park, beside that of the city. */
function reports({ language, period, release, it }: Profile): HTMLElement | undefined {
  if (!release.has_report) return undefined;
  const label = word('reportOf', language, { period: periodName(period, language) });
  const open = reportMenu({ id: 'park-report', period, park: it.park_id, view: { language }, label });
  return open
    ? h('section', { class: 'panel', id: 'reports' }, h('h2', {}, word('reports', language)), open as Node)
    : undefined;
}

function notes({ language, notes: all }: Profile): HTMLElement {
  const items = all.map(({ from, to, zh, en }) =>
    h(
      'li',
      {},
      h(
        'span',
        { class: 'caption' },
        word('noteFor', language, {
          from: periodName(from as never, language),
          to: periodName(to as never, language),
        }),
      ),
      ' ',
      language === 'en' && en ? en : zh,
    ),
  );
  return h(
    'section',
    { class: 'panel', id: 'notes' },
    h('h2', {}, word('notes', language)),
    items.length
      ? h('ul', { class: 'park-notes' }, ...items)
      : h('p', { class: 'caption' }, word('noNotes', language)),
  );
}
