import {
  type Dimension,
  details,
  type IndicatorId,
  type ToldCodes,
  type Transform,
  type UnitId,
} from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { compare, type Decimal, divide, formatIn } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { Reason, Status } from '../catalogue/status.ts';

export type Language = keyof Message;

/**
 * What of an observation the number is: its value, its coverage, its rank among the parks, how far first values of its cell
 * are usually revised (the 10 % and 90 % quantiles), or, of a reporting rate, one of the counts of tenants behind it.
 */
export type Part =
  | 'value'
  | 'coverage'
  | 'rank'
  | 'revision_low'
  | 'revision_high'
  | 'due'
  | 'received'
  | 'outstanding'
  | DerivedPart;

/**
 * What is reckoned from several observations: the dimension of whose total a share is; ranks risen since the month before;
 * how many releases of the last twelve months are corrections; what a cell differs by from another release of its month; the
 * rest of a total beside its largest parts.
 */
export type DerivedPart =
  | `of.${Dimension}`
  | 'rank_moved'
  | 'corrections'
  | `change.${string}`
  | `change_rate.${string}`
  | `others.${string}`;

/** A number of the report: the observation that it is, as one vintage has it, and the unit that it is shown in. */
export interface NumberRef extends ToldCodes {
  readonly indicator: IndicatorId;
  readonly transform: Transform;
  readonly part: Part;
  readonly period: Period;
  readonly value: Decimal | null;
  readonly status: Status;
  readonly reason: Reason | null;
  readonly release: string;
  /** Of an earlier release on purpose, as what a correction replaces. */
  readonly former?: true;
  readonly unit: UnitId | 'rank';
  readonly scale: ScaleId;
  readonly decimals: number;
}

/** A unit by its name in the head of a column; empty where the heading says enough. */
interface Scale extends Message {
  /** Units of the observation in one unit of display. */
  readonly divisor: Decimal;
  readonly decimals: number;
  /** A quantity in a sentence; `#` is the number. */
  readonly sentence: Message;
  /** Where English counts in other units than Chinese: the same digits, with the point elsewhere. */
  readonly english?: { readonly divisor: Decimal; readonly decimals: number };
}

const plain = { zh: '#', en: '#' };

/** Units of display: as the head of a column states them, and as a sentence says a quantity. */
export const scales = {
  yi: {
    zh: '亿元',
    en: 'CNY 100 million',
    divisor: '100000000',
    decimals: 2,
    sentence: { zh: '#亿元', en: 'CNY # million' },
    english: { divisor: '1000000', decimals: 0 },
  },
  wan: {
    zh: '万元',
    en: 'CNY 10,000',
    divisor: '10000',
    decimals: 2,
    sentence: { zh: '#万元', en: 'CNY # thousand' },
    english: { divisor: '1000', decimals: 1 },
  },
  wan_usd: {
    zh: '万美元',
    en: 'USD 10,000',
    divisor: '10000',
    decimals: 2,
    sentence: { zh: '#万美元', en: 'USD # thousand' },
    english: { divisor: '1000', decimals: 1 },
  },
  declarations: {
    zh: '票',
    en: '',
    divisor: '1',
    decimals: 0,
    sentence: { ...plain, zh: '#票' },
  },
  parcels: { zh: '件', en: '', divisor: '1', decimals: 0, sentence: { ...plain, zh: '#件' } },
  tenants: { zh: '家', en: '', divisor: '1', decimals: 0, sentence: { ...plain, zh: '#家' } },
  ticket: {
    zh: '元/票',
    en: 'CNY each',
    divisor: '1',
    decimals: 2,
    sentence: { zh: '#元/票', en: 'CNY #' },
  },
  rank: { zh: '位', en: 'rank', divisor: '1', decimals: 0, sentence: { zh: '第#位', en: 'number #' } },
  places: { zh: '位', en: 'places', divisor: '1', decimals: 0, sentence: { zh: '#位', en: '# places' } },
  times_counted: { zh: '次', en: '', divisor: '1', decimals: 0, sentence: { ...plain, zh: '#次' } },
  lines: { zh: '行', en: '', divisor: '1', decimals: 0, sentence: { ...plain, zh: '#行' } },
  hours: { zh: '小时', en: 'hours', divisor: '1', decimals: 1, sentence: { zh: '#小时', en: '# hours' } },
  index: { zh: '', en: '', divisor: '1', decimals: 0, sentence: plain },
  yuan: { zh: '元', en: 'CNY', divisor: '1', decimals: 2, sentence: { zh: '#元', en: 'CNY #' } },
  points: {
    zh: '个百分点',
    en: 'percentage points',
    divisor: '0.01',
    decimals: 1,
    sentence: { zh: '#个百分点', en: '# percentage points' },
  },
  percent: { zh: '%', en: '%', divisor: '0.01', decimals: 1, sentence: { zh: '#%', en: '#%' } },
  times: { zh: '倍', en: 'times', divisor: '1', decimals: 1, sentence: { zh: '#倍', en: '# times' } },
} as const satisfies Record<string, Scale>;
export type ScaleId = keyof typeof scales;

