import { createHash } from 'node:crypto';
import { appendFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lineTemplate } from '../catalogue/line-template.ts';
import { encodeGb18030 } from '../fixtures/gb18030.ts';
import { deliveryId, type TakenIn } from './delivery.ts';
import {
  type Change,
  filesWith,
  goodLine,
  lakeRows,
  lineFile,
  nothingKnown,
  openPlace,
  type Place,
  received,
  type Sent,
  send,
  stoppedOf,
  take,
  takeOne,
  tenant,
} from './ingest.fixture.ts';
import { landedPath } from './land.ts';
import { takeIn } from './take-in.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

const good = (tag: string) => lineFile([{ goods_name: `好货${tag}` }, { amount: 'x' }]);

function told(taken: TakenIn) {
  const { delivery } = taken;
  const stopped = stoppedOf(taken);
  return {
    refusal: delivery.refusal && [delivery.refusal.id, delivery.refusal.value],
    rows: [delivery.rowsRead, delivery.accepted, delivery.rejected, delivery.setAside],
    stopped: stopped.map(({ row, rule }) => `${row} ${rule}`),
  };
}
const taken = { refusal: null, rows: [2, 1, 1, 0], stopped: ['3 number_form'] };
const refusedFor = (id: string, value: string) => ({ refusal: [id, value], rows: [0, 0, 0, 0], stopped: [] });

async function leftovers(): Promise<string[]> {
  const names = await readdir(join(place.settings.dataDir, 'tmp'));
  return names.filter((name) => name !== 'duck');
}

describe('personal data', () => {
  const name = '欧阳若水';
  const text = `${lineFile([{}]).trimEnd().split('\n')[0]},收件人姓名,手机号\n${lineFile([{}]).trimEnd().split('\n')[1]},${name},13912345678\n`;

  test.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['GB18030', encodeGb18030(text)],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-8 with blank lines', Buffer.from(text.replaceAll('\n', '\n\n'))],
  ])('in columns of a file in %s refuses it, and no byte of it stays', async (_, content) => {
    const one = await takeOne(place, content);
    expect(told(one)).toEqual(refusedFor('personal_data', '收件人姓名、手机号'));
    expect(one.delivery.refusal?.zh).toContain('收件人姓名、手机号');
    for (const trace of [
      Buffer.from(name),
      encodeGb18030(name),
      Buffer.from(name, 'utf16le'),
      Buffer.from('13912345678'),
    ])
      expect(await filesWith(place.settings.dataDir, trace)).toEqual([]);
    expect(await leftovers()).toEqual([]);
  });
});

