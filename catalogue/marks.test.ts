import { describe, expect, test } from 'vitest';
import type { Lookup, Point } from './comparison.ts';
import type { Transform } from './indicators.ts';
import { marks, marksOf } from './marks.ts';
import { parsePeriod } from './period.ts';

const month = (text: string) => parsePeriod(text) ?? expect.unreachable(`${text} is no month`);
const full: Point = { value: '1', status: 'p', reason: null, coverage: '1.000000', release: 'r' };
const at =
  (months: Readonly<Record<string, Partial<Point>>> = {}): Lookup =>
  (period) => ({ ...full, ...months[period] });
const marked = (transform: Transform, period: string, ...read: Lookup[]) =>
  marksOf(transform, month(period), read.length ? read : [at()]);

// January and February of different years hold different parts of the festival's pause; March follows February.
test.each([
  ['level', ''],
  ['mom', '01 02 03'],
  ['yoy', '01 02'],
  ['contribution', '01 02'],
  ['ytd', ''],
  ['ytd_yoy', '01'],
  ['r12', ''],
  ['share', ''],
] as const)('the Spring Festival moves %s in months %s', (transform, expected) => {
  const found = Array.from({ length: 12 }, (_, at) => String(at + 1).padStart(2, '0')).filter((one) =>
    marked(transform, `2026-${one}`).includes('SPRING_FESTIVAL'),
  );
  expect(found.join(' ')).toBe(expected);
});

describe('coverage', () => {
  test.each([
    ['yoy', '2026-10', '0.799999', '0.800000', ['LOW_COVERAGE']],
    ['yoy', '2026-10', '0.800000', '0.799999', ['LOW_COVERAGE']],
    ['yoy', '2026-10', '0.800000', '0.800000', []],
    ['yoy', '2026-10', '0.900000', '0.909999', []],
    ['yoy', '2026-10', '0.900000', '0.910000', ['UNEQUAL_COVERAGE']],
    ['yoy', '2026-10', '0.910000', '0.900000', ['UNEQUAL_COVERAGE']],
    ['yoy', '2026-10', '0.500000', '1.000000', ['LOW_COVERAGE', 'UNEQUAL_COVERAGE']],
    ['contribution', '2026-10', '0.900000', '0.950000', ['UNEQUAL_COVERAGE']],
    ['level', '2026-10', '0.750000', '1.000000', []],
    ['share', '2026-10', '0.790000', '1.000000', ['LOW_COVERAGE']],
  ] as const)('%s in %s with %s on %s: %j', (transform, period, now, before, expected) => {
    const lookup = at({ '2026-10': { coverage: now }, '2025-10': { coverage: before } });
    expect(marked(transform, period, lookup)).toEqual(expected);
  });

  test('that is not known marks nothing', () => {
    expect(marked('yoy', '2026-10', at({ '2025-10': { coverage: null } }))).toEqual([]);
  });

  test('of any month of a year to date counts, against the same month of the year before', () => {
    const unequal = at({ '2026-04': { coverage: '0.950000' } });
    expect(marked('ytd_yoy', '2026-10', unequal)).toEqual(['UNEQUAL_COVERAGE']);
    expect(marked('ytd', '2026-10', unequal)).toEqual([]);
    expect(marked('ytd', '2026-10', at({ '2026-04': { coverage: '0.5' } }))).toEqual(['LOW_COVERAGE']);
    expect(marked('r12', '2026-10', at({ '2025-11': { coverage: '0.5' } }))).toEqual(['LOW_COVERAGE']);
    expect(marked('r12', '2026-10', at({ '2025-10': { coverage: '0.5' } }))).toEqual([]);
  });

  test('of the whole counts as well', () => {
    expect(marked('share', '2026-10', at(), at({ '2026-10': { coverage: '0.7' } }))).toEqual([
      'LOW_COVERAGE',
    ]);
  });
});

test('an estimate in any month that is read is told', () => {
  expect(marked('mom', '2026-10', at({ '2026-10': { status: 'e' } }))).toEqual(['ESTIMATED']);
  expect(marked('level', '2026-10', at({ '2026-10': { status: 'e' } }))).toEqual([]);
  expect(marked('yoy', '2026-10', at({ '2025-10': { status: 'e' } }))).toEqual(['ESTIMATED']);
  expect(marked('mom', '2026-10', at({ '2025-10': { status: 'e' } }))).toEqual([]);
});

test('every mark is said in both languages', () => {
  for (const { zh, en } of Object.values(marks)) {
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).toMatch(/^[A-Z][^\p{Script=Han}]+$/u);
  }
});
