import type { Period } from '../../catalogue/period.ts';
import type { Message } from '../../catalogue/refusal.ts';
import { noValue, periodName } from '../figures.ts';
import type { RankedRow } from '../standing-answers.ts';
import { filledIn } from '../text.ts';
import type { Language } from '../view.ts';
import { type ChartOptions, colours } from './frame.ts';
import { monthAxes } from './month-axes.ts';
import { linePath, shape, sheet } from './svg.ts';

const words = {
  point: { zh: '{month}：第{rank}位，共{ranked}个', en: '{month}: rank {rank} of {ranked}' },
  none: { zh: '{month}：没有名次', en: '{month}: no rank' },
  sentence: {
    zh: '{from}至{to}在{ranked}个园区中的名次：现为第{rank}位，期间最高第{best}位，最低第{worst}位。',
    en: 'Rank among {ranked} parks, {from} to {to}: now {rank}; best {best}, lowest {worst}.',
  },
  unranked: { zh: '所示各月没有名次。', en: 'No rank in the months shown.' },
} as const satisfies Record<string, Message>;

/** What a reader is told of one park's ranks. */
export interface RankHistory {
  /** Every park's ranks of the months shown, oldest month first. */
  readonly rows: readonly RankedRow[];
  /** The park that is meant. */
  readonly park: string;
}

/** Ranks by month, the first place at the top: one park's line among those of all. */
export function rankHistoryChart(history: RankHistory, description: string, options: ChartOptions): Element {
  const { width, document, language } = options;
  const { rows, park } = history;
  const last = Math.max(1, ...rows.map(({ ranked }) => ranked));
  const height = Math.max(180, last * 24 + 70);
  const ranks = Array.from({ length: last }, (_, at) => at + 1);
  const axes = monthAxes(
    {
      months: [...new Set(rows.map(({ period }) => period))],
      height,
      margin: { top: 10, right: 26, bottom: 38, left: 30 },
      domain: [last + 0.4, 0.6],
      ticks: last <= 12 ? ranks : ranks.filter((rank) => rank === 1 || rank % 5 === 0),
      write: String,
    },
    options,
  );
  const own = rows.filter((row) => row.park === park && row.rank !== null);
  const others = [...Map.groupBy(rows, (row) => row.park)].filter(([key]) => key !== park);
  const place = ({ period, rank }: RankedRow) => ({
    x: axes.x(period),
    y: rank === null ? Number.NaN : axes.y(rank),
  });
  const line = (of: readonly RankedRow[], stroke: string, strokeWidth: number) =>
    shape(document, 'path', {
      d: linePath(of.map(place)),
      fill: 'none',
      stroke,
      'stroke-width': strokeWidth,
    });
  const end = own.at(-1);
  return sheet(
    document,
    { width, height, label: description },
    ...axes.parts,
    ...others.map(([, of]) => line(of, colours.quiet, 1.2)),
    line(
      rows.filter((row) => row.park === park),
      colours.accent,
      2.5,
    ),
    shape(document, 'g', {}, ...own.map((row) => dotOf(row, place(row), document, language))),
    end &&
      shape(
        document,
        'text',
        { x: place(end).x + 8, y: place(end).y + 4, fill: colours.accent, 'font-weight': 700 },
        String(end.rank),
      ),
  );
}

function dotOf(row: RankedRow, { x, y }: { x: number; y: number }, document: Document, language: Language) {
  return shape(document, 'circle', {
    cx: x,
    cy: y,
    r: 3.5,
    fill: colours.accent,
    'aria-label': rankWord(row, language),
  });
}

function rankWord({ period, rank, ranked }: RankedRow, language: Language): string {
  const month = periodName(period, language);
  return filledIn(rank === null ? words.none : words.point, language, {
    month,
    rank: rank ?? noValue,
    ranked,
  });
}

export function rankHistorySentence({ rows, park }: RankHistory, language: Language): string {
  const own = rows.filter((row) => row.park === park);
  const ranked = own.filter(({ rank }) => rank !== null);
  const [first, last] = [own[0], own.at(-1)];
  if (!first || !last || ranked.length === 0) return words.unranked[language];
  const ranks = ranked.map(({ rank }) => rank as number);
  return filledIn(words.sentence, language, {
    from: periodName(first.period as Period, language),
    to: periodName(last.period as Period, language),
    ranked: last.ranked,
    rank: last.rank ?? noValue,
    best: Math.min(...ranks),
    worst: Math.max(...ranks),
  });
}
