import { describe, expect, test } from 'vitest';
import { total } from '../catalogue/mode.ts';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import type { Passage, Report } from './content.ts';
import { baseOf, quantile, recordOf } from './history.ts';
import { inScale, type Language, type NumberRef } from './number-ref.ts';
import { type FaultKind, faultsOf, refuseUnsound } from './sound.ts';
import { plain, quantity, sentence, words } from './wording.ts';

const period = parsePeriod('2026-10') as Period;
const level: NumberRef = {
  indicator: 'trade_value',
  transform: 'level',
  part: 'value',
  park: total,
  mode: total,
  flow: total,
  partner: total,
  chapter: total,
  period,
  value: '477012345.67',
  status: 'p',
  reason: null,
  release: '2026-10.1',
  unit: 'CNY',
  scale: 'yi',
  decimals: 2,
};
const rate = (value: string, more: Partial<NumberRef> = {}): NumberRef => ({
  ...inScale({ ...level, transform: 'yoy', unit: 'ratio', value }, 'percent'),
  ...more,
});
const bare = (number: NumberRef) => ({ number, form: 'magnitude' as const });
const said = (zh: Passage['zh'], en: Passage['en'] = zh): Passage => ({ zh, en });

const sound = { release: '2026-10.1', known: () => undefined };
const kinds = (passage: Passage, language: Language = 'zh', known: NumberRef[] = []): FaultKind[] =>
  faultsOf(passage, language, {
    ...sound,
    known: (number) => known.find(({ transform }) => transform === number.transform)?.value,
  }).map(({ kind }) => kind);

describe('a sentence', () => {
  const fine = said(
    words`进出口额${quantity(level)}，同比明显增长${bare(rate('0.123'))}。`,
    words`trade value was ${quantity(level)}, up markedly by ${bare(rate('0.123'))} year on year.`,
  );

  test('that is right has no fault', () => {
    expect([kinds(fine, 'zh', [level, rate('0.1230')]), kinds(fine, 'en')]).toEqual([[], []]);
  });

  test.each<[FaultKind, Passage]>([
    ['stale', said(words`进出口额${quantity({ ...level, release: '2026-10.2' })}。`)],
    ['stale', said(words`进出口额${quantity({ ...level, value: '477012345.68' })}。`)],
    ['suppressed', said(words`进出口额${quantity({ ...level, status: 'c' })}。`)],
    [
      'suppressed',
      said(words`进出口额${quantity({ ...level, value: null, status: 'c', reason: 'CONFIDENTIAL' })}。`),
    ],
    [
      'blocked',
      said(words`进出口额${quantity({ ...level, value: null, status: 'x', reason: 'MISSING' })}。`),
    ],
    ['unit_mixed', said(words`出口额${quantity(level)}；进口额${quantity(inScale(level, 'wan'))}。`)],
    ['digit', said(words`进出口额${quantity(level)}，约占3成。`)],
    ['digit', said(words`进出口额${quantity(level)}，居第２位。`)],
    ['sign', said(words`同比下降${bare(rate('0.123'))}。`)],
    ['sign', said(words`同比增长${bare(rate('-0.123'))}。`)],
    ['sign', said(words`同比负增长${bare(rate('0.123'))}。`)],
    ['sign', said(words`同比增长${quantity(rate('-0.123'))}。`)],
    ['sign', said(words`同比变动${bare(rate('0.123'))}。`)],
    ['sign', said(words`同比大幅增长${bare(rate('0.123'))}。`)],
    ['sign', said(words`同比基本持平，增长${bare(rate('0.0004'))}。`)],
    ['sign', said(words`同比增长基本持平${bare(rate('0.002'))}。`)],
    [
      'comparisons',
      said(words`同比明显增长${bare(rate('0.123'))}，环比增长${bare(rate('0.05', { transform: 'mom' }))}。`),
    ],
    [
      'comparisons',
      said(words`出口同比增长${bare(rate('0.123'))}，进口增长${bare(rate('0.123', { flow: 'import' }))}。`),
    ],
  ])('is refused as %s (%#)', (kind, passage) => {
    expect(kinds(passage, 'zh', [level])).toContain(kind);
  });

  test('English words of direction and size are judged as well', () => {
    const english = (text: string, value: string) => kinds(said(['', text, bare(rate(value)), '.']), 'en');
    expect(english('it fell by ', '0.123')).toEqual(['sign']);
    expect(english('it rose by ', '0.123')).toEqual([]);
    expect(english('it rose sharply by ', '0.123')).toEqual(['sign']);
    expect(english('it is upset by ', '0.123')).toEqual(['sign']);
  });

  test('may have two units in two sentences, and what a correction replaces', () => {
    const wan = inScale({ ...level, flow: 'import', value: '12345678.00' }, 'wan');
    const two = sentence(said(words`出口额${quantity(level)}`), said(words`进口额${quantity(wan)}`));
    expect(kinds(two)).toEqual([]);
    expect(two.zh.filter((piece) => typeof piece === 'string').join('|')).toBe('出口额|。|进口额|。');
    expect(kinds(said(words`原为${quantity({ ...level, release: '2026-10.0', former: true })}。`))).toEqual(
      [],
    );
  });

  test('that an officer wrote may compare twice, but not say what is wrong', () => {
    const twice = said(
      words`同比明显增长${bare(rate('0.123'))}，环比增长${bare(rate('0.05', { transform: 'mom' }))}。`,
    );
    expect(kinds({ ...twice, edited: ['zh'] })).toEqual([]);
    expect(kinds({ ...said(words`同比下降${bare(rate('0.123'))}。`), edited: ['zh'] })).toEqual(['sign']);
  });
});

