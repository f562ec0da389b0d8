import type { CheckId } from '../../catalogue/checks.ts';
import { addMonths, type Period } from '../../catalogue/period.ts';
import type { Row } from '../../engine/duckdb.ts';

/** The month that the cases check. */
export const period = '2026-10' as Period;
export const before = (months: number): string => addMonths(period, -months);

/** Rows by relation; relations that are not named have the rows of an ordinary, empty month. */
export type Relations = Readonly<Record<string, readonly Row[]>>;

/** A made-up month in which a check fires, one beside it in which it does not, and what it finds in the first. */
export interface Case {
  readonly id: CheckId;
  readonly fires: Relations;
  readonly silent: Relations;
  readonly finds: readonly Row[];
}

/** A line of the lake as it comes to rest: 100 yuan of knitwear to the United States, cleared on a Wednesday. */
export function line(over: Row = {}): Row {
  const amount = over.amount ?? '100';
  return {
    delivery: 'd1',
    outcome: 'accepted',
    uscc: 'A',
    customs_mode: '9710',
    flow: 'export',
    period,
    declaration_no: 'N1',
    line_no: 1,
    declared_on: '2026-10-12',
    declared_month: over.period ?? period,
    released_on: '2026-10-14',
    customs_district: '0801',
    partner: 'USA',
    transport_mode: '5',
    chapter: '61',
    unit: '007',
    quantity: '1',
    currency: 'CNY',
    amount,
    trade_amount: amount,
    ...over,
  };
}

/** So many lines, each a declaration of its own. */
export function lines(count: number, over: Row | ((at: number) => Row) = {}): Row[] {
  return Array.from({ length: count }, (_, at) => {
    const own = typeof over === 'function' ? over(at) : over;
    return line({ declaration_no: `N${at + 1}`, ...own });
  });
}

/** What a tenant's lines of this month are worth, in yuan. */
export function now(cny: number, over: Row = {}): Row {
  return {
    period,
    customs_mode: '9710',
    flow: 'export',
    park_id: 'P01',
    uscc: 'A',
    partner: '_T',
    chapter: '_T',
    district: '_T',
    transport: '_T',
    lines: 10,
    cny_fen: cny * 100,
    usd_cent: 0,
    ...over,
  };
}

/** What a tenant was worth some months ago, in yuan. */
export function past(months: number, cny: number, over: Row = {}): Row {
  return {
    period: before(months),
    uscc: 'A',
    park: 'P01',
    mode: '9710',
    flow: 'export',
    lines: 10,
    cny: String(cny),
    ...over,
  };
}

/** The same in each of the months from `first` ago to last month. */
export function pastEach(first: number, cny: number, over: Row = {}): Row[] {
  return Array.from({ length: first }, (_, at) => past(at + 1, cny, over));
}

/** An observation of this month without details, or, with `period`, of an earlier one. */
export function observed(indicator: string, value: string, over: Row = {}): Row {
  const details = {
    partner: '_T',
    chapter: '_T',
    section: '_T',
    district: '_T',
    transport: '_T',
    kind: '_T',
  };
  return { indicator, park: '_T', mode: '_T', flow: '_T', ...details, value, ...over };
}

export function tenant(uscc: string, received: boolean, park_id = 'P01'): Row {
  return { uscc, park_id, received };
}

export function rate(months: number, currency: string, cny_per_100: string): Row {
  return { month: before(months), currency, cny_per_100 };
}
/** Yuan stand for themselves in every month. */
export const yuan: readonly Row[] = Array.from({ length: 37 }, (_, at) => rate(at, 'CNY', '100'));
