import { indicators, type Transform, transforms, unitNames } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import { type Decimal, formatIn } from '../../catalogue/number.ts';
import type { Period } from '../../catalogue/period.ts';
import { codeName, dimensionNames, type ParkName } from '../../catalogue/query-language/meaning.ts';
import { amount, growth, noValue, percent, periodName, unitName } from '../figures.ts';
import type { Language, Unit } from '../view.ts';
import type { QueryAnswer } from './answers.ts';
import type { Axis } from './layout.ts';
import { say } from './text.ts';

/** How the figures of an answer are written. */
export interface Writing {
  readonly language: Language;
  readonly unit: Unit;
  readonly parks: readonly ParkName[];
}

/** How the values of an answer are read: amounts in 亿 or 万, rates in per cent, counts as they are. */
export type Measure = 'amount' | 'growth' | 'share' | 'plain';

export function measureOf({ unit, transform }: Pick<QueryAnswer, 'unit' | 'transform'>): Measure {
  if (unit === 'CNY' || unit === 'USD') return 'amount';
  if (unit !== 'ratio') return 'plain';
  const grows: readonly Transform[] = ['mom', 'yoy', 'ytd_yoy', 'contribution'];
  return grows.includes(transform) ? 'growth' : 'share';
}

export function writtenValue(value: Decimal | null | undefined, answer: QueryAnswer, unit: Unit): string {
  if (value == null) return noValue;
  const measure = measureOf(answer);
  if (measure === 'amount') return small(value, amount(value, unit));
  if (measure === 'growth') return growth(value);
  if (measure === 'share') return percent(value);
  return formatIn(value, 1, answer.decimals).replace('-', '−');
}

/** What is not nothing never looks like it. */
function small(value: Decimal, said: string): string {
  const isZero = !/[1-9]/.test(said);
  if (!isZero || !/[1-9]/.test(value)) return said.replace('-', '−');
  const least = said.replace('-', '').replace(/0$/, '1');
  return value.startsWith('-') ? `>−${least}` : `<${least}`;
}

/** A difference of two vintages, with its sign. */
export function writtenDelta(value: Decimal | null | undefined, answer: QueryAnswer, unit: Unit): string {
  if (value == null) return noValue;
  if (/^-?0(\.0+)?$/.test(value)) return '0';
  const said = measureOf(answer) === 'share' ? growth(value) : writtenValue(value, answer, unit);
  return /^[+−<>]/.test(said) ? said : value.startsWith('-') ? `−${said}` : `+${said}`;
}

/** The exact value, for hover: as the API gave it. */
export function exactValue(value: Decimal | null | undefined, { unit, decimals }: QueryAnswer): string {
  if (value == null) return '';
  return unit === 'ratio' ? value : formatIn(value, 1, decimals);
}

export function unitOf(answer: QueryAnswer, { language, unit }: Writing): string {
  const measure = measureOf(answer);
  if (measure === 'growth' || measure === 'share') return '%';
  if (measure === 'plain') return unitNames[answer.unit][language];
  if (answer.unit === 'CNY') return unitName(unit, language);
  const zh = unit === 'yi' ? '亿美元' : '万美元';
  return language === 'zh' ? zh : unit === 'yi' ? 'USD 100 mn' : 'USD 10,000';
}

export function axisName(axis: Axis, language: Language): string {
  return axis === 'period' ? say('month', language) : dimensionNames[axis][language];
}

/** A code as a heading: months short, parks and other codes by name. */
export function headName(axis: Axis, code: string, { language, parks }: Writing): string {
  if (axis === 'period') return periodName(code as Period, language);
  if (code === total) return say('total', language);
  if (code === '_O') return say('rest', language);
  const name = codeName(axis, code, parks)[language];
  return axis === 'mode' || axis === 'chapter' || axis === 'section' ? `${code} ${name}` : name;
}

/** What the answer is about, without what varies in it. */
export function subjectOf(answer: QueryAnswer, varied: readonly Axis[], writing: Writing): string {
  const { language } = writing;
  const [first] = answer.rows;
  const fixed = answer.dimensions
    .filter((dimension) => !varied.includes(dimension) && first?.[dimension] !== total)
    .map((dimension) => headName(dimension, first?.[dimension] ?? total, writing));
  const isLevel = answer.transform === 'level';
  const name =
    indicators[answer.indicator][language] +
    (isLevel
      ? ''
      : language === 'zh'
        ? transforms[answer.transform].zh
        : `, ${transforms[answer.transform].en.toLowerCase()}`);
  return [name, ...fixed].join(language === 'zh' ? '，' : ', ');
}
