import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { buildPages } from '../build.ts';
import { answerTo, bakedAnswers, lastPeriod } from './answers.fixture.ts';
import type { Series } from './answers.ts';
import { launchBrowser } from './browser.fixture.ts';
import { carrierScript } from './chunk.ts';
import { amount } from './figures.ts';
import { firstQueries, viewQueries } from './index/queries.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const contentSecurity = "default-src 'self'; img-src 'self' data:";
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What the API of a test says: an answer, undefined for "not found", or a refusal. */
type Answer = (path: string) => unknown | Promise<unknown>;
const refusal = { code: 'database_unavailable', message: '数据库不可用 | The database is unavailable' };

let site: string;
let server: Server;
let browser: Browser;
let origin: string;
let answer: Answer;
let asked: string[];

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), 'parkstat-page-'));
  await buildPages({ outDir: site, only: ['index'] });
  browser = await launchBrowser();
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://site');
    if (url.pathname.startsWith('/api/v1/')) {
      const path = url.pathname.slice('/api/v1/'.length) + url.search;
      asked.push(path);
      const said = await answer(path);
      response.writeHead(said === undefined ? 404 : said === refusal ? 503 : 200, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify(said ?? { code: 'not_found', message: path }));
      return;
    }
    const file = url.pathname === '/' ? '/index.html' : url.pathname;
    const content = await readFile(join(site, file)).catch(() => undefined);
    const headers = {
      'content-type': types[extname(file)] ?? '',
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

/** Everything that a page says on its console, throws, or asks from elsewhere. */
let complaints: string[];
let requests: string[];
let pages: Page[];

beforeEach(() => {
  answer = answerTo;
  [asked, complaints, requests, pages] = [[], [], [], []];
});

afterEach(async () => {
  for (const page of pages) await page.context().close();
});

async function open(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  pages.push(page);
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(address.startsWith('file:') ? address : origin + address);
  await shown(page);
  return page;
}

const shown = (page: Page) => page.waitForSelector('#page[aria-busy="false"]');
const textOf = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .textContent()
    .then((text) => text ?? '');

function expectQuiet(): void {
  expect(complaints).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(origin))).toEqual([]);
}

/** Every text that a reader can meet, names in Chinese left out. */
function allTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    for (const name of document.querySelectorAll('body [lang^="zh"], noscript')) name.remove();
    const attributes = ['aria-label', 'title', 'alt', 'placeholder'];
    const said = [...document.querySelectorAll('*')].flatMap((element) =>
      attributes.map((name) => element.getAttribute(name) ?? ''),
    );
    return [document.title, document.body.textContent ?? '', ...said];
  });
}

/** The value of a cell of trade value as the page must show it, from the answer itself. */
function expected(mode: string, park = '_T'): string {
  const { trend } = viewQueries(lastPeriod, park);
  const cell = (answerTo(trend) as Series).rows.find((row) => row.mode === mode && row.period === lastPeriod);
  return amount(cell?.value ?? '', 'yi');
}

