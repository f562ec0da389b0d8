import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventColumns } from '../catalogue/event-template.ts';
import { type LineColumn, lineColumns, lineTemplate } from '../catalogue/line-template.ts';
import type { ColumnMap } from '../catalogue/templates.ts';
import type { FileProblem } from './bytes.ts';
import { cellsOf, limits } from './ingest.fixture.ts';
import type { Part } from './reader.ts';
import { readEnd, readOn, startReading } from './records.ts';
import { type Tables, writeTables } from './tables.ts';
import { delimiterOf, readText } from './text-part.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-tables-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Rows = readonly (readonly string[])[];

interface PlannedPart {
  readonly name?: string | null;
  readonly rows: Rows;
  readonly hidden?: boolean;
  readonly dateSystem?: 1900 | 1904;
  readonly delimited?: boolean;
}

/** Parts as a reader gives them; blank rows are left out, as readers do. */
async function* parts(planned: readonly PlannedPart[]): AsyncGenerator<Part> {
  for (const { name = '表1', rows, hidden = false, dateSystem = 1900, delimited = false } of planned) {
    const numbered = rows.map((cells, at) => ({ row: at + 1, cells }));
    async function* all() {
      for (const row of numbered) if (row.cells.length > 0) yield row;
    }
    yield { name, hidden, dateSystem, delimited, rows: all() };
  }
}

interface Copied extends Tables {
  /** Place, mark and chosen cells of every row of the copy. */
  readonly copy: Record<string, string>[];
}

let copies = 0;
async function take(
  planned: AsyncIterable<Part> | readonly PlannedPart[],
  columnMap: ColumnMap | null = null,
): Promise<FileProblem | Copied> {
  const target = join(folder, `${copies++}.csv`);
  const source = Symbol.asyncIterator in planned ? planned : parts(planned);
  const tables = await writeTables(source, { columnMap, limits }, target);
  if ('id' in tables) return tables;
  const reading = startReading(',');
  const [header = [], ...rows] = [...readOn(reading, await readFile(target, 'utf8')), ...readEnd(reading)];
  return {
    ...tables,
    copy: rows.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at] ?? '?']))),
  };
}

async function taken(...[planned, columnMap]: Parameters<typeof take>): Promise<Copied> {
  const found = await take(planned, columnMap);
  if ('id' in found) throw new Error(`${found.id} ${found.value}`);
  return found;
}

const zh = (columns: readonly LineColumn[] = lineColumns) => columns.map((name) => lineTemplate[name].zh);
const short: readonly LineColumn[] = lineColumns.filter((name) => lineTemplate[name].required);
const lines = (count: number, change = {}, columns = short) =>
  cellsOf(
    Array.from({ length: count }, () => change),
    columns,
  );
const sheet = (...rows: Rows) => [{ rows }];
const places = ({ copy }: Copied) => copy.map(({ row, shape }) => [Number(row), shape]);

