import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { lineTemplate } from '../catalogue/line-template.ts';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { literal, withDuckDB } from '../engine/duckdb.ts';
import { encodeGb18030 } from '../fixtures/gb18030.ts';
import { exportList, guidOf, importList, message, person, receipt, returned } from '../fixtures/messages.ts';
import { workbook, zip } from '../fixtures/workbook.ts';
import { deliverySteps, describeDeliveries } from '../warehouse/delivery-description.ts';
import { findDeliveries } from '../warehouse/delivery-list.ts';
import { listFindings } from '../warehouse/findings.ts';
import { collect, deliver } from './collect.ts';
import { cellOf, openTestServer, usccOf, writeAt, writeRegistry } from './jobs.fixture.ts';
import type { Program } from './program.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';
import { verify } from './verify.ts';

const server = await openTestServer();
afterAll(() => server.close());

const month = (text: string) => parsePeriod(text) as Period;
const at = (text: string) => new Date(`${text}+08:00`);
const ebcCode = usccOf(1);

const good = {
  declaration_no: '080420260012345001',
  line_no: '1',
  customs_mode: '9710',
  flow: '出口',
  declared_on: '2026-10-12',
  released_on: '2026年10月15日',
  customs_district: '0804',
  partner: '美国',
  transport_mode: '5',
  hs_code: '6109100010',
  goods_name: 'T恤衫',
  quantity: '10',
  unit: '件',
  gross_kg: '3.5',
  net_kg: '3.2',
  currency: 'USD',
  amount: '100.00',
};
type Cells = Partial<typeof good>;
const columns = Object.keys(good) as (keyof typeof good)[];
const header = columns.map((column) => lineTemplate[column].zh);
const row = (cells: Cells) => columns.map((column) => ({ ...good, ...cells })[column]);
const csv = (rows: readonly Cells[]) =>
  [header, ...rows.map(row)].map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\n');
const number = (nth: number) => `0804202600123450${String(nth).padStart(2, '0')}`;

const list = (nth: number) =>
  importList(
    {
      guid: guidOf('LIST', nth),
      ebcCode,
      copNo: `COP-${nth}`,
      invtNo: `08082026100000000${nth}`,
      orderNo: `O${nth}`,
      logisticsNo: `YD${nth}`,
    },
    [{}, { gname: '面膜', gcode: '3304990049', price: '44.4', totalPrice: '88.8' }],
  );
const released = (nth: number, status = '800') =>
  receipt({
    guid: guidOf('RECEIPT', nth),
    ebcCode,
    copNo: `COP-${nth}`,
    invtNo: `08082026100000000${nth}`,
    returnStatus: status,
  });
const exported = { ebcCode, copNo: 'E1', invtNo: '080420260000000011' };
const cleared = { ...exported, guid: guidOf('CLEARED', 1), returnStatus: '899' };

const planted = [
  '13812345678',
  '13987654321',
  '张三丰',
  ...Object.values(person).filter((one) => one !== '1'),
];