describe('the page', () => {
  test('opens in Chinese with the latest period, its release and all figures', async () => {
    const page = await open('');
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN');
    expect(await page.title()).toBe('2026年10月 · 全市 · 态势 · 园区统计');
    expect(await textOf(page, '.release')).toMatch(
      /^2026-10\.1\s*初步\s*发布于 2026-11-12 09:00\s*覆盖率 97\.5%\s*月报$/,
    );
    for (const mode of ['_T', '9610', '1210', '9710', '9810']) {
      const tile = await textOf(page, `#tile-${mode}`);
      expect(tile).toContain(expected(mode));
      expect(tile).toMatch(/初步同比[+−]\d+\.\d%累计\d+\.\d\d累计同比[+−]\d+\.\d%/);
    }
    expect(await page.locator('.asides > div').count()).toBe(5);
    expect(await page.locator('main svg').count()).toBe(4);
    expect(await page.locator('.card-table table').count()).toBe(3);
    expect(await page.locator('.reporting tbody tr').count()).toBe(6);
    expect(await page.locator('.missing li').count()).toBe(3);
    expect((await page.content()).match(/NaN|undefined|\[object|Infinity/)).toBeNull();
    expectQuiet();
  });

  test('asks exactly the questions of the first view', async () => {
    await open('');
    expect(asked.sort()).toEqual(firstQueries(lastPeriod).sort());
  });

  test('shows tiles, trend and parks at 1440 × 900 and never scrolls sideways', async () => {
    const page = await open('');
    const bottom = await page
      .locator('.columns')
      .first()
      .evaluate((element) => element.getBoundingClientRect().bottom);
    expect(bottom).toBeLessThanOrEqual(900);
    for (const width of [1440, 1024, 820, 390]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    }
    for (const chart of await page.locator('main svg').all()) {
      expect((await chart.boundingBox())?.width ?? 0).toBeLessThanOrEqual(390);
    }
    expectQuiet();
  });

  test('English leaves no Chinese but names, and the address says so', async () => {
    const page = await open('');
    await page.click('#language');
    await page.waitForSelector('html[lang="en"]');
    await shown(page);
    expect(new URL(page.url()).search).toBe('?lang=en');
    expect(await textOf(page, '.release')).toMatch(
      /^2026-10\.1\s*Preliminary\s*Published 2026-11-12 09:00\s*Coverage 97\.5%/,
    );
    const all = await allTexts(page);
    expect(all.join('\n').match(/[^\n]*\p{Script=Han}[^\n]*/gu)).toBeNull();
    expectQuiet();
  });

  test('another park changes the address, the questions and the figures; back returns', async () => {
    const page = await open('');
    asked = [];
    await page.focus('#park');
    await page.selectOption('#park', 'P04');
    await page.waitForFunction(() => document.title.includes('内河港海外仓集货园'));
    await shown(page);
    expect(new URL(page.url()).search).toBe('?park=P04');
    expect(asked).toContain('series?indicator=declarations&park=P04&from=2026-10&to=2026-10');
    expect(asked.every((path) => path.includes('park=P04'))).toBe(true);
    expect(await textOf(page, '#tile-_T')).toContain(expected('_T', 'P04'));
    expect(await textOf(page, 'tr.selected')).toContain('内河港海外仓集货园');
    expect(await page.locator('.missing li').count()).toBe(1);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('park');
    await page.goBack();
    await page.waitForFunction(() => document.title.includes('全市'));
    expect(await textOf(page, '#tile-_T')).toContain(expected('_T'));
    expectQuiet();
  });

  test('the address holds the full state', async () => {
    const page = await open('?period=2026-03&park=P02&lang=en&unit=wan');
    expect(await page.inputValue('#period')).toBe('2026-03');
    expect(await page.inputValue('#park')).toBe('P02');
    expect(await textOf(page, '#unit-wan[aria-current]')).toBe('10,000');
    expect(await textOf(page, '.release')).toContain('2026-03.1');
    await page.selectOption('#period', '2026-04');
    await page.waitForFunction(() => document.title.includes('Apr 2026'));
    expect(new URL(page.url()).search).toBe('?period=2026-04&park=P02&lang=en&unit=wan');
  });

  test('what the address asks for in vain is said, not passed over', async () => {
    const page = await open('?period=2031-01&park=P99');
    expect(await page.locator('.notice').allTextContents()).toEqual([
      '2031-01没有发布的数据，现显示2026年10月。',
      '没有编号为“P99”的园区，现显示全市。',
    ]);
    expectQuiet();
  });

  test('a slow view that was left does not hold up the next, and can be asked for again', async () => {
    const page = await open('');
    answer = (path) => (path.includes('park=P01') ? new Promise(() => {}) : answerTo(path));
    await page.selectOption('#park', 'P01');
    await page.selectOption('#park', 'P05');
    await page.waitForFunction(() => document.title.includes('国际邮件'));
    expect(await textOf(page, '#tile-_T')).toContain(expected('_T', 'P05'));
    answer = answerTo;
    await page.selectOption('#park', 'P01');
    await page.waitForFunction(() => document.title.includes('江北'));
    expect(await textOf(page, '#tile-_T')).toContain(expected('_T', 'P01'));
    expectQuiet();
  });

  test('a value that is missing says why, and thin coverage shows no growth', async () => {
    answer = (path) => {
      const said = answerTo(path);
      if (!path.startsWith('series')) return said;
      const rows = (said as Series).rows.map((row) => {
        if (row.mode === '1210') return { ...row, value: null, status: 'c', reason: 'CONFIDENTIAL' };
        return row.mode === '9810' ? { ...row, coverage: '0.799999' } : row;
      });
      return { ...(said as Series), rows };
    };
    const page = await open('');
    expect(await textOf(page, '#tile-1210')).toMatch(/—\s*保密/);
    expect(await textOf(page, '#tile-9810')).toContain('覆盖率不足80%，不显示增速');
    expect(await textOf(page, '#tile-9810')).not.toContain('同比');
    expect(await textOf(page, '.columns figcaption')).not.toContain('1210');
    expectQuiet();
  });

  test('every month under the pointer tells its values', async () => {
    const page = await open('');
    const box = await page.locator('.columns .drawing').first().boundingBox();
    await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 150);
    await page.waitForSelector('g[aria-label="tip"] text');
    expect(await page.locator('g[aria-label="tip"]').first().textContent()).toMatch(
      /\d{4}年\d+月 亿元.1210 {2}\d/,
    );
  });

  test.each([
    ['zh', 'light', ''],
    ['en', 'dark', '?lang=en&park=P03'],
  ] as const)('is accessible in %s, %s', async (_language, colorScheme, address) => {
    const page = await open(address, { colorScheme });
    await page.locator('details').evaluateAll((all) => {
      for (const one of all) one.setAttribute('open', '');
    });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });
});

