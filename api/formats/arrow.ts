import {
  Decimal,
  Dictionary,
  Field,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import type { Dimension } from '../../catalogue/indicators.ts';
import { reasons, statuses } from '../../catalogue/status.ts';
import type { SeriesRow } from '../../warehouse/series-table.ts';
import {
  coverageDecimals,
  forEachPoint,
  rowsOn,
  type SeriesContent,
  seriesColumns,
  spansOf,
  toldDimensions,
} from './columns.ts';
import { decimalColumn } from './decimals.ts';

/** The texts that may stand in a column. */
export type Texts = Readonly<Record<string, readonly string[]>>;

/** An Arrow stream: codes as dictionaries of text, value and coverage as exact decimals of 38 digits. */
export function seriesArrow(content: SeriesContent): Buffer {
  const stream = arrowStream(textsOf(content), content);
  stream.write(content);
  return stream.finish();
}

function textsOf({ table, named }: SeriesContent): Texts {
  const told = toldDimensions(named).map((dimension) => [
    dimension,
    [...new Set(table.cells.map((cell) => cell.told[dimension] ?? ''))],
  ]);
  const releases = new Set<string>();
  for (const { points } of table.cells)
    for (const { release } of points) if (release !== null) releases.add(release);
  return { ...Object.fromEntries(told), release: [...releases], ...fixedTexts(table) };
}

/** What stands in the other columns, whatever the cells are. */
export function fixedTexts({ indicator, months }: Pick<SeriesContent['table'], 'indicator' | 'months'>) {
  return {
    indicator: [indicator],
    period: months,
    status: Object.keys(statuses),
    reason: Object.keys(reasons),
  };
}

export interface ArrowStream {
  /** Adds an answer, or a part of one, of the same columns and with no other texts. */
  write(content: SeriesContent): void;
  /** Ends the stream; what has been written. */
  finish(): Buffer;
  /** Ends the stream; what has not been read from `chunks` yet goes there. */
  close(): void;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Batches one after the other; the dictionaries once, before the first. */
export function arrowStream(texts: Texts, { named, decimals }: Omit<SeriesContent, 'table'>): ArrowStream {
  const columns = seriesColumns(named).map((column, id) =>
    columnOf(column, id, texts[column] ?? [], decimals),
  );
  const schema = new Schema(columns.map(({ name, type }) => new Field(name, type, true)));
  const writer = new RecordBatchStreamWriter();
  return {
    chunks: writer,
    write: (content) => {
      const length = rowsOn(content);
      const children = columns.map(({ data }) => data(content, length));
      const type = new Struct(schema.fields);
      writer.write(new RecordBatch(schema, makeData({ type, length, nullCount: 0, children })));
    },
    finish: () => {
      writer.finish();
      return Buffer.from(writer.toUint8Array(true));
    },
    close: () => void writer.finish(),
  };
}

function columnOf(name: keyof SeriesRow, id: number, texts: readonly string[], decimals: number) {
  if (name === 'value' || name === 'coverage') {
    const scale = name === 'value' ? decimals : coverageDecimals;
    const type = new Decimal(scale, 38, 128);
    const data = (content: SeriesContent, length: number) => {
      const { words, put } = decimalColumn(length, scale);
      const validity = validityOf(length);
      forEachPoint(content, (point, row) => {
        const text = point[name];
        if (text === null) validity.none(row);
        else put(row, text);
      });
      return makeData({ type, length, ...validity.told(), data: words });
    };
    return { name, type, data };
  }
  const type = new Dictionary(new Utf8(), new Int32(), id, false);
  const dictionary: Vector<Utf8> = vectorFromArray(texts.length ? texts : [''], new Utf8());
  const places = new Map(texts.map((text, at) => [text, at]));
  const data = (content: SeriesContent, length: number) => {
    const indices = new Int32Array(length);
    const validity = validityOf(length);
    if (name === 'status' || name === 'reason' || name === 'release')
      forEachPoint(content, (point, row) => {
        const text = point[name];
        if (text === null) validity.none(row);
        else indices[row] = placeOf(places, text);
      });
    else if (name !== 'indicator') putShared(indices, content, name, places);
    return makeData({ type, length, ...validity.told(), data: indices, dictionary });
  };
  return { name, type, data };
}

/** Which rows of a column have nothing; a column that has something everywhere needs no bitmap. */
function validityOf(length: number) {
  let nullCount = 0;
  const nullBitmap = new Uint8Array(Math.ceil(length / 8)).fill(255);
  return {
    none: (row: number) => {
      nullCount++;
      nullBitmap[row >> 3] = (nullBitmap[row >> 3] as number) & ~(1 << (row & 7));
    },
    told: () => ({ nullCount, nullBitmap: nullCount ? nullBitmap : null }),
  };
}

/** Codes, which all rows of a cell share, and months, which all cells share. */
function putShared(
  indices: Int32Array,
  content: SeriesContent,
  name: 'period' | Dimension,
  places: ReadonlyMap<string, number>,
): void {
  let row = 0;
  for (const { cell, from, to } of spansOf(content)) {
    if (name === 'period') for (let month = from; month < to; month++) indices[row + month - from] = month;
    else indices.fill(placeOf(places, cell.told[name] ?? ''), row, row + to - from);
    row += to - from;
  }
}

function placeOf(places: ReadonlyMap<string, number>, text: string): number {
  const place = places.get(text);
  if (place === undefined) throw new Error(`${text} is not among the texts of its column`);
  return place;
}
