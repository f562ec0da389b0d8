import type { Readable } from 'node:stream';
import type { Dimension } from '../catalogue/indicators.ts';
import type { Period } from '../catalogue/period.ts';
import type { Message } from '../catalogue/refusal.ts';

/** A file that a client has sent, at rest in a place of its own until it is taken in. */
export interface Upload {
  readonly path: string;
  readonly fileName: string;
  readonly bytes: number;
  /** Null: the content must tell. */
  readonly tenant: string | null;
  readonly period: Period | null;
}

/** A row that differs between two versions of a delivery. */
export interface RowChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly mode: string;
  readonly flow: string;
  readonly period: string;
  readonly declaration_no: string;
  readonly line_no: number;
  /** Of a changed row, what differs. */
  readonly columns: readonly {
    readonly column: string;
    readonly from: string | null;
    readonly to: string | null;
  }[];
}

export interface DeliveryChanges {
  readonly previous: string | null;
  readonly counts: {
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
    readonly same: number;
  };
  readonly rows: readonly RowChange[];
}

/** What may be supposed of a delivery. Putting one back that was withdrawn moves what accepting it would. */
export const impactActions = ['accept', 'withdraw', 'reinstate'] as const;
export type ImpactAction = (typeof impactActions)[number];

/** A cell whose value would move. */
export interface MovedCell extends Readonly<Record<Dimension, string>> {
  readonly indicator: string;
  readonly period: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly delta: string | null;
  /** Of the value before, as a ratio: 0.05 = 5 %. */
  readonly change: string | null;
}

/** Growth that would turn from rise to fall, or the other way. */
export interface GrowthFlip extends Omit<MovedCell, 'delta' | 'change'> {
  readonly transform: 'mom' | 'yoy';
}

export interface Impact {
  readonly action: ImpactAction;
  readonly months: readonly {
    readonly period: string;
    readonly release: string | null;
    readonly moved: number;
    /** Why the month could not be published then; null when it could. */
    readonly blocked: Message | null;
  }[];
  /** Cells that move in all; `cells` are those of the largest effect. */
  readonly moved: number;
  readonly cells: readonly MovedCell[];
  readonly flips: readonly GrowthFlip[];
  readonly releases: readonly string[];
  readonly sentences: readonly Message[];
}

export interface Workbook {
  readonly fileName: string;
  readonly content: Buffer | Readable;
}

/** Work that needs files or the engine, which the API is given because it must not reach for them itself. */
export interface Collection {
  /** The delivery's id; `again` when the same bytes were delivered before. */
  handIn(upload: Upload): Promise<{ readonly id: string; readonly again: boolean }>;
  changes(id: string, page: { readonly limit: number; readonly offset: number }): Promise<DeliveryChanges>;
  impact(id: string, action: ImpactAction, limit: number): Promise<Impact>;
  annotated(id: string): Promise<Workbook>;
  template(id: 'line' | 'b2b_export' | 'event'): Promise<Workbook>;
}
