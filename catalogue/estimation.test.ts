import { expect, test } from 'vitest';
import { carriedOn, classChange, type TenantValue } from './estimation.ts';

const cell = { park: 'P01', mode: '9710', flow: 'export' };
const value = (uscc: string, cny: string, codes: Partial<TenantValue> = {}): TenantValue => ({
  ...{ ...cell, uscc, cny, usd: cny },
  ...codes,
});
const of = (letters: string, cny: (letter: string) => string, codes?: Partial<TenantValue>) =>
  [...letters].map((letter) => value(letter, cny(letter), codes));

test('five units of the park make a class; with fewer the city does, then all modes together', () => {
  const before = [
    ...of('ABCD', () => '100.00'),
    ...of('EF', () => '200.00', { park: 'P02' }),
    ...of('GH', () => '50.00', { mode: '9610' }),
  ];
  const after = [
    ...of('ABCDX', () => '110.00'),
    ...of('EF', () => '240.00', { park: 'P02' }),
    ...of('GH', () => '50.00', { mode: '9610' }),
  ];
  // A to D and E, F: 4 × 110 + 2 × 240 = 920 of 800. X is new and has no month before.
  expect(classChange(cell, before, after)).toMatchObject({
    class: { park: '_T', mode: '9710', flow: 'export' },
    units: 6,
    cny: { before: '800.00', after: '920.00' },
    ratio: '1.150000',
  });
  const more = [...before, value('X', '100.00')];
  expect(classChange(cell, more, after)).toMatchObject({ class: cell, units: 5, ratio: '1.100000' });
  // All together: 920 + 100 of 800 + 100.
  expect(classChange({ ...cell, mode: '9610', park: 'P02' }, before, after)).toMatchObject({
    class: { park: '_T', mode: '_T', flow: '_T' },
    units: 8,
    ratio: '1.133333',
  });
  expect(classChange(cell, before.slice(0, 4), after)).toBe(undefined);
});

test('an outlier is left out of its class', () => {
  const letters = 'ABCDEFGH';
  const growing = (letter: string) => String(100 + letters.indexOf(letter));
  const before = [...of(letters, () => '100'), value('Z', '100')];
  const after = [...of(letters, growing), value('Z', '90000')];
  expect(classChange(cell, before, after)).toMatchObject({
    ...{ units: 8, outliers: 1 },
    cny: { before: '800', after: '828' },
  });
});

test('a value without a month before, or of nothing, is no unit', () => {
  const before = [...of('ABCD', () => '10'), value('E', '0.00'), value('F', '10')];
  const after = [...of('ABCDE', () => '10'), value('F', '0')];
  expect(classChange(cell, before, after)).toBe(undefined);
});

test('changes are carried on exactly and rounded once', () => {
  const change = (before: string, after: string) => ({
    ...{ class: cell, units: 5, outliers: 0, ratio: '0' },
    cny: { before, after },
    usd: { before: '3', after: '1' },
  });
  // 10 ÷ 3 × 3 = 10, not 9.99; 1 ÷ 9 = 0.111….
  expect(carriedOn({ cny: '10.00', usd: '1.00' }, [change('3', '1'), change('1', '3')])).toEqual({
    cny: '10.00',
    usd: '0.11',
  });
  // 1.005 rounds up.
  expect(carriedOn({ cny: '2.01', usd: '1.00' }, [change('2', '1')]).cny).toBe('1.01');
});
