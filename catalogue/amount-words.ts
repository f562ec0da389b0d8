import { compare, type Decimal, divide, formatIn, formatPercent, multiply } from './number.ts';
import type { Period } from './period.ts';
import type { Message } from './refusal.ts';

/** Without its sign. */
export function magnitude(value: Decimal): Decimal {
  return value.replace(/^-/, '');
}

const [hundredMillion, million, tenThousand] = ['100000000', '1000000', '10000'];

/** CNY without its sign, in the unit that suits it: 亿元 from one 亿 on, 元 below one 万, else 万元. */
export function amountInWords(value: Decimal): Message {
  const size = magnitude(value);
  const isFrom = (least: Decimal) => compare(size, least) >= 0;
  if (!isFrom(tenThousand)) return { zh: `${formatIn(size, 1, 2)}元`, en: `CNY ${formatIn(size, 1, 2)}` };
  if (isFrom(hundredMillion))
    return {
      zh: `${formatIn(size, 100_000_000, 2)}亿元`,
      en: `CNY ${grouped(divide(size, million, 0))} million`,
    };
  return {
    zh: `${formatIn(size, 10_000, isFrom(million) ? 0 : 1)}万元`,
    en: `CNY ${divide(size, million, 2)} million`,
  };
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A ratio without its sign: 0.1234 → `12.3%`. */
export function rateInWords(ratio: Decimal): string {
  return `${formatPercent(magnitude(ratio))}%`;
}

/** Percentage points without their sign: 0.0321 → `3.2`; what is smaller is told with two decimals. */
export function pointsInWords(ratio: Decimal): string {
  const points = multiply(magnitude(ratio), '100');
  return divide(points, '1', compare(points, '0.1') < 0 ? 2 : 1);
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function monthInWords(period: Period): Message {
  const [year, month] = [period.slice(0, 4), Number(period.slice(5))];
  return { zh: `${year}年${month}月`, en: `${monthNames[month - 1]} ${year}` };
}