describe('the table on a sheet', () => {
  test('a plain one', async () => {
    const found = await taken(sheet(zh(short), ...lines(2)));
    expect(found).toMatchObject({
      template: 'line',
      rows: 2,
      ignoredColumns: [],
      personal: false,
      totals: [],
    });
    expect(Object.keys(found.copy[0] ?? {})).toEqual([
      'part',
      'row',
      'shape',
      ...lineColumns,
      'first_cell',
      'other_cell',
    ]);
    expect(found.copy[1]).toMatchObject({
      part: '表1',
      row: '3',
      shape: '',
      declaration_no: '080120260000000002',
      amount: '120.00',
      freight: '',
      first_cell: '080120260000000002',
      other_cell: '',
    });
    expect(found.sample).toEqual([
      { column: 'declaration_no', header: '清单编号/报关单号', value: '080120260000000001' },
      { column: 'released_on', header: '放行/结关日期', value: '2026-10-15' },
      { column: 'amount', header: '总价', value: '120.00' },
    ]);
  });

  test('title lines above, notes below and beside, blank rows and columns', async () => {
    const found = await taken(
      sheet(
        ['', '某园区跨境电商明细表'],
        [],
        ['', '填报单位：沈阳测试进出口有限公司', '', '统计月份：2026年10月'],
        ['', ...zh(short)],
        ...lines(2).map((cells) => ['', ...cells]),
        ['', '注：本表金额以申报币制填写'],
        ['', '填报人：张三', '', '审核人：李四'],
      ),
    );
    expect(places(found)).toEqual([
      [1, '@note'],
      [3, '@note'],
      [5, ''],
      [6, ''],
      [7, '@note'],
      [8, '@note'],
    ]);
    expect(JSON.stringify(found)).not.toMatch(/张三|李四|某园区/);
    expect(found.personal).toBe(true);
    expect(found.claims).toMatchObject({ names: ['沈阳测试进出口有限公司'], periods: ['2026-10'] });
    expect(found.copy[0]).toMatchObject({ declaration_no: '', first_cell: '', other_cell: 'x' });
  });

  test('cells of columns that are not ours are never written', async () => {
    const found = await taken(
      sheet([...zh(short), '内部编号'], ...lines(1).map((cells) => [...cells, 'K-77'])),
    );
    expect(found.ignoredColumns).toEqual(['内部编号']);
    expect(found.copy).toMatchObject([{ other_cell: 'x' }]);
    expect(JSON.stringify(found)).not.toContain('K-77');
  });

  test('the header again on every page, and the numbers of its columns', async () => {
    const numbers = short.map((_, at) => String(at + 1));
    const found = await taken(sheet(zh(short), numbers, ...lines(1), zh(short), ...lines(1)));
    expect(places(found)).toEqual([
      [2, '@header'],
      [3, ''],
      [4, '@header'],
      [5, ''],
    ]);
  });

  test('a header of two rows, with groups and merged cells', async () => {
    const columns: LineColumn[] = [...short];
    const top = zh(columns);
    const below = columns.map(() => '');
    const put = (name: LineColumn, over: string, under: string) => {
      top[columns.indexOf(name)] = over;
      below[columns.indexOf(name)] = under;
    };
    put('declared_on', '申报', '日期');
    put('customs_district', '申报', '海关');
    put('gross_kg', '重量', '毛重(千克)');
    // Of merged cells only the first has a text.
    put('net_kg', '', '净重(千克)');
    put('amount', '总价', '(元)');
    const found = await taken(sheet(['明细'], top, below, ...lines(2)));
    expect(places(found)).toEqual([
      [1, '@note'],
      [4, ''],
      [5, ''],
    ]);
    expect(found.copy[1]).toMatchObject({
      gross_kg: '3.5',
      net_kg: '3.2',
      declared_on: '2026-10-12',
      amount: '120.00',
    });
  });

  test('English below Chinese', async () => {
    const found = await taken(sheet(zh(short), short, ...lines(1)));
    expect(places(found)).toEqual([[3, '']]);
  });

  test('several tables, the second with its columns in another order', async () => {
    const back = short.toReversed();
    const found = await taken(sheet(zh(short), ...lines(1), [], ['表二'], zh(back), ...lines(2, {}, back)));
    expect(places(found)).toEqual([
      [2, ''],
      [4, '@note'],
      [6, ''],
      [7, ''],
    ]);
    expect(found.copy.at(-1)).toMatchObject({ declaration_no: '080120260000000002', hs_code: '6109100010' });
  });

  test('a second table that lacks columns stops the file', async () => {
    const less = short.filter((name) => name !== 'gross_kg');
    expect(await take(sheet(zh(short), ...lines(1), [], zh(less), ...lines(1, {}, less)))).toEqual({
      id: 'header_missing_column',
      value: '表1 4：毛重(千克)',
    });
  });

  test('quotes, line breaks and commas in cells stay', async () => {
    const goods_name = '"T恤",\n纯棉';
    expect((await taken(sheet(zh(short), ...lines(1, { goods_name })))).copy).toMatchObject([{ goods_name }]);
  });
});

