import type { Cells } from './rule.ts';

/** A row of an example: a good row with other cells and perhaps some too many, the header again, or nothing but these texts. */
export type ShapeRow =
  | { readonly cells: Cells; readonly surplus?: readonly string[] }
  | { readonly texts: readonly string[] }
  | 'header';

/** A sheet below the header of the line template; without a header where it holds no table. */
export interface ShapeSheet {
  readonly name: string;
  readonly rows: readonly ShapeRow[];
  readonly isHidden?: boolean;
  /** Numbers of hidden rows, from 1. */
  readonly hiddenRows?: readonly number[];
  readonly hasNoTable?: boolean;
}

/** What stands where in a small file, and whether the rule fires. One sheet without a name is a text. */
export interface ShapeExample {
  readonly fires: boolean;
  /** In words: what is odd about it. */
  readonly shows: string;
  readonly sheets: readonly ShapeSheet[];
  readonly hasMacros?: boolean;
}

const example =
  (fires: boolean) =>
  (shows: string, ...rows: readonly ShapeRow[]): ShapeExample => ({
    fires,
    shows,
    sheets: [{ name: '', rows }],
  });
export const firesAt = example(true);
export const passesAt = example(false);

export const row = (cells: Cells = {}, ...surplus: readonly string[]): ShapeRow => ({ cells, surplus });
export const texts = (...cells: readonly string[]): ShapeRow => ({ texts: cells });
