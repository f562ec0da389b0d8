import {
  Decimal,
  Dictionary,
  Int32,
  makeData,
  makeVector,
  Table,
  tableToIPC,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import type { Dimension } from '../catalogue/indicators.ts';
import type { SeriesRow } from '../warehouse/series.ts';
import { seriesColumns } from './csv.ts';

/** Decimals of a series' coverage. */
const coverageDecimals = 6;

/** An Arrow stream: codes as dictionaries of text, value and coverage as exact decimals of 38 digits. */
export function seriesArrow(
  rows: readonly SeriesRow[],
  decimals: number,
  asked: readonly Dimension[] = [],
): Buffer {
  const columns = seriesColumns(asked).map((column): [string, Vector] => {
    const cells = rows.map((row) => row[column] ?? null);
    if (column === 'value') return [column, decimalColumn(cells, decimals)];
    if (column === 'coverage') return [column, decimalColumn(cells, coverageDecimals)];
    return [column, vectorFromArray(cells, new Dictionary(new Utf8(), new Int32()))];
  });
  return Buffer.from(tableToIPC(new Table(Object.fromEntries(columns)), 'stream'));
}

/** Built by hand: the builder of apache-arrow would take decimals through floating-point numbers. */
function decimalColumn(cells: readonly (string | null)[], scale: number): Vector {
  const words = new Uint32Array(cells.length * 4);
  const valid = new Uint8Array(Math.ceil(cells.length / 8));
  for (const [at, cell] of cells.entries()) {
    if (cell === null) continue;
    valid[at >> 3] = (valid[at >> 3] as number) | (1 << (at & 7));
    let rest = BigInt.asUintN(128, unscaled(cell, scale));
    for (let word = 0; word < 4; word++, rest >>= 32n) words[at * 4 + word] = Number(rest & 0xffff_ffffn);
  }
  const nullCount = cells.filter((cell) => cell === null).length;
  return makeVector(
    makeData({
      type: new Decimal(scale, 38, 128),
      length: cells.length,
      nullCount,
      nullBitmap: valid,
      data: words,
    }),
  );
}

/** 12.5 with scale 2 → 1250. */
function unscaled(text: string, scale: number): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  if (fraction.length > scale) throw new Error(`more than ${scale} decimals: ${text}`);
  return BigInt(whole + fraction.padEnd(scale, '0'));
}
