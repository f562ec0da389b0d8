import { expect, test } from 'vitest';
import { judgeRow } from '../../catalogue/judge-row.ts';
import { type LineColumn, lineColumns, lineTemplate } from '../../catalogue/line-template.ts';
import { goodRow } from '../../catalogue/rules/good-row.ts';
import { type Check, type Checked, cellsOf, checkFile } from './check.ts';
import { recordReader } from './records.ts';

const context = { receivedOn: '2026-11-08', declaredPeriod: null };
const header = lineColumns.map((column) => lineTemplate[column].zh);
const row = (change: Partial<Record<LineColumn, string>> = {}) =>
  lineColumns.map((column) => ({ ...goodRow, ...change })[column] ?? '');
const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const csv = (...rows: (readonly string[])[]) => rows.map((cells) => cells.map(quoted).join(',')).join('\n');
const check = (content: string | Uint8Array<ArrayBuffer>): Promise<Checked> =>
  checkFile(new Blob([content]), judgeRow, context, () => undefined);

async function checked(content: string | Uint8Array<ArrayBuffer>): Promise<Check> {
  const found = await check(content);
  if (found.kind !== 'checked') throw new Error(JSON.stringify(found));
  return found.check;
}

function utf16(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at++) {
    bytes[at * 2] = text.charCodeAt(at) & 0xff;
    bytes[at * 2 + 1] = text.charCodeAt(at) >> 8;
  }
  return bytes;
}

test('a good file has no finding, and says what it holds', async () => {
  const found = await checked(csv(header, row()));
  expect(found.findings).toEqual([]);
  expect([found.rows, found.template, found.layout.encoding, found.layout.headerRow]).toEqual([
    1,
    'line',
    'utf-8',
    1,
  ]);
  expect(found.sample.map(({ header }) => header)).toEqual([
    '清单编号/报关单号',
    '监管方式',
    '放行/结关日期',
  ]);
});

test('a faulty cell is told with its row, column, value and sentence', async () => {
  const found = await checked(csv(header, row(), row({ hs_code: '7700' })));
  expect(found.findings).toEqual([
    {
      row: 3,
      rule: 'hs_chapter',
      class: 'must_fix',
      column: 'hs_code',
      value: '7700',
      message: {
        zh: '商品编码“7700”的章不存在，请核对。',
        en: 'HS code "7700" has no such chapter: check it.',
      },
    },
  ]);
  expect(Object.keys(found.cells)).toEqual(['3']);
  expect(found.cells[3]).toEqual(row({ hs_code: '7700' }));
});

test('notes below a table are set aside, and rows that do not fit the header are told, as the server does', async () => {
  const found = await checked(
    csv(header, row(), [...row(), '多'], row().slice(0, 20), ['注：本表由ERP导出'], ['制表：', '', '审核：']),
  );
  expect(
    found.findings.map(({ row, rule, class: of, column, value }) => [row, rule, of, column, value]),
  ).toEqual([
    [3, 'row_shape', 'must_fix', null, `${header.length + 1}/${header.length}`],
    [4, 'row_shape', 'must_fix', null, `20/${header.length}`],
    [5, 'note_row', 'set_aside', null, ''],
    [6, 'note_row', 'set_aside', null, ''],
  ]);
});

test('rows are numbered as a person sees them: notes above, blank lines and line breaks in cells count', async () => {
  const broken = row({ hs_code: '7700', goods_name: '棉\n衣' });
  const text = ['报送单位：某某公司', '', csv(header), csv(broken), '', csv(row({ hs_code: '7701' }))].join(
    '\r\n',
  );
  const found = await checked(text);
  expect(found.layout.headerRow).toBe(3);
  expect(found.findings.map(({ row }) => row)).toEqual([4, 6]);
});