/** Files as tenants send them, in the order in which they come, and what each must come to. */
const files: Record<string, { content: string | Buffer; told: readonly unknown[] }> = {
  'decorated.xlsx': {
    content: workbook({
      sheets: [
        {
          name: '明细',
          rows: [
            ['2026年10月跨境电商申报明细'],
            ['填报单位：甲公司', null, `统一社会信用代码：${ebcCode}`],
            header,
            row({}),
            row({ line_no: '2', amount: '1,200.50' }),
            [8.0420261012345e17, ...row({}).slice(1)],
            row({ declaration_no: number(2), goods_name: '样品，联系13812345678' }),
            ['制表人：张三丰 电话：13987654321'],
          ],
        },
      ],
    }),
    told: ['xlsx', 'line', 7, 3, 1, 3, 'cleansed', ['2026-10']],
  },
  'old.xls': {
    content: `<html><meta charset="utf-8"><table>${[header, row({ declaration_no: number(3) })]
      .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
      .join('')}</table></html>`,
    told: ['html', 'line', 1, 1, 0, 0, 'as_received', ['2026-10']],
  },
  'several.zip': {
    content: zip({
      '一.csv': encodeGb18030(csv([{ declaration_no: number(4) }])),
      '二.json': JSON.stringify([{ ...good, declaration_no: number(5) }]),
    }),
    told: ['zip', 'line', 2, 2, 0, 0, 'as_received', ['2026-10']],
  },
  'rows.ndjson': {
    content: ['1.1', '2.1', '3.1']
      .map((amount, nth) =>
        JSON.stringify({ ...good, declaration_no: number(6), line_no: String(nth + 1), amount }),
      )
      .join('\n'),
    told: ['ndjson', 'line', 3, 3, 0, 0, 'as_received', ['2026-10']],
  },
  'lists.xml': {
    content: message('CEB621', [list(1), list(2), list(3)]),
    told: ['ceb', 'ceb', 6, 6, 0, 0, 'cleansed', []],
  },
  'receipts.xml': {
    content: message('CEB622', [released(1), released(2, '100')]),
    told: ['ceb', 'ceb', 2, 1, 0, 1, 'cleansed', ['2026-10']],
  },
  'messages.zip': {
    content: zip({
      'list.xml': message('CEB621', [list(4)]),
      'receipt.xml': message('CEB622', [released(4)]),
      'export.xml': message('CEB603', [exportList(exported)]),
      'cleared.xml': message('CEB604', [receipt({ ...cleared, returnTime: '20261105103000123' })]),
    }),
    told: ['zip', 'ceb', 5, 5, 0, 0, 'cleansed', ['2026-10', '2026-11']],
  },
  'returns.csv': {
    content: `类型,原清单编号,商品序号,受理日期,数量,单位,原因\n退货,${number(6)},1,2026-11-01,4,件,破损 13812345678\n退货,${number(99)},1,2026-11-01,4,件,\n`,
    told: ['csv', 'event', 2, 1, 1, 0, 'cleansed', []],
  },
};

