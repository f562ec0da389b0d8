import { compare, type Decimal, formatIn, formatPercent, type Scale } from '../catalogue/number.ts';
import { type Period, timeZone } from '../catalogue/period.ts';
import { reasons } from '../catalogue/status.ts';
import type { Row } from './answers.ts';
import { say } from './text.ts';
import type { Language, Unit } from './view.ts';

/** How figures are written: the value as the API gave it, shown in the reader's unit and language. */
export const noValue = '—';

export const units = {
  yi: { scale: 100_000_000, decimals: 2 },
  wan: { scale: 10_000, decimals: 0 },
} as const satisfies Record<Unit, { scale: Scale; decimals: number }>;

export function amount(value: Decimal, unit: Unit): string {
  return formatIn(value, units[unit].scale, units[unit].decimals);
}

/** Below 0.01 an amount in 亿 rounds to next to nothing. */
const leastInYi = '1000000';

/**
 * 万 where some amount is below `least` (in CNY), so that 亿 would tell hardly anything of it; else as the reader likes.
 * Figures side by side have one unit.
 */
export function fittingUnit(values: readonly (Decimal | null)[], unit: Unit, least = leastInYi): Unit {
  const small = (value: Decimal | null) =>
    value !== null && compare(value, '0') !== 0 && compare(value.replace('-', ''), least) < 0;
  return values.some(small) ? 'wan' : unit;
}

/** An amount to the cent, for tables: `477,012,345.67`. */
export function exact(value: Decimal | null | undefined): string {
  return value == null ? noValue : formatIn(value, 1, 2);
}

export function unitName(unit: Unit, language: Language): string {
  return say(`unit_${unit}`, language);
}

/** `4.77亿元`, `CNY 100 million 4.77` being no English: `4.77 (CNY 100 million)`. */
export function amountWithUnit(value: Decimal, unit: Unit, language: Language): string {
  const name = unitName(unit, language);
  return language === 'zh' ? amount(value, unit) + name : `${amount(value, unit)} (${name})`;
}

export function count(value: Decimal | number): string {
  return formatIn(String(value), 1, 0);
}

export function percent(ratio: Decimal | null): string {
  return ratio === null ? noValue : `${formatPercent(ratio)}%`;
}

/** `+12.3%`, `−4.0%`, `0.0%`. */
export function growth(ratio: Decimal): string {
  const rate = formatPercent(ratio);
  return Number(rate) > 0 ? `+${rate}%` : `${rate.replace('-', '−')}%`;
}

/** What is a percentage already: `2.134000` → `+2.1%`, `−0.4%`, `0.0%`. */
export function percentText(value: Decimal): string {
  const rate = formatIn(value.replace('-', ''), 1, 1);
  if (Number(rate) === 0) return `${rate}%`;
  return `${value.startsWith('-') ? '−' : '+'}${rate}%`;
}

/** A change of an amount with its sign: `+2,140`, `−0.31`. */
export function signedAmount(value: Decimal, unit: Unit): string {
  const told = amount(value.replace('-', ''), unit);
  return compare(value, '0') < 0 ? `−${told}` : `+${told}`;
}

/** A ratio as percentage points with their sign: `+3.2`. */
export function signedPoints(ratio: Decimal): string {
  const told = formatPercent(ratio.replace('-', ''));
  if (Number(told) === 0) return told;
  return ratio.startsWith('-') ? `−${told}` : `+${told}`;
}

/** A growth rate in words: 增长12.3%, 下降4.0%, 基本持平 when it rounds to nothing. */
export function growthWord(ratio: Decimal, language: Language): string {
  const rate = formatPercent(ratio);
  if (Number(rate) === 0) return say('level', language);
  return say(Number(rate) > 0 ? 'up' : 'down', language, { rate: `${rate.replace('-', '')}%` });
}

/** The growth rate of a cell, or why there is none. */
export function growthOf(row: Row | undefined, language: Language): string {
  return row?.value != null ? growth(row.value) : `${noValue} ${whyNone(row, language)}`;
}

export function whyNone(row: Pick<Row, 'reason'> | undefined, language: Language): string {
  return row?.reason ? reasons[row.reason][language] : say('noData', language);
}

/** Below this share of expected reports a growth rate says more about who reported than about trade. */
const enoughCoverage = '0.8';

export function isThin(row: Row | undefined): boolean {
  return row?.coverage != null && compare(row.coverage, enoughCoverage) < 0;
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function monthOf(period: Period, language: Language): string {
  const month = Number(period.slice(5));
  return language === 'zh' ? `${month}月` : (monthNames[month - 1] ?? '');
}

export function yearOf(period: Period, language: Language): string {
  return language === 'zh' ? `${period.slice(0, 4)}年` : period.slice(0, 4);
}

export function periodName(period: Period, language: Language): string {
  const [month, year] = [monthOf(period, language), yearOf(period, language)];
  return language === 'zh' ? year + month : `${month} ${year}`;
}

const localTime = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });

/** An instant as Beijing time: `2026-11-12 09:00`. */
export function instant(at: string): string {
  return localTime.format(new Date(at));
}
