import { plain } from './plain.ts';

export { totalsWord } from '../../catalogue/note-rows.ts';

/** Exact sums in units of a hundred-thousandth, as the lake keeps five decimals. */
const places = 5;

export interface Sums {
  /** Column of the canonical copy and place in the row, of each decimal. */
  readonly columns: readonly (readonly [string, number])[];
  readonly all: bigint[];
  /** Since the last totals row. */
  readonly sinceTotals: bigint[];
  rows: number;
}

export function startSums(columns: readonly (readonly [string, number])[]): Sums {
  return { columns, all: columns.map(() => 0n), sinceTotals: columns.map(() => 0n), rows: 0 };
}

export function addRow(sums: Sums, cells: readonly string[]): void {
  sums.rows += 1;
  for (let place = 0; place < sums.columns.length; place++) {
    const units = unitsOf(cells[(sums.columns[place] as readonly [string, number])[1]]);
    if (units === undefined) continue;
    sums.all[place] = (sums.all[place] as bigint) + units;
    sums.sinceTotals[place] = (sums.sinceTotals[place] as bigint) + units;
  }
}

export interface Difference {
  readonly column: string;
  readonly stated: string;
  readonly own: string;
}

/**
 * What a totals row states and the rows above it do not add up to: neither all of them, nor those since the last totals
 * row. A row that begins with 其中 names a part of them, and is not compared.
 */
export function compareTotals(sums: Sums, cells: readonly string[], word: string): Difference[] {
  const tolerance = BigInt(sums.rows) * 1000n;
  const differences = word.startsWith('其中')
    ? []
    : sums.columns.flatMap(([column, at], place) => {
        const stated = unitsOf(cells[at]);
        if (stated === undefined) return [];
        const [all, part] = [sums.all[place] as bigint, sums.sinceTotals[place] as bigint];
        if (isNear(stated, all, tolerance) || isNear(stated, part, tolerance)) return [];
        return [{ column, stated: textOf(stated), own: textOf(all) }];
      });
  sums.sinceTotals.fill(0n);
  return differences;
}

function isNear(a: bigint, b: bigint, tolerance: bigint): boolean {
  const difference = a > b ? a - b : b - a;
  return difference <= tolerance;
}

const whole = /^\d{1,9}$/;
const decimal = /^(-?)(\d{1,15})(?:\.(\d{1,5})0*)?$/;
const grouped = /^-?[1-9]\d{0,2}(?:,\d{3}){1,5}(?:\.\d+)?$/;

function unitsOf(cell: string | undefined): bigint | undefined {
  if (cell === undefined || cell === '') return undefined;
  if (whole.test(cell)) return BigInt(Number(cell) * 100_000);
  const text = plain(cell);
  const parts = decimal.exec(grouped.test(text) ? text.replaceAll(',', '') : text);
  if (!parts) return undefined;
  const [, sign, before = '', after = ''] = parts;
  const units = BigInt(before + after.padEnd(places, '0'));
  return sign ? -units : units;
}

function textOf(units: bigint): string {
  const [sign, digits] = units < 0n ? ['-', String(-units)] : ['', String(units)];
  const padded = digits.padStart(places + 1, '0');
  const text = `${padded.slice(0, -places)}.${padded.slice(-places)}`;
  return sign + text.replace(/\.?0+$/, '');
}
