import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventColumns, eventKinds, lakeEvent } from '../catalogue/event-template.ts';
import { lakeLine } from '../catalogue/line-template.ts';
import { type EventExample, type EventRule, eventRules } from '../catalogue/rules/event.ts';
import { type Duck, literal, withDuckDB } from '../engine/duckdb.ts';
import { createCodeMacros } from './code-macros.ts';
import { judgeEvents } from './events.ts';
import { openPlace, type Place, tenant } from './ingest.fixture.ts';
import { sql } from './sql.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

const good = {
  kind: '退货',
  customs_mode: '',
  flow: '',
  declaration_no: '080120260000000001',
  line_no: '1',
  event_on: '2026-11-01',
  quantity: '1',
  unit: '件',
  reason: '质量问题',
};
type Cells = Partial<typeof good>;

interface Case {
  readonly rows: readonly (Cells & { shape?: string; first_cell?: string })[];
  readonly lines: readonly Record<string, string>[];
  readonly earlier: readonly Record<string, string>[];
}

interface Judged {
  readonly row: number;
  readonly outcome: string;
  readonly findings: string | null;
  readonly concerns: string | null;
  readonly reason: string | null;
}

/** Rows in the relation's columns, cast as they are in the lake; what is not given is null. */
function values(columns: Readonly<Record<string, string>>, rows: readonly Record<string, string>[]): string {
  const names = Object.entries(columns);
  const cells = (row: Record<string, string>) =>
    names
      .map(([name, type]) => `cast(${row[name] ? literal(row[name]) : 'null'} as ${type}) as ${name}`)
      .join(', ');
  const selects = rows.map((row) => `select ${cells(row)}`);
  return selects.length ? selects.join(' union all ') : `select ${cells({})} where false`;
}

const rawColumns = Object.fromEntries(
  ['delivery', 'part', 'shape', 'uscc', ...eventColumns, 'first_cell', 'other_cell'].map((name) => [
    name,
    'VARCHAR',
  ]),
);

async function judge(duck: Duck, { rows, lines, earlier }: Case): Promise<Judged[]> {
  const raw = rows.map((row, at) => ({
    ...good,
    ...row,
    delivery: 'd',
    uscc: tenant,
    row: String(at + 2),
    received_on: '2026-11-08',
    by_message: 'false',
  }));
  const rawTypes = { ...rawColumns, row: 'BIGINT', received_on: 'DATE', by_message: 'BOOLEAN' };
  await duck.run(`create or replace table raw.event as ${values(rawTypes, raw)}`);
  await duck.run(`create or replace table history.line_in_force as ${values(lakeLine, lines)}`);
  await duck.run(`create or replace table history.event_in_force as ${values(lakeEvent, earlier)}`);
  await judgeEvents(duck);
  return duck.rows<Judged>(
    'select row::int as row, outcome, findings, concerns, reason from judged.resolved_event order by row',
  );
}

function run<T>(work: (duck: Duck) => Promise<T>): Promise<T> {
  return withDuckDB({ ...place.settings.duck, folders: [] }, async (duck) => {
    for (const schema of ['raw', 'judged', 'history']) await duck.run(`create schema ${schema}`);
    for (const macro of sql('macros').split(/;\s*$/m)) if (macro.trim()) await duck.run(macro);
    await createCodeMacros(duck);
    return work(duck);
  });
}

const line = {
  uscc: tenant,
  outcome: 'accepted',
  customs_mode: '9610',
  flow: 'export',
  declaration_no: good.declaration_no,
  line_no: '1',
  released_on: '2026-10-15',
  quantity: '10',
  unit: '011',
};

function caseOf({ cells, line: change = {}, returned = [], again = false }: EventExample): Case {
  const earlier = returned.map((quantity) => ({
    uscc: tenant,
    outcome: 'accepted',
    kind: 'return',
    declaration_no: good.declaration_no,
    line_no: '1',
    event_on: '2026-10-20',
    quantity,
  }));
  return {
    rows: again ? [cells, cells] : [cells],
    lines: change === null ? [] : [{ ...line, ...change }],
    earlier,
  };
}

const rulesOf = (text: string | null) => (text ?? '').split('\u001f').map((one) => one.split('\u001e')[0]);

describe('every example of every rule', () => {
  test('fires where it says so, and rejects what must be met', async () => {
    const outcomes: string[] = [];
    const expected: string[] = [];
    await run(async (duck) => {
      for (const [id, rule] of Object.entries<EventRule>(eventRules))
        for (const example of rule.examples) {
          const last = (await judge(duck, caseOf(example))).at(-1);
          const found = [...rulesOf(last?.findings ?? null), ...rulesOf(last?.concerns ?? null)].includes(id);
          const name = `${id} ${JSON.stringify(example)}`;
          const rejected = rule.class === 'must_fix' ? 'rejected' : 'accepted';
          outcomes.push(`${name} ${found} ${found ? last?.outcome : ''}`);
          expected.push(`${name} ${example.fires} ${example.fires ? rejected : ''}`);
        }
    });
    expect(outcomes).toEqual(expected);
  });

  test('both kinds of example are there', () => {
    for (const { examples } of Object.values<EventRule>(eventRules))
      expect([...new Set(examples.map(({ fires }) => fires))].sort()).toEqual([false, true]);
  });
});

test('returns add up in the order of their days, and the one that is too many is named', async () => {
  const found = await run((duck) =>
    judge(duck, {
      rows: [
        { quantity: '6', event_on: '2026-11-03' },
        { quantity: '4', event_on: '2026-11-01' },
        { quantity: '1', event_on: '2026-11-02' },
      ],
      lines: [line],
      earlier: [],
    }),
  );
  expect(found.map(({ row, outcome, concerns }) => [row, outcome, concerns])).toEqual([
    [2, 'accepted', 'return_over_quantity\u001equantity\u001e11.00000 / 10.00000'],
    [3, 'accepted', null],
    [4, 'accepted', null],
  ]);
});

test('rows that are no events, and numbers of persons in a reason', async () => {
  const nothing = Object.fromEntries(Object.keys(good).map((name) => [name, '']));
  const found = await run((duck) =>
    judge(duck, {
      rows: [
        { ...nothing, shape: '@note' },
        { ...nothing, shape: '@header' },
        { ...nothing, kind: '合计', first_cell: '合计', quantity: '3' },
        nothing,
        { shape: '8/9' },
        { reason: '买家电话13800138000' },
      ],
      lines: [line],
      earlier: [],
    }),
  );
  expect(found.map(({ outcome }) => outcome)).toEqual([
    'note_row',
    'repeated_header',
    'totals_row',
    'blank',
    'rejected',
    'accepted',
  ]);
  expect(found.at(-1)?.reason).toBe('买家电话******');
});

test('a cancellation is of all lines of its declaration, of one tenant', async () => {
  const rows = [{ kind: '撤单', line_no: '', quantity: '', unit: '' }];
  const found = (lines: Case['lines']) => run((duck) => judge(duck, { rows, lines, earlier: [] }));
  expect(await found([line, { ...line, line_no: '2' }])).toMatchObject([{ outcome: 'accepted' }]);
  expect(await found([{ ...line, uscc: '91210100MA0000003X' }])).toMatchObject([{ outcome: 'rejected' }]);
});

test('the words of the kinds are those of the template', () => {
  const judgeEvent = sql('judge_event');
  for (const { aliases } of Object.values(eventKinds))
    expect(judgeEvent).toContain(`[${aliases.map((word) => `'${word}'`).join(', ')}]`);
});
