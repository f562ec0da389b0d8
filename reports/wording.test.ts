import { describe, expect, test } from 'vitest';
import { total } from '../catalogue/mode.ts';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import type { Reason } from '../catalogue/status.ts';
import type { Passage } from './content.ts';
import { amountScale, inScale, type Language, type NumberRef, writeNumber } from './number-ref.ts';
import {
  clause,
  growthWords,
  instant,
  month,
  monthsShort,
  plain,
  sentence,
  words,
  yearToDate,
} from './wording.ts';

const period = parsePeriod('2026-10') as Period;
const base: NumberRef = {
  indicator: 'trade_value',
  transform: 'level',
  part: 'value',
  park: total,
  mode: total,
  flow: total,
  partner: total,
  chapter: total,
  period,
  value: '0.00',
  status: 'p',
  reason: null,
  release: '2026-10.1',
  unit: 'CNY',
  scale: 'wan',
  decimals: 2,
};

function amount(value: string | null, reason: Reason | null = null): NumberRef {
  return inScale({ ...base, value, reason }, amountScale(value));
}

function rate(value: string | null, reason: Reason | null = null): NumberRef {
  return inScale({ ...base, transform: 'yoy', unit: 'ratio', value, reason }, 'percent');
}

const written = (passage: Passage, language: Language) =>
  passage[language]
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      return 'number' in piece ? writeNumber(piece.number, piece.form, language) : piece[language];
    })
    .join('');

describe('growth in words', () => {
  test.each<[string, NumberRef, NumberRef, string, string]>([
    ['up', amount('477012345.67'), rate('0.123456'), '同比增长12.3%', 'up 12.3% year on year'],
    ['down, without a sign', amount('1.00'), rate('-0.040000'), '同比下降4.0%', 'down 4.0% year on year'],
    ['just up', amount('1.00'), rate('0.000500'), '同比增长0.1%', 'up 0.1% year on year'],
    ['just down', amount('1.00'), rate('-0.000500'), '同比下降0.1%', 'down 0.1% year on year'],
    ['flat', amount('1.00'), rate('0.000000'), '同比基本持平', 'about unchanged year on year'],
    ['flat from above', amount('1.00'), rate('0.000499'), '同比基本持平', 'about unchanged year on year'],
    ['flat from below', amount('1.00'), rate('-0.000499'), '同比基本持平', 'about unchanged year on year'],
    ['just below double', amount('1.00'), rate('0.999499'), '同比增长99.9%', 'up 99.9% year on year'],
    ['double by rounding', amount('1.00'), rate('0.999500'), '同比增长1.0倍', 'up 100.0% year on year'],
    ['double', amount('1.00'), rate('1.000000'), '同比增长1.0倍', 'up 100.0% year on year'],
    [
      '2.2 times as much is 1.2 times more',
      amount('1.00'),
      rate('1.245283'),
      '同比增长1.2倍',
      'up 124.5% year on year',
    ],
    ['manifold', amount('1.00'), rate('1234.560000'), '同比增长1,234.6倍', 'up 123,456.0% year on year'],
    ['down to nothing', amount('0.00'), rate('-1.000000'), '同比下降100.0%', 'down 100.0% year on year'],
    [
      'from nothing',
      amount('1.00'),
      rate(null, 'BASE_ZERO'),
      '上年同期无贸易',
      'with no trade a year earlier',
    ],
    [
      'nothing twice',
      amount('0.00'),
      rate(null, 'BASE_ZERO'),
      '与上年同期均无贸易',
      'with no trade in either year',
    ],
    ['no base', amount('1.00'), rate(null, 'NO_BASE'), '无上年同期数据', 'with no data for a year earlier'],
    [
      'base missing',
      amount('1.00'),
      rate(null, 'MISSING'),
      '上年同期缺报，不计算增速',
      'not reported a year earlier and so without a growth rate',
    ],
    [
      'base incomplete',
      amount('1.00'),
      rate(null, 'INCOMPLETE'),
      '上年同期累计缺月，不计算增速',
      'with a month missing a year earlier and so without a growth rate',
    ],
    [
      'turned negative',
      amount('-1.00'),
      rate(null, 'SIGN_CHANGE'),
      '同比由正转负',
      'turning negative from positive a year earlier',
    ],
    [
      'turned positive',
      amount('1.00'),
      rate(null, 'SIGN_CHANGE'),
      '同比由负转正',
      'turning positive from negative a year earlier',
    ],
    [
      'negative base',
      amount('-1.00'),
      rate(null, 'BASE_NEGATIVE'),
      '上年同期为负，不计算增速',
      'with a negative base and so no growth rate',
    ],
    [
      'confidential base',
      amount('1.00'),
      rate(null, 'CONFIDENTIAL'),
      '上年同期数据保密',
      'with a confidential base and so no growth rate',
    ],
    [
      'break',
      amount('1.00'),
      rate(null, 'BREAK'),
      '与上年同期口径不可比',
      'not comparable with a year earlier',
    ],
  ])('%s', (_, level, growth, zh, en) => {
    const passage = growthWords(growth, level);
    expect(written(passage, 'zh')).toBe(zh);
    expect(written(passage, 'en')).toBe(en);
  });

  test('a count that was zero is zero, not trade', () => {
    const count = (value: string) =>
      inScale({ ...base, indicator: 'parcels', unit: 'parcels', value }, 'parcels');
    expect(written(growthWords(rate(null, 'BASE_ZERO'), count('7')), 'zh')).toBe('上年同期为零');
    expect(written(growthWords(rate(null, 'BASE_ZERO'), count('0')), 'zh')).toBe('与上年同期均为零');
    expect(written(growthWords(rate(null, 'BASE_ZERO'), count('7')), 'en')).toBe('from zero a year earlier');
  });
});

