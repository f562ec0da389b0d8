import { editPairs } from './hidiroglou-berthelot.ts';
import type { IndicatorId } from './indicators.ts';
import { add, compare, type Decimal, divide, multiply, toPoint } from './number.ts';
import type { Message } from './refusal.ts';

/** How what a tenant has not reported may be estimated, always on an officer's request. */
export const estimateMethods = {
  ratio: { zh: '环比推算', en: 'By the change from the month before', monthsBack: 1 },
  ratio_12: { zh: '同比推算', en: 'By the change from the same month a year ago', monthsBack: 12 },
} as const satisfies Record<string, Message & { monthsBack: number }>;
export type EstimateMethod = keyof typeof estimateMethods;

export const estimation = {
  /** A cell of which a larger part is estimated has no value. */
  maxShare: '0.30',
  /** Units that a class needs after outliers are taken out. */
  minUnits: 5,
  /** After so many silent months nothing is estimated: the tenant is to be asked. */
  silentMonths: 3,
  /** C of the edit that finds outliers. */
  outlierBound: 7,
} as const;

/** What estimates enter: values, and nothing that is counted or divided. */
export const estimatedIndicators: readonly IndicatorId[] = [
  'trade_value',
  'trade_value_usd',
  'net_trade_value',
];

/** A tenant's value in a month, by park, mode and flow, in yuan and dollars. */
export interface TenantValue {
  readonly uscc: string;
  readonly park: string;
  readonly mode: string;
  readonly flow: string;
  readonly cny: Decimal;
  readonly usd: Decimal;
}

/** Tenants that are compared: those of the park, of the city, or of all modes and flows; `_T` is all of them. */
export interface EstimateClass {
  readonly park: string;
  readonly mode: string;
  readonly flow: string;
}

/** How a class changed from one month to another: sums over its units without outliers. */
export interface ClassChange {
  readonly class: EstimateClass;
  readonly units: number;
  readonly outliers: number;
  readonly cny: { readonly before: Decimal; readonly after: Decimal };
  readonly usd: { readonly before: Decimal; readonly after: Decimal };
  /** After over before in yuan, six decimals. */
  readonly ratio: Decimal;
}

/** The change of the first class with enough units: park × mode × flow, then mode × flow of the city, then all. */
export function classChange(
  of: EstimateClass,
  before: readonly TenantValue[],
  after: readonly TenantValue[],
): ClassChange | undefined {
  const classes = [of, { ...of, park: '_T' }, { park: '_T', mode: '_T', flow: '_T' }];
  return classes
    .map((one) => changeOf(one, unitsOf(one, before), unitsOf(one, after)))
    .find(({ units }) => units >= estimation.minUnits);
}

type Amounts = Pick<TenantValue, 'cny' | 'usd'>;
const nothing: Amounts = { cny: '0', usd: '0' };
const plus = (a: Amounts, b: Amounts): Amounts => ({ cny: add(a.cny, b.cny), usd: add(a.usd, b.usd) });

function unitsOf(
  { park, mode, flow }: EstimateClass,
  values: readonly TenantValue[],
): ReadonlyMap<string, Amounts> {
  const fits = (code: string, own: string) => code === '_T' || code === own;
  const own = values.filter((one) => fits(park, one.park) && fits(mode, one.mode) && fits(flow, one.flow));
  const by = Map.groupBy(own, ({ uscc }) => uscc);
  return new Map([...by].map(([uscc, parts]) => [uscc, parts.reduce(plus, nothing)]));
}

function changeOf(
  of: EstimateClass,
  before: ReadonlyMap<string, Amounts>,
  after: ReadonlyMap<string, Amounts>,
): ClassChange {
  const both = [...before].flatMap(([uscc, old]) => {
    const current = after.get(uscc);
    const positive =
      current && [old, current].every(({ cny, usd }) => compare(cny, '0') > 0 && compare(usd, '0') > 0);
    return positive ? [{ old, current }] : [];
  });
  const pairs = both.map(({ old, current }) => ({ before: toPoint(old.cny), after: toPoint(current.cny) }));
  const scored = editPairs(pairs, { outlierBound: estimation.outlierBound });
  const kept = both.filter((_, at) => !scored[at]?.isOutlier);
  const [old, current] = [kept.map((one) => one.old), kept.map((one) => one.current)].map((all) =>
    all.reduce(plus, nothing),
  ) as [Amounts, Amounts];
  return {
    class: of,
    units: kept.length,
    outliers: both.length - kept.length,
    cny: { before: old.cny, after: current.cny },
    usd: { before: old.usd, after: current.usd },
    ratio: compare(old.cny, '0') > 0 ? divide(current.cny, old.cny, 6) : '0',
  };
}

/** A base value carried on by the changes of its class: exact until it is rounded, once, to the fen and the cent. */
export function carriedOn(base: Amounts, changes: readonly ClassChange[]): Amounts {
  const of = (currency: 'cny' | 'usd') => {
    const product = (side: 'before' | 'after') =>
      changes.reduce((all, change) => multiply(all, change[currency][side]), '1');
    return divide(multiply(base[currency], product('after')), product('before'), 2);
  };
  return { cny: of('cny'), usd: of('usd') };
}
