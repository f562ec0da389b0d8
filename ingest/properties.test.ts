import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LineColumn, lineColumns, lineTemplate } from '../catalogue/line-template.ts';
import { parsePeriod } from '../catalogue/period.ts';
import { type RuleId, ruleMessage, rules } from '../catalogue/rules.ts';
import { literal } from '../engine/duckdb.ts';
import { writeBigFile } from '../fixtures/big-file.ts';
import type { Delivery, TakenIn } from './delivery.ts';
import {
  goodLine,
  type LakeRow,
  lakeRows,
  openPlace,
  type Place,
  query,
  readLake,
  type Sent,
  send,
  stoppedOf,
  take,
  write,
} from './ingest.fixture.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

/** Cells that pass, cells that nearly do, and cells that nobody would expect. */
const plausible: Partial<Record<LineColumn, readonly string[]>> = {
  declaration_no: [
    '080120260000000001',
    '080120260000000002',
    'A80120260000000003',
    '8.01202E+17',
    '零申报',
    '合计',
  ],
  line_no: ['1', '2', '0', '9999'],
  customs_mode: ['9710', '9610', '1210', '保税电商', '1039'],
  flow: ['export', '出口', 'I', '进口'],
  declared_on: ['2026-10-12', '2026/10/3', '20261001', '2026年9月30日', '3/5/24'],
  released_on: ['2026-10-15', '2026-10-31', '2026-11-01', '2026-10', '43895'],
  partner: ['USA', '502', '德国', '火星'],
  currency: ['USD', '142', '欧元', 'DEM'],
  unit: ['007', '千克', '7'],
  hs_code: ['6109100010', '0101', '7700', '610910001'],
  amount: ['120.00', '1,234.5', '0', '-1', '9999999999999.99999', '12.5万'],
  net_kg: ['3.2', '3.6', '0.00001'],
  freight: ['', '1', '130', '-'],
  trade_terms: ['', '1', 'FOB', 'C&F', 'x'],
  statistics_flag: ['', 'A', 'b', 'Z'],
  goods_name: ['T恤衫', '衬衫, 男', '小计时器', '5" 屏', '棉｜男'],
};
const odd = fc.string({
  unit: fc.constantFrom(
    'a',
    '1',
    '9',
    '中',
    '０',
    '，',
    ' ',
    '\u3000',
    ',',
    ';',
    '|',
    '"',
    "'",
    '.',
    '-',
    '\\',
    '%',
  ),
  maxLength: 8,
});

const cell = (column: LineColumn) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(goodLine[column]) },
    { weight: 6, arbitrary: fc.constantFrom(...(plausible[column] ?? [goodLine[column]])) },
    { weight: 1, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: odd },
  );
const row = fc.tuple(...lineColumns.map(cell)).map((cells) => [...cells]);
const table = fc.array(row, { minLength: 1, maxLength: 12 });
const layout = fc.record({
  columns: fc.shuffledSubarray([...lineColumns], { minLength: lineColumns.length }),
  delimiter: fc.constantFrom(',', '\t', ';', '|'),
  newline: fc.constantFrom('\n', '\r\n'),
  quoteAll: fc.boolean(),
  bom: fc.boolean(),
});

interface Layout {
  readonly columns: readonly LineColumn[];
  readonly delimiter: string;
  readonly newline: string;
  readonly quoteAll: boolean;
  readonly bom: boolean;
}

/** Some layouts for many files, as senders have them. */
const fewLayouts = () => fc.constantFrom(...fc.sample(layout, 8));

function fileText(rows: readonly (readonly string[])[], how: Layout): string {
  const { columns, delimiter, bom } = how;
  // In a separated text a bare separator or quote has to be quoted; write() does that.
  const ordered = rows.map((cells) => columns.map((column) => cells[lineColumns.indexOf(column)] ?? ''));
  const clean = ordered.map((cells) =>
    cells.map((text) => text.replaceAll('\t', delimiter === '\t' ? ' ' : '\t')),
  );
  return (bom ? '\ufeff' : '') + write([columns.map((column) => lineTemplate[column].zh), ...clean], how);
}

