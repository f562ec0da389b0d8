import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { goodPassword, lightCost, makePerson, sessionOf } from '../api/access/access.fixture.ts';
import { firstAdminLink } from '../api/access/links.ts';
import { now, openApp, openWarehouse, publish, registerParks, type Warehouse } from '../api/app.fixture.ts';
import type { Server } from '../api/server.ts';
import { buildPages } from '../build.ts';
import { launchBrowser } from '../dashboards/browser.fixture.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let warehouse: Warehouse;
let app: Server;
let site: string;
let browser: Browser;
let origin: string;
const complaints: string[] = [];
const outside: string[] = [];

const report = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>月报</title><style>p { color: rgb(1, 2, 3) }</style></head>
<body><p>三月</p><b style="color: rgb(4, 5, 6)">加重</b></body></html>`;

beforeAll(async () => {
  warehouse = await openWarehouse();
  const { database } = warehouse;
  await registerParks(database);
  await publish(database, '2026-03', '2026-04-12T02:00:00Z', [['trade_value', {}, '1.00']]);
  await database.kysely
    .insertInto('report')
    .values({
      ...{
        release_id: '2026-03.1',
        park: '_T',
        format: 'html',
        language: 'zh',
        sha256: 'x',
        written_at: now,
      },
      content: Buffer.from(report),
    })
    .execute();
  site = await mkdtemp(join(tmpdir(), 'parkstat-accounts-'));
  await buildPages({ outDir: site, only: ['sign-in', 'accounts'] });
  await writeFile(
    join(site, 'index.html'),
    '<!doctype html><html lang="zh-CN"><title>态势</title><p>态势</p></html>',
  );
  app = await openApp(database, { siteDir: site, cost: lightCost, writes: 'local' });
  await app.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app.close();
  await warehouse.close();
  await rm(site, { recursive: true, force: true });
});

async function newContext(cookie?: string, width = 1440): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  if (cookie) {
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([
      { name, value, url: origin },
      { name: 'parkstat_known', value: '1', url: origin },
    ]);
  }
  return context;
}

async function open(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  page.on('console', (message) => complaints.push(`${page.url()} ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) outside.push(request.url());
  });
  await page.goto(origin + address);
  return page;
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

/** The browser itself notes each "no" of the server, which these flows meet on purpose. */
const unexpected = (complaint: string) => !/status of 40[01]/.test(complaint);

