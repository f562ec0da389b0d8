import { beforeAll, describe, expect, test } from 'vitest';
import { codeTexts } from '../catalogue/cells.ts';
import { type CodeList, codeLists } from '../catalogue/codes.ts';
import { judgeRow } from '../catalogue/judge-row.ts';
import { type LineColumn, lineColumns, lineTemplate } from '../catalogue/line-template.ts';
import { goodRow } from '../catalogue/rules/good-row.ts';
import { rowRules } from '../catalogue/rules/row.ts';
import type { Example, RowRule } from '../catalogue/rules/rule.ts';
import { withDuckDB } from '../engine/duckdb.ts';
import { createCodeMacros } from './code-macros.ts';
import { openPlace, received } from './ingest.fixture.ts';
import { judgeLine } from './rule-macros.ts';
import { sql } from './sql.ts';

interface Case {
  readonly id: string;
  readonly example: Example;
}
type Told = readonly (readonly [rule: string, column: string, value: string])[];

const entries = Object.entries(rowRules as Readonly<Record<string, RowRule>>);
const cases: readonly Case[] = entries.flatMap(([id, { examples }]) =>
  examples.map((example) => ({ id, example })),
);
const receivedOn = '2026-11-08';

/** What the SQL says of rows of cells, in one batch. */
async function judgeInSql(rows: readonly Example[]): Promise<Told[]> {
  const place = await openPlace();
  const cells = rows.map(({ cells: own, declaredPeriod }) => ({
    ...{ ...goodRow, ...own },
    declared_period: declaredPeriod ?? '',
  }));
  const text = (column: LineColumn) =>
    lineTemplate[column].required ? `plain(nullif(${column}, ''))` : `given(plain(nullif(${column}, '')))`;
  try {
    return await withDuckDB({ ...place.settings.duck, folders: [place.root] }, async (duck) => {
      await duck.run('create schema raw');
      for (const macro of sql('macros').split(/;\s*$/m)) if (macro.trim()) await duck.run(macro);
      await createCodeMacros(duck);
      const types = Object.fromEntries([...lineColumns, 'declared_period'].map((name) => [name, 'VARCHAR']));
      await duck.table('cells', types, cells);
      await duck.run(`create view raw.cell as select 'd' as delivery, 'u' as uscc, date '${receivedOn}' as received_on,
        nullif(declared_period, '') as declared_period, null::bigint as row, null::varchar as part, null::varchar as shape,
        ${lineColumns.map((column) => `${text(column)} as ${column}`).join(', ')},
        plain(declaration_no) as first_cell, null::varchar as other_cell from cells`);
      const judged = await duck.rows<{ told: string }>(
        `select coalesce(findings, concerns, 'nothing') as told from (${judgeLine()})`,
      );
      return judged.map(({ told }) => split(told));
    });
  } finally {
    await place.close();
  }
}

const split = (told: string): Told =>
  told === 'nothing'
    ? []
    : told.split('\u001f').map((one) => one.split('\u001e') as [string, string, string]);

function judgeInBrowser({ cells, declaredPeriod }: Example): Told {
  const context = { receivedOn, declaredPeriod: declaredPeriod ?? null };
  return judgeRow({ ...goodRow, ...cells }, context).map(({ rule, column, value }) => [
    rule,
    column ?? '',
    value,
  ]);
}

let inSql: Told[];
beforeAll(async () => {
  inSql = await judgeInSql(cases.map(({ example }) => example));
});

test('the day of the examples is that of the tests', () => {
  expect(received.toISOString().slice(0, 10)).toBe(receivedOn);
});

test.each(cases.map((one, at) => [one.id, JSON.stringify(one.example.cells), at] as const))(
  '%s: %s',
  (id, _cells, at) => {
    const { example } = cases[at] as Case;
    const told = inSql[at] as Told;
    expect({ told, fires: told.some(([rule]) => rule === id) }).toEqual({ told, fires: example.fires });
    expect(judgeInBrowser(example).toSorted()).toEqual([...told].toSorted());
  },
);

describe.each(entries)('%s', (_id, { examples, columns, source }) => {
  test('has an example that fires and one that passes, columns and a source', () => {
    expect(new Set(examples.map(({ fires }) => fires))).toEqual(new Set([true, false]));
    expect(columns.length).toBeGreaterThan(0);
    expect(source).toMatch(/\p{Script=Han}/u);
  });
});

test('the good row passes every rule', async () => {
  const good: Example = { cells: {}, fires: false };
  expect([judgeInBrowser(good), await judgeInSql([good])]).toEqual([[], [[]]]);
});

test('marks that stand between findings are blanks in what a finding tells', async () => {
  const cells = { partner: '火\u001f星\u001e', declaration_no: 'x\u001fy' };
  expect(await judgeInSql([{ cells, fires: true }])).toEqual([
    [
      ['identifier_form', 'declaration_no', 'x y'],
      ['code_unknown', 'partner', '火 星 '],
    ],
  ]);
});

test('every code stands for itself, so that its enumeration may answer first', () => {
  const strange = (Object.keys(codeLists) as CodeList[]).flatMap((list) => {
    const texts = codeTexts(list);
    return codeLists[list].flatMap(({ code }) => (texts.get(code) === code ? [] : [`${list} ${code}`]));
  });
  expect(strange).toEqual([]);
});

test('a number that holds such a mark is no number, and does not vanish', async () => {
  const cells = { freight: '12\u001f34' };
  expect(await judgeInSql([{ cells, fires: true }])).toEqual([[['number_form', 'freight', '12 34']]]);
  expect(judgeInBrowser({ cells, fires: true })).toHaveLength(1);
});
