import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { buildPages } from '../build.ts';
import { answerTo, lastPeriod, parks } from './answers.fixture.ts';
import { bakedPages, standingPaths } from './baked.ts';
import type { Bakery } from './bakery.ts';
import { launchBrowser } from './browser.fixture.ts';
import { carrierScript, chunkOf } from './chunk.ts';
import { namedTenants, standingAnswerTo } from './standing.fixture.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const names = ['parks', 'partners', 'goods'] as const;
const contentSecurity = "default-src 'self'; img-src 'self' data: blob:";
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

let site: string;
let server: Server;
let browser: Browser;
let origin: string;
/** 403 for paths that begin so; and everything that pages said, threw, or asked. */
let forbidden: string | undefined;
let complaints: string[];
let requests: string[];
let opened: Page[];

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), 'parkstat-standing-'));
  await buildPages({ outDir: site, only: names });
  browser = await launchBrowser();
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://site');
    if (url.pathname.startsWith('/api/v1/')) {
      const path = url.pathname.slice('/api/v1/'.length) + url.search;
      const refused = forbidden !== undefined && path.startsWith(forbidden);
      const said = refused ? { code: 'forbidden', message: '无权限 | Not allowed' } : standingAnswerTo(path);
      response.writeHead(refused ? 403 : said === undefined ? 404 : 200, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify(said ?? { code: 'not_found', message: path }));
      return;
    }
    const content = await readFile(join(site, url.pathname)).catch(() => undefined);
    const headers = {
      'content-type': types[extname(url.pathname)] ?? '',
      'content-security-policy': contentSecurity,
    };
    response.writeHead(content ? 200 : 404, headers).end(content);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  await rm(site, { recursive: true, force: true });
});

beforeEach(() => {
  [forbidden, complaints, requests, opened] = [undefined, [], [], []];
});
afterEach(async () => {
  for (const page of opened) await page.context().close();
  expect(complaints).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(origin) && !/^(file|blob|data):/.test(url))).toEqual([]);
});

async function open(address: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: width > 600 ? 900 : 844 } });
  const page = await context.newPage();
  opened.push(page);
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(address.startsWith('file:') ? address : origin + address);
  await settled(page);
  return page;
}

async function settled(page: Page): Promise<void> {
  await page.waitForSelector('#page[aria-busy="false"]');
  await page.waitForFunction(() => !document.querySelector('.pending'));
}

const textOf = async (page: Page, selector: string) =>
  (await page.locator(selector).first().textContent()) ?? '';
const search = (page: Page) => new URL(page.url()).searchParams;

