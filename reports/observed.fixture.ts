import type { Database } from '../warehouse/database.ts';

/** An exact fraction. This file shares no code with the report: it is how the report's numbers are checked. */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}
export type Found = { readonly value: Fraction } | { readonly reason: string };

interface Name {
  readonly indicator: string;
  readonly transform: string;
  readonly cell: readonly string[];
  readonly period: string;
  readonly release: string;
  readonly part: string;
}

/** `trade_value:yoy:_T.9610.import._T._T:2026-10@2026-10.1#coverage` taken apart. */
export function parseName(name: string): Name {
  const [indicator = '', transform = '', cell = '', rest = ''] = name.split(':');
  const [period = '', tail = ''] = rest.split('@');
  const [release = '', part = 'value'] = tail.split('#');
  return { indicator, transform, cell: cell.split('.'), period, release, part };
}

/** Every observation by release, cell and indicator, and the releases in order of publication. */
export async function readEverything({ pool }: Database) {
  const releases = await pool.query(
    'select id, release_key, period, published_at from release order by published_at, number',
  );
  const observations = await pool.query(
    `select release_key, concat_ws('|', indicator, park, mode, flow, partner, chapter) as cell, value::text, reason, coverage::text
     from observation`,
  );
  const byKey = new Map<string, { value: string | null; reason: string | null; coverage: string | null }>();
  for (const row of observations.rows) byKey.set(`${row.release_key}|${row.cell}`, row);
  return { releases: releases.rows, byKey };
}
type Everything = Awaited<ReturnType<typeof readEverything>>;

/** What the number of a name must be, from the observations alone, at the vintage of its release. */
export function expected(everything: Everything, name: string): Found {
  const { indicator, transform, cell, period, release, part } = parseName(name);
  const published = everything.releases.find(({ id }) => id === release).published_at;
  const at = (month: string): Found => {
    const visible = everything.releases.filter(
      (one) => one.period === month && one.published_at <= published,
    );
    const key = visible.at(-1)?.release_key;
    if (key === undefined) return { reason: 'NO_BASE' };
    const own = everything.byKey.get([key, indicator, ...cell].join('|'));
    const whole = everything.byKey.get([key, indicator, ...cell.slice(0, 3), '_T', '_T'].join('|'));
    if (part === 'coverage') return own?.coverage ? { value: fraction(own.coverage) } : { reason: 'MISSING' };
    if (own) return own.value === null ? { reason: own.reason ?? '' } : { value: fraction(own.value) };
    // Partners and chapters without trade are not stored: below a measured total they are zero.
    if (whole?.value != null && cell.slice(3).some((code) => code !== '_T')) return { value: fraction('0') };
    return { reason: possible(cell) ? 'MISSING' : 'NOT_APPLICABLE' };
  };
  if (part === 'rank') {
    const of = (park: string) =>
      expected(everything, name.replace(/:[^.:]+\./, `:${park}.`).replace('#rank', ''));
    return {
      value: fraction(String(1 + parkIds.filter((park) => isMore(of(park), of(cell[0] ?? ''))).length)),
    };
  }
  const year = Number(period.slice(0, 4));
  const months = (of: number) =>
    Array.from(
      { length: Number(period.slice(5)) },
      (_, month) => `${of}-${String(month + 1).padStart(2, '0')}`,
    );
  const before = `${year - 1}${period.slice(4)}`;
  const previous = period.endsWith('-01') ? `${year - 1}-12` : months(year).at(-2);
  switch (transform) {
    case 'level':
      return at(period);
    case 'mom':
      return change(at(period), at(previous ?? ''));
    case 'yoy':
      return change(at(period), at(before));
    case 'ytd':
      return sum(months(year).map(at));
    default:
      return change(sum(months(year).map(at)), sum(months(year - 1).map(at)));
  }
}

const parkIds = ['P01', 'P02', 'P03', 'P04', 'P05', 'P06'];

function isMore(one: Found, other: Found): boolean {
  if ('reason' in one || 'reason' in other) return false;
  return one.value.over * other.value.under > other.value.over * one.value.under;
}

function possible([, mode = '']: readonly string[]): boolean {
  return mode !== '9710' && mode !== '9810';
}

function fraction(text: string): Fraction {
  const [whole = '', part = ''] = text.split('.');
  return { over: BigInt(whole + part), under: 10n ** BigInt(part.length) };
}

function sum(found: readonly Found[]): Found {
  const last = found.at(-1);
  if (last && 'reason' in last) return last;
  let total: Fraction = { over: 0n, under: 1n };
  for (const one of found) {
    if ('reason' in one) return { reason: 'INCOMPLETE' };
    const { over, under } = one.value;
    total = { over: total.over * under + over * total.under, under: total.under * under };
  }
  return { value: total };
}

function change(current: Found, base: Found): Found {
  if ('reason' in current) return current;
  if ('reason' in base) return base;
  if (base.value.over === 0n) return { reason: 'BASE_ZERO' };
  const [a, b] = [current.value.over * base.value.under, base.value.over * current.value.under];
  return { value: { over: a - b, under: b } };
}

/** Half away from zero, with separators. */
export function show({ over, under }: Fraction, divisor: bigint, times: bigint, decimals: number): string {
  const scaled = over * times * 10n ** BigInt(decimals) * 2n;
  const size = scaled < 0n ? -scaled : scaled;
  const digits = ((size + under * divisor) / (under * divisor * 2n)).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ',');
  const text = decimals ? `${whole}.${digits.slice(-decimals)}` : whole;
  return over < 0n && /[1-9]/.test(text) ? `-${text}` : text;
}

/** Units as the documents write them: divisor, factor, decimals. */
const units: Readonly<Record<string, readonly [bigint, bigint, number]>> = {
  亿元: [100_000_000n, 1n, 2],
  万元: [10_000n, 1n, 2],
  万美元: [10_000n, 1n, 2],
  票: [1n, 1n, 0],
  件: [1n, 1n, 0],
  家: [1n, 1n, 0],
  '元/票': [1n, 1n, 2],
  位: [1n, 1n, 0],
  '%': [1n, 100n, 1],
  倍: [1n, 1n, 1],
  'CNY 100 million': [100_000_000n, 1n, 2],
  'CNY 10,000': [10_000n, 1n, 2],
  'USD 10,000': [10_000n, 1n, 2],
  'CNY each': [1n, 1n, 2],
  '': [1n, 1n, 0],
  million: [1_000_000n, 1n, 0],
  thousand: [1_000n, 1n, 1],
  CNY: [1n, 1n, 2],
};

export function showIn(value: Fraction, unit: string): string {
  const found = units[unit];
  if (!found) throw new Error(`unit ${unit}`);
  return show(value, ...found);
}