describe('one bad file', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const header = lineFile([]).trimEnd();
  const row = (change: Change) => `${lineFile([change]).trimEnd().split('\n').slice(1).join('\n')}\n`;
  const bad: Record<string, [string | Buffer, string, string]> = {
    'empty.csv': ['', 'empty_file', ''],
    'picture.csv': [png, 'not_text', 'PNG图片 / PNG picture'],
    'book.csv': [Buffer.from('504b030414000600', 'hex'), 'archive_damaged', ''],
    'paper.csv': [Buffer.from('%PDF-1.7\n%\xe2\xe3\n', 'latin1'), 'not_text', 'PDF文档 / PDF document'],
    'zeros.csv': [`${good('零')}\0`, 'not_text', '二进制 / binary'],
    'no-rows.csv': [header, 'no_rows', ''],
    'mixed.csv': [
      Buffer.concat([Buffer.from(good('甲')), encodeGb18030(row({})), Buffer.from(row({}))]),
      'encoding_mixed',
      '4',
    ],
    'broken.csv': [Buffer.concat([encodeGb18030(good('乙')), Buffer.from([0xb0])]), 'encoding_mixed', '4'],
    'no-amount.csv': [good('丙').replace(',总价', ',总价格'), 'header_missing_column', '总价'],
    'twice.csv': [good('丁').replace('运费', '金额'), 'header_duplicate_column', '总价'],
    'long-line.csv': [good('戊') + row({ goods_name: 'x'.repeat(1 << 20) }), 'line_too_long', '4'],
    'open.csv': [good('己').replace('好货', '"好货'), 'quote_open', '2'],
  };

  test('of any kind is refused, told in both languages, and leaves the good ones unharmed', async () => {
    const files = Object.entries(bad).flatMap(([name, [content]], at) => [
      { name, content },
      { name: `good-${at}.csv`, content: good(String(at)) },
    ]);
    const all = await take(place, await send(place, files));
    expect(all).toHaveLength(files.length);
    for (const one of all) {
      const { fileName, refusal, lakeFile } = one.delivery;
      const [, id, value] = bad[fileName] ?? [];
      const expected = id === undefined ? taken : refusedFor(id, value ?? '');
      expect({ [fileName]: told(one) }).toEqual({ [fileName]: expected });
      expect(lakeFile === null).toBe(refusal !== null);
      if (refusal && refusal.value !== '') expect(`${refusal.zh} | ${refusal.en}`).toContain(refusal.value);
    }
    expect(await leftovers()).toEqual([]);
  });

  test('that is not there, or is a folder, is told and leaves the good ones unharmed', async () => {
    const arrivals = await send(place, [
      { name: 'gone.csv', content: good('a') },
      { name: 'folder.csv', content: good('b') },
      { name: 'good.csv', content: good('c') },
    ]);
    await rm(arrivals[0]?.path ?? '');
    await rm(arrivals[1]?.path ?? '');
    await mkdir(arrivals[1]?.path ?? '');
    const all = await take(place, arrivals);
    expect(all.map(told)).toEqual([
      refusedFor('file_unreadable', 'ENOENT'),
      refusedFor('file_unreadable', 'EISDIR'),
      taken,
    ]);
  });

  test('that grows while it is read is told and leaves the good ones unharmed; whole, it is taken in', async () => {
    const arrivals = await send(place, [
      { name: 'growing.csv', content: header },
      { name: 'good.csv', content: good('增') },
    ]);
    const path = arrivals[0]?.path ?? '';
    await appendFile(path, `\n${row({ goods_name: '长大' })}`.repeat(60_000));
    let reading = true;
    const outcome = take(place, arrivals).finally(() => {
      reading = false;
    });
    while (reading) await appendFile(path, '\n');
    expect((await outcome).map(told)).toEqual([refusedFor('file_changing', ''), taken]);
    await writeFile(path, good('长大'));
    expect((await take(place, arrivals)).map(told)).toContainEqual(taken);
  });

  test('that is too large is not even copied', async () => {
    const files = [
      { name: 'large.csv', content: good(`大${'x'.repeat(1 << 20)}`) },
      { name: 'good.csv', content: good('小') },
    ];
    const all = await take(place, await send(place, files), { maxFileBytes: 1 << 20 });
    expect(all.map(told)).toEqual([refusedFor('too_large', '1 MB'), taken]);
    expect(await filesWith(place.settings.dataDir, Buffer.from('好货大'))).toEqual([]);
  });
});