describe('sentences', () => {
  const subject = plain({ zh: '进出口额', en: 'trade value' });

  test('level and growth; another unit begins another sentence', () => {
    const passage = sentence(
      clause(subject, amount('477012345.67'), rate('0.123456')),
      clause(subject, amount('12345678.90'), rate('-0.020000')),
    );
    expect(written(passage, 'zh')).toBe(
      '进出口额4.77亿元，同比增长12.3%。进出口额1,234.57万元，同比下降2.0%。',
    );
    expect(written(passage, 'en')).toBe(
      'trade value was CNY 477 million, up 12.3% year on year. Trade value was CNY 12,345.7 thousand, down 2.0% year on year.',
    );
  });

  test('a month that is missing says so and compares nothing', () => {
    const passage = clause(subject, amount(null, 'MISSING'), rate(null, 'MISSING'));
    expect(written(passage, 'zh')).toBe('进出口额暂缺（未报送）');
    expect(written(passage, 'en')).toBe('trade value was not available (not reported)');
  });

  test('no empty pieces', () => {
    expect(words`${'甲'}${['乙', '']}`).toEqual(['甲', '乙']);
  });
});

describe('numbers', () => {
  test.each<[string, string, string]>([
    ['100000000.00', '1.00亿元', 'CNY 100 million'],
    ['99999999.99', '10,000.00万元', 'CNY 100,000.0 thousand'],
    ['123456789012.34', '1,234.57亿元', 'CNY 123,457 million'],
    ['100500000.00', '1.01亿元', 'CNY 101 million'],
    ['0.00', '0.00万元', 'CNY 0.0 thousand'],
    ['-250000000.00', '-2.50亿元', 'CNY -250 million'],
  ])('%s yuan: both languages show the same digits', (value, zh, en) => {
    expect(writeNumber(amount(value), 'quantity', 'zh')).toBe(zh);
    expect(writeNumber(amount(value), 'quantity', 'en')).toBe(en);
  });

  test('a table shows numbers alone, growth always in per cent', () => {
    expect(writeNumber(amount('12345678.90'), 'cell', 'zh')).toBe('1,234.57');
    expect(writeNumber(amount('477012345.67'), 'cell', 'en')).toBe('4.77');
    expect(writeNumber(rate('1.245283'), 'cell', 'zh')).toBe('124.5');
    expect(writeNumber(rate('-0.000400'), 'cell', 'zh')).toBe('0.0');
    expect(writeNumber(rate('-0.040000'), 'cell', 'zh')).toBe('-4.0');
  });

  test.each<[Reason, string]>([
    ['BASE_ZERO', '—'],
    ['MISSING', '...'],
    ['INCOMPLETE', '...'],
    ['CONFIDENTIAL', '*'],
    ['NOT_APPLICABLE', '/'],
  ])('%s is %s', (reason, symbol) => {
    expect(writeNumber(rate(null, reason), 'cell', 'zh')).toBe(symbol);
  });
});

test('months and instants in both languages', () => {
  expect(month(period)).toEqual({ time: '2026-10', zh: '2026年10月', en: 'October 2026' });
  expect(yearToDate(period)).toEqual({ time: '2026-01/2026-10', zh: '1—10月', en: 'January to October' });
  expect(yearToDate(parsePeriod('2026-01') as Period).zh).toBe('1月');
  expect(monthsShort(period).en).toBe('Jan–Oct');
  expect(instant(new Date('2026-11-12T01:05:00Z'))).toEqual({
    time: '2026-11-12T01:05:00.000Z',
    zh: '2026年11月12日 09:05',
    en: '12 November 2026, 09:05',
  });
});
