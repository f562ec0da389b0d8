import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currentScope, decompose, type MonthPair, matched, type TenantMonth } from './decomposition.ts';

/** A month by hand: `AB` are due, of whom `silent` did not report; values in the cell, and elsewhere. */
function monthOf(
  due: string,
  inCell: Readonly<Record<string, string>>,
  { silent = '', elsewhere = {} }: { silent?: string; elsewhere?: Readonly<Record<string, string>> } = {},
): TenantMonth {
  return {
    due: new Set(due),
    received: new Set([...due].filter((letter) => !silent.includes(letter))),
    inCell: new Map(Object.entries(inCell)),
    anywhere: new Map([...Object.entries(inCell), ...Object.entries(elsewhere)]),
  };
}

const pairOf = (current: TenantMonth, base: TenantMonth, first = base): MonthPair => ({
  current,
  base,
  first,
});
const amounts = (pairs: readonly MonthPair[]) =>
  Object.fromEntries(decompose(pairs).parts.map(({ part, amount }) => [part, amount]));
const none = { real: '0.00', entry: '0.00', exit: '0.00', late_report: '0.00', revision: '0.00' };

describe('the difference to the base as first published', () => {
  const base = monthOf('AB', { A: '60.00', B: '40.00' });
  test.each([
    [
      'a change of who is there in both',
      pairOf(monthOf('AB', { A: '50.00', B: '45.00' }), base),
      { real: '-5.00' },
    ],
    ['an entrant', pairOf(monthOf('ABC', { A: '60.00', B: '40.00', C: '9.99' }), base), { entry: '9.99' }],
    ['a leaver', pairOf(monthOf('A', { A: '60.00' }), base), { exit: '-40.00' }],
    // Due and silent, or trading nothing, is no exit.
    [
      'one that trades no more',
      pairOf(monthOf('AB', { A: '60.00' }, { silent: 'B' }), base),
      { real: '-40.00' },
    ],
    ['one that begins to trade', pairOf(base, monthOf('AB', { A: '60.00' })), { real: '40.00' }],
    [
      'a late report of the base',
      pairOf(base, base, monthOf('AB', { A: '60.00' }, { silent: 'B' })),
      { late_report: '40.00' },
    ],
    [
      'an estimate that the late report replaces',
      pairOf(base, base, monthOf('AB', { A: '60.00', B: '50.00' }, { silent: 'B' })),
      { late_report: '-10.00' },
    ],
    [
      'a correction of the base',
      pairOf(base, base, monthOf('AB', { A: '60.00', B: '41.01' })),
      { revision: '-1.01' },
    ],
    [
      'a cancellation of all that a tenant had',
      pairOf(monthOf('A', { A: '60.00' }), monthOf('A', { A: '60.00' }), base),
      { revision: '-40.00' },
    ],
    [
      'a value of a tenant that is not due',
      pairOf(monthOf('AB', { A: '60.00', B: '40.00', X: '1.00' }), base),
      { entry: '1.00' },
    ],
  ])('%s', (_, pair, expected) => {
    expect(amounts([pair])).toEqual({ ...none, ...expected });
  });

  test('is in points of that base, and has none on nothing', () => {
    const late = pairOf(base, base, monthOf('AB', { A: '60.00' }, { silent: 'B' }));
    expect(decompose([late])).toMatchObject({ amount: '40.00', points: '0.666666666667' });
    const empty = pairOf(base, base, monthOf('AB', {}, { silent: 'AB' }));
    expect(decompose([empty])).toMatchObject({ amount: '100.00', points: null });
    expect(decompose([empty]).parts.map(({ points }) => points)).toEqual([null, null, null, null, null]);
  });

  test('counts the tenants that moved something, over months once', () => {
    const month = pairOf(monthOf('ABC', { A: '60.00', B: '40.00', C: '1.00' }), base);
    const { parts } = decompose([month, month]);
    expect(parts.map(({ part, tenants }) => [part, tenants])).toEqual([
      ['real', 0],
      ['entry', 1],
      ['exit', 0],
      ['late_report', 0],
      ['revision', 0],
    ]);
  });
});

describe('like for like', () => {
  // METHODS §2: A stays, B leaves, C enters, D moved in from elsewhere.
  const pair = pairOf(
    monthOf('ACD', { A: '110.00', C: '30.00', D: '20.00' }),
    monthOf('AB', { A: '100.00', B: '50.00' }, { elsewhere: { D: '25.00' } }),
  );

  test('is of those in both months', () => {
    expect(matched([pair])).toEqual({ current: '110.00', base: '100.00', tenants: 1 });
  });

  test('or of those in scope now, with what they had wherever they were', () => {
    expect(currentScope([pair])).toEqual({ current: '160.00', base: '125.00', tenants: 3 });
  });

  test('adds months up, each with its own tenants', () => {
    const other = pairOf(monthOf('AB', { A: '1.00', B: '2.00' }), monthOf('AB', { A: '3.00', B: '4.00' }));
    expect(matched([pair, other])).toEqual({ current: '113.00', base: '107.00', tenants: 2 });
  });

  test('without anybody is of nothing', () => {
    expect(matched([pairOf(monthOf('A', { A: '1.00' }), monthOf('B', { B: '1.00' }))])).toEqual({
      current: '0.00',
      base: '0.00',
      tenants: 0,
    });
  });
});

describe('for all months', () => {
  const fen = fc.integer({ min: -500, max: 10 ** 12 }).map((number) => {
    const digits = String(Math.abs(number)).padStart(3, '0');
    return `${number < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  });
  const tenants = fc.record({
    due: fc.subarray(['A', 'B', 'C', 'D', 'E']),
    silent: fc.subarray(['A', 'B', 'C', 'D', 'E']),
    inCell: fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D', 'E'), fen, { maxKeys: 5 }),
  });
  const month = tenants.map(({ due, silent, inCell }) =>
    monthOf(due.join(''), inCell, { silent: silent.join('') }),
  );
  const pairs = fc.array(fc.record({ current: month, base: month, first: month }), {
    minLength: 1,
    maxLength: 3,
  });
  const units = (value: string | null) => BigInt((value ?? '').replace('.', ''));
  const total = (months: readonly TenantMonth[]) =>
    months.flatMap(({ inCell }) => [...inCell.values()].map(units)).reduce((a, b) => a + b, 0n);

  test('the parts add up to the fen, and to the last digit of the points', () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const { amount, points, parts } = decompose(all);
        const [now, first] = [total(all.map(({ current }) => current)), total(all.map((one) => one.first))];
        const sum = (values: readonly (string | null)[]) => values.map(units).reduce((a, b) => a + b, 0n);
        expect(units(amount)).toBe(now - first);
        expect(sum(parts.map((part) => part.amount))).toBe(now - first);
        if (first <= 0n) expect(points).toBeNull();
        else expect(sum(parts.map((part) => part.points))).toBe(units(points));
      }),
      { endOnFailure: true },
    );
  });

  test('existing, new and gone tenants make the difference to the base as it is', () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const part = Object.fromEntries(decompose(all).parts.map((one) => [one.part, units(one.amount)]));
        const [now, base] = [total(all.map(({ current }) => current)), total(all.map((one) => one.base))];
        expect((part.real ?? 0n) + (part.entry ?? 0n) + (part.exit ?? 0n)).toBe(now - base);
        const both = matched(all);
        expect(part.real).toBe(units(both.current) - units(both.base));
      }),
      { endOnFailure: true },
    );
  });
});
