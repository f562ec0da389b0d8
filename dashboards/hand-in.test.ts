import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { buildPages } from '../build.ts';
import { type LineColumn, lineColumns, lineTemplate } from '../catalogue/line-template.ts';
import { goodRow } from '../catalogue/rules/good-row.ts';
import { launchBrowser } from './browser.fixture.ts';
import { type CollectionServer, openCollection, sha256, tenant } from './collection.fixture.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const publicDir = fileURLToPath(new URL('./public', import.meta.url));
let site: string;
let browser: Browser;
let server: CollectionServer;

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), 'parkstat-hand-in-'));
  await buildPages({ outDir: site, only: ['hand-in'] });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await rm(site, { recursive: true, force: true });
});

let complaints: string[];
let requests: string[];
let pages: Page[];
beforeEach(async () => {
  server = await openCollection(site, publicDir);
  [complaints, requests, pages] = [[], [], []];
});
afterEach(async () => {
  for (const page of pages) await page.context().close();
  await server.close();
});

async function open(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  pages.push(page);
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(server.origin + address);
  await page.waitForSelector('#page[aria-busy="false"]');
  return page;
}

const row = (change: Partial<Record<LineColumn, string>> = {}) =>
  lineColumns.map((column) => ({ ...goodRow, ...change })[column] ?? '').join(',');
const header = lineColumns.map((column) => lineTemplate[column].zh).join(',');
const file = (name: string, ...lines: string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(lines.join('\n')),
});
const good = file('good.csv', header, row(), row({ line_no: '2' }));
const faulty = file(
  'faulty.csv',
  header,
  row(),
  row({ hs_code: '7700' }),
  row({ hs_code: '7700', line_no: '2' }),
);
const doubtful = file(
  'doubtful.csv',
  header,
  row({ amount: '999.00' }),
  row({ amount: '999.00', line_no: '2' }),
);
const personal = file('good.csv', `${header},收件人电话`, `${row()},13800138000`);

async function handIn(page: Page, sent: typeof good): Promise<void> {
  await page.setInputFiles('#file', sent);
  await page.waitForSelector('#verdict');
}

const textOf = async (page: Page, selector: string) =>
  ((await page.locator(selector).first().textContent()) ?? '').replaceAll(/\s+/g, ' ').trim();

function expectQuiet(): void {
  expect(complaints).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(server.origin))).toEqual([]);
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

describe('a good file', () => {
  test('goes from the choice of a tenant to its receipt', async () => {
    const page = await open('hand-in.html');
    await page.fill('#tenant', `${tenant.name_zh} ${tenant.uscc}`);
    await page.keyboard.press('Tab');
    await page.waitForSelector('.months td');
    expect(await textOf(page, '.months tr')).toBe('2026年9月123.46');
    await handIn(page, good);
    expect(await textOf(page, '#verdict')).toBe('已接受，现行有效');
    expect(await page.getAttribute('.equation', 'aria-label')).toBe('读入3行，其中接受2行、驳回0行、不计1行');
    const receipt = await textOf(page, '.receipt');
    for (const said of ['good', sha256, '2026-11-08 09:30', tenant.uscc, '2026年10月'])
      expect(receipt).toContain(said);
    expect(await textOf(page, '.sample tbody')).toBe(
      '商品编码商品编码6109100010总价总价120.00放行/结关日期放行/结关日期2026-10-15',
    );
    expect(await page.getAttribute('#annotated', 'href').catch(() => null)).toBeNull();
    expectQuiet();
  });

  test('is sent once, with its tenant, its month and every byte', async () => {
    const page = await open(`hand-in.html?tenant=${tenant.uscc}&period=2026-10`);
    await handIn(page, good);
    expect(server.posts.map(({ path }) => path)).toEqual(['deliveries']);
    const body = server.posts[0]?.body ?? '';
    expect(body).toMatch(/name="tenant"\r\n\r\n91330100MA27XL0K61/);
    expect(body).toMatch(/name="period"\r\n\r\n2026-10/);
    expect(body).toContain(good.buffer.toString());
    expect(body.indexOf('name="file"')).toBeGreaterThan(body.indexOf('name="period"'));
  });

  test('may be dropped while the cursor is still in the field of the tenant', async () => {
    const page = await open('hand-in.html');
    await page.fill('#tenant', tenant.uscc);
    await handIn(page, good);
    expect(await textOf(page, '#verdict')).toBe('已接受，现行有效');
    expect(server.posts[0]?.body).toMatch(/name="tenant"\r\n\r\n91330100MA27XL0K61/);
    expectQuiet();
  });

  test('has an address under which it is found again', async () => {
    const page = await open('hand-in.html');
    await handIn(page, good);
    expect(new URL(page.url()).searchParams.get('delivery')).toBe('good');
    const again = await open(`hand-in.html?delivery=good`);
    await again.waitForSelector('#receipt');
    expect(await textOf(again, '#verdict')).toBe('已接受，现行有效');
    await again.click('#hand-in-again');
    expect(await again.isVisible('#drop')).toBe(true);
    await again.goBack();
    await again.waitForSelector('#receipt');
  });

  test('can be withdrawn and put back, with a reason and a name', async () => {
    const page = await open('hand-in.html?delivery=good');
    await page.click('#move-summary');
    await page.click('#do-withdraw');
    expect(await textOf(page, '#why-withdraw .wrong')).toBe('请先选择理由并填写姓名。');
    await page.selectOption('#why-withdraw-reason', 'wrong_file');
    await page.fill('#why-withdraw-by', '李敏');
    await page.click('#do-withdraw');
    await page.waitForSelector('.verdict-withdrawn');
    expect(JSON.parse(server.posts[0]?.body ?? '')).toEqual({ reason_code: 'wrong_file', by: '李敏' });
    await page.selectOption('#why-reinstate-reason', 'withdrawn_in_error');
    await page.click('#do-reinstate');
    await page.waitForSelector('.verdict-in_force');
    expect(server.posts[1]).toEqual({
      path: 'deliveries/good/reinstate',
      body: '{"reason_code":"withdrawn_in_error","by":"李敏"}',
    });
  });
});

