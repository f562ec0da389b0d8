import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { buildPages } from '../build.ts';
import { launchBrowser } from './browser.fixture.ts';
import { type CollectionServer, openCollection, tenant } from './collection.fixture.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const publicDir = fileURLToPath(new URL('./public', import.meta.url));
let site: string;
let browser: Browser;
let server: CollectionServer;
let complaints: string[];
let requests: string[];
let pages: Page[];

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), 'parkstat-quality-'));
  await buildPages({ outDir: site, only: ['quality'] });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await rm(site, { recursive: true, force: true });
});
beforeEach(async () => {
  server = await openCollection(site, publicDir);
  [complaints, requests, pages] = [[], [], []];
});
afterEach(async () => {
  for (const page of pages) await page.context().close();
  await server.close();
});

async function open(address: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  pages.push(page);
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(server.origin + address);
  // The months before come in after the board itself.
  await page.waitForSelector('.mark-late', { state: 'attached' });
  return page;
}

const textOf = async (page: Page, selector: string) =>
  ((await page.locator(selector).first().textContent()) ?? '').replaceAll(/\s+/g, ' ').trim();
const cells = (page: Page, row: number) =>
  page.locator(`.matrix tbody tr:nth-child(${row}) td`).allTextContents();

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

function expectQuiet(): void {
  expect(complaints).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(server.origin))).toEqual([]);
}

test('the matrix tells how far each tenant has come, the heaviest first', async () => {
  const page = await open('quality.html?period=2026-10');
  expect(await textOf(page, '.matrix tbody tr:nth-child(1) th a')).toBe('某某家居用品有限公司');
  expect(await textOf(page, '.matrix tbody tr:nth-child(1) th small')).toBe('一号园区');
  const [share, received, recognised, read, mustFix, waiting, confirmed, inForce] = await cells(page, 1);
  expect([share, recognised, read, mustFix, confirmed, inForce]).toEqual(['91.4%', '2', '6', '·', '·', '1']);
  expect(received).toMatch(/^2/);
  expect(waiting).toMatch(/^2/);
  expect((await cells(page, 2))[1]).toBe('未报');
  expect(await page.getAttribute('.matrix tbody tr:nth-child(2) .strip', 'aria-label')).toBe(
    '近12个月：按时10，迟报1，未报1',
  );
  expect(await textOf(page, '.summary')).toBe(
    '应报企业2已报0其中迟报0其中零申报0待核实1未报1覆盖率（按金额）91.4%覆盖率（按户数）50.0%',
  );
  expectQuiet();
});

test('a park is looked at alone, and the address says so', async () => {
  const page = await open('quality.html?period=2026-10');
  await page.selectOption('#park', 'P02');
  expect(await page.locator('.matrix tbody tr').count()).toBe(1);
  expect(new URL(page.url()).searchParams.get('park')).toBe('P02');
  expect(await textOf(page, '.causes')).toBe('疑点按原因该月没有疑点。');
  await page.goBack();
  await page.waitForSelector('.matrix tbody tr:nth-child(2)');
});

test('findings of one cause are confirmed for the tenants ticked', async () => {
  const page = await open('quality.html?period=2026-10');
  expect(await textOf(page, '.causes summary')).toBe('核实单价与以往相差很大，请核对。2条 · 1户 · 待确认2');
  await page.click('.causes summary');
  await page.uncheck('.concerned input');
  await page.click('#cause-unit_value-amount-confirm');
  expect(await textOf(page, '.causes .wrong')).toBe('请至少勾选一家企业。');
  await page.check('.concerned input');
  await page.selectOption('#cause-unit_value-amount-why-reason', 'checked_with_tenant');
  await page.fill('#cause-unit_value-amount-why-by', '王芳');
  await page.click('#cause-unit_value-amount-confirm');
  await page.waitForSelector('.causes .count:not(:has-text("待确认"))');
  expect(server.posts).toEqual([
    {
      path: 'deliveries/doubtful/confirm',
      body: '{"rule":"unit_value","column":"amount","reason_code":"checked_with_tenant","by":"王芳"}',
    },
  ]);
  expect(await textOf(page, '#announcement')).toBe('已确认2条。');
});

