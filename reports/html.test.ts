import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { launchBrowser } from '../dashboards/browser.fixture.ts';
import { openDatabase } from '../warehouse/database.ts';
import { openTestServer } from '../warehouse/server.fixture.ts';
import { fillCity, lastPeriod } from './city.fixture.ts';
import type { Language } from './number-ref.ts';
import { writeReport } from './reports.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let folder: string;
let browser: Browser;
const languages = ['zh', 'en'] as const satisfies readonly Language[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-report-page-'));
  const server = await openTestServer('city');
  const { databaseUrl } = await server.place();
  const database = await openDatabase({ connectionString: databaseUrl });
  await fillCity(database, folder);
  for (const language of languages) {
    const { content: html } = await writeReport(database, { period: lastPeriod, language });
    await writeFile(join(folder, `${language}.html`), html);
  }
  await database.close();
  await server.close();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(language: Language, width: number): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('request', (request) => complaints.push(request.url()));
  await page.goto(String(pathToFileURL(join(folder, `${language}.html`))));
  // The page itself is the one request.
  return { page, complaints: complaints.filter((said) => !said.endsWith(`${language}.html`)) };
}

test.each(languages)('%s: a telephone shows it without moving the page sideways', async (language) => {
  const { page, complaints } = await open(language, 390);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(await page.locator('.drawing.narrow').first().isVisible()).toBe(true);
  expect(await page.locator('.drawing.wide').first().isVisible()).toBe(false);
  const smallest = await page.evaluate(() =>
    Math.min(
      ...[...document.querySelectorAll('p, td, th, li, dd')].map((element) =>
        Number.parseFloat(getComputedStyle(element).fontSize),
      ),
    ),
  );
  expect(smallest).toBeGreaterThanOrEqual(12);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test.each(languages)('%s: accessible, wide and narrow', async (language) => {
  for (const width of [1440, 390]) {
    const { page } = await open(language, width);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    await page.context().close();
  }
});

test('printed it is A4 with all tables inside the margins and no table row cut', async () => {
  const { page } = await open('zh', 1440);
  await page.emulateMedia({ media: 'print' });
  // The text of a page is 156 mm wide.
  await page.setViewportSize({ width: 590, height: 850 });
  const widest = await page.evaluate(() =>
    Math.max(
      ...[...document.querySelectorAll('table, .drawing.wide svg')].map(
        (one) => one.getBoundingClientRect().right,
      ),
    ),
  );
  expect(widest).toBeLessThanOrEqual(590);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf).toMatch(/MediaBox\s*\[0 0 59[45]\.\d+ 84[12]\.\d+\]/);
  expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeLessThanOrEqual(10);
  await page.context().close();
});
