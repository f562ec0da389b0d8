import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lineColumns, lineTemplate } from '../catalogue/line-template.ts';
import { workbook } from '../fixtures/workbook.ts';
import type { TakenIn } from './delivery.ts';
import {
  cellsOf,
  filesWith,
  lineFile,
  openPlace,
  type Place,
  send,
  take,
  takeOne,
} from './ingest.fixture.ts';
import { keptParts } from './kept-parts.ts';
import { zip } from './zip.fixture.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

const phone = '13812345678';
const header = lineColumns.map((name) => lineTemplate[name].zh);
const [row = []] = cellsOf([{}]);
const table = lineFile([{}]);
let orders = 0;
const book = (plan: { sheet?: string; extra?: string; members?: Record<string, string> }) =>
  workbook({
    sheets: [
      {
        name: plan.sheet ?? '明细',
        rows: [
          [...header, ...(plan.extra ? [plan.extra] : [])],
          row.map((cell, at) => (lineColumns[at] === 'consumption_tax' ? `${orders++}` : cell)),
        ],
      },
    ],
    members: plan.members ?? {},
  });

/** Nothing of it at rest (packed copies are looked into by their length of name), nor in what is told. */
async function isGone(taken: TakenIn): Promise<void> {
  expect(JSON.stringify(taken)).not.toContain(phone);
  expect(await filesWith(place.settings.dataDir, Buffer.from(phone))).toEqual([]);
}

describe('a number of a person in a name that the sender gave', () => {
  test.each([
    [`张三${phone}.csv`, '张三******.csv'],
    [`张三138 1234 5678 z@a.cn 十月.csv`, '张三****** ****** 十月.csv'],
    ['十月１３８１２３４５６７８.csv', '十月******.csv'],
    ['20261012093000-080420261012345678.csv', '20261012093000-080420261012345678.csv'],
    ['a\u202eb.csv', 'ab.csv'],
  ])('%j is kept as %s', async (name, expected) => {
    const [taken] = await take(place, await send(place, [{ name, content: `${table}${name.length}\n` }]));
    expect(taken?.delivery.fileName).toBe(expected);
  });

  test('of a sheet, a column or an archive goes, and the bytes with it', async () => {
    for (const content of [
      book({ sheet: `明细${phone}` }),
      book({ extra: `备用${phone}` }),
      zip([{ name: `张三${phone}.csv`, content: table }]),
    ]) {
      const taken = await takeOne(place, content);
      expect(taken.delivery).toMatchObject({ refusal: null, kept: 'cleansed', rowsRead: 1 });
      await isGone(taken);
    }
  });

  test('is not told by a refusal', async () => {
    const inner = zip([{ name: 'a.csv', content: table }]);
    const taken = await takeOne(place, zip([{ name: `张三${phone}.zip`, content: inner }]));
    expect(taken.delivery.refusal).toMatchObject({ id: 'archive_in_archive', value: '张三******.zip' });
    await isGone(taken);
  });
});

test.each<[string, Buffer]>([
  ['remarks', book({ members: { 'xl/comments1.xml': '<comments><author>欧阳震华</author></comments>' } })],
  ['properties', book({ members: { 'docProps/core.xml': `<p><creator>${phone}</creator></p>` } })],
  [
    'leftovers',
    zip([
      { name: 'a.csv', content: table },
      { name: '__MACOSX/._a.csv', content: '欧阳震华' },
    ]),
  ],
  [
    'a workbook in an archive',
    zip([{ name: 'a.xlsx', content: book({ members: { 'xl/persons/person.xml': '<p/>' } }) }]),
  ],
  [
    'text around a table',
    Buffer.from(
      `<html><!-- ${phone} --><table>${[header, row].map((cells) => `<tr><td>${cells.join('</td><td>')}</td></tr>`).join('')}</table></html>`,
    ),
  ],
])('bytes with persons in %s are not kept', async (_, content) => {
  const taken = await takeOne(place, content);
  expect(taken.delivery).toMatchObject({ refusal: null, kept: 'cleansed', rowsRead: 1, accepted: 1 });
  await isGone(taken);
  expect(await readdir(join(place.settings.dataDir, 'tmp'))).toEqual(['duck']);
});

test('a workbook without any is kept as it came', async () => {
  const taken = await takeOne(
    place,
    book({ members: { 'docProps/core.xml': '<p><creator>x</creator></p>' } }),
  );
  expect(taken.delivery).toMatchObject({ refusal: null, kept: 'as_received' });
});

