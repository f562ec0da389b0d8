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
import { lastPeriod } from './answers.fixture.ts';
import { launchBrowser } from './browser.fixture.ts';
import { carrierScript } from './chunk.ts';
import { amount } from './figures.ts';
import { answersFor, bakedAnswers, collecting } from './first.fixture.ts';
import type { Overview } from './index/answers.ts';
import { firstQueries, publishedPaths } from './index/queries.ts';

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
  answer = answersFor('analyst');
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

/** The value of a tile as the page must show it, from the answer itself. */
function expected(mode: string, park = '_T'): string {
  const { overview } = publishedPaths(lastPeriod, park);
  const { rows } = answersFor('analyst')(overview) as Overview;
  return amount(rows.find((row) => row.mode === mode)?.value ?? '', 'yi');
}

const noSideScroll = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
const hansIn = async (page: Page) => (await allTexts(page)).join('\n').match(/[^\n]*\p{Script=Han}[^\n]*/gu);

describe('what readers see', () => {
  test('the figures of the latest release, by mode, with growth and the usual revision', async () => {
    const page = await open('');
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN');
    expect(await page.title()).toBe('2026年10月 · 全市 · 态势 · 园区统计');
    expect(await textOf(page, '.status')).toBe(
      '发布2026-10.1初步发布于2026-11-12 09:00下次发布2026年11月2026-12-12 09:00覆盖率（按额）98.3%按户数 97.5%',
    );
    for (const mode of ['_T', '9710', '9810', '9610', '1210']) {
      const tile = await textOf(page, `#tile-${mode}`);
      expect(tile).toContain(expected(mode));
      expect(tile).toMatch(
        /初步同比[+−]\d+\.\d%※?累计同比[+−]\d+\.\d%可比口径[+−]\d+\.\d%首发值通常上修2\.1% \[−0\.4, \+5\.0\]$/,
      );
    }
    expect(await page.locator('.tile svg').count()).toBe(6);
    expect(await textOf(page, '.marks')).toContain('统计范围（应报企业）不同');
    expect(await page.locator('.calendar tr').count()).toBe(8);
    expect(await page.locator('.reports li').count()).toBe(3);
    expect(await page.locator('.queues, .reminders').count()).toBe(0);
    expect((await page.content()).match(/NaN|undefined|\[object|Infinity/)).toBeNull();
    expectQuiet();
  });

  test('asks exactly the questions of the first view, and who is asking', async () => {
    await open('');
    expect(asked.sort()).toEqual([...firstQueries(lastPeriod), 'me'].sort());
  });

  test('contributions in order, which add up to the change with the rest', async () => {
    const page = await open('');
    const fen = await page
      .locator('.contributions tr td:nth-child(3) data')
      .evaluateAll((all) =>
        all.map((one) => String(BigInt((one as HTMLDataElement).value.replace('.', '')))),
      );
    const [sum, ...parts] = fen.map(BigInt).reverse() as [bigint, ...bigint[]];
    expect(parts).toHaveLength(6);
    expect(parts.reduce((all, part) => all + part, 0n)).toBe(sum);
    expect(await page.locator('.contributions tbody tr').count()).toBe(5);
    expect(await textOf(page, '.happened .caption')).toContain('另有基期补报+95 万元。');
    await page.click('#by-mom');
    await page.waitForSelector('#by-mom[aria-current]');
    expect(new URL(page.url()).search).toBe('?by=mom');
    expect(await textOf(page, '.happened .summary')).toBe('与2026-09相比有变动');
    await page.goBack();
    await page.waitForSelector('#by-yoy[aria-current]');
    expect(await page.locator('.revised li').count()).toBe(2);
    expect(await textOf(page, '.revised h3')).toBe('近期修订 7项');
    expectQuiet();
  });

  test('every tile and line leads to its indicator at the same vintage', async () => {
    const page = await open('?asOf=2026-11-30&lang=en');
    expect(asked).toContain('overview?period=2026-10&asOf=2026-11-30');
    expect(asked).toContain('highlights?period=2026-10&asOf=2026-11-30');
    const hrefOf = (selector: string) => page.locator(selector).first().getAttribute('href');
    expect(await hrefOf('#tile-9710 a')).toBe(
      './indicator.html?period=2026-10&asOf=2026-11-30&lang=en&indicator=trade_value&mode=9710',
    );
    expect(await hrefOf('.contributions a')).toMatch(
      /^\.\/indicator\.html\?period=2026-10&park=(P0\d)&asOf=2026-11-30&lang=en&indicator=trade_value&mode=(\d{4})&point=\1\.\2\._T\.2026-10$/,
    );
    await page.locator('#tile-_T a').focus();
    for (const _ of ['figure', 'next tile']) await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('article')?.id)).toBe('tile-9710');
  });

  test('a line is sent to the query page with what is being looked at', async () => {
    const page = await open('?park=P03&lang=en');
    await page.fill('#search-line', 'P03 9710 export last 24 months yoy');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/query.html?*');
    const address = new URL(page.url()).searchParams;
    expect([...address]).toEqual([
      ['park', 'P03'],
      ['lang', 'en'],
      ['q', 'P03 9710 export last 24 months yoy'],
    ]);
  });

  test('another park changes the address, the questions and the figures; back returns', async () => {
    const page = await open('');
    asked = [];
    await page.focus('#park');
    await page.selectOption('#park', 'P04');
    await page.waitForFunction(() => document.title.includes('内河港海外仓集货园'));
    await shown(page);
    expect(new URL(page.url()).search).toBe('?park=P04');
    expect(asked.every((path) => path.includes('park=P04'))).toBe(true);
    expect(await textOf(page, '#tile-_T')).toContain(expected('_T', 'P04'));
    expect(await textOf(page, '.contributions tbody th')).toMatch(/跨境电商出口海外仓|B2B直接出口/);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('park');
    await page.goBack();
    await page.waitForFunction(() => document.title.includes('全市'));
    expect(await textOf(page, '#tile-_T')).toContain(expected('_T'));
    expectQuiet();
  });

  test('the address holds the full state, and what it asks for in vain is said', async () => {
    const page = await open('?period=2026-03&park=P02&by=mom&lang=en&unit=wan');
    expect(await page.inputValue('#period')).toBe('2026-03');
    expect(await page.inputValue('#park')).toBe('P02');
    expect(await textOf(page, '#unit-wan[aria-current]')).toBe('10,000');
    expect(await textOf(page, '.status')).toContain('2026-03.1');
    await page.selectOption('#period', '2026-04');
    await page.waitForFunction(() => document.title.includes('Apr 2026'));
    expect(new URL(page.url()).search).toBe('?period=2026-04&park=P02&by=mom&lang=en&unit=wan');
    const other = await open('?period=2031-01&park=P99');
    expect(await other.locator('.notice').allTextContents()).toEqual([
      '2031-01没有发布的数据，现显示2026年10月。',
      '没有编号为“P99”的园区，现显示全市。',
    ]);
    expectQuiet();
  });

  test('a value that is missing says why; thin coverage greys it and tells no growth', async () => {
    const known = answersFor('analyst');
    answer = (path) => {
      const said = known(path);
      if (!path.startsWith('overview')) return said;
      const rows = (said as Overview).rows.map((row) => {
        if (row.mode === '1210') return { ...row, value: null, status: 'c', reason: 'CONFIDENTIAL' };
        if (row.mode === '9610') return { ...row, marks: ['LOW_COVERAGE'] };
        if (row.mode === '9710')
          return {
            ...row,
            expected_revision: { n: 3, mean: null, low: null, high: null, reason: 'TOO_FEW' },
          };
        return row.mode === '9810' ? { ...row, low_coverage: true } : row;
      });
      return { ...(said as Overview), rows };
    };
    const page = await open('');
    expect(await textOf(page, '#tile-1210')).toMatch(/—\s*保密/);
    for (const mode of ['9810', '9610']) {
      expect(await textOf(page, `#tile-${mode}.thin`)).toContain('覆盖率不足80%，不比增速');
      expect(await textOf(page, `#tile-${mode}`)).not.toContain('同比');
      expect(await textOf(page, `#tile-${mode}`)).not.toContain('首发值');
    }
    expect(await textOf(page, '#tile-9710')).not.toContain('首发值');
    expectQuiet();
  });

  test('a slow view that was left does not hold up the next', async () => {
    const page = await open('');
    const known = answersFor('analyst');
    answer = (path) => (path.includes('park=P01') ? new Promise(() => {}) : known(path));
    await page.selectOption('#park', 'P01');
    await page.selectOption('#park', 'P05');
    await page.waitForFunction(() => document.title.includes('国际邮件'));
    expect(await textOf(page, '#tile-_T')).toContain(expected('_T', 'P05'));
    expectQuiet();
  });
});

