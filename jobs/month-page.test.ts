import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makePerson, sessionOf } from '../api/access/access.fixture.ts';
import { now, openApp, publishQuarters, registerParks } from '../api/app.fixture.ts';
import type { Server } from '../api/server.ts';
import { buildPages } from '../build.ts';
import { launchBrowser } from '../dashboards/browser.fixture.ts';
import { alone } from '../warehouse/database.ts';
import { storeSubmission } from '../warehouse/submissions.ts';
import { deskOf } from './desk.ts';
import { openTestServer } from './jobs.fixture.ts';
import type { Program } from './program.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

const month = '2026-04';
const html = Buffer.from(
  '<!doctype html><html lang="zh-CN"><head><title>月报</title><style>p{color:#000}</style></head><body><p>送审的月报</p></body></html>',
);
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
const people = { limin: 'officer', wangfang: 'officer', analyst: 'analyst' } as const;
type Person = keyof typeof people;

let folder: string;
let postgres: Awaited<ReturnType<typeof openTestServer>>;
let program: Program;
let app: Server;
let origin: string;
const cookies = new Map<Person, string>();

/** The pages and the API against a month that was submitted by limin; its documents are made by hand. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-month-page-'));
  await buildPages({ outDir: join(folder, 'site'), only: ['month', 'calendar'] });
  // Pages are served where there is a first one.
  await writeFile(join(folder, 'site', 'index.html'), '');
  postgres = await openTestServer();
  program = await postgres.program();
  await registerParks(program.database);
  await publishQuarters(program.database);
  await makePerson(program.database, 'admin', { roles: ['admin'] }, now);
  for (const [name, role] of Object.entries(people) as [Person, (typeof people)[Person]][]) {
    const id = await makePerson(program.database, name, { roles: [role] }, now);
    cookies.set(name, await sessionOf(program.database, id, now));
  }
  app = await openApp(program.database, {
    writes: 'open',
    siteDir: join(folder, 'site'),
    plan: { day: 12, hour: 9 },
    desk: deskOf(program, () => now),
  });
  origin = `${await app.listen({ port: 0, host: '127.0.0.1' })}/`;
});
afterAll(async () => {
  await app?.close();
  await program?.close();
  await postgres?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What limin submits: the second time with another sentence. */
async function submitted(sentence: string): Promise<string> {
  const { subject_sha256 } = await storeSubmission(
    program.database,
    {
      ...{
        period: month,
        base_release: null,
        fingerprint: sentence,
        inputs: 'x',
        digest: 'x',
        observations: 3,
      },
      ...{
        manifest: {},
        causes: [],
        word: {},
        refused: [],
        next_days: null,
        release_at: new Date('2026-06-12T01:00:00Z'),
      },
      parts: { tenant_cell: [], release_tenant: [], bridge_cell: [], event_origin: [] },
      ...{ file: 'same.csv', file_sha256: sha256('') },
      content: [
        {
          park: '_T',
          sentences: [{ id: 'highlights.1', zh: sentence, en: sentence }],
          charts: {},
          tables: {},
        },
      ],
      ...{ submitted_by: 'limin (limin)', submitted_at: now },
    },
    [{ park: '_T', format: 'html', language: 'zh', content: html, sha256: sha256(html) }],
  );
  return subject_sha256;
}

async function ask(person: Person, path: string, body?: object) {
  const answer = await app.inject({
    method: body ? 'POST' : 'GET',
    url: path.startsWith('/') ? path : `/api/v1/${path}`,
    headers: { cookie: cookies.get(person) ?? '' },
    ...(body ? { payload: body } : {}),
  });
  return answer;
}
const act = async (person: Person, verb: string, body: object = {}) =>
  ask(person, `months/${month}/${verb}`, body);
const review = async (person: Person) => (await ask(person, `months/${month}/review`)).json();