// Words depend on the language, colours on the theme: each page is looked at with each of both.
describe.each([
  ['zh', 'light', ['parks.html?', 'partners.html?partner=JPN&', 'goods.html?section=16&']],
  ['en', 'dark', ['parks.html?park=P01&', 'partners.html?', 'goods.html?']],
] as const)('in %s, %s', (lang, theme, views) => {
  test('every page is accessible', async () => {
    for (const view of views) {
      const page = await open(`${view}lang=${lang}&theme=${theme}`);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${view} ${id}: ${nodes[0]?.html}`)).toEqual([]);
      // Names of tenants and districts are as the registry has them.
      const said = (await textOf(page, 'main')) + (await textOf(page, 'h1'));
      if (lang === 'en') expect(said.replaceAll(/某某[^有]+有限公司/g, '')).not.toMatch(/\p{Script=Han}/u);
      await page.context().close();
    }
  });

  test('nothing runs out of a narrow screen', async () => {
    for (const name of names) {
      const page = await open(`${name}.html?lang=${lang}`, 390);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
  });
});

describe('parks', () => {
  test('stand by type with the sums of the types, and in a table of ranks that leads to each', async () => {
    const page = await open('parks.html');
    const heads = await page.locator('#types svg text').allTextContents();
    expect(heads).toEqual(expect.arrayContaining(['产业聚集型', '仓储物流型', '监管作业场所型']));
    const first = page.locator('#ranks tbody tr').first();
    expect(await first.locator('td').first().textContent()).toBe('1');
    await first.locator('a').click();
    await page.waitForSelector('#history');
    expect(search(page).get('park')).toMatch(/^P0\d$/);
    const profile = parks.find(({ park_id }) => park_id === search(page).get('park'));
    expect(await textOf(page, 'h1')).toBe(profile?.name_zh);
    await page.click('#back');
    await page.waitForSelector('#ranks');
    expect(search(page).get('park')).toBeNull();
  });

  test('a profile tells tenants by name to who may know, and others that it does not', async () => {
    const page = await open('parks.html?park=P01');
    const rows = await page.locator('#names tbody tr').allTextContents();
    expect(rows).toEqual([
      '某某家居用品有限公司电商企业迟报新增1,234,567.89',
      '某某供应链管理有限公司物流未报无实绩—',
    ]);
    expect(await textOf(page, '.park-notes')).toContain('两户企业由9610转为9710申报。');
    forbidden = 'parks/P01/tenants';
    const stranger = await open('parks.html?park=P01');
    expect(await textOf(stranger, '#names')).toContain('企业名单只对有权限的账户显示');
    expect(await textOf(stranger, 'main')).not.toContain(namedTenants[0]?.name_zh);
    // The browser itself says that the answer was a refusal.
    complaints = complaints.filter((one) => !one.includes('403'));
  });

  test('the switches are in the address, and illegal pairs fall back', async () => {
    const page = await open('parks.html?unit=wan');
    await page.click('#flow-import');
    await page.waitForSelector('#flow-import[aria-current]');
    await page.selectOption('#mode', '9710');
    await page.waitForFunction(() => location.search.includes('mode=9710'));
    expect(Object.fromEntries(search(page))).toEqual({ unit: 'wan', mode: '9710' });
    await page.click('#types-measure-growth');
    await page.waitForSelector('#types-measure-growth[aria-current]');
    expect(search(page).get('measure')).toBe('growth');
    const odd = await open('parks.html?mode=9710&flow=import&park=P77&period=1999-01');
    expect(await odd.locator('.notice').allTextContents()).toEqual([
      '没有已发布的“1999-01”，现显示2026年10月。',
      '没有园区“P77”，现显示全市。',
      '没有所选的监管方式与进出口组合，现显示合计。',
    ]);
  });
});

describe('partners', () => {
  test('the map is walked by rank with the keyboard alone, Enter opens a partner, Escape closes it', async () => {
    const page = await open('partners.html');
    const order = await page.locator('#all tbody th[scope=row]').allTextContents();
    await page.locator('#map .drawing').focus();
    const heard: string[] = [];
    for (let at = 0; at < 3; at += 1) {
      await page.keyboard.press('ArrowRight');
      heard.push(((await textOf(page, '#map .reading')).split('：')[0] ?? '').trim());
    }
    expect(heard).toEqual(order.slice(0, 3));
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    await settled(page);
    expect(await textOf(page, '#partner-title')).toBe(`${heard[2]} · 2026年10月`);
    expect(await page.locator('#partner-trend svg').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog[open]'));
    expect(search(page).get('partner')).toBeNull();
  });

  test('all are in the table with the total, and the map says that it shows no boundary', async () => {
    const page = await open('partners.html');
    expect(await page.locator('#all tbody tr').count()).toBe(21);
    expect(await textOf(page, '#map')).toContain('不表示任何界线');
    expect(await textOf(page, '#map thead')).toContain('名次');
    expect(await textOf(page, '.crossing')).toContain('不交叉发布');
    const regions = await page.locator('#regions tbody th').allTextContents();
    expect(regions).toEqual(expect.arrayContaining(['亚洲', '欧洲', '北美洲', '不详', '合计']));
  });

  test('drawings are kept as SVG, PNG and CSV', async () => {
    const page = await open('partners.html');
    const saved = async (key: string) => {
      if (!(await page.locator('#map-svg').isVisible())) await page.click('#map-download');
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(`#map-${key}`)]);
      return readFile(await (download as Download).path());
    };
    const svg = (await saved('svg')).toString('utf8');
    expect(svg).toMatch(/^<\?xml/);
    // A file of its own: no variables of the page's style, nothing from elsewhere.
    expect(svg).not.toMatch(/var\(|currentColor|<style| style=| class=|href=|@import/);
    expect((await saved('png')).subarray(1, 4).toString('latin1')).toBe('PNG');
    const csv = (await saved('csv')).toString('utf8');
    expect(csv.startsWith('\ufeff')).toBe(true);
    expect(csv).toContain('国家（地区）');
  });
});

describe('goods', () => {
  test('a section opens its chapters, with the keyboard too, and the address says which', async () => {
    const page = await open('goods.html');
    expect(await textOf(page, '#chapters-title')).toBe('位列前15的章');
    await page.locator('#sections .drawing').focus();
    await page.keyboard.press('ArrowRight');
    const first = (await textOf(page, '#sections .reading')).slice(0, 2);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.drilled');
    expect(search(page).get('section')).toBe(first);
    expect(await textOf(page, '#chapters-title')).toBe(`第${first}类所含各章`);
    await page.goBack();
    await page.waitForFunction(() => !document.querySelector('.drilled'));
    expect(await textOf(page, '#chapters-title')).toBe('位列前15的章');
  });

  test('what pushed stands above what dragged, and the unknown is not dropped', async () => {
    const page = await open('goods.html');
    const moved = (await page.locator('#movers tbody tr td:nth-child(5)').allTextContents()).map((one) =>
      Number(one.replace('−', '-')),
    );
    expect(moved).toEqual(moved.toSorted((a, b) => b - a));
    expect(await page.locator('#all tbody th').allTextContents()).toContain('不详');
    expect(await textOf(page, '#tile-unknown')).not.toContain('没有不详的部分');
  });
});

describe('from a folder', () => {
  let folder: string;
  const bakery = {
    period: lastPeriod,
    periods: [lastPeriod],
    releases: [],
    parks,
    codes: [],
  } satisfies Bakery;
  const carried = (paths: readonly string[]) =>
    Object.fromEntries(paths.map((path) => [path, standingAnswerTo(path) ?? answerTo(path)]));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parkstat-共享 folder-'));
    await cp(site, folder, { recursive: true });
    await mkdir(join(folder, 'data'));
    for (const name of names) {
      const html = await readFile(join(folder, `${name}.html`), 'utf8');
      await writeFile(
        join(folder, `${name}.html`),
        html.replace('<script', `<script defer src="./data/page-${name}.js"></script><script`),
      );
      const baked = bakedPages[name];
      const further = Map.groupBy(baked?.furtherPaths(bakery) ?? [], chunkOf);
      for (const [chunk, paths] of further)
        await writeFile(
          join(folder, 'data', `${chunk}.${name}.js`),
          carrierScript({ answers: carried(paths) }),
        );
      const answers = carried([...standingPaths, ...(baked?.firstPaths(bakery) ?? [])]);
      const about = {
        release: '2026-10.1',
        published_at: '2026-11-12T01:00:00Z',
        chunks: [...further.keys()],
      };
      await writeFile(join(folder, 'data', `page-${name}.js`), carrierScript({ ...about, answers }));
      // Pages share chunks in a real copy; here each test reads those of its page.
      for (const chunk of further.keys())
        await cp(join(folder, 'data', `${chunk}.${name}.js`), join(folder, 'data', `${chunk}.js`));
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const address = (name: string, rest = '') => pathToFileURL(join(folder, `${name}.html`)).href + rest;

  test.each(names)('%s shows the newest month and asks for files alone', async (name) => {
    const page = await open(address(name, '?period=2025-01'));
    expect(await page.locator('.trouble').count()).toBe(0);
    expect(await page.locator('main svg').count()).toBeGreaterThan(1);
    expect(await page.locator('#period option').allTextContents()).toEqual(['2026年10月']);
    expect(await page.locator('#park').count()).toBe(0);
    expect(await page.locator('.notice').allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining('副本中可切换进出口或监管方式之一')]),
    );
    expect(requests.every((url) => url.startsWith('file:') || url.startsWith('data:'))).toBe(true);
  });

  test('goods change flow and mode, one at a time', async () => {
    const page = await open(address('goods', '?flow=export'));
    expect(await textOf(page, '#tile-total h2')).toBe('出口额 · 全市 · 出口');
    await page.selectOption('#mode', '1210');
    await page.waitForFunction(() => location.search.includes('mode=1210'));
    await settled(page);
    expect(await textOf(page, '#tile-total h2')).toBe('进出口额 · 全市 · 1210');
    expect(await page.locator('.trouble').count()).toBe(0);
  });
});