test.each([
  ['utf-8-bom', new TextEncoder().encode(`\ufeff${csv(header, row())}`)],
  ['utf-16le', utf16(`\ufeff${csv(header, row())}`)],
  ['utf-16le', utf16(csv(header, row()))],
] as const)('reads %s', async (encoding, bytes) => {
  const found = await checked(bytes);
  expect([found.layout.encoding, found.rows, found.findings]).toEqual([encoding, 1, []]);
});

test('reads GB18030', async () => {
  // 清单编号,监管方式,币制 and one row of them.
  const hex = 'c7e5b5a5b1e0bac52cbce0b9dcb7bdcabd2cb1d2d6c60a312c393631302c434e590a';
  const found = await checked(Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)));
  expect([found.layout.encoding, found.layout.header]).toEqual(['gb18030', ['清单编号', '监管方式', '币制']]);
});

test.each(['\t', ';', '|'])('finds the separator %j', async (separator) => {
  const text = [header, row()].map((cells) => cells.join(separator)).join('\n');
  expect((await checked(text)).layout.delimiter).toBe(separator);
});

test('columns of personal data are refused here, and their cells are never kept', async () => {
  const found = await check(csv([...header, '收件人电话'], [...row(), '13800138000']));
  expect(found).toEqual({
    kind: 'refused',
    message: {
      zh: '文件含个人信息列：收件人电话。请删除这些列后重新报送；文件未保存。',
      en: 'The file has columns of personal data: 收件人电话. Remove them and deliver again; the file was not kept.',
    },
  });
  const unknown = await checked(csv([...header, '备注'], [...row({ hs_code: '7700' }), '秘密']));
  expect(JSON.stringify(unknown)).not.toContain('秘密');
});

test('what is somebody’s data without a header is refused by its place', async () => {
  const found = await check('姓名,电话\n张三,13800138000\n');
  expect(found.kind === 'refused' && found.message.zh).toContain('#1、#2');
});

test.each([
  ['nothing at all', '', '文件是空的'],
  ['a header only', csv(header), '只有表头'],
])('refuses %s', async (_, text, said) => {
  const found = await check(text);
  expect(found.kind === 'refused' && found.message.zh).toContain(said);
});

test.each([
  ['a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])],
  ['a message', '<?xml version="1.0"?><ceb:CEB621Message/>'],
  ['JSON', '[{"a": 1}]'],
  ['a table with other columns', 'a,b,c\n1,2,3\n'],
])('leaves %s to the server', async (_, content) => {
  expect(await check(content)).toEqual({ kind: 'unread' });
});

test('business exports take their flow from the mode', async () => {
  const columns = lineColumns.filter((column) => column !== 'flow');
  const of = (change: Partial<Record<LineColumn, string>>) =>
    columns.map((column) => ({ ...goodRow, ...change })[column] ?? '');
  const heads = columns.map((column) => (column === 'declaration_no' ? '海关编号' : lineTemplate[column].zh));
  const found = await checked(csv(heads, of({ customs_mode: '9710', trade_terms: 'FOB' })));
  expect(found.template).toBe('b2b_export');
  expect(found.findings.filter(({ column }) => column === 'flow')).toEqual([]);
});

test('a record that comes in pieces is one record, wherever it is cut', () => {
  const text = 'a,"b\r\n""c""",d\r\n\r\ne,f\rg';
  for (let cut = 0; cut <= text.length; cut++) {
    const reader = recordReader(',');
    const records = [...reader.read(text.slice(0, cut)), ...reader.read(text.slice(cut)), ...reader.end()];
    expect(records).toEqual([['a', 'b\n"c"', 'd'], [''], ['e', 'f'], ['g']]);
  }
});

test('cells of rows asked for later are those of the file, less what is not read', async () => {
  const text = csv([...header, '备注'], [...row(), '秘密'], [...row({ amount: '5' }), '秘密']);
  const { layout } = await checked(text);
  const cells = await cellsOf(new Blob([text]), layout, new Set([3]));
  expect(cells).toEqual({ 3: [...row({ amount: '5' }), ''] });
});
