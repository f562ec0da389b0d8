import { sql } from 'kysely';
import { total } from '../catalogue/mode.ts';
import type { Database } from './database.ts';

/** Returns or cancellations of a month that are about lines of one month. */
export interface EventsByOrigin {
  readonly kind: string;
  /** `_U`: not known. */
  readonly original_period: string;
  readonly events: number;
  /** What they take off, in yuan. */
  readonly cny: string;
}

export interface EventScope {
  readonly park: string;
  readonly mode: string;
  readonly flow: string;
}

/** What a release holds of the events of its month, for one park, mode and flow, each of which may be `_T`. */
export async function eventsByOrigin(
  { kysely }: Database,
  releaseKey: number,
  { park, mode, flow }: EventScope,
): Promise<EventsByOrigin[]> {
  const { rows } = await sql<Omit<EventsByOrigin, 'events'> & { events: string }>`
    select kind, original_period, sum(events)::text as events, sum(cny)::text as cny
    from event_origin
    where release_key = ${releaseKey} and ${park} in (park, ${total}) and ${mode} in (mode, ${total}) and ${flow} in (flow, ${total})
    group by kind, original_period
    order by kind desc, original_period`.execute(kysely);
  return rows.map((row) => ({ ...row, events: Number(row.events) }));
}