describe('without figures', () => {
  test('an empty system says what to do next', async () => {
    answer = () => ({ rows: [] });
    const page = await open('');
    const said = await textOf(page, 'main');
    expect(said).toContain('还没有发布的数据');
    for (const command of [
      'npx parkstat registry load DIR',
      'npx parkstat collect',
      'npx parkstat publish --period',
      'npm run demo',
    ]) {
      expect(said).toContain(command);
    }
    expect(await page.locator('.steps .done').count()).toBe(0);
    await page.click('#language');
    await page.waitForSelector('html[lang="en"]');
    expect((await allTexts(page)).join()).not.toMatch(/\p{Script=Han}/u);
    expectQuiet();
  });

  test('a registered but unreleased system marks the step that is done', async () => {
    answer = (path) => (path === 'releases' ? { rows: [] } : answerTo(path));
    const page = await open('');
    expect(await textOf(page, '.steps .done')).toContain('已登记6个园区');
  });

  test('a refusal is shown in the reader’s language, and trying again works', async () => {
    answer = () => refusal;
    const page = await open('?lang=en');
    expect(await textOf(page, 'main')).toContain('releases · The database is unavailable');
    expect(await textOf(page, 'main')).not.toContain('数据库');
    answer = answerTo;
    await page.click('#retry');
    await page.waitForSelector('#tile-_T');
  });

  test('an unreachable service is told from a refusal', async () => {
    const page = await open('');
    await page.route('**/api/v1/**', (route) => route.abort());
    await page.selectOption('#park', 'P01');
    await page.waitForSelector('.trouble');
    expect(await textOf(page, '.trouble')).toContain('没有连上统计服务');
  });

  test('one missing answer takes one part of the page, not all', async () => {
    answer = (path) => (path.startsWith('quality') ? refusal : answerTo(path));
    const page = await open('');
    expect(await page.locator('.trouble').count()).toBe(1);
    expect(await textOf(page, '.trouble')).toContain('报送情况');
    expect(await page.locator('main svg').count()).toBe(4);
  });
});

const copy = { release: '2026-10.1', published_at: '2026-11-12T01:00:00Z', chunks: [] } as const;
const carrier = '<script defer src="./data/page-index.js"></script>';

describe('from a folder', () => {
  let folder: string;
  const address = (search = '') => pathToFileURL(join(folder, 'index.html')).href + search;
  const carry = (answers: Readonly<Record<string, unknown>>) =>
    writeFile(join(folder, 'data', 'page-index.js'), carrierScript({ ...copy, answers }));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parkstat-共享 folder-'));
    await cp(site, folder, { recursive: true });
    await mkdir(join(folder, 'data'));
    const html = await readFile(join(folder, 'index.html'), 'utf8');
    await writeFile(join(folder, 'index.html'), html.replace('<script', `${carrier}<script`));
    await carry(bakedAnswers());
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('shows all figures that it carries and asks for nothing but files', async () => {
    const page = await open(address());
    expect(await textOf(page, '#tile-_T')).toContain(expected('_T'));
    expect(await page.locator('main svg').count()).toBe(4);
    expect(await page.locator('.missing li').count()).toBe(3);
    expect(await page.locator('.trouble').count()).toBe(0);
    expect(await page.locator('a[href*="api/v1"]').count()).toBe(0);
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('offers only what it carries, and changes language and unit in place', async () => {
    const page = await open(address('?park=P01'));
    expect(await page.locator('#park option').allTextContents()).toEqual(['全市']);
    expect(await page.locator('#period option').allTextContents()).toEqual(['2026年10月']);
    expect(await textOf(page, '.notice:last-child')).toContain('静态副本 2026-10.1');
    await page.click('#unit-wan');
    await page.waitForSelector('#unit-wan[aria-current]');
    await page.click('#language');
    await page.waitForSelector('html[lang="en"]');
    expect(page.url()).toMatch(/^file:.*\?.*lang=en&unit=wan$/);
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('says so when it carries nothing', async () => {
    await carry({});
    const page = await open(address());
    expect(await textOf(page, 'main')).toContain('这份离线副本没有携带所需数据');
    expect(complaints).toEqual([]);
  });
});

test('the page with its first answers stays under 150 kB gzip, in classic scripts', async () => {
  const files = (await readdir(site, { recursive: true })).filter((name) => extname(name) in types);
  const sizes = await Promise.all(
    files.map(async (name) => gzipSync(await readFile(join(site, name))).length),
  );
  const first = gzipSync(carrierScript({ ...copy, answers: bakedAnswers() })).length;
  expect(sizes.reduce((sum, size) => sum + size, first)).toBeLessThan(150_000);
  expect(await readFile(join(site, 'index.html'), 'utf8')).not.toMatch(/type="module"|crossorigin|https?:/);
});
