import { describe, expect, test } from 'vitest';
import { type Lookup, type Point, periodsRead, transformPoint } from './comparison.ts';
import { type Transform, transforms } from './indicators.ts';
import { type Period, parsePeriod } from './period.ts';

const month = (text: string) => parsePeriod(text) ?? expect.unreachable(`${text} is no month`);
const point = (value: string | null, more: Partial<Point> = {}): Point => ({
  value,
  status: value === null ? 'x' : 'p',
  reason: value === null ? 'MISSING' : null,
  coverage: '1.000000',
  release: 'r',
  ...more,
});

/** A vintage: the cell in its months. */
const vintage =
  (months: Readonly<Record<string, Point | string | null>>): Lookup =>
  (period: Period) => {
    const found = months[period];
    return found === undefined || (found !== null && typeof found === 'object') ? found : point(found);
  };
const transformed = (transform: Transform, period: string, months: Parameters<typeof vintage>[0]) =>
  transformPoint(transform, month(period), vintage(months));

describe('growth of a on b (METHODS §1.7)', () => {
  test.each([
    ['100', '110', '0.100000000000', null],
    ['1000', '1045', '0.045000000000', null],
    ['3', '4', '0.333333333333', null],
    ['3', '5', '0.666666666667', null],
    ['100', '100', '0.000000000000', null],
    ['100', '0', '-1.000000000000', null],
    ['0.01', '0', '-1.000000000000', null],
    ['100', '-1', null, 'SIGN_CHANGE'],
    ['0', '0', null, 'BASE_ZERO'],
    ['0.00', '5', null, 'BASE_ZERO'],
    ['0', '-5', null, 'BASE_ZERO'],
    ['-100', '-50', null, 'BASE_NEGATIVE'],
    ['-100', '0', null, 'BASE_NEGATIVE'],
    ['-100', '50', null, 'SIGN_CHANGE'],
    [null, '50', null, 'MISSING'],
    ['50', null, null, 'MISSING'],
    [null, null, null, 'MISSING'],
  ])('b = %s, a = %s: %s %s', (base, current, value, reason) => {
    for (const [transform, before] of [
      ['mom', '2026-09'],
      ['yoy', '2025-10'],
    ] as const) {
      const found = transformed(transform, '2026-10', { [before]: base, '2026-10': current });
      expect(found).toMatchObject({ value, reason });
    }
  });

  test('a base that no release of the vintage holds is no base', () => {
    expect(transformed('yoy', '2026-10', { '2026-10': '5' })).toMatchObject({
      value: null,
      reason: 'NO_BASE',
    });
    expect(transformed('mom', '2026-10', { '2026-10': '5' })).toMatchObject({
      value: null,
      reason: 'NO_BASE',
    });
  });

  test('a base that may not be told keeps its reason', () => {
    const secret = point(null, { status: 'c', reason: 'CONFIDENTIAL' });
    expect(transformed('yoy', '2026-10', { '2025-10': secret, '2026-10': '5' })).toMatchObject({
      value: null,
      reason: 'CONFIDENTIAL',
    });
  });

  test('status, coverage and release are those of the current month', () => {
    const current = point('110', { status: 'r', coverage: '0.950000', release: '2026-10.2' });
    const base = point('100', { status: 'f', coverage: '0.500000', release: '2025-10.4' });
    expect(transformed('yoy', '2026-10', { '2025-10': base, '2026-10': current })).toEqual({
      value: '0.100000000000',
      status: 'r',
      reason: null,
      coverage: '0.950000',
      release: '2026-10.2',
    });
    const none = transformed('yoy', '2026-10', { '2025-10': '0', '2026-10': current });
    expect(none).toMatchObject({ status: 'r', coverage: '0.950000', release: '2026-10.2' });
  });

  test('is that of exact values, however long', () => {
    const found = transformed('mom', '2026-10', {
      '2026-09': '90071992547409930000.00',
      '2026-10': '90071992547409930000.01',
    });
    expect(found).toMatchObject({ value: '0.000000000000', reason: null });
  });
});

describe('which months are compared', () => {
  const months = { '2023-02': '28', '2024-01': '50', '2024-02': '58', '2023-12': '40' };

  test('February of a leap year with the February before, day for month', () => {
    expect(transformed('yoy', '2024-02', months).value).toBe('1.071428571429');
    expect(transformed('mom', '2024-02', months).value).toBe('0.160000000000');
  });

  test('January with the December before', () => {
    expect(transformed('mom', '2024-01', months).value).toBe('0.250000000000');
  });

  test('the level is the cell as it is, and missing where the vintage has no release', () => {
    const cell = point('5', { status: 'e' });
    expect(transformed('level', '2026-10', { '2026-10': cell })).toBe(cell);
    for (const transform of Object.keys(transforms) as Transform[])
      expect(transformed(transform, '2026-10', {})).toEqual({
        value: null,
        status: 'x',
        reason: 'MISSING',
        coverage: null,
        release: null,
      });
  });
});

