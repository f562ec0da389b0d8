import { type Dimension, dimensions } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import type { QueryAnswer, QueryRow } from './answers.ts';

/** What rows and columns are made of: dimensions, and the months. */
export type Axis = Dimension | 'period';

export interface Layout {
  readonly rows: readonly Axis[];
  readonly columns: readonly Axis[];
}

const axes: readonly Axis[] = [...dimensions, 'period'];

/** Axes of which the answer has more than one code; the others are said once above the table. */
export function variedAxes({ rows }: QueryAnswer): Axis[] {
  return axes.filter((axis) => {
    const [first] = rows;
    return rows.some((row) => row[axis] !== first?.[axis]);
  });
}

/** The reader's layout as far as it fits the answer; what it does not place goes where it usually is. */
export function layoutOf(answer: QueryAnswer, rows: string, columns: string): Layout {
  const varied = variedAxes(answer);
  const known = (text: string) => text.split('.').filter((one): one is Axis => varied.includes(one as Axis));
  const asked = { rows: known(rows), columns: known(columns) };
  const left = varied.filter((axis) => !asked.rows.includes(axis) && !asked.columns.includes(axis));
  const usual = (axis: Axis) => axis === 'period' && (asked.rows.length > 0 || varied.length > 1);
  return {
    rows: [...asked.rows, ...left.filter((axis) => !usual(axis))],
    columns: [...asked.columns.filter((axis) => !asked.rows.includes(axis)), ...left.filter(usual)],
  };
}

/** An axis moved to another place, in rows or columns. */
export function moved(layout: Layout, axis: Axis, to: keyof Layout, place: number): Layout {
  const without = (list: readonly Axis[]) => list.filter((one) => one !== axis);
  const put = (list: readonly Axis[]) => list.toSpliced(Math.max(0, Math.min(list.length, place)), 0, axis);
  const [rows, columns] = [without(layout.rows), without(layout.columns)];
  return to === 'rows' ? { rows: put(rows), columns } : { rows, columns: put(columns) };
}

export interface Pivot {
  readonly layout: Layout;
  /** Codes of each row and column, one for each axis. */
  readonly rowKeys: readonly (readonly string[])[];
  readonly columnKeys: readonly (readonly string[])[];
  cell(row: readonly string[], column: readonly string[]): QueryRow | undefined;
}

const joined = (codes: readonly string[]) => codes.join('|');

/** The answer's rows arranged; in the order in which the API gave them, and nothing added up. */
export function pivotOf(answer: QueryAnswer, layout: Layout): Pivot {
  const cells = new Map<string, QueryRow>();
  const rowKeys = new Map<string, readonly string[]>();
  const columnKeys = new Map<string, readonly string[]>();
  const codes = (row: QueryRow, list: readonly Axis[]) => list.map((axis) => row[axis] ?? total);
  for (const row of answer.rows) {
    const [own, other] = [codes(row, layout.rows), codes(row, layout.columns)];
    rowKeys.set(joined(own), own);
    columnKeys.set(joined(other), other);
    cells.set(`${joined(own)}/${joined(other)}`, row);
  }
  const order = orderOf(answer);
  const sorted = (keys: Map<string, readonly string[]>, list: readonly Axis[]) =>
    [...keys.values()].sort((a, b) => {
      for (const [at, axis] of list.entries()) {
        const apart = (order.get(`${axis} ${a[at]}`) ?? 0) - (order.get(`${axis} ${b[at]}`) ?? 0);
        if (apart !== 0) return apart;
      }
      return 0;
    });
  return {
    layout,
    rowKeys: sorted(rowKeys, layout.rows),
    columnKeys: sorted(columnKeys, layout.columns),
    cell: (row, column) => cells.get(`${joined(row)}/${joined(column)}`),
  };
}

/** The place of each code of each axis: as it first comes in the answer, totals first and the rest last. */
function orderOf({ rows, months }: QueryAnswer): Map<string, number> {
  const order = new Map<string, number>();
  for (const [at, month] of months.entries()) order.set(`period ${month}`, at);
  for (const row of rows)
    for (const dimension of dimensions) {
      const code = row[dimension];
      const key = `${dimension} ${code}`;
      if (code !== undefined && !order.has(key))
        order.set(key, code === total ? -1 : code === '_O' ? 1e9 : order.size);
    }
  return order;
}

/** Runs of equal heads in one level of column headings: what a heading spans. */
export function headRuns(
  keys: readonly (readonly string[])[],
  level: number,
): { code: string; span: number }[] {
  const runs: { code: string; above: string; span: number }[] = [];
  for (const key of keys) {
    const above = joined(key.slice(0, level));
    const last = runs.at(-1);
    const code = key[level] ?? '';
    if (last && last.code === code && last.above === above) last.span += 1;
    else runs.push({ code, above, span: 1 });
  }
  return runs.map(({ code, span }) => ({ code, span }));
}