const yi = '100000000';

/** 亿元 from one 亿 on, 万元 below. */
export function amountScale(value: Decimal | null): ScaleId {
  return value !== null && compare(value.replace('-', ''), yi) >= 0 ? 'yi' : 'wan';
}

/** Symbols that stand in a table where there is no number; the legend below it gives the reason. */
export const symbols = {
  BASE_ZERO: '—',
  BASE_NEGATIVE: '—',
  SIGN_CHANGE: '—',
  NO_BASE: '—',
  MISSING: '...',
  INCOMPLETE: '...',
  TOO_FEW: '...',
  CONFIDENTIAL: '*',
  NOT_APPLICABLE: '/',
  BREAK: '/',
} as const satisfies Record<Reason, string>;

export function inScale(ref: NumberRef, scale: ScaleId): NumberRef {
  return { ...ref, scale, decimals: scales[scale].decimals };
}

/** Where a number is written: alone in a table, with its unit in a sentence, or there without its sign (下降4.0%). */
export type Form = 'cell' | 'quantity' | 'magnitude';

const furtherDetails = details.filter((detail) => detail !== 'partner' && detail !== 'chapter');

/** The one place where a number of the report becomes text. */
export function writeNumber(ref: NumberRef, form: Form, language: Language): string {
  if (ref.value === null) return ref.reason ? symbols[ref.reason] : symbols.MISSING;
  const scale: Scale = scales[ref.scale];
  if (form === 'cell') return figure(ref.value, scale.divisor, ref.decimals);
  const { divisor, decimals } = (language === 'en' && scale.english) || {
    divisor: scale.divisor,
    decimals: ref.decimals,
  };
  const number = figure(ref.value, divisor, decimals);
  return scale.sentence[language].replace('#', form === 'magnitude' ? number.replace('-', '') : number);
}

function figure(value: Decimal, divisor: Decimal, decimals: number): string {
  return formatIn(divide(value, divisor, decimals), 1, decimals);
}

/**
 * `trade_value:yoy:_T.9610.import._T._T:2026-10@2026-10.1`: one name for one number of one vintage. A customs district, means
 * of transport or kind of tenant stands behind: `…_T._T.transport=2:2026-10@…`.
 */
export function nameOfRef(ref: NumberRef): string {
  const more = furtherDetails.flatMap((detail) =>
    (ref[detail] ?? total) === total ? [] : [`${detail}=${ref[detail]}`],
  );
  const cell = [ref.park, ref.mode, ref.flow, ref.partner, ref.chapter, ...more].join('.');
  const part = ref.part === 'value' ? '' : `#${ref.part}`;
  return `${ref.indicator}:${ref.transform}:${cell}:${ref.period}@${ref.release}${part}`;
}
