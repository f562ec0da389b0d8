import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths, type Period, parsePeriod, periodsBetween } from './period.ts';
import type { Reason } from './status.ts';
import { isReason, type TenantLookup, toDate, turnover } from './turnover.ts';

const month = (text: string) => parsePeriod(text) ?? expect.unreachable(`${text} is no month`);
/** Active tenants by month, one letter each; a month that is not named has none. */
const history =
  (months: Readonly<Record<string, string>>, reasons: Readonly<Record<string, Reason>> = {}): TenantLookup =>
  (period) =>
    reasons[period] ?? new Set(months[period] ?? '');
const told = (set: ReturnType<TenantLookup>) => (isReason(set) ? set : [...set].sort().join(''));

// A trades always; B until 2025-03; C from 2026-03 on; D in 2025-02 only, and again in 2026-02; E in 2026-04 only.
const months = Object.fromEntries(
  periodsBetween(month('2024-01'), month('2026-06')).map((period) => [
    period,
    [
      'A',
      period <= '2025-03' ? 'B' : '',
      period >= '2026-03' ? 'C' : '',
      ['2025-02', '2026-02'].includes(period) ? 'D' : '',
      period === '2026-04' ? 'E' : '',
    ].join(''),
  ]),
);

describe('new tenants', () => {
  test.each([
    ['2025-01', ''],
    ['2025-02', 'D'],
    // Twelve months after its only month, D was active in the twelfth month before: not new.
    ['2026-02', ''],
    ['2026-03', 'C'],
    ['2026-04', 'E'],
    ['2026-05', ''],
  ])('of %s: %s', (period, expected) => {
    expect(told(turnover.new_tenants(month(period), history(months)))).toBe(expected);
  });

  test('counts one again that was silent for a whole year', () => {
    const back = history({ '2025-01': 'F', '2026-02': 'F', '2026-03': 'F' });
    expect(told(turnover.new_tenants(month('2026-02'), back))).toBe('F');
    expect(told(turnover.new_tenants(month('2026-03'), back))).toBe('');
  });
});

describe('leaving tenants', () => {
  test.each([
    ['2026-02', ''],
    ['2026-03', 'B'],
    ['2026-04', ''],
    ['2026-06', ''],
  ])('of %s: %s', (period, expected) => {
    expect(told(turnover.leaving_tenants(month(period), history(months)))).toBe(expected);
  });
});

describe('to date', () => {
  const of = (id: keyof typeof turnover) => (period: string) =>
    told(toDate(month(period), (one) => turnover[id](one, history(months))));

  test('each is counted once', () => {
    expect(of('active_tenants')('2026-01')).toBe('A');
    expect(of('active_tenants')('2026-04')).toBe('ACDE');
    expect(of('new_tenants')('2026-02')).toBe('');
    expect(of('new_tenants')('2026-06')).toBe('CE');
    expect(of('leaving_tenants')('2026-06')).toBe('B');
  });
});

describe('a month that is not known', () => {
  test.each([
    ['new_tenants', '2026-06', { '2025-06': 'NO_BASE' }, 'NO_BASE'],
    ['new_tenants', '2026-06', { '2025-05': 'NO_BASE' }, ''],
    ['new_tenants', '2026-06', { '2026-01': 'INCOMPLETE' }, 'INCOMPLETE'],
    ['new_tenants', '2026-06', { '2025-06': 'NO_BASE', '2026-01': 'INCOMPLETE' }, 'NO_BASE'],
    ['new_tenants', '2026-06', { '2026-06': 'INCOMPLETE' }, 'INCOMPLETE'],
    ['leaving_tenants', '2026-03', { '2025-03': 'NO_BASE' }, 'NO_BASE'],
    ['leaving_tenants', '2026-03', { '2025-02': 'NO_BASE' }, 'B'],
    ['leaving_tenants', '2026-03', { '2025-11': 'INCOMPLETE' }, 'INCOMPLETE'],
  ] as const)('%s of %s with %j: %s', (id, period, reasons, expected) => {
    expect(told(turnover[id](month(period), history(months, reasons)))).toBe(expected);
  });

  test('makes the year to date incomplete, and a month without a count has none', () => {
    const active = history(months, { '2026-01': 'NO_BASE' });
    expect(told(toDate(month('2026-03'), active))).toBe('INCOMPLETE');
    expect(told(toDate(month('2026-01'), active))).toBe('NO_BASE');
  });
});

test('counts are those of a plain recount', () => {
  const first = month('2024-01');
  const silence = fc.array(fc.array(fc.boolean(), { minLength: 36, maxLength: 36 }), { maxLength: 5 });
  const at = fc.integer({ min: 23, max: 35 });
  fc.assert(
    fc.property(silence, at, (tenants, place) => {
      const period = addMonths(first, place);
      const active: TenantLookup = (asked) =>
        new Set(tenants.flatMap((days, id) => (days[placeOf(asked)] ? [`T${id}`] : [])));
      const january = place - (Number(period.slice(5)) - 1);
      const counts = (is: (days: readonly boolean[], place: number) => boolean) =>
        tenants.filter((days) => days.some((_, on) => on >= january && on <= place && is(days, on))).length;
      const size = (id: keyof typeof turnover) => {
        const set = toDate(period, (one) => turnover[id](one, active));
        return isReason(set) ? set : set.size;
      };
      expect(size('active_tenants')).toBe(counts((days, on) => days[on] === true));
      expect(size('new_tenants')).toBe(
        counts((days, on) => days[on] === true && !days.slice(on - 12, on).includes(true)),
      );
      expect(size('leaving_tenants')).toBe(
        counts((days, on) => days[on - 12] === true && !days.slice(on - 11, on + 1).includes(true)),
      );
    }),
    { endOnFailure: true },
  );

  function placeOf(period: Period): number {
    return (Number(period.slice(0, 4)) - 2024) * 12 + Number(period.slice(5)) - 1;
  }
});
