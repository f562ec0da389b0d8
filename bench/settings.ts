import { join } from 'node:path';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import type { DuckSettings } from '../engine/duckdb.ts';
import type { IngestSettings, Known } from '../ingest/settings.ts';

/** What every step of the benchmark works on, so that baseline and product see the same. */
export const firstPeriod = parsePeriod('2024-09') as Period;
export const months = 24;
export const seed = 7;
export const uscc = '91210100MA0000001G';
export const otherUscc = '91210100MA0000002E';
export const receivedAt = new Date('2026-11-08T01:00:00Z');

export interface Place {
  readonly dataDir: string;
  readonly bigFile: string;
  readonly lateFile: string;
}

export function place(root: string): Place {
  return { dataDir: join(root, 'data'), bigFile: join(root, 'big.csv'), lateFile: join(root, 'late.csv') };
}

/** DuckDB as the program runs it: two threads, 1 GB. */
export function duckSettings(root: string): DuckSettings {
  return { folders: [root], tempDir: join(root, 'data', 'tmp', 'duckdb'), memoryLimit: '1GB', threads: 2 };
}

/** The first files of tenants without a past. */
export const nothingKnown: Known = {
  isKnown: async () => false,
  tenantsNamed: async () => [],
  columnMap: async () => null,
  history: async () => ({ lines: [], events: [], tenants: [], rates: [], released: [] }),
  messageFiles: async () => new Map(),
};

export function ingestSettings(root: string): IngestSettings {
  return {
    dataDir: join(root, 'data'),
    duck: duckSettings(root),
    limits: {
      maxFileBytes: 2 ** 40,
      maxLineBytes: 1 << 20,
      maxColumns: 500,
      maxCellCharacters: 32_767,
      maxRows: 20_000_000,
      maxExpandedBytes: 2 ** 40,
      maxExpansionRatio: 1000,
      maxMembers: 1_000_000,
      maxXmlDepth: 32,
    },
  };
}
