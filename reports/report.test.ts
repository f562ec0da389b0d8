import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ReleaseCause } from '../catalogue/causes.ts';
import { addMonths, localInstant, type Period, parsePeriod } from '../catalogue/period.ts';
import { type Database, openDatabase } from '../warehouse/database.ts';
import { reviseNote, writeNote } from '../warehouse/notes.ts';
import { openTestServer } from '../warehouse/server.fixture.ts';
import {
  type CityChange,
  draftLines,
  fillCity,
  lastPeriod,
  parks,
  publishLines,
  releaseDay,
} from './city.fixture.ts';
import { renderHtml } from './html.ts';
import type { Language } from './number-ref.ts';
import { expected, type Found, parseName, readEverything, showIn } from './observed.fixture.ts';
import { buildReport } from './report.ts';
import { writeReport } from './reports.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let folder: string;
const server = await openTestServer('report');
const opened: Database[] = [];
let database: Database;

async function openCity(change?: CityChange): Promise<Database> {
  const { databaseUrl } = await server.place();
  const opening = await openDatabase({ connectionString: databaseUrl });
  opened.push(opening);
  await fillCity(opening, folder, change);
  return opening;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-report-'));
  database = await openCity();
});

afterAll(async () => {
  for (const one of opened) await one.close();
  await server.close();
  await rm(folder, { recursive: true });
});

const period = (text: string) => parsePeriod(text) as Period;
const parse = (html: string) => parseHTML(html).document as unknown as Document;

async function written(language: Language, of: Period = lastPeriod, release?: string): Promise<string> {
  return (await writeReport(database, { period: of, language, release })).content.toString('utf8');
}

const sentences = (html: string, section: string) =>
  [...parse(html).querySelectorAll(`#${section} > p`)].map((p) => p.textContent);

interface Shown {
  readonly name: string;
  readonly text: string;
  /** As it is written beside the number, or in the head of its column. */
  readonly unit: string;
  readonly direction: '' | '增长' | '下降' | 'up' | 'down';
  readonly value: string;
  readonly reason: string | null;
}

/** Every number of sentences and tables with its unit as a reader sees it. */
function numbersOf(html: string): Shown[] {
  const document = parse(html);
  return [...document.querySelectorAll('data[data-ref]')].map((data) => {
    const text = data.textContent ?? '';
    const cell = data.closest('td');
    const common = {
      name: data.getAttribute('data-ref') ?? '',
      value: data.getAttribute('value') ?? '',
      reason: data.getAttribute('data-reason'),
    };
    if (cell) {
      const column = [...(cell.parentElement?.children ?? [])].indexOf(cell);
      const head = cell.closest('table')?.querySelectorAll('thead th')[column];
      const named = head?.querySelector('.unit') ?? cell.parentElement?.querySelector('.own.unit');
      const unit = named?.textContent?.replace(/[（）()]/g, '') ?? '';
      return { ...common, text, unit, direction: '' };
    }
    const before = data.previousSibling?.textContent ?? '';
    const [, currency = '', number = '', unit = ''] =
      /^(CNY |USD |number |第)?(-?[\d,.]+) ?(.*)$/.exec(text) ?? [];
    const direction = (/(增长|下降|up|down)(?: \w+ by)? ?$/.exec(before)?.[1] ?? '') as Shown['direction'];
    return { ...common, text: number, unit: unit || currency.trim().replace('number', ''), direction };
  });
}

