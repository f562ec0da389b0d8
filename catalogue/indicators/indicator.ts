import type { Scope } from '../mode.ts';
import type { Message } from '../refusal.ts';

/** Dimensions that cross: every indicator's cells are park × mode × flow, each with its total. */
export const crossed = ['park', 'mode', 'flow'] as const;
/** Dimensions of which a cell names one at most, beside its park, mode and flow. `kind` is the kind of the tenant. */
export const details = ['partner', 'chapter', 'section', 'district', 'transport', 'kind'] as const;
export type Detail = (typeof details)[number];
export const dimensions = [...crossed, ...details] as const;
export type Dimension = (typeof dimensions)[number];
/** Dimensions that every row of an answer tells; the others are told where a query names them. */
export const alwaysTold = [
  'park',
  'mode',
  'flow',
  'partner',
  'chapter',
] as const satisfies readonly Dimension[];
export type AlwaysTold = (typeof alwaysTold)[number];
/** The codes of a cell as a row tells them. */
export type ToldCodes = Readonly<Record<AlwaysTold, string>> &
  Readonly<Partial<Record<Exclude<Dimension, AlwaysTold>, string>>>;

/** How totals over a dimension, and sums over months, are made: added up, counted anew from lines, or not at all. */
export type Additivity = 'sum' | 'recompute' | 'none';
export type UnitId =
  | 'CNY'
  | 'USD'
  | 'declarations'
  | 'parcels'
  | 'lines'
  | 'tenants'
  | 'CNY_per_declaration'
  | 'hours'
  | 'index'
  | 'ratio';

export const unitNames = {
  CNY: { zh: '元', en: 'CNY' },
  USD: { zh: '美元', en: 'USD' },
  declarations: { zh: '票', en: 'declarations' },
  parcels: { zh: '件', en: 'parcels' },
  lines: { zh: '行', en: 'lines' },
  tenants: { zh: '家', en: 'tenants' },
  CNY_per_declaration: { zh: '元/票', en: 'CNY per declaration' },
  hours: { zh: '小时', en: 'hours' },
  index: { zh: '指数（0–10000）', en: 'index (0–10,000)' },
  ratio: { zh: '比率（0–1）', en: 'ratio (0–1)' },
} as const satisfies Record<UnitId, Message>;

export interface Indicator extends Message {
  readonly definition: Message;
  readonly unit: UnitId;
  /** Decimals of a published value; rounded half up, once. */
  readonly decimals: number;
  /** Dimensions that a cell may name; the others are `_T`. Details are never crossed. */
  readonly breakdowns: readonly Dimension[];
  /** Pairs of mode and flow for which the indicator has a meaning; `_T` is then their total. */
  readonly modes: Scope;
  readonly additivity: Readonly<Record<Dimension | 'time', Additivity>>;
  /**
   * `month` (also when not said): from the lines of its month, by an SQL model. `vintage`: when it is read, from the tenants
   * of several months' releases of one vintage; no release holds it.
   */
  readonly made?: 'month' | 'vintage';
  /** First month for which the definition holds. */
  readonly since: string;
}
