import type { Transform, UnitId } from '../../catalogue/indicators.ts';
import { type Decimal, formatIn, formatPercent, type Scale, toPoint } from '../../catalogue/number.ts';
import type { Language, Unit } from '../view.ts';

/** How the values of a series are drawn and written, in the reader's unit and language. */
export interface Measure {
  /** The position on the drawing's scale; NaN where there is no value. */
  point(value: Decimal | null | undefined): number;
  /** As it is read: `1.37`, `+12.3%`, `8,752`. */
  show(value: Decimal | null | undefined): string;
  /** As the API gave it, in the indicator's own unit, thousands separated. */
  exact(value: Decimal | null | undefined): string;
  /** A number of the drawing's scale. */
  tick(at: number): string;
  /** What the drawing's numbers are in: `亿元`. */
  readonly name: string;
  /** What exact values are in: `元`. */
  readonly exactName: string;
  /** Whether the scale begins at zero. */
  readonly hasZero: boolean;
}

const noValue = '—';

/** Growth and contributions carry their sign. */
const signed: readonly Transform[] = ['mom', 'yoy', 'ytd_yoy', 'contribution'];

const scales = {
  yi: { scale: 100_000_000, decimals: 2, zh: '亿', en: '100 mn' },
  wan: { scale: 10_000, decimals: 0, zh: '万', en: '10,000' },
} as const satisfies Record<Unit, { scale: Scale; decimals: number; zh: string; en: string }>;

const money = { CNY: { zh: '元', en: 'CNY' }, USD: { zh: '美元', en: 'USD' } } as const;

interface Shown {
  readonly unit: UnitId;
  readonly decimals: number;
  readonly transform: Transform;
  readonly language: Language;
  readonly amounts: Unit;
  /** The values drawn: small ones are written in 万 whatever the reader likes, because in 亿 they would all be 0.00. */
  readonly values: readonly (Decimal | null)[];
}

export function measureOf(shown: Shown): Measure {
  const { unit, transform } = shown;
  if (unit === 'ratio') return ratioMeasure(shown, signed.includes(transform));
  return unit === 'CNY' || unit === 'USD' ? moneyMeasure(shown, money[unit]) : countMeasure(shown);
}

function ratioMeasure({ language }: Shown, isSigned: boolean): Measure {
  const show = (value: Decimal | null | undefined) => {
    if (value == null) return noValue;
    const rate = formatPercent(value).replace('-', '−');
    return `${isSigned && toPoint(value) > 0 && !/^0\.0$/.test(rate) ? '+' : ''}${rate}%`;
  };
  return {
    point: (value) => (value == null ? Number.NaN : toPoint(value) * 100),
    show,
    exact: (value) => (value == null ? noValue : `${formatPercent(value, 4).replace('-', '−')}%`),
    tick: (at) => `${plain(at)}%`,
    name: '%',
    exactName: language === 'zh' ? '百分比' : 'per cent',
    hasZero: isSigned,
  };
}

function moneyMeasure(
  { language, amounts, values, decimals }: Shown,
  currency: Record<Language, string>,
): Measure {
  const largest = Math.max(0, ...values.map((value) => (value === null ? 0 : Math.abs(toPoint(value)))));
  const { scale, decimals: shownDecimals, ...names } = scales[largest < 10_000_000 ? 'wan' : amounts];
  const places = scale === 10_000 && largest < 1_000_000 ? 2 : shownDecimals;
  return {
    point: (value) => (value == null ? Number.NaN : toPoint(value) / scale),
    show: (value) => (value == null ? noValue : formatIn(value, scale, places).replace('-', '−')),
    exact: (value) => (value == null ? noValue : formatIn(value, 1, decimals).replace('-', '−')),
    tick: plain,
    name: language === 'zh' ? names.zh + currency.zh : `${currency.en} ${names.en}`,
    exactName: currency[language],
    hasZero: true,
  };
}

const countNames: Readonly<Partial<Record<UnitId, Record<Language, string>>>> = {
  declarations: { zh: '票', en: 'declarations' },
  parcels: { zh: '件', en: 'parcels' },
  lines: { zh: '行', en: 'lines' },
  tenants: { zh: '家', en: 'tenants' },
  CNY_per_declaration: { zh: '元/票', en: 'CNY per declaration' },
  hours: { zh: '小时', en: 'hours' },
  index: { zh: '指数', en: 'index' },
};

function countMeasure({ unit, decimals, language }: Shown): Measure {
  const write = (value: Decimal | null | undefined) =>
    value == null ? noValue : formatIn(value, 1, decimals).replace('-', '−');
  const name = countNames[unit]?.[language] ?? unit;
  return {
    point: (value) => (value == null ? Number.NaN : toPoint(value)),
    ...{ show: write, exact: write, tick: plain },
    ...{ name, exactName: name, hasZero: true },
  };
}

/** `12,500`, `0.25`, `−5`. */
function plain(at: number): string {
  const [whole = '', fraction] = Number(at.toPrecision(12)).toString().split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',').replace('-', '−');
  return fraction ? `${grouped}.${fraction}` : grouped;
}

/** Round numbers that cover all values, four to seven of them; with zero where the scale begins there. */
export function ticksFor(values: readonly number[], hasZero: boolean): number[] {
  const known = values.filter((value) => !Number.isNaN(value));
  const [low, high] = [
    Math.min(...known, ...(hasZero ? [0] : [])),
    Math.max(...known, ...(hasZero ? [0] : [])),
  ];
  if (known.length === 0) return [0, 1];
  const span = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(span));
  const step =
    [0.1, 0.2, 0.25, 0.5, 1, 2].map((part) => part * power).find((part) => span / part <= 5) ?? power;
  const from = Math.floor(low / step + 1e-9);
  const to = Math.max(from + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: to - from + 1 }, (_, at) => Number(((from + at) * step).toPrecision(12)));
}