describe('what who runs the month sees', () => {
  test('the state of the month, queues, and whom to remind', async () => {
    answer = answersFor('officer');
    const page = await open('');
    expect(await textOf(page, 'h1')).toBe('本月工作台');
    expect(await textOf(page, '.steps-line [aria-current]')).toContain('发布');
    const state = await textOf(page, '.status');
    for (const said of [
      '第17个工作日',
      '报送截止2026-11-10已过',
      '数据截止2026-11-10 08:12',
      '93.4%',
      '176 / 201',
    ])
      expect(state).toContain(said);
    expect(state).toContain('迟报3零申报4待核2必改3待核实11已核实28阻断项1');
    const queues = await page.locator('.queue').allTextContents();
    expect(queues).toEqual([
      '待发布草稿22026年11月（首次）、2026年9月（128格变动）',
      '待核实报送22026年10月',
      '更正待发布22026年9月 (影响128格)、2026年8月 (影响待算)、涉及2份月报',
      '阻断检查1合计与各部分之和不符',
      '待补说明5P03 9710、P01 1210、P02 9810、P02 9710、P06 9610',
    ]);
    expect(await textOf(page, '.reminders .summary')).toContain('前4户占未报额');
    expect(await page.locator('.reminders tbody tr').count()).toBe(4);
    expect(await textOf(page, '.reminders .caption')).toBe(
      '另有2户，见导出名单 · 按前12个月已发布月份的月均进出口额',
    );
    expect(await page.getAttribute('.reminders .button', 'href')).toBe(
      './api/v1/reminders?period=2026-10&format=csv',
    );
    expect(await page.locator('.calendar, .search').count()).toBe(0);
    expectQuiet();
  });

  test('a month that is not released yet, above the latest figures', async () => {
    const known = answersFor('officer');
    answer = (path) => (path === 'month' ? collecting : known(path));
    const page = await open('');
    expect(await page.inputValue('#period')).toBe('2026-11');
    expect(await textOf(page, '.notice')).toBe('2026年11月尚未发布，以下为最近发布的2026年10月。');
    const state = await textOf(page, '.status');
    expect(state).toContain('计划发布2026-12-12 09:00还有4天0小时');
    expect(state).toContain('阻断项未检查');
    expect(await textOf(page, '.steps-line [aria-current]')).toContain('收集中');
    expect(await textOf(page, '#tile-_T')).toContain(expected('_T'));
    expect(asked).toContain('reminders?period=2026-11');
    expectQuiet();
  });

  test('a park’s account opens on its park, and has no other to choose', async () => {
    answer = answersFor('park');
    const page = await open('');
    expect(await page.locator('#park').count()).toBe(0);
    expect(await textOf(page, '.heading-name p')).toBe('2026年10月 · 城西智能家居跨境电商产业园');
    expect(asked).toContain('month?park=P02');
    expect(asked).toContain('overview?period=2026-10&park=P02');
    expect(await page.locator('.queue').count()).toBe(3);
    expectQuiet();
  });

  test('an earlier vintage is what readers saw then: it has no desk', async () => {
    answer = answersFor('officer');
    const page = await open('?asOf=2026-08-20');
    expect(await textOf(page, 'h1')).toBe('态势');
    expect(asked).toContain('overview?period=2026-07&asOf=2026-08-20');
    expect(asked.some((path) => path.startsWith('month'))).toBe(false);
    expectQuiet();
  });

  test('one missing answer takes one part of the page, not all', async () => {
    const known = answersFor('officer');
    answer = (path) =>
      path.startsWith('reminders') || path.startsWith('highlights') ? refusal : known(path);
    const page = await open('');
    expect(await page.locator('.trouble').count()).toBe(2);
    expect(await textOf(page, '.trouble')).toContain('发生了什么');
    expect(await page.locator('.tile').count()).toBe(6);
    expect(await page.locator('.queue').count()).toBe(5);
  });
});

