import { createReadStream } from 'node:fs';
import type { FileProblem } from './bytes.ts';
import { type JsonLimits, startJson } from './json-rows.ts';
import type { Part, PartRow } from './reader.ts';
import { orProblem, Stop } from './stop.ts';

const chunkBytes = 64 << 10;

/**
 * The rows of a JSON array, of the array in an object around it, or of an object a line. Read twice: first for the keys
 * of all objects, since a key that only a later one has is a column too, and for whatever is wrong; then for the cells.
 * The first row names the keys.
 */
export async function readJson(path: string, limits: JsonLimits): Promise<FileProblem | AsyncIterable<Part>> {
  return orProblem(async () => {
    const encoding = await encodingOf(path);
    const keys = new Set<string>();
    let rows = 0;
    for await (const row of rowsOf(path, encoding, limits)) {
      rows += 1;
      for (const key of row.keys()) keys.add(key);
      if (keys.size > limits.maxColumns) throw new Stop('too_many_columns', String(limits.maxColumns));
    }
    if (rows === 0) throw new Stop('no_rows');
    if (keys.size === 0) throw new Stop('json_shape', '{}');
    return onePart(path, encoding, limits, [...keys]);
  });
}

async function* onePart(
  path: string,
  encoding: string,
  limits: JsonLimits,
  keys: readonly string[],
): AsyncGenerator<Part> {
  const rows = async function* (): AsyncGenerator<PartRow> {
    let row = 0;
    yield { row, cells: keys };
    for await (const cells of rowsOf(path, encoding, limits)) {
      row += 1;
      yield { row, cells: keys.map((key) => cells.get(key) ?? '') };
    }
  };
  yield { name: null, hidden: false, dateSystem: 1900, rows: rows() };
}

async function* rowsOf(path: string, encoding: string, limits: JsonLimits) {
  let rows: ReadonlyMap<string, string>[] = [];
  const reading = startJson(limits, (cells) => rows.push(cells));
  for await (const chunk of textOf(path, encoding)) {
    reading.write(chunk);
    yield* rows;
    rows = [];
  }
  reading.end();
}

/** JSON is UTF-8; some systems write GBK all the same. */
async function* textOf(path: string, encoding: string): AsyncGenerator<Uint8Array | string> {
  const decoder = encoding === 'utf-8' ? undefined : new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>)
      yield decoder ? decoder.decode(chunk, { stream: true }) : chunk;
    if (decoder) yield decoder.decode();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new Stop('json_broken', 'UTF-8/GB18030');
  }
}

async function encodingOf(path: string): Promise<'utf-8' | 'gb18030'> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>)
      decoder.decode(chunk, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'gb18030';
    throw error;
  }
}