describe('a month', () => {
  let subject: string;

  test('is acted on as oneself, whatever the body says, and by officers alone', async () => {
    expect((await act('analyst', 'close')).statusCode).toBe(403);
    expect((await ask('analyst', `months/${month}/review`)).statusCode).toBe(403);
    expect((await act('limin', 'close', { by: '王芳' })).json()).toEqual({ period: month, state: 'closed' });
    const { events, closed } = await review('wangfang');
    expect(closed.by).toBe('limin (limin)');
    expect(events).toHaveLength(1);
    expect((await act('limin', 'return', { reason_code: 'wording' })).statusCode).toBe(409);
    expect((await act('limin', 'reopen', { reason_code: 'wrong_file' })).statusCode).toBe(400);
  });

  test('shows what changed since the submission before, and gives its documents byte for byte', async () => {
    await submitted('进出口8.00亿元。');
    expect((await act('wangfang', 'return', { reason_code: 'wording' })).statusCode).toBe(200);
    subject = await submitted('进出口8.42亿元。');
    const found = await review('wangfang');
    expect(found.state).toBe('in_review');
    expect(found.submission).toMatchObject({
      subject_sha256: subject,
      submitted_by: 'limin (limin)',
      signed_by: null,
    });
    expect(found.changes.sentences).toEqual([
      {
        park: '_T',
        id: 'highlights.1',
        from: { zh: '进出口8.00亿元。', en: '进出口8.00亿元。' },
        to: { zh: '进出口8.42亿元。', en: '进出口8.42亿元。' },
      },
    ]);
    const path = `months/${month}/submission/reports/_T.html`;
    const document = await ask('wangfang', path);
    expect(document.rawPayload.equals(html)).toBe(true);
    expect(document.headers['content-security-policy']).toContain("default-src 'none'");
    expect(document.headers['content-security-policy']).toContain("frame-ancestors 'self'");
    expect((await ask('wangfang', path.replace('_T', 'P09'))).statusCode).toBe(400);
    expect((await ask('wangfang', path.replace(month, '2026-03'))).statusCode).toBe(404);
    expect((await ask('analyst', path)).statusCode).toBe(403);
  });

  test('is signed by another, past no blocking item, and only as it was reviewed', async () => {
    const sign = (person: Person, of = subject) => act(person, 'sign', { subject_sha256: of });
    expect((await sign('analyst')).statusCode).toBe(403);
    const own = await sign('limin');
    expect([own.statusCode, own.json().code]).toEqual([403, 'forbidden']);
    const other = await sign('wangfang', '0'.repeat(64));
    expect([other.statusCode, other.json().code]).toEqual([409, 'signature_void']);
    const blocked = await sign('wangfang');
    expect([blocked.statusCode, blocked.json().code]).toEqual([409, 'check_failed']);
    const items = blocked.json().details.items.map(({ id }: { id: string }) => id);
    expect(items).toContain('rates');
    const { acts } = await review('wangfang');
    expect(acts.find((one: { act: string }) => one.act === 'sign').allowed).toBe(false);
    for (const item of items) {
      expect((await act('limin', 'overrides', { item })).statusCode).toBe(400);
      expect((await act('limin', 'overrides', { item, reason_code: 'accepted_risk' })).statusCode).toBe(200);
      expect((await act('limin', 'overrides', { item, agree: true })).statusCode).toBe(403);
      expect((await act('wangfang', 'overrides', { item, agree: true })).statusCode).toBe(200);
    }
    const may = async (person: Person) =>
      (await review(person)).acts.find((one: { act: string }) => one.act === 'sign').allowed;
    expect([await may('limin'), await may('wangfang')]).toEqual([false, true]);
  });

  test('takes up to a minute for some acts: another is told so', async () => {
    await alone(program.database, 'publish', async () => {
      for (const verb of ['submit', 'simulate']) {
        const busy = await act('limin', verb);
        expect([busy.statusCode, busy.headers['retry-after']]).toEqual([429, '30']);
      }
    });
  });

  test('is simulated in a folder that nobody gets out of', async () => {
    const site = join(program.settings.dataDir, 'simulated', month, 'site');
    await mkdir(site, { recursive: true });
    await writeFile(join(site, 'index.html'), 'as readers will see it');
    await writeFile(join(program.settings.dataDir, 'secret'), 'x');
    await symlink(join(program.settings.dataDir, 'secret'), join(site, 'link'));
    const found = async (person: Person, path: string) =>
      (await ask(person, `/simulated/${month}/${path}`)).statusCode;
    expect(await found('limin', 'site/index.html')).toBe(200);
    expect(await found('analyst', 'site/index.html')).toBe(403);
    for (const path of ['site/link', 'site/none.html', '..%2f..%2fsecret', 'site/..%2f..%2f..%2fsecret'])
      expect([path, await found('limin', path)]).toEqual([path, 404]);
  });
});