const contentOf = (rows: readonly LakeRow[] = []) =>
  rows.map(({ delivery: _, line_hash: __, ...rest }) => rest);
const toldOf = (taken: TakenIn) =>
  stoppedOf(taken).map(({ row, rule, column_name, value, period }) => [
    row,
    rule,
    column_name,
    value,
    period,
  ]);
const counts = ({ rowsRead, accepted, rejected, setAside }: Delivery) => ({
  rowsRead,
  accepted,
  rejected,
  setAside,
});

async function takeAll(files: readonly Sent[], settings = {}): Promise<Map<string, TakenIn>> {
  const taken = await take(place, await send(place, files), settings);
  return new Map(taken.map((one) => [one.delivery.fileName, one]));
}

/** What is wrong with the sums of a delivery, in words; nothing when all is well. */
function imbalances(taken: TakenIn, rows: readonly LakeRow[], written: number): string[] {
  const { delivery } = taken;
  const stopped = stoppedOf(taken);
  const nils = rows.filter(({ outcome }) => outcome === 'nil').length;
  const blank = rows.filter(({ outcome }) => outcome === 'blank').length;
  const accepted = rows.filter(({ outcome }) => outcome === 'accepted').length;
  const rejectedRows = new Set(stopped.filter((one) => one.class === 'must_fix').map((one) => one.row));
  const checks: Record<string, boolean> = {
    'rows read = accepted + rejected + set aside':
      delivery.rowsRead === delivery.accepted + delivery.rejected + delivery.setAside,
    'every row of the file is in the lake': rows.length === written,
    'rows read = rows that are not blank': delivery.rowsRead === written - blank,
    'accepted lines are covered': delivery.coverage.reduce((sum, { lines }) => sum + lines, 0) === accepted,
    'accepted = lines and nil returns': delivery.accepted >= accepted && delivery.accepted <= accepted + nils,
    'each rejected row is told': rejectedRows.size === delivery.rejected,
    'only known rules stop rows': stopped.every(({ rule }) => rule in rules),
    'rows are numbered by their place': rows.every((one, at) => one.row === String(at + 2)),
    'an accepted row has no finding': rows.every(
      ({ outcome, findings }) => outcome !== 'accepted' || findings === null,
    ),
    'a rejected row has one': rows.every(
      ({ outcome, findings }) => outcome !== 'rejected' || findings !== null,
    ),
  };
  return Object.entries(checks).flatMap(([name, holds]) => (holds ? [] : [name]));
}

describe('whatever stands in the cells', () => {
  test('rows read = accepted + rejected + set aside, and every row is somewhere', async () => {
    const samples = fc.sample(fc.tuple(table, fewLayouts()), 100);
    const texts = samples.map(([rows, how]) => fileText(rows, how));
    const taken = await takeAll(texts.map((content, at) => ({ name: String(at), content })));
    const lake = await readLake(place, taken.values());
    const wrong: unknown[] = [];
    for (const [at, [rows]] of samples.entries()) {
      const one = taken.get(String(at));
      // The same few bytes may have been made twice; a file of blank rows only is refused.
      if (!one || one.delivery.refusal?.id === 'no_rows') continue;
      const found = imbalances(one, lake.get(one.delivery.id) ?? [], rows.length);
      if (one.delivery.refusal || found.length)
        wrong.push({ found, refusal: one.delivery.refusal, text: texts[at] });
    }
    expect(wrong).toEqual([]);
    expect(taken.size).toBeGreaterThan(80);
  });

  test('the fast reader and the exact reader see the same rows', async () => {
    const samples = fc.sample(fc.tuple(table, fewLayouts()), 60);
    // A last line of one blank sends the same table through the exact reader.
    const files = samples.flatMap(([rows, how], at) => {
      const content = fileText(rows, how);
      return [
        { name: `${at}-fast`, content },
        { name: `${at}-exact`, content: `${content} ${how.newline}` },
      ];
    });
    const taken = await takeAll(files);
    const lake = await readLake(place, taken.values());
    const seen = (name: string) => {
      const one = taken.get(name);
      if (!one) return undefined;
      const { delivery } = one;
      const { refusal, coverage } = delivery;
      return {
        refusal: refusal?.id,
        ...counts(delivery),
        coverage,
        stopped: toldOf(one),
        rows: contentOf(lake.get(delivery.id)),
      };
    };
    let compared = 0;
    for (const at of samples.keys()) {
      const [fast, exact] = [seen(`${at}-fast`), seen(`${at}-exact`)];
      if (!fast || !exact) continue;
      expect({ text: files[2 * at]?.content, ...exact }).toEqual({ text: files[2 * at]?.content, ...fast });
      compared += 1;
    }
    expect(compared).toBeGreaterThan(45);
  });
});

