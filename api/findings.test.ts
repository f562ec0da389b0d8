import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { recordDeliveries } from '../warehouse/deliveries.ts';
import {
  delivery,
  finding,
  openApp,
  openWarehouse,
  recordMarch,
  registerParks,
  tenants,
  type Warehouse,
} from './app.fixture.ts';
import type { Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let warehouse: Warehouse;
let app: Server;
const [a = ''] = tenants;
const covers = [{ customs_mode: '9710', flow: 'export', period: '2026-04', lines: 3, rates: [] }];
const ask = (row: number, column_name = 'amount') =>
  finding('hs_chapter', 'confirm', row, {
    column_name,
    value: `${row}000`,
    subject: `9710 export A${row} 1`,
  });

beforeAll(async () => {
  warehouse = await openWarehouse();
  await registerParks(warehouse.database);
  await recordMarch(warehouse.database);
  await recordDeliveries(
    warehouse.database,
    [
      delivery('e1', a, '2026-05-05T01:00:00Z', { accepted: 3, rows_read: 3, coverage: covers }),
      delivery('e2', a, '2026-05-06T01:00:00Z', {
        accepted: 3,
        rows_read: 4,
        rejected: 1,
        coverage: covers,
        findings: [ask(2), ask(3), ask(4, 'quantity'), finding('required', 'must_fix', 5)],
        recognition: {
          sample: [{ header: '总价', column: 'amount', value: '2000' }],
          tenantFrom: 'content',
          parts: ['Sheet1'],
          skipped: [],
        },
      }),
    ],
    [],
    null,
  );
  app = await openApp(warehouse.database, { writes: 'local' });
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

const json = { 'content-type': 'application/json', host: 'localhost:8080' };
const post = async (url: string, payload: object | string, headers: object = json) => {
  const response = await app.inject({
    method: 'POST',
    url: `/api/v1${url}`,
    headers: { ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
  return { status: response.statusCode, ...response.json() };
};
const get = async (url: string) => (await app.inject(`/api/v1${url}`)).json();
const said = { reason_code: 'checked_with_tenant', by: '李敏' };

describe('a delivery that waits', () => {
  test('tells what it is, how it was understood and what is open', async () => {
    expect(await get('/deliveries/e2')).toMatchObject({
      state: 'needs_confirming',
      part_count: 1,
      recognition: {
        format: 'csv',
        encoding: 'utf-8',
        template: 'line',
        tenant_from: 'content',
        sample: [{ header: '总价', column: 'amount', value: '2000' }],
      },
      finding_counts: { must_fix: 1, confirm_open: 3, confirm_done: 0, notice: 0, set_aside: 0 },
      version: { number: 2, of: 2, previous: 'e1', next: null },
    });
    expect(
      (await get('/deliveries?state=needs_confirming')).rows.map(({ id }: { id: string }) => id),
    ).toEqual(['e2']);
    const { total, groups, rows } = await get('/deliveries/e2/findings?class=confirm&state=open');
    expect([total, rows.length, groups.length]).toEqual([3, 3, 3]);
    expect((await get('/deliveries/e2/findings?rule=totals_row')).reason).toContain('没有符合条件的疑点');
  });

  test('is confirmed singly, by column, and withdrawn and put back, each with who and why', async () => {
    const { rows } = await get('/deliveries/e2/findings?class=confirm');
    const one = await post(`/findings/${rows[0].id}/confirm`, { ...said, note: '看过合同' });
    expect(one).toEqual({ status: 200, delivery_id: 'e2', state: 'needs_confirming', confirmed: 1, open: 2 });
    expect((await get('/deliveries/e2/findings?state=confirmed')).rows[0].confirmation).toMatchObject({
      reason_code: 'checked_with_tenant',
      note: '看过合同',
      by: '李敏',
    });
    expect(await post('/deliveries/e2/confirm', { ...said, column: 'quantity' })).toMatchObject({
      confirmed: 1,
      open: 1,
    });
    expect(await post('/deliveries/e2/confirm', said)).toMatchObject({ state: 'accepted', open: 0 });
    expect(await get('/deliveries/e2')).toMatchObject({ state: 'in_force', supersedes: 'e1' });
    expect(await post('/deliveries/e2/confirm', said)).toMatchObject({
      status: 409,
      code: 'not_confirmable',
    });
    const back = await post(`/findings/${rows[0].id}/revoke`, {
      reason_code: 'confirmed_in_error',
      by: '李敏',
    });
    expect(back).toMatchObject({ status: 200, state: 'needs_confirming', open: 1 });
    const away = await post('/deliveries/e2/withdraw', {
      reason_code: 'wrong_file',
      by: '\u0000王强\u202e',
      note: '\u0000',
    });
    expect(away).toEqual({ status: 200, delivery_id: 'e2', state: 'withdrawn', confirmed: 0, open: 1 });
    expect(await get('/deliveries/e1')).toMatchObject({ state: 'in_force' });
    const again = await post('/deliveries/e2/reinstate', { reason_code: 'withdrawn_in_error', by: '王强' });
    expect(again).toMatchObject({ status: 200, state: 'needs_confirming' });
    const { steps } = await get('/deliveries/e2');
    expect(
      steps
        .slice(-3)
        .map(({ state, actor, reason_code }: Record<string, string>) => [state, actor, reason_code]),
    ).toEqual([
      ['withdrawn', '王强', 'wrong_file'],
      ['reinstated', '王强', 'withdrawn_in_error'],
      ['needs_confirming', '王强', 'withdrawn_in_error'],
    ]);
  });

  test('is not confirmed where it must be fixed, without a reason, or by nobody', async () => {
    const { rows } = await get('/deliveries/e2/findings?class=must_fix');
    expect(await post(`/findings/${rows[0].id}/confirm`, said)).toMatchObject({
      status: 409,
      code: 'not_confirmable',
      message: expect.stringContaining('必改的行不能确认'),
    });
    for (const [body, parameter] of [
      [{ by: '李敏' }, 'reason_code'],
      [{ reason_code: 'wrong_file', by: '李敏' }, 'reason_code'],
      [{ reason_code: 'seasonal' }, 'by'],
      [{ reason_code: 'seasonal', by: '  ' }, 'by'],
      [{ reason_code: 'seasonal', by: '\u0000\u202e' }, 'by'],
      [{ reason_code: 'seasonal', by: '李敏', why: 'x' }, 'why'],
      [{ reason_code: 'other', by: '李敏' }, 'note'],
    ] as const)
      expect(await post('/deliveries/e2/confirm', body)).toMatchObject({
        status: 400,
        details: { parameter },
      });
    expect(await post('/deliveries/zz/confirm', said)).toMatchObject({ status: 404, code: 'not_found' });
    expect(await post('/findings/999999/confirm', said)).toMatchObject({ status: 404 });
    expect(await post('/deliveries/d4/withdraw', { reason_code: 'wrong_file', by: '王强' })).toMatchObject({
      status: 409,
      code: 'wrong_state',
    });
  });
});

describe('writing', () => {
  test.each([
    ['another site', { ...json, origin: 'https://evil.example' }, 403],
    ['another site by its browser’s own word', { ...json, 'sec-fetch-site': 'cross-site' }, 403],
    ['an origin that is none', { ...json, origin: 'null' }, 403],
    ['a name that somebody pointed here', { ...json, host: 'evil.example' }, 401],
    ['a form', { ...json, 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', { ...json, 'content-type': 'text/plain' }, 415],
    ['its own page', { ...json, origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }, 404],
  ])('from %s', async (_from, headers, status) => {
    expect((await post('/deliveries/zz/confirm', said, headers)).status).toBe(status);
  });

  test('is closed unless it is opened, and what needs the engine says that it is not served here', async () => {
    const closed = await openApp(warehouse.database);
    const answer = await closed.inject({
      method: 'POST',
      url: '/api/v1/deliveries/e2/withdraw',
      headers: json,
      payload: { reason_code: 'wrong_file', by: '王强' },
    });
    expect([answer.statusCode, answer.json().message]).toEqual([
      403,
      expect.stringContaining('PARKSTAT_WRITES=closed'),
    ]);
    expect((await closed.inject('/api/v1/deliveries/e2')).statusCode).toBe(200);
    for (const path of [
      'deliveries/e2/changes',
      'deliveries/e2/impact',
      'deliveries/e2/annotated.xlsx',
      'templates/line.xlsx',
    ])
      expect((await closed.inject(`/api/v1/${path}`)).json()).toMatchObject({ code: 'not_built' });
    await closed.close();
  });
});

test.each(['[]', '[{"by":"x"}]', '"x"', '1'])(
  'a body %s that is no object is said to be none',
  async (payload) => {
    expect(await post('/findings/1/confirm', payload)).toMatchObject({
      status: 400,
      code: 'usage',
      message:
        '请求正文应为一个JSON对象，见/openapi.json | The body must be one JSON object, see /openapi.json',
    });
  },
);

test('rules and reason codes are listed', async () => {
  const rules = await get('/rules');
  expect(rules.rows.find(({ id }: { id: string }) => id === 'hs_chapter')).toMatchObject({
    class: 'must_fix',
    zh: '商品编码“{value}”的章不存在，请核对。',
  });
  expect((await get('/reason-codes')).rows[0]).toEqual({
    id: 'checked_with_document',
    zh: '已与单证核对无误',
    en: 'Checked against the documents',
    uses: ['confirm'],
  });
});
