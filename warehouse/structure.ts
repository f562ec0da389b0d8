import { growthDecimals } from '../catalogue/comparison.ts';
import { type Dimension, type Indicator, indicators, transformsOf } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { add, type Decimal, subtract } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import type { Database } from './database.ts';
import { readSeries, type SeriesQuery, type SeriesRow } from './series.ts';
import type { Cell } from './series-cells.ts';

/** A figure that a part may have; null with a reason. */
export interface Figure {
  readonly value: Decimal | null;
  readonly reason: Reason | null;
}

/** A part of a whole along one dimension, in one month. */
export interface Part {
  readonly cell: Cell;
  readonly value: Decimal | null;
  readonly status: Status;
  readonly reason: Reason | null;
  readonly release: string | null;
  readonly share: Figure;
  readonly yoy: Figure;
  /** (part − its base) ÷ base of the whole: the contributions add up to the growth of the whole. */
  readonly contribution: Figure;
}

/** How a whole is made of its parts: total = sum + unallocated (+ what is confidential, which is not told). */
export interface Balance {
  readonly cell: Cell;
  readonly total: Decimal | null;
  readonly yoy: Figure;
  readonly sum: Decimal | null;
  /** Of the whole what no part told has; `yoy` points likewise. Null where parts do not add up, or one is confidential. */
  readonly unallocated: Decimal | null;
  readonly unallocated_contribution: Decimal | null;
  readonly confidential: number;
  readonly missing: number;
  readonly reason: Reason | 'RECOUNTED' | null;
}

export interface Structure {
  readonly parts: readonly Part[];
  readonly balances: readonly Balance[];
}

export interface StructureQuery extends Pick<SeriesQuery, 'indicator' | 'select' | 'asOf'> {
  readonly by: Dimension;
  readonly period: Period;
}

const none: Figure = { value: null, reason: 'NOT_APPLICABLE' };

/** Parts of wholes in one month of one vintage, with share, growth and contribution, and what is left over. */
export async function readStructure(database: Database, query: StructureQuery): Promise<Structure> {
  const { indicator, by } = query;
  const offered = transformsOf(indicator);
  const isWhole = (indicators[indicator] as Indicator).additivity[by] === 'sum';
  const read = async (transform: SeriesQuery['transform'], wanted: boolean) =>
    wanted && offered.includes(transform) ? byCell(await rowsOf(database, query, transform), by) : undefined;
  const level = await rowsOf(database, query, 'level');
  if (level.every(({ release }) => release === null)) return { parts: [], balances: [] };
  const yoy = await read('yoy', true);
  const share = await read('share', isWhole);
  const contribution = await read('contribution', isWhole);
  const figure = (of: Map<string, SeriesRow> | undefined, row: SeriesRow): Figure => {
    const found = of?.get(keyOf(row, by));
    return found ? { value: found.value, reason: found.reason } : none;
  };
  const parts = level.map((row) => ({
    ...told(row),
    share: figure(share, row),
    yoy: figure(yoy, row),
    contribution: figure(contribution, row),
  }));
  const wholes = Map.groupBy(parts, ({ cell }) => wholeKey(cell, by));
  return {
    parts: parts.filter(({ cell }) => cell[by] !== total),
    balances: [...wholes.values()].flatMap((group) => balanceOf(query, group)),
  };
}

async function rowsOf(
  database: Database,
  { indicator, select, asOf, by, period }: StructureQuery,
  transform: SeriesQuery['transform'],
): Promise<SeriesRow[]> {
  const of = transform === 'share' || transform === 'contribution' ? by : null;
  return readSeries(database, {
    indicator,
    select,
    asOf,
    transform,
    of,
    from: period,
    to: period,
    last: null,
  });
}

function told({
  value,
  status,
  reason,
  release,
  indicator: _,
  period: __,
  coverage: ___,
  ...cell
}: SeriesRow) {
  return { cell: cell as unknown as Cell, value, status, reason, release };
}

function byCell(rows: readonly SeriesRow[], by: Dimension): Map<string, SeriesRow> {
  return new Map(rows.map((row) => [keyOf(row, by), row]));
}

function keyOf(row: SeriesRow, by: Dimension): string {
  const { cell } = told(row);
  return `${wholeKey(cell, by)}|${cell[by]}`;
}

function wholeKey(cell: Cell, by: Dimension): string {
  return JSON.stringify({ ...cell, [by]: total });
}

function balanceOf({ indicator, by }: StructureQuery, group: readonly Part[]): Balance[] {
  const whole = group.find(({ cell }) => cell[by] === total);
  if (!whole) return [];
  const parts = group.filter((part) => part !== whole);
  const confidential = parts.filter(({ reason }) => reason === 'CONFIDENTIAL').length;
  const missing = parts.filter(({ reason }) => reason === 'MISSING').length;
  const { additivity, unit } = indicators[indicator] as Indicator;
  // Amounts of a month stand once, wherever they are counted; what is counted anew may stand in several parts.
  const adds = additivity[by] === 'sum' || (additivity[by] === 'recompute' && ['CNY', 'USD'].includes(unit));
  const sum = adds ? sumOf(parts.map(({ value }) => value)) : null;
  const isOpen = sum !== null && whole.value !== null && confidential === 0;
  return [
    {
      cell: whole.cell,
      total: whole.value,
      yoy: whole.yoy,
      sum,
      unallocated: isOpen ? minus(whole.value as Decimal, sum) : null,
      unallocated_contribution: isOpen ? leftOver(whole.yoy, parts) : null,
      ...{ confidential, missing },
      reason: whyNot(whole, adds, confidential),
    },
  ];
}

function whyNot(whole: Part, adds: boolean, confidential: number): Balance['reason'] {
  if (!adds) return 'RECOUNTED';
  if (whole.value === null) return whole.reason;
  return confidential > 0 ? 'CONFIDENTIAL' : null;
}

/** The growth of the whole that no part's contribution explains. */
function leftOver(yoy: Figure, parts: readonly Part[]): Decimal | null {
  const known = parts.flatMap(({ contribution }) => contribution.value ?? []);
  if (yoy.value === null || known.length === 0) return null;
  const rest = minus(yoy.value, sumOf(known) ?? '0');
  // Each contribution is rounded on its own: what lies in their last digits is no part of the whole.
  return Math.abs(Number(rest)) < (known.length + 1) * 10 ** -growthDecimals ? '0' : rest;
}

function sumOf(values: readonly (Decimal | null)[]): Decimal | null {
  const known = values.flatMap((value) => value ?? []);
  return known.length ? known.reduce(add) : null;
}

/** With the decimals of the longer one. */
function minus(a: Decimal, b: Decimal): Decimal {
  return add(a, subtract('0', b));
}
