import { join } from 'node:path';
import { lakeLine, lineColumns } from '../catalogue/line-template.ts';
import type { Period } from '../catalogue/period.ts';
import type { FileRuleId } from '../catalogue/rules/file.ts';
import {
  type ExampleLine,
  exampleRates,
  exampleTenants,
  type FileExample,
} from '../catalogue/rules/file-example.ts';
import { type Duck, literal } from '../engine/duckdb.ts';
import type { Finding } from './delivery.ts';
import type { FileFacts, History, MonthInForce } from './file-history.ts';
import { fileFindings } from './file-rules.ts';
import { goodLine, type Place } from './ingest.fixture.ts';
import { sql } from './sql.ts';

const [own, other] = exampleTenants;
export const exampleDelivery = 'delivery-of-the-example';

/** What every rule, or each `asked`, finds in an example. `grown`: as if each earlier month had so many times its lines. */
export async function findingsOf(
  place: Place,
  duck: Duck,
  example: FileExample,
  grown = 1,
  asked?: readonly FileRuleId[],
): Promise<Finding[]> {
  await duck.run('create schema judged');
  const apart = example.rowsApart ?? 1;
  await lakeTable(duck, 'judged.line', example.file, own.uscc, () => exampleDelivery, '9', apart);
  await duck.run(`create table judged.summary as ${sql('summary')}`);
  const months = await inForce(place, duck, example.before ?? [], own.uscc, '1');
  const lines = months.map((month) => ({ ...month, lines: month.lines * grown }));
  const ofOthers = await inForce(place, duck, example.others ?? [], other.uscc, '2');
  const history: History = {
    lines,
    events: [],
    ...(ofOthers.length ? { inForceIn: async () => ofOthers } : {}),
    tenants: exampleTenants,
    rates: rates(),
    released: example.released ?? [],
  };
  const found = await fileFindings(duck, [factsOf(example)], history, asked);
  return found.get(exampleDelivery) ?? [];
}

function factsOf({ says, totals }: FileExample): FileFacts {
  return {
    delivery: exampleDelivery,
    uscc: own.uscc,
    receivedAt: new Date('2026-11-08T01:00:00Z'),
    fileName: 'file.csv',
    claims: {
      usccs: says?.usccs ?? [],
      names: says?.names ?? [],
      periods: (says?.periods ?? []) as Period[],
      amountUnit: says?.amountUnit ?? null,
    },
    totals: (totals ?? []).map((one) => ({ part: null, row: 99, ...one })),
  };
}

function rates(): History['rates'] {
  const months = ['2025', '2026'].flatMap((year) =>
    Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`),
  );
  return months.flatMap((month) =>
    Object.entries(exampleRates).map(([currency, cny_per_100]) => ({ month, currency, cny_per_100 })),
  );
}

/** Lines at rest as a lake file of their own, one delivery a month. */
async function inForce(
  place: Place,
  duck: Duck,
  lines: readonly ExampleLine[],
  uscc: string,
  series: string,
): Promise<MonthInForce[]> {
  if (lines.length === 0) return [];
  const file = join(place.settings.dataDir, `${crypto.randomUUID()}.parquet`);
  const name = `judged.lake_${series}`;
  await lakeTable(duck, name, lines, uscc, (month) => `${series} ${month}`, series);
  await duck.run(
    `copy (select * exclude (file_row) from ${name} order by file_row) to ${literal(file)} (format parquet)`,
  );
  const months = await duck.rows<Omit<MonthInForce, 'lines' | 'lake_file'> & { lines: string }>(
    `select uscc, customs_mode, flow, period, delivery as delivery_id, count(*)::varchar as lines from ${name} group by all`,
  );
  return months.map((month) => ({ ...month, lake_file: file, lines: Number(month.lines) }));
}

async function lakeTable(
  duck: Duck,
  name: string,
  lines: readonly ExampleLine[],
  uscc: string,
  delivery: (month: string) => string,
  series: string,
  rowsApart = 1,
): Promise<void> {
  const cells = lines.map((line, at) => {
    const { month = '2026-10', state = 'accepted', ...given } = line;
    const full = {
      ...(state === 'nil' ? {} : goodLine),
      declaration_no: `08012026${series}${String(at).padStart(9, '0')}`,
      declared_on: `${month}-12`,
      released_on: `${month}-15`,
      ...given,
    };
    return {
      ...Object.fromEntries(
        Object.entries(full).map(([column, cell]) => [column, cell === '' ? null : cell]),
      ),
      delivery: delivery(full.released_on.slice(0, 7)),
      uscc,
      outcome: state,
      period: full.released_on.slice(0, 7),
      declared_month: full.declared_on.slice(0, 7),
      file_row: String(at * rowsApart),
    };
  });
  const raw = `${name}_cells`;
  const columns = new Set([...lineColumns, 'delivery', 'uscc', 'outcome', 'period', 'declared_month']);
  await duck.table(
    raw,
    { ...Object.fromEntries([...columns].map((column) => [column, 'VARCHAR'])), file_row: 'BIGINT' },
    cells,
  );
  await duck.run(`create table ${name} as select ${lakeColumns(columns)}, file_row from ${raw}`);
}

/** A column of the lake over the cells; what judging would add is worked out here, in the plainest way. */
function lakeColumns(given: ReadonlySet<string>): string {
  const worked: Record<string, string> = {
    trade_amount: `cast(amount as decimal(18, 5)) + case flow when 'import'
      then coalesce(cast(freight as decimal(18, 5)), 0) + coalesce(cast(insurance as decimal(18, 5)), 0) else 0 end`,
    line_hash: 'hash(customs_mode, flow, declaration_no, cast(line_no as integer))',
  };
  return Object.entries(lakeLine)
    .map(([column, type]) => {
      const from = worked[column] ?? (given.has(column) ? column : 'null');
      return `cast(${from} as ${type}) as ${column}`;
    })
    .join(', ');
}
