import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  correctedAt,
  correctedMarch,
  openApp,
  openWarehouse,
  publish,
  publishQuarters,
  registerParks,
  type Warehouse,
} from '../api/app.fixture.ts';
import type { Server } from '../api/server.ts';
import { buildPages } from '../build.ts';
import { launchBrowser } from '../dashboards/browser.fixture.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let folder: string;
let warehouse: Warehouse;
let app: Server;
let browser: Browser;
let origin: string;
let complaints: string[];
let requests: string[];
let pages: Page[];

/** The page against the real API: what it shows and offers is what that answers. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-api-page-'));
  await buildPages({ outDir: join(folder, 'site'), only: ['index', 'api'] });
  warehouse = await openWarehouse();
  await registerParks(warehouse.database);
  await publishQuarters(warehouse.database);
  await publish(warehouse.database, '2026-03', correctedAt, correctedMarch);
  app = await openApp(warehouse.database, { siteDir: join(folder, 'site') });
  origin = `${await app.listen({ port: 0, host: '127.0.0.1' })}/`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await warehouse?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  [complaints, requests, pages] = [[], [], []];
});
afterEach(async () => {
  for (const page of pages) await page.context().close();
});

async function open(query: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  pages.push(page);
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`${origin}api.html${query}`);
  await page.waitForSelector('#routes');
  return page;
}

function expectQuiet(): void {
  expect(complaints).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(origin))).toEqual([]);
}

const texts = (page: Page, selector: string) => page.locator(selector).allTextContents();
const address = async (page: Page) => (await texts(page, '.api-address > .copyable code'))[0];
const example = async (page: Page) => (await texts(page, '.api-examples pre')).join('\n');

test('shows the address of the question, its first rows and how to cite them', async () => {
  const page = await open('?mode=9610,9710&from=2026-03&to=2026-03');
  expect(await address(page)).toBe(
    `${origin}api/v1/series?indicator=trade_value&mode=9610,9710&from=2026-03&to=2026-03`,
  );
  expect(await texts(page, '.api-preview th')).toEqual([
    '监管方式',
    '统计期',
    '值',
    '状态',
    '无值原因',
    '覆盖率',
    '发布',
  ]);
  expect(await texts(page, '.api-preview tbody tr')).toEqual([
    '96102026-0330.50初步0.7500002026-03.2',
    '97102026-03150.00初步0.7500002026-03.2',
  ]);
  const [cite = ''] = await texts(page, '#cite .copyable code');
  expect(cite).toContain('进出口额，截至2026-05-08T02:00:00.000Z的版本');
  const pinned = (await page.getAttribute('.api-facts a', 'href')) as string;
  expect(cite).toContain(pinned);
  expect((await (await fetch(pinned)).json()).rows.map(({ value }: { value: string }) => value)).toEqual([
    '30.50',
    '150.00',
  ]);
  expectQuiet();
});

test('every file that it offers is answered, in its kind', async () => {
  const page = await open('?mode=9610,9710&last=2&lang=en');
  const links = await page
    .locator('.api-files a')
    .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href));
  const kinds: string[] = [];
  for (const link of links.filter((one) => !/format=(xlsx|parquet)/.test(one))) {
    const response = await fetch(link);
    expect(response.status, link).toBe(200);
    kinds.push(response.headers.get('content-type')?.split(';')[0] as string);
  }
  expect(links.length).toBe(7);
  expect(kinds).toEqual([
    'text/csv',
    'application/vnd.apache.arrow.stream',
    'application/json',
    'application/vnd.sdmx.data+csv',
    'application/vnd.sdmx.structurespecificdata+xml',
  ]);
});

test('the curl example does what it says', async () => {
  const page = await open('?mode=*&from=2026-03');
  const [, quoted = ''] = /'(http[^']*)'$/.exec(await example(page)) ?? [];
  const lines = (await (await fetch(quoted)).text()).trimEnd().split('\r\n');
  expect(lines.map((line) => line.split(',')[2])).toEqual(['mode', '_T', '9610', '9710']);
});

test('the form asks what the indicator offers, and a wrong code is told what is near', async () => {
  const page = await open('');
  await page.selectOption('#indicator', 'average_ticket');
  await page.waitForFunction(() => !document.querySelector('#partner'));
  expect(await page.locator('#transform option').count()).toBe(3);
  await page.selectOption('#indicator', 'trade_value');
  await page.selectOption('#mode', '*');
  await page.focus('#partner');
  await page.waitForSelector('#partner-codes option[value="USA"]', { state: 'attached' });
  await page.fill('#partner', 'US');
  await page.press('#partner', 'Enter');
  await page.waitForSelector('.api-refused');
  expect((await texts(page, '.api-refused'))[0]).toMatch(/partner.*USA/);
  // The browser itself tells its console of every 400.
  expect(complaints.filter((text) => !text.includes('400 (Bad Request)'))).toEqual([]);
  await page.fill('#partner', 'USA');
  await page.press('#partner', 'Enter');
  await page.waitForSelector('.api-preview');
  expect(await address(page)).toBe(`${origin}api/v1/series?indicator=trade_value&mode=*&partner=USA&last=12`);
  await page.goBack();
  await page.waitForSelector('.api-refused');
});

test('programs are chosen and copied by keyboard alone', async () => {
  const page = await open('?mode=9610&last=1');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.focus('#example-tab-curl');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('example-tab-python');
  expect(new URL(page.url()).searchParams.get('example')).toBe('python');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#announcement')?.textContent === '已复制');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await example(page));
  await page.click('#token-yes');
  expect(await example(page)).toContain('os.environ["PARKSTAT_TOKEN"]');
  await page.keyboard.press('End');
  expectQuiet();
});

test('routes are read, found and opened', async () => {
  const page = await open('?lang=en');
  const all = await page.locator('.api-route').count();
  const { paths } = (await (await fetch(`${origin}openapi.json`)).json()) as { paths: object };
  expect(all).toBe(Object.values(paths).flatMap(Object.keys).length);
  await page.fill('#find-route', 'observations of an indicator');
  expect(await texts(page, '.api-route summary code')).toEqual(['/api/v1/series']);
  await page.click('.api-route summary');
  await page.waitForSelector('.api-route[open] h4');
  expect(await texts(page, '.api-route[open] tbody th code')).toContain('asOf');
  await page.fill('#find-route', 'no such thing');
  expect((await texts(page, '.api-find small'))[0]).toBe('No route matches: try another word.');
  expect((await texts(page, '#rules'))[0]).toMatch(/at most 200,000 cells/);
});

test.each([
  ['?mode=*&last=2', 1440],
  ['?lang=en&theme=dark&example=sdmx&token=yes', 1440],
  ['?lang=en&theme=light&example=excel', 390],
  ['?theme=dark&example=r', 390],
])('%s at %i px can be used by all', async (query, width) => {
  const page = await open(query, width);
  // A hundred routes are all alike, and slow to look at.
  await page.fill('#find-route', '/series');
  await page.click('.api-route summary');
  await page.waitForSelector('.api-route[open] h4');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  expectQuiet();
});