describe('a delivery comes to the same', () => {
  test('alone, among any others, in any order and with any number of threads', async () => {
    const samples = fc.sample(fc.tuple(table, fewLayouts()), 10);
    const files: Sent[] = samples.map(([rows, how], at) => ({
      name: String(at),
      content: fileText(rows, how) + (at % 5 === 4 ? 'a,ragged,row\n' : ''),
      period: at % 3 === 0 ? '2026-10' : undefined,
      uscc: at % 2 ? '91210100MA00000013' : '91210100MA0000002J',
    }));
    const outcome = async (taken: ReadonlyMap<string, TakenIn>) => {
      const lake = await readLake(place, taken.values());
      return Object.fromEntries(
        [...taken].map(([name, one]) => {
          const { lakeFile: _, fileTime: __, ...delivery } = one.delivery;
          const rows = contentOf(lake.get(delivery.id));
          return [name, { delivery, stopped: toldOf(one), rows }] as const;
        }),
      );
    };
    const together = await outcome(await takeAll(files));
    const alone: Record<string, unknown> = {};
    for (const file of files) Object.assign(alone, await outcome(await takeAll([file])));
    const shuffled = fc.sample(fc.shuffledSubarray(files, { minLength: files.length }), 1)[0] ?? [];
    const duck = (threads: number) => ({ duck: { ...place.settings.duck, threads } });
    expect(alone).toEqual(together);
    expect(await outcome(await takeAll(shuffled, duck(1)))).toEqual(together);
    expect(await outcome(await takeAll(files.toReversed(), duck(5)))).toEqual(together);
    const half = {
      ...(await outcome(await takeAll(files.slice(5)))),
      ...(await outcome(await takeAll(files.slice(0, 5)))),
    };
    expect(half).toEqual(together);
  });

  test('over several read buffers: every row keeps its number, whatever the threads', async () => {
    const path = join(place.root, 'big.csv');
    const firstPeriod = parsePeriod('2026-01');
    if (!firstPeriod) throw new Error('no period');
    const truth = await writeBigFile(path, { seed: 5, lines: 110_000, firstPeriod, months: 3 });
    const lines = (await readFile(path, 'utf8')).split('\n');
    const numbers = lines.map((line) => line.slice(0, line.indexOf(',')));
    const arrival = {
      ...{ path, fileName: 'big.csv', fileTime: new Date(0), uscc: '91210100MA00000013' },
      ...{ sourceId: null, declaredPeriod: null },
    };
    const results = [];
    for (const threads of [1, 4]) {
      const [one] = await take(place, [arrival], { duck: { ...place.settings.duck, threads } });
      if (!one) throw new Error('nothing was taken in');
      expect(counts(one.delivery)).toMatchObject({ rowsRead: truth.rows, accepted: truth.accepted });
      const misplaced = stoppedOf(one).filter(
        ({ row, value, column_name }) => column_name === 'declaration_no' && value !== numbers[row - 1],
      );
      expect(misplaced).toEqual([]);
      expect(stoppedOf(one).some(({ column_name }) => column_name === 'declaration_no')).toBe(true);
      const file = literal(join(place.settings.dataDir, one.delivery.lakeFile ?? ''));
      const [order] = await query(place, (duck) =>
        duck.rows(`select md5(string_agg(declaration_no, ',' order by file_row_number)) as numbers, md5(string_agg(line::varchar, ',' order by file_row_number)) as cells
          from (select line.*, line as line from read_parquet(${file}, file_row_number = true) as line)`),
      );
      results.push({ order, stopped: stoppedOf(one), coverage: one.delivery.coverage });
    }
    expect(results[1]).toEqual(results[0]);
  });
});

