import { type ParkType, parkTypes, total } from '../../catalogue/mode.ts';
import type { Row } from '../../dashboards/answers.ts';
import type { Chart, Passage, Section, Table, TableRow } from '../content.ts';
import { rankOf } from '../derived.ts';
import { inScale, type NumberRef } from '../number-ref.ts';
import { numberAt, type Park, ranked, rowAt, shareOf, type Vintage } from '../vintage.ts';
import { called, month, plain, sentence, words } from '../wording.ts';
import { amountAt, parkName, tradeCells, tradeClause } from './cells.ts';
import { headings, share, tradeValue, ytdHeading } from './headings.ts';
import { ranks } from './remarks.ts';
import { column, mixedColumn, tableOf } from './table.ts';

/** The parks in the three groups of their type; in a report of one park, that park beside the city. */
export function parks(vintage: Vintage): Section {
  return {
    id: 'parks',
    heading:
      vintage.scope === total
        ? { zh: '园区情况', en: 'Parks' }
        : { zh: '本园区在全市', en: 'The park within the city' },
    paragraphs: [...(vintage.scope === total ? leadersByType(vintage) : []), ...ranks(vintage)],
    blocks: [parksTable(vintage), parksChart(vintage)],
  };
}

function groups(vintage: Vintage): [ParkType, Park[]][] {
  const order = ranked(vintage, 'park').map(({ park }) => park);
  const place = ({ park_id }: Park) => (order.includes(park_id) ? order.indexOf(park_id) : order.length);
  const shown = vintage.parks.filter(({ park_id }) => vintage.scope === total || park_id === vintage.scope);
  return (Object.keys(parkTypes) as ParkType[])
    .map((type): [ParkType, Park[]] => [
      type,
      shown.filter((park) => park.type === type).sort((a, b) => place(a) - place(b)),
    ])
    .filter(([, members]) => members.length > 0);
}

function leadersByType(vintage: Vintage): Passage[] {
  const trading = new Set(ranked(vintage, 'park').map(({ park }) => park));
  const clauses = groups(vintage).flatMap(([type, [first]]) => {
    if (!first || !trading.has(first.park_id)) return [];
    const called = parkName(vintage, first.park_id);
    const kind = parkTypes[type];
    const subject = {
      zh: words`${kind.zh}园区中，${called}进出口额最大，为`,
      en: words`${called} (${kind.en.toLowerCase()})`,
    };
    return [tradeClause(vintage, { park: first.park_id }, subject, { verb: ', ' })];
  });
  if (clauses.length === 0) return [];
  const { zh, en } = sentence(...clauses);
  return [called('leaders', { zh, en: words`The largest parks by type: ${en}` })];
}

const order = plain({
  zh: '同类园区按当月进出口额从大到小排列。',
  en: 'Parks of a type in descending order of trade value.',
});
const moved = plain({
  zh: '位次为全市各园区当月进出口额的位次，并列者同位；升降为比上月上升的位数，负数为下降。',
  en: 'Rank among all parks by trade value of the month, equal values sharing one; moved: places risen since the month before, below zero fallen.',
});

function parksTable(vintage: Vintage): Table {
  const row = (park: string, label: Passage, level: TableRow['level']): TableRow => ({
    label,
    level,
    cells: [
      ...tradeCells(vintage, ['level'], { park }, 'wan'),
      shareOf(vintage, 'park', { park }),
      ...tradeCells(vintage, ['yoy', 'ytd', 'ytd_yoy'], { park }, 'wan'),
      ...(park === total ? noRank(vintage) : rankOf(vintage, park)),
    ],
  });
  return tableOf({
    id: 'parks',
    caption: {
      zh: words`${month(vintage.period)}分园区进出口情况`,
      en: words`${month(vintage.period)}: trade by park`,
    },
    stub: { zh: '园区', en: 'Park' },
    columns: [
      column(tradeValue, 'wan'),
      column(share, 'percent'),
      column(headings.yoy, 'percent'),
      column(ytdHeading(vintage.period), 'wan'),
      column(headings.ytdYoy, 'percent'),
      mixedColumn({ zh: '位次', en: 'Rank' }),
      column({ zh: '较上月升降', en: 'Moved' }, 'places'),
    ],
    rows: [
      row(total, plain({ zh: '全市合计', en: 'Whole city' }), 0),
      ...groups(vintage).flatMap(([type, members]): TableRow[] => [
        { label: plain(parkTypes[type]), level: 1, cells: [] },
        ...members.map(({ park_id }): TableRow => {
          const called = parkName(vintage, park_id);
          return row(park_id, { zh: [called], en: [called] }, 2);
        }),
      ]),
    ],
    notes: vintage.scope === total ? [order, moved] : [moved],
  });
}

/** The city has no place among its parks. */
function noRank(vintage: Vintage): NumberRef[] {
  const level = numberAt(vintage, 'trade_value', 'level', { park: total }, 'rank');
  const none = { ...level, unit: 'rank', value: null, reason: 'NOT_APPLICABLE' } as const;
  return [
    { ...none, part: 'rank' },
    { ...inScale(none, 'places'), part: 'rank_moved' },
  ];
}

function parksChart(vintage: Vintage): Chart {
  const cells = [total, ...vintage.parks.map(({ park_id }) => park_id)];
  const rows = (transform: 'level' | 'yoy') =>
    cells
      .map((park) => rowAt(vintage, 'trade_value', transform, { park }))
      .filter((row): row is Row => row !== undefined);
  return {
    kind: 'chart',
    chart: 'parks',
    id: 'parks',
    caption: {
      zh: words`${month(vintage.period)}各园区进出口额与同比`,
      en: words`${month(vintage.period)}: trade value by park and growth`,
    },
    unit: numberOfCity(vintage),
    figures: { values: rows('level'), growth: rows('yoy'), parks: vintage.parks },
    highlight: vintage.scope === total ? null : vintage.scope,
  };
}

function numberOfCity(vintage: Vintage): 'yi' | 'wan' {
  return amountAt(vintage, 'level', { park: total }).scale === 'yi' ? 'yi' : 'wan';
}
