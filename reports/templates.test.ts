import { describe, expect, test } from 'vitest';
import { total } from '../catalogue/mode.ts';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { plainText } from './layout.ts';
import { inScale, type NumberRef } from './number-ref.ts';
import { type EditFault, edited, templateOf } from './templates.ts';
import { wordDifference } from './word-difference.ts';
import { month, name, quantity, words } from './wording.ts';

const period = parsePeriod('2026-10') as Period;
const level: NumberRef = {
  indicator: 'trade_value',
  transform: 'level',
  part: 'value',
  park: total,
  mode: '9710',
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
const rate = inScale({ ...level, transform: 'yoy', unit: 'ratio', value: '0.12' }, 'percent');
const mode = name('9710', { zh: '9710', en: '9710' });
const magnitude = { number: rate, form: 'magnitude' as const };
const passage = {
  zh: words`${month(period)}，${mode}进出口额${quantity(level)}，同比增长${magnitude}。`,
  en: words`In ${month(period)}, ${mode} was ${quantity(level)}, up ${magnitude} year on year.`,
};

test('a template shows places for numbers, and months and names in brackets', () => {
  expect(templateOf(passage, 'zh').text).toBe('[2026年10月]，[9710]进出口额{1}，同比增长{2}。');
  expect(templateOf(passage, 'en').text).toBe('In [October 2026], [9710] was {1}, up {2} year on year.');
});

test('its sum stays when values and release change, not when words or what is bound do', () => {
  const sum = (pieces: typeof passage.zh) => templateOf({ ...passage, zh: pieces }, 'zh').sha256;
  const with_ = (number: NumberRef) =>
    sum(words`${month(period)}，${mode}进出口额${quantity(number)}，同比增长${magnitude}。`);
  expect(with_({ ...level, value: '1.00', release: '2026-10.2', scale: 'wan' })).toBe(sum(passage.zh));
  expect(with_({ ...level, mode: '9810' })).not.toBe(sum(passage.zh));
  expect(sum([...passage.zh, '！'])).not.toBe(sum(passage.zh));
});

test('an edit moves numbers and words freely', () => {
  const text = (said: string, language: 'zh' | 'en') =>
    plainText({ ...passage, [language]: edited(passage, language, said) }, language);
  expect(text('受旺季带动，同比增长{2}的[9710]进出口额达{1}。', 'zh')).toBe(
    '受旺季带动，同比增长12.0%的9710进出口额达4.77亿元。',
  );
  expect(text('[9710] grew by {2} to {1} in [October 2026].', 'en')).toBe(
    '9710 grew by 12.0% to CNY 477 million in October 2026.',
  );
});

describe('an edit is refused', () => {
  test.each<[EditFault, string, string]>([
    ['empty', '   ', '   '],
    ['too_long', `{1}{2}${'长'.repeat(1000)}`, `{1}{2}${'长'.repeat(14)}…`],
    ['control', '{1}，\n同比增长{2}。', 'U+000A'],
    ['control', '{1}，\u202e同比增长{2}。', 'U+202E'],
    ['digit', '{1}，同比增长{2}，约12。', '12'],
    ['digit', '{1}，同比增长{2}，约１２。', '１２'],
    ['digit', '2026年{1}，同比增长{2}。', '2026'],
    ['digit', '{1}，同比增长{2}，①。', '①'],
    ['number_word', '{1}，同比增长{2}，占三成。', '三成'],
    ['number_word', '{1}，同比增长{2}，是上年的两倍。', '两倍'],
    ['number_word', '{1}，同比增长{2}，占百分之五。', '百分之'],
    ['number_word', '{1}，同比增长{2}，过半出口。', '过半'],
    ['number_word', '{1}，同比增长{2}，新增五家。', '五家'],
    ['number_word', '{1}，同比增长{2}，居第三位。', '三位'],
    ['number_word', '{1}，同比增长{2}，二十余户。', '二十余户'],
    ['number_word', '{1}，同比增长{2}, twofold.', 'twofold'],
    ['unit', '{1}元，同比增长{2}。', '元'],
    ['unit', '{1}，同比增长{2}%。', '%'],
    ['unknown_place', '{1}，同比增长{2}，{3}。', '{3}'],
    ['unknown_place', '{1}，同比增长{2}，{0}。', '{0}'],
    ['unknown_place', '{1}，同比增长{2}，{甲}。', '{甲}。'],
    ['missing_place', '进出口额{1}。', '{2}'],
    ['missing_place', '增长{2}。', '{1}'],
    ['repeated_place', '{1}，{1}，同比增长{2}。', '{1}'],
    ['unknown_name', '[9810]{1}，同比增长{2}。', '[9810]{1}，同比增长{2}。'],
  ])('as %s (%#)', (fault, said, found) => {
    let refused: unknown;
    try {
      edited(passage, 'zh', said);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(Refusal);
    const { code, details } = refused as Refusal;
    expect([code, details.reason, details.found]).toEqual(['usage', fault, found]);
  });

  test('in English for numbers in words, while ordinary words stay', () => {
    const said = (text: string) => edited(passage, 'en', `${text} {1} {2}`);
    for (const word of ['half', 'Two', 'doubled', 'twenty-five', 'threefold', 'per cent', 'millions'])
      expect(() => said(`A ${word} of`)).toThrow(Refusal);
    expect(() => said('One of the largest, often, in a month of tents: at')).not.toThrow();
  });
});

test('months and counts of plain language stay, in Chinese too', () => {
  for (const text of ['年初两个月合计', '一季度以来', '首位', '十分活跃', '一般贸易', '家具', '统一'])
    expect(() => edited(passage, 'zh', `${text}{1}，同比增长{2}。`)).not.toThrow();
});

test('the difference of two wordings, by words', () => {
  expect(wordDifference('已报22家，报送率91.7%。', '已报23家，报送率95.8%。', 'zh')).toEqual([
    { kind: 'same', text: '已报' },
    { kind: 'removed', text: '22' },
    { kind: 'added', text: '23' },
    { kind: 'same', text: '家，报送率' },
    { kind: 'removed', text: '91.7' },
    { kind: 'added', text: '95.8' },
    { kind: 'same', text: '%。' },
  ]);
  expect(wordDifference('', 'up', 'en')).toEqual([{ kind: 'added', text: 'up' }]);
  expect(wordDifference('up by half', 'up half', 'en')).toEqual([
    { kind: 'same', text: 'up ' },
    { kind: 'removed', text: 'by ' },
    { kind: 'same', text: 'half' },
  ]);
  expect(wordDifference('', '', 'en')).toEqual([]);
});