describe('a file with rows to correct', () => {
  test('is told so at once, in the sheet itself, before anything is sent', async () => {
    const page = await open('hand-in.html');
    await handIn(page, faulty);
    expect(await textOf(page, '#verdict')).toBe('本机检查发现2处必改');
    expect(await textOf(page, '.group summary')).toBe('必改商品编码“7700”的章不存在，请核对。同一原因2行');
    await page.click('.group summary');
    await page.waitForSelector('.own-sheet');
    const rows = await page.locator('.own-sheet tbody tr').allTextContents();
    expect(rows.map((text) => /^(\d)7700/.exec(text)?.[1])).toEqual(['3', '4']);
    expect(rows[0]).toContain('080120260000000001');
    expect(await textOf(page, '.own-sheet td.faulty')).toBe('7700（有问题的单元格）');
    expect(server.posts).toEqual([]);
    expectQuiet();
  });

  test('is sent as it is when the clerk says so, and comes back with the marked sheet', async () => {
    const page = await open('hand-in.html');
    await handIn(page, faulty);
    await page.click('#send-anyway');
    await page.waitForSelector('#receipt');
    expect(await textOf(page, '.verdict')).toContain('驳回的2行改正后连同全部数据重新报送');
    expect(await page.getAttribute('#annotated', 'href')).toBe('./api/v1/deliveries/faulty/annotated.xlsx');
    await page.click('.group summary');
    await page.waitForSelector('.own-sheet');
    expect(await page.locator('.own-sheet tbody tr').count()).toBe(2);
  });
});

describe('what is drawn anew', () => {
  test('leaves a field that is typed in, and what has not changed', async () => {
    const page = await open('hand-in.html');
    await page.waitForSelector('#tenants option', { state: 'attached' });
    await page.focus('#tenant');
    await page.keyboard.type('沈阳');
    const marked = (selector: string) =>
      page.evaluate((one) => document.querySelector(one)?.getAttribute('data-mark'), selector);
    await page.evaluate(() => {
      for (const one of ['.guide', '.stack']) document.querySelector(one)?.setAttribute('data-mark', 'same');
      const select = document.querySelector<HTMLSelectElement>('#period');
      if (select) select.value = '2026-10';
      select?.dispatchEvent(new Event('change'));
    });
    await page.keyboard.type('示例');
    expect(page.url()).toContain('period=2026-10');
    expect(await page.inputValue('#tenant')).toBe('沈阳示例');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tenant');
    expect([await marked('.guide'), await marked('.stack')]).toEqual(['same', 'same']);
    expectQuiet();
  });

  test('is only the answer that came: a form half filled in stays', async () => {
    const page = await open('hand-in.html');
    await handIn(page, doubtful);
    await page.waitForSelector('#confirm-11');
    await page.fill('#why-unit_value-amount-by', '李');
    await page.focus('#why-unit_value-amount-by');
    await page.waitForSelector('.impact .sentences');
    await page.waitForSelector('.changes tbody tr');
    await page.keyboard.type('敏');
    expect(await page.inputValue('#why-unit_value-amount-by')).toBe('李敏');
    expectQuiet();
  });
});

