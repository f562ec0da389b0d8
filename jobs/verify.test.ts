import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { collect } from './collect.ts';
import { lineFile, openTestServer, writeAt, writeRegistry } from './jobs.fixture.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';
import { verify } from './verify.ts';

const server = await openTestServer();
afterAll(() => server.close());

const at = (text: string) => new Date(`${text}+08:00`);
const october = parsePeriod('2026-10') as Period;

test('the same bytes of two tenants, collected together, are rebuilt for each of them', async () => {
  const program = await server.program();
  try {
    const { dataDir } = program.settings;
    await registry(program, {
      folder: await writeRegistry(join(dataDir, 'registry')),
      now: at('2026-10-01T08:00'),
    });
    const nil = lineFile([]).concat(`零申报,,,,,${october}${','.repeat(15)}\n`);
    for (const source of ['S1', 'S2']) await writeAt(join(dataDir, 'inbox', source, 'nil.csv'), nil);
    const own = lineFile([{ no: 1, released: '2026-10-02', amount: '10.00' }]);
    await writeAt(join(dataDir, 'inbox', 'S3', 'own.csv'), own);
    const { counts, deliveries } = await collect(program, { now: at('2026-11-09T08:00') });
    expect([counts.new, new Set(deliveries.map(({ sha256 }) => sha256)).size]).toEqual([3, 2]);
    const { release } = await publish(program, { period: october, now: at('2026-11-12T09:00') });
    expect(await verify(program)).toEqual({ periods: 1, changed: [] });
    const { rows } = await program.database.pool.query(
      'select uscc from release_tenant where received and release_key = $1',
      [release.release_key],
    );
    expect(rows).toHaveLength(4);
  } finally {
    await program.close();
  }
});
