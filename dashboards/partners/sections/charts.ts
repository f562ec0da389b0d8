import { compare, formatIn } from '../../../catalogue/number.ts';
import { regions } from '../../../catalogue/partner-places.ts';
import { lineChart } from '../../charts/line.ts';
import { type Part, partFigures, wayOf } from '../../charts/part.ts';
import { mapNote, type PlacedPart, partnerMap } from '../../charts/partner-map.ts';
import { h } from '../../element.ts';
import { noValue, percent, periodName, unitName } from '../../figures.ts';
import type { Frame } from '../../page.ts';
import { chartCard } from '../../parts/chart-card.ts';
import { amountOf } from '../../parts/numbers.ts';
import { chosen, ledgerCard, ledgerTable, tile, tiles, totalTile } from '../../standing/cards.ts';
import { measureSwitch, scopeOf } from '../../standing/controls.ts';
import { word as shared } from '../../standing/text.ts';
import type { Key, Loaded } from '../load.ts';
import { word } from '../text.ts';

const shownFirst = 15;

const isUnknown = ({ key }: Part) => key === '_U';
const isTraded = ({ row }: Part) => row?.value != null && compare(row.value, '0') !== 0;

export function look(page: Frame<Key>): (key: string) => void {
  return (partner) => page.navigate({ partner });
}

/** Total, partners, concentration, what is unknown. */
export function heads(loaded: Loaded): HTMLElement {
  const { language, unit, partners, whole } = loaded;
  const known = partners.filter((part) => !isUnknown(part) && isTraded(part));
  const grew = (way: 1 | -1) => known.filter((part) => wayOf(part) === way).length;
  const unknown = partners.find(isUnknown);
  const months = loaded.concentration.rows;
  const [now, before] = [months.at(-1), months.at(-13)];
  return tiles(
    totalTile(whole, loaded),
    tile(
      'count',
      word('count', language),
      String(known.length),
      word('countBelow', language, { up: grew(1), down: grew(-1) }),
    ),
    tile(
      'hhi',
      word('hhi', language),
      indexText(now?.value),
      word('hhiBelow', language, { value: indexText(before?.value) }),
    ),
    tile(
      'unknown',
      shared('unknown', language),
      unknown?.row?.value == null
        ? noValue
        : amountOf(unknown.row, { language, unit }, { withUnit: true, focusable: true }),
      unknown?.row?.share == null
        ? word('unknownNone', language)
        : word('unknownBelow', language, { share: percent(unknown.row.share) }),
    ),
  );
}

function indexText(value: string | null | undefined): string {
  return value == null ? noValue : formatIn(value, 1, 0);
}

/** The world, with the table of every partner behind it. */
export function mapCard(loaded: Loaded, page: Frame<Key>): HTMLElement {
  const { language, unit, partners, paths } = loaded;
  const sentence = mapSentence(partners, loaded);
  const title = word('map', language);
  const ledger = { id: 'map', title, parts: partners, what: word('partner', language), path: paths.ranking };
  return chartCard({
    id: 'map',
    title,
    sentence,
    className: 'map-card',
    draw: (width) => partnerMap(partners, sentence, { width, language, unit, document }),
    table: ledgerTable({ ...ledger, ranked: true, total: loaded.whole }, loaded),
    language,
    path: paths.ranking,
    hasPoints: true,
    choose: (said) => chosen(said, partners, loaded, look(page)),
    foot: [h('p', { class: 'caption' }, mapNote[language])],
  });
}

export function mapSentence(partners: readonly PlacedPart[], loaded: Loaded): string {
  const { language, unit } = loaded;
  const traded = partners.filter(isTraded);
  const placed = traded.filter(({ place }) => place !== null);
  const [first] = placed;
  const period = periodName(loaded.period, language);
  const scope = scopeOf(loaded);
  if (!first) return shared('noStanding', language, { period, scope });
  return word('mapIn', language, {
    period,
    scope,
    unit: unitName(unit, language),
    placed: placed.length,
    first: partFigures(first, loaded),
    unplaced: word('nowhere', language, { count: traded.length - placed.length }),
  });
}

export function topCard(loaded: Loaded, page: Frame<Key>): HTMLElement {
  const { language, partners, paths, whole } = loaded;
  const first = partners.filter(({ row }) => (rankOf(row) ?? Infinity) <= shownFirst);
  return ledgerCard(
    {
      id: 'top',
      title: word('top', language),
      parts: first,
      what: word('partner', language),
      path: paths.ranking,
      ranked: true,
      total: whole,
      choose: look(page),
      tools: [measureSwitch('top', ['value', 'growth', 'share', 'contribution'], loaded, page)],
    },
    loaded,
  );
}

function rankOf(row: Part['row']): number | null {
  return (row as { rank?: number | null } | undefined)?.rank ?? null;
}

export function regionCard(loaded: Loaded): HTMLElement {
  const { language, paths, whole } = loaded;
  const parts = loaded.regions
    .filter((row) => row.value !== null && (compare(row.value, '0') !== 0 || row.group === '_U'))
    .map((row) => ({ key: row.group, label: regions[row.group as keyof typeof regions][language], row }))
    .toSorted(
      (a, b) =>
        Number(a.key === '_U') - Number(b.key === '_U') || compare(b.row.value ?? '0', a.row.value ?? '0'),
    );
  return ledgerCard(
    {
      id: 'regions',
      title: word('regions', language),
      parts,
      what: word('region', language),
      path: paths.regions,
      total: whole,
    },
    loaded,
  );
}

export function concentration(loaded: Loaded): HTMLElement {
  const { language, unit, concentration: series, paths } = loaded;
  const known = series.rows.flatMap(({ value }) => value ?? []).sort(compare);
  const [first, last] = [series.rows[0], series.rows.at(-1)];
  const sentence = word('hhiIn', language, {
    from: first ? periodName(first.period, language) : noValue,
    to: last ? periodName(last.period, language) : noValue,
    value: indexText(last?.value),
    best: indexText(known.at(-1)),
    worst: indexText(known[0]),
  });
  return chartCard({
    id: 'hhi',
    title: word('hhi', language),
    sentence,
    draw: (width) =>
      lineChart(series.rows, sentence, { width, height: 190, language, unit, document, write: indexText }),
    table: {
      columns: [word('month', language), 'HHI'],
      rows: series.rows.map(({ period, value }) => [
        periodName(period, language),
        value === null ? noValue : formatIn(value, 1, 4),
      ]),
    },
    tableUnit: word('hhiUnit', language),
    language,
    path: paths.concentration,
    hasPoints: true,
  });
}
