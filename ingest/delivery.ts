import { createHash } from 'node:crypto';
import type { Period } from '../catalogue/period.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { FileRefusalId } from '../catalogue/rules/refusals.ts';
import type { Encoding } from './bytes.ts';

/** A file as it arrived, and who sent it. */
export interface Arrival {
  readonly path: string;
  readonly fileName: string;
  readonly fileTime: Date;
  readonly uscc: string;
  readonly sourceId: string | null;
  /** The month that the sender says the file is for; rows of other months are then rejected. */
  readonly declaredPeriod: Period | null;
}

export interface Coverage {
  readonly customs_mode: string;
  readonly flow: string;
  readonly period: string;
  readonly lines: number;
  /** Months of declaration and currencies whose rates the lines need, like `2026-09 USD`. */
  readonly rates: readonly string[];
}

export interface StoppedRow {
  readonly row: number;
  readonly outcome: string;
  readonly period: string | null;
  readonly rule: string;
  readonly column_name: string | null;
  readonly value: string | null;
}

/** A delivery after collection: recognised, read and judged, or refused as a whole. */
export interface Delivery {
  readonly id: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly uscc: string;
  readonly sourceId: string | null;
  readonly fileName: string;
  readonly fileTime: Date;
  readonly receivedAt: Date;
  readonly declaredPeriod: Period | null;
  readonly format: 'csv' | null;
  readonly encoding: Encoding | null;
  readonly template: 'line' | null;
  readonly refusal: (Message & { readonly id: FileRefusalId; readonly value: string }) | null;
  /** Header cells that no template column answers to; their cells were not read. */
  readonly ignoredColumns: readonly string[];
  readonly rowsRead: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly setAside: number;
  readonly coverage: readonly Coverage[];
  readonly lakeFile: string | null;
}

/**
 * A delivery is a tenant's bytes: the same bytes from the same tenant are the same delivery. For another declared month
 * they say something else, and are another.
 */
export function deliveryId(uscc: string, sha256: string, declaredPeriod: Period | null = null): string {
  return createHash('sha256')
    .update([uscc, sha256, ...(declaredPeriod ? [declaredPeriod] : [])].join(' '))
    .digest('hex')
    .slice(0, 20);
}
