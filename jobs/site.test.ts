import { createHash } from 'node:crypto';
import { lstat, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../api/app.ts';
import { buildPages } from '../build.ts';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { launchBrowser } from '../dashboards/browser.fixture.ts';
import { pageNames, staticPages } from '../dashboards/pages.ts';
import { storeReport } from '../warehouse/reports.ts';
import { deliver } from './collect.ts';
import { deskOf } from './desk.ts';
import { lineFile, openTestServer, usccOf, writeAt, writeRegistry } from './jobs.fixture.ts';
import type { Program } from './program.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';
import { bakeSite, type Site } from './site.ts';

const at = (text: string) => new Date(`${text}+08:00`);
const months = ['2026-09', '2026-10'] as const;
const period = (text: string) => parsePeriod(text) as Period;
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const server = await openTestServer();
let program: Program;
let built: string;
let root: string;
let sites: Site[];
let files: Server;
let browser: Browser;

/** Two months of three tenants; each month's copy is baked when it was released. */
beforeAll(async () => {
  [built, program, browser] = await Promise.all([
    mkdtemp(join(tmpdir(), 'parkstat-site-')),
    server.program(),
    launchBrowser(),
  ]);
  await buildPages({ outDir: built });
  root = join(program.settings.dataDir, 'site');
  await registry(program, {
    folder: await writeRegistry(join(program.settings.dataDir, 'registry')),
    now: at('2026-08-01T08:00'),
  });
  sites = [];
  for (const [index, month] of months.entries()) {
    await send(month, index);
    await publish(program, { period: period(month), now: at(`2026-${10 + index}-12T09:00`) });
    if (month === '2026-10') await fileReports(program);
    sites.push((await bakeSite(program, built)) as Site);
  }
  files = createServer(async ({ url = '/' }, response) => {
    const path = new URL(url, 'http://site').pathname;
    const content = await readFile(join(root, path)).catch(() => undefined);
    response.writeHead(content ? 200 : 404, { 'content-type': types[extname(path)] ?? '' }).end(content);
  });
  await new Promise<void>((listening) => files.listen(0, '127.0.0.1', listening));
});

afterAll(async () => {
  await browser?.close();
  files?.closeAllConnections();
  files?.close();
  await program?.close();
  await server.close();
  await rm(built, { recursive: true, force: true });
});

/** Two documents of October: one of the city, one of a park. */
async function fileReports({ database }: Program): Promise<void> {
  for (const [park, format] of [
    ['_T', 'html'],
    ['P01', 'pdf'],
  ] as const) {
    const content = Buffer.from(`${park} ${format}`);
    const of = {
      release: '2026-10.1',
      park,
      format,
      language: 'zh',
      content,
      writtenAt: at('2026-11-12T10:00'),
    };
    await storeReport(database, { ...of, sha256: createHash('sha256').update(content).digest('hex') });
  }
}

async function send(month: string, index: number): Promise<void> {
  const when = at(`2026-${10 + index}-05T09:00`);
  for (const tenant of [1, 2, 3]) {
    const lines = lineFile([
      { no: 100 * index + tenant, released: `${month}-10`, amount: `${1000 * tenant + 100 * index}` },
      { no: 100 * index + 10 + tenant, released: `${month}-11`, amount: '500', mode: '9810', partner: 'JPN' },
    ]);
    const path = await writeAt(join(program.settings.dataDir, '..', 'sent', `${month}-${tenant}.csv`), lines);
    const arrival = { path, fileName: 'lines.csv', fileTime: when, uscc: usccOf(tenant) };
    await deliver(program, { ...arrival, sourceId: null, declaredPeriod: null }, when);
  }
}

/** One text for everything that a folder holds. */
async function contentOf(folder: string): Promise<string> {
  const digest = createHash('sha256');
  const names = (await readdir(folder, { recursive: true })).sort();
  for (const name of names) {
    const path = join(folder, name);
    if ((await lstat(path)).isFile()) digest.update(name).update(await readFile(path));
  }
  return digest.digest('hex');
}

describe('a copy', () => {
  test('each release has a folder of its own, and the pointer leads to the last', async () => {
    expect(sites.map(({ folder }) => folder)).toEqual(months.map((month) => join(root, `${month}.1`)));
    expect(await readlink(join(root, 'current'))).toBe('2026-10.1');
    expect(sites.map(({ refused }) => refused)).toEqual([[], []]);
    const reports = (folder: string) => readdir(join(folder, 'reports')).catch(() => []);
    expect(await Promise.all(sites.map(({ folder }) => reports(folder)))).toEqual([
      [],
      ['2026-10.1.P01.zh.pdf', '2026-10.1.zh.html'],
    ]);
    const names = (await readdir(root)).sort();
    expect(names).toEqual(['2026-09.1', '2026-10.1', 'current', 'releases.html']);
  });

  test('baked again it lies beside the first, and no earlier one is touched', async () => {
    const folders = sites.map(({ folder }) => folder);
    const before = await Promise.all(folders.map(contentOf));
    const again = await bakeSite(program, built);
    expect(again?.folder).toBe(join(root, '2026-10.1-2'));
    expect(await readlink(join(root, 'current'))).toBe('2026-10.1-2');
    expect(await Promise.all(folders.map(contentOf))).toEqual(before);
    // The same pages with the same data are the same bytes.
    expect(await contentOf(join(root, '2026-10.1-2'))).toBe(before[1]);
    const list = await readFile(join(root, 'releases.html'), 'utf8');
    expect([...list.matchAll(/href="\.\/([^/]+)\/index\.html"/g)].map(([, name]) => name)).toEqual([
      'current',
      '2026-10.1-2',
      '2026-10.1',
      '2026-09.1',
    ]);
  });

  test('tells its size, and what the page carries from the start is little', async () => {
    const [, last] = sites;
    const listed = await readdir(last?.folder ?? '', { recursive: true, withFileTypes: true });
    expect(last?.files).toBe(listed.filter((entry) => entry.isFile()).length);
    expect(last?.bytes).toBeLessThan(12_000_000);
  });
});

/** Without JavaScript, the first line of the table of each page. */
const headline: Readonly<Record<string, RegExp>> = {
  index: /全部监管方式 +\d.*初步/,
  indicator: /全部监管方式 +\d.*初步/,
  parks: /甲园 .*53\.8% *初步/,
  partners: /\d\.\d\d .*\d% *初步/,
  goods: /\d\d .*\d% *初步/,
};

interface Visit {
  readonly page: Page;
  readonly complaints: string[];
  readonly requests: string[];
}

async function visit(address: string, width: number, colorScheme: 'light' | 'dark'): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const [complaints, requests]: [string[], string[]] = [[], []];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(address);
  await page.waitForSelector('#page[aria-busy="false"]');
  return { page, complaints, requests };
}