describe('one view', () => {
  test.each([
    ['analyst', ''],
    ['analyst', '?lang=en&asOf=2026-08-20'],
    ['officer', ''],
    ['officer', '?lang=en'],
    ['park', '?by=mom'],
  ] as const)('of %s%s is whole at 1440 × 900 and never scrolls sideways', async (reader, address) => {
    answer = answersFor(reader);
    const page = await open(address);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(900);
    const cut = await page
      .locator('.tile dd, .fact, .queue, .contributions .figure')
      .evaluateAll((all) =>
        all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent),
      );
    expect(cut).toEqual([]);
    for (const width of [1440, 1024, 820, 390]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await noSideScroll(page), String(width)).toBe(true);
    }
    if (address.includes('lang=en')) expect(await hansIn(page)).toBeNull();
    expectQuiet();
  });

  test.each([
    ['analyst', 'light', ''],
    ['analyst', 'dark', '?lang=en&park=P03'],
    ['officer', 'dark', ''],
    ['officer', 'light', '?lang=en'],
  ] as const)('of %s is accessible, %s %s', async (reader, colorScheme, address) => {
    answer = answersFor(reader);
    const page = await open(address, { colorScheme });
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
    const known = answersFor('officer');
    answer = (path) => (path === 'releases' ? { rows: [] } : known(path));
    const page = await open('');
    expect(await textOf(page, '.steps .done')).toContain('已登记6个园区');
  });

  test('a refusal is shown in the reader’s language, and trying again works', async () => {
    answer = () => refusal;
    const page = await open('?lang=en');
    expect(await textOf(page, 'main')).toMatch(/(releases|parks) · The database is unavailable/);
    expect(await textOf(page, 'main')).not.toContain('数据库');
    answer = answersFor('analyst');
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
    expect(await page.locator('.tile svg').count()).toBe(6);
    expect(await page.locator('.contributions tbody tr').count()).toBe(5);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(900);
    expect(await page.locator('.queues, .reminders, .reports, .search form').count()).toBe(0);
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

test('the page with its first answers stays under 150 kB gzip, the answers under 40 kB, in classic scripts', async () => {
  const files = (await readdir(site, { recursive: true })).filter((name) => extname(name) in types);
  const sizes = await Promise.all(
    files.map(async (name) => gzipSync(await readFile(join(site, name))).length),
  );
  const first = gzipSync(carrierScript({ ...copy, answers: bakedAnswers() })).length;
  expect(first).toBeLessThan(40_000);
  expect(sizes.reduce((sum, size) => sum + size, first)).toBeLessThan(150_000);
  expect(await readFile(join(site, 'index.html'), 'utf8')).not.toMatch(/type="module"|crossorigin|https?:/);
});
