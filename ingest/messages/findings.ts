import { messageKind, receiptStatusName } from '../../catalogue/ceb.ts';
import { type RuleId, rules } from '../../catalogue/rules.ts';
import type { Duck } from '../../engine/duckdb.ts';
import type { Finding } from '../delivery.ts';
import { messageSql } from './sql.ts';

interface OutcomeRow {
  readonly place: string;
  readonly row: string;
  readonly rule: RuleId;
  readonly kind: string | null;
  readonly value: string | null;
  readonly rows: string;
}

const none = { period: null, column_name: null, subject: '' };

/** What the rules of messages say of a file: rejected records one by one, set-aside ones and notices by what they have in common. */
export async function messageFindings(duck: Duck): Promise<Finding[]> {
  const rejected = await duck.rows<OutcomeRow>(
    `select ${place} as place, row::varchar as row, rejection as rule, kind, value, '1' as rows
      from judged.message_outcome where outcome = 'rejected' order by message_outcome.row`,
  );
  const setAside = await duck.rows<OutcomeRow>(
    `select arg_min(${place}, row) as place, min(row)::varchar as row, outcome as rule, kind, ${shared} as value, count(*)::varchar as rows
      from judged.message_outcome where outcome not in ('accepted', 'rejected') group by outcome, kind, ${shared} order by min(row)`,
  );
  const notices = await duck.rows<{ rule: RuleId; lists: string; row: string }>(messageSql('message_notice'));
  return [
    ...rejected.map((one) => finding(one, one.value)),
    ...setAside.map((one) => finding(one, setAsideValue(one))),
    ...notices.map(({ rule, lists }) => ({
      ...none,
      rule,
      class: rules[rule].class,
      part: null,
      row: null,
      value: lists,
    })),
  ];
}

const place = "coalesce(part, '') || '#' || message || '/' || item";
/** Statuses and foreign enterprises are few, list numbers many. */
const shared = "case when outcome in ('status_not_counted', 'other_tenant') then value end";

function finding({ place, row, rule }: OutcomeRow, value: string | null): Finding {
  return {
    ...none,
    rule,
    class: rules[rule].class,
    part: place,
    row: Number(row),
    value: value?.slice(0, 80) ?? null,
  };
}

function setAsideValue({ kind, value, rows }: OutcomeRow): string {
  const known = messageKind(kind ?? '');
  const name = known ? `${kind} ${known.zh}` : (kind ?? '');
  const status = receiptStatusName(value ?? '');
  const about = value === null ? '' : ` ${value}${status.zh === value ? '' : status.zh}`;
  return `${name}${about} × ${rows}`;
}
