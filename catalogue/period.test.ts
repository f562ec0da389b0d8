import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addMonths,
  firstDay,
  lastDay,
  localDay,
  localInstant,
  type Period,
  parsePeriod,
  periodOf,
  periodsBetween,
  timeZone,
} from './period.ts';

const month = (text: string) => parsePeriod(text) ?? expect.unreachable(`${text} is no month`);
const anyMonth = fc
  .record({ year: fc.integer({ min: 2000, max: 2099 }), number: fc.integer({ min: 1, max: 12 }) })
  .map(({ year, number }) => month(`${year}-${String(number).padStart(2, '0')}`));

describe('a period is a month, written 2026-10', () => {
  test.each(['2000-01', '2026-10', '2026-12', '2099-12'])('%s', (text) => {
    expect(parsePeriod(text)).toBe(text);
  });

  test.each([
    '',
    '2026-00',
    '2026-13',
    '2026-1',
    '202610',
    '2026/10',
    '2026-10-01',
    ' 2026-10',
    '2026-10\n',
    '２０２６-１０',
    '1999-12',
    '2100-01',
    '26-10',
    '2026年10月',
  ])('not %j', (text) => {
    expect(parsePeriod(text)).toBeUndefined();
  });
});

describe('months are counted', () => {
  test.each([
    ['2026-10', 0, '2026-10'],
    ['2026-12', 1, '2027-01'],
    ['2026-01', -1, '2025-12'],
    ['2026-10', -12, '2025-10'],
    ['2026-10', 14, '2027-12'],
    ['2026-02', -26, '2023-12'],
    ['2024-02', 12, '2025-02'],
  ])('%s and %i months are %s', (from, months, expected) => {
    expect(addMonths(month(from), months)).toBe(expected);
  });

  test('as the calendar of JavaScript counts them', () => {
    fc.assert(
      fc.property(anyMonth, fc.integer({ min: -300, max: 300 }), (from, months) => {
        const calendar = new Date(Date.UTC(Number(from.slice(0, 4)), Number(from.slice(5)) - 1 + months, 1));
        expect(addMonths(from, months)).toBe(calendar.toISOString().slice(0, 7));
        expect(addMonths(addMonths(from, months), -months)).toBe(from);
      }),
    );
  });

  test('from one to another, both included', () => {
    const between = (from: string, to: string) => periodsBetween(month(from), month(to));
    expect(between('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(between('2026-02', '2026-02')).toEqual(['2026-02']);
    expect(between('2026-02', '2026-01')).toEqual([]);
    expect(between('2024-01', '2026-02')).toHaveLength(26);
  });

  test.each([
    ['2023-02', '2023-02-28'],
    ['2024-02', '2024-02-29'],
    ['2000-02', '2000-02-29'],
    ['2026-04', '2026-04-30'],
    ['2026-10', '2026-10-31'],
    ['2026-12', '2026-12-31'],
  ])('%s ends on %s', (period, last) => {
    expect(lastDay(month(period))).toBe(last);
    expect(firstDay(month(period))).toBe(`${period}-01`);
  });
});

describe('days and months are those of Shanghai, eight hours ahead of UTC', () => {
  test.each([
    ['2026-09-30T15:59:59.999Z', '2026-09-30', '2026-09'],
    ['2026-09-30T16:00:00.000Z', '2026-10-01', '2026-10'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01', '2027-01'],
    ['2024-02-29T12:00:00.000Z', '2024-02-29', '2024-02'],
  ])('%s is %s', (instant, day, period) => {
    expect(localDay(new Date(instant))).toBe(day);
    expect(periodOf(new Date(instant))).toBe(period);
  });

  test.each([
    ['2026-10-12', 9, 0, '2026-10-12T01:00:00.000Z'],
    ['2026-10-12', 9, 30, '2026-10-12T01:30:00.000Z'],
    ['2027-01-01', 0, 0, '2026-12-31T16:00:00.000Z'],
    ['2024-03-01', 6, 0, '2024-02-29T22:00:00.000Z'],
  ])('%s at %i:%i is %s', (day, hour, minute, instant) => {
    expect(localInstant(day, hour, minute).toISOString()).toBe(instant);
  });

  test('as the time zone database has them', () => {
    const zone = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    const range = { min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-30T00:00:00Z') };
    fc.assert(
      fc.property(fc.date({ ...range, noInvalidDate: true }), (instant) => {
        expect(localDay(instant)).toBe(zone.format(instant));
        expect(periodOf(instant)).toBe(zone.format(instant).slice(0, 7) as Period);
      }),
    );
  });
});