describe('words of headers', () => {
  const withHeader = (name: LineColumn, text: string) =>
    take(
      sheet(
        zh(short).map((own, at) => (short[at] === name ? text : own)),
        ...lines(1),
      ),
    );
  test.each<[LineColumn, string]>([
    ['amount', '总价(元)'],
    ['amount', '总价（人民币）'],
    ['amount', '总价\n(元)'],
    ['amount', '*总价'],
    ['amount', '总价（必填）'],
    ['amount', '总价/元'],
    ['amount', '金额(USD)'],
    ['amount', 'Amount'],
    ['gross_kg', '毛重KG'],
    ['gross_kg', '毛重【千克】'],
    ['quantity', '数量(件)'],
    ['declared_on', '申报日期(yyyy-mm-dd)'],
    ['customs_mode', '3、监管方式'],
    ['hs_code', 'ＨＳ编码'],
  ])('%s: %s', async (name, text) => {
    expect(await withHeader(name, text)).toMatchObject({ rows: 1, ignoredColumns: [] });
  });

  test.each<[LineColumn, string, string]>([
    ['amount', '总价(万元)', '总价(万元)'],
    ['amount', '总价（万元）', '总价(万元)'],
    ['amount', '总价万元', '总价万元'],
    ['amount', '金额/千美元', '金额/千美元'],
    ['gross_kg', '毛重(吨)', '毛重(吨)'],
    ['net_kg', '净重(克)', '净重(克)'],
    ['quantity', '数量(万件)', '数量(万件)'],
  ])('%s in another unit: %s', async (name, text, value) => {
    expect(await withHeader(name, text)).toEqual({ id: 'header_unit', value });
  });

  test('an amount of something else is no amount', async () => {
    expect(await withHeader('amount', '总价(含税)')).toEqual({ id: 'header_missing_column', value: '总价' });
  });

  test('a column twice', async () => {
    const rows = lines(1).map((cells) => [...cells, '1']);
    expect(await take(sheet([...zh(short), '金额'], ...rows))).toEqual({
      id: 'header_duplicate_column',
      value: '总价',
    });
  });

  test.each([
    '收货人',
    '联系人',
    '护照号',
    '微信号',
    '客户名称',
    'QQ',
    '收货地址',
    'Contact',
    'passport no',
    'WeChat',
    '订购人姓名',
    '联系电话',
  ])('a column of persons: %s', async (header) => {
    expect(await take(sheet([...zh(short), header], ...lines(1).map((cells) => [...cells, 'x'])))).toEqual({
      id: 'personal_data',
      value: header,
    });
  });

  test.each(['境内收发货人', '境外收货人', '境外收货人名称'])(
    'an enterprise in a declaration: %s',
    async (header) => {
      expect(await take(sheet([...zh(short), header], ...lines(1)))).toMatchObject({ rows: 1 });
    },
  );

  test('persons on a sheet without a table of ours, hidden or not', async () => {
    const people = [
      ['姓名', '性别', '城市'],
      ['张三', '男', '沈阳'],
    ];
    for (const hidden of [false, true])
      expect(await take([{ rows: [zh(short), ...lines(1)] }, { name: '二', hidden, rows: people }])).toEqual({
        id: 'personal_data',
        value: '#1',
      });
  });
});

describe('several sheets', () => {
  const table = [zh(short), ...lines(1)];

  test('each with a table is read, the others are named', async () => {
    const found = await taken([
      { name: '填写说明', rows: [['1. 请按模板填写'], ['2. 每月5日前报送']] },
      { name: '10月', rows: table },
      { name: '空', rows: [] },
      { name: '9月', rows: table },
    ]);
    expect(found.copy.map(({ part, row }) => [part, row])).toEqual([
      ['10月', '2'],
      ['9月', '2'],
    ]);
    expect(found.parts).toEqual(['10月', '9月']);
    expect(found.skippedParts).toEqual([{ part: '填写说明', rows: 2, why: 'no_table' }]);
  });

  test('a hidden one is not read, and its rows are counted', async () => {
    const found = await taken([
      { rows: table },
      { name: '旧', hidden: true, rows: [zh(short), ...lines(3)] },
    ]);
    expect(found.rows).toBe(1);
    expect(found.skippedParts).toEqual([{ part: '旧', rows: 3, why: 'hidden' }]);
  });

  test('only hidden ones', async () => {
    expect(await take([{ name: '旧', hidden: true, rows: table }])).toEqual({
      id: 'hidden_only',
      value: '旧',
    });
  });

  test('a sheet that lacks a column or two is not passed over', async () => {
    const less = short.filter((name) => name !== 'unit');
    expect(await take([{ rows: table }, { name: '二', rows: [zh(less), ...lines(1, {}, less)] }])).toEqual({
      id: 'header_missing_column',
      value: '二：计量单位',
    });
  });

  test('nothing at all, and only a header', async () => {
    expect(await take([{ rows: [] }])).toEqual({ id: 'empty_file', value: '' });
    expect(await take([{ rows: [zh(short)] }])).toEqual({ id: 'no_rows', value: '' });
    expect(
      await take([
        {
          rows: [
            ['a', 'b'],
            ['1', '2'],
          ],
        },
      ]),
    ).toMatchObject({ id: 'header_missing_column' });
  });
});

