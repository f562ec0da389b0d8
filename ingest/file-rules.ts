import { type FileRuleId, fileRules } from '../catalogue/rules/file.ts';
import type { Beside, FileRule } from '../catalogue/rules/file-example.ts';
import type { Duck } from '../engine/duckdb.ts';
import type { Finding } from './delivery.ts';
import { type FileFacts, type History, prepareHistory } from './file-history.ts';
import { sql } from './sql.ts';

export type { EventsInForce, FileFacts, History, MonthInForce } from './file-history.ts';
export { plainName } from './file-history.ts';

/** Findings of a rule in a file that are listed one by one. */
const listedFindings = 10_000;

/**
 * What the rules of whole files find in the files of a batch, all rules or those `asked`. Reads `judged.line` and
 * `judged.summary`; makes `history.*` and more of `judged.*`.
 */
export async function fileFindings(
  duck: Duck,
  files: readonly FileFacts[],
  history: History,
  asked = Object.keys(fileRules) as readonly FileRuleId[],
): Promise<Map<string, Finding[]>> {
  const given: Record<Beside, boolean> = {
    nothing: true,
    ...(await prepareHistory(duck, files, history)),
  };
  const found = new Map<string, Finding[]>(files.map(({ delivery }) => [delivery, []]));
  for (const rule of asked) {
    const { beside }: FileRule = fileRules[rule];
    if (given[beside] && rule !== 'more_findings') await ask(duck, rule, found);
  }
  return found;
}

/** A rule's row, and how many there are in its delivery; columns that a query leaves out are null. */
interface Found extends Omit<Finding, 'class' | 'row'> {
  readonly delivery: string;
  readonly row: string | null;
  readonly all: string;
}

async function ask(duck: Duck, rule: FileRuleId, into: Map<string, Finding[]>): Promise<void> {
  const rows = await duck.rows<Found>(`
    with found as (
      select null::varchar as part, null::bigint as row, null::varchar as period, null::varchar as column_name where false
      union all by name (${sql(`rules/${rule}`)})
    )
    select *, (count(*) over (partition by delivery))::varchar as all
    from found
    qualify row_number() over (partition by delivery order by part, row, subject, value) <= ${listedFindings}
    order by delivery, part, row, subject, value`);
  for (const [delivery, own] of Map.groupBy(rows, (row) => row.delivery))
    into.get(delivery)?.push(...own.map(finding), ...unlisted(rule, own));
}

function finding({ delivery: _, all: __, row, value, ...found }: Found): Finding {
  return {
    ...found,
    class: fileRules[found.rule as FileRuleId].class,
    row: row === null ? null : Number(row),
    value: value === null ? null : value.slice(0, 80),
  };
}

/** Says how many findings are not listed. */
function unlisted(rule: FileRuleId, own: readonly Found[]): Finding[] {
  const [first] = own;
  const more = Number(first?.all ?? 0) - own.length;
  if (!first || more === 0) return [];
  return [
    {
      rule: 'more_findings',
      class: fileRules.more_findings.class,
      part: null,
      row: null,
      period: null,
      column_name: first.column_name,
      value: String(more),
      subject: rule,
    },
  ];
}
