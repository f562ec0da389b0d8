import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { GrowthFlip, MovedCell } from '../api/collection.ts';
import { type Point, transformPoint } from '../catalogue/comparison.ts';
import { dimensions, type IndicatorId, transformsOf } from '../catalogue/indicators.ts';
import { compare, divide, round, subtract } from '../catalogue/number.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import type { Reason } from '../catalogue/status.ts';
import type { Database } from '../warehouse/database.ts';
import { currentObservations } from '../warehouse/releases.ts';

interface CellValue {
  readonly value: string | null;
  readonly reason: Reason | null;
}
/** What names a cell: the first columns of a drawn-up month. */
const cellColumns = ['indicator', ...dimensions] as const;
type CellName = Readonly<Record<(typeof cellColumns)[number], string>>;
/** Values of a month by their cell's codes, joined by commas. */
export type CellValues = ReadonlyMap<string, CellValue>;

interface Draft {
  readonly period: Period;
  readonly before: { readonly cells: CellValues; readonly blocked: unknown };
  readonly after: { readonly cells: CellValues; readonly blocked: unknown };
}

/** The observations of a drawn-up month: no cell of its CSV holds a comma. */
export async function readDraft(path: string): Promise<CellValues> {
  const cells = new Map<string, CellValue>();
  let isHeader = true;
  for await (const text of createInterface({ input: createReadStream(path) })) {
    const fields = text.split(',');
    const key = fields.slice(0, cellColumns.length).join(',');
    const [value, , reason] = fields.slice(cellColumns.length);
    if (!isHeader) cells.set(key, { value: value || null, reason: (reason || null) as Reason | null });
    isHeader = false;
  }
  return cells;
}

/** Cells that differ, those of trade value by amount first, then the others by how much of themselves they move. */
export function movedCells(drafts: readonly Draft[]): MovedCell[] {
  const moved = drafts
    .filter(({ before, after }) => !before.blocked && !after.blocked)
    .flatMap(({ period, before, after }) => {
      const keys = new Set([...before.cells.keys(), ...after.cells.keys()]);
      return [...keys].flatMap((key) => {
        const [from, to] = [before.cells.get(key)?.value ?? null, after.cells.get(key)?.value ?? null];
        return from === to ? [] : [movedCell(key, period, from, to)];
      });
    });
  return moved.sort(byEffect);
}

function movedCell(key: string, period: Period, from: string | null, to: string | null): MovedCell {
  return { ...dimensionsOf(key), period, from, to, ...movement(from, to) };
}

/** By how much a value moves, and by how much of itself; null where it has nothing to move from. */
export function movement(from: string | null, to: string | null): Pick<MovedCell, 'delta' | 'change'> {
  const places = (to ?? '').split('.')[1]?.length ?? 0;
  const delta = from === null || to === null ? null : round(subtract(to, from), places);
  const change = delta === null || from === null || compare(from, '0') <= 0 ? null : divide(delta, from, 6);
  return { delta, change };
}

function dimensionsOf(key: string): CellName {
  const codes = key.split(',');
  return Object.fromEntries(cellColumns.map((column, at) => [column, codes[at] ?? ''])) as CellName;
}

function byEffect(a: MovedCell, b: MovedCell): number {
  const isValue = (cell: MovedCell) => cell.indicator === 'trade_value';
  if (isValue(a) !== isValue(b)) return isValue(a) ? -1 : 1;
  const effect = (cell: MovedCell) =>
    magnitude(isValue(cell) ? (cell.delta ?? cell.to ?? cell.from ?? '0') : (cell.change ?? '1'));
  return compare(effect(b), effect(a)) || (keyOf(a) < keyOf(b) ? -1 : 1);
}

function keyOf(cell: CellName & { readonly period: string }): string {
  return [...cellColumns.map((column) => cell[column]), cell.period].join(',');
}

/** The value without its sign. */
export function magnitude(value: string): string {
  return value.replace(/^-/, '');
}

const reach = { mom: 1, yoy: 12 } as const;

/**
 * Growth whose sign turns: of the months drawn up, and of released months for which they are the base. What is drawn up
 * stands beside what is released.
 */
export async function flips(
  database: Database,
  drafts: readonly Draft[],
  moved: readonly MovedCell[],
): Promise<GrowthFlip[]> {
  const drawn = new Set<Period>(drafts.map(({ period }) => period));
  const around = new Set(
    [...drawn].flatMap((period) =>
      Object.values(reach).flatMap((n) => [addMonths(period, -n), addMonths(period, n)]),
    ),
  );
  const released = new Map<string, CellValue>();
  for (const row of await currentObservations(database, [...around]))
    released.set(keyOf(row), { value: row.value, reason: row.reason as Reason | null });
  const beside = (of: 'before' | 'after') => {
    const cells = new Map(drafts.map((draft) => [draft.period, draft[of].cells]));
    return (key: string, period: Period): CellValue | undefined =>
      drawn.has(period) ? cells.get(period)?.get(key) : released.get(`${key},${period}`);
  };
  const [before, after] = [beside('before'), beside('after')];
  return growthOf(moved).flatMap(({ key, period, transform }) => {
    const from = transformPoint(transform, period, (at) => pointOf(before(key, at)));
    const to = transformPoint(transform, period, (at) => pointOf(after(key, at)));
    if (from.value === null || to.value === null || !turns(from.value, to.value)) return [];
    return [{ ...dimensionsOf(key), period, transform, from: from.value, to: to.value }];
  });
}

/** Every growth that a moved cell is in: as the month itself, and as the base of a later one. */
function growthOf(moved: readonly MovedCell[]) {
  const found = new Map<string, { key: string; period: Period; transform: 'mom' | 'yoy' }>();
  for (const cell of moved) {
    const key = keyOf(cell).slice(0, -`,${cell.period}`.length);
    for (const transform of ['mom', 'yoy'] as const) {
      if (!transformsOf(cell.indicator as IndicatorId).includes(transform)) continue;
      for (const period of [cell.period as Period, addMonths(cell.period as Period, reach[transform])])
        found.set(`${key} ${period} ${transform}`, { key, period, transform });
    }
  }
  return [...found.values()];
}

function turns(from: string, to: string): boolean {
  return compare(from, '0') * compare(to, '0') < 0;
}

function pointOf(cell: CellValue | undefined): Point | undefined {
  return cell && { ...cell, status: 'p', coverage: null, release: 'drawn' };
}
