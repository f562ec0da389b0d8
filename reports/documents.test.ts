import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import excel from 'exceljs';
import { strFromU8, unzipSync } from 'fflate';
import { parseHTML } from 'linkedom';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { localInstant } from '../catalogue/period.ts';
import { openDatabase } from '../warehouse/database.ts';
import { openTestServer } from '../warehouse/server.fixture.ts';
import { draftLines, fillCity, lastPeriod, publishLines } from './city.fixture.ts';
import type { Report } from './content.ts';
import { string } from './documents/typst.ts';
import type { Language } from './number-ref.ts';
import { buildReport } from './report.ts';
import { documentOf, type ReportFormat, reportFormats } from './reports.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let folder: string;
let city: Report;
let corrected: Report;
const made = new Map<string, Buffer>();
const bytes = (language: Language, format: ReportFormat) => made.get(`${language} ${format}`) as Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-documents-'));
  const server = await openTestServer('city');
  const { databaseUrl } = await server.place();
  const database = await openDatabase({ connectionString: databaseUrl });
  await fillCity(database, folder);
  city = await buildReport(database, { period: lastPeriod });
  const change = { period: lastPeriod, park: '_T', mode: '_T', flow: '_T', fen: 3_000_000_00 };
  const lines = draftLines(lastPeriod, { late: true, change });
  await publishLines(database, folder, lastPeriod, lines, localInstant('2026-11-20', 9));
  corrected = await buildReport(database, { period: lastPeriod });
  await database.close();
  await server.close();
  for (const language of ['zh', 'en'] as const)
    for (const format of reportFormats)
      made.set(`${language} ${format}`, (await documentOf(city, format, language)).content);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const parse = (markup: string) => parseHTML(markup).document as unknown as Document;

interface Shown {
  readonly ref: string;
  readonly text: string;
}

/** The numbers of the HTML edition, which another test holds against the observations. */
function numbersOfHtml(language: Language): Shown[] {
  const document = parse(bytes(language, 'html').toString('utf8'));
  return [...document.querySelectorAll('data[data-ref]')].map((data) => ({
    ref: data.getAttribute('data-ref') ?? '',
    text: data.textContent ?? '',
  }));
}

function partsOf(document: Buffer): Map<string, string> {
  const parts = Object.entries(unzipSync(document)).filter(([name]) => /\.(xml|rels)$/.test(name));
  return new Map(parts.map(([name, content]) => [name, strFromU8(content)]));
}

const unescaped = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
const textOf = (xml: string) =>
  unescaped([...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(''));

describe.each(['zh', 'en'] as const)('the Word document, %s', (language) => {
  const document = () => partsOf(bytes(language, 'docx')).get('word/document.xml') ?? '';

  test('has every number of the page in a locked control whose name leads to its observation', () => {
    const meant = new Map(
      [
        ...(partsOf(bytes(language, 'docx')).get('customXml/item1.xml') ?? '').matchAll(
          /<number id="(N\d+)" ref="([^"]*)"/g,
        ),
      ].map(([, id = '', ref = '']) => [id, unescaped(ref)]),
    );
    const shown = [...document().matchAll(/<w:sdt>.*?<\/w:sdt>/gs)].map(([control]) => {
      expect(control).toContain('<w:lock w:val="sdtContentLocked"/>');
      const [, tag = ''] = /<w:tag w:val="([^"]*)"/.exec(control) ?? [];
      return { ref: meant.get(tag), text: textOf(control) };
    });
    expect(shown).toEqual(numbersOfHtml(language));
    expect(shown.length).toBeGreaterThan(250);
  });

  test('has no digit of a value outside of them', () => {
    const html = parse(bytes(language, 'html').toString('utf8'));
    for (const gone of html.querySelectorAll('data, .drawing')) gone.remove();
    const digits = (text: string) => text.replace(/\D/g, '');
    const rest = document().replace(/<w:sdt>.*?<\/w:sdt>/gs, '');
    // A status letter is no digit, and captions stand with figures instead of below: the same digits, in any order.
    expect([...digits(textOf(rest))].sort().join('')).toBe(
      [...digits(html.querySelector('main')?.textContent ?? '')].sort().join(''),
    );
  });

  test('has real headings, tables whose heads stand on every page, and pictures that are described', () => {
    const xml = document();
    const headings = [...xml.matchAll(/<w:pStyle w:val="Heading1"\/>.*?<\/w:p>/gs)].map(([one]) =>
      textOf(one),
    );
    const page = parse(bytes(language, 'html').toString('utf8'));
    expect(headings).toEqual([...page.querySelectorAll('h2')].map((one) => one.textContent));
    const tables = page.querySelectorAll('table').length;
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(tables);
    const described = [...xml.matchAll(/<wp:docPr[^>]* descr="([^"]+)"/g)].map(([, text = '']) =>
      unescaped(text),
    );
    const labels = [...page.querySelectorAll('.drawing.wide')].map((one) => one.getAttribute('aria-label'));
    expect(described).toEqual(labels);
  });
});

