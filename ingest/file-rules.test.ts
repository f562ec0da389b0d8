import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FileRuleId, fileRules } from '../catalogue/rules/file.ts';
import { type FileExample, type FileRule, lines } from '../catalogue/rules/file-example.ts';
import { withDuckDB } from '../engine/duckdb.ts';
import type { Finding } from './delivery.ts';
import { findingsOf } from './file-rules.fixture.ts';
import { openPlace, type Place } from './ingest.fixture.ts';
import { sql } from './sql.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

const session = <T>(work: Parameters<typeof withDuckDB<T>>[1]) =>
  withDuckDB({ ...place.settings.duck, folders: [place.settings.dataDir], joinsAsWritten: true }, work);
const findings = (example: Omit<FileExample, 'fires'>, grown?: number, asked?: readonly FileRuleId[]) =>
  session((duck) => findingsOf(place, duck, { fires: true, ...example }, grown, asked));
const of = (rule: string, found: readonly Finding[]) => found.filter((one) => one.rule === rule);

const examples = Object.entries<FileRule>(fileRules).flatMap(([id, rule]) =>
  rule.examples.map((example, at) => ({ id, number: at + 1, fires: example.fires, example })),
);

describe('every example of every rule', () => {
  test.each(examples)('$id, example $number: fires is $fires', async ({ id, fires, example }) => {
    // `more_findings` is said by whichever rule finds too many.
    const asked = id === 'more_findings' ? undefined : [id as FileRuleId];
    const found = await findings(example, 1, asked);
    expect(of(id, found).length > 0).toBe(fires);
    expect(of(id, found).filter((one) => one.class !== fileRules[id as FileRuleId].class)).toEqual([]);
  });

  test('there is one that fires and one that passes', () => {
    const told = Object.entries<FileRule>(fileRules).map(([id, rule]) => ({
      id,
      fires: rule.examples.some(({ fires }) => fires),
      passes: rule.examples.some(({ fires }) => !fires),
    }));
    expect(told.filter(({ fires, passes }) => !fires || !passes)).toEqual([]);
  });

  test('an ordinary month after ordinary months gives nothing to ask', async () => {
    const month = (name: string, from: number) =>
      lines(30, (at) => ({
        month: name,
        amount: `${100 + ((at * 7 + from) % 40)}.00`,
        quantity: String(9 + (at % 3)),
        waybill_no: `W${from + at}`,
        partner: ['USA', 'JPN', 'KOR'][at % 3] ?? '',
      }));
    const names = ['2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09'];
    const before = names.flatMap((name, at) => month(name, 100 * (at + 1)));
    expect(await findings({ file: month('2026-10', 9000), before })).toEqual([]);
  });
});

