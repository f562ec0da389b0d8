import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeGb18030 } from '../fixtures/gb18030.ts';
import type { TakenIn } from './delivery.ts';
import { lakeRows, openPlace, type Place, received, send, stoppedOf, take } from './ingest.fixture.ts';

/** What one file of a scenario comes to, written by hand. Files stand in git as UTF-8 with LF. */
interface ExpectedFile {
  /** What the sender's system makes of the text before it sends it. */
  readonly encode?: keyof typeof encoders;
  readonly line_end?: 'crlf' | 'cr' | 'none at the end';
  /** The month that the sender declares. */
  readonly period?: string;
  /** Id and value. */
  readonly refusal: readonly [string, string] | null;
  readonly encoding: string | null;
  readonly ignored?: readonly string[];
  readonly rows_read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly set_aside: number;
  /** Row, rule, column, value. */
  readonly stopped: readonly (readonly [number, string, string | null, string | null])[];
  /** Mode, flow and period, lines, rates needed. */
  readonly coverage: readonly (readonly [string, number, readonly string[]])[];
  /** By row number, what stands in the lake. */
  readonly lines?: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
}

interface Scenario {
  readonly about: string;
  readonly received?: string;
  readonly files: Readonly<Record<string, ExpectedFile>>;
}

const encoders = {
  'utf-8-bom': (text: string) => Buffer.from(`\ufeff${text}`),
  gb18030: encodeGb18030,
  'utf-16le': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
};

const folder = fileURLToPath(new URL('../fixtures/scenarios/', import.meta.url));
const names = readdirSync(folder).sort();

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

function contentOf(path: string, { encode, line_end }: ExpectedFile): string | Buffer {
  let text = readFileSync(path, 'utf8');
  if (line_end === 'crlf') text = text.replaceAll('\n', '\r\n');
  if (line_end === 'cr') text = text.replaceAll('\n', '\r');
  if (line_end === 'none at the end') text = text.trimEnd();
  return encode ? encoders[encode](text) : text;
}

async function outcome(taken: TakenIn, expected: ExpectedFile) {
  const { delivery } = taken;
  const stopped = stoppedOf(taken);
  const rows = await lakeRows(place, taken);
  const place_ = (found: (typeof stopped)[number]) =>
    `${String(found.row).padStart(9)} ${found.column_name ?? '~'} ${found.rule}`;
  const lines = Object.entries(expected.lines ?? {}).map(([number, cells]) => {
    const row = rows.find((one) => one.row === number);
    return [number, Object.fromEntries(Object.keys(cells).map((column) => [column, row?.[column]]))] as const;
  });
  return {
    ...(expected.encode ? { encode: expected.encode } : {}),
    ...(expected.line_end ? { line_end: expected.line_end } : {}),
    ...(expected.period ? { period: expected.period } : {}),
    refusal: delivery.refusal && [delivery.refusal.id, delivery.refusal.value],
    encoding: delivery.encoding,
    ...(delivery.ignoredColumns.length ? { ignored: delivery.ignoredColumns } : {}),
    rows_read: delivery.rowsRead,
    accepted: delivery.accepted,
    rejected: delivery.rejected,
    set_aside: delivery.setAside,
    stopped: stopped
      .toSorted((a, b) => (place_(a) < place_(b) ? -1 : 1))
      .map(({ row, rule, column_name, value }) => [row, rule, column_name, value]),
    coverage: delivery.coverage.map(({ customs_mode, flow, period, lines, rates }) => [
      `${customs_mode} ${flow} ${period}`,
      lines,
      rates,
    ]),
    ...(expected.lines ? { lines: Object.fromEntries(lines) } : {}),
  };
}

test.each(names)('%s', async (name) => {
  const scenario = JSON.parse(readFileSync(join(folder, name, 'expected.json'), 'utf8')) as Scenario;
  const files = Object.entries(scenario.files);
  const present = readdirSync(join(folder, name)).filter((file) => file !== 'expected.json');
  expect(files.map(([file]) => file).sort()).toEqual(present.sort());
  const arrivals = await send(
    place,
    files.map(([file, expected]) => ({
      name: file,
      content: contentOf(join(folder, name, file), expected),
      period: expected.period,
    })),
  );
  const receivedAt = scenario.received ? new Date(scenario.received) : received;
  const taken = await take(place, arrivals, {}, receivedAt);
  for (const [file, expected] of files) {
    const one = taken.find(({ delivery }) => delivery.fileName === file);
    expect({ [file]: one && (await outcome(one, expected)) }).toEqual({ [file]: expected });
  }
});