test('a refusal names sentence, number and reason, and says what to do', () => {
  const passage: Passage = { id: 'month', ...said(words`同比下降${bare(rate('0.123'))}。`) };
  const report: Report = {
    release: '2026-10.1',
    period,
    park: total,
    status: 'p',
    publishedAt: new Date(0),
    title: plain({ zh: '', en: '' }),
    facts: [],
    notice: null,
    sections: [
      { id: 'highlights', heading: { zh: '要点', en: 'Highlights' }, paragraphs: [passage], blocks: [] },
    ],
    notes: [],
  };
  let refused: unknown;
  try {
    refuseUnsound(report, () => undefined);
  } catch (error) {
    refused = error;
  }
  expect(refused).toMatchObject({
    code: 'verification_failed',
    details: {
      sentence: 'highlights/month',
      language: 'zh',
      number: 'trade_value:yoy:_T._T._T._T._T:2026-10@2026-10.1',
      reason: 'sign',
    },
    text: {
      zh: '月报2026-10.1未写成：highlights/month“同比下降12.3%。”中的“同比下降12.3%”（trade_value:yoy:_T._T._T._T._T:2026-10@2026-10.1）：增减、持平或程度用词与数值不符。如为人工改写，请改写或撤回该句后重试',
    },
  });
});

describe('history', () => {
  const months = (...values: (string | null)[]) =>
    values.map((value, at) => ({
      period: `20${25 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}` as Period,
      value,
    }));
  const of = (text: string) => parsePeriod(text) as Period;

  test('a quantile lies between two values, exactly', () => {
    const ordered = ['0.00', '10.00', '20.01', '30.00'];
    // (4 − 1) × 0.1 = 0.3 of the way from 0 to 10; × 0.9 = 2.7: 20.01 + 0.7 × 9.99.
    expect(quantile(ordered, 1)).toBe('3.00');
    expect(Number(quantile(ordered, 9))).toBe(27.003);
    expect(quantile(['5.00'], 9)).toBe('5.00');
  });

  test('a record is above every month before it; equal is none; a missing month makes it unknown', () => {
    expect(recordOf(months('1', '2', '3'), of('2025-03'))).toEqual({
      months: 3,
      isHighest: true,
      isLowest: false,
    });
    expect(recordOf(months('3', '2', '3'), of('2025-03'))).toEqual({
      months: 3,
      isHighest: false,
      isLowest: false,
    });
    expect(recordOf(months('3', '2', '1', '9'), of('2025-03'))).toEqual({
      months: 3,
      isHighest: false,
      isLowest: true,
    });
    expect(recordOf(months('1', null, '3'), of('2025-03'))).toBeUndefined();
  });

  test('a base is low at or below the tenth of the months before', () => {
    const year = Array.from({ length: 11 }, (_, at) => String(at + 2));
    // January 2025 is 1, then 2 to 12: of twelve months the 10 % quantile is 2.1.
    expect(baseOf(months('1', ...year, '5'), of('2026-01'))).toEqual({
      months: 13,
      isLow: true,
      isHigh: false,
    });
    // 99 in January: the 90 % quantile of 2 to 12 and 99 is 12 − 0.1.
    expect(baseOf(months('99', ...year, '5'), of('2026-01'))).toEqual({
      months: 13,
      isLow: false,
      isHigh: true,
    });
    expect(baseOf(months('6', ...year, '5'), of('2026-01'))).toEqual({
      months: 13,
      isLow: false,
      isHigh: false,
    });
    expect(baseOf(months('6'), of('2025-01'))).toBeUndefined();
  });
});