describe('a row of great length', () => {
  /** The longest line that can be set; a row can come to more than its line had. */
  const longest = { maxLineBytes: 1999 << 10 };
  const around = (goods: string) => lineFile([{}, { goods_name: 'GOODS' }, {}]).replace('GOODS', () => goods);
  const quotes = `5${'"'.repeat(2_000_000)}`;
  const lines = '长\n'.repeat(400_000);
  const kept: Record<string, { goods: string; content: () => string | Buffer }> = {
    'as it stands': { goods: 'x'.repeat(2_000_000), content: () => around('x'.repeat(2_000_000)) },
    'that grows as UTF-8': {
      goods: '长'.repeat(1_000_000),
      content: () => encodeGb18030(around('长'.repeat(1_000_000))),
    },
    'that grows as its quotes are doubled': { goods: quotes, content: () => `${around(quotes)}short\n` },
    'over many lines': { goods: lines, content: () => around(`"${lines}"`) },
  };

  test.each(Object.keys(kept))('%s is kept whole', async (name) => {
    const { goods, content } = kept[name] as (typeof kept)[string];
    const one = await takeOne(place, content(), longest);
    expect(one.delivery).toMatchObject({ refusal: null, accepted: 3 });
    // Compared to one answer: a difference of megabytes is no message.
    expect((await lakeRows(place, one))[1]?.goods_name === goods).toBe(true);
  });

  // Beyond what DuckDB's reader takes: it stops with a fault of its own making, and does not say where.
  test.each([
    ['over many lines', 'quote_open', () => `"${'长\n'.repeat(2_500_000)}"`, 1 << 20],
    ['within one line', 'line_too_long', () => '长'.repeat(3_000_000), 64 << 20],
  ] as const)(
    'that no reader takes, %s, refuses its file, and no other',
    async (_, id, goods, maxLineBytes) => {
      const files = [
        { name: 'long.csv', content: around(goods()) },
        { name: 'good.csv', content: good('短') },
      ];
      const all = await take(place, await send(place, files), { maxLineBytes });
      expect(all.map(told)).toEqual([refusedFor(id, '3'), taken]);
    },
  );

  test('a line of many megabytes is refused without being held', async () => {
    const one = await takeOne(place, `${good('长')}${'0123456789'.repeat(3 << 20)}`);
    expect(told(one)).toEqual(refusedFor('line_too_long', '4'));
  });
});

describe('a quote that is never closed', () => {
  const open = (rows: number) =>
    lineFile([{}, { goods_name: 'OPEN' }, ...Array.from({ length: rows }, () => ({}))]).replace(
      'OPEN',
      '"开',
    );

  test.each([
    ['at the end of the file', open(3), 1 << 20],
    ['once the record is too long', open(2000), 2000],
  ])('is noticed %s and named by its row', async (_, content, maxLineBytes) => {
    expect(told(await takeOne(place, content, { maxLineBytes }))).toEqual(refusedFor('quote_open', '3'));
  });

  test('is none when it is closed some lines later', async () => {
    const content = lineFile([{}, { goods_name: `开\n${'x\n'.repeat(100)}关` }, { amount: 'x' }]);
    const one = await takeOne(place, content, { maxLineBytes: 2000 });
    expect(told(one)).toEqual({ refusal: null, rows: [3, 2, 1, 0], stopped: ['4 number_form'] });
  });

  test('a small limit of a line does not refuse a long file of short rows', async () => {
    const content = lineFile(Array.from({ length: 3000 }, () => ({}))).replace('\n', '\n\n');
    const one = await takeOne(place, content, { maxLineBytes: 600 });
    expect(told(one)).toEqual({ refusal: null, rows: [3000, 3000, 0, 0], stopped: [] });
  });
});

