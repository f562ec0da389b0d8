import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Beside, type Lookup, type Point, periodsRead, spanOf, transformPoint } from './comparison.ts';
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
      expect(transformPoint(transform, month('2026-10'), vintage({}), { whole: vintage({}) })).toEqual({
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

describe('twelve months', () => {
  const twelve = (value: (at: number) => string | null) =>
    Object.fromEntries(
      Array.from({ length: 13 }, (_, at) => [
        at < 3 ? `2025-${String(10 + at)}` : `2026-${String(at - 2).padStart(2, '0')}`,
        value(at),
      ]),
    );

  test('are added up, and not the thirteenth', () => {
    // 1 + 2 + … + 12 of October 2025 to September 2026; the 13 of October 2026 drops the 1.
    const months = twelve((at) => String(at + 1));
    expect(transformed('r12', '2026-09', months).value).toBe('78');
    expect(transformed('r12', '2026-10', months)).toEqual(point('90'));
  });

  test.each([
    ['the first of them missing', 1, 'INCOMPLETE'],
    ['one in the middle missing', 7, 'INCOMPLETE'],
    ['the last missing', 12, 'MISSING'],
  ])('with %s are none', (_, missing, reason) => {
    const months = twelve((at) => (at === missing ? null : '1'));
    expect(transformed('r12', '2026-10', months)).toMatchObject({ value: null, reason });
  });

  test('that no release holds are incomplete', () => {
    expect(transformed('r12', '2026-10', { '2026-10': '1' })).toEqual({
      ...point('1'),
      value: null,
      reason: 'INCOMPLETE',
    });
  });
});

type Months = Parameters<typeof vintage>[0];
const part = (transform: Transform, months: Months, whole: Months, beside: Beside = {}) =>
  transformPoint(transform, month('2026-10'), vintage(months), { whole: vintage(whole), ...beside });

describe('the share of a part (METHODS §1.6)', () => {
  test.each([
    ['25', '100', '0.250000000000', null],
    ['1', '3', '0.333333333333', null],
    ['0', '3', '0.000000000000', null],
    ['100', '100', '1.000000000000', null],
    ['0', '0', null, 'NOT_APPLICABLE'],
    ['5', '-1', null, 'NOT_APPLICABLE'],
    ['-5', '100', null, 'NOT_APPLICABLE'],
    [null, '100', null, 'MISSING'],
    ['5', null, null, 'MISSING'],
  ])('a = %s, A = %s: %s %s', (a, all, value, reason) => {
    expect(part('share', { '2026-10': a }, { '2026-10': all })).toMatchObject({ value, reason });
  });

  test('means nothing where another part is below zero', () => {
    const found = part(
      'share',
      { '2026-10': '25' },
      { '2026-10': '100' },
      { hasNegativePart: (period) => period === '2026-10' },
    );
    expect(found).toMatchObject({ value: null, reason: 'NOT_APPLICABLE' });
  });

  test('keeps the status of the part, and the reason of a whole that may not be told', () => {
    const own = point('25', { status: 'e', coverage: '0.5' });
    expect(part('share', { '2026-10': own }, { '2026-10': '50' })).toEqual({
      ...own,
      value: '0.500000000000',
    });
    const secret = point(null, { status: 'c', reason: 'CONFIDENTIAL' });
    expect(part('share', { '2026-10': '25' }, { '2026-10': secret })).toMatchObject({
      value: null,
      reason: 'CONFIDENTIAL',
    });
  });
});

describe('the contribution of a part to the growth of the whole (METHODS §1.5)', () => {
  const nowhere = point(null, { reason: 'NO_BASE' });
  test.each([
    // b, a, B, A: the part, then the whole.
    ['a part that grew', '40', '50', '100', '130', '0.100000000000', null],
    ['a part that fell', '40', '10', '100', '130', '-0.300000000000', null],
    ['an entrant', '0', '20', '100', '130', '0.200000000000', null],
    ['a leaver', '40', '0', '100', '130', '-0.400000000000', null],
    ['a part that did not exist', nowhere, '20', '100', '130', '0.200000000000', null],
    ['a part that exists no longer', '40', nowhere, '100', '130', '-0.400000000000', null],
    ['a part that never existed', nowhere, nowhere, '100', '130', null, 'NO_BASE'],
    ['a part below zero', '-10', '20', '100', '130', '0.300000000000', null],
    ['a part that turns below zero', '10', '-20', '100', '130', '-0.300000000000', null],
    ['a whole that falls to nothing', '40', '0', '100', '0', '-0.400000000000', null],
    ['a base of nothing', '0', '20', '0', '20', null, 'BASE_ZERO'],
    ['a base below zero', '0', '20', '-5', '20', null, 'SIGN_CHANGE'],
    ['both below zero', '0', '20', '-5', '-2', null, 'BASE_NEGATIVE'],
    ['a whole that turns below zero', '10', '-200', '100', '-20', null, 'SIGN_CHANGE'],
    ['a part missing', '40', null, '100', '130', null, 'MISSING'],
    ['its base missing', null, '40', '100', '130', null, 'MISSING'],
    ['the whole missing', '40', '50', '100', null, null, 'MISSING'],
    ['the base of the whole missing', '40', '50', null, '100', null, 'MISSING'],
  ])('%s', (_, b, a, base, all, value, reason) => {
    const found = part('contribution', { '2025-10': b, '2026-10': a }, { '2025-10': base, '2026-10': all });
    expect(found).toMatchObject({ value, reason });
  });

  test('has no base where the year before is not released', () => {
    expect(part('contribution', { '2026-10': '5' }, { '2026-10': '9' })).toMatchObject({
      value: null,
      reason: 'NO_BASE',
    });
  });
});

describe('the parts of a whole', () => {
  const parts = fc.array(fc.record({ now: fc.bigInt(0n, 10n ** 13n), before: fc.bigInt(0n, 10n ** 13n) }), {
    minLength: 1,
    maxLength: 8,
  });
  const sumOf = (numbers: readonly bigint[]) => numbers.reduce((a, b) => a + b, 0n);
  /** A ratio of twelve decimals in units of the last of them. */
  const units = (point: Point) => BigInt((point.value ?? '').replace('.', ''));

  test('have shares that add up to one', () => {
    fc.assert(
      fc.property(parts, (all) => {
        const whole = sumOf(all.map(({ now }) => now));
        fc.pre(whole > 0n);
        const shares = all.map(({ now }) =>
          part('share', { '2026-10': `${now}` }, { '2026-10': `${whole}` }),
        );
        const off = sumOf(shares.map(units)) - 10n ** 12n;
        // Each share is rounded on its own, by half a unit at most.
        expect(2n * (off < 0n ? -off : off)).toBeLessThanOrEqual(BigInt(all.length));
      }),
      { endOnFailure: true },
    );
  });

  test('have contributions that add up to the growth of the whole', () => {
    fc.assert(
      fc.property(parts, (all) => {
        const [now, before] = [sumOf(all.map((one) => one.now)), sumOf(all.map((one) => one.before))];
        fc.pre(before > 0n);
        const whole = { '2025-10': `${before}`, '2026-10': `${now}` };
        const growth = transformed('yoy', '2026-10', whole);
        const contributions = all.map((one) =>
          part('contribution', { '2025-10': `${one.before}`, '2026-10': `${one.now}` }, whole),
        );
        const off = sumOf(contributions.map(units)) - units(growth);
        expect(2n * (off < 0n ? -off : off)).toBeLessThanOrEqual(BigInt(all.length) + 1n);
      }),
      { endOnFailure: true },
    );
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
  ['r12', '2026-03', '2025-04'],
  ['share', '2026-03', '2026-03'],
  ['contribution', '2026-03', '2025-03'],
] as const)('%s from %s on reads from %s on', (transform, from, first) => {
  expect(periodsRead(transform, month(from), month('2026-05'))).toEqual({ from: first, to: '2026-05' });
});

test('a transform reads no month outside of those', () => {
  for (const transform of Object.keys(transforms) as Transform[]) {
    const read: string[] = [];
    const at: Lookup = (period) => {
      read.push(period);
      return point('1');
    };
    transformPoint(transform, month('2026-04'), at, { whole: at });
    const { from, to } = periodsRead(transform, month('2026-04'), month('2026-04'));
    expect(read.filter((period) => period < from || period > to)).toEqual([]);
    expect(read).toContain(from);
    const { current, base } = spanOf(transform, month('2026-04'));
    expect([...new Set(read)].sort()).toEqual([...base, ...current].sort());
  }
});