/** What the keyboard reaches, in order, and whether each is seen to have the focus. */
async function walk(page: Page, steps: number): Promise<{ id: string; ringed: boolean; seen: boolean }[]> {
  const reached = [];
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab');
    reached.push(
      await page.evaluate(() => {
        const focused = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(focused);
        const { width, height, right, bottom } = focused.getBoundingClientRect();
        return {
          id: focused.id || focused.getAttribute('href') || focused.tagName,
          ringed: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1,
          seen: width > 0 && height > 0 && right > 0 && bottom > 0,
        };
      }),
    );
  }
  return reached;
}

/** The documents that the first menu of reports leads to. */
async function documentsOffered(page: Page): Promise<(string | null)[]> {
  await page.locator('.document-menu > summary').first().click();
  await page.waitForSelector('.documents a');
  const links = await page.locator('.documents').first().locator('a').all();
  return Promise.all(links.map((link) => link.getAttribute('href')));
}

const tokenOf = (page: Page, name: string) =>
  page.evaluate((token) => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = `var(${token})`;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, name);

const [dark, white] = ['rgb(21, 27, 36)', 'rgb(255, 255, 255)'];
const isWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

describe.each(staticPages)('%s without parkstat', (name) => {
  test('takes little before it shows something: 150 kB packed for the first screen, 200 for the others', async () => {
    const folder = sites[1]?.folder ?? '';
    const html = await readFile(join(folder, `${name}.html`), 'utf8');
    const own = [...html.matchAll(/(?:src|href)="\.\/((?:assets|data)\/[^"]+)"/g)].map(
      ([, file = '']) => file,
    );
    const packed = await Promise.all(
      own.map(async (file) => gzipSync(await readFile(join(folder, file))).length),
    );
    expect(own).toHaveLength(3);
    expect(packed.reduce((sum, size) => sum + size, gzipSync(html).length)).toBeLessThan(
      name === 'index' ? 150_000 : 200_000,
    );
    // The month by mode, park, partner or chapter stands in the page itself, with the report.
    const plain = /<noscript>([\s\S]*)<\/noscript>/.exec(html)?.[1] ?? '';
    expect(plain).toContain('href="./reports/2026-10.1.zh.html"');
    expect(/<tbody>\s*(<tr>.*<\/tr>)/.exec(plain)?.[1]?.replaceAll(/<[^>]+>/g, ' ')).toMatch(
      headline[name] as RegExp,
    );
    // Nothing that needs a server, a module loader or a look that markup brings along.
    expect(html).not.toMatch(/type="module"|crossorigin|https?:|style=|<style|wasm/);
  });

  test('opens from a folder, in Chinese, and reads nothing but its own files', async () => {
    const folder = sites[1]?.folder ?? '';
    const { page, complaints, requests } = await visit(
      pathToFileURL(join(folder, `${name}.html`)).href,
      1440,
      'light',
    );
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(pathToFileURL(`${folder}/`).href))).toEqual([]);
    expect(await page.locator('.trouble, .state').allTextContents()).toEqual([]);
    expect(await page.locator('.notice').allTextContents()).toContainEqual(
      expect.stringContaining('静态副本 2026-10.1'),
    );
    expect(await page.locator('a[href*="api/v1"]').count()).toBe(0);
    expect(await isWide(page)).toBe(false);
    const reached = await walk(page, 12);
    expect(reached.filter(({ ringed, seen }) => !ringed || !seen)).toEqual([]);
    expect(reached.map(({ id }) => id).slice(0, 2 + staticPages.length)).toEqual([
      '#main',
      './index.html',
      ...staticPages.map((other) => `./${other}.html`),
    ]);
    if (name !== 'indicator') expect(await documentsOffered(page)).toEqual(['./reports/2026-10.1.zh.html']);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('and from any web server, in English, on a telephone, in the dark', async () => {
    const origin = `http://127.0.0.1:${(files.address() as AddressInfo).port}/`;
    const { page, complaints, requests } = await visit(`${origin}current/${name}.html?lang=en`, 390, 'dark');
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(`${origin}current/`))).toEqual([]);
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    expect(await page.locator('.trouble, .state').allTextContents()).toEqual([]);
    expect(await isWide(page)).toBe(false);
    // Dark as the system is; light where the reader says so, and always on paper.
    expect(await tokenOf(page, '--surface')).toBe(dark);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    expect(await tokenOf(page, '--surface')).toBe(white);
    expect(
      await page.locator('.pages, .settings, .heading form, .card-tools').filter({ visible: true }).count(),
    ).toBe(0);
    await page.emulateMedia({ media: 'screen' });
    await page.selectOption('#theme', 'light');
    await page.waitForSelector('html[data-theme="light"]');
    expect(await tokenOf(page, '--surface')).toBe(white);
    expect(new URL(page.url()).searchParams.get('theme')).toBe('light');
    await page.context().close();
  });
});

