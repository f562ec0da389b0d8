import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { makePerson, sessionOf } from '../api/access/access.fixture.ts';
import {
  correctedAt,
  correctedMarch,
  now,
  openApp,
  publish,
  publishQuarters,
  registerParks,
  tenants,
} from '../api/app.fixture.ts';
import type { Server } from '../api/server.ts';
import { buildPages } from '../build.ts';
import { launchBrowser } from '../dashboards/browser.fixture.ts';
import { openTestServer } from './jobs.fixture.ts';
import type { Program } from './program.ts';
import { sqlModeOf } from './sql-mode.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let folder: string;
let postgres: Awaited<ReturnType<typeof openTestServer>>;
let program: Program;
let mode: ReturnType<typeof sqlModeOf>;
let app: Server;
let browser: Browser;
let origin: string;
let complaints: string[];
let requests: string[];
let pages: Page[];

/** The page against the real API and the real engine. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-query-page-'));
  await buildPages({ outDir: join(folder, 'site'), only: ['index', 'query'] });
  postgres = await openTestServer();
  program = await postgres.program();
  await registerParks(program.database);
  await publishQuarters(program.database);
  await publish(program.database, '2026-03', correctedAt, correctedMarch);
  mode = sqlModeOf(program);
  app = await openApp(program.database, {
    sqlMode: mode,
    writes: 'open',
    siteDir: join(folder, 'site'),
    exportFolder: join(folder, 'exports'),
  });
  origin = `${await app.listen({ port: 0, host: '127.0.0.1' })}/`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await mode?.close();
  await program?.close();
  await postgres?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  [complaints, requests, pages] = [[], [], []];
});
afterEach(async () => {
  for (const page of pages) await page.context().close();
  expect(complaints).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(origin))).toEqual([]);
});

async function open(query: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: width === 1440 ? 900 : 844 } });
  const page = await context.newPage();
  pages.push(page);
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`${origin}query.html${query}`);
  await page.waitForSelector('#page[aria-busy="false"] main:not(.loading)');
  return page;
}

const texts = async (page: Page, selector: string) =>
  (await page.locator(selector).allTextContents()).map((text) => text.replaceAll(/\s+/g, ' ').trim());
const rowsOf = async (page: Page) =>
  page
    .locator('#pivot tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.children].map((cell) => (cell.textContent ?? '').replaceAll(/\s+/g, ' ').trim()),
      ),
    );
const chips = (page: Page) => texts(page, '.query-chip b');
const waitFor = (page: Page, title: string) =>
  page.waitForFunction((wanted) => document.querySelector('#result h2')?.textContent === wanted, title);

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

test('a line becomes chips, a question and its answer; the steps and the address say the same', async () => {
  const page = await open('?unit=wan');
  await page.fill('#line', '进出口额 按国家 前1 2026年3月');
  expect(await chips(page)).toEqual(['进出口额', '全部', '前1，其余合并', '2026-03']);
  await page.press('#line', 'Enter');
  await page.waitForURL(/partner=/);
  await page.waitForFunction(() => document.querySelectorAll('#pivot tbody tr').length === 3);
  expect(await rowsOf(page)).toEqual([
    ['合计', '<1r'],
    ['美国', '<1'],
    ['其余', '<1r'],
  ]);
  expect(
    await page.locator('#pivot td').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title'))),
  ).toEqual(['200.50', '100.50', '100.00']);
  const said = new URL(page.url()).searchParams;
  expect(Object.fromEntries(said)).toMatchObject({
    indicator: 'trade_value',
    partner: '*',
    top: '1',
    from: '2026-03',
    to: '2026-03',
  });
  expect(await page.inputValue('#how-partner')).toBe('each');
  expect(await texts(page, '#cells')).toEqual(['3个单元 × 1个月 = 3行']);
  await page.click('#chip-2-remove');
  await page.waitForURL((url) => !url.searchParams.has('top'));
  await page.waitForFunction(
    () => document.querySelector('#pivot tbody tr:last-child th')?.textContent === '美国',
  );
  expect(await page.inputValue('#line')).toBe('进出口额 按国家 2026年3月');
  await page.goBack();
  await page.waitForFunction(
    () => document.querySelector('#pivot tbody tr:last-child th')?.textContent === '其余',
  );
});

test('with the keyboard alone: a word is offered, taken and asked; axes move; the chart reads its points', async () => {
  const page = await open('?indicator=trade_value&parks=*&from=2026-01&to=2026-03');
  await page.focus('#line');
  await page.keyboard.press('End');
  await page.keyboard.type(' 累');
  await page.keyboard.press('ArrowDown');
  expect(await texts(page, '#suggestions [aria-selected="true"] b')).toEqual(['累计']);
  await page.keyboard.press('Enter');
  expect(await page.inputValue('#line')).toContain('累计');
  await page.keyboard.press('Enter');
  await page.waitForURL(/transform=ytd/);
  await waitFor(page, '进出口额累计');
  expect(await texts(page, '#pivot thead th')).toEqual(['园区', '2026年1月', '2026年2月', '2026年3月']);
  await page.focus('#axis-period');
  await page.keyboard.press('ArrowUp');
  await page.waitForURL(/rows=park\.period/);
  await page.waitForFunction(() => document.querySelectorAll('#pivot thead th').length === 3);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('axis-period');
  expect((await rowsOf(page))[0]).toEqual(['合计', '2026年1月', '<0.01 1']);
  await page.focus('#show-chart');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#answer-chart svg');
  await page.focus('#answer-chart-drawing');
  await page.keyboard.press('ArrowRight');
  expect((await texts(page, '.reading'))[0]).toMatch(/2026年1月 <0\.01/);
});

test('steps offer only what exists; where there is nothing they say why and lead on', async () => {
  const page = await open('?indicator=trade_value&from=2026-03&to=2026-03');
  await page.selectOption('#how-partner', 'some');
  await page.waitForSelector('#code-partner-USA');
  expect(await texts(page, '.code-picker label span')).toEqual(['合计', 'DEU 德国', 'FRA 法国', 'USA 美国']);
  // Germany, the first that there is, was last traded with in March 2025.
  expect(await texts(page, '.ways button')).toEqual(['改为有数据的月份（2025年3月至2025年3月）']);
  await page.click('.ways button');
  await page.waitForFunction(() => document.querySelector('#pivot td')?.getAttribute('title') === '10.00');
  await page.selectOption('#how-partner', 'total');
  await waitFor(page, '进出口额');
  await page.selectOption('#indicator', 'declarations');
  await waitFor(page, '单量');
  const none = await open('?indicator=trade_value&mode=9710&partner=USA');
  expect(await texts(none, '.ways button')).toEqual(['放宽监管方式', '放宽国家（地区）']);
  await none.click('.ways button');
  await none.waitForSelector('#pivot');
});

test('two vintages stand side by side with their difference', async () => {
  const page = await open('?indicator=trade_value&from=2026-03&to=2026-03&park=P01&against=first&lang=en');
  await page.selectOption('#how-park', 'total');
  await page.waitForFunction(() => document.querySelector('#pivot td')?.getAttribute('title') === '200.50');
  expect(
    await page.locator('#pivot td').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title'))),
  ).toEqual(['200.50', '180.50', '20.00', '0.110803324100']);
  expect(await texts(page, '#pivot thead th')).toContain('Δ');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('#download').then(() => page.click('text=CSV (opens in Excel)')),
  ]);
  expect(download.suggestedFilename()).toBe('query_trade_value.csv');
});

test('SQL: rows, refusals without a place, and a limit that is said', async () => {
  const page = await open('?tab=sql');
  await page.fill(
    '#sql',
    "select period, value from observation where indicator = 'declarations' order by 1",
  );
  await page.press('#sql', 'Control+Enter');
  await page.waitForSelector('#sql-result');
  expect((await texts(page, '#sql-result tbody tr'))[0]).toBe('2025-0110.000000');
  await page.fill('#sql', 'select * from range(1000000) a, range(1000000) b');
  await page.click('#sql-explain');
  await page.waitForSelector('#sql-estimate .notice');
  expect((await texts(page, '#sql-estimate p'))[0]).toContain('结果约1,000,000,000,000行');
  await expectAccessible(page);
  await page.fill('#sql', 'select nothing from observation');
  await page.click('#sql-run');
  await page.waitForSelector('.sql-refusal');
  expect((await texts(page, '.sql-refusal'))[0]).toContain('SQL不能执行：Binder Error');
  // The browser notes in its console that the server said no.
  expect(complaints.splice(0)).toEqual([expect.stringContaining('400')]);
  await page.fill('#sql', 'select * from range(1001)');
  await page.click('#sql-run');
  await page.waitForSelector('#sql-result .notice');
  expect((await texts(page, '#sql-result .notice'))[0]).toContain('还有更多行：只给出前1,000行');
});

test('a query is saved, opened, renamed, shared by link and deleted', async () => {
  const page = await open('?indicator=trade_value&parks=*&last=3');
  await page.click('#save');
  await page.fill('#save-name', '三个月');
  await page.click('#save-now');
  await page.waitForSelector('text=已保存“三个月”');
  await page.click('#query-tab-saved');
  await page.waitForSelector('table.saved');
  expect((await texts(page, 'table.saved tbody th'))[0]).toContain('三个月滚动进出口额 按园区 最近3个月');
  const excel = await page.locator('a[id^="excel-"]').getAttribute('href');
  expect((await fetch(excel as string)).headers.get('content-type')).toContain('text/csv');
  await page.click('text=改名');
  await page.fill('input[id^="name-"]', '近三月');
  await page.click('.menu[open] button');
  await page.waitForSelector('text=近三月');
  await page.click('button[id^="share-"]');
  await page.waitForSelector('button[id^="link-"]');
  const id = ((await page.locator('tr[id^="saved-"]').getAttribute('id')) as string).slice('saved-'.length);
  await page.click(`#open-${id}`);
  await page.waitForFunction(() => document.querySelectorAll('#pivot thead th').length === 4);
  const other = await open(`?saved=${id}`);
  await other.waitForFunction(() => document.querySelectorAll('#pivot thead th').length === 4);
  await page.click('#query-tab-saved');
  await page.click('summary:has-text("删除")');
  await page.click('text=确认删除');
  await page.waitForSelector('text=还没有保存的查询');
});

test.each([
  ['?indicator=trade_value&parks=*&mode=*&last=3', 1440],
  ['?indicator=trade_value&parks=*&last=3&show=chart&lang=en&theme=dark', 1440],
  ['?indicator=trade_value&partner=USA&mode=9710&lang=en', 390],
  ['?tab=sql&theme=dark', 1440],
  ['?tab=saved&lang=en', 390],
])('%s at %i pixels is usable by all', async (query, width) => {
  const page = await open(query, width);
  await expectAccessible(page);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});

test('what is too large for one answer is written to a file, or given up', async () => {
  const page = await open('?tab=saved');
  // The real answer, but as if one row were the limit.
  await page.route('**/api/v1/availability?**', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), limit: 1 } });
  });
  await page.goto(`${origin}query.html?indicator=trade_value&parks=*&last=3&lang=en`);
  await page.click('#export-start');
  await page.waitForSelector('#export-file');
  await expectAccessible(page);
  const file = await page.locator('#export-file').getAttribute('href');
  const lines = (await (await fetch(new URL(file as string, origin))).text()).trim().split('\r\n');
  expect(lines[0]).toContain('indicator');
  const rows = (await texts(page, '#export p[role=status]'))[0]?.match(/about (\d+) rows/)?.[1];
  expect(lines.length - 1).toBe(Number(rows));
  await page.goto(`${origin}query.html?indicator=trade_value&parks=*&last=3&top=1`);
  await page.waitForSelector('#export');
  expect((await texts(page, '#export'))[0]).toContain('不能导出为文件');
});

/** Last: from the first account on, nobody is let in without one. */
test('who may neither save nor write SQL is not offered it', async () => {
  await makePerson(program.database, 'admin', { roles: ['admin'] }, now);
  const tenant = { roles: ['tenant'], tenants: [tenants[0] as string] } as const;
  const account = await makePerson(program.database, 'tenant', tenant, now);
  const cookie = await sessionOf(program.database, account, now);
  const context = await browser.newContext({ extraHTTPHeaders: { cookie } });
  const page = await context.newPage();
  await page.goto(`${origin}query.html?tab=sql`);
  await page.waitForSelector('#pivot');
  expect(await texts(page, '[role=tab]')).toEqual(['查询']);
  expect(await page.locator('#save').count()).toBe(0);
  await context.close();
});