describe('a file that waits for confirmation', () => {
  test('is confirmed singly, then in bulk, and ends with its receipt', async () => {
    const page = await open('hand-in.html');
    await handIn(page, doubtful);
    expect(await textOf(page, '#verdict')).toBe('待核实');
    await page.waitForSelector('#confirm-11');
    expect(await textOf(page, '.changes .caption')).toBe('新增1行，删除0行，修改1行，1行未变');
    expect(await textOf(page, '.changes tbody tr')).toContain('总价：120 → 999');
    expect(await textOf(page, '.impact .sentences')).toBe(
      '9710 出口 2026-10 全市由4.812亿元变为4.771亿元（−0.85%）',
    );
    await page.selectOption('#why-unit_value-amount-reason', 'one_off');
    await page.fill('#why-unit_value-amount-by', '李敏');
    await page.click('#confirm-11');
    await page.waitForSelector('.own-sheet td.done');
    expect(await textOf(page, '.said')).toBe('已确认1处，还有1处待确认。');
    expect(await textOf(page, '.own-sheet td.done')).toBe('李敏于2026-11-08 10:00确认：一次性大额业务');
    await page.selectOption('#why-unit_value-amount-reason', 'other');
    await page.click('#why-unit_value-amount-all');
    expect(await textOf(page, '#why-unit_value-amount .wrong')).toBe('理由为“其他”时请写明。');
    await page.fill('#why-unit_value-amount-note', '新客户');
    await page.click('#why-unit_value-amount-all');
    await page.waitForSelector('.verdict-in_force');
    expect(server.posts.slice(1)).toEqual([
      { path: 'findings/11/confirm', body: '{"reason_code":"one_off","by":"李敏"}' },
      {
        path: 'deliveries/doubtful/confirm',
        body: '{"rule":"unit_value","column":"amount","reason_code":"other","by":"李敏","note":"新客户"}',
      },
    ]);
    expectQuiet();
  });
});

describe('what is not taken in', () => {
  test('personal data: nothing leaves the machine', async () => {
    const page = await open('hand-in.html');
    const before = requests.length;
    await handIn(page, personal);
    expect(await textOf(page, '#verdict')).toBe('文件没有发送');
    expect(await textOf(page, '.why-refused')).toContain('文件含个人信息列：收件人电话');
    expect(server.posts).toEqual([]);
    expect(requests.slice(before).filter((url) => url.includes('/api/'))).toEqual([]);
    await page.click('#choose-other');
    expect(await page.isVisible('#drop')).toBe(true);
    expectQuiet();
  });

  test('a refused file says why and what to do', async () => {
    const page = await open('hand-in.html');
    await handIn(page, { name: 'refused.xlsx', mimeType: '', buffer: Buffer.from([0x50, 0x4b, 3, 4]) });
    expect(await textOf(page, '#verdict')).toBe('整份退回');
    expect(await textOf(page, '.why-refused')).toContain('请在Excel或WPS中打开，另存为.xlsx后重新报送。');
    expect(await page.isVisible('#receipt')).toBe(true);
    expectQuiet();
  });

  test('a file of which only the tenant is unclear shows what was recognised', async () => {
    const page = await open('hand-in.html');
    await handIn(page, { ...good, name: 'unclear.csv' });
    expect(await textOf(page, '.why-refused')).toContain('看不出是哪一家企业的文件');
    expect(await textOf(page, '.recognition')).toBe('格式CSV编码UTF-8模板申报行');
    expect(await textOf(page, '.sample tbody')).toContain('总价总价120.00');
    expectQuiet();
  });

  test('offline: the file is still there, and goes out on the next try', async () => {
    const page = await open('hand-in.html');
    server.outcome = 'offline';
    await handIn(page, good);
    expect(await textOf(page, '#verdict')).toBe('没有连上服务');
    server.outcome = 'works';
    await page.click('#retry');
    await page.waitForSelector('#receipt');
    expect(server.posts.at(-1)?.body).toContain(good.buffer.toString());
  });

  test('a fault of the server is told as one', async () => {
    const page = await open('hand-in.html');
    server.outcome = 'broken';
    await handIn(page, good);
    expect(await textOf(page, '.verdict')).toContain('程序内部错误，已记入日志 · 500');
  });

  test('a tenant that does not exist is not taken', async () => {
    const page = await open('hand-in.html');
    await page.fill('#tenant', '没有这家');
    await page.keyboard.press('Tab');
    expect(await textOf(page, '#tenant-hint')).toBe('没有这家企业，请从列表中选择。');
    expect(new URL(page.url()).search).toBe('');
  });
});