describe('a delivery', () => {
  test('is the tenant and the bytes: the same file twice in one go counts once, for two tenants twice', async () => {
    for (let round = 0; round < 5; round++) {
      const content = encodeGb18030(good(`同${'一二三四五'[round]}`));
      const other = '91210100MA0000002J';
      const files: Sent[] = [
        { name: 'a.csv', content },
        { name: 'b.csv', content },
        { name: 'c.csv', content, uscc: other },
      ];
      const arrivals = await send(place, files);
      const all = await take(place, round % 2 ? arrivals.toReversed() : arrivals);
      const sha256 = createHash('sha256').update(content).digest('hex');
      expect(all.map(({ delivery }) => delivery.id).sort()).toEqual(
        [deliveryId(tenant, sha256), deliveryId(other, sha256)].sort(),
      );
      expect(all.map(told)).toEqual([taken, taken]);
      expect(all.map(({ delivery }) => delivery.fileName)).toEqual(['a.csv', 'c.csv']);
    }
  });

  test('that is known is left out, whether it was taken in or refused', async () => {
    const arrivals = await send(place, [
      { name: 'known.csv', content: good('旧') },
      { name: 'refused.csv', content: 'a,b\n1,2\n' },
      { name: 'large.csv', content: good('x'.repeat(1 << 20)) },
      { name: 'new.csv', content: good('新') },
    ]);
    const settings = { ...place.settings, maxFileBytes: 1 << 20 };
    const first = await takeIn(arrivals, received, settings, nothingKnown);
    const known = first.filter(({ delivery }) => delivery.fileName !== 'new.csv');
    const ids = new Set(known.map(({ delivery }) => delivery.id));
    const again = await takeIn(arrivals, received, settings, {
      ...nothingKnown,
      isKnown: async (id) => ids.has(id),
    });
    expect(again.map(({ delivery }) => delivery.fileName)).toEqual(['new.csv']);
  });

  test('stands in the data folder as it came, named by its bytes', async () => {
    const content = encodeGb18030(good('原样'));
    const { delivery } = await takeOne(place, content);
    expect(delivery).toMatchObject({
      bytes: content.length,
      encoding: 'gb18030',
      uscc: tenant,
      sourceId: 'S1',
    });
    expect(await filesWith(join(place.settings.dataDir, 'landed'), encodeGb18030('原样'))).toEqual([
      landedPath(place.settings.dataDir, delivery.sha256),
    ]);
  });

  test('of many irregular files at once is read file by file', async () => {
    const files = Array.from({ length: 8 }, (_, at) => ({
      name: `${at}.csv`,
      content: at % 2 ? good(`平${at}`) : `${good(`凸${at}`)}too,short\n`,
    }));
    const all = await take(place, await send(place, files));
    const ragged = { refusal: null, rows: [3, 1, 2, 0], stopped: ['3 number_form', '4 row_shape'] };
    expect(all.map(told)).toEqual(files.map((_, at) => (at % 2 ? taken : ragged)));
  });

  test('that is read together with others by one thread keeps its row numbers', async () => {
    const blank = `\n${','.repeat(26)}`.repeat(130_000);
    // Made plain or not: two branches of one query.
    const files = ['a', 'Ａ'].map((name) => ({
      name,
      content: lineFile([{ goods_name: name, amount: 'x' }]).replace('\n', `${blank}\n`),
    }));
    const settings = { duck: { ...place.settings.duck, threads: 1 } };
    const all = await take(place, await send(place, files), settings);
    const rejected = { refusal: null, rows: [1, 0, 1, 0], stopped: ['130002 number_form'] };
    expect(all.map(told)).toEqual([rejected, rejected]);
  });

  test('keeps one row of Parquet for every row of the file, typed as the template says', async () => {
    const one = await takeOne(place, lineFile([{ freight: '1.5' }, { amount: 'x', hs_code: '61' }]));
    const [line, rejected] = await lakeRows(place, one);
    expect(line).toEqual({
      ...Object.fromEntries(Object.keys(lineTemplate).map((name) => [name, null])),
      ...goodLine,
      ...{
        supervision_site: null,
        order_no: null,
        waybill_no: null,
        trade_terms: null,
        statistics_flag: null,
        unit_price: null,
        declaration_total: null,
      },
      ...{ unit_price: null, declaration_total: null },
      ...{
        duty: null,
        vat: null,
        consumption_tax: null,
        bonded_line: null,
        release_minutes: null,
        insurance: null,
        line_no: 1,
      },
      ...{
        quantity: '10.00000',
        gross_kg: '3.50000',
        net_kg: '3.20000',
        amount: '120.00000',
        freight: '1.50000',
      },
      ...{
        delivery: one.delivery.id,
        part: null,
        row: '2',
        outcome: 'accepted',
        findings: null,
        concerns: null,
        uscc: tenant,
      },
      ...{ period: '2026-10', declared_month: '2026-10', chapter: '61', trade_amount: '120.00000' },
      line_hash: line?.line_hash,
    });
    expect(rejected).toMatchObject({
      row: '3',
      outcome: 'rejected',
      hs_code: null,
      chapter: null,
      amount: null,
    });
  });
});
