import { describe, expect, test } from 'vitest';
import { dueDayOf, dueInstant, isArranged, isWorkingDay, nextWorkingDay, specialDays } from './calendar.ts';
import type { Period } from './period.ts';

// Expected days are those of the State Council's notices on the holidays of 2024, 2025 and 2026.
describe('working days', () => {
  test.each([
    ['2026-11-06', true, 'a Friday'],
    ['2026-11-07', false, 'a Saturday'],
    ['2026-10-01', false, 'National Day'],
    ['2026-10-07', false, 'last day of the National Day holiday, a Wednesday'],
    ['2026-10-08', true, 'the day after it'],
    ['2026-10-10', true, 'a Saturday that makes up for it'],
    ['2026-09-20', true, 'a Sunday that makes up for it'],
    ['2026-02-16', false, 'eve of the Spring Festival, a Monday'],
    ['2026-02-14', true, 'a Saturday that makes up for it'],
    ['2026-02-28', true, 'another'],
    ['2025-10-08', false, 'Mid-Autumn joined to National Day'],
    ['2025-10-11', true, 'a Saturday that makes up for it'],
    ['2025-01-28', false, 'eve of the Spring Festival of 2025'],
    ['2024-02-18', true, 'a Sunday that makes up for the Spring Festival of 2024'],
    ['2024-06-10', false, 'Dragon Boat, a Monday'],
  ])('%s works: %s (%s)', (day, works) => {
    expect(isWorkingDay(day)).toBe(works);
  });

  test.each([
    ['2026-11-10', '2026-11-10'],
    ['2026-11-07', '2026-11-09'],
    ['2026-10-01', '2026-10-08'],
    ['2026-02-15', '2026-02-24'],
    ['2025-10-01', '2025-10-09'],
    ['2025-12-31', '2025-12-31'],
    ['2026-01-01', '2026-01-04'],
  ])('from %s the next is %s', (day, expected) => {
    expect(nextWorkingDay(day)).toBe(expected);
  });

  test('years whose holidays are not announced yet have weekends only, and say so', () => {
    expect(['2024-05-01', '2025-05-01', '2026-05-01'].map(isArranged)).toEqual([true, true, true]);
    expect(isArranged('2099-10-01')).toBe(false);
    expect(isWorkingDay('2099-10-01')).toBe(true);
    expect(isWorkingDay('2099-10-03')).toBe(false);
  });
});

describe('the due day', () => {
  test.each([
    ['2026-10', 10, '2026-11-10'],
    ['2026-09', 8, '2026-10-08'],
    ['2026-09', 5, '2026-10-08'],
    ['2026-09', 10, '2026-10-10'],
    ['2026-01', 15, '2026-02-24'],
    ['2025-12', 2, '2026-01-04'],
    ['2026-09', 3, '2026-10-08'],
    ['2026-04', 28, '2026-05-28'],
  ])('of %s with due day %i is %s', (period, dueDay, expected) => {
    expect(dueDayOf(period as Period, dueDay)).toBe(expected);
  });

  test('ends at 24:00 in Shanghai', () => {
    expect(dueInstant('2026-09' as Period, 5)).toEqual(new Date('2026-10-08T16:00:00Z'));
    expect(dueInstant('2026-10' as Period, 10)).toEqual(new Date('2026-11-10T16:00:00Z'));
  });
});

test('special days are told in order, with their names', () => {
  expect(specialDays('2026-04-30', '2026-05-09')).toEqual([
    ...['2026-05-01', '2026-05-02', '2026-05-03', '2026-05-04', '2026-05-05'].map((day) => ({
      day,
      kind: 'holiday',
      zh: '劳动节',
      en: 'Labour Day',
    })),
    { day: '2026-05-09', kind: 'make_up', zh: '劳动节', en: 'Labour Day' },
  ]);
});