test('every page that parkstat serves opens without a word on the console, and asks nobody else', async () => {
  const app = buildApp({
    database: program.database,
    siteDir: built,
    now: () => at('2026-11-20T09:00'),
    desk: deskOf(program),
  });
  const origin = `${await app.listen({ host: '127.0.0.1', port: 0 })}/`;
  try {
    for (const name of pageNames) {
      const { page, complaints, requests } = await visit(`${origin}${name}.html`, 390, 'light');
      expect([name, complaints]).toEqual([name, []]);
      expect([name, requests.filter((url) => !url.startsWith(origin))]).toEqual([name, []]);
      expect([name, await isWide(page)]).toEqual([name, false]);
      await page.context().close();
    }
    await walkByKeys(origin);
  } finally {
    await app.close();
  }
});

/** Keys of all pages, in one round: there, into a field where they are letters, back, off. */
async function walkByKeys(origin: string): Promise<void> {
  const { page, complaints } = await visit(`${origin}parks.html?lang=en`, 1440, 'light');
  const nameOf = () => new URL(page.url()).pathname.slice(1);
  const focused = () => page.evaluate(() => document.activeElement?.id);
  for (const [letter, name] of [
    ['q', 'query'],
    ['d', 'quality'],
    ['i', 'indicator'],
    ['p', 'parks'],
  ] as const) {
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
    await page.waitForURL(`**/${name}.html?lang=en`);
    await page.waitForSelector('#page[aria-busy="false"]');
  }
  await page.focus('#print');
  await page.keyboard.press('?');
  expect(await page.locator('dialog.keys dd').allTextContents()).toContain('Data quality');
  expect((await new AxeBuilder({ page }).include('dialog.keys').analyze()).violations).toEqual([]);
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  expect(nameOf()).toBe('parks.html');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('dialog'));
  expect(await focused()).toBe('print');
  await page.keyboard.press('/');
  expect(await focused()).toBe('period');
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await page.keyboard.press('Escape');
  expect([nameOf(), await focused()]).toEqual(['parks.html', 'print']);
  await page.keyboard.press('?');
  await page.uncheck('#keys-letters');
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  expect(await focused()).toBe('print');
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  expect([nameOf(), complaints]).toEqual(['parks.html', []]);
  await page.context().close();
}
