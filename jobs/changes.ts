import { join } from 'node:path';
import type { DeliveryChanges, RowChange } from '../api/collection.ts';
import { type LineColumn, lakeLine, lineColumns, lineTemplate } from '../catalogue/line-template.ts';
import { type Duck, identifier, literal } from '../engine/duckdb.ts';
import type { Source, View } from '../engine/engine.ts';
import { versionFiles } from '../warehouse/versions.ts';
import type { Program } from './program.ts';

/** What a line is known by, in any version. */
const key = ['customs_mode', 'flow', 'declaration_no', 'line_no'] as const;
const compared = lineColumns.filter((column) => !(key as readonly string[]).includes(column));
const none: DeliveryChanges = {
  previous: null,
  counts: { added: 0, removed: 0, changed: 0, same: 0 },
  rows: [],
};

/**
 * Rows added, removed and changed against the version before. What the version before says of modes, flows and months
 * that this one does not cover stays in force, and so is not removed.
 */
export async function changes(
  { database, engine, settings }: Program,
  id: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<DeliveryChanges> {
  const versions = await versionFiles(database, id);
  if (!versions) return none;
  const { own, previous } = versions;
  const at = (file: string) => join(settings.dataDir, file);
  const job = {
    sources: [
      lines('version.own_file', at(own.lake_file)),
      lines('version.before_file', at(previous.lake_file)),
      covered(versions.coverage),
    ],
    views: views(own.id, previous.id),
    outputs: [],
  };
  return engine.run(job, async (duck) => ({
    previous: previous.id,
    counts: await counts(duck),
    rows: await page(duck, limit, offset),
  }));
}

function lines(name: string, file: string): Source {
  return { name, columns: lakeLine, files: [file] };
}

function covered(rows: readonly { customs_mode: string; flow: string; period: string }[]): Source {
  return {
    name: 'version.covered',
    columns: { customs_mode: 'VARCHAR', flow: 'VARCHAR', period: 'VARCHAR' },
    rows: [...rows],
  };
}

function views(own: string, before: string): View[] {
  const accepted = (file: string, id: string) =>
    `select * from version.${file} where delivery = ${literal(id)} and outcome = 'accepted'`;
  const pairs = compared.map((column) => {
    const name = identifier(column);
    return `cast(before.${name} as varchar) as ${identifier(`from_${column}`)}, cast(own.${name} as varchar) as ${identifier(`to_${column}`)}`;
  });
  const differs = compared
    .map((column) => `before.${identifier(column)} is distinct from own.${identifier(column)}`)
    .join(' or ');
  return [
    { name: 'version.own', sql: accepted('own_file', own) },
    { name: 'version.before', sql: accepted('before_file', before) },
    {
      name: 'version.compared',
      held: true,
      sql: `select ${key.join(', ')}, coalesce(own.period, before.period) as period,
          case when before.delivery is null then 'added' when own.delivery is null then 'removed'
            when ${differs} then 'changed' else 'same' end as change,
          ${pairs.join(', ')}
        from version.own as own
        full join version.before as before using (${key.join(', ')})
        where own.delivery is not null
          or (before.customs_mode, before.flow, before.period) in (select (customs_mode, flow, period) from version.covered)`,
    },
  ];
}

async function counts(duck: Duck): Promise<DeliveryChanges['counts']> {
  const rows = await duck.rows<{ change: keyof DeliveryChanges['counts']; n: string }>(
    'select change, count(*)::varchar as n from version.compared group by change',
  );
  return { ...none.counts, ...Object.fromEntries(rows.map(({ change, n }) => [change, Number(n)])) };
}

type Compared = Record<string, string | null> & {
  readonly change: RowChange['change'];
  readonly customs_mode: string;
  readonly flow: string;
  readonly period: string;
  readonly declaration_no: string;
  readonly line_no: string;
};

async function page(duck: Duck, limit: number, offset: number): Promise<RowChange[]> {
  const rows = await duck.rows<Compared>(
    `select * from version.compared where change <> 'same' order by ${key.join(', ')} limit ${limit} offset ${offset}`,
  );
  return rows.map((row) => ({
    change: row.change,
    mode: row.customs_mode,
    flow: row.flow,
    period: row.period,
    declaration_no: row.declaration_no,
    line_no: Number(row.line_no),
    columns: row.change === 'changed' ? compared.flatMap((column) => difference(row, column)) : [],
  }));
}

function difference(row: Compared, column: LineColumn): RowChange['columns'] {
  const text = (value: string | null | undefined) => plain(column, value ?? null);
  const [from, to] = [text(row[`from_${column}`]), text(row[`to_${column}`])];
  return from === to ? [] : [{ column, from, to }];
}

/** Decimals as a person writes them: 1200.00000 is 1200. */
function plain(column: LineColumn, value: string | null): string | null {
  if (value === null || lineTemplate[column].kind !== 'decimal') return value;
  return value.includes('.') ? value.replace(/\.?0+$/, '') : value;
}
