import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '../api/app.ts';
import { alteredReleases } from '../warehouse/integrity.ts';
import { restore } from './backup/restore.ts';
import { openTestServer } from './jobs.fixture.ts';
import { openProgram, type Program } from './program.ts';
import { verify } from './verify.ts';

/**
 * A backup by version 0.5.0 (schema up to 0008-reports): two parks, three tenants with one that did not report, a return,
 * a correction. What is expected of it was written down then.
 */
const old = fileURLToPath(new URL('./upgrade.fixture.tar.zst', import.meta.url));
const now = new Date('2026-11-20T00:00:00Z');

const server = await openTestServer();
afterAll(() => server.close());
let program: Program;
beforeAll(async () => {
  const settings = await server.settings({ empty: true });
  expect(await restore(settings, old, now)).toMatchObject({ releases: 2, missing: [], program: '0.5.0' });
  program = await openProgram(settings);
});
afterAll(() => program.close());

const header = 'indicator,park,mode,flow,partner,chapter,period,value,status,reason,coverage,release';

it('data of an earlier version give the answers that they gave then', async () => {
  const app = buildApp({
    database: program.database,
    siteDir: null,
    now: () => now,
    access: { signIn: 'auto', published: 'open' },
  });
  const series = '/api/v1/series?indicator=trade_value&from=2026-10&to=2026-10&format=csv';
  const answer = async (more: string) => (await app.inject({ url: `${series}${more}` })).body;
  // 10.00, 20.5 and 8.25 US dollars, at first 7 in place of 8.25, at 709.87 yuan per 100.
  expect(await answer('')).toBe(
    `${header}\r\ntrade_value,_T,_T,_T,_T,_T,2026-10,275.07,r,,0.666667,2026-10.2\r\n`,
  );
  expect(await answer('&park=*&asOf=2026-11-13T00:00:00Z')).toBe(
    [
      header,
      'trade_value,_T,_T,_T,_T,_T,2026-10,266.20,p,,0.666667,2026-10.1',
      'trade_value,P01,_T,_T,_T,_T,2026-10,266.20,p,,1.000000,2026-10.1',
      'trade_value,P02,_T,_T,_T,_T,2026-10,0.00,p,,0.500000,2026-10.1',
      '',
    ].join('\r\n'),
  );
  const report = await app.inject({ url: '/api/v1/reports/2026-10.html?lang=zh&release=2026-10.1' });
  await app.close();
  expect(createHash('sha256').update(report.rawPayload).digest('hex')).toBe(
    '00a4a75d7bfea5fffdc7bcfd118e9d045dfeb65a9332d56ff635bf736ad0dab3',
  );
});

it('and keep their fingerprints: nothing counts as altered, and what was landed is rebuilt', async () => {
  const { rows } = await program.database.pool.query('select id, fingerprint from release order by id');
  expect(rows).toEqual([
    { id: '2026-10.1', fingerprint: 'e25a623b754637514b5df01532f4f7ed59f376cb430da13551a8890d8e878850' },
    { id: '2026-10.2', fingerprint: '0cfac54880e6ecac9e4eb040783e41ae37373e5d2403f1b82d747cf8a1a38861' },
  ]);
  expect(await alteredReleases(program.database)).toEqual([]);
  expect((await verify(program)).periods).toBe(1);
});
