import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type DraftCell,
  openApp,
  openWarehouse,
  publish,
  registerParks,
  tenants,
  type Warehouse,
} from '../api/app.fixture.ts';
import type { Server } from '../api/server.ts';
import { buildPages } from '../build.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import { launchBrowser } from '../dashboards/browser.fixture.ts';
import { staticPages } from '../dashboards/pages.ts';
import { modelsBehind } from '../transform/trace.ts';
import { writeNote } from '../warehouse/notes.ts';
import { noParts, type ReleaseParts } from '../warehouse/releases.ts';
import type { Program } from './program.ts';
import { readSettings } from './settings.ts';
import { bakeSite } from './site.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const first = '2024-09' as Period;
const months = Array.from({ length: 26 }, (_, at) => addMonths(first, at));

/**
 * A month of `wan` ten thousand yuan: six tenths in P01 and four in P02, a quarter by 9610 and the rest by 9710, all exports;
 * as many declarations.
 */
function cells(wan: number): DraftCell[] {
  const parts = (codes: string[], shares: number[]) => [
    ['_T', 1] as const,
    ...codes.map((code, at) => [code, shares[at] as number] as const),
  ];
  return [
    ...parts(['P01', 'P02'], [0.6, 0.4]).flatMap(([park, ofPark]) =>
      parts(['9610', '9710'], [0.25, 0.75]).flatMap(([mode, ofMode]) =>
        ['_T', 'export'].flatMap((flow): DraftCell[] => {
          const codes = { park, mode, flow };
          const value = wan * ofPark * ofMode;
          return [
            ['trade_value', codes, `${Math.round(value * 10_000)}.00`],
            ['declarations', codes, String(Math.round(value))],
          ];
        }),
      ),
    ),
    ...['_T', 'P01', 'P02'].flatMap((park): DraftCell[] => [
      ['on_time_rate', { park }, '0.975000'],
      ['rejection_rate', { park }, '0.003000'],
    ]),
  ];
}

const [a, b, c] = tenants as [string, string, string];
const held = (uscc: string, park: string, cny: string) => ({
  ...{ uscc, park, mode: '9710', flow: 'export', lines: '1', cny, usd: null, estimated: false },
});
const october: ReleaseParts = {
  ...noParts,
  tenant_cell: [held(a, 'P01', '6000000.00'), held(b, 'P01', '3000000.00'), held(c, 'P02', '1000000.00')],
  release_tenant: [a, b, c].map((uscc) => ({ uscc, park: 'P01', received: true, on_time: true })),
};

/** 800 a month in the first year, 1,000 in the second. June 2026 goes from 1,000 to 1,020, July to 990 and then to 1,005. */
async function publishAll({ database }: Warehouse): Promise<void> {
  for (const [at, period] of months.entries()) {
    const wan = at < 14 ? 800 : 1000;
    const day = `${addMonths(period, 1)}-12T01:00:00Z`;
    await publish(database, period, day, cells(wan), at === 25 ? { parts: october } : {});
  }
  await publish(database, '2026-06', '2026-08-12T01:00:00Z', cells(1020));
  await publish(database, '2026-07', '2026-09-12T01:00:00Z', cells(990));
  await publish(database, '2026-07', '2026-10-12T01:00:00Z', cells(1005));
}

let folder: string;
let warehouse: Warehouse;
let app: Server;
let browser: Browser;
let origin: string;
let complaints: string[];
let requests: string[];
let opened: Page[];

