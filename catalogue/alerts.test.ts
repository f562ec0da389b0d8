import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AlertCondition,
  type AlertReading,
  firingInWords,
  isBeyond,
  replayed,
  ruleInWords,
} from './alerts.ts';
import { isMailAddress } from './mail-address.ts';
import type { Period } from './period.ts';

const growth: AlertCondition = {
  comparison: 'yoy',
  direction: 'above',
  threshold: '0.2',
  minimumBase: '1000000',
  holdOff: 2,
};
const reading = (period: string, value: string | null, base: string | null = '5000000'): AlertReading => ({
  period: period as Period,
  value,
  base,
});
const cell = { indicator: 'trade_value', park: 'P01', mode: '9710', flow: 'export' } as const;
const park = { zh: '甲园', en: 'Park A' };

test('beyond is beyond: the threshold itself is not, nor a base that is too small or not there', () => {
  expect(isBeyond(growth, reading('2026-03', '0.200001'))).toBe(true);
  expect(isBeyond(growth, reading('2026-03', '0.2'))).toBe(false);
  expect(isBeyond(growth, reading('2026-03', '0.9', '999999.99'))).toBe(false);
  expect(isBeyond(growth, reading('2026-03', '0.9', '1000000'))).toBe(true);
  expect(isBeyond(growth, reading('2026-03', '0.9', null))).toBe(false);
  expect(isBeyond(growth, reading('2026-03', null))).toBe(false);
  expect(isBeyond({ ...growth, direction: 'below', threshold: '-0.1' }, reading('2026-03', '-0.1001'))).toBe(
    true,
  );
  // As decimals, not as floats: 0.1 + 0.2.
  expect(isBeyond({ ...growth, threshold: '0.3' }, reading('2026-03', '0.30000000000000004'))).toBe(true);
});

test('a rule that fired is silent for its hold-off, over the turn of the year and for corrections as well', () => {
  const months = ['2025-11', '2025-12', '2026-01', '2026-02', '2026-03', '2025-11', '2026-02'];
  const said = replayed(
    growth,
    months.map((month) => reading(month, '0.5')),
  );
  expect(said.map(({ outcome }) => outcome)).toEqual([
    'fires', // 2025-11
    'silent',
    'silent',
    'fires', // 2026-02: three months later
    'silent',
    'silent', // a correction of 2025-11
    'silent', // and of 2026-02
  ]);
});

test('whatever is released in whatever order, no two firings are within the hold-off and none is below the base', () => {
  const months = fc
    .tuple(fc.integer({ min: 2024, max: 2026 }), fc.integer({ min: 1, max: 12 }))
    .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`);
  const decimal = fc.integer({ min: -400, max: 400 }).map((number) => (number / 100).toFixed(2));
  const readings = fc.array(
    fc.record({ period: months, value: fc.option(decimal), base: fc.option(decimal) }),
    { maxLength: 40 },
  );
  const conditions = fc.record({
    comparison: fc.constantFrom('yoy' as const, 'level' as const, 'rank' as const),
    direction: fc.constantFrom('above' as const, 'below' as const),
    threshold: decimal,
    minimumBase: fc.option(decimal),
    holdOff: fc.integer({ min: 0, max: 14 }),
  });
  let fired = 0;
  fc.assert(
    fc.property(conditions, readings, (condition, told) => {
      const said = replayed(condition, told as AlertReading[]);
      const firings = said.filter(({ outcome }) => outcome === 'fires');
      fired += firings.length;
      // Reckoned anew, with numbers and with months counted from the year nought.
      const at = firings.map(({ period }) => Number(period.slice(0, 4)) * 12 + Number(period.slice(5)));
      const apart = at.every((one, i) =>
        at.every((other, j) => i === j || Math.abs(one - other) > condition.holdOff),
      );
      const founded = firings.every(
        ({ base }) =>
          condition.minimumBase === null || (base !== null && Number(base) >= Number(condition.minimumBase)),
      );
      const beyond = firings.every(({ value }) =>
        condition.direction === 'above'
          ? Number(value) > Number(condition.threshold)
          : Number(value) < Number(condition.threshold),
      );
      return said.length === told.length && apart && founded && beyond;
    }),
    { endOnFailure: true, numRuns: 300 },
  );
  // And rules do fire.
  expect(fired).toBeGreaterThan(50);
});

test('a rule and what it says, in words', () => {
  expect(ruleInWords(cell, park, growth)).toEqual({
    zh: '甲园进出口额（9710出口）同比高于20.0%，基数不低于100万元，触发后静默2个月',
    en: 'Trade value, Park A (9710 export): year on year above 20.0%, base at least CNY 1.00 million, silent for 2 months afterwards',
  });
  const found = { period: '2026-03' as Period, value: '-0.2512', base: '120000000' };
  const falling = { ...growth, direction: 'below', threshold: '-0.2' } as const;
  expect(firingInWords(cell, park, falling, found)).toEqual({
    zh: '2026年3月甲园进出口额（9710出口）同比-25.1%，低于所设的-20.0%（基数1.20亿元）。',
    en: 'Mar 2026, Trade value, Park A (9710 export): year on year -25.1%, below the -20.0% that was set (base CNY 120 million).',
  });
  const rank = { ...growth, comparison: 'rank', threshold: '3', minimumBase: null } as const;
  expect(
    firingInWords({ ...cell, mode: '_T', flow: '_T' }, park, rank, { ...found, value: '5', base: '9000' }).zh,
  ).toBe('2026年3月甲园进出口额园区名次第5位，落后于所设的第3位（当月值9,000.00元）。');
});

test.each([
  ['tongji@example.gov.cn', true],
  ['a.b+c@mail.example.cn', true],
  ['a@localhost', false],
  ['a@b..cn', false],
  ['.a@example.cn', false],
  ['a..b@example.cn', false],
  ['a b@example.cn', false],
  ['a@example.cn\r\nBcc: b@example.cn', false],
  ['"x" <a@example.cn>', false],
  ['统计@example.cn', false],
  [`${'a'.repeat(65)}@example.cn`, false],
  [`a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}.cn`, false],
])('is %s an address: %s', (text, expected) => {
  expect(isMailAddress(text)).toBe(expected);
});
