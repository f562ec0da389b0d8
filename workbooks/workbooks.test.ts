import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import excel from 'exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeRow } from '../catalogue/judge-row.ts';
import { lineColumns, lineTemplate } from '../catalogue/line-template.ts';
import { sheetName } from '../engine/workbook.ts';
import { annotatedWorkbook } from './annotated.ts';
import type { AnnotatedFinding, AnnotatedPart, SheetRow } from './delivery.ts';
import { columnsOf } from './fill-columns.ts';
import { templateWorkbook } from './template.ts';
import { exampleOf } from './template-words.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-workbooks-'));
});
afterAll(() => rm(folder, { recursive: true }));

const madeAt = new Date('2026-11-08T01:30:00Z');
let made = 0;

async function read(write: (path: string) => Promise<void>): Promise<excel.Workbook> {
  const path = join(folder, `${++made}.xlsx`);
  await write(path);
  const workbook = new excel.Workbook();
  await workbook.xlsx.readFile(path);
  return workbook;
}

const annotate = (parts: readonly AnnotatedPart[], findings: readonly AnnotatedFinding[]) =>
  read((path) =>
    annotatedWorkbook(
      {
        fileName: '十月.xlsx',
        sha256: 'ab'.repeat(32),
        tenant: '某某公司 91330100MA27XL0K61',
        receivedAt: '2026-11-08 09:30',
        counts: { rows_read: 3, accepted: 1, rejected: 1, set_aside: 1 },
        parts,
        findings,
      },
      createWriteStream(path),
      madeAt,
    ),
  );

async function* rows(...some: SheetRow[]): AsyncIterable<SheetRow> {
  yield* some;
}

const header = ['备注', '清单编号', '商品编码', '商品名称', '总价'];
const own: readonly SheetRow[] = [
  { row: 1, cells: ['联系人：张三 13800138000'] },
  { row: 3, cells: header },
  { row: 4, cells: ['秘密', '223320261000000018', '7700', '=HYPERLINK("http://x","点我")', '12.50'] },
  { row: 6, cells: ['秘密', '223320261000000019', '61091000', '@棉衣', '-3'] },
];

const finding = (change: Partial<AnnotatedFinding>): AnnotatedFinding => ({
  rule: 'hs_chapter',
  class: 'must_fix',
  part: null,
  row: 4,
  period: null,
  column_name: 'hs_code',
  value: '7700',
  message: { zh: '商品编码“7700”的章不存在，请核对。', en: 'HS code "7700" has no such chapter: check it.' },
  ...change,
});

const noteText = (cell: excel.Cell) => (cell.note as excel.Comment).texts?.map(({ text }) => text).join('');
const textsOf = (sheet: excel.Worksheet | undefined) => {
  const texts: string[] = [];
  sheet?.eachRow((row) => row.eachCell((cell) => texts.push(cell.text)));
  return texts;
};

const headsOf = (sheet: excel.Worksheet | undefined) =>
  [...((sheet as excel.Worksheet).getRow(1).values as string[])].slice(1);

