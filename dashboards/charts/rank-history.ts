import type { Period } from '../../catalogue/period.ts';
import type { Message } from '../../catalogue/refusal.ts';
import { noValue, periodName } from '../figures.ts';
import type { RankedRow } from '../standing-answers.ts';
import { filledIn } from '../text.ts';
import type { Language } from '../view.ts';
import { type ChartOptions, chartStyle, colours } from './frame.ts';
import { monthTick, monthTicks } from './months.ts';
import { axisX, axisY, dot, gridY, lineY, plot, text } from './plot.ts';

const words = {
  point: { zh: '{month}：第{rank}位，共{ranked}个', en: '{month}: rank {rank} of {ranked}' },
  none: { zh: '{month}：没有名次', en: '{month}: no rank' },
  axis: { zh: '名次', en: 'Rank' },
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
  const months = [...new Set(rows.map(({ period }) => period))];
  const last = Math.max(1, ...rows.map(({ ranked }) => ranked));
  const own = rows.filter((row) => row.park === park && row.rank !== null);
  const monthly = monthTicks(months, width - 60);
  const line = { x: 'period', y: 'rank', z: 'park' } as const;
  const ranks = Array.from({ length: last }, (_, at) => at + 1);
  return plot({
    document,
    width,
    height: Math.max(180, last * 24 + 70),
    marginLeft: 34,
    marginRight: 26,
    marginTop: 22,
    marginBottom: 38,
    style: chartStyle,
    ariaLabel: description,
    x: { type: 'point', domain: months, padding: 0.3 },
    y: { domain: [last + 0.4, 0.6] },
    marks: [
      gridY(ranks, { stroke: colours.line, strokeOpacity: 1 }),
      axisY(
        ranks.filter((rank) => last <= 12 || rank % 5 === 0 || rank === 1),
        {
          tickSize: 0,
          fill: colours.muted,
          label: words.axis[language],
          labelArrow: 'none',
        },
      ),
      axisX(monthly, {
        lineHeight: 1.25,
        tickSize: 4,
        stroke: colours.line,
        fill: colours.muted,
        tickFormat: monthTick(monthly, language),
        label: null,
      }),
      lineY(
        rows.filter((row) => row.park !== park),
        { ...line, stroke: colours.quiet, strokeWidth: 1.2, strokeOpacity: 0.7 },
      ),
      lineY(
        rows.filter((row) => row.park === park),
        { ...line, stroke: colours.accent, strokeWidth: 2.5 },
      ),
      dot(own, {
        ...line,
        r: 3.5,
        fill: colours.accent,
        ariaLabel: (row: RankedRow) => rankWord(row, language),
      }),
      text(own.slice(-1), {
        x: 'period',
        y: 'rank',
        dx: 8,
        textAnchor: 'start',
        text: ({ rank }: RankedRow) => String(rank),
        fill: colours.accent,
        fontWeight: 700,
      }),
    ],
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