test('a number of a person in place of a declaration number is neither told nor kept', async () => {
  for (const declaration_no of [phone, `080420261012345678 ${phone}`, `张三${phone}`]) {
    const taken = await takeOne(place, lineFile([{ declaration_no }]));
    expect(taken.findings.map(({ rule }) => rule)).toEqual(['identifier_form']);
    expect(taken.delivery.kept).toBe('cleansed');
    await isGone(taken);
  }
});

test('of a damaged declaration number every digit is told', async () => {
  const { findings, delivery } = await takeOne(place, lineFile([{ declaration_no: '08042026101234567' }]));
  expect(findings.map(({ value }) => value)).toEqual(['08042026101234567']);
  expect(delivery.kept).toBe('as_received');
});

test('a copy in place of a workbook has its header above the first line, at the rows of the sheet', async () => {
  const rows = [[`填报人 ${phone}`], [], header, [...row]];
  const { delivery } = await takeOne(place, workbook({ sheets: [{ name: '明细', rows }] }));
  expect(delivery.kept).toBe('cleansed');
  const found: [string | null, number, string | undefined][] = [];
  for await (const part of keptParts(delivery.sha256, place.settings.dataDir, place.settings.limits))
    for await (const { row: at, cells } of part.rows) found.push([part.name, at, cells[0]]);
  expect(found).toEqual([
    ['明细', 3, '清单编号/报关单号'],
    ['明细', 4, row[0]],
  ]);
});

test('a cell that is longer than a workbook takes does not stop what is made of the file', async () => {
  const { delivery } = await takeOne(place, lineFile([{ goods_name: '长'.repeat(40_000) }]));
  const found: number[] = [];
  for await (const part of keptParts(delivery.sha256, place.settings.dataDir, place.settings.limits))
    for await (const { cells } of part.rows) found.push(Math.max(...cells.map((cell) => cell.length)));
  expect(found).toHaveLength(2);
  expect(found[1]).toBe(40_000);
});

describe('a workbook in XML', () => {
  const xml = (cells: readonly (readonly string[])[], author: string) =>
    `<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><DocumentProperties xmlns="urn:schemas-microsoft-com:office:office"><Author>${author}</Author></DocumentProperties><Worksheet ss:Name="明细"><Table>${cells
      .map(
        (one) =>
          `<Row>${one.map((cell) => `<Cell><Data ss:Type="String">${cell}</Data></Cell>`).join('')}</Row>`,
      )
      .join('')}</Table></Worksheet></Workbook>`;

  test('is read as an old workbook, and leaves no person behind', async () => {
    const plain = await takeOne(place, xml([header, row], '报关组'));
    expect(plain.findings).toEqual([]);
    expect(plain.delivery).toMatchObject({
      format: 'xls',
      template: 'line',
      accepted: 1,
      kept: 'as_received',
    });
    const named = await takeOne(place, xml([header, row], phone));
    expect(named.delivery).toMatchObject({ accepted: 1, kept: 'cleansed' });
    await isGone(named);
  });
});

describe('a web page that was saved as a workbook', () => {
  test.each([
    '<html><body>会话已过期，请重新登录</body></html>',
    '<!DOCTYPE html><html><head><title>x</title>',
    '<table><tr',
  ])('%j says what it is when it has no table', async (content) => {
    const { delivery } = await takeOne(place, content);
    expect(delivery.refusal).toMatchObject({
      id: 'not_text',
      value: '没有表格的网页 / web page without a table',
    });
  });
});

describe('an identity number for an order', () => {
  const identity = '11010519491231002X';
  const bytesOf = (folder: string) => filesWith(folder, Buffer.from(identity));

  test.each<[string, (order: string) => string | Buffer]>([
    ['a text', (order) => lineFile([{ order_no: order }, {}])],
    ['a text with notes above', (order) => `明细表\n${lineFile([{ order_no: order }, {}])}`],
    [
      'a workbook',
      (order) =>
        workbook({
          sheets: [{ name: '明细', rows: [header, ...cellsOf([{ order_no: order }, {}])] }],
          members: {},
        }),
    ],
  ])('in %s is rejected, neither told nor kept, and rejected again from what is kept', async (_, content) => {
    const taken = await takeOne(place, content(identity));
    const found = taken.findings.filter((one) => one.class === 'must_fix');
    expect(found.map(({ rule, column_name, value }) => [rule, column_name, value])).toEqual([
      ['identity_number', 'order_no', null],
    ]);
    expect(taken.delivery).toMatchObject({ accepted: 1, rejected: 1, kept: 'cleansed' });
    expect(JSON.stringify(taken)).not.toContain(identity);
    expect(await bytesOf(place.settings.dataDir)).toEqual([]);
    const masked = await takeOne(place, content('*'.repeat(18)));
    expect(masked.findings.map(({ rule }) => rule)).toEqual(taken.findings.map(({ rule }) => rule));
  });
});