describe('for everybody', () => {
  test('a keyboard is enough, from the file to the confirmation', async () => {
    const page = await open('hand-in.html');
    // Listened for early: the browser takes a while to hand its choosers over.
    const chosen = page.waitForEvent('filechooser');
    // The page is drawn anew when tenants and months have come: a key must not fall between.
    await page.waitForSelector('#tenants option', { state: 'attached' });
    await page.waitForLoadState('networkidle');
    await page.focus('#period');
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => document.activeElement?.id === 'file');
    await page.keyboard.press('Enter');
    await (await chosen).setFiles(doubtful);
    await page.waitForSelector('#confirm-11');
    const focused = () => page.evaluate(() => document.activeElement?.id);
    expect(await focused()).toBe('verdict');
    for (let presses = 0; presses < 30 && (await focused()) !== 'why-unit_value-amount-reason'; presses++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.type('李敏');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.verdict-in_force');
    expect(JSON.parse(server.posts.at(-1)?.body ?? '')).toEqual({
      rule: 'unit_value',
      column: 'amount',
      reason_code: 'checked_with_document',
      by: '李敏',
    });
  });

  test.each(['zh', 'en'])('each state is accessible (%s)', async (language) => {
    const address = `hand-in.html?lang=${language}&tenant=${tenant.uscc}`;
    const page = await open(address);
    await page.waitForSelector('.history li');
    await expectAccessible(page);
    await handIn(page, faulty);
    await page.click('.group summary');
    await page.waitForSelector('.own-sheet');
    await expectAccessible(page);
    await page.click('#choose-other');
    await handIn(page, doubtful);
    await page.waitForSelector('#confirm-11');
    await page.waitForSelector('#impact');
    await expectAccessible(page);
    await page.click('#hand-in-again');
    await handIn(page, personal);
    await expectAccessible(page);
    expectQuiet();
  });

  test('in English nothing is left in Chinese but names and the file itself', async () => {
    const page = await open(`hand-in.html?lang=en&tenant=${tenant.uscc}`);
    await page.waitForSelector('.history li');
    const chinese = () =>
      page.evaluate(() => {
        const copy = document.body.cloneNode(true) as HTMLElement;
        for (const named of copy.querySelectorAll('[lang^="zh"], noscript, datalist, .sample'))
          named.remove();
        return copy.textContent?.match(/\p{Script=Han}+/gu) ?? [];
      });
    // The tenant's own name stands in two captions.
    expect(new Set(await chinese())).toEqual(new Set([tenant.name_zh]));
    await handIn(page, doubtful);
    await page.waitForSelector('#impact');
    expect(new Set(await chinese())).toEqual(new Set([tenant.name_zh]));
  });

  test.each([390, 1440])('nothing is wider than a window of %i', async (width) => {
    const page = await open(`hand-in.html?tenant=${tenant.uscc}`, { viewport: { width, height: 844 } });
    await handIn(page, doubtful);
    await page.waitForSelector('#confirm-11');
    await page.waitForSelector('#impact');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  test('only the receipt is printed', async () => {
    const page = await open('hand-in.html?delivery=good');
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('#receipt')).toBe(true);
    for (const other of ['header', '#verdict', '#history', '#print'])
      expect(await page.isVisible(other)).toBe(false);
  });

  test('the page with its code lists weighs at most 150 kB', async () => {
    const assets = await readdir(join(site, 'assets'));
    const own = assets.filter((name) => !name.startsWith('quality'));
    expect(own.some((name) => name.startsWith('check.worker'))).toBe(true);
    const sizes = await Promise.all(
      own.map(async (name) => gzipSync(await readFile(join(site, 'assets', name))).length),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(150_000);
  });
});
