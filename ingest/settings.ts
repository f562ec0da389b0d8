import type { DuckSettings } from '../engine/duckdb.ts';
import type { Arrival } from './delivery.ts';
import type { History } from './file-rules.ts';
import type { ReadLimits } from './reader.ts';
import type { Claims, ColumnMap } from './tables.ts';

export interface IngestSettings {
  readonly dataDir: string;
  readonly duck: DuckSettings;
  readonly limits: ReadLimits;
}

/** What ingest asks of those who know the registry and what was delivered before. */
export interface Known {
  /** Deliveries that are recorded already are left out of the answer. */
  isKnown(id: string, arrival: Arrival): Promise<boolean>;
  /** Registered tenants that a content names, by number, customs code or name. */
  tenantsNamed(claims: Claims): Promise<readonly string[]>;
  /** A tenant's own column names. */
  columnMap(arrival: Arrival): Promise<ColumnMap | null>;
  history(usccs: readonly string[]): Promise<History>;
  /** Files of records of customs messages, absolute, of those of the tenants that have any. */
  messageFiles(usccs: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
}