describe('the year to date', () => {
  const quarter = { '2026-01': '0.1', '2026-02': '0.2', '2026-03': '9007199254740993' };

  test('is the sum from January on, to the last digit', () => {
    expect(transformed('ytd', '2026-01', quarter)).toEqual(point('0.1'));
    expect(transformed('ytd', '2026-02', quarter)).toEqual(point('0.3'));
    expect(transformed('ytd', '2026-03', quarter)).toEqual(point('9007199254740993.3'));
  });

  test('adds a measured zero and what is negative', () => {
    expect(transformed('ytd', '2026-03', { '2026-01': '0', '2026-02': '-3', '2026-03': '1' }).value).toBe(
      '-2',
    );
  });

  test.each([
    ['not reported', { '2026-01': '1', '2026-02': null, '2026-03': '1' }],
    ['never released', { '2026-01': '1', '2026-03': '1' }],
    ['the first', { '2026-02': '1', '2026-03': '1' }],
  ])('with a month missing is incomplete, never smaller: %s', (_, months) => {
    expect(transformed('ytd', '2026-03', months)).toEqual({
      ...point('1'),
      value: null,
      reason: 'INCOMPLETE',
    });
  });

  test('is missing where its last month is', () => {
    expect(transformed('ytd', '2026-02', { '2026-01': '1', '2026-02': null })).toEqual(point(null));
  });

  test('does not reach into the year before', () => {
    expect(transformed('ytd', '2026-01', { '2025-12': '100', '2026-01': '1' }).value).toBe('1');
  });
});

describe('the year to date on the year before', () => {
  const year = (name: string, ...values: (string | null)[]) =>
    Object.fromEntries(values.map((value, at) => [`${name}-0${at + 1}`, value]));

  test('compares sums, not rates', () => {
    // 10 on 1 is 9; 10 + 90 on 1 + 99 is 0, far from the mean or the product of the monthly rates. 110 on 200 is −0.45.
    const months = { ...year('2025', '1', '99'), ...year('2026', '10', '90') };
    expect(transformed('ytd_yoy', '2026-01', months).value).toBe('9.000000000000');
    expect(transformed('ytd_yoy', '2026-02', months).value).toBe('0.000000000000');
    const fall = { ...year('2025', '100', '100'), ...year('2026', '30', '80') };
    expect(transformed('ytd_yoy', '2026-02', fall).value).toBe('-0.450000000000');
  });

  test.each([
    ['a month of this year missing', { ...year('2025', '1', '1'), ...year('2026', null, '1') }, 'INCOMPLETE'],
    [
      'a month of the year before missing',
      { ...year('2025', null, '1'), ...year('2026', '1', '1') },
      'INCOMPLETE',
    ],
    ['this month missing', { ...year('2025', '1', '1'), ...year('2026', '1', null) }, 'MISSING'],
    ['that month missing', { ...year('2025', '1', null), ...year('2026', '1', '1') }, 'MISSING'],
    ['no year before', year('2026', '1', '1'), 'NO_BASE'],
    ['nothing in the year before', { ...year('2025', '0', '0'), ...year('2026', '1', '1') }, 'BASE_ZERO'],
    ['the year before below zero', { ...year('2025', '1', '-3'), ...year('2026', '1', '1') }, 'SIGN_CHANGE'],
  ])('%s', (_, months, reason) => {
    expect(transformed('ytd_yoy', '2026-02', months)).toMatchObject({ value: null, reason });
  });
});

test.each([
  ['level', '2026-03', '2026-03'],
  ['mom', '2026-01', '2025-12'],
  ['mom', '2026-03', '2026-02'],
  ['yoy', '2024-02', '2023-02'],
  ['ytd', '2026-03', '2026-01'],
  ['ytd', '2026-01', '2026-01'],
  ['ytd_yoy', '2026-03', '2025-01'],
] as const)('%s from %s on reads from %s on', (transform, from, first) => {
  expect(periodsRead(transform, month(from), month('2026-05'))).toEqual({ from: first, to: '2026-05' });
});

test('a transform reads no month outside of those', () => {
  for (const transform of Object.keys(transforms) as Transform[]) {
    const read: string[] = [];
    transformPoint(transform, month('2026-04'), (period) => {
      read.push(period);
      return point('1');
    });
    const { from, to } = periodsRead(transform, month('2026-04'), month('2026-04'));
    expect(read.filter((period) => period < from || period > to)).toEqual([]);
    expect(read).toContain(from);
  }
});