/** The page against the real API, and from the copy that is baked of it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-indicator-page-'));
  await buildPages({ outDir: join(folder, 'built'), only: staticPages });
  warehouse = await openWarehouse();
  const { database } = warehouse;
  await registerParks(database);
  await publishAll(warehouse);
  const scope = { indicator: 'trade_value', park: null, mode: null, flow: null };
  await writeNote(
    database,
    { ...scope, from_period: '2026-03', to_period: '2026-03' },
    { zh: '两户企业改用9710申报。', en: 'Two tenants moved to 9710.' },
    { by: '李敏', at: new Date('2026-04-20T00:00:00Z') },
  );
  app = await openApp(database, {
    siteDir: join(folder, 'built'),
    models: modelsBehind,
    now: () => new Date('2026-11-20T00:00:00Z'),
    plan: { day: 12, hour: 9 },
    contact: '市统计处',
  });
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
  [complaints, requests, opened] = [[], [], []];
});
afterEach(async () => {
  for (const page of opened) await page.context().close();
});

async function open(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  opened.push(page);
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(address.startsWith('file:') ? address : `${origin}indicator.html${address}`);
  await settled(page);
  return page;
}

const settled = (page: Page) => page.waitForSelector('#page[aria-busy="false"]');
const text = async (page: Page, selector: string) =>
  (await page.locator(selector).first().textContent()) ?? '';
const rowOf = (page: Page, selector: string, month: string) =>
  page.locator(`${selector} tbody tr`, { hasText: month }).first().locator('th, td').allTextContents();

function expectQuiet(): void {
  expect(complaints).toEqual([]);
  const isOwn = (url: string) => url.startsWith(origin) || url.startsWith('file:') || url.startsWith('data:');
  expect(requests.filter((url) => !isOwn(url))).toEqual([]);
}

describe('the catalogue', () => {
  test('groups all indicators, finds by word, and leads to one', async () => {
    const page = await open('');
    expect(await page.locator('.family h2').allTextContents()).toEqual([
      '金额与结构',
      '单量与时效',
      '退货与撤单',
      '企业',
      '报送质量',
    ]);
    await page.locator('.family li:visible .entry-figure b').first().waitFor();
    await page.fill('#search', '退货');
    const found = await page.locator('.entry-name:visible').allTextContents();
    expect(found).toEqual(expect.arrayContaining(['退货额', '退货率', '净进出口额']));
    expect(found).not.toContain('客单价');
    expect(await text(page, '#found')).toBe(`找到${found.length}个指标`);
    await page.fill('#search', 'xyzzy');
    expect(await text(page, '#found')).toContain('没有名称、代码或定义含“xyzzy”的指标');
    await page.fill('#search', 'declarations');
    await page.locator('.entry-name:visible', { hasText: '单量' }).click();
    await page.waitForSelector('#trend');
    expect(page.url()).toContain('indicator=declarations');
    expectQuiet();
  });

  test('says that a code is unknown', async () => {
    const page = await open('?indicator=trade_valu');
    expect(await text(page, '.notice')).toContain('没有代码为“trade_valu”的指标');
  });
});

describe('an indicator', () => {
  test('says at its head what it is, and tells its trend in a sentence', async () => {
    const page = await open('?indicator=trade_value');
    const head = await text(page, '.indicator-head');
    for (const said of [
      'trade_value',
      '月度',
      '初步',
      '2026-10.1',
      '2026年11月，计划 2026-12-14 09:00',
      '市统计处',
    ])
      expect(head).toContain(said);
    expect(await text(page, '#trend figcaption')).toBe(
      '全市，2024年11月至2026年10月，亿元。2026年10月为0.10，同比增长25.0%；最高0.10（2026年6月），最低0.08（2024年11月）。',
    );
    expect(await page.locator('#trend .notes li').allTextContents()).toEqual([
      '2026年3月：两户企业改用9710申报。',
    ]);
    await page.click('#trend-switch');
    expect(await rowOf(page, '#trend-table', '2026年7月')).toEqual([
      '2026年7月',
      '10,050,000.00',
      '10,000,000.00',
      '修订',
      '75.0%',
      '2026-07.3',
    ]);
    expectQuiet();
  });

  test('shows every transform, side by side, and says why there is no seasonal adjustment', async () => {
    const page = await open('?indicator=trade_value');
    await page.click('#transform-yoy');
    await page.waitForURL(/transform=yoy/);
    await settled(page);
    expect(await text(page, '#trend figcaption')).toContain('2026年10月为+25.0%');
    await page.click('#transform-ytd');
    await page.waitForURL(/transform=ytd/);
    await settled(page);
    // January to October 2026: 10 × 1,000 + 20 + 5.
    expect(await text(page, '#trend figcaption')).toContain('2026年10月为1.00');
    await page.click('#transform-level');
    await page.click('#by-park');
    await page.waitForSelector('#sides');
    expect(await text(page, '#sides figcaption')).toContain('共2条');
    expect(await page.locator('#sides-drawing circle').count()).toBe(48);
    await page.click('#transform-seasonal');
    await page.waitForSelector('.refused');
    expect(await text(page, '.refused')).toContain('只有26个月，季节调整至少需要连续60个月');
    expectQuiet();
  });

  test('chooses months by select and by dragging over the chart', async () => {
    const page = await open('?indicator=trade_value');
    await page.selectOption('#from', '2026-01');
    await page.waitForURL(/from=2026-01/);
    await settled(page);
    const box = await page.locator('#trend .drawing').boundingBox();
    const dots = await page
      .locator('#trend-drawing circle[aria-label]')
      .evaluateAll((all) => all.map((dot) => dot.getBoundingClientRect().x));
    const y = (box?.y ?? 0) + 60;
    await page.mouse.move((dots[2] ?? 0) - 4, y);
    await page.mouse.down();
    await page.mouse.move((dots[6] ?? 0) + 6, y, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/from=2026-03&to=2026-07/);
    expectQuiet();
  });

  test('is seen as of an earlier instant', async () => {
    const page = await open('?indicator=trade_value&asOf=2026-09-30&tab=data');
    expect(await rowOf(page, '.plain-caption', '2026年7月')).toEqual([
      '2026年7月',
      '9,900,000.00',
      '修订',
      '75.0%',
      '2026-07.2',
    ]);
    expect(await page.locator('.plain-caption tbody tr').first().textContent()).toContain('2026年8月');
    expect(await text(page, '#copy-citation >> xpath=../..')).toContain('截至');
  });
});

describe('the structure', () => {
  test('adds up: total, sum of parts and what is left over', async () => {
    const page = await open('?indicator=trade_value&tab=structure');
    expect(await text(page, '.balance')).toBe(
      '合计 10,000,000.00 = 各部分之和 10,000,000.00 + 未分摊 0.00 元',
    );
    await page.click('#parts-switch');
    // P01 went from 480 to 600, of 800 in all: 15 points; P02 from 320 to 400: 10.
    expect(await page.locator('#parts-table tbody tr').allTextContents()).toEqual([
      '园区P016,000,000.0060.0%+25.0%+15.00',
      '园区P024,000,000.0040.0%+25.0%+10.00',
      '未分摊0.00——0.00',
      '合计10,000,000.00—+25.0%+25.00',
    ]);
    await page.click('#split-mode');
    await page.waitForURL(/split=mode/);
    await settled(page);
    expect(await page.locator('#parts-table tbody tr').first().textContent()).toContain('9710');
    expect(await page.locator('#matrix-drawing rect').count()).toBe(9);
    expectQuiet();
  });
});

describe('revisions', () => {
  test('the triangle, the statistics and the values are those reckoned by hand', async () => {
    const page = await open('?indicator=trade_value&tab=revisions');
    await page.click('#triangle-switch');
    const row = async (month: string) => (await rowOf(page, '#triangle-table', month)).slice(1, 6);
    // Known at the ends of the months after: what came in a month counts to its end; the newest release is of November.
    expect(await row('2026年10月')).toEqual(['0.00', '', '', '', '']);
    expect(await row('2026年7月')).toEqual(['0.00', '−1.00', '+0.50', '+0.50', '']);
    expect(await row('2026年6月')).toEqual(['0.00', '+2.00', '+2.00', '+2.00', '+2.00']);
    // 23 months have had their third month: (2 + 0.5) ÷ 23; all 26 have a latest value: 2.5 ÷ 26.
    expect(
      await page.locator('.statistics tr', { hasText: '平均修订' }).first().locator('td').allTextContents(),
    ).toEqual(['+0.11 %', '+0.10 %']);
    expect(await page.locator('.statistics tr', { hasText: '月数' }).locator('td').allTextContents()).toEqual(
      ['23', '26'],
    );
    expect((await rowOf(page, '.tall', '2026年7月')).slice(0, 6)).toEqual([
      '2026年7月',
      '10,000,000.00',
      '10,050,000.00',
      '10,050,000.00',
      '+0.50',
      '修订',
    ]);
    expectQuiet();
  });

  test('the slider steps at releases by the keyboard, and the page can be seen as of then', async () => {
    const page = await open('?indicator=trade_value&tab=revisions');
    expect(await text(page, '#replay-said')).toContain('26个月有数，其中0个月后来有修订');
    await page.focus('#replay');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    // Before October's and September's releases: what came on 12 September.
    expect(await text(page, '#replay-said')).toBe(
      '2026-09-12 09:00（2026-07.2, 2026-08.1发布时）所知：24个月有数，其中1个月后来有修订。灰线为现值。',
    );
    expect(await page.getAttribute('#replay', 'aria-valuetext')).toBe('2026-09-12 09:00');
    await page.click('#replay-whole');
    await page.waitForURL(/asOf=2026-09-12/);
    await settled(page);
    expect(await text(page, '#trend figcaption')).toContain('至2026年8月');
    expectQuiet();
  });
});

test('quality, method and data tell what they know', async () => {
  const page = await open('?indicator=trade_value&tab=quality');
  expect(await text(page, '#coverage figcaption')).toContain('2026年10月按户数75.0% (3/3)');
  expect(await text(page, '#on-time-rate figcaption')).toContain('97.5%');
  await page.click('#side-tab-method');
  await page.waitForSelector('.formula');
  expect(await text(page, '.formula')).toBe('Σ 计入行货值（元） + Σ 对未报企业的估算值');
  expect(await text(page, '.sql')).toContain('from cells.value');
  expect(await text(page, '.indicator-tab')).toContain('海关总署公告2014年第12号');
  await page.waitForSelector('.definition-versions');
  expect(await text(page, '.definition-versions')).toContain('2026-11-24 1.0.0 新增');
  await page.click('#side-tab-data');
  await page.waitForSelector('.downloads');
  const links = await page
    .locator('.downloads a')
    .evaluateAll((all) => all.map((one) => new URL((one as HTMLAnchorElement).href)));
  expect(links.map(({ searchParams }) => searchParams.get('format'))).toEqual([
    ...['csv', 'xlsx', 'parquet', 'arrow', 'csvdata'],
  ]);
  // Workbooks and Parquet need the engine, which this server is not given.
  for (const { pathname, search } of [links[0], links[3], links[4]] as URL[])
    expect((await app.inject(pathname + search)).statusCode, pathname).toBe(200);
  expect(await text(page, '#copy-citation >> xpath=../..')).toContain('2024-11.1 … 2026-10.1');
  expectQuiet();
});

describe('where a figure comes from', () => {
  test('is reached by the keyboard alone, and left again', async () => {
    const page = await open('?indicator=trade_value&from=2026-06');
    await page.focus('#trend-drawing');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await text(page, '#trend .reading')).toContain('2026年7月');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog#origin[open]');
    const panel = await text(page, '#origin');
    for (const said of [
      '10,050,000.00',
      '2026-07.3',
      '9,900,000.00',
      '2026-07.2',
      '10,000,000.00',
      '首'.slice(1),
    ])
      expect(panel).toContain(said);
    expect(panel).toContain('本单元没有按企业的记录');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog#origin', { state: 'detached' });
    expect(page.url()).not.toContain('point=');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('trend-drawing');
  });

  test('tells tenants by number and bands only', async () => {
    const page = await open('?indicator=trade_value&point=_T._T._T.2026-10');
    const panel = await text(page, '#origin');
    // 600 of 1,000.
    expect(panel).toContain('3户企业。 最大一户占比不超过75%，前五户合计不超过100%。');
    expect(panel).not.toContain(a);
    await page.waitForSelector('.origin-cited .caption');
    expect(await text(page, '.origin-cited')).toContain('该月月报没有引用这个数');
  });

  test('tabs are walked by arrow keys', async () => {
    const page = await open('?indicator=trade_value');
    await page.focus('#side-tab-trend');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('#parts');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('side-tab-structure');
    await page.keyboard.press('End');
    await page.waitForSelector('.downloads');
    expectQuiet();
  });
});

describe('for everybody', () => {
  const tabs = ['trend&by=park', 'structure', 'revisions', 'quality', 'method', 'data'];

  test.each([
    ['zh', 'light', tabs],
    ['en', 'dark', ['trend&by=park', 'revisions', 'data']],
  ] as const)('axe finds nothing, %s and %s', async (language, colorScheme, looked) => {
    const page = await open(`?lang=${language}`, { colorScheme });
    const violations = [];
    for (const tab of ['', ...looked]) {
      if (tab) await page.goto(`${origin}indicator.html?indicator=trade_value&lang=${language}&tab=${tab}`);
      await settled(page);
      // Drawings are hidden from assistive technology: their figures stand in a table, their points in the live region.
      const found = await new AxeBuilder({ page })
        .exclude('.drawing svg')
        .options({ resultTypes: ['violations'] })
        .analyze();
      violations.push(...found.violations.map(({ id, nodes }) => `${tab} ${id} ${nodes[0]?.html}`));
    }
    expect(violations).toEqual([]);
    expectQuiet();
  });

  test('nothing is left in Chinese on the English page but what says so, and nothing overflows a phone', async () => {
    const page = await open('?lang=en&indicator=trade_value', { viewport: { width: 390, height: 844 } });
    for (const tab of tabs) {
      await page.goto(`${origin}indicator.html?indicator=trade_value&lang=en&tab=${tab}`);
      await settled(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, tab).toBeLessThanOrEqual(390);
      const said = await page.evaluate(() => {
        for (const other of document.querySelectorAll('[lang^="zh"], .heading p, select')) other.remove();
        return document.querySelector('main')?.textContent ?? '';
      });
      expect(said.replaceAll(/园区P0\d|市统计处/g, ''), tab).not.toMatch(/\p{Script=Han}/u);
    }
  });
});

test('a baked copy shows every tab from a folder, and says what it does not carry', async () => {
  const settings = readSettings({ PARKSTAT_DATA: folder, PARKSTAT_CONTACT: '市统计处' });
  const program = { settings, database: warehouse.database } as Program;
  const site = await bakeSite(program, join(folder, 'built'));
  expect(site?.refused.filter((path) => path.includes('indicator'))).toEqual([]);
  const home = pathToFileURL(join(site?.folder ?? '', 'indicator.html')).href;
  const page = await open(`${home}?indicator=trade_value`);
  expect(await text(page, '#trend figcaption')).toContain('2026年10月为0.10，同比增长25.0%');
  for (const [tab, shown] of [
    ['structure', '#parts'],
    ['revisions', '#triangle'],
    ['quality', '#coverage'],
    ['method', '.formula'],
    ['data', '.plain-caption'],
  ] as const) {
    await page.click(`#side-tab-${tab}`);
    await page.waitForSelector(shown);
  }
  await page.goto(`${home}?indicator=trade_value&tab=revisions&point=_T._T._T.2026-07`);
  await page.waitForSelector('dialog#origin[open]');
  expect(await text(page, '#origin')).toContain('静态副本只携带历次发布的值');
  expect(await text(page, '#origin')).toContain('9,900,000.00');
  await page.goto(`${home}?indicator=trade_value&park=P01`);
  await settled(page);
  expect(await text(page, '.indicator-tab')).toContain('静态副本不含这部分数据');
  expectQuiet();
  expect(await readFile(join(site?.folder ?? '', 'indicator.html'), 'utf8')).toContain(
    './data/page-indicator.js',
  );
});
