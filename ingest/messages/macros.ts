import { messageKinds, receiptStatuses } from '../../catalogue/ceb.ts';
import { type Duck, literal } from '../../engine/duckdb.ts';

/** The catalogue's facts on messages, and how their times and amounts are written, as macros. */
export async function createMessageMacros(duck: Duck, enterpriseCodes: readonly string[]): Promise<void> {
  const kinds = Object.entries(messageKinds);
  const role = kinds
    .filter(([, { role }]) => role !== 'unused')
    .map(([code, { role }]) => `when ${literal(code)} then ${literal(role)}`);
  const flow = kinds.flatMap(([code, { flow }]) =>
    flow ? [`when ${literal(code)} then ${literal(flow)}`] : [],
  );
  const counting = Object.entries(receiptStatuses).flatMap(([code, { counts }]) =>
    counts ? [`when ${literal(counts)} then status = ${literal(code)}`] : [],
  );
  const codes = enterpriseCodes.map((code) => literal(code.toUpperCase()));
  const macros = [
    `message_role(kind) as case kind ${role.join(' ')} else 'unused' end`,
    `message_flow(kind) as case kind ${flow.join(' ')} end`,
    `lets_go(flow, status) as case flow ${counting.join(' ')} end`,
    `is_own_enterprise(code) as list_contains([${codes.join(', ')}]::varchar[], upper(code))`,
    // A time of 8, 14 or 17 digits, whatever stands between them, as 17 digits; customs write the time of Beijing.
    `digits(x) as regexp_replace(x, '[^0-9]', '', 'g')`,
    `moment(x) as case when strlen(digits(x)) >= 8 then rpad(left(digits(x), 17), 17, '0') end`,
    `day_of(x) as left(x, 4) || '-' || x[5:6] || '-' || x[7:8]`,
    // With the time of day where there is one.
    `time_of(x) as day_of(x) || case when x[9:14] = '000000' then '' else ' ' || x[9:10] || ':' || x[11:12] || ':' || x[13:14] end`,
    `units(x) as cast(x * 100000 as hugeint)`,
    `amount(x) as cast(cast(x as decimal(28, 0)) * 0.00001 as decimal(18, 5))`,
  ];
  for (const macro of macros) await duck.run(`create or replace macro ${macro}`);
}