describe.each(['zh', 'en'] as const)('the PDF, %s', (language) => {
  test('says what the page says, has bookmarks and tags, and only our font', async () => {
    const pdf = await getDocument({ data: new Uint8Array(bytes(language, 'pdf')), verbosity: 0 }).promise;
    const texts: string[] = [];
    for (let number = 1; number <= pdf.numPages; number++) {
      const content = await (await pdf.getPage(number)).getTextContent();
      texts.push(...content.items.map((item) => ('str' in item ? item.str : '')));
    }
    const squeezed = (text: string) => text.replace(/[\s\u00ad-]/gu, '').normalize('NFKC');
    const whole = squeezed(texts.join(''));
    const page = parse(bytes(language, 'html').toString('utf8'));
    for (const paragraph of page.querySelectorAll('section > p'))
      expect(whole.replace(/—\d+—/g, '')).toContain(squeezed(paragraph.textContent ?? ''));
    const outline = (await pdf.getOutline()).map(({ title }) => title);
    expect(outline).toEqual([...page.querySelectorAll('h2')].map((one) => one.textContent));
    // The package gives a Map, whatever its types say.
    expect((await pdf.getMarkInfo()) as unknown as Map<string, boolean>).toContainEqual(['Marked', true]);
    const raw = bytes(language, 'pdf').toString('latin1');
    const fonts = new Set(
      [...raw.matchAll(/\/BaseFont\s*\/([\w+-]+)/g)].map(([, font = '']) => font.replace(/^\w+\+/, '')),
    );
    expect(fonts.size).toBeGreaterThan(1);
    for (const font of fonts) expect(font).toMatch(/^NotoSansSC-(Regular|Bold)/);
    await pdf.loadingTask.destroy();
  });
});

test('a correction edition has its notice in every format, its numbers bound', async () => {
  const [html, docx, pdf, xlsx] = await Promise.all(
    (['html', 'docx', 'pdf', 'xlsx'] as const).map(
      async (format) => (await documentOf(corrected, format, 'zh')).content,
    ),
  );
  const notice = parse(html?.toString('utf8') ?? '').querySelector('#notice');
  const told = [...(notice?.querySelectorAll('data') ?? [])].map((data) => data.textContent);
  // Trade value and what follows from it: 3 million more than 890 million.
  expect(told.slice(0, 4).map((text, at) => (at > 1 ? text : text?.length))).toEqual([9, 9, '300.00', '0.3']);
  const word = partsOf(docx as Buffer).get('word/document.xml') ?? '';
  const controls = [...word.matchAll(/<w:sdt>.*?<\/w:sdt>/gs)].map(([control]) => textOf(control));
  expect(controls.slice(0, told.length)).toEqual(told);
  expect(textOf(word)).toMatch(/统计月报（更正版）.*更正说明.*一、要点/);
  const shown = await getDocument({ data: new Uint8Array(pdf as Buffer), verbosity: 0 }).promise;
  const first = await (await shown.getPage(1)).getTextContent();
  const said = first.items.map((item) => ('str' in item ? item.str : '')).join('');
  for (const text of ['更正版', '更正说明', ...told]) expect(said).toContain(text);
  await shown.loadingTask.destroy();
  const workbook = new excel.Workbook();
  await workbook.xlsx.load(xlsx as unknown as ArrayBuffer);
  expect(workbook.getWorksheet('更正说明')?.getRow(4).getCell(6).text).toBe('300');
  expect(workbook.getWorksheet('封面')?.getColumn(2).values.join()).toContain(
    '代替2026年11月12日 09:00发布的2026-10.1',
  );
});

test('a text is a string of Typst, whatever signs it has', () => {
  expect(string('#[a] "b" \\ $x$ \n_c_ //d')).toBe('"#[a] \\"b\\" \\\\ $x$  _c_ //d"');
});

test('the annex has a sheet for each table with its rounded numbers, and tells where each number comes from', async () => {
  const workbook = new excel.Workbook();
  await workbook.xlsx.load(bytes('zh', 'xlsx') as unknown as ArrayBuffer);
  const page = parse(bytes('zh', 'html').toString('utf8'));
  const tables = [...page.querySelectorAll('table')];
  expect(workbook.worksheets.map(({ name }) => name)).toEqual([
    '封面',
    '说明',
    ...tables.map((_, at) => `表${at + 1}`),
    '数字索引',
  ]);
  for (const [at, table] of tables.entries()) {
    const sheet = workbook.getWorksheet(`表${at + 1}`);
    const rows = [...table.querySelectorAll('tbody tr:not(.group)')];
    const found: unknown[] = [];
    const heads = sheet?.getRow(3);
    sheet?.eachRow((row, number) => {
      const cells = Array.from({ length: Math.max(0, row.cellCount - 1) }, (_, cell) =>
        row.getCell(cell + 2),
      );
      if (number > 3 && cells.length > 0)
        found.push(
          cells.filter((_, cell) => heads?.getCell(cell + 2).text !== '状态').map(({ text }) => text),
        );
    });
    const expected = rows.map((row) =>
      [...row.querySelectorAll('td')].map((cell) => {
        const text = (cell.querySelector('data')?.textContent ?? cell.textContent ?? '').replaceAll(',', '');
        return Number.isNaN(Number(text)) ? text : String(Number(text));
      }),
    );
    expect(found).toEqual(expected);
    expect((sheet as unknown as { model: { merges: unknown[] } }).model.merges).toEqual([]);
  }
  const index = workbook.getWorksheet('数字索引');
  const named: Shown[] = [];
  index?.eachRow((row, number) => {
    if (number > 1) named.push({ ref: row.getCell(3).text, text: row.getCell(2).text });
  });
  expect(named).toEqual(numbersOfHtml('zh'));
});

test('the same report gives the same bytes in every format, whatever was made before', async () => {
  for (const format of reportFormats) {
    const again = await documentOf(structuredClone(city), format, 'zh');
    expect({ format, same: again.content.equals(bytes('zh', format)) }).toEqual({ format, same: true });
    expect(again.sha256).toMatch(/^[0-9a-f]{64}$/);
  }
});
