import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { finished, pipeline } from 'node:stream/promises';
import { dimensionCodes } from '../../catalogue/codes.ts';
import { total } from '../../catalogue/mode.ts';
import type { Database } from '../../warehouse/database.ts';
import { listParks } from '../../warehouse/registry.ts';
import { visibleReleases } from '../../warehouse/releases.ts';
import { monthsShown } from '../../warehouse/series.ts';
import { readSeriesParts } from '../../warehouse/series-parts.ts';
import { served } from '../delivery-work.ts';
import { type ArrowStream, arrowStream, fixedTexts, type Texts } from '../formats/arrow.ts';
import { rowsOn, type SeriesContent } from '../formats/columns.ts';
import { csvHeader, csvRows } from '../formats/csv.ts';
import type { TableFiles } from '../formats/files.ts';
import { type Described, fileContent, measureOf, namedIn, releasesRead } from '../series-content.ts';
import { queryOf } from '../series-read.ts';
import type { ExportJob } from './job.ts';

export interface Written {
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes the file of an export, part by part; `told` hears of each part before it is written. */
export async function writeExport(
  database: Database,
  files: TableFiles | null,
  job: ExportJob,
  path: string,
  told: (content: SeriesContent, rows: number) => void,
  signal: AbortSignal,
): Promise<Written> {
  const query = await queryOf(database, job.asked);
  const releases = await visibleReleases(database, query.asOf);
  const months = monthsShown(query, releases);
  const { decimals } = measureOf(query);
  const named = namedIn(query);
  async function* parts(): AsyncGenerator<SeriesContent> {
    for await (const table of readSeriesParts(database, query, releases)) {
      signal.throwIfAborted();
      const content = { table, named, decimals };
      told(content, rowsOn(content));
      yield content;
    }
  }
  const shape = { named, decimals };
  if (job.format === 'csv') await writeCsv(shape, parts(), path);
  else if (job.format === 'arrow') {
    const ids = releasesRead(query, { months }, releases).map(({ id }) => id);
    const texts = {
      ...(await codeTexts(database)),
      ...fixedTexts({ indicator: query.indicator, months }),
      release: ids,
    };
    await writeArrow(texts, shape, parts(), path);
  } else {
    const described: Described = {
      query,
      citation: job.citation,
      months,
      releases: releasesRead(query, { months }, releases),
      rows: job.rows,
      counts: null,
    };
    await served(files).write(job.format, fileContent(described, parts()), path, signal);
  }
  return measured(path);
}

type Shape = Pick<SeriesContent, 'named' | 'decimals'>;

async function writeCsv(shape: Shape, parts: AsyncIterable<SeriesContent>, path: string): Promise<void> {
  const stream = createWriteStream(path);
  const closed = finished(stream);
  closed.catch(() => undefined);
  try {
    stream.write(csvHeader(shape));
    for await (const part of parts)
      if (!stream.write(csvRows(part))) await Promise.race([once(stream, 'drain'), closed]);
    stream.end();
    await closed;
  } finally {
    stream.destroy();
  }
}

/** Every part of one stream has the same dictionaries: all codes that there are. */
async function writeArrow(
  texts: Texts,
  shape: Shape,
  parts: AsyncIterable<SeriesContent>,
  path: string,
): Promise<void> {
  const arrow = arrowStream(texts, shape);
  const written = pipeline(arrow.chunks, createWriteStream(path));
  written.catch(() => undefined);
  await writeBatches(arrow, parts, written);
  await written;
}

async function writeBatches(arrow: ArrowStream, parts: AsyncIterable<SeriesContent>, written: Promise<void>) {
  try {
    for await (const part of parts) {
      arrow.write(part);
      // The file takes what it can before the next part is read.
      await Promise.race([new Promise((next) => setImmediate(next)), written]);
    }
  } finally {
    arrow.close();
  }
}

async function codeTexts(database: Database): Promise<Texts> {
  const parks = (await listParks(database)).map(({ park_id }) => park_id);
  const coded = Object.entries(dimensionCodes).map(([dimension, codes]) => [
    dimension,
    [total, ...codes.map(({ code }) => code)],
  ]);
  return { park: [total, ...parks], ...Object.fromEntries(coded) };
}

async function measured(path: string): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    bytes += chunk.length;
    hash.update(chunk);
  }
  return { bytes, sha256: hash.digest('hex') };
}
