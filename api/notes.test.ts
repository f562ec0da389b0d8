import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openApp, openWarehouse, publishQuarters, registerParks, type Warehouse } from './app.fixture.ts';
import type { Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let warehouse: Warehouse;
let app: Server;
let time = '2026-04-11T02:00:00Z';

beforeAll(async () => {
  warehouse = await openWarehouse();
  await registerParks(warehouse.database);
  await publishQuarters(warehouse.database);
  app = await openApp(warehouse.database, { writes: 'local', now: () => new Date(time) });
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

async function get(url: string, status = 200) {
  const answer = await app.inject({ url: `/api/v1${url}` });
  expect([url, answer.statusCode]).toEqual([url, status]);
  return answer.json();
}

async function post(url: string, body: object, status = 200) {
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1${url}`,
    payload: body,
    headers: { host: 'localhost:8080', 'content-type': 'application/json' },
  });
  expect([url, answer.json(), answer.statusCode]).toEqual([url, answer.json(), status]);
  return answer.json();
}

const about = { indicator: 'trade_value', park: 'P01', from: '2026-03', to: '2026-03' };
const zh = async (query: string) =>
  (await get(`/notes?${query}`)).rows.map((row: { zh: string }) => row.zh) as string[];

describe('a note', () => {
  test('concerns what it names, and everybody where it names nothing', async () => {
    await post('/notes', { ...about, zh: '一户迁入。', en: 'One tenant moved in.', by: '李敏' });
    await post('/notes', { from: '2026-01', to: '2026-02', zh: '春节。', by: '王芳' });
    expect(await zh('indicator=trade_value&park=P01')).toEqual(['春节。', '一户迁入。']);
    expect(await zh('indicator=declarations&park=P01')).toEqual(['春节。']);
    expect(await zh('park=P02')).toEqual(['春节。']);
    expect(await zh('from=2026-03')).toEqual(['一户迁入。']);
    expect(await zh('to=2026-02')).toEqual(['春节。']);
    expect(await get('/notes?from=2026-04')).toEqual({
      rows: [],
      reason: '没有有关的说明 | There is no note on it',
    });
  });

  test('is rewritten as a new version; what was said before stays to be asked', async () => {
    const { rows } = await get('/notes?park=P01&indicator=trade_value&from=2026-03');
    const { id } = rows[0];
    time = '2026-04-20T02:00:00Z';
    const second = await post(`/notes/${id}`, { zh: '两户迁入。', by: '王芳' });
    expect(second).toEqual({
      ...rows[0],
      version: 2,
      zh: '两户迁入。',
      en: null,
      written_by: '王芳',
      written_at: '2026-04-20T02:00:00.000Z',
    });
    expect(await zh('from=2026-03')).toEqual(['两户迁入。']);
    expect(await zh('from=2026-03&asOf=2026-04-15')).toEqual(['一户迁入。']);
    time = '2026-04-25T02:00:00Z';
    await post(`/notes/${id}/withdraw`, { by: '王芳' });
    expect(await zh('from=2026-03')).toEqual([]);
    expect(await zh('from=2026-03&asOf=2026-04-24')).toEqual(['两户迁入。']);
    const versions = (await get(`/notes/${id}`)).rows;
    expect(
      versions.map((row: { version: number; withdrawn: boolean }) => [row.version, row.withdrawn]),
    ).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect(await post(`/notes/${id}`, { zh: '再写', by: '王芳' }, 409)).toMatchObject({
      code: 'wrong_state',
    });
  });

  test('stands beside the series of what it is about', async () => {
    const notes = async (query: string) =>
      (await get(`/series?indicator=trade_value&${query}`)).notes.map((row: { zh: string }) => row.zh);
    expect(await notes('park=P01&asOf=2026-04-15')).toEqual(['春节。', '一户迁入。']);
    expect(await notes('park=P01')).toEqual(['春节。']);
    expect(await notes('park=P01&from=2026-03&asOf=2026-04-15')).toEqual(['一户迁入。']);
    expect(await notes('asOf=2026-04-15')).toEqual(['春节。']);
    expect(await notes('park=*&asOf=2026-04-15')).toEqual(['春节。', '一户迁入。']);
  });

  test('cannot be changed in the database', async () => {
    await expect(warehouse.database.pool.query("update note set zh = 'x'")).rejects.toThrow(/append-only/);
    await expect(warehouse.database.pool.query('delete from note')).rejects.toThrow(/append-only/);
  });

  test('that names something unknown is refused by name', async () => {
    const refused = async (body: object) =>
      (await post('/notes', { ...about, zh: '文', by: '李敏', ...body }, 400)).details.parameter;
    expect(await refused({ park: 'P99' })).toBe('park');
    expect(await refused({ indicator: 'trade' })).toBe('indicator');
    expect(await refused({ mode: '0110' })).toBe('mode');
    expect(await refused({ from: '2026-13' })).toBe('from');
    expect(await refused({ from: '2026-04' })).toBe('from');
    expect(await refused({ zh: ' \u200b ' })).toBe('zh');
    expect(await get('/notes/999', 404)).toMatchObject({ code: 'not_found', details: { value: '999' } });
    expect(await get('/notes?park=P99', 400)).toMatchObject({ details: { parameter: 'park' } });
  });
});