describe('totals', () => {
  const at = (name: LineColumn) => short.indexOf(name);
  const total = (word: string, stated: Partial<Record<LineColumn, string>>) =>
    short.map((name, place) => (place === 0 ? word : (stated[name] ?? '')));
  const rows = (...amounts: string[]) =>
    cellsOf(
      amounts.map((amount) => ({ amount })),
      short,
    );

  test('are compared with the rows above, exactly', async () => {
    const found = await taken(
      sheet(
        zh(short),
        ...rows('0.1', '0.2', '1,000.30'),
        total('合　计', { amount: '1000.60', quantity: '30', net_kg: '9.6' }),
      ),
    );
    expect(found.totals).toEqual([]);
    expect(found.copy.at(-1)).toMatchObject({ shape: '', first_cell: '合计', amount: '1000.60' });
  });

  test('that differ are told with both sums', async () => {
    const found = await taken(
      sheet(zh(short), ...rows('100.00', '23.45'), total('总计', { amount: '132.45', quantity: '20' })),
    );
    expect(found.totals).toEqual([
      { part: '表1', row: 4, column: 'amount', stated: '132.45', own: '123.45' },
    ]);
  });

  test('of pages and of all of them', async () => {
    const found = await taken(
      sheet(
        zh(short),
        ...rows('1', '2'),
        total('小计', { amount: '3' }),
        ...rows('10'),
        total('小计', { amount: '10' }),
        total('合计', { amount: '13' }),
        total('其中：9710', { amount: '5' }),
      ),
    );
    expect(found.totals).toEqual([]);
    expect(found.rows).toBe(7);
  });

  test('a line with its number is no totals row, whatever its first cell says', async () => {
    const columns: LineColumn[] = ['goods_name', ...short.filter((name) => name !== 'goods_name')];
    const found = await taken(
      sheet(zh(columns), ...cellsOf([{ goods_name: '小计时器', amount: '5' }], columns), [
        ...total('合计', {}).slice(0, 1),
        ...columns.slice(1).map((name) => (name === 'amount' ? '5' : '')),
      ]),
    );
    expect(found.totals).toEqual([]);
    expect(at('amount')).toBeGreaterThan(0);
  });
});

describe('days', () => {
  const days = (dateSystem: 1900 | 1904) =>
    taken([
      {
        rows: [zh(short), ...lines(1, { declared_on: '46307', released_on: '46310.5', quantity: '46307' })],
        dateSystem,
      },
    ]);
  test('as bare numbers, in both systems; other numbers stay', async () => {
    expect((await days(1900)).copy).toMatchObject([
      { declared_on: '2026-10-12', released_on: '2026-10-15 12:00:00', quantity: '46307' },
    ]);
    expect((await days(1904)).copy).toMatchObject([{ declared_on: '2030-10-13' }]);
  });

  test.each(['19999', '80001', '20261012', '2026.10.12', '3/5/24'])(
    '%s stays as it is',
    async (declared_on) => {
      expect((await taken(sheet(zh(short), ...lines(1, { declared_on })))).copy).toMatchObject([
        { declared_on },
      ]);
    },
  );
});

describe('templates', () => {
  const declaration: Record<string, string> = {
    报关单号: '080120260000000001',
    项号: '1',
    监管方式: '9710',
    申报日期: '2026-10-12',
    放行日期: '2026-10-14',
    结关日期: '2026-10-15',
    申报地海关: '0801',
    出境关别: '0801',
    境内收发货人: '沈阳测试进出口有限公司 91210100MA0000001G',
    境外收货人: 'ACME LTD',
    运抵国: 'DEU',
    最终目的国: 'USA',
    运输方式: '5',
    成交方式: 'FOB',
    运费: '',
    保费: '',
    杂费: '',
    商品编号: '6109100010',
    商品名称: 'T恤衫',
    成交数量: '10',
    成交单位: '007',
    法定数量: '20',
    毛重: '3.5',
    净重: '3.2',
    币制: 'USD',
    总价: '120.00',
  };
  const b2b = (change: Record<string, string> = {}) => {
    const all = { ...declaration, ...change };
    return sheet(Object.keys(all), Object.values(all));
  };

  test('declarations of B2B exports', async () => {
    const found = await taken(b2b());
    expect(found.template).toBe('b2b_export');
    expect(found.copy).toMatchObject([
      {
        flow: 'export',
        released_on: '2026-10-15',
        partner: 'USA',
        quantity: '10',
        unit: '007',
        trade_terms: 'FOB',
        customs_district: '0801',
      },
    ]);
    expect(found.claims).toMatchObject({ usccs: ['91210100MA0000001G'], names: ['沈阳测试进出口有限公司'] });
    expect(found.ignoredColumns).toEqual([
      '放行日期',
      '出境关别',
      '境内收发货人',
      '境外收货人',
      '运抵国',
      '杂费',
      '法定数量',
    ]);
  });

  test('another mode in it gets no flow', async () => {
    expect((await taken(b2b({ 监管方式: '9610' }))).copy).toMatchObject([{ flow: '' }]);
    expect((await taken(b2b({ 监管方式: '跨境电商出口海外仓' }))).copy).toMatchObject([{ flow: 'export' }]);
  });

  const event = ['类型', '原清单编号', '商品序号', '受理日期', '数量', '计量单位', '原因'];
  const returned = ['退货', '080120260000000001', '1', '46330', '2', '007', '质量'];

  test('returns and cancellations', async () => {
    const found = await taken(sheet(event, returned));
    expect(found.template).toBe('event');
    expect(Object.keys(found.copy[0] ?? {}).slice(3, -2)).toEqual(eventColumns);
    expect(found.copy).toMatchObject([
      { kind: '退货', event_on: '2026-11-04', quantity: '2', reason: '质量' },
    ]);
  });

  test('lines and events in one file, or in one table', async () => {
    expect(await take([{ rows: [zh(short), ...lines(1)] }, { name: '二', rows: [event, returned] }])).toEqual(
      {
        id: 'template_ambiguous',
        value: '行模板、退货撤单模板',
      },
    );
    const both = [...zh(short), '类型', '受理日期'];
    expect(await take(sheet(both, ...lines(1)))).toEqual({
      id: 'template_ambiguous',
      value: '行模板、退货撤单模板',
    });
  });

  test("a tenant's own columns, with what never changes", async () => {
    const map: ColumnMap = {
      columns: { 单证号: 'declaration_no', 买家国家: 'partner' },
      constants: { flow: 'export', customs_mode: '9710' },
    };
    const own = short.filter((name) => name !== 'flow' && name !== 'customs_mode');
    const header = own.map(
      (name) =>
        ({ declaration_no: '单证号', partner: '买家国家' })[name as 'partner'] ?? lineTemplate[name].zh,
    );
    const found = await taken(sheet(header, ...lines(1, {}, own)), map);
    expect(found.template).toBe('own');
    expect(found.copy).toMatchObject([
      { declaration_no: '080120260000000001', flow: 'export', customs_mode: '9710' },
    ]);
    expect(await take(sheet(header, ...lines(1, {}, own)))).toMatchObject({ id: 'personal_data' });
  });
});