/** As somebody without a mouse does: Tab until the field is reached, then type. */
async function tabTo(page: Page, id: string): Promise<void> {
  for (let step = 0; step < 60; step++) {
    if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${id} cannot be reached by Tab`);
}
async function type(page: Page, id: string, text: string): Promise<void> {
  await tabTo(page, id);
  await page.keyboard.type(text);
}

describe('with the keyboard only', () => {
  test('the first administrator comes in, invites somebody, who comes in too', async () => {
    const { path } = (await firstAdminLink(warehouse.database, now)) as { path: string };
    const context = await newContext();
    const page = await open(context, path.replace('#', '?return=accounts.html%3Ftab%3Dall#'));
    await page.waitForSelector('#link');
    // What opens is not left in the address.
    expect(page.url()).not.toContain('link=');
    for (const [id, text] of [
      ['name', 'chief'],
      ['display-name', '李敏'],
      ['password', goodPassword],
      ['again', 'something else'],
    ] as const)
      await type(page, id, text);
    await page.keyboard.press('Enter');
    expect(await page.locator('.wrong').textContent()).toBe('两次输入的密码不同');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(goodPassword);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#invite');
    expect(page.url()).toBe(`${origin}accounts.html?tab=all`);
    expect(await page.locator('#account-menu').textContent()).toBe('李敏退出');

    await type(page, 'name', 'wang');
    await type(page, 'display-name', '王强');
    await tabTo(page, 'role-park');
    await page.keyboard.press('Space');
    await type(page, 'parks', 'P99');
    await page.keyboard.press('Enter');
    await vi.waitFor(async () => expect(await page.locator('#invite .wrong').textContent()).toContain('P99'));
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('P01');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#one-time-link');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('one-time-link');
    const link = await page.inputValue('#one-time-link');
    expect(await page.locator('.account-table tbody tr').allTextContents()).toEqual([
      expect.stringContaining('李敏 chief统计人员、管理员'),
      expect.stringContaining('王强 wang园区P01待设密码'),
    ]);

    const theirs = await newContext();
    const other = await open(theirs, link.replace(origin, ''));
    await other.waitForSelector('#link');
    await type(other, 'password', goodPassword);
    await type(other, 'again', goodPassword);
    await other.keyboard.press('Enter');
    await other.waitForURL(`${origin}index.html`);
    await other.goto(`${origin}accounts.html?tab=all`);
    await other.waitForSelector('#tokens');
    // Only one's own.
    expect(await other.locator('[role=tab]').allTextContents()).toEqual(['我的账户', '订阅与提醒']);
    expect(await other.locator('.facts').textContent()).toContain('可见的企业明细P01');
    await type(other, 'token-name', '脚本');
    await other.keyboard.press('Enter');
    await other.waitForSelector('#token');
    expect(await other.inputValue('#token')).toMatch(/^pkt_/);
    await tabTo(other, 'sign-out');
    await other.keyboard.press('Enter');
    await other.waitForSelector('#sign-in');
    await theirs.close();
    await context.close();
    expect(outside).toEqual([]);
    expect(complaints.splice(0).filter(unexpected)).toEqual([]);
  });

  test('somebody subscribes, tries a rule on the past, sets it and stops it', async () => {
    const id = await makePerson(warehouse.database, 'chen', { roles: ['analyst'] }, now);
    const context = await newContext(await sessionOf(warehouse.database, id, now));
    const page = await open(context, 'accounts.html?tab=delivery');
    await page.waitForSelector('#subscribe');
    await type(page, 'subscribe-address', 'chen@example.cn');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[id^=end-subscription-]');
    const [row = ''] = await page.locator('tbody tr').allTextContents();
    expect(row).toMatch(/^chen@example\.cn全市整份月报中文2026-05-20/);
    await page.selectOption('#alert-comparison', 'level');
    expect(await page.locator('label[for=alert-threshold]').textContent()).toBe('阈值（万元）');
    await page.fill('#alert-threshold', '0.00005');
    await page.click('#try-alert');
    expect(await page.locator('#replay').textContent()).toBe('阈值和基数应为数字，如20或-12.5');
    await page.fill('#alert-threshold', '0.0001');
    await page.selectOption('#alert-direction', 'below');
    await page.click('#try-alert');
    await page.waitForSelector('.replayed');
    // 1.00 yuan is what March had: not below itself.
    expect(await page.locator('.replayed').textContent()).toContain('近1次发布中会触发0次');
    await page.fill('#alert-threshold', '0.0002');
    await page.click('#try-alert');
    await page.waitForSelector('.replayed li');
    expect(await page.locator('.replayed li').textContent()).toContain(
      '2026年3月全市进出口额当月值1.00元，低于所设的2.00元。',
    );
    await type(page, 'alert-address', 'chen@example.cn');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[id^=stop-]');
    expect(await page.locator('th.rule').textContent()).toBe('全市进出口额当月值低于2.00元，触发后静默3个月');
    await page.locator('[id^=stop-]').focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('[id^=stop-]', { state: 'detached' });
    await context.close();
    expect(complaints.splice(0).filter(unexpected)).toEqual([]);
  });

  test('who is not signed in comes back to where they were', async () => {
    const context = await newContext();
    const page = await open(context, 'accounts.html?tab=audit&lang=en');
    await page.waitForSelector('#sign-in');
    await type(page, 'name', 'chief');
    await type(page, 'password', 'wrong');
    await page.keyboard.press('Enter');
    await vi.waitFor(async () =>
      expect(await page.locator('.wrong').textContent()).toBe(
        'Name or password is not right, or the account is disabled',
      ),
    );
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('password');
    await page.keyboard.type(goodPassword);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.pager');
    expect(await page.locator('td[title="signIn"]').allTextContents()).toContain('Sign in');
    expect(page.url()).toBe(`${origin}accounts.html?tab=audit&lang=en`);
    expect(complaints.splice(0).filter(unexpected)).toEqual([]);
    await context.close();
  });
});

describe('for everybody', () => {
  const views = [
    ['zh', 'light'],
    ['en', 'dark'],
    ['zh', 'dark'],
    ['en', 'light'],
  ] as const;
  let cookie: string;
  beforeAll(async () => {
    const id = await makePerson(
      warehouse.database,
      'zhao',
      { roles: ['admin', 'tenant'], tenants: ['91330100MA27XL0K6A'] },
      now,
    );
    cookie = await sessionOf(warehouse.database, id, now);
  });

  test.each(views)('signing in and accounts, in %s, %s', async (lang, theme) => {
    const rest = `lang=${lang}&theme=${theme}`;
    const guest = await newContext();
    const door = await open(guest, `sign-in.html?${rest}&problem=forbidden`);
    await door.waitForSelector('#sign-in');
    await expectAccessible(door);
    await guest.close();
    const context = await newContext(cookie);
    const page = await open(context, `accounts.html?${rest}`);
    for (const [tab, sign] of [
      ['own', '#new-token'],
      ['delivery', '#alert'],
      ['all', '#invite'],
      ['audit', '.pager'],
    ] as const) {
      await page.click(`#accounts-tab-${tab}`);
      await page.waitForSelector(sign);
      await expectAccessible(page);
    }
    await context.close();
    expect([complaints.splice(0), outside]).toEqual([[], []]);
  });

  test('on a narrow screen nothing is cut off', async () => {
    const context = await newContext(cookie, 390);
    for (const tab of ['own', 'delivery', 'all', 'audit']) {
      const page = await open(context, `accounts.html?tab=${tab}`);
      await page.waitForSelector('.panel');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    }
    await context.close();
  });

  test('a report keeps its own style and runs nothing', async () => {
    const context = await newContext(cookie);
    const page = await open(context, 'api/v1/reports/2026-03.html');
    const colour = (selector: string) =>
      page.locator(selector).evaluate((element) => getComputedStyle(element).color);
    expect([await colour('p'), await colour('b')]).toEqual(['rgb(1, 2, 3)', 'rgb(4, 5, 6)']);
    // Kept answers are sent with the same policy.
    const again = await context.request.get(`${origin}api/v1/reports/2026-03.html`);
    expect(again.headers()['content-security-policy']).toMatch(
      /^default-src 'none'; img-src data:; style-src 'unsafe-hashes' 'sha256-/,
    );
    await context.close();
    expect(complaints.splice(0).filter((said) => !said.includes('favicon'))).toEqual([]);
  });
});
