import type { Message } from '../../catalogue/refusal.ts';
import type { SeriesRow } from '../../warehouse/series-table.ts';
import type { SeriesContent } from './columns.ts';

/** What stands before the numbers in a file that leaves the house. */
export interface Fact extends Message {
  readonly value: string;
}

/** An answer as a file of its own: whole, or in parts that follow one another. */
export interface FileContent {
  readonly title: Message;
  readonly facts: readonly Fact[];
  readonly notes: readonly Message[];
  readonly columns: readonly (keyof SeriesRow)[];
  /** Of the values. */
  readonly decimals: number;
  readonly rows: number;
  /** Written into the file's properties: the instant of the vintage, so that the same answer is the same file. */
  readonly madeAt: Date;
  readonly parts: AsyncIterable<SeriesContent> | Iterable<SeriesContent>;
}

/** Formats that need the engine or a writer of workbooks, which the API is given because it must not reach for them itself. */
export type FileFormat = 'parquet' | 'xlsx';

export interface TableFiles {
  /** The file's bytes, for an answer within the limits of a request. */
  bytes(format: FileFormat, content: FileContent): Promise<Buffer>;
  /** The file at `path`; `signal` breaks the work off. */
  write(format: FileFormat, content: FileContent, path: string, signal?: AbortSignal): Promise<void>;
}
