import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { deliver } from './collect.ts';
import { cellOf, lineFile, openTestServer, usccOf, writeAt, writeRegistry } from './jobs.fixture.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';

const server = await openTestServer();
afterAll(() => server.close());

const october = parsePeriod('2026-10') as Period;
const at = (text: string) => new Date(`${text}+08:00`);

test('on time is until 24:00 of the due day or the next working day; a correction changes nothing', async () => {
  const program = await server.program();
  const { dataDir } = program.settings;
  const folder = await writeRegistry(join(dataDir, 'registry'));
  // 甲's due day is a Sunday, 15 November; the working day after it is the 16th. 丙 has no source: the 10th.
  const sources = join(folder, 'sources.csv');
  const [header = '', ...listed] = (await readFile(sources, 'utf8')).trim().split('\n');
  const kept = listed
    .filter((row) => !row.startsWith('S3'))
    .map((row) => row.replace(/^(S1.*),10$/, '$1,15'));
  await writeFile(sources, `${[header, ...kept].join('\n')}\n`);
  await appendFile(join(folder, 'tenants.csv'), `${usccOf(4)},,丁公司,电商企业,\n`);
  await appendFile(join(folder, 'memberships.csv'), `${usccOf(4)},P01,2024-01-01,\n`);
  await registry(program, { folder, now: at('2026-10-01T08:00') });
  const send = async (tenant: number, amount: string, when: string) => {
    const lines = lineFile([{ no: tenant, released: '2026-10-20', amount }]);
    const path = await writeAt(join(dataDir, '..', 'sent', `${tenant}-${amount}.csv`), lines);
    const arrival = { path, fileName: 'october.csv', fileTime: at(when), uscc: usccOf(tenant) };
    await deliver(program, { ...arrival, sourceId: null, declaredPeriod: null }, at(when));
  };
  await send(1, '10', '2026-11-16T23:59');
  await send(1, '11', '2026-11-20T09:00');
  await send(2, '20', '2026-11-11T00:01');
  await send(3, '30', '2026-11-10T23:59');
  await publish(program, { period: october, now: at('2026-11-25T09:00') });
  // P01: 甲 of 甲, 乙 (until 15 October) and 丁, who is silent. P02: 丙 of 乙 and 丙. The city: two of four.
  expect(await cellOf(program, '2026-10', 'on_time_rate', { park: 'P01' })).toBe('0.333333');
  expect(await cellOf(program, '2026-10', 'on_time_rate', { park: 'P02' })).toBe('0.500000');
  expect(await cellOf(program, '2026-10', 'on_time_rate')).toBe('0.500000');
  expect(await cellOf(program, '2026-10', 'reporting_rate')).toBe('0.750000');
  const { rows } = await program.database.pool.query(
    'select park, uscc, received, on_time from release_tenant order by park, uscc',
  );
  expect(rows.map(({ park, uscc, received, on_time }) => [park, uscc, received, on_time])).toEqual([
    ['P01', usccOf(1), true, true],
    ['P01', usccOf(2), true, false],
    ['P01', usccOf(4), false, false],
    ['P02', usccOf(2), true, false],
    ['P02', usccOf(3), true, true],
  ]);
  await program.close();
});