describe('every number', () => {
  test.each<Language>(['zh', 'en'])(
    'of the %s edition is the observation that it names',
    async (language) => {
      const everything = await readEverything(database);
      const shown = numbersOf(await written(language));
      expect(shown.length).toBeGreaterThan(250);
      for (const { name, text, unit, direction, value, reason } of shown) {
        const { part, release, cell } = parseName(name);
        expect(release).toBe('2026-10.1');
        const found: Found = ['due', 'received', 'outstanding'].includes(part)
          ? { value: { over: BigInt(tenants(cell[0] ?? '', part)), under: 1n } }
          : expected(everything, name);
        if ('reason' in found) {
          expect([name, reason, value]).toEqual([name, found.reason, '']);
          continue;
        }
        const exact = showIn(found.value, unit);
        const rising = direction === '增长' || direction === 'up';
        if (direction) expect([name, exact.startsWith('-')]).toEqual([name, !rising]);
        expect([name, text, reason]).toEqual([name, direction ? exact.replace('-', '') : exact, null]);
      }
    },
  );

  test.each<Language>(['zh', 'en'])(
    'of the %s edition is bound: no digit stands in its text',
    async (language) => {
      const document = parse(await written(language));
      for (const bound of document.querySelectorAll('data, time, [data-code], .label, .unit, sup'))
        bound.remove();
      for (const text of document.querySelectorAll(
        'section > p, td, tbody th, thead th, caption, figcaption',
      ))
        expect(text.textContent).not.toMatch(/\d/);
    },
  );

  test('is written with the same digits in both languages', async () => {
    const digits = (html: string) =>
      numbersOf(html)
        .filter(({ direction, unit }) => !direction && unit !== '倍')
        .map(({ name, text }) => `${name} ${text.replace(/\D|0+$/g, '')}`)
        .sort();
    const strip = (lines: string[]) => lines.map((line) => line.replace(/0+$/, ''));
    expect(strip(digits(await written('en')))).toEqual(strip(digits(await written('zh'))));
  });
});

function causeOf(code: ReleaseCause['code'], parks: readonly string[]): ReleaseCause {
  const nothing = { zh: '', en: '' };
  return { code, count: 1, moved: 1, public: nothing, internal: nothing, scopes: [{ parks }] };
}

const rowsOf = (html: string, id: string) =>
  [...parse(html).querySelectorAll(`#table-${id} tbody tr`)].map((row) =>
    [...row.children].map((cell) => (cell.querySelector('data') ?? cell).textContent),
  );

