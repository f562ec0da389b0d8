import { type Lookup, periodsRead, transformPoint } from '../catalogue/comparison.ts';
import { type Dimension, indicators } from '../catalogue/indicators.ts';
import { type Mark, marksOf } from '../catalogue/marks.ts';
import { total } from '../catalogue/mode.ts';
import { round, subtract } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Database } from './database.ts';
import { monthsShown, readSeriesTable, type SeriesQuery } from './series.ts';
import type { VintageRelease } from './series-points.ts';
import type { SeriesCell } from './series-table.ts';

/** The parts that are not among the largest, told as one. */
export const rest = '_O';

/** The codes of a cell besides those of a dimension. */
export function otherCodes({ told }: SeriesCell, dimension: Dimension): string {
  return Object.entries(told)
    .filter(([name]) => name !== dimension)
    .map(([, code]) => code)
    .join('|');
}

/** The total less the largest, month by month at full precision; only then growth or share is taken of it. */
export async function restCells(
  database: Database,
  cut: SeriesQuery,
  dimension: Dimension,
  ranked: readonly string[],
  releases: readonly VintageRelease[],
): Promise<SeriesCell[]> {
  const months = monthsShown(cut, releases);
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return [];
  const read = periodsRead(cut.transform, first, last);
  const level: SeriesQuery = { ...cut, transform: 'level', of: null, last: null, ...read };
  const table = await readSeriesTable(database, level, releases);
  const lookupOf = ({ points }: SeriesCell): Lookup => {
    const byMonth = new Map(table.months.map((month, at) => [month, points[at]]));
    return (period) => byMonth.get(period);
  };
  const groups = Map.groupBy(table.cells, (cell) => otherCodes(cell, dimension));
  return [...groups.values()].flatMap((group) => {
    const code = ({ told }: SeriesCell) => (told as unknown as Record<string, string>)[dimension] as string;
    const whole = group.find((cell) => code(cell) === total);
    if (!whole) return [];
    const parts = group.filter((cell) => ranked.includes(code(cell))).map(lookupOf);
    const at = lessParts(lookupOf(whole), parts, indicators[cut.indicator].decimals);
    const beside =
      cut.transform === 'share' || cut.transform === 'contribution' ? { whole: lookupOf(whole) } : {};
    const points = months.map((period) => transformPoint(cut.transform, period, at, beside));
    const marks = months.flatMap((period, place): [Period, Mark[]][] => {
      const set = points[place]?.value == null ? [] : marksOf(cut.transform, period, [at]);
      return set.length ? [[period, set]] : [];
    });
    return [{ told: { ...whole.told, [dimension]: rest }, points, marks }];
  });
}

function lessParts(whole: Lookup, parts: readonly Lookup[], decimals: number): Lookup {
  return (period) => {
    const point = whole(period);
    if (point === undefined || point.value === null) return point;
    let value = point.value;
    for (const part of parts) {
      const own = part(period);
      if (own === undefined || own.value === null) {
        if (own?.reason === 'NO_BASE') continue;
        return { ...point, value: null, reason: own?.reason ?? 'MISSING' };
      }
      value = subtract(value, own.value);
    }
    return { ...point, value: round(value, decimals) };
  };
}
