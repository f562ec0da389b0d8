import { type Lookup, type Point, spanOf } from './comparison.ts';
import type { Transform } from './indicators.ts';
import { type Decimal, toPoint } from './number.ts';
import type { Period } from './period.ts';
import type { Message } from './refusal.ts';

/** What to mind when a figure is compared. A mark never changes a value. */
export const marks = {
  SPRING_FESTIVAL: {
    zh: '春节错月，不宜单月对比，请看1—2月合计',
    en: 'The Spring Festival moves between these months: compare January and February together',
  },
  LOW_COVERAGE: {
    zh: '本期或基期报送覆盖率低于80%',
    en: 'Less than 80 % of the tenants due had reported, now or in the base',
  },
  UNEQUAL_COVERAGE: {
    zh: '本期与基期的报送覆盖率相差1个百分点及以上',
    en: 'Coverage now and of the base differ by a percentage point or more',
  },
  ESTIMATED: { zh: '含估算', en: 'Holds estimates' },
  SCOPE_CHANGE: {
    zh: '两期统计范围（应报企业）不同',
    en: 'The tenants in scope are not the same as those of the base',
  },
} as const satisfies Record<string, Message>;
export type Mark = keyof typeof marks;
export const markIds = Object.keys(marks) as Mark[];

/** Coverage is a ratio with six decimals: floating-point numbers tell it as well, and half a unit of the last is no difference. */
const lowCoverage = 0.8 - 5e-7;
const unequalCoverage = 0.01 - 5e-7;

/**
 * The marks of a figure, made of the cell and, for shares and contributions, of its whole. A level is compared with nothing:
 * its status and coverage stand beside it. SCOPE_CHANGE needs the tenants due and is set by who knows them.
 */
export function marksOf(transform: Transform, period: Period, read: readonly Lookup[]): Mark[] {
  if (transform === 'level') return [];
  const { current, base } = spanOf(transform, period);
  const points = read.flatMap((at) => [...current, ...base].flatMap((month) => at(month) ?? []));
  const pairs = read.flatMap((at) =>
    base.map((month, place) => [at(current[place] as Period), at(month)] as const),
  );
  const set: Readonly<Record<Mark, boolean>> = {
    SPRING_FESTIVAL: movesWithFestival(transform, period),
    LOW_COVERAGE: points.some(({ coverage }) => coverage !== null && isLow(coverage)),
    UNEQUAL_COVERAGE: pairs.some(([now, before]) => isUnequal(now, before)),
    ESTIMATED: points.some(({ status }) => status === 'e'),
    SCOPE_CHANGE: false,
  };
  return markIds.filter((mark) => set[mark]);
}

/** January and February are compared together only; March's change on February is distorted too. NBS and GACC do so. */
function movesWithFestival(transform: Transform, period: Period): boolean {
  const month = period.slice(5);
  if (transform === 'mom') return ['01', '02', '03'].includes(month);
  if (transform === 'ytd_yoy') return month === '01';
  return (transform === 'yoy' || transform === 'contribution') && ['01', '02'].includes(month);
}

/** Below 80 %: what is compared then says more of who reported than of trade. */
export function isLow(coverage: Decimal): boolean {
  return toPoint(coverage) < lowCoverage;
}

function isUnequal(now: Point | undefined, before: Point | undefined): boolean {
  if (now?.coverage == null || before?.coverage == null || now.coverage === before.coverage) return false;
  return Math.abs(toPoint(now.coverage) - toPoint(before.coverage)) >= unequalCoverage;
}
