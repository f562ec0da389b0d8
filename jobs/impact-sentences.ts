import type { Impact, MovedCell } from '../api/collection.ts';
import { nameOf } from '../catalogue/codes.ts';
import { details, type IndicatorId, indicators, unitNames } from '../catalogue/indicators.ts';
import { flows, total } from '../catalogue/mode.ts';
import { compare, divide, formatIn, formatPercent, multiply, subtract } from '../catalogue/number.ts';
import type { Message } from '../catalogue/refusal.ts';
import { magnitude } from './impact-cells.ts';

export type Parks = ReadonlyMap<string, { readonly name_zh: string; readonly name_en: string }>;
type Placed = Pick<MovedCell, 'park' | 'mode' | 'flow' | 'period'>;

/** Cells and turns of growth that are put into words; all of them stand in the lists. */
const told = 5;

/** What would happen, in sentences that can be read out. */
export function impactSentences(
  { months, flips, releases, moved }: Omit<Impact, 'sentences'>,
  cells: readonly MovedCell[],
  parks: Parks,
): Message[] {
  const blocked = months.flatMap(({ period, blocked: why }) =>
    why
      ? [{ zh: `${period}届时不能发布：${why.zh}`, en: `${period} could not be published: ${why.en}` }]
      : [],
  );
  const headline = cells
    .filter(isHeadline)
    .slice(0, told)
    .map((cell) => cellSentence(cell, parks));
  const turned = flips.filter((flip) => isHeadline(flip)).slice(0, told);
  const touched = releases.length
    ? [
        {
          zh: `涉及已发布的${releases.join('、')}，再次发布时修订`,
          en: `Touches what is released: ${releases.join(', ')}, to be revised by the next release`,
        },
      ]
    : [];
  const nothing =
    moved === 0 && blocked.length === 0 ? [{ zh: '没有数值变动', en: 'No value would change' }] : [];
  return [
    ...blocked,
    ...headline,
    ...turned.map((flip) => flipSentence(flip, parks)),
    ...touched,
    ...nothing,
  ];
}

/** Trade value of the city or a park, in all or by mode and flow. */
function isHeadline(cell: Omit<MovedCell, 'delta' | 'change'>): boolean {
  return (
    cell.indicator === 'trade_value' &&
    details.every((detail) => cell[detail] === total) &&
    (cell.mode === total) === (cell.flow === total)
  );
}

/** How one cell moves: an amount in the unit that suits it, any other value in its own unit. */
export function movedSentence(cell: MovedCell, parks: Parks): Message {
  if (isHeadline(cell)) return cellSentence(cell, parks);
  const entry = indicators[cell.indicator as IndicatorId];
  const named = (['mode', 'flow', ...details] as const)
    .filter((dimension) => cell[dimension] !== total)
    .map((dimension) => nameOf(dimension, cell[dimension]) ?? { zh: cell[dimension], en: cell[dimension] });
  const where = parks.get(cell.park);
  const [from, to] = [cell.from, cell.to].map((value) => inOwnUnit(value, entry)) as [Message, Message];
  return {
    zh: `${[entry.zh, ...named.map(({ zh }) => zh), cell.period, where?.name_zh ?? '全市'].join(' ')}由${from.zh}变为${to.zh}`,
    en: `${[entry.en, ...named.map(({ en }) => en), cell.period, where?.name_en ?? 'city'].join(', ')}: from ${from.en} to ${to.en}`,
  };
}

function inOwnUnit(value: string | null, { unit, decimals }: (typeof indicators)[IndicatorId]): Message {
  if (value === null) return { zh: '无数值', en: 'no value' };
  if (unit === 'ratio') return { zh: `${formatPercent(value, 2)} %`, en: `${formatPercent(value, 2)} %` };
  const text = formatIn(value, 1, decimals);
  return { zh: `${text}${unitNames[unit].zh}`, en: `${text} ${unitNames[unit].en}` };
}

function place({ park, mode, flow, period }: Placed, parks: Parks): Message {
  const where = parks.get(park);
  const trade = mode === total ? undefined : flows[flow as keyof typeof flows];
  return {
    zh: [
      ...(trade ? [mode, trade.zh] : ['进出口额']),
      period,
      where?.name_zh ?? (park === total ? '全市' : park),
    ].join(' '),
    en: `${trade ? `${mode} ${trade.en.toLowerCase()}` : 'Trade value'} ${period}, ${where?.name_en ?? (park === total ? 'city' : park)}`,
  };
}

function cellSentence(cell: MovedCell, parks: Parks): Message {
  const { zh, en } = place(cell, parks);
  const [from, to] = [money(cell.from, cell.to), money(cell.to, cell.from)];
  const percent = percentOf(cell);
  return {
    zh: `${zh}由${from.zh}变为${to.zh}${percent && `（${percent}）`}`,
    en: `${en}: from ${from.en} to ${to.en}${percent && ` (${percent})`}`,
  };
}

function flipSentence(flip: Impact['flips'][number], parks: Parks): Message {
  const { zh, en } = place(flip, parks);
  const name = { mom: { zh: '环比', en: 'month on month' }, yoy: { zh: '同比', en: 'year on year' } }[
    flip.transform
  ];
  return {
    zh: `${zh}${name.zh}由${direction(flip.from).zh}转为${direction(flip.to).zh}`,
    en: `${en}, ${name.en}: ${direction(flip.from).en} becomes ${direction(flip.to).en}`,
  };
}

function direction(growth: string | null): Message {
  const value = growth ?? '0';
  if (isBeyondRate(value)) return { zh: '增长10倍以上', en: 'a rise of more than 1,000 %' };
  const rate = `${formatPercent(magnitude(value), 2)} %`;
  return compare(value, '0') < 0
    ? { zh: `下降${rate}`, en: `a fall of ${rate}` }
    : { zh: `增长${rate}`, en: `a rise of ${rate}` };
}

/** Beyond ten times as much a percentage tells nobody anything. */
function isBeyondRate(ratio: string): boolean {
  return compare(ratio, '10') >= 0;
}

/** An amount in the unit that suits the smaller of the two that are compared. */
function money(value: string | null, other: string | null): Message {
  if (value === null) return { zh: '无数值', en: 'no value' };
  const isOver = (limit: string) =>
    [value, other ?? value].every((one) => compare(one, '0') === 0 || compare(magnitude(one), limit) >= 0);
  return {
    zh: isOver('10000000') ? `${formatIn(value, 100_000_000, 3)}亿元` : `${formatIn(value, 10_000, 2)}万元`,
    en: isOver('1000000') ? `CNY ${divide(value, '1000000', 2)} million` : `CNY ${formatIn(value, 1, 2)}`,
  };
}

/** By how much of itself a value moves; from the values, so that it is rounded once. */
function percentOf({ from, to, change }: MovedCell): string {
  if (from === null || to === null || change === null || isBeyondRate(change)) return '';
  const percent = divide(multiply(subtract(to, from), '100'), from, 2);
  return `${compare(percent, '0') < 0 ? '−' : '+'}${magnitude(percent)} %`;
}
