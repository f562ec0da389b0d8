import type { Row } from './duckdb.ts';

/** What a process for SQL is told and tells; both ends are ours, and the texts between are JSON. */
export interface SqlRelation {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
  /** Parquet files in the folder of the process, by name only. */
  readonly files?: readonly string[];
  readonly rows?: readonly Row[];
  /** A view over the relations before it. */
  readonly sql?: string;
}

export interface SqlLimits {
  readonly rows: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

export type SqlOrder =
  | {
      readonly kind: 'open';
      readonly relations: readonly SqlRelation[];
      readonly memoryLimit: string;
      readonly threads: number;
    }
  | {
      readonly kind: 'run';
      readonly sql: string;
      /** The current relation: its name, and the files that it has at the vintage asked for. */
      readonly current: { readonly name: string; readonly files: readonly string[] };
      readonly limits: SqlLimits;
      /** Not to be run: only how, as one cell of JSON. */
      readonly explain?: boolean;
    }
  | { readonly kind: 'interrupt' };

export type Cell = string | number | boolean | null;

export interface SqlAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Cell[])[];
  /** Why there are more rows than are given; null: these are all. */
  readonly more: 'rows' | 'bytes' | null;
}

/** Why a statement was not run to its end. */
export interface SqlFailure {
  readonly kind: 'statement' | 'error' | 'interrupted' | 'memory';
  readonly message: string;
}

export type SqlReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly answer: SqlAnswer }
  | { readonly kind: 'failed'; readonly failure: SqlFailure };