test('who has not reported can be copied, with what it would bring', async () => {
  const page = await open('quality.html?period=2026-10');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  expect(await textOf(page, '.reminder')).toBe('再收到这1户，覆盖率由91.4 %升至100.0 %');
  await page.click('#copy');
  await page.waitForSelector('.copied:has-text("已复制1户")');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    '2026年10月 催报\n某某贸易有限公司\t91330100MA2AXTYQ5N\t未收到\t8.6%',
  );
});

test('a source that fails is told with its reason', async () => {
  const page = await open('quality.html?period=2026-10');
  expect(await textOf(page, '.sources .caption')).toBe('2个报送源，1个失败');
  expect(await textOf(page, '.sources .failing')).toBe(
    'S002某某贸易有限公司HTTP接口 · 最近成功 2026-10-08 09:30 · 连续失败 3没有连上，请核对地址',
  );
});

test('a tenant opens beside the board, with changes and effect, and closes by Escape', async () => {
  const page = await open('quality.html?period=2026-10');
  await page.focus(`#tenant-${tenant.uscc}-P01`);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.drawer .impact');
  expect(await textOf(page, '.drawer .changes .caption')).toBe('新增1行，删除0行，修改1行，1行未变');
  expect(await textOf(page, '.drawer .delivery')).toContain('读入3 = 接受2 + 驳回0 + 不计1');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.waitForSelector('.drawer', { state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.id)).toBe(`tenant-${tenant.uscc}-P01`);
  expectQuiet();
});

test.each(['zh', 'en'])('the board is accessible (%s)', async (language) => {
  const page = await open(`quality.html?period=2026-10&lang=${language}`);
  await page.click('.causes summary');
  await page.click('#all-sources-summary');
  await expectAccessible(page);
  expectQuiet();
});

test('in English nothing is left in Chinese but names', async () => {
  const page = await open('quality.html?period=2026-10&lang=en');
  const chinese = await page.evaluate(() => {
    for (const named of document.querySelectorAll('[lang^="zh"], noscript')) named.remove();
    return document.body.textContent?.match(/\p{Script=Han}+/gu) ?? [];
  });
  expect(chinese).toEqual([]);
});

test.each([390, 1440])('nothing is wider than a window of %i', async (width) => {
  const page = await open('quality.html?period=2026-10', width);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
});

test('on a telephone a tenant takes one line, which opens the rest', async () => {
  const page = await open('quality.html?period=2026-10', 390);
  const heights = await page
    .locator('.matrix tbody tr')
    .evaluateAll((rows) => rows.map((row) => Math.round(row.getBoundingClientRect().height)));
  expect(heights.every((height) => height < 44)).toBe(true);
  const now = await page.locator('.matrix .now').allInnerTexts();
  expect(now.map((text) => text.replaceAll(/\s+/g, ''))).toEqual(['待核216天', '未报']);
  expect(await page.locator('.matrix td.step').first().isVisible()).toBe(false);
  expect(await page.locator('.matrix .scroll').evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(
    true,
  );
  await page.click(`#tenant-${tenant.uscc}-P01`);
  await page.waitForSelector('.drawer .delivery');
  expectQuiet();
});

test('of many causes the gravest ten stand open', async () => {
  const causes = Array.from({ length: 12 }, (_, at) => ({
    rule: `rule_${at}`,
    class: 'notice',
    column: null,
    count: 1,
    open: 0,
    message: { zh: `原因${at}。`, en: `Cause ${at}.` },
    deliveries: [{ delivery_id: 'doubtful', uscc: tenant.uscc, count: 1, open: 0 }],
  }));
  const page = await open('quality.html?period=2026-10');
  await page.route('**/quality/causes*', (route) => route.fulfill({ json: { rows: causes } }));
  await page.reload();
  await page.waitForSelector('.mark-late');
  expect(await page.locator('.causes > .group').count()).toBe(10);
  expect(await textOf(page, '#further-causes-summary')).toBe('其余2种原因');
  await page.click('#further-causes-summary');
  expect(await page.locator('.further .group').allInnerTexts()).toHaveLength(2);
  expectQuiet();
});

test('without an answer the page says so and tries again', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  pages.push(page);
  await page.route('**/api/v1/**', (route) => route.abort());
  await page.goto(`${server.origin}quality.html?period=2026-10`);
  await page.waitForSelector('#retry');
  expect(await textOf(page, '[role=alert]')).toContain('没有连上统计服务');
  await page.unroute('**/api/v1/**');
  await page.click('#retry');
  await page.waitForSelector('.matrix tbody tr');
});
