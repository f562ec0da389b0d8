import { rules } from '../catalogue/rules.ts';
import { type Duck, literal } from '../engine/duckdb.ts';
import type { Finding } from './delivery.ts';
import { sql } from './sql.ts';

/** What the rules found in the rows of a batch, by delivery. */
export interface RowFindings {
  readonly held: ReadonlyMap<string, readonly Finding[]>;
  /** Where there are more than are held: a file with a finding in JSON a line. */
  readonly files: ReadonlyMap<string, string>;
  /** Deliveries whose file tells that a person's number was masked; of findings that are held, they say so themselves. */
  readonly masked: ReadonlySet<string>;
}

/** Findings of a batch that are held in memory. */
export const findingsHeld = 20_000;

type Found = Omit<Finding, 'class'> & { readonly delivery: string };

/** Reads `judged.line` and `judged.summary`. A million findings never stand in memory: they go to files whose names begin with `path`. */
export async function rowFindings(duck: Duck, heldAtMost: number, path: string): Promise<RowFindings> {
  const limit = Number.isFinite(heldAtMost) ? `limit ${heldAtMost + 1}` : '';
  const rows = await duck.rows<Found>(`${sql('row_finding')} ${limit}`);
  if (rows.length > heldAtMost) return written(duck, path);
  const found = rows.map(({ row, ...one }) => ({ ...one, row: Number(row), class: rules[one.rule].class }));
  const by = Map.groupBy(found, ({ delivery }) => delivery);
  return {
    held: new Map([...by].map(([id, own]) => [id, own.map(({ delivery: _, ...finding }) => finding)])),
    files: new Map(),
    masked: new Set(),
  };
}

async function written(duck: Duck, path: string): Promise<RowFindings> {
  await duck.run(`create table judged.row_finding as ${sql('row_finding')}`);
  await duck.table(
    'judged.rule_class',
    { rule: 'VARCHAR', class: 'VARCHAR' },
    Object.entries(rules).map(([rule, { class: name }]) => ({ rule, class: name })),
  );
  const deliveries = await duck.rows<{ delivery: string; masked: boolean }>(
    "select delivery, bool_or(rule = 'text_masked') as masked from judged.row_finding group by delivery",
  );
  const files = new Map<string, string>();
  for (const { delivery } of deliveries) {
    files.set(delivery, `${path}-${delivery}.json`);
    await duck.run(`copy (
      select class.class, found.rule, part, row, period, column_name, value, subject
      from judged.row_finding as found join judged.rule_class as class on class.rule = found.rule
      where delivery = ${literal(delivery)}
    ) to ${literal(`${path}-${delivery}.json`)} (format json)`);
  }
  const masked = deliveries.flatMap((one) => (one.masked ? [one.delivery] : []));
  return { held: new Map(), files, masked: new Set(masked) };
}