describe('numbers of people', () => {
  const digits = (length: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
  const phone = fc.tuple(fc.constantFrom('13', '15', '18', '19'), digits(9)).map(([a, b]) => a + b);
  const identity = fc
    .tuple(
      fc.constantFrom('210102', '110101'),
      fc.constantFrom('19900307', '20011231'),
      digits(3),
      fc.constantFrom('1', 'X'),
    )
    .map((parts) => parts.join(''));
  const dress = (number: string) =>
    fc.constantFrom(number, `+86${number}`, `${number.slice(0, 3)}-${number.slice(3, 7)}-${number.slice(7)}`);
  /** The number, and how somebody may have written it into a cell. */
  const planted = fc.oneof(
    phone.chain((number) =>
      dress(number).map((text) => ({ traces: [number, number.slice(3, 7) + number.slice(7)], text })),
    ),
    identity.map((number) => ({ traces: [number, number.slice(0, 14)], text: number })),
  );
  const around = fc.constantFrom('', '联系人', '电话:', '（', ' ', '转', 'tel', '，');
  /** Columns whose cell is rejected when a number stands in it, and the one that is free text. */
  const columns = lineColumns.filter(
    (column) => !['declaration_no', 'order_no', 'waybill_no'].includes(column),
  );
  const isAmount = (column: LineColumn) => lineTemplate[column].kind === 'decimal';

  test('reach neither the lake, nor what is told of a row', async () => {
    const plants = fc.sample(fc.tuple(planted, fc.constantFrom(...columns), around, around), 250);
    const texts = plants.map(([{ text }, column, before, after]) => {
      // A bare number is an amount like any other.
      const inside = isAmount(column) ? `问${before}${text}${after}` : before + text + after;
      const isNil = column === 'released_on' || column === 'customs_mode' || column === 'flow';
      return { column, inside, nil: isNil };
    });
    const rows = texts.flatMap(({ column, inside, nil }, at) => {
      const line = {
        ...goodLine,
        declaration_no: `0801202600${String(at).padStart(8, '0')}`,
        [column]: inside,
      };
      const cells = lineColumns.map((name) => line[name]);
      const nilCells = lineColumns.map((name) =>
        name === 'declaration_no' ? '零申报' : name === column ? inside : '',
      );
      // One cell more at the beginning: everything stands in the wrong column, whether that shows or not.
      const shifted = [
        '',
        ...cells.map((text, place) => (lineColumns[place] === column ? `问${text}` : text)),
      ];
      return [cells, shifted, [...shifted, 'x'], ...(nil ? [nilCells] : [])];
    });
    const header = lineColumns.map((name) => lineTemplate[name].zh);
    const contents = [write([header, ...rows]), `${write([header, ...rows], { delimiter: ';' })}\n`];
    for (const content of contents) {
      const one = (await takeAll([{ name: 'people.csv', content }])).get('people.csv');
      if (!one) throw new Error('nothing was taken in');
      expect(one.delivery.rowsRead).toBe(rows.length);
      const told = stoppedOf(one).map(({ rule, column_name, value, ...rest }) => {
        const message = ruleMessage(rule as RuleId, column_name as LineColumn | null, value ?? '');
        return JSON.stringify([rule, column_name, value, rest, message]);
      });
      const stored = (await lakeRows(place, one)).map((line) =>
        JSON.stringify({ ...line, declaration_no: null }),
      );
      const places = [...told, ...stored];
      const leaks = plants.flatMap(([{ traces, text }]) =>
        [text, ...traces].flatMap((trace) => places.filter((found) => found.includes(trace))),
      );
      expect(leaks.slice(0, 3)).toEqual([]);
    }
  });
});
