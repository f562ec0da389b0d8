import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lineFile, openTestServer, usccOf, writeRegistry } from './jobs.fixture.ts';
import { openProgram, type Program } from './program.ts';
import { registry } from './registry.ts';
import { type Server, serve } from './serve.ts';

const postgres = await openTestServer();
let program: Program;
let server: Server;

beforeAll(async () => {
  program = await openProgram(await postgres.settings());
  const folder = await writeRegistry(join(program.settings.dataDir, 'registry'));
  await registry(program, { folder, now: new Date('2026-10-01T00:00:00Z') });
  server = await serve(program);
});
afterAll(async () => {
  await server.stop();
  await program.close();
  await postgres.close();
});

async function handIn(
  content: string,
  fields: Readonly<Record<string, string>>,
  headers: Record<string, string> = {},
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([content]), '十月.csv');
  const response = await fetch(`${server.address}/api/v1/deliveries`, {
    method: 'POST',
    body: form,
    headers,
  });
  return { status: response.status, body: await response.json() };
}
const october = lineFile([
  { no: 1, released: '2026-10-01', amount: '10.00' },
  { no: 2, released: '2026-10-02', amount: '0' },
]);

it('takes a file in, tells what is wrong in which row, and knows it again', async () => {
  const { status, body } = await handIn(october, { tenant: usccOf(1), period: '2026-10' });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    uscc: usccOf(1),
    file_name: '十月.csv',
    periods: ['2026-10'],
    state: 'in_force',
    rows_read: 2,
    accepted: 1,
    rejected: 1,
    finding_counts: { must_fix: 1 },
  });
  expect(body.steps.map(({ state }: { state: string }) => state)).toEqual([
    'received',
    'recognised',
    'read',
    'judged',
    'accepted',
    'in_force',
  ]);
  const found = await (await fetch(`${server.address}/api/v1/deliveries/${body.id}/findings`)).json();
  expect(found.rows).toMatchObject([
    { row: 3, rule: 'not_positive', column: 'amount', value: '0', state: 'open' },
  ]);
  const again = await handIn(october, { tenant: usccOf(1), period: '2026-10' });
  expect([again.status, again.body.id]).toEqual([200, body.id]);
  const left = await readdir(join(program.settings.dataDir, 'tmp'));
  expect(left.filter((name) => name.startsWith('upload'))).toEqual([]);
});

it('shows what a second version changes, in rows and in figures', async () => {
  const corrected = lineFile([{ no: 1, released: '2026-10-01', amount: '12.00' }]);
  const { body } = await handIn(corrected, { tenant: usccOf(1) });
  const get = async (what: string) =>
    (await fetch(`${server.address}/api/v1/deliveries/${body.id}/${what}`)).json();
  expect(await get('changes')).toMatchObject({
    previous: body.version.previous,
    counts: { added: 0, removed: 0, changed: 1, same: 0 },
    total: 1,
    rows: [{ change: 'changed', columns: [{ column: 'amount', from: '10', to: '12' }] }],
    reason: null,
  });
  // 10 USD at 7.0987 is 70.99 yuan, 12 USD 85.18.
  const { cells, sentences } = await get('impact');
  expect(cells[0]).toMatchObject({ indicator: 'trade_value', from: '70.99', to: '85.18', delta: '14.19' });
  expect(sentences[0].zh).toContain('由0.01万元变为0.01万元（+19.99 %）');
});

it('gives an empty template as a workbook', async () => {
  const response = await fetch(`${server.address}/api/v1/templates/line.xlsx`);
  expect(response.headers.get('content-type')).toContain('spreadsheetml');
  expect(response.headers.get('content-disposition')).toContain('parkstat-line.xlsx');
  expect(
    Buffer.from(await response.arrayBuffer())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
});

it('refuses an unknown tenant, a wrong month, and a page of another site', async () => {
  expect(await handIn(october, { tenant: usccOf(99) })).toMatchObject({
    status: 404,
    body: { code: 'unknown_tenant' },
  });
  expect(await handIn(october, { tenant: usccOf(1), period: '2026-13' })).toMatchObject({
    status: 400,
    body: { code: 'period_invalid' },
  });
  expect(await handIn(october, { tenant: usccOf(2) }, { origin: 'https://evil.example' })).toMatchObject({
    status: 403,
    body: { code: 'forbidden' },
  });
});
