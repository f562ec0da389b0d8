import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type SheetPlan,
  type WorkbookPlan,
  workbook,
  workbookMembers,
  zip,
} from '../../fixtures/workbook.ts';
import type { FileProblem } from '../bytes.ts';
import type { Concealed, PartRow, ReadLimits } from '../reader.ts';
import { orProblem } from '../stop.ts';
import { readWorkbook } from './workbook.ts';

const limits: ReadLimits = {
  maxFileBytes: 64 << 20,
  maxLineBytes: 1 << 20,
  maxColumns: 200,
  maxCellCharacters: 1000,
  maxRows: 10_000,
  maxExpandedBytes: 16 << 20,
  maxExpansionRatio: 100,
  maxMembers: 100,
  maxXmlDepth: 20,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-workbook-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface ReadPart {
  readonly name: string | null;
  readonly hidden: boolean;
  readonly dateSystem: number;
  readonly rows: PartRow[];
  readonly concealed: Concealed | undefined;
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

let files = 0;
async function readBytes(bytes: Buffer, some: Partial<ReadLimits> = {}): Promise<FileProblem | ReadPart[]> {
  const path = join(folder, `${files++}.xlsx`);
  await writeFile(path, bytes);
  const read = await readWorkbook(path, { ...limits, ...some });
  if ('id' in read) return read;
  return orProblem(async () => {
    const parts: ReadPart[] = [];
    for await (const { name, hidden, dateSystem, rows, concealed } of read)
      parts.push({ name, hidden, dateSystem, rows: await all(rows), concealed });
    return parts;
  });
}

const read = (plan: WorkbookPlan, some?: Partial<ReadLimits>) => readBytes(workbook(plan), some);
const one = (rows: SheetPlan['rows'], more: Partial<SheetPlan> = {}): WorkbookPlan => ({
  sheets: [{ name: '表1', rows, ...more }],
});
async function cells(plan: WorkbookPlan) {
  const parts = await read(plan);
  if ('id' in parts) throw new Error(parts.id);
  return parts.flatMap(({ rows }) => rows.map((row) => row.cells));
}

describe('cells', () => {
  test.each([true, false])('texts, in a list of their own: %s', async (shared) => {
    const text = '18位编号 & <单号> "x"';
    expect(await cells({ ...one([[text, '080120261000000123', 'a']]), shared })).toEqual([
      [text, '080120261000000123', 'a'],
    ]);
  });

  test('numbers, truth, errors, formulas with what was computed', async () => {
    const row = [
      { value: '1234.5600000000001', type: 'n' },
      true,
      false,
      { value: '#REF!', type: 'e' },
      { value: 3, formula: 'A1+1' },
      { value: '合计', type: 'str', formula: '"合"&"计"' },
      { value: '801202610000000123', type: 'n' },
    ] as const;
    expect(await cells(one([row]))).toEqual([
      ['1234.56', 'TRUE', 'FALSE', '#REF!', '3', '合计', '8.01202610000000E+17'],
    ]);
  });

  test('days by their format, in both systems', async () => {
    const row = [1, 2, 3, 4].map((style) => ({ value: 46307, style }));
    const formats = [14, 'yyyy"年"m"月"d"日"', 31, '0.00'];
    const day = '2026-10-12';
    expect(await cells({ ...one([row]), formats })).toEqual([[day, day, day, '46307']]);
    const parts = await read({ ...one([[{ value: 44845, style: 1 }]]), formats, date1904: true });
    expect(parts).toMatchObject([{ dateSystem: 1904, rows: [{ row: 1, cells: [day] }] }]);
  });

  test('a day as text of its own type', async () => {
    expect(await cells(one([[{ value: '2026-10-12T00:00:00', type: 'd' }]]))).toEqual([['2026-10-12']]);
  });

  test('runs of rich text are joined, how they are spoken is dropped', async () => {
    const runs = '<r><t>毛</t></r><r><rPr><b/></rPr><t>重</t></r><rPh sb="0" eb="1"><t>mao</t></rPh>';
    const inline = { value: null, type: 'inlineStr' as const, markup: `<is>${runs}</is>` };
    expect(await cells(one([[inline]]))).toEqual([['毛重']]);
    const members = {
      'xl/sharedStrings.xml': `<sst xmlns="x"><si>${runs}</si><si><t>b</t></si></sst>`,
    };
    const shared = [
      { value: null, markup: '<v>0</v>' },
      { value: null, markup: '<v>1</v>' },
    ];
    const plan = one([shared.map((cell) => ({ ...cell, type: 's' as never }))]);
    expect(await cells({ ...plan, members })).toEqual([['毛重', 'b']]);
  });

  test('places without references follow one another; with them they leave gaps', async () => {
    expect(await cells(one([['a', 'b'], ['c']], { references: false }))).toEqual([['a', 'b'], ['c']]);
    const parts = await read(one([[null, null, 'c'], [], [null, 'b']]));
    expect(parts).toMatchObject([
      {
        rows: [
          { row: 1, cells: ['', '', 'c'] },
          { row: 3, cells: ['', 'b'] },
        ],
      },
    ]);
  });

  test('a prefix before every name, and the stricter kind of workbook', async () => {
    expect(await cells({ ...one([['a', 1]]), prefix: 'x' })).toEqual([['a', '1']]);
    expect(await cells({ ...one([['a', 1]]), strict: true })).toEqual([['a', '1']]);
  });

  test('comments, pictures and links are not looked at', async () => {
    const members = { 'xl/comments1.xml': '<!DOCTYPE x []><x/>', 'xl/media/image1.png': Buffer.alloc(9) };
    expect(await cells({ ...one([['a']]), members })).toEqual([['a']]);
  });
});

describe('sheets', () => {
  test('come in their order, hidden and empty ones too', async () => {
    const parts = await read({
      sheets: [
        { name: '九月', rows: [['a']] },
        { name: '隐藏', state: 'hidden', rows: [['b']] },
        { name: '深藏', state: 'veryHidden', rows: [['c']] },
        { name: '空', rows: [] },
      ],
    });
    expect(parts).toMatchObject([
      { name: '九月', hidden: false, rows: [{ row: 1, cells: ['a'] }] },
      { name: '隐藏', hidden: true, rows: [{ row: 1, cells: ['b'] }] },
      { name: '深藏', hidden: true, rows: [{ row: 1, cells: ['c'] }] },
      { name: '空', hidden: false, rows: [] },
    ]);
  });

  test('hidden rows and columns are read, and counted', async () => {
    const before = '<cols><col min="2" max="3" hidden="1" width="0"/><col min="5" max="5" width="9"/></cols>';
    const parts = await read(one([['a'], ['b'], ['c']], { hiddenRows: [2, 3], before }));
    expect(parts).toMatchObject([{ rows: [{}, {}, {}], concealed: { rows: 2, columns: [[2, 3]] } }]);
  });

  test('macros are seen and not read', async () => {
    const path = join(folder, 'macros.xlsm');
    await writeFile(path, workbook({ ...one([['a']]), members: { 'xl/vbaProject.bin': 'x' } }));
    expect(await readWorkbook(path, limits)).toMatchObject({ hasMacros: true });
    await writeFile(path, workbook(one([['a']])));
    expect(await readWorkbook(path, limits)).toMatchObject({ hasMacros: false });
  });
});

describe('refused', () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>';
  const fetches = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>';
  test.each([
    'xl/workbook.xml',
    'xl/worksheets/sheet1.xml',
    'xl/styles.xml',
    'xl/sharedStrings.xml',
    '_rels/.rels',
  ])('a document type in %s', async (name) => {
    for (const type of [bomb, fetches])
      expect(await read({ ...one([['a']]), members: { [name]: `${type}<x>&a;</x>` } })).toMatchObject({
        id: 'unsafe_content',
      });
  });

  test('what is nested too deep, unclosed, or no XML', async () => {
    const sheet = (content: string) => read({ ...one([]), members: { 'xl/worksheets/sheet1.xml': content } });
    const deep = `${'<a>'.repeat(21)}${'</a>'.repeat(21)}`;
    expect(await sheet(deep)).toEqual({ id: 'unsafe_content', value: 'xl/worksheets/sheet1.xml > 20' });
    const damaged = { id: 'workbook_damaged', value: 'xl/worksheets/sheet1.xml' };
    expect(await sheet('<worksheet><sheetData><row>')).toEqual(damaged);
    expect(await sheet('no xml')).toEqual(damaged);
    expect(await sheet('<worksheet>&undeclared;</worksheet>')).toEqual(damaged);
    expect(await sheet('')).toEqual(damaged);
    expect(await sheet(`<worksheet>${'x'.repeat(200_000)}</worksheet>`)).toEqual(damaged);
  });

  test('a workbook without its list of sheets, and one of the binary kind', async () => {
    expect(await readBytes(zip({ 'a.xml': '<a/>' }))).toEqual({
      id: 'workbook_damaged',
      value: 'xl/workbook.xml',
    });
    const members = workbookMembers(one([['a']]));
    const rels = String(members['_rels/.rels']).replace('workbook.xml', 'workbook.bin');
    expect(await readBytes(zip({ ...members, '_rels/.rels': rels }))).toEqual({
      id: 'workbook_old',
      value: 'XLSB',
    });
  });

  test('more columns, rows or text than allowed', async () => {
    expect(await read(one([['a', 'b', 'c']]), { maxColumns: 2 })).toEqual({
      id: 'too_many_columns',
      value: '2',
    });
    expect(await read(one([['a'], ['b'], ['c']]), { maxRows: 2 })).toEqual({
      id: 'too_many_rows',
      value: '2',
    });
    expect(await read(one([['a'], [null, 'x'.repeat(1001)]]))).toEqual({
      id: 'cell_too_long',
      value: '表1 B2',
    });
    const far = { value: null, markup: '<v>1</v>' };
    const sheet = '<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>';
    expect(await read({ ...one([[far]]), members: { 'xl/worksheets/sheet1.xml': sheet } })).toMatchObject({
      id: 'too_many_columns',
    });
  });

  test('what unpacks to too much, and unsafe names', async () => {
    const zeros = `<worksheet><sheetData>${'<a/>'.repeat(1_000_000)}</sheetData></worksheet>`;
    const members = { 'xl/worksheets/sheet1.xml': zeros };
    expect(await read({ ...one([]), members })).toEqual({
      id: 'archive_bomb',
      value: 'xl/worksheets/sheet1.xml',
    });
    expect(await read(one([['a']]), { maxExpandedBytes: 500 })).toMatchObject({ id: 'archive_too_big' });
    expect(await read({ ...one([['a']]), members: { '../evil.xml': 'x' } })).toEqual({
      id: 'archive_name',
      value: '../evil.xml',
    });
    expect(await read(one([['a']]), { maxMembers: 3 })).toMatchObject({ id: 'archive_too_many' });
  });

  test('half a file', async () => {
    const whole = workbook(one([['a']]));
    expect(await readBytes(whole.subarray(0, whole.length / 2))).toMatchObject({ id: 'archive_damaged' });
  });
});

describe('whatever the bytes', () => {
  const members = workbookMembers({
    ...one([
      ['a', 1, { value: 46307, style: 1 }],
      ['b', true],
    ]),
    shared: true,
    formats: [14],
  });
  const whole = zip(members);
  const isOutcome = (outcome: FileProblem | ReadPart[]) =>
    Array.isArray(outcome) || typeof outcome.id === 'string';

  test('a problem or rows, never an exception', async () => {
    const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const bytes = Buffer.from(whole);
        for (const { at, byte } of changes) bytes[at] = byte;
        expect(isOutcome(await readBytes(bytes))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('so inside of the documents', async () => {
    const names = Object.keys(members);
    const change = fc.record({
      name: fc.constantFrom(...names),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      text: fc.string({ maxLength: 12, unit: 'binary' }),
      cut: fc.nat(20),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ name, at, text, cut }) => {
        const content = String(members[name]);
        const place = Math.floor(at * content.length);
        const changed = content.slice(0, place) + text + content.slice(place + cut);
        expect(isOutcome(await readBytes(zip({ ...members, [name]: changed })))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
