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
    `select release_key, concat_ws('|', indicator, park, mode, flow, partner, chapter, 'district=' || nullif(district, '_T'),
       'transport=' || nullif(transport, '_T'), 'kind=' || nullif(kind, '_T')) as cell,
       value::text, reason, coverage::text
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
    return { reason: possible(indicator, cell) ? 'MISSING' : 'NOT_APPLICABLE' };
  };
  if (part.includes('.') || part === 'rank_moved' || part === 'corrections')
    return derived(everything, name, published);
  // Made from several months' tenants, of which this city keeps none.
  if (indicator === 'new_tenants' || indicator === 'leaving_tenants') return { reason: 'INCOMPLETE' };
  if (part === 'rank') {
    if (cell[0] === '_T') return { reason: 'NOT_APPLICABLE' };
    const of = (park: string) =>
      expected(everything, name.replace(/:[^.:]+\./, `:${park}.`).replace('#rank', ''));
    const own = of(cell[0] ?? '');
    if ('reason' in own) return own;
    return {
      value: fraction(String(1 + parkIds.filter((park) => isMore(of(park), own)).length)),
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

/** What only some modes can have. */
function possible(indicator: string, [, mode = '']: readonly string[]): boolean {
  const impossible: Readonly<Record<string, readonly string[]>> = {
    average_ticket: ['9710', '9810'],
    over_limit_lists: ['9710', '9810'],
    simplified_declarations: ['1239', '9710', '9810'],
    summary_declarations: ['1239', '9710', '9810'],
  };
  return !(impossible[indicator] ?? []).includes(mode);
}

/** Numbers that follow from several observations: told by the part of their name. */
function derived(everything: Everything, name: string, published: Date): Found {
  const { part, cell, transform, period, release } = parseName(name);
  const [head = ''] = name.split('#');
  const [kind = '', ...more] = part.split('.');
  const plain = (to: readonly string[], of = transform) =>
    expected(everything, head.replace(cell.join('.'), to.join('.')).replace(`:${transform}:`, `:${of}:`));
  if (kind === 'of') {
    const [own, whole] = [plain(cell, 'level'), plain(wholeOf(cell, more[0] ?? ''), 'level')];
    return ratio(own, whole);
  }
  if (kind === 'corrections') {
    const since = `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`;
    const count = everything.releases.filter(
      (one) =>
        one.published_at <= published && !one.id.endsWith('.1') && one.period > since && one.period <= period,
    ).length;
    return { value: fraction(String(count)) };
  }
  if (kind === 'rank_moved') {
    if (cell[0] === '_T') return { reason: 'NOT_APPLICABLE' };
    const before = period.endsWith('-01')
      ? `${Number(period.slice(0, 4)) - 1}-12`
      : `${period.slice(0, 5)}${String(Number(period.slice(5)) - 1).padStart(2, '0')}`;
    const rank = (month: string) => expected(everything, `${head.replace(`:${period}@`, `:${month}@`)}#rank`);
    const [was, is] = [rank(before), rank(period)];
    if ('reason' in is) return is;
    return 'reason' in was ? { reason: 'NO_BASE' } : { value: minus(was.value, is.value) };
  }
  if (kind === 'others') return othersOf(everything, name, more);
  const other = part.slice(kind.length + 1);
  const [now, was] = [plain(cell), expected(everything, head.replace(`@${release}`, `@${other}`))];
  if ('reason' in now) return now;
  if ('reason' in was) return was;
  if (kind === 'change') return { value: minus(now.value, was.value) };
  const isRatio = /yoy|mom|share/.test(transform) || /_(rate|share)$/.test(name.split(':')[0] ?? '');
  return isRatio ? { reason: 'NOT_APPLICABLE' } : change(now, was);
}

function wholeOf(cell: readonly string[], dimension: string): string[] {
  const places = ['park', 'mode', 'flow', 'partner', 'chapter'];
  if (!places.includes(dimension)) return cell.slice(0, 5);
  return cell.map((code, at) => (places[at] === dimension ? '_T' : code));
}

/** A total less its ten largest parts, whose order the levels of the month give. */
function othersOf(
  everything: Everything,
  name: string,
  [dimension = '', count = '0']: readonly string[],
): Found {
  const { transform, cell, period, release } = parseName(name);
  const place = dimension === 'partner' ? 3 : 4;
  const at = (code: string, flow: string, of: string, month: string): Found =>
    expected(
      everything,
      `trade_value:${of}:${cell.with(place, code).with(2, flow).join('.')}:${month}@${release}`,
    );
  const codes = [...everything.byKey.keys()]
    .map((key) => key.split('|'))
    .filter(([, indicator, park]) => indicator === 'trade_value' && park === cell[0])
    .map((key) => key[place + 2] ?? '_T');
  const size = (code: string) => {
    const found = at(code, '_T', 'level', period);
    return 'value' in found ? found.value : { over: 0n, under: 1n };
  };
  const largest = [...new Set(codes)]
    .filter((code) => code !== '_T')
    .sort((a, b) => (minus(size(b), size(a)).over > 0n ? 1 : -1))
    .slice(0, Number(count));
  const rest = (of: string, month: string): Found => {
    const whole = at('_T', cell[2] ?? '_T', of, month);
    if ('reason' in whole) return whole;
    let left = whole.value;
    for (const code of largest) {
      const found = at(code, cell[2] ?? '_T', of, month);
      if ('reason' in found) return found;
      left = minus(left, found.value);
    }
    return { value: left };
  };
  const before = `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`;
  if (transform === 'share') return ratio(rest('level', period), at('_T', '_T', 'level', period));
  if (transform === 'yoy') return change(rest('level', period), rest('level', before));
  if (transform === 'ytd_yoy') return change(rest('ytd', period), rest('ytd', before));
  return rest(transform, period);
}

function minus(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.under - b.over * a.under, under: a.under * b.under };
}

function ratio(own: Found, whole: Found): Found {
  if ('reason' in own) return own;
  if ('reason' in whole) return whole;
  return { value: { over: own.value.over * whole.value.under, under: own.value.under * whole.value.over } };
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
  个百分点: [1n, 100n, 1],
  'percentage points': [1n, 100n, 1],
  次: [1n, 1n, 0],
  行: [1n, 1n, 0],
  小时: [1n, 1n, 1],
  hours: [1n, 1n, 1],
  places: [1n, 1n, 0],
  元: [1n, 1n, 2],
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