describe('text files', () => {
  async function text(content: string) {
    const path = join(folder, `${copies++}.txt`);
    await writeFile(path, content);
    return readText(path, await delimiterOf(path), limits);
  }
  async function* only(part: Part) {
    yield part;
  }
  const csv = (rows: Rows, delimiter = ',') => rows.map((cells) => `${cells.join(delimiter)}\n`).join('');

  test.each([',', '\t', ';', '|'])('with title lines, separated by %j', async (delimiter) => {
    const found = await taken(only(await text(csv([['明细表'], [], zh(short), ...lines(2)], delimiter))));
    expect(found.copy.map(({ part, row, shape }) => [part, row, shape])).toEqual([
      ['', '1', '@note'],
      ['', '4', ''],
      ['', '5', ''],
    ]);
  });

  test('rows that do not fit the header say so', async () => {
    const [good = [], ...rest] = lines(3);
    const rows = [good, [...(rest[0] ?? []), 'x'], (rest[1] ?? []).slice(0, -1)];
    const found = await taken(only(await text(csv([zh(short), ...rows]))));
    const n = short.length;
    expect(places(found)).toEqual([
      [2, ''],
      [3, `${n + 1}/${n}`],
      [4, `${n - 1}/${n}`],
    ]);
    expect(found.copy[1]).toMatchObject({ goods_name: '' });
  });

  test('a quote that is never closed, and a column too many', async () => {
    expect(await take(only(await text(`${csv([zh(short), ...lines(1)])}"open,\n1`)))).toEqual({
      id: 'quote_open',
      value: '3',
    });
    expect(await take(only(await text(`${','.repeat(limits.maxColumns)}\n`)))).toEqual({
      id: 'too_many_columns',
      value: String(limits.maxColumns),
    });
  });
});

describe('whatever stands on the sheet', () => {
  const cell = fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      '合计',
      '零申报',
      '注：',
      '总价',
      '数量',
      '清单编号',
      '2026年10月',
      '1',
      '080120260000000001',
    ),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  const row = fc.array(cell, { maxLength: 30 });

  test('a problem or a copy, and no row is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 8 }),
        fc.array(row, { maxLength: 8 }),
        async (above, below) => {
          const found = await take(sheet(...above, zh(short), ...lines(2), ...below));
          if ('id' in found) return;
          const filled = [...above, ...below].filter((cells) =>
            cells.some((one) => one.trim() !== ''),
          ).length;
          expect(found.rows).toBe(filled + 2);
          expect(found.copy).toHaveLength(filled + 2);
        },
      ),
      { numRuns: 200 },
    );
  });
});
