import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BookType, utils, write } from '@e965/xlsx';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeGb18030 } from '../../fixtures/gb18030.ts';
import type { FileProblem } from '../bytes.ts';
import { limits } from '../ingest.fixture.ts';
import { readOldWorkbook } from '../old-workbook.ts';
import type { ReadLimits } from '../reader.ts';
import { orProblem } from '../stop.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-old-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface ReadPart {
  readonly name: string | null;
  readonly hidden: boolean;
  readonly dateSystem: number;
  readonly rows: [number, readonly string[]][];
}

let files = 0;
async function read(
  content: Buffer | string,
  format: 'xls' | 'html',
  some: Partial<ReadLimits> = {},
): Promise<FileProblem | ReadPart[]> {
  const path = join(folder, `${files++}.xls`);
  await writeFile(path, content);
  const found = await readOldWorkbook(path, format, { ...limits, ...some });
  if ('id' in found) return found;
  return orProblem(async () => {
    const parts: ReadPart[] = [];
    for await (const { name, hidden, dateSystem, rows } of found) {
      const part: ReadPart = { name, hidden, dateSystem, rows: [] };
      for await (const { row, cells } of rows) part.rows.push([row, cells]);
      parts.push(part);
    }
    return parts;
  });
}

const day = { t: 'n', v: 46307, z: 'yyyy"年"m"月"d"日"' };
const table = [
  ['清单编号', '放行日期', '总价', '标志', '编码'],
  ['080120260000000001', day, 1234.56, true, { t: 'n', v: 101210000, z: '0000000000' }],
  [801202600000000100, { t: 'n', v: 0.30000000000000004 }, '', null, '０１'],
];

function binary(bookType: BookType): Buffer {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(table), '明细');
  utils.book_append_sheet(book, utils.aoa_to_sheet([['旧']]), '隐藏');
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] };
  return write(book, { type: 'buffer', bookType }) as Buffer;
}

describe('binary workbooks', () => {
  test.each<BookType>(['biff8', 'xlml'])('%s: texts, days, numbers, hidden sheets', async (bookType) => {
    expect(await read(binary(bookType), 'xls')).toEqual([
      {
        name: '明细',
        hidden: false,
        dateSystem: 1900,
        rows: [
          [1, ['清单编号', '放行日期', '总价', '标志', '编码']],
          [2, ['080120260000000001', '2026-10-12', '1234.56', 'TRUE', '0101210000']],
          [3, ['8.01202600000000E+17', '0.3', '', '', '０１']],
        ],
      },
      { name: '隐藏', hidden: true, dateSystem: 1900, rows: [[1, ['旧']]] },
    ]);
  });

  test('in XML with a prefix to every name', async () => {
    const plain = binary('xlml').toString();
    const prefixed = plain
      .replaceAll(/<(\/?)(Workbook|Worksheet|Table|Row|Cell|Data)\b/g, '<$1ss:$2')
      .replace('xmlns=', 'xmlns:x1=');
    expect(await read(prefixed, 'xls')).toEqual(await read(plain, 'xls'));
  });

  test('limits', async () => {
    const bytes = binary('biff8');
    expect(await read(bytes, 'xls', { maxColumns: 4 })).toEqual({ id: 'too_many_columns', value: '4' });
    expect(await read(bytes, 'xls', { maxRows: 2 })).toEqual({ id: 'too_many_rows', value: '2' });
    expect(await read(bytes, 'xls', { maxCellCharacters: 17 })).toEqual({
      id: 'cell_too_long',
      value: '明细 2',
    });
    expect(await read(Buffer.alloc((30 << 20) + 1), 'xls')).toEqual({ id: 'workbook_old', value: '> 30 MB' });
  });

  test('whatever the bytes, a problem or rows', async () => {
    const whole = binary('biff8');
    const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 20 }), async (changes) => {
        const bytes = Buffer.from(whole);
        for (const { at, byte } of changes) bytes[at] = byte;
        const outcome = await read(bytes, 'xls');
        expect(Array.isArray(outcome) || typeof outcome.id === 'string').toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe('web pages saved as workbooks', () => {
  const page = (body: string, head = '') =>
    `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>${head}<style>td{mso-number-format:"\\@"}</style></head><body>${body}</body></html>`;
  const rows = async (content: Buffer | string, some?: Partial<ReadLimits>) => {
    const parts = await read(content, 'html', some);
    return 'id' in parts ? parts : parts.flatMap((part) => part.rows);
  };

  test('cells as they are shown; what covers several stands in the first', async () => {
    const body = `<table><tr><td colspan=3>明细&nbsp;表</td></tr>
      <tr><th rowspan="2">单号</th><th colspan="2">重量</th></tr><tr><th>毛重</th><th>净重</th></tr>
      <tr><td>080120260000000001</td><td> 1,234.50 </td><td>a&amp;b<br>c</td></tr><tr><td></td></tr></table>
      <script>var x = "<table><tr><td>no</td></tr></table>"</script>`;
    expect(await rows(page(body))).toEqual([
      [1, ['明细 表', '', '']],
      [2, ['单号', '重量', '']],
      [3, ['', '毛重', '净重']],
      [4, ['080120260000000001', '1,234.50', 'a&b c']],
    ]);
  });

  test('header and rows in tables of their own; ends of rows and cells left out', async () => {
    expect(await rows('<table><tr><td>a<td>b</table><table><tr><td>1<td>2<tr><td>3')).toEqual([
      [1, ['a', 'b']],
      [2, ['1', '2']],
      [3, ['3']],
    ]);
  });

  test.each(['gb2312', 'GBK', 'x-unknown', ''])('encoding said to be %j', async (charset) => {
    const meta = charset ? `<meta http-equiv=Content-Type content="text/html; charset=${charset}">` : '';
    const text = page('<table><tr><td>毛重</td></tr></table>', meta);
    expect(await rows(encodeGb18030(text))).toEqual([[1, ['毛重']]]);
    expect(await rows(`\ufeff${text}`)).toEqual([[1, ['毛重']]]);
  });

  test('limits, and what covers a million columns', async () => {
    const wide = '<table><tr><td colspan=999999>x</td></tr></table>';
    expect(await rows(wide)).toEqual({ id: 'too_many_columns', value: String(limits.maxColumns) });
    expect(await rows('<tr><td>1<tr><td>2', { maxRows: 1 })).toEqual({ id: 'too_many_rows', value: '1' });
    expect(await rows('<tr><td>12345', { maxCellCharacters: 4 })).toEqual({
      id: 'cell_too_long',
      value: '1/1',
    });
  });
});