describe('what a finding says', () => {
  test('of a row: its number, cell, and key, whatever else changes in the file', async () => {
    const number = '080120260000000901';
    const found = await findings({
      file: [...lines(3), { declaration_no: number, line_no: '2', waybill_no: 'W1' }],
      before: [{ month: '2026-09', declaration_no: number, line_no: '2', waybill_no: 'W1' }],
    });
    expect(of('line_in_other_month', found)).toEqual([
      {
        rule: 'line_in_other_month',
        class: 'confirm',
        part: null,
        row: 5,
        period: '2026-10',
        column_name: 'declaration_no',
        value: '080120260000000901 (2026-09)',
        subject: '9710 export 080120260000000901 2',
      },
    ]);
  });

  test('of a month: what it is and what it was', async () => {
    const found = await findings({ file: lines(8, { amount: '0.0123' }), before: lines(20) });
    expect(found.map(({ rule, period, value, subject, row }) => [rule, period, value, subject, row])).toEqual(
      [['replacement_shrinks', '2026-10', '2026-10: 8 / 20', '9710 export 2026-10', null]],
    );
    const scaled = await findings({
      file: lines(8, { amount: '0.0123' }),
      before: lines(20, { month: '2026-09' }),
    });
    expect(of('amount_scale', scaled).map(({ value, subject }) => [value, subject])).toEqual([
      ['USD 0.012 / 120', '9710 export 2026-10'],
    ]);
  });

  test('a declaration is told once, at the first line that differs', async () => {
    const one = { declaration_no: '080120260000000901' };
    const found = await findings({
      file: [
        { ...one, line_no: '1' },
        { ...one, line_no: '2', declared_on: '2026-10-11' },
        { ...one, line_no: '3', declared_on: '2026-10-11' },
      ],
    });
    expect(found.map(({ rule, row, column_name, value }) => [rule, row, column_name, value])).toEqual([
      ['declaration_head_differs', 3, 'declared_on', '2026-10-11'],
    ]);
  });

  test('a declaration that does not add up is told with both figures as they are written', async () => {
    const one = { declaration_no: '080120260000000901', declaration_total: '300.00' };
    const found = await findings({
      file: [
        { ...one, amount: '120.125' },
        { ...one, line_no: '2' },
      ],
    });
    expect(found.map(({ rule, row, value, subject }) => [rule, row, value, subject])).toEqual([
      ['declaration_total_mismatch', 2, '300.00 / 240.125', '9710 export 080120260000000901 1'],
    ]);
  });

  test('a shared waybill is told at each declaration but the first', async () => {
    const found = await findings({ file: [{}, ...lines(3, { waybill_no: 'W1' })] });
    expect(found.map(({ rule, row, value }) => [rule, row, value])).toEqual([
      ['waybill_reused', 4, 'W1'],
      ['waybill_reused', 5, 'W1'],
    ]);
  });

  test('ten thousand are listed, and how many more there are is said', async () => {
    const found = await findings({ file: lines(10_003, { waybill_no: 'W1' }) });
    expect(of('waybill_reused', found)).toHaveLength(10_000);
    expect(of('more_findings', found)).toEqual([
      {
        rule: 'more_findings',
        class: 'notice',
        part: null,
        row: null,
        period: null,
        column_name: 'waybill_no',
        value: '2',
        subject: 'waybill_reused',
      },
    ]);
  });
});

describe('earlier months', () => {
  test('of more than a million lines an even sample tells what is usual, and every line is still looked up', async () => {
    const number = '080120260000000901';
    const found = await findings(
      {
        file: [...lines(40, { amount: '0.0123' }), { declaration_no: number, amount: '0.0123' }],
        before: [...lines(99, { month: '2026-09' }), { month: '2026-09', declaration_no: number }],
      },
      30_000,
    );
    expect(found.map(({ rule, row }) => [rule, row])).toEqual([
      ['line_in_other_month', 42],
      ['amount_scale', null],
    ]);
  });

  test('more than thirteen months off are not looked at', async () => {
    const number = '080120260000000901';
    const at = async (month: string) =>
      of(
        'line_in_other_month',
        await findings({ file: [{ declaration_no: number }], before: [{ month, declaration_no: number }] }),
      ).length;
    expect([await at('2025-08'), await at('2025-09')]).toEqual([0, 1]);
  });
});

describe('the edit of Hidiroglou and Berthelot', () => {
  const rowsOf = (name: string) =>
    readFileSync(new URL(`../fixtures/reference/${name}.csv`, import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));

  test('is that of the reference', async () => {
    const input = rowsOf('hb_input').map(([id, y1, y2]) => ({ id, y1, y2 }));
    const scored = await session(async (duck) => {
      await duck.run('create schema judged');
      await duck.table('judged.given', { id: 'VARCHAR', y1: 'DOUBLE', y2: 'DOUBLE' }, input);
      await duck.run(
        "create table judged.pair as select 'd' as delivery, 'export' as flow, id, y1, y2, 9 as z, 9 as price_shift, false as is_near_seen from judged.given",
      );
      return duck.rows<{ id: string; e: number; outlier: boolean }>(
        `select id, e, e < e_middle - 7 * below or e > e_middle + 7 * above as outlier from (${sql('history/score')}) order by id`,
      );
    });
    const expected = rowsOf('hb_result').map(([id, , , , , e, outlier]) => ({ id, e, outlier }));
    expect(scored.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    expect(scored.map(({ outlier }) => (outlier ? '1' : '0'))).toEqual(expected.map((one) => one.outlier));
    expect(Math.max(...scored.map(({ e }, at) => Math.abs(e - Number(expected[at]?.e))))).toBeLessThan(1e-9);
  });
});