describe('the annotated workbook', () => {
  test('gives the sheet back with each cell in its place, the faulty one coloured, with a note', async () => {
    const workbook = await annotate([{ name: null, rows: rows(...own) }], [finding({})]);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['审核结果', '问题清单', '报送内容']);
    const sheet = workbook.getWorksheet('报送内容');
    expect(sheet?.getCell('B4').value).toBe('223320261000000018');
    const faulty = sheet?.getCell('C4') as excel.Cell;
    expect(faulty.value).toBe('7700');
    expect((faulty.fill as excel.FillPattern).fgColor).toEqual({ argb: 'FFFBDDD3' });
    expect(noteText(faulty)).toBe(
      '【必改】商品编码“7700”的章不存在，请核对。\n[must fix] HS code "7700" has no such chapter: check it.',
    );
    expect(sheet?.getCell('C6').note).toBeUndefined();
    expect(sheet?.getCell('F4').value).toBe('【必改】商品编码“7700”的章不存在，请核对。');
    expect(sheet?.getCell('F6').value).toBeNull();
  });

  test('rows that are counted from 1 below their keys have them above the first', async () => {
    const lines = [
      { ...own[1], row: 0 },
      { ...own[2], row: 1 },
    ] as SheetRow[];
    const workbook = await annotate([{ name: null, rows: rows(...lines) }], [finding({ row: 1 })]);
    const sheet = workbook.getWorksheet('报送内容');
    expect(['B1', 'B2', 'C2'].map((address) => sheet?.getCell(address).value)).toEqual([
      '清单编号',
      '223320261000000018',
      '7700',
    ]);
    expect(noteText(sheet?.getCell('C2') as excel.Cell)).toContain('必改');
  });

  test('no text becomes a formula, and every cell of the sheet is text', async () => {
    const sheet = (
      await annotate([{ name: 'a', rows: rows(...own) }], [finding({ part: 'a' })])
    ).getWorksheet('a');
    expect(sheet?.getCell('D4').value).toBe('=HYPERLINK("http://x","点我")');
    expect(sheet?.getCell('D6').value).toBe('@棉衣');
    expect(sheet?.getCell('E6').value).toBe('-3');
    for (const address of ['B4', 'D4', 'D6', 'E6']) expect(sheet?.getCell(address).numFmt).toBe('@');
    expect(sheet?.getCell('D4').type).toBe(excel.ValueType.String);
  });

  test('shows nothing that was not read: not other columns, not what stands above the header', async () => {
    const workbook = await annotate([{ name: null, rows: rows(...own) }], [finding({})]);
    const all = workbook.worksheets.flatMap(textsOf).join('\n');
    expect(all).not.toContain('秘密');
    expect(all).not.toContain('张三');
    expect(workbook.getWorksheet('报送内容')?.getCell('A3').value).toBe('未读取 not read');
  });

  test('a finding about the row marks its first read cell; one about the file stands in the result only', async () => {
    const shape = finding({
      rule: 'row_shape',
      column_name: null,
      message: { zh: '列数不对。', en: 'Cells.' },
    });
    const month = finding({
      class: 'notice',
      row: null,
      period: '2026-10',
      message: { zh: '月。', en: 'Month.' },
    });
    const workbook = await annotate([{ name: null, rows: rows(...own) }], [shape, month]);
    expect(noteText(workbook.getWorksheet('报送内容')?.getCell('B4') as excel.Cell)).toBe(
      '【必改】列数不对。\n[must fix] Cells.',
    );
    expect(textsOf(workbook.getWorksheet('报送内容'))).not.toContain('月。');
    expect(textsOf(workbook.getWorksheet('审核结果'))).toContain('月。');
  });

  test('the result counts, groups by cause with the gravest first, and leads to the cell', async () => {
    const confirm = { rule: 'unit_value', class: 'confirm', column_name: 'amount' } as const;
    const findings = [
      finding({ ...confirm, row: 4, confirmed: true }),
      finding({ ...confirm, row: 6 }),
      finding({}),
    ];
    const workbook = await annotate([{ name: null, rows: rows(...own) }], findings);
    const result = workbook.getWorksheet('审核结果');
    expect(textsOf(result)).toContain('3 = 1 + 1 + 1  (read = accepted + rejected + set aside)');
    const groups = [11, 12].map((row) =>
      ['A', 'C', 'D'].map((letter) => result?.getCell(letter + row).value),
    );
    expect(groups).toEqual([
      ['必改 must fix', 1, 1],
      ['核实 to confirm', 2, 1],
    ]);
    expect(result?.getCell('G11').hyperlink).toBe("#'报送内容'!A4");
    expect(workbook.getWorksheet('问题清单')?.rowCount).toBe(4);
  });

  test('several sheets keep their names as far as a workbook takes them', async () => {
    const long = `${'一二三四五六七八九十'.repeat(4)}`;
    const parts = ['审核结果', 'a/b?', long].map((name) => ({ name, rows: rows(...own) }));
    const workbook = await annotate(parts, [finding({ part: 'a/b?' })]);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      '审核结果',
      '问题清单',
      '审核结果 (2)',
      'a b',
      long.slice(0, 31),
    ]);
    expect(sheetName('', new Set())).toBe('Sheet');
    expect(sheetName('A', new Set(['a']))).toBe('A (2)');
  });

  test('a sheet without a header is not shown, an empty one is left out', async () => {
    const note = rows({ row: 1, cells: ['说明', '张三'] });
    const workbook = await annotate(
      [
        { name: '说明', rows: note },
        { name: '空', rows: rows() },
      ],
      [],
    );
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['审核结果', '说明']);
    expect(textsOf(workbook.getWorksheet('说明'))).toEqual([
      '没有找到表头，内容不显示。 No header was found: nothing is shown.',
    ]);
    expect(textsOf(workbook.getWorksheet('审核结果'))).toContain('没有发现问题。 Nothing was found.');
  });

  test('control characters and half a character do not break the file', async () => {
    const odd = { row: 4, cells: ['', '1\u0000\u0008', 'a\ud800', 'b\uffff', ''] };
    const sheet = (await annotate([{ name: null, rows: rows(own[1] as SheetRow, odd) }], [])).getWorksheet(
      '报送内容',
    );
    expect(['B4', 'C4', 'D4'].map((address) => sheet?.getCell(address).value)).toEqual(['1', 'a\ufffd', 'b']);
  });
});