async function sendAll(program: Program) {
  const told: Record<string, readonly unknown[]> = {};
  for (const [nth, [name, { content }]] of Object.entries(files).entries()) {
    const path = await writeAt(join(program.settings.dataDir, '..', 'sent', name), content);
    const arrival = {
      path,
      fileName: name,
      fileTime: at('2026-11-08T08:00'),
      // The workbook says whose it is.
      uscc: nth === 0 ? null : ebcCode,
      sourceId: null,
      declaredPeriod: null,
    };
    const { deliveries } = await deliver(program, arrival, at(`2026-11-08T09:0${nth}`));
    const [one] = deliveries;
    if (!one || one.uscc !== ebcCode) throw new Error(`${name}: ${JSON.stringify(one?.refusal)}`);
    const { format, template, rows_read, accepted, rejected, set_aside, periods } = one;
    const { rows } = await program.database.pool.query<{ kept: string }>(
      'select kept from delivery where id = $1',
      [one.id],
    );
    told[name] = [format, template, rows_read, accepted, rejected, set_aside, rows[0]?.kept, periods];
  }
  return told;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** What a packed file says. */
async function unpacked({ ingest }: Program, path: string): Promise<Buffer> {
  if (path.endsWith('.zst')) return zstdDecompressSync(await readFile(path));
  if (!path.endsWith('.parquet')) return Buffer.alloc(0);
  const rows = await withDuckDB(ingest.duck, (duck) =>
    duck.rows<{ text: string }>(
      `select row_to_json(t)::varchar as text from read_parquet(${literal(path)}) as t`,
    ),
  );
  return Buffer.from(rows.map(({ text }) => text).join('\n'));
}

/** Everything that PostgreSQL holds, as text. */
async function allRows({ database }: Program): Promise<string> {
  const { rows } = await database.pool.query<{ name: string }>(
    "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const texts: string[] = [];
  for (const { name } of rows) {
    const all = await database.pool.query<{ text: string }>(
      `select row_to_json(t)::text as text from ${name} as t`,
    );
    texts.push(...all.rows.map(({ text }) => text));
  }
  return texts.join('\n');
}

describe('files of every kind from one tenant', () => {
  it('count once, leave no person behind, and can be judged again from what is kept', async () => {
    const program = await server.program();
    await registry(program, {
      folder: await writeRegistry(join(program.settings.dataDir, 'registry')),
      now: at('2026-09-01T08:00'),
    });
    expect(await sendAll(program)).toEqual(
      Object.fromEntries(Object.entries(files).map(([name, { told }]) => [name, told])),
    );
    await publish(program, { period: month('2026-10'), now: at('2026-11-12T09:00') });
    // Of the line template the last file counts: 1.1, 2.1 and 3.1 dollars at 7.0987, each rounded: 7.81 + 14.91 + 22.01.
    expect(await cellOf(program, '2026-10', 'trade_value', { mode: '9710' })).toBe('44.73');
    // Lists 1 and 4 were released: 200 + 88.80 each. List 2 was sent back, list 3 waits, the export was cleared in November.
    expect(await cellOf(program, '2026-10', 'trade_value', { mode: '1210' })).toBe('577.60');
    expect(await cellOf(program, '2026-10', 'trade_value')).toBe('622.33');
    expect(await cellOf(program, '2026-10', 'declarations', { mode: '1210' })).toBe('2');
    expect(await verify(program)).toEqual({ periods: 1, changed: [] });
    const found: string[] = [];
    const hold = async (name: string, bytes: Buffer) => {
      for (const text of planted)
        if (
          [Buffer.from(text), encodeGb18030(text), Buffer.from(text, 'utf16le')].some((one) =>
            bytes.includes(one),
          )
        )
          found.push(`${name}: ${text}`);
    };
    for (const path of await filesBelow(program.settings.dataDir)) {
      await hold(path, await readFile(path));
      await hold(`in ${path}`, await unpacked(program, path));
    }
    await hold('PostgreSQL', Buffer.from(await allRows(program)));
    expect(found).toEqual([]);
    await program.close();
  });
});

describe('customs messages, a file for each', () => {
  it('in one folder are one delivery; those that come later count with them', async () => {
    const program = await server.program();
    const { dataDir } = program.settings;
    const now = at('2026-11-08T09:00');
    await registry(program, { folder: await writeRegistry(join(dataDir, 'registry')), now });
    const put = (name: string, content: string) =>
      writeAt(join(dataDir, 'inbox', 'S1', name), content, at('2026-11-08T08:00'));
    for (const nth of [1, 2, 3, 4]) await put(`list-${nth}.xml`, message('CEB621', [list(nth)]));
    for (const nth of [1, 2, 3]) await put(`receipt-${nth}.xml`, message('CEB622', [released(nth)]));
    await put('other.csv', csv([{}]));
    const first = await collect(program, { now });
    expect(
      first.deliveries
        .map(({ file_name, format, rows_read, accepted }) => [file_name, format, rows_read, accepted])
        .sort(),
    ).toEqual([
      ['7份报文.zip', 'zip', 11, 11],
      ['other.csv', 'csv', 1, 1],
    ]);
    expect((await collect(program, { now })).counts.new).toBe(0);
    await put('receipt-4.xml', message('CEB622', [released(4)]));
    const later = await collect(program, { now: at('2026-11-09T09:00') });
    expect(later.deliveries.map(({ file_name, periods }) => [file_name, periods])).toEqual([
      ['receipt-4.xml', ['2026-10']],
    ]);
    await publish(program, { period: month('2026-10'), now: at('2026-11-12T09:00') });
    // Four lists of 200 + 88.80.
    expect(await cellOf(program, '2026-10', 'trade_value', { mode: '1210' })).toBe('1155.20');
    await program.close();
  });

  it('are accepted before their receipts, count with them, and never take the place of each other', async () => {
    const program = await server.program();
    const { dataDir } = program.settings;
    await registry(program, {
      folder: await writeRegistry(join(dataDir, 'registry')),
      now: at('2026-09-01T08:00'),
    });
    const ids: string[] = [];
    const send = async (name: string, content: string, nth: number) => {
      const path = await writeAt(join(dataDir, '..', 'apart', name), content);
      const arrival = { path, fileName: name, fileTime: at('2026-11-08T08:00'), uscc: ebcCode };
      const { deliveries } = await deliver(
        program,
        { ...arrival, sourceId: null, declaredPeriod: null },
        at(`2026-11-08T09:0${nth}`),
      );
      ids.push(String(deliveries[0]?.id));
      const all = await describeDeliveries(program.database, ids);
      return all.map(({ state }) => state);
    };
    expect(await send('lists.xml', message('CEB621', [list(1), list(2)]), 1)).toEqual(['accepted']);
    // Held up for an inspection: nothing counts, and there is nothing to correct.
    expect(await send('inspected.xml', message('CEB622', [released(1, '500')]), 2)).toEqual([
      'accepted',
      'accepted',
    ]);
    const one = await send('released-1.xml', message('CEB622', [released(1)]), 3);
    expect(one).toEqual(['accepted', 'accepted', 'in_force']);
    const both = await send('released-2.xml', message('CEB622', [released(2)]), 4);
    expect(both).toEqual(['accepted', 'accepted', 'in_force', 'in_force']);
    const { ids: listed } = await findDeliveries(program.database, { state: 'accepted' }, 10, 0);
    expect(listed).toEqual([ids[1], ids[0]]);
    const steps = await deliverySteps(program.database, String(ids[2]));
    expect(steps.at(-1)).toMatchObject({ state: 'in_force', note: ids[3] });
    // Rows of a table take the place of all of them.
    const rows = csv([{ customs_mode: '1210', flow: '进口', declaration_no: '080420261012345001' }]);
    expect((await send('rows.csv', rows, 5)).slice(2)).toEqual(['superseded', 'superseded', 'in_force']);
    await program.close();
  });
});

describe('a return that customs told by message', () => {
  const back = (invtNo: string, qty: string) =>
    message('CEB625', [returned({ ebcCode, invtNo }, [{ gnum: 1, qty }])]) +
    message('CEB626', [receipt({ ...refund, ebcCode, invtNo }, 'InvtRefundReturn')]);
  const refund = {
    ...{ guid: guidOf('RETURN', 1), copNo: 'RETURN-1', returnStatus: '399', returnTime: '20261110090000000' },
  };
  const known = {
    customs_mode: '1210',
    flow: '进口',
    declaration_no: '080820261000000009',
    quantity: '2',
    unit: '122',
  };
  const eventsOf = async (program: Program) =>
    (await program.database.kysely.selectFrom('event_in_force').selectAll().execute()).map(
      ({ customs_mode, flow, period, events }) => [customs_mode, flow, period, Number(events)],
    );
  const started = async () => {
    const program = await server.program();
    const folder = await writeRegistry(join(program.settings.dataDir, 'registry'));
    await registry(program, { folder, now: at('2026-09-01T08:00') });
    const send = async (name: string, content: string, when: string) => {
      const path = await writeAt(join(program.settings.dataDir, '..', 'back', name), content);
      const arrival = {
        path,
        fileName: name,
        fileTime: at(when),
        uscc: ebcCode,
        sourceId: null,
        declaredPeriod: null,
      };
      const { deliveries } = await deliver(program, arrival, at(when));
      const id = String(deliveries[0]?.id);
      return { id, rules: (await listFindings(program.database, id)).map(({ rule }) => rule) };
    };
    return { program, send };
  };

  it('counts when its list and the return come in one file', async () => {
    const { program, send } = await started();
    const file =
      message('CEB621', [list(1)]) + message('CEB622', [released(1)]) + back('080820261000000001', '1');
    expect((await send('all.xml', file, '2026-12-08T08:00')).rules).toEqual([]);
    expect(await eventsOf(program)).toEqual([['1210', 'import', '2026-11', 1]]);
    await program.close();
  });

  it('finds its list among lines that came as a table', async () => {
    const { program, send } = await started();
    await send('rows.csv', csv([known]), '2026-11-08T08:00');
    const { rules } = await send('return.xml', back(known.declaration_no, '1'), '2026-12-08T08:00');
    expect(rules).toEqual([]);
    expect(await eventsOf(program)).toEqual([['1210', 'import', '2026-11', 1]]);
    const other = await send('other.xml', back('080820261000000008', '1'), '2026-12-08T09:00');
    expect(other.rules).toEqual(['receipt_without_list', 'return_unknown_list']);
    expect(await eventsOf(program)).toEqual([['1210', 'import', '2026-11', 1]]);
    await program.close();
  });

  it('counts with the next message once its table is there', async () => {
    const { program, send } = await started();
    expect((await send('return.xml', back(known.declaration_no, '1'), '2026-12-08T08:00')).rules).toEqual([
      'receipt_without_list',
      'return_unknown_list',
    ]);
    await send('rows.csv', csv([known]), '2026-12-09T08:00');
    await send(
      'list.xml',
      message('CEB603', [exportList(exported)]) + message('CEB604', [receipt(cleared)]),
      '2026-12-10T08:00',
    );
    expect(await eventsOf(program)).toEqual([['1210', 'import', '2026-11', 1]]);
    await program.close();
  });
});
