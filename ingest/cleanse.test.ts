import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LineColumn, lineTemplate } from '../catalogue/line-template.ts';
import { encodeGb18030 } from '../fixtures/gb18030.ts';
import type { Encoding } from './bytes.ts';
import { type Cleansing, cleanseText, cleansingOf, cleansingOfCopy } from './cleanse.ts';
import {
  cellsOf,
  goodLine,
  lakeRows,
  openPlace,
  type Place,
  query,
  takeOne,
  write,
} from './ingest.fixture.ts';
import { readEnd, readOn, startReading } from './records.ts';
import { sql } from './sql.ts';

let dir: string;
let place: Place;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parkstat-cleanse-'));
  place = await openPlace();
});
afterAll(async () => {
  await rm(dir, { recursive: true });
  await place.close();
});

const encoders: Readonly<Record<Encoding, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-8-bom': (text) => Buffer.from(`\ufeff${text}`),
  'utf-16le': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16be': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  gb18030: encodeGb18030,
};
const encodings = Object.keys(encoders) as Encoding[];

let files = 0;
async function cleansedBytes(content: Buffer, cleansing: Cleansing): Promise<Buffer> {
  const path = join(dir, String(files++));
  await writeFile(path, content);
  await cleanseText(path, cleansing, `${path}.clean`);
  return readFile(`${path}.clean`);
}

/** Columns by the letters of their treatment: identifier, text, number, unread. */
const columnOf: Readonly<Record<string, LineColumn | null>> = {
  i: 'waybill_no',
  d: 'declaration_no',
  t: 'goods_name',
  n: 'quantity',
  u: null,
};
function layout(letters: string, delimiter = ',') {
  const columns = [...letters].map((letter) => columnOf[letter] ?? null);
  return { delimiter, columns, header: [...letters] };
}
async function cleansed(letters: string, text: string, encoding: Encoding = 'utf-8', delimiter = ',') {
  const bytes = await cleansedBytes(
    encoders[encoding](text),
    cleansingOf(layout(letters, delimiter), encoding),
  );
  return new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding, { fatal: true }).decode(bytes);
}

describe('a cell', () => {
  test.each<[string, string, string, string]>([
    ['a phone number in a name', 't', 'T恤 13800138000 红', 'T恤 ****** 红'],
    ['one in groups', 't', '138 00138000', '******'],
    ['one in full-width digits', 't', '电话１３８００１３８０００。', '电话******。'],
    ['one with a mark without width in it', 't', '138\u200b00138000', '******'],
    ['a landline number', 't', '(024-23456789)', '(******)'],
    ['an identity number', 't', '11010519491231002X', '******'],
    ['two numbers', 't', '13800138000/13900139000', '******/******'],
    ['a number in quotes', 't', '"a ""b"" 13800138000, c"', '"a ""b"" ******, c"'],
    ['a short number', 't', 'T恤 1234567890', 'T恤 1234567890'],
    ['a waybill number', 'i', '13800138000', '13800138000'],
    ['an identity number for an order', 'i', '"11010519491231002x"', '******************'],
    ['a number with another check digit', 'i', '110105194912310021', '110105194912310021'],
    ['a decimal number', 'n', '13800138000.50', '13800138000.50'],
    ['a time stamp', 'n', '20261001120000', '20261001120000'],
    ['a number that is none', 'n', '110105194912310021', '******'],
    ['a phone number for a quantity', 'n', '电话13800138000', '电话******'],
    ['a column that is not ours', 'u', '张三', 'x'],
    ['one with line ends', 'u', '"张三\n\r\n北京"', '"x\n\r\n"'],
    ['one that is blank', 'u', '  ', '  '],
    ['one with empty quotes', 'u', '""', '""'],
    ['one that may name a totals row', 'u', '合计（13800138000）', '合计'],
  ])('with %s', async (_, letters, cell, expected) => {
    for (const end of ['\n', '\r\n', '\r', ''])
      expect(await cleansed(`${letters}i`, `h,h\n${cell},1${end}`)).toBe(`h,h\n${expected},1${end}`);
  });

  test('is the same in every encoding', async () => {
    for (const encoding of encodings)
      for (const delimiter of [',', '\t', ';', '|']) {
        const text = (name: string, other: string) =>
          ['商品|名称', '备注', '数量'].join(delimiter).replaceAll('|', delimiter === '|' ? '' : '|') +
          `\n${[name, other, '1'].join(delimiter)}\n`;
        expect(await cleansed('tun', text('衣服１３８００１３８０００件', '张三'), encoding, delimiter)).toBe(
          text('衣服******件', 'x'),
        );
      }
  });

  test('in GB18030 may have a separator for a second byte', async () => {
    // 億 is 83 7C, whose second byte is "|"; 乗 is 81 5C.
    expect(encodeGb18030('億')).toEqual(Buffer.from([0x83, 0x7c]));
    expect(await cleansed('tt', 'h|h\n億13800138000|億\n', 'gb18030', '|')).toBe('h|h\n億******|億\n');
  });

  test('of a header keeps its name but no number', async () => {
    expect(await cleansed('tu', '品名,电话13800138000 a@b.cn\nx,y\n')).toBe('品名,电话****** ******\nx,x\n');
  });

  test('of a row that does not fit the header', async () => {
    expect(await cleansed('din', 'h,h,h\n080120260000000001,13800138000\n')).toBe(
      'h,h,h\n080120260000000001,******\n',
    );
    expect(await cleansed('din', 'h,h,h\n080120260000000001,1,2,13800138000,李四,\n')).toBe(
      'h,h,h\n080120260000000001,1,2,x,x,\n',
    );
  });

  test('of our own copy is told apart by what the copy says of the row', async () => {
    const header = [
      'part',
      'row',
      'shape',
      'declaration_no',
      'waybill_no',
      'goods_name',
      'first_cell',
      'other_cell',
    ];
    const rows = [
      header,
      ['13800138000', '13800138000', '', '080120260000000001', '13800138000', 'a13800138000', 'b', 'x'],
      ['', '3', '@note', '', '13800138000', '', '13800138000', 'x'],
    ];
    const bytes = await cleansedBytes(Buffer.from(write(rows, { quoteAll: true })), cleansingOfCopy(header));
    expect(bytes.toString()).toBe(
      write(
        [
          header,
          ['******', '13800138000', '', '080120260000000001', '13800138000', 'a******', 'b', 'x'],
          ['', '3', '@note', '', '******', '', '******', 'x'],
        ],
        { quoteAll: true },
      ),
    );
  });
});