/** The base month lost five million; of the month itself only who had reported and a cell of P02 changed. */
async function expectCorrection(revised: Database, html: string): Promise<void> {
  const document = parse(html);
  expect(document.querySelector('h1')?.textContent).toBe('2026年10月跨境电商产业园区统计月报（更正版）');
  expect(document.querySelector('.facts')?.textContent).toContain('版次更正版，代替2026-10.1');
  expect(document.querySelector('header')?.nextElementSibling?.id).toBe('notice');
  expect(sentences(html, 'notice')).toEqual([
    '本报告是2026年10月月报的更正版（2026-10.2），代替2026年11月12日 09:00发布的2026-10.1；被代替的版本仍可查阅。',
    '更正原因：补入了上次发布后才收到的报送。',
  ]);
  expect(rowsOf(html, 'notice')).toEqual([
    ['当月进出口额同比（%）', '46.2', '47.5', '1.2', '/'],
    ['累计进出口额同比（%）', '33.8', '33.9', '0.1', '/'],
    ['报送率（%）', '95.8', '100.0', '4.2', '/'],
  ]);
  expect(sentences(html, 'revisions')).toEqual([
    '自上次报告（2026-10.1，2026年11月12日 09:00发布）以来，修订了2025年10月的数字，增速按修订后的基数计算。',
    '近一年各月数据发布后共修订1次。',
  ]);
  const [corrected] = rowsOf(html, 'corrected').filter(([name]) => name === '铁西智造跨境电商园');
  expect([corrected?.[3], corrected?.[5]]).toEqual(['0.01', '补入了上次发布后才收到的报送']);
  const [month] = rowsOf(html, 'revised');
  expect([month?.[0], ...(month?.slice(3) ?? [])]).toEqual([
    '2025年10月',
    '-500.00',
    '-0.8',
    '企业更正或撤回了已报数据',
  ]);
  const everything = await readEverything(revised);
  const told = numbersOf(html).filter(({ name }) => /^[^#]*@(?!2026-10\.2)|#change/.test(name));
  expect(told.length).toBe(16);
  for (const { name, text, unit } of told) {
    const found = expected(everything, name);
    expect([name, text]).toEqual([name, 'value' in found ? showIn(found.value, unit) : '/']);
  }
}

/** One of 24 tenants, of P02, was late. */
function tenants(park: string, part: string): number {
  const late = park === '_T' || park === 'P02' ? 1 : 0;
  const due = park === '_T' ? 24 : 4;
  return { due, received: due - late, outstanding: late }[part] ?? -1;
}

describe('sentences', () => {
  test('the highlights', async () => {
    expect(sentences(await written('zh'), 'highlights')).toEqual([
      '2026年10月，全市跨境电商产业园区进出口额8.90亿元，同比大幅增长46.2%。其中，出口额7.63亿元，同比增长52.0%；进口额1.27亿元，同比增长19.2%。',
      '1—10月，累计进出口额72.33亿元，同比大幅增长33.8%；累计出口额61.37亿元，同比增长40.5%；累计进口额10.95亿元，同比增长5.8%。',
      '分监管方式看，9710（跨境电商B2B直接出口）进出口额最大，为3.59亿元，同比增长39.4%；9810（跨境电商出口海外仓）次之，为3.16亿元，同比增长81.8%。',
      '分园区看，浑南跨境电商产业园进出口额最大，为3.35亿元，同比增长25.7%；最大贸易伙伴为美国，进出口额2.86亿元，同比增长46.2%。',
      '应报企业24家，已报23家，报送率95.8%。',
    ]);
    const english = sentences(await written('en'), 'highlights');
    expect(english[0]).toBe(
      "In October 2026, the trade value of the city's cross-border e-commerce parks was CNY 890 million, up sharply by 46.2% year on year; export value was CNY 763 million, up 52.0% year on year; import value was CNY 127 million, up 19.2% year on year.",
    );
    expect(english[3]).toBe(
      'Of the parks, Hunnan CBEC Industrial Park came first at CNY 335 million, up 25.7% year on year; the largest trading partner was US at CNY 286 million, up 46.2% year on year.',
    );
    expect(english[4]).toBe('Of 24 tenants due, 23 reported, a reporting rate of 95.8%.');
  });

  test('a mode without a base and a mode without trade', async () => {
    const [now] = sentences(await written('zh'), 'modes');
    expect(now).toMatch(/1239（保税电商A）进出口额408\.46万元，上年同期无贸易。$/);
    const [, none] = sentences(await written('zh', period('2026-09')), 'modes');
    expect(none).toBe('1239（保税电商A）本月无进出口。');
  });

  test('January has no cumulative sentence; February opens with the two months and warns of the festival', async () => {
    const january = await written('zh', period('2026-01'));
    expect(sentences(january, 'highlights').join()).not.toContain('累计');
    const february = await written('zh', period('2026-02'));
    expect(sentences(february, 'highlights')[0]).toMatch(/^1—2月，累计进出口额/);
    for (const html of [january, february])
      expect(parse(html).querySelector('#table-value-cny .legend')?.textContent).toContain('春节');
    expect(await written('zh')).not.toContain('春节');
  });

  test('the first month has no year before it', async () => {
    const [first, year] = sentences(await written('zh', period('2024-09')), 'highlights');
    expect(first).toMatch(/进出口额[\d.]+亿元，无上年同期数据。/);
    expect(year).toBe('1—9月，累计进出口额暂缺（累计期内缺月）。');
  });
});

describe('explanations of officers', () => {
  test('stand in the report when they stood at the release, in their latest version, escaped', async () => {
    const noted = await openCity();
    const day = releaseDay(lastPeriod);
    const before = { by: '李敏', at: new Date(day.getTime() - 3600_000) };
    const after = { by: '李敏', at: new Date(day.getTime() + 3600_000) };
    const about = {
      indicator: 'trade_value',
      park: null,
      mode: '9710',
      flow: 'export',
      from_period: lastPeriod,
      to_period: lastPeriod,
    };
    const first = await writeNote(noted, about, { zh: '旧文', en: null }, before);
    await reviseNote(noted, first.note_id, { zh: '转<按>9710申报', en: null }, before);
    await writeNote(noted, { ...about, mode: null, flow: null }, { zh: '迟写', en: 'Late' }, after);
    const list = async (language: Language) => {
      const { content: html } = await writeReport(noted, { period: lastPeriod, language });
      const [heading, items] = [...parse(html.toString('utf8')).querySelectorAll('#notes > h3, #notes > ul')];
      return [heading?.textContent, items?.textContent.trim()];
    };
    expect(await list('zh')).toEqual(['情况说明', '进出口额·9710·出口：转<按>9710申报']);
    expect(await list('en')).toEqual(['Explanations', 'Trade value, 9710, Export: 转<按>9710申报']);
  });
});

test('a month that few have reported says that its growth is indicative only', async () => {
  const thin = await openCity();
  const lines = draftLines(lastPeriod)
    .map((line) => line.replace(/[\d.]+$/, '0.790000'))
    .map((line) => (withheld.test(line) ? line.replace(/,[\d.]+,p,,/, ',,c,CONFIDENTIAL,') : line));
  await publishLines(thin, folder, lastPeriod, lines, localInstant('2026-11-21', 9));
  const of = async (language: Language) =>
    sentences(
      (await writeReport(thin, { period: lastPeriod, language })).content.toString('utf8'),
      'highlights',
    ).at(-1);
  expect(await of('zh')).toMatch(/；报送尚不完整，增速仅供参考。$/);
  expect(await of('en')).toMatch(/; reporting is incomplete and growth rates are indicative only\.$/);
  const { content } = await writeReport(thin, { period: lastPeriod, language: 'zh' });
  expectWithheld(parse(content.toString('utf8')));
});

/** Trade of a park, of a partner outside the first ten, and the share of the largest tenants where two were active. */
const withheld = /^trade_value,(_T,_T,_T,CAN|P06,_T,_T,_T),/;

/** What is withheld shows its sign and letter and why, and no sum tells it. */
function expectWithheld(document: Document): void {
  const cells = (id: string, called: string) => {
    const rows = [...document.querySelectorAll(`#table-${id} tbody tr`)];
    const row = rows.find((one) => one.children[0]?.textContent === called);
    return [...(row?.children ?? [])].slice(1).map((cell) => cell.textContent);
  };
  expect(cells('parks', '大东跨境电商监管中心')[0]).toBe('*c');
  expect(cells('partners', '其他').slice(0, 3)).toEqual(['*c', '*c', '*c']);
  for (const id of ['parks', 'partners'])
    expect(document.querySelector(`#table-${id} .legend`)?.textContent).toMatch(/“\*”：保密.*c：保密/);
}

describe('the same report', () => {
  test('is the same bytes', async () => {
    for (const language of ['zh', 'en'] as const) {
      const [once, again] = [
        await writeReport(database, { period: lastPeriod, language }),
        await writeReport(database, { period: lastPeriod, language, release: '2026-10.1' }),
      ];
      expect(again.content.equals(once.content)).toBe(true);
      expect(again.sha256).toBe(once.sha256);
      expect(once.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
    const report = await buildReport(database, { period: lastPeriod });
    expect(renderHtml(report, 'zh')).toBe(renderHtml(structuredClone(report), 'zh'));
  });

  test('comes out of its release again when base month and month have been revised', async () => {
    const revised = await openCity();
    const first = await writeReport(revised, { period: lastPeriod, language: 'zh' });
    const base = addMonths(lastPeriod, -12);
    const change = { period: base, park: '_T', mode: '_T', flow: '_T', fen: -5_000_000_00 };
    const [corrected, late] = [causeOf('CORRECTION', ['_T']), causeOf('LATE_REPORT', ['_T', 'P02'])];
    const day = localInstant('2026-11-21', 9);
    await publishLines(revised, folder, base, draftLines(base, { change }), day, {}, [corrected]);
    const more = { period: lastPeriod, park: 'P02', mode: '_T', flow: '_T', fen: 123_45 };
    const lines = draftLines(lastPeriod, { change: more });
    await publishLines(revised, folder, lastPeriod, lines, localInstant('2026-11-22', 9), {}, [late]);

    const again = await writeReport(revised, { period: lastPeriod, language: 'zh', release: first.release });
    expect(again.sha256).toBe(first.sha256);
    const early = await buildReport(revised, { period: lastPeriod, asOf: new Date('2026-11-15') });
    expect(renderHtml(early, 'zh')).toBe(first.content.toString('utf8'));

    const latest = await writeReport(revised, { period: lastPeriod, language: 'zh' });
    expect([first.release, latest.release]).toEqual(['2026-10.1', '2026-10.2']);
    const html = latest.content.toString('utf8');
    await expectCorrection(revised, html);
    expect(sentences(html, 'highlights').at(-1)).toBe('应报企业24家，已报24家，报送率100.0%。');
    expect(sentences(html, 'highlights')[0]).toContain('同比大幅增长47.5%');
    expect(parse(html).querySelector('.facts')?.textContent).toContain('2026-10.2 修订');
    expect(parse(html).querySelector('#table-quality sup abbr')?.getAttribute('title')).toBe('修订');
    expect(parse(html).querySelector('#table-quality .legend')?.textContent).toContain('r：修订');
  });

  test('counts the tenants that its manifest recorded, whatever the register says by now', async () => {
    const recorded = await openCity();
    const reporting = { _T: { expected: 30, received: 29 }, P01: { expected: 6, received: 5 } };
    const day = localInstant('2026-11-21', 9);
    await publishLines(recorded, folder, lastPeriod, draftLines(lastPeriod), day, { reporting });
    const { content: html } = await writeReport(recorded, { period: lastPeriod, language: 'zh' });
    expect(sentences(html.toString('utf8'), 'quality')[0]).toMatch(/^应报企业30家，已报29家，未报1家，/);
    const rows = [...parse(html.toString('utf8')).querySelectorAll('#table-quality tbody tr')];
    const counts = (row: number) =>
      [...(rows[row]?.children ?? [])].slice(1, 4).map((cell) => cell.textContent);
    expect(counts(1)).toEqual(['6', '5', '1']);
    expect(counts(2)).toEqual(['...', '...', '...']);
  });
});

describe('one changed cell', () => {
  const texts = (html: string) =>
    [...parse(html).querySelectorAll('section > p, tbody tr')].map((element) => ({
      text: element.textContent,
      names: [...element.querySelectorAll('data')].map((data) => data.getAttribute('data-ref') ?? ''),
    }));

  test.each<[string, Omit<CityChange, 'fen'>, RegExp]>([
    [
      'this month',
      { period: lastPeriod, park: 'P03', mode: '_T', flow: '_T' },
      /^trade_value:(level|mom|yoy|ytd|ytd_yoy|share):P03\._T\._T\._T\._T:/,
    ],
    [
      'a year before',
      { period: addMonths(lastPeriod, -12), park: '_T', mode: '9710', flow: 'export' },
      /^trade_value:(yoy|ytd_yoy):_T\.9710\.export\._T\._T:/,
    ],
    [
      'a year before, of a mode',
      { period: addMonths(lastPeriod, -12), park: '_T', mode: '9710', flow: '_T' },
      /^trade_value:(yoy|ytd_yoy):_T\.9710\._T\._T\._T:/,
    ],
  ])('%s changes what depends on it and nothing else', async (_label, cell, dependent) => {
    const changed = await openCity({ ...cell, fen: 3_000_000_00 });
    const now = (await writeReport(changed, { period: lastPeriod, language: 'zh' })).content.toString('utf8');
    const [before, after] = [texts(await written('zh')), texts(now)];
    expect(after).toHaveLength(before.length);
    const moved = after.filter(({ text }, at) => text !== before[at]?.text);
    for (const { names } of moved) expect(names.some((name) => dependent.test(name))).toBe(true);
    // The export cell of a mode that only exports is no number of the report: it shows the mode.
    const shown = after.some(({ names }) => names.some((name) => dependent.test(name)));
    expect(moved.length > 0).toBe(shown);
    const independent = (html: string) => numbersOf(html).filter(({ name }) => !dependent.test(name));
    expect(independent(now)).toEqual(independent(await written('zh')));
  });
});

describe('the document', () => {
  test('has no Chinese in its English edition but names', async () => {
    let html = await written('en');
    for (const { name_zh, name_en } of parks) if (!name_en) html = html.replaceAll(name_zh, '');
    const document = parse(html);
    document.querySelector('style')?.remove();
    expect(document.documentElement.outerHTML).not.toMatch(/\p{Script=Han}|[，。；：（）]/u);
    expect(document.documentElement.getAttribute('lang')).toBe('en');
  });

  test.each<Language>(['zh', 'en'])('is well formed and asks for nothing (%s)', async (language) => {
    const html = await written(language);
    expectBalanced(html);
    expect(html.replaceAll(/xmlns(:\w+)?="[^"]*"/g, '')).not.toMatch(
      /https?:|url\(|@import|<script| src=| href=/,
    );
    const document = parse(html);
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const table of document.querySelectorAll('table')) {
      expect(table.querySelector('caption')?.textContent).toBeTruthy();
      const width = table.querySelectorAll('thead th[scope="col"]').length;
      for (const row of table.querySelectorAll('tbody tr:not(.group)'))
        expect(row.children).toHaveLength(width);
    }
    for (const drawing of document.querySelectorAll('.drawing')) {
      expect(drawing.getAttribute('role')).toBe('img');
      expect(drawing.getAttribute('aria-label')).toMatch(language === 'zh' ? /2026年10月/ : /Oct 2026/);
      expect(drawing.innerHTML).not.toMatch(/NaN|undefined/);
    }
    const figures = [...document.querySelectorAll('figure')].map(({ id }) => id);
    expect(figures).toEqual(allFigures);
  });

  test('explains below each table the signs that stand in it', async () => {
    const document = parse(await written('zh'));
    const legend = (id: string) => document.querySelector(`#table-${id} .legend`)?.textContent;
    expect(legend('modes')).toContain('“—”：基期或分母为零；“/”：不适用。');
    expect(legend('parks')).toContain('“...”：未报送、累计期内缺月；“/”：不适用。');
    expect(legend('value-cny')).not.toContain('“');
  });

  test('lists the modes as forms do, with the flows of those that carry both', async () => {
    const document = parse(await written('zh'));
    const labels = [...document.querySelectorAll('#table-modes tbody th')].map((th) => th.textContent);
    expect(labels).toEqual([
      '合计',
      '9610（电子商务）',
      '进口',
      '出口',
      '1210（保税电商）',
      '进口',
      '出口',
      '1239（保税电商A）',
      '9710（跨境电商B2B直接出口）',
      '9810（跨境电商出口海外仓）',
    ]);
  });

  test('escapes what the registry holds', async () => {
    await database.kysely
      .updateTable('park')
      .set({ name_zh: '<b>&"园区"' })
      .where('park_id', '=', 'P05')
      .execute();
    try {
      const html = await written('zh');
      expectBalanced(html);
      const names = [...parse(html).querySelectorAll('#table-parks tbody th')].map((th) => th.textContent);
      expect(names).toContain('<b>&"园区"');
    } finally {
      const name_zh = parks.find(({ park_id }) => park_id === 'P05')?.name_zh ?? '';
      await database.kysely.updateTable('park').set({ name_zh }).where('park_id', '=', 'P05').execute();
    }
  });
});

/** Numbered as they come; what has no data is the last of them. */
const allFigures = [
  'table-value-cny',
  'table-modes',
  'figure-trend',
  'table-parks',
  'figure-parks',
  'table-partners',
  'table-chapters',
  'table-routes',
  'table-quality',
  'table-value-usd',
  'table-events',
  'table-bonded',
  'table-tax',
  'table-tenants',
  'table-kinds',
  'table-papers',
  'table-absent',
];

const voids = /^(meta|br|hr|img|input|link|col)$/;

function expectBalanced(html: string): void {
  const open: string[] = [];
  for (const [tag, close, name = '', empty] of html.matchAll(
    /<(\/?)([a-zA-Z][\w-]*)(?:\s+[\w:-]+(?:="[^"<>]*")?)*\s*(\/?)>/g,
  )) {
    if (close) expect([tag, open.pop()]).toEqual([tag, name]);
    else if (!empty && !voids.test(name)) open.push(name);
  }
  expect(open).toEqual([]);
  expect(html.replaceAll(/<style>[\s\S]*?<\/style>|<!doctype html>|<\/?[a-zA-Z][^<>]*>/g, '')).not.toMatch(
    /[<>]/,
  );
}

describe('a park', () => {
  test('has its own report, beside the city', async () => {
    const report = await buildReport(database, { period: lastPeriod, park: 'P03' });
    const document = parse(renderHtml(report, 'zh'));
    expect(document.querySelector('h1')?.textContent).toBe('2026年10月沈北跨境电商仓储园统计月报');
    const rows = [...document.querySelectorAll('#table-parks tbody tr')].map(
      (row) => row.children[0]?.textContent,
    );
    expect(rows).toEqual(['全市合计', '仓储物流型', '沈北跨境电商仓储园']);
    const names = numbersOf(renderHtml(report, 'zh')).map(({ name }) => parseName(name).cell[0]);
    expect(new Set(names)).toEqual(new Set(['P03', '_T']));
    expect(sentences(renderHtml(report, 'zh'), 'highlights')[0]).toMatch(
      /^2026年10月，沈北跨境电商仓储园进出口额2\.26亿元/,
    );
  });

  test('that sent nothing says so in words and signs, never with a zero', async () => {
    const report = await buildReport(database, { period: period('2025-10'), park: 'P04' });
    const html = renderHtml(report, 'zh');
    expect(sentences(html, 'highlights')[0]).toBe('2025年10月，于洪跨境物流港进出口额暂缺（未报送）。');
    expect(sentences(html, 'annex')).toEqual([
      '本月各项为零或暂缺、不列表的有：美元值、退货与撤单、保税进出区、零售进口税款、企业类型。',
    ]);
    const own = numbersOf(html).filter(({ name }) => /:(level|ytd):P04\./.test(name) && !name.includes('#'));
    expect(own.length).toBeGreaterThan(60);
    for (const { name, text } of own) expect([name, text]).not.toEqual([name, expect.stringMatching(/^0/)]);
  });

  test('that the release does not know is refused by name', async () => {
    await expect(buildReport(database, { period: lastPeriod, park: 'P99' })).rejects.toMatchObject({
      code: 'not_found',
      details: { park: 'P99', parks: parks.map(({ park_id }) => park_id) },
    });
  });
});

describe('refusals say what there is', () => {
  test('a month that was not released', async () => {
    await expect(buildReport(database, { period: period('2027-01') })).rejects.toMatchObject({
      code: 'no_release',
      text: { zh: '2027-01尚未发布，请先发布：parkstat publish --period 2027-01' },
    });
  });

  test('a release that is not there, or was not yet', async () => {
    await expect(buildReport(database, { period: lastPeriod, release: '2026-10.9' })).rejects.toMatchObject({
      code: 'no_release',
      details: { releases: ['2026-10.1'] },
    });
    const asOf = new Date('2026-11-01');
    await expect(buildReport(database, { period: lastPeriod, asOf })).rejects.toMatchObject({
      code: 'no_release',
    });
  });
});
