import type { Duck } from '../engine/duckdb.ts';
import type { Finding } from './delivery.ts';
import type { Claims, Tables } from './tables.ts';

/** A file whose rows have been judged, and what it says of itself. */
export interface FileFacts {
  readonly delivery: string;
  readonly uscc: string;
  readonly receivedAt: Date;
  readonly fileName: string;
  readonly claims: Claims;
  readonly totals: Tables['totals'];
}

/** What is in force for the tenants of a batch, and what else the rules of whole files look at. */
export interface History {
  readonly lines: readonly {
    readonly uscc: string;
    readonly customs_mode: string;
    readonly flow: string;
    readonly period: string;
    readonly delivery_id: string;
    readonly lake_file: string;
    readonly lines: number;
  }[];
  readonly tenants: readonly {
    readonly uscc: string;
    readonly name_zh: string;
    readonly aliases: readonly string[];
    readonly customs_code: string | null;
  }[];
  readonly rates: readonly {
    readonly month: string;
    readonly currency: string;
    readonly cny_per_100: string;
  }[];
  readonly released: readonly string[];
}

export async function fileFindings(
  _duck: Duck,
  _files: readonly FileFacts[],
  _history: History,
): Promise<Map<string, Finding[]>> {
  return new Map();
}