test('a text without persons comes out as it went in, to the byte', async () => {
  const unit = fc.constantFrom(
    'a',
    '1',
    '中',
    '億',
    ',',
    ';',
    '|',
    '"',
    '\n',
    '\r',
    '\t',
    ' ',
    '１',
    '\u3000',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit, maxLength: 60 }),
      fc.constantFrom(...encodings),
      fc.constantFrom(',', '\t', '|'),
      async (text, encoding, delimiter) => {
        const content = encoders[encoding](text);
        const out = await cleansedBytes(content, cleansingOf(layout('itn', delimiter), encoding));
        // A row with too many cells says nothing in the surplus ones.
        const reading = startReading(delimiter);
        const records = [...readOn(reading, text), ...readEnd(reading)];
        if (records.every((cells) => cells.length <= 3)) expect(out.equals(content)).toBe(true);
      },
    ),
    { numRuns: 600 },
  );
});

/** The last character of an identity number (GB 11643). */
function withCheckCharacter(first17: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(first17[at]), 0);
  return first17 + '10X98765432'[sum % 11];
}
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const phone = digits(9).map((rest) => `13${rest}`);
const identity = fc
  .tuple(digits(4), fc.integer({ min: 1950, max: 2009 }), digits(3))
  .map(([place, year, order]) => withCheckCharacter(`21${place}${year}0615${order}`));
const mail = digits(6).map((name) => `u${name}@example.cn`);

const letters = 'dtnutu';
const ordinary = fc.constantFrom('衣服', '1', '', 'a b', '"', ',', '\n', '12.5', '合计', '0801');

