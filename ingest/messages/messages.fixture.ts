import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Duck, withDuckDB } from '../../engine/duckdb.ts';
import type { FileProblem } from '../bytes.ts';
import type { ReadLimits } from '../reader.ts';
import { type Assembled, assembleMessages } from './assemble.ts';
import { type Member, type MessageFile, readMessages } from './read.ts';

export const tenant = '91210100MA00000013';
export const customsCode = '2101960T01';

export const limits: ReadLimits = {
  maxFileBytes: 1 << 26,
  maxLineBytes: 1 << 20,
  maxColumns: 1000,
  maxCellCharacters: 1000,
  maxRows: 100_000,
  maxExpandedBytes: 1 << 26,
  maxExpansionRatio: 100,
  maxMembers: 100,
  maxXmlDepth: 32,
};

/** A member's bytes in pieces of a size that cuts tags and characters. */
async function* pieces(content: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export type Content = string | Uint8Array | Readonly<Record<string, string | Uint8Array>>;

export async function* membersOf(content: Content, size = 1000): AsyncGenerator<Member> {
  if (typeof content === 'string' || content instanceof Uint8Array)
    yield { name: null, chunks: pieces(content, size) };
  else for (const [name, bytes] of Object.entries(content)) yield { name, chunks: pieces(bytes, size) };
}

export async function inFolder<T>(work: (folder: string, duck: Duck) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'parkstat-messages-'));
  await mkdir(join(folder, 'lake'));
  const settings = { folders: [folder], tempDir: join(folder, 'duck'), memoryLimit: '256MB', threads: 1 };
  try {
    return await withDuckDB(settings, (duck) => work(folder, duck));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function readRecords(
  content: Content,
  changes: Partial<ReadLimits> = {},
  size?: number,
): Promise<{ file: FileProblem | MessageFile; records: Record<string, string | null>[]; bytes: Buffer }> {
  return inFolder(async (folder, duck) => {
    const target = join(folder, 'lake', 'messages-one.parquet');
    const file = await readMessages(duck, membersOf(content, size), {
      limits: { ...limits, ...changes },
      target,
    });
    if ('id' in file) return { file, records: [], bytes: Buffer.alloc(0) };
    const records = await duck.rows<Record<string, string | null>>(
      `select columns(*)::varchar from read_parquet('${target}') order by row::bigint`,
    );
    return { file, records, bytes: await readFile(target) };
  });
}

export interface Told {
  /** Canonical rows by cell, as they stand after all files. */
  readonly lines: readonly Record<string, string>[];
  readonly events: readonly Record<string, string>[];
  /** What each file said. */
  readonly assembled: readonly Assembled[];
  /** All bytes that were written. */
  readonly bytes: Buffer;
}

/** Takes files one after another, and puts the lines of the cells that each touches in the place of those before. */
export async function tell(files: readonly Content[], customsCodes: readonly string[] = []): Promise<Told> {
  return inFolder(async (folder, duck) => {
    const cells = {
      line: new Map<string, Record<string, string>[]>(),
      event: new Map<string, Record<string, string>[]>(),
    };
    const assembled: Assembled[] = [];
    const earlier: string[] = [];
    const written: Buffer[] = [];
    for (const [at, content] of files.entries()) {
      const path = join(folder, 'lake', `messages-${at}.parquet`);
      const file = await readMessages(duck, membersOf(content), { limits, target: path });
      if ('id' in file) throw new Error(file.id);
      const delivery = {
        delivery: String(at),
        uscc: tenant,
        customsCodes,
        receivedAt: new Date(0),
        declaredPeriod: null,
      };
      const found = await assembleMessages(duck, delivery, earlier, path, join(folder, `copy-${at}`));
      for (const sort of ['line', 'event'] as const) {
        const rows = await duck.rows<Record<string, string>>(
          `select * from read_csv('${sort === 'line' ? found.lineCopy : found.eventCopy}', header = true, all_varchar = true, nullstr = chr(26))`,
        );
        put(cells[sort], sort === 'line' ? found.touched : found.touchedEvents, rows);
      }
      written.push(await readFile(path), await readFile(found.lineCopy), await readFile(found.eventCopy));
      assembled.push(found);
      earlier.push(path);
    }
    return {
      lines: [...cells.line.values()].flat(),
      events: [...cells.event.values()].flat(),
      assembled,
      bytes: Buffer.concat(written),
    };
  });
}

function put(
  cells: Map<string, Record<string, string>[]>,
  touched: readonly { customs_mode: string; flow: string; period: string }[],
  rows: readonly Record<string, string>[],
): void {
  for (const { customs_mode, flow, period } of touched) {
    const own = rows.filter(
      (row) =>
        row.customs_mode === customs_mode &&
        row.flow === flow &&
        (row.released_on ?? row.event_on)?.startsWith(period),
    );
    cells.set(`${customs_mode} ${flow} ${period}`, own);
  }
}

/** Lines without their places, in an order of their own. */
export function contents(rows: readonly Record<string, string>[]): string[] {
  return rows.map(({ part: _part, row: _row, ...cells }) => JSON.stringify(cells)).sort();
}
