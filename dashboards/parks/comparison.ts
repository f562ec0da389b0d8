import { parkTypes } from '../../catalogue/mode.ts';
import { parkMonthsChart, parkMonthsSentence, type SmallSeries } from '../charts/park-months.ts';
import { type Part, wayOf } from '../charts/part.ts';
import { type Child, h } from '../element.ts';
import { exact, isThin, noValue, percent, periodName } from '../figures.ts';
import type { Frame as PageFrame } from '../page.ts';
import { chartCard } from '../parts/chart-card.ts';
import { amountOf } from '../parts/numbers.ts';
import { ledgerCard, tile, tiles, totalTile } from '../standing/cards.ts';
import { measureSwitch } from '../standing/controls.ts';
import type { CellKey } from '../standing/load.ts';
import { standingTable } from '../standing/table.ts';
import type { Comparison } from './load.ts';
import { word } from './text.ts';

type Page = PageFrame<CellKey>;

export function comparison(known: Comparison, page: Page): Child[] {
  return [
    heads(known),
    h('div', { class: 'columns' }, types(known, page), multiples(known)),
    ranks(known, page),
  ];
}

function go(page: Page): (park: string) => void {
  return (park) => page.navigate({ park });
}

function heads(known: Comparison): HTMLElement {
  const { language, unit, ranked, whole, parks } = known;
  const valued = ranked.filter(({ row }) => row.value !== null);
  const grew = (way: 1 | -1) => valued.filter((part) => wayOf(part) === way).length;
  const thin = valued.filter(({ row }) => isThin(row)).length;
  const [first] = ranked;
  return tiles(
    totalTile(whole, known),
    tile(
      'count',
      word('count', language),
      String(valued.length),
      word('countBelow', language, { all: parks.length, up: grew(1), down: grew(-1) }),
    ),
    tile(
      'first',
      word('first', language),
      first ? amountOf(first.row, { language, unit }, { withUnit: true, focusable: true }) : noValue,
      first?.label,
    ),
    tile(
      'coverage',
      word('coverage', language),
      percent(whole?.coverage ?? null),
      word('coverageBelow', language, { count: thin }),
    ),
  );
}

/** The sums of the three types, each with its parks below it. */
function types(known: Comparison, page: Page): HTMLElement {
  const { language, ranked, whole, paths } = known;
  const parts = known.types.flatMap((row): Part[] => [
    { key: `type-${row.group}`, label: row[language], row, isHead: true },
    ...ranked.filter(({ park }) => park.type === row.group),
  ]);
  return ledgerCard(
    {
      id: 'types',
      title: word('compare', language),
      parts,
      what: word('park', language),
      path: paths.ranking,
      total: whole,
      choose: (key) => key.startsWith('type-') || go(page)(key),
      tools: [measureSwitch('types', ['value', 'growth', 'share', 'contribution'], known, page)],
    },
    known,
  );
}

function multiples(known: Comparison): HTMLElement {
  const { language, unit, ranked, trend, paths } = known;
  const series = ranked.map(
    ({ key, label, row }): SmallSeries => ({
      key,
      label,
      rows: trend.rows.filter(({ park }) => park === key),
      growth: row.growth,
    }),
  );
  const sentence = parkMonthsSentence(series, word('park', language), { unit, language });
  const months = [...new Set(trend.rows.map(({ period }) => period))].sort().reverse();
  const monthValue = ({ rows }: SmallSeries, month: string) =>
    rows.find(({ period }) => period === month)?.value;
  return chartCard({
    id: 'multiples',
    title: word('multiples', language),
    sentence,
    draw: (width) => parkMonthsChart(series, sentence, { width, language, unit, document }),
    table: {
      columns: [word('month', language), ...series.map(({ label }) => label)],
      rows: months.map((month) => [
        periodName(month, language),
        ...series.map((one) => exact(monthValue(one, month))),
      ]),
    },
    language,
    path: paths.trend,
    hasPoints: true,
  });
}

function ranks(known: Comparison, page: Page): HTMLElement {
  const { language, ranked, period, whole } = known;
  const count = ranked[0]?.row.ranked ?? 0;
  const typeOf = new Map(ranked.map(({ key, park }) => [key, parkTypes[park.type][language]]));
  return standingTable(
    {
      id: 'ranks',
      title: word('ranks', language),
      caption: word('ranksIn', language, { period: periodName(period, language), count }),
      what: word('park', language),
      parts: ranked,
      extra: { name: word('type', language), of: ({ key }) => typeOf.get(key) ?? noValue },
      whole,
      withCoverage: true,
      address: (park) => page.address({ park }),
      choose: go(page),
    },
    known,
  );
}
