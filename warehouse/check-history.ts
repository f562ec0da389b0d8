import { sql } from 'kysely';
import { checkedIndicators } from '../catalogue/checks.ts';
import type { Database } from './database.ts';

const inForceReleases = sql`(
  select distinct on (period) release_key, period from release order by period, number desc
)`;

/**
 * What the checks of a month see of the months from `first` to `last`, both included, at the releases in force now: the value
 * of tenants, key indicators without details, who had reported, and which months have a release.
 */
export async function releasedHistory({ kysely }: Database, first: string, last: string) {
  const span = sql`current.period between ${first} and ${last}`;
  const { rows: tenantCells } = await sql<{
    period: string;
    uscc: string;
    park: string;
    mode: string;
    flow: string;
    lines: string | null;
    cny: string;
  }>`
    select current.period, uscc, park, mode, flow, lines::text, cny::text
    from ${inForceReleases} as current
    join tenant_cell using (release_key)
    where ${span} and park <> '_T' and mode <> '_T' and flow <> '_T'`.execute(kysely);
  const { rows: observations } = await sql<{
    period: string;
    indicator: string;
    park: string;
    mode: string;
    flow: string;
    value: string;
  }>`
    select current.period, indicator, park, mode, flow, value::text
    from ${inForceReleases} as current
    join observation using (release_key)
    where ${span} and indicator = any(${checkedIndicators}) and partner = '_T' and chapter = '_T' and section = '_T'
      and district = '_T' and transport = '_T' and kind = '_T' and value is not null`.execute(kysely);
  const { rows: reporters } = await sql<{ period: string; uscc: string }>`
    select distinct current.period, uscc
    from ${inForceReleases} as current
    join release_tenant using (release_key)
    where ${span} and received and current.period = ${last}`.execute(kysely);
  const { rows: months } = await sql<{ period: string }>`
    select distinct period from release where period <= ${last} order by period`.execute(kysely);
  return { tenantCells, observations, reporters, months };
}

/** Accepted deliveries of a month by tenant, mode and flow, those that later ones took the place of among them. */
export async function acceptedDeliveries({ kysely }: Database, period: string) {
  const { rows } = await sql<{
    period: string;
    uscc: string;
    mode: string;
    flow: string;
    delivery: string;
    lines: string;
    counts: boolean;
  }>`
    select covered.period, delivery.uscc, covered.customs_mode as mode, covered.flow, delivery.id as delivery, covered.lines::text,
      in_force.delivery_id is not null as counts
    from delivery_coverage as covered
    join delivery on delivery.id = covered.delivery_id
    left join in_force
      on in_force.delivery_id = covered.delivery_id and in_force.customs_mode = covered.customs_mode
      and in_force.flow = covered.flow and in_force.period = covered.period
    where covered.period = ${period} and delivery.stage = 'accepted' and delivery.relation = 'line'`.execute(
    kysely,
  );
  return rows;
}
