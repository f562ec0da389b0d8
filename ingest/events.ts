import { eventRules } from '../catalogue/rules/event.ts';
import { type Duck, literal } from '../engine/duckdb.ts';
import { sql } from './sql.ts';

const rejecting = Object.entries(eventRules).flatMap(([id, rule]) => (rule.class === 'must_fix' ? [id] : []));

/**
 * Judges returns and cancellations: raw.event row by row, then beside `history.line_in_force` (columns of lakeLine) and
 * `history.event_in_force` (columns of lakeEvent, without the deliveries that this one takes the place of). Makes
 * `judged.event_finding` and `judged.resolved_event`, in file order.
 */
export async function judgeEvents(duck: Duck): Promise<void> {
  await duck.run(`create or replace table judged.event as ${sql('judge_event')}`);
  await duck.run(
    `create or replace table judged.event_finding as
      select *, rule in (${rejecting.map(literal).join(', ')}) as rejects from (${sql('events/beside_lines')})`,
  );
  await duck.run(`create or replace table judged.resolved_event as ${sql('events/resolved_event')}`);
}