describe('the calendar', () => {
  test('moves with a reason, keeps the old date, and tells subscribers by SEQUENCE', async () => {
    const body = { period: '2026-05', kind: 'release', day: '2026-06-15', time: '10:30', reason: '端午前后' };
    const eventOf = async () => {
      const file = await ask('analyst', '/calendar.ics');
      const [event = ''] = file.body
        .split('BEGIN:VEVENT')
        .filter((one) => one.includes('UID:release-2026-05@'));
      return { event, tag: file.headers.etag as string };
    };
    const before = await eventOf();
    expect(before.event).toContain('SEQUENCE:0\r\n');
    // The 12th of June 2026 is a Friday; 09:00 in Beijing.
    expect(before.event).toContain('DTSTART:20260612T010000Z');
    expect((await ask('analyst', 'calendar', body)).statusCode).toBe(403);
    expect((await ask('limin', 'calendar', { ...body, day: '2026-05-31' })).statusCode).toBe(400);
    expect((await ask('limin', 'calendar', { ...body, park: 'P01' })).statusCode).toBe(400);
    expect((await ask('limin', 'calendar', { ...body, day: '2026-06-31' })).statusCode).toBe(400);
    const moved = await ask('limin', 'calendar', body);
    expect(moved.json().moves).toMatchObject([
      { before_at: '2026-06-12T01:00:00.000Z', at: '2026-06-15T02:30:00.000Z', by: 'limin (limin)' },
    ]);
    const after = await eventOf();
    expect(after.event).toContain('SEQUENCE:1\r\n');
    expect(after.event).toContain('DTSTART:20260615T023000Z');
    expect(after.tag).not.toBe(before.tag);
    const again = await app.inject({
      url: '/calendar.ics',
      headers: { cookie: cookies.get('analyst') ?? '', 'if-none-match': after.tag },
    });
    expect(again.statusCode).toBe(304);
    // The hour of a submitted month is part of what is signed.
    const held = { ...body, period: month, day: '2026-06-20' };
    expect((await ask('limin', 'calendar', held)).json().code).toBe('wrong_state');
  });
});

describe('the pages', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  async function open(address: string, width = 1440): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const [name = '', value = ''] = (cookies.get('wangfang') ?? '').split('=');
    await context.addCookies([{ name, value, url: origin }]);
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(origin + address);
    await page.waitForSelector('#page[aria-busy="false"]');
    return page;
  }
  const complaints: string[] = [];
  const textOf = async (page: Page, selector: string) =>
    ((await page.locator(selector).first().textContent()) ?? '').replaceAll(/\s+/g, ' ').trim();
  const expectAccessible = async (page: Page) => {
    const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  };

  test('are accessible in both languages and fit a telephone', async () => {
    for (const address of [
      `month.html?period=${month}&tab=changes`,
      `month.html?period=${month}&lang=en&theme=dark`,
      'calendar.html?year=2026',
      'calendar.html?year=2026&lang=en&theme=dark',
    ]) {
      const page = await open(address);
      await expectAccessible(page);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      if (address.includes('lang=en') && address.startsWith('month')) {
        const said = await textOf(page, '.checklist');
        expect(said).not.toMatch(/\p{Script=Han}/u);
      }
      await page.context().close();
    }
    expect(complaints).toEqual([]);
  });

  test('a moved day stands beside the one struck through', async () => {
    const page = await open('calendar.html?year=2026');
    expect(await textOf(page, '#row-2026-05 del')).toBe('2026-06-12 09:00');
    expect(await textOf(page, '#row-2026-05 b')).toBe('2026-06-15 10:30');
    expect(await textOf(page, '#row-2026-05 .why')).toContain('端午前后');
  });

  test('a signature is given after looking, and the state follows', async () => {
    const page = await open(`month.html?period=${month}&tab=changes`);
    expect(await textOf(page, '.sentences ins')).toBe('8.42');
    expect(await textOf(page, '.steps-line [aria-current]')).toContain('待复核');
    await page.click('#act-sign');
    await page.click('#ask-sign-send');
    expect(await textOf(page, '#ask-sign .wrong')).toBe('请先勾选');
    await expectAccessible(page);
    await page.check('#ask-sign-seen');
    await page.click('#ask-sign-send');
    await page.waitForSelector('.steps-line [aria-current]:has-text("待发布")');
    expect(await page.locator('#ask-sign').count()).toBe(0);
    expect(await textOf(page, '.timeline li')).toContain('签发wangfang (wangfang)');
    expect((await review('wangfang')).state).toBe('embargoed');
    expect(complaints).toEqual([]);
  });
});
