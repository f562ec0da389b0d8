import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildApp } from '../api/app.ts';
import { type Description, openChecker } from '../api/contract.fixture.ts';
import type { Server } from '../api/server.ts';
import { fillCity } from '../reports/city.fixture.ts';
import { type Database, openDatabase } from '../warehouse/database.ts';
import { openPostgres, type Postgres, removeCluster } from '../warehouse/postgres.ts';
import { reportTexts } from './report-texts.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let folder: string;
let postgres: Postgres;
let database: Database;
let app: Server;
const now = new Date('2026-11-20T02:00:00Z');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-texts-'));
  postgres = await openPostgres({ dataDir: join(folder, 'data') });
  database = await openDatabase(postgres.connection);
  await fillCity(database, folder);
  app = buildApp({
    database,
    siteDir: null,
    now: () => now,
    writes: 'local',
    texts: reportTexts(database),
  });
  await app.ready();
});

afterAll(async () => {
  await app.close();
  await database.close();
  await postgres.close();
  await removeCluster(join(folder, 'data'));
  await rm(folder, { recursive: true });
});

const get = async (url: string) => app.inject(`/api/v1/reports/${url}`);
const post = async (url: string, payload: object) =>
  app.inject({ method: 'POST', url: `/api/v1/reports/${url}`, payload });
const sentence = { section: 'highlights', sentence: 'reporting', by: '李敏' };

test('an officer reads the sentences, edits one, sees it counted for the next release, and takes it back', async () => {
  const listed = (await get('2026-10/sentences')).json();
  expect(listed.release).toBe('2026-10.1');
  const names = listed.rows.map(
    (row: { section: string; sentence: string }) => `${row.section}/${row.sentence}`,
  );
  expect(names.slice(0, 6)).toEqual([
    'highlights/month',
    'highlights/year',
    'highlights/mode',
    'highlights/leaders',
    'highlights/reporting',
    'overview/counts',
  ]);
  expect(new Set(names).size).toBe(names.length);
  expect(listed.rows[4]).toMatchObject({ template: '应报企业{1}，已报{2}，报送率{3}。', edit: null });

  const text = '报送率{3}：应报企业{1}，已报{2}。';
  const written = await post('2026-10/sentences', { ...sentence, text });
  expect([written.statusCode, written.json()]).toEqual([
    200,
    {
      ...{ period: '2026-10', park: '_T', section: 'highlights', sentence: 'reporting', language: 'zh' },
      ...{ text, by: '李敏', at: '2026-11-20T02:00:00.000Z' },
    },
  ]);
  const row = (await get('2026-10/sentences')).json().rows[4];
  expect(row.edit).toEqual({
    text,
    shown: '报送率95.8%：应报企业24家，已报23家。',
    by: '李敏',
    at: '2026-11-20T02:00:00.000Z',
    in_report: false,
  });
  const english = (await get('2026-10/sentences?language=en')).json().rows[4];
  expect([english.template, english.edit]).toEqual([
    'Of {1} due, {2} reported, a reporting rate of {3}.'.replace('{1}', '{1} tenants'),
    null,
  ]);
  expect((await post('2026-10/sentences/withdraw', sentence)).json()).toMatchObject({ text: null });
  expect((await get('2026-10/sentences')).json().rows[4].edit).toBeNull();
});

test('an edited number and what does not exist are refused with what to do', async () => {
  const edited = await post('2026-10/sentences', { ...sentence, text: '报送率96%：应报企业{1}，已报{2}。' });
  expect([edited.statusCode, edited.json()]).toEqual([
    400,
    {
      code: 'usage',
      message:
        '改写未保存：“96”：数字只能用占位符写出，如{1}；请删去。 | The edit was not kept: "96": numbers are written by their places only, such as {1}: take it out.',
      details: {
        parameter: 'text',
        reason: 'digit',
        found: '96',
        template: '应报企业{1}，已报{2}，报送率{3}。',
      },
    },
  ]);
  const codes = async (answer: Promise<{ statusCode: number; json(): { code: string } }>) => {
    const { statusCode, json } = await answer;
    return [statusCode, json().code];
  };
  const text = '报送率{3}：应报企业{1}，已报{2}。';
  expect(await codes(post('2026-10/sentences', { ...sentence, sentence: 'x', text }))).toEqual([
    404,
    'not_found',
  ]);
  expect(await codes(post('2026-10/sentences', { ...sentence, park: 'P99', text }))).toEqual([
    404,
    'not_found',
  ]);
  expect(await codes(post('2027-01/sentences', { ...sentence, text }))).toEqual([404, 'no_release']);
  expect(await codes(post('2026-10/sentences/withdraw', sentence))).toEqual([404, 'not_found']);
  expect(await codes(get('2026-10/sentences?release=2026-10.9'))).toEqual([404, 'no_release']);
  expect(await codes(get('2026-13/wording'))).toEqual([400, 'period_invalid']);
  expect((await database.pool.query('select count(*)::int from report_edit')).rows[0].count).toBe(2);
});

test('the wording of two months stands side by side; before the first month there is none', async () => {
  const now = (await get('2026-10/wording?park=P03')).json();
  expect([now.release, now.release_before]).toEqual(['2026-10.1', '2026-09.1']);
  expect(now.rows[0].before).toMatch(/^2026年9月，沈北跨境电商仓储园进出口额2\.07亿元/);
  expect(now.rows[0].now).toMatch(/^2026年10月，沈北跨境电商仓储园进出口额2\.26亿元/);
  const first = (await get('2024-09/wording')).json();
  expect([first.release_before, first.rows[0].before]).toEqual([null, null]);
});

test('answers fit their description', async () => {
  const checker = await openChecker();
  const description: Description = (await app.inject('/openapi.json')).json();
  for (const what of ['sentences', 'wording']) {
    const schema = description.paths[`/api/v1/reports/{period}/${what}`]?.get?.responses['200']?.content?.[
      'application/json'
    ]?.schema as object;
    expect(checker.faults(schema, (await get(`2026-10/${what}`)).json())).toBeNull();
  }
  await checker.close();
});
