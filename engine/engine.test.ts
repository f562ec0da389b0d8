import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { literal, withDuckDB } from './duckdb.ts';
import { duckEngine } from './engine.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-engine-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a column that an earlier version did not write is null in its files, whichever comes first', async () => {
  const settings = { folders: [folder], tempDir: join(folder, 'tmp'), memoryLimit: '500MB', threads: 2 };
  const [old, fresh] = [join(folder, 'old.parquet'), join(folder, 'new.parquet')];
  await withDuckDB(settings, async (duck) => {
    await duck.run(
      `copy (select 'a' as id, 1.5::decimal(18,5) as amount) to ${literal(old)} (format parquet)`,
    );
    await duck.run(
      `copy (select 2.5::decimal(18,5) as amount, 'b' as id, 'S1' as part) to ${literal(fresh)} (format parquet)`,
    );
  });
  const columns = { id: 'VARCHAR', part: 'VARCHAR', amount: 'DECIMAL(18,5)' };
  const read = (files: string[]) =>
    duckEngine(settings).run(
      { sources: [{ name: 'lake.line', columns, files }], views: [], outputs: [] },
      (duck) => duck.rows('select id, part, amount::varchar as amount from lake.line order by id'),
    );
  const a = { id: 'a', part: null, amount: '1.50000' };
  const b = { id: 'b', part: 'S1', amount: '2.50000' };
  expect(await read([old, fresh])).toEqual([a, b]);
  expect(await read([fresh, old])).toEqual([a, b]);
  expect(await read([old])).toEqual([a]);
});
