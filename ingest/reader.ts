/** What a file is, told by its bytes. */
export type Format = 'csv' | 'xlsx' | 'xls' | 'html' | 'ceb' | 'json' | 'ndjson' | 'zip';

/** How much a file may ask of its reader. All of them are settings. */
export interface ReadLimits {
  readonly maxFileBytes: number;
  readonly maxLineBytes: number;
  readonly maxColumns: number;
  readonly maxCellCharacters: number;
  readonly maxRows: number;
  /** Of everything that an archive or a workbook unpacks to, in bytes, and as a multiple of its own size. */
  readonly maxExpandedBytes: number;
  readonly maxExpansionRatio: number;
  readonly maxMembers: number;
  readonly maxXmlDepth: number;
}

/** One row of a part, every cell text. */
export interface PartRow {
  /** The number that a person sees: row of a sheet, record of a text file, position in an array; from 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** A sheet, a text file, a JSON array. */
export interface Part {
  /** Null: the file itself, which has one part only. */
  readonly name: string | null;
  readonly hidden: boolean;
  /** The workbook's date system: what day a bare number in a date column stands for. */
  readonly dateSystem: 1900 | 1904;
  readonly rows: AsyncIterable<PartRow>;
  /** A record of a text file with more or fewer cells than its header has its cells in the wrong columns. */
  readonly delimited?: boolean;
  /** What a person does not see in the sheet, but which is read: known once its rows have been. */
  readonly concealed?: Concealed;
}

export interface Concealed {
  rows: number;
  /** First and last, from 1. */
  readonly columns: (readonly [number, number])[];
}
