import { sectionOf } from '../../catalogue/hs-sections.ts';
import { compare } from '../../catalogue/number.ts';
import { type Part, points, wayOf } from '../charts/part.ts';
import { treemap } from '../charts/treemap.ts';
import { h } from '../element.ts';
import { noValue, percent, periodName } from '../figures.ts';
import type { Frame } from '../page.ts';
import { chartCard } from '../parts/chart-card.ts';
import { amountOf } from '../parts/numbers.ts';
import { placeLink } from '../parts/toolbar.ts';
import { chosen, ledgerCard, ledgerTable, tile, tiles, totalTile } from '../standing/cards.ts';
import { measureSwitch, scopeOf } from '../standing/controls.ts';
import { standingTable } from '../standing/table.ts';
import { word as shared } from '../standing/text.ts';
import { chaptersIn, type Good, type Key, type Loaded } from './load.ts';
import { word } from './text.ts';

const measuresOffered = ['value', 'growth', 'share', 'contribution'] as const;
const shownFirst = 15;
const shownMovers = 8;

const isUnknown = ({ key }: Part) => key === '_U';
const isTraded = ({ row }: Part) => row?.value == null || compare(row.value, '0') !== 0;

/** Total, chapters, the largest section, what is unknown. */
export function heads(loaded: Loaded): HTMLElement {
  const { language, unit, chapters, sections } = loaded;
  const known = chapters.filter((part) => !isUnknown(part) && isTraded(part));
  const grew = (way: 1 | -1) => known.filter((part) => wayOf(part) === way).length;
  const unknown = chapters.find(isUnknown);
  const [first] = sections;
  return tiles(
    totalTile(loaded.whole, loaded),
    tile(
      'count',
      word('count', language),
      String(known.length),
      word('countBelow', language, {
        sections: new Set(known.map(({ key }) => sectionOf(key))).size,
        up: grew(1),
        down: grew(-1),
      }),
    ),
    tile(
      'first',
      word('first', language),
      first?.row.value == null
        ? noValue
        : amountOf(first.row, { language, unit }, { withUnit: true, focusable: true }),
      first && h('span', { class: 'cut', title: first.label }, first.label),
    ),
    tile(
      'unknown',
      shared('unknown', language),
      unknown?.row.value == null
        ? noValue
        : amountOf(unknown.row, { language, unit }, { withUnit: true, focusable: true }),
      unknown?.row.share == null
        ? word('unknownNone', language)
        : word('unknownBelow', language, { share: percent(unknown.row.share) }),
    ),
  );
}

/** All sections with trade; choosing one shows its chapters beside. */
export function sectionCard(loaded: Loaded, page: Frame<Key>): HTMLElement {
  const { language, sections, paths, whole, section } = loaded;
  return ledgerCard(
    {
      id: 'sections',
      title: word('sections', language),
      parts: sections.filter(isTraded),
      what: word('section', language),
      path: paths.sections,
      ranked: true,
      total: whole,
      highlight: section?.key,
      choose: (key) => page.navigate({ section: key === section?.key ? '' : key }),
      tools: [measureSwitch('sections', measuresOffered, loaded, page)],
      foot: [h('p', { class: 'caption' }, word('drill', language))],
    },
    loaded,
  );
}

/** Sections and their chapters by area: how the month divides, at one look. Choosing a chapter shows its section. */
export function treeCard(loaded: Loaded, page: Frame<Key>): HTMLElement {
  const { language, unit, sections, chapters, paths, period } = loaded;
  const known = sections.filter((part) => !isUnknown(part) && isTraded(part));
  const groups = known.map((section) => ({ ...section, parts: chaptersIn(loaded, section.key) }));
  const named = known
    .slice(0, 3)
    .map(({ label, row }) => `${label} ${row.share === null ? noValue : percent(row.share)}`);
  const sentence = word('treeIn', language, {
    period: periodName(period, language),
    scope: scopeOf(loaded),
    first: named.join(language === 'zh' ? '、' : ', '),
  });
  const title = word('tree', language);
  const rows = groups.flatMap((group) => [{ ...group, isHead: true }, ...group.parts.filter(isTraded)]);
  const ledger = { id: 'tree', title, parts: rows, what: word('chapter', language), path: paths.chapters };
  return chartCard({
    ...{ id: 'tree', title, sentence, language, path: paths.chapters, hasPoints: true },
    draw: (width) => treemap(groups, sentence, { width, language, unit, document }),
    table: ledgerTable(ledger, loaded),
    choose: (said) =>
      chosen(said, chapters, loaded, (key) => page.navigate({ section: sectionOf(key) ?? '_U' })),
    foot: [h('p', { class: 'caption' }, word('treeNote', language))],
  });
}

