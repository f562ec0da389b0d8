import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { coverageDecimals, type SeriesContent, seriesTexts } from '../api/formats/columns.ts';
import { csvRows } from '../api/formats/csv.ts';
import type { FileContent, FileFormat, TableFiles } from '../api/formats/files.ts';
import { type DuckSettings, identifier, literal, withDuckDB } from '../engine/duckdb.ts';
import { seriesWorkbook } from '../workbooks/series.ts';
import { queueOf } from './queue.ts';

/** Each such file takes the engine or a whole core. */
const filesAtOnce = 2;

/** Parquet by DuckDB, workbooks by their writer; both by way of a file, so that no size is held in memory. */
export function tableFiles(folder: string, duck: DuckSettings): TableFiles {
  const lane = queueOf(filesAtOnce);
  const temporary = async () => {
    await mkdir(folder, { recursive: true });
    return join(folder, `table-${process.pid}-${crypto.randomUUID()}`);
  };
  const write: TableFiles['write'] = (format, content, path, signal) =>
    lane(async () => {
      if (format === 'xlsx') return writeXlsx(content, path, signal);
      const csv = await temporary();
      try {
        await writeCsv(content, csv, signal);
        await toParquet(content, csv, path, duck);
      } finally {
        await rm(csv, { force: true });
      }
    });
  return {
    write,
    bytes: async (format: FileFormat, content: FileContent) => {
      const path = await temporary();
      try {
        await write(format, content, path);
        return await readFile(path);
      } finally {
        await rm(path, { force: true });
      }
    },
  };
}

async function writeXlsx(content: FileContent, path: string, signal?: AbortSignal): Promise<void> {
  const stream = createWriteStream(path);
  const closed = finished(stream);
  closed.catch(() => undefined);
  try {
    await seriesWorkbook({ ...content, rows: rowsOf(content, signal) }, stream, content.madeAt);
    await closed;
  } finally {
    stream.destroy();
  }
}

async function* rowsOf({ parts }: FileContent, signal?: AbortSignal) {
  for await (const part of parts) {
    signal?.throwIfAborted();
    yield* seriesTexts(part);
  }
}

async function writeCsv({ parts }: FileContent, path: string, signal?: AbortSignal): Promise<void> {
  const stream = createWriteStream(path);
  const closed = finished(stream);
  closed.catch(() => undefined);
  try {
    for await (const part of parts as AsyncIterable<SeriesContent>) {
      signal?.throwIfAborted();
      if (!stream.write(csvRows(part))) await Promise.race([once(stream, 'drain'), closed]);
    }
    stream.end();
    await closed;
  } finally {
    stream.destroy();
  }
}

/** Codes and months as text, value and coverage as exact decimals; the file's own metadata say what it is. */
async function toParquet(
  { columns, decimals, facts }: FileContent,
  csv: string,
  path: string,
  duck: DuckSettings,
): Promise<void> {
  const typeOf = (column: string) => {
    if (column === 'value') return `DECIMAL(38, ${decimals})`;
    return column === 'coverage' ? `DECIMAL(38, ${coverageDecimals})` : 'VARCHAR';
  };
  const types = columns.map((column) => `${literal(column)}: ${literal(typeOf(column))}`).join(', ');
  const about = facts.map(({ en, value }) => `${identifier(`parkstat ${en}`)}: ${literal(value)}`).join(', ');
  await withDuckDB(duck, (engine) =>
    engine.run(
      `copy (from read_csv(${literal(csv)}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', nullstr = '', columns = {${types}}))
       to ${literal(path)} (format parquet, compression zstd, kv_metadata {${about}})`,
    ),
  );
}