test('no phone, identity number or e-mail that is planted is found again, and nothing else is lost', async () => {
  const places = { text: [1, 4], other: [3, 5] };
  const plant = fc.oneof(
    fc.tuple(fc.constantFrom(...places.text), fc.oneof(phone, identity)),
    fc.tuple(fc.constantFrom(...places.other), fc.oneof(phone, identity, mail)),
    fc.tuple(fc.constant(2), identity),
  );
  const rows = fc.array(fc.tuple(...[...letters].map(() => ordinary)), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.array(fc.tuple(fc.nat(), plant), { minLength: 1, maxLength: 5 }),
      fc.constantFrom(...encodings),
      fc.constantFrom(',', '\t', ';'),
      async (table, plants, encoding, delimiter) => {
        const cells = table.map((row) => [...row] as string[]);
        for (const [at, [column, person]] of plants) {
          const row = cells[at % cells.length] as string[];
          row[column] = column === 2 ? person : `备注${person}。`;
        }
        const text = write([[...letters], ...cells], { delimiter });
        const out = await cleansed(letters, text, encoding, delimiter);
        for (const [, [, person]] of plants) expect(out).not.toContain(person);
        const read = (some: string) => {
          const reading = startReading(delimiter);
          return [...readOn(reading, some), ...readEnd(reading)];
        };
        const [before, after] = [read(text), read(out)];
        expect(after.map((row) => row.length)).toEqual(before.map((row) => row.length));
        for (const [at, row] of before.entries())
          for (const [column, cell] of row.entries())
            if (at > 0 && letters[column] !== 'u' && !cells[at - 1]?.[column]?.match(/\d{11}/))
              expect(after[at]?.[column]).toBe(cell);
      },
    ),
    { numRuns: 300 },
  );
});

test('reading the cleansed copy gives the same lines', async () => {
  const columns = Object.keys(goodLine) as LineColumn[];
  const header = [...columns.map((column) => lineTemplate[column].zh), '备注'];
  const changes = [
    {},
    { goods_name: 'T恤 13800138000' },
    { supervision_site: '库房024-23456789', amount: '电话13800138000' },
    { quantity: '110105194912310021' },
    { order_no: '13800138000', waybill_no: '13900139000' },
    { goods_name: '１３８００１３８０００' },
    { hs_code: '110105194912310021' },
    { declaration_no: '零申报', released_on: '13800138000' },
  ];
  const rows = cellsOf(changes, columns).map((cells, at) => [...cells, at % 2 ? '张三 a@b.cn' : '']);
  const blank = columns.map(() => '');
  const text = write([
    header,
    ...rows,
    [...blank, '合计'],
    [...blank, '李四'],
    ['13800138000', '1'],
    [...blank, ''],
  ]);
  const cleansing = cleansingOf({ delimiter: ',', columns: [...columns, null] }, 'utf-8');
  const copy = await cleansedBytes(Buffer.from(text), cleansing);
  expect(copy.equals(Buffer.from(text))).toBe(false);
  for (const gone of ['张三', '李四', 'a@b.cn', 'T恤 138', '23456789', '11010519'])
    expect(copy.includes(gone)).toBe(false);
  const of = async (content: string | Buffer) => {
    const taken = await takeOne(place, content);
    const lines = await lakeRows(place, taken);
    // A number that is no longer there is no concern any more, and what was no declaration number has another hash.
    return lines.map(({ delivery: _, concerns: __, line_hash: ___, ...rest }) => rest);
  };
  const before = await of(text);
  expect(before.length).toBeGreaterThan(10);
  expect(await of(copy)).toEqual(before);
});

test('the macro that decides whether a copy is needed knows the same numbers and addresses', async () => {
  const texts: readonly (readonly [string, boolean])[] = [
    ['13800138000', true],
    ['138 0013 8000', true],
    ['1３８００１３８０００', true],
    ['024-23456789', true],
    ['110105 19491231 002X', true],
    ['zhang.san@example.com.cn', true],
    ['和平区南京街12号', true],
    ['南京街', false],
    ['T恤 1234567890', false],
    ['a@b', false],
    ['2026-10-01 12:00', false],
    ['', false],
  ];
  const found = await query(place, async (duck) => {
    for (const one of sql('macros').split(/;\s*$/m)) if (one.trim()) await duck.run(one);
    await duck.table(
      'texts',
      { text: 'VARCHAR' },
      texts.map(([text]) => ({ text })),
    );
    return duck.rows<{ found: boolean }>('select coalesce(holds_person(text), false) as found from texts');
  });
  expect(found.map((row) => String(row.found))).toEqual(texts.map(([, is]) => String(is)));
  for (const [text, is] of texts) expect((await cleansed('ti', `${text},1\n`)) !== `${text},1\n`).toBe(is);
});

test('a good line has nothing to cleanse', async () => {
  const text = write([Object.keys(goodLine), Object.values(goodLine)]);
  const columns = Object.keys(goodLine) as LineColumn[];
  const copy = await cleansedBytes(Buffer.from(text), cleansingOf({ delimiter: ',', columns }, 'utf-8'));
  expect(copy.toString()).toBe(text);
});
