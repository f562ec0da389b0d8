import type { Dimension, IndicatorId, Transform, UnitId } from '../../catalogue/indicators.ts';
import type { Mark } from '../../catalogue/marks.ts';
import type { Period } from '../../catalogue/period.ts';
import type { BrokenCode } from '../../catalogue/query-language/broken.ts';
import type { Reason, Status } from '../../catalogue/status.ts';

/** What `query`, `availability`, `queries` and `sql` answer, as far as the page reads it. */
export interface QueryRow extends Partial<Record<Dimension, string>> {
  readonly period: Period;
  readonly value: string | null;
  readonly status: Status;
  readonly reason: Reason | null;
  readonly coverage: string | null;
  readonly release: string | null;
  readonly against_value?: string | null;
  readonly against_status?: Status;
  readonly against_reason?: Reason | null;
  readonly against_release?: string | null;
  readonly delta?: string | null;
  readonly change?: string | null;
}

export interface QueryNote {
  readonly id: string;
  readonly zh: string;
  readonly en: string | null;
  readonly from: string;
  readonly to: string;
}

export interface QueryAnswer {
  readonly indicator: IndicatorId;
  readonly transform: Transform;
  readonly unit: UnitId;
  readonly decimals: number;
  readonly as_of: string | null;
  readonly against: string | null;
  readonly dimensions: readonly Dimension[];
  readonly months: readonly Period[];
  readonly cells: number;
  readonly ranked: readonly string[];
  readonly has_rest: boolean;
  readonly additivity: 'sum' | 'recompute' | 'none' | 'mixed';
  readonly releases: readonly string[];
  readonly rows: readonly QueryRow[];
  readonly marks: readonly (Partial<Record<Dimension, string>> & {
    readonly period: Period;
    readonly marks: readonly Mark[];
  })[];
  readonly notes: readonly QueryNote[];
}

export interface AvailableCode {
  readonly dimension: Dimension;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly cells: number;
}

export interface Available {
  readonly codes: readonly AvailableCode[];
  readonly months: readonly Period[];
  readonly released_from: Period | null;
  readonly released_to: Period | null;
  readonly cells: number;
  readonly rows: number;
  readonly limit: number;
  readonly exists: boolean;
  readonly reason: string | null;
  readonly blocking: readonly Dimension[];
}

export interface SavedAnswer {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly mine: boolean;
  readonly shared: boolean;
  readonly kind: 'series' | 'sql';
  readonly address?: string;
  readonly line?: string;
  readonly sql?: string;
  readonly asOf?: string | null;
  readonly used_at: string;
  readonly broken: readonly BrokenCode[];
}

export interface SqlTables {
  readonly tables: readonly {
    readonly name: string;
    readonly columns: readonly { readonly name: string; readonly type: string }[];
  }[];
  readonly rows: number;
  readonly seconds: number;
  readonly characters: number;
}

/** What the engine expects of a statement that has not run. */
export interface SqlEstimate {
  readonly rows: number | null;
  readonly read: number;
  readonly most: number;
  readonly steps: readonly {
    readonly operator: string;
    readonly rows: number | null;
    readonly depth: number;
  }[];
  readonly seconds: number;
}

export interface SqlAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  readonly more: 'rows' | 'bytes' | null;
  readonly limit: number;
  readonly releases: readonly string[];
}