/** The chapters of the section that is looked at, or the largest of all. */
export function chapterCard(loaded: Loaded, page: Frame<Key>): HTMLElement {
  const { language, section, paths, chapters } = loaded;
  const all = section ? chaptersIn(loaded, section.key) : chapters;
  const parts = all.filter(({ row }) => section !== undefined || (row.rank ?? Infinity) <= shownFirst);
  const shown = parts.filter(isTraded);
  return ledgerCard(
    {
      id: 'chapters',
      title: section ? word('chaptersOf', language, { code: section.key }) : word('chaptersTop', language),
      parts: shown,
      what: word('chapter', language),
      path: paths.chapters,
      ranked: true,
      ...(section ? { tools: [sectionHead(section, language, page)] } : {}),
    },
    loaded,
  );
}

function sectionHead({ label }: Good, language: Loaded['language'], page: Frame<Key>): HTMLElement {
  const back = placeLink(
    { id: 'back' },
    page.address({ section: '' }),
    () => page.navigate({ section: '' }),
    word('back', language),
  );
  return h('p', { class: 'drilled' }, back, ' ', h('b', {}, label));
}

/** What pushed and what dragged growth most: contributions as the API has them, the largest of either way. */
export function moverCard(loaded: Loaded): HTMLElement {
  const { language, chapters, paths } = loaded;
  const moved = chapters
    .filter(({ row }) => row.contribution !== null && compare(row.contribution, '0') !== 0)
    .toSorted((a, b) => compare(b.row.contribution ?? '0', a.row.contribution ?? '0'));
  const up = moved.filter(({ row }) => compare(row.contribution ?? '0', '0') > 0).slice(0, shownMovers);
  const down = moved.filter(({ row }) => compare(row.contribution ?? '0', '0') < 0).slice(-shownMovers);
  const named = (part: Good | undefined) =>
    part ? `${part.label} ${points(part.row.contribution ?? '0')}` : shared('none', language);
  return ledgerCard(
    {
      id: 'movers',
      title: word('movers', language),
      sentence: shared('movers', language, {
        period: periodName(loaded.period, language),
        scope: scopeOf(loaded),
        up: named(up[0]),
        down: named(down.at(-1)),
      }),
      parts: [...up, ...down],
      what: word('chapter', language),
      path: paths.chapters,
      measure: 'contribution',
      columns: ['value', 'growth', 'contribution'],
    },
    loaded,
  );
}

/** Every chapter in a table. */
export function allChapters(loaded: Loaded, page: Frame<Key>): HTMLElement {
  const { language, chapters, period } = loaded;
  const ranked = chapters.filter(({ row }) => row.rank !== null);
  const sectionIn = ({ key }: Part) => sectionOf(key) ?? '_U';
  return standingTable(
    {
      id: 'all',
      title: word('all', language),
      caption: word('allIn', language, { period: periodName(period, language), count: ranked.length }),
      what: word('chapter', language),
      parts: chapters,
      extra: { name: word('section', language), of: (part) => (isUnknown(part) ? noValue : sectionIn(part)) },
      whole: loaded.whole,
      address: (key) => page.address({ section: sectionIn({ key, label: '', row: undefined }) }),
      choose: (key) => page.navigate({ section: sectionIn({ key, label: '', row: undefined }) }),
    },
    loaded,
  );
}
