import { createReadStream } from 'node:fs';
import { sql, type Transaction } from 'kysely';
import type { RuleClass } from '../catalogue/rules/rule.ts';
import type { Tables } from './tables.ts';

/** A rule that fired, as collection hands it over. */
export interface NewFinding {
  readonly rule: string;
  readonly class: RuleClass;
  readonly part: string | null;
  readonly row: number | null;
  readonly period: string | null;
  readonly column_name: string | null;
  readonly value: string | null;
  readonly subject: string;
}

/** Findings travel as a few arrays, so that their number is no matter of the number of parameters. */
const findingsAtOnce = 20_000;
const bytesAtOnce = 1 << 19;

interface Found {
  readonly id: string;
  readonly findings: readonly NewFinding[];
  readonly finding_file?: string | null;
}

/** Records the findings of deliveries. */
export async function insertFindings(
  writing: Transaction<Tables>,
  deliveries: readonly Found[],
): Promise<void> {
  const rows = deliveries.flatMap(({ id, findings }) => findings.map((finding) => ({ id, ...finding })));
  for (let at = 0; at < rows.length; at += findingsAtOnce) {
    const some = rows.slice(at, at + findingsAtOnce);
    const column = <T>(of: (row: (typeof rows)[number]) => T) => some.map(of);
    await sql`
      insert into finding (delivery_id, class, rule, part, row_number, period, column_name, value, subject)
      select * from unnest(
        ${column(({ id }) => id)}::text[], ${column((one) => one.class)}::text[], ${column(({ rule }) => rule)}::text[],
        ${column(({ part }) => part)}::text[], ${column(({ row }) => row)}::bigint[], ${column(({ period }) => period)}::text[],
        ${column(({ column_name }) => column_name)}::text[], ${column(({ value }) => value)}::text[],
        ${column(({ subject }) => subject)}::text[])`.execute(writing);
  }
  for (const { id, finding_file = null } of deliveries)
    if (finding_file !== null) await loadFindings(writing, id, finding_file);
}

/**
 * Records findings of a delivery out of a file with one in JSON a line. PostgreSQL takes the lines apart: here a block of
 * them is only text, however many there are.
 */
async function loadFindings(writing: Transaction<Tables>, id: string, path: string): Promise<void> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: bytesAtOnce })) {
    const text = rest + (chunk as string);
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    await insertLines(writing, id, text.slice(0, end));
  }
  await insertLines(writing, id, rest);
}

/** Line ends stand between the lines only: within texts JSON writes them as marks. */
async function insertLines(writing: Transaction<Tables>, id: string, lines: string): Promise<void> {
  const text = lines.trimEnd();
  if (text === '') return;
  await sql`
    insert into finding (delivery_id, class, rule, part, row_number, period, column_name, value, subject)
    select ${id}, class, rule, part, "row", period, column_name, value, subject
    from json_to_recordset(${`[${text.replaceAll('\n', ',')}]`}::json) as found (class text, rule text, part text,
      "row" bigint, period text, column_name text, value text, subject text)`.execute(writing);
}