describe('the template workbook', () => {
  const template = (name: 'line' | 'b2b_export' | 'event') =>
    read((path) => templateWorkbook(name, createWriteStream(path), madeAt));

  test('has every column of the line template, explained, with its rules', async () => {
    const workbook = await template('line');
    const [form, guide, codes] = workbook.worksheets as excel.Worksheet[];
    expect([form?.name, guide?.name, codes?.name]).toEqual(['跨境电商申报行', '填报说明', '代码表']);
    expect(headsOf(form)).toEqual(lineColumns.map((name) => lineTemplate[name].zh));
    expect(noteText(form?.getCell('A1') as excel.Cell)).toBe(
      '清单编号/报关单号 Declaration number\n必填 required · 18位编号，文本格式 18 characters, as text\n例 Example：223320261000000018',
    );
    expect(guide?.getCell('G3').text).toContain('“清单编号/报关单号”应为18位数字或大写字母');
    expect(form?.views[0]).toEqual(expect.objectContaining({ state: 'frozen', ySplit: 1 }));
  });

  test('identifiers are typed as text, days as days, amounts as numbers', async () => {
    const form = (await template('line')).worksheets[0];
    const format = (column: keyof typeof lineTemplate) =>
      form?.getColumn(lineColumns.indexOf(column) + 1).numFmt;
    expect(format('declaration_no')).toBe('@');
    expect(format('hs_code')).toBe('@');
    expect(format('declared_on')).toBe('yyyy-mm-dd');
    // What a workbook calls general is no format at all.
    expect(format('amount')).toBeUndefined();
  });

  test('code columns offer the codes in use, each by a text that stands for it alone', async () => {
    const workbook = await template('line');
    const [form, , codes] = workbook.worksheets as excel.Worksheet[];
    const choice = form?.getCell('C2').dataValidation;
    expect(choice?.type).toBe('list');
    expect(choice?.formulae).toEqual(["'代码表'!$A$3:$A$7"]);
    expect([3, 4, 5, 6, 7].map((row) => codes?.getCell(`A${row}`).value)).toEqual([
      '1210',
      '1239',
      '9610',
      '9710',
      '9810',
    ]);
    expect(form?.getCell('C5001').dataValidation?.type).toBe('list');
    expect(form?.getCell('N2').dataValidation).toBeUndefined();
    const partners = textsOf(codes);
    expect(partners).toContain('美国');
    expect(partners).toContain('中国台湾');
  });

  test('business exports need no flow but terms of trade; events have their own columns', async () => {
    const exports = (await template('b2b_export')).worksheets[0];
    const heads = headsOf(exports);
    expect(heads).not.toContain('进出口标志');
    expect(noteText(exports?.getCell(1, heads.indexOf('成交方式') + 1) as excel.Cell)).toContain(
      '必填 required',
    );
    const events = (await template('event')).worksheets[0];
    expect(headsOf(events)).toEqual([
      '类型',
      '监管方式',
      '进出口标志',
      '原清单编号/报关单号',
      '商品序号',
      '受理日期',
      '数量',
      '计量单位',
      '原因',
    ]);
    expect(events?.getCell('A2').dataValidation?.formulae).toEqual(["'代码表'!$A$3:$A$4"]);
  });

  test.each(['line', 'b2b_export'] as const)('the examples of %s make a row that nothing rejects', (name) => {
    const cells = Object.fromEntries(columnsOf(name).map((column) => [column.name, exampleOf(column, name)]));
    const row = name === 'b2b_export' ? { ...cells, flow: 'export' } : cells;
    const found = judgeRow(row, { receivedOn: '2026-11-08', declaredPeriod: null });
    expect(found.filter((finding) => finding.class === 'must_fix').map(({ message }) => message.zh)).toEqual(
      [],
    );
  });
});
