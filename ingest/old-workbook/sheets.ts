/** What the worker is told, and what it answers. */
export interface Order {
  readonly path: string;
  readonly maxColumns: number;
  readonly maxRows: number;
  readonly maxCellCharacters: number;
}

export interface OldSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly hiddenRows: number;
  /** Row number and cells. */
  readonly rows: readonly (readonly [number, readonly string[]])[];
}

export type Answer =
  | { readonly sheets: readonly OldSheet[]; readonly dateSystem: 1900 | 1904 }
  | { readonly problem: { readonly id: OldProblem; readonly value: string } };

export type OldProblem =
  | 'password_needed'
  | 'workbook_old'
  | 'too_many_columns'
  | 'too_many_rows'
  | 'cell_too_long';
