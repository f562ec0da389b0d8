import { kindCode } from '../catalogue/mode.ts';
import { lastDay, type Period } from '../catalogue/period.ts';
import type { MonthInput as IndicatorsInput, ReportingTenant } from '../transform/indicators.ts';
import type { FactsInput } from '../transform/partitions.ts';
import { type Database, snapshot } from '../warehouse/database.ts';
import { type Held, heldOf, inForce, inForceDigest, judgedRows } from '../warehouse/in-force.ts';
import { listMemberships, listParks, listRates, listTenants } from '../warehouse/registry.ts';
import type { ReleaseParts } from '../warehouse/releases.ts';
import { reportingTenants } from '../warehouse/reporting.ts';
import type { Program } from './program.ts';

/** What a month is made from, and what is held up. */
export interface MonthInput {
  readonly facts: FactsInput;
  readonly month: Omit<IndicatorsInput, 'facts'>;
  /** What was in force, as one text. */
  readonly digest: string;
  readonly held: readonly Held[];
}

/** What a month is made from, read at one state of the registry and the deliveries. */
export async function monthInput({ database }: Program, period: Period): Promise<MonthInput> {
  return snapshot(database, (frozen) => monthInputOf(frozen, period));
}

/** The same, where the caller sees to it that all is read at one state. */
export async function monthInputOf(frozen: Database, period: Period): Promise<MonthInput> {
  const facts: FactsInput = {
    inForce: await inForce(frozen, [period]),
    memberships: await listMemberships(frozen),
    rates: await listRates(frozen),
  };
  const parks = (await listParks(frozen)).filter(({ opened_on }) => opened_on <= lastDay(period));
  const tenants = await reportingTenants(frozen, period);
  const counted = new Set(facts.inForce.map(({ uscc }) => uscc));
  const kinds = (await listTenants(frozen))
    .filter(({ uscc }) => counted.has(uscc))
    .map(({ uscc, kind }) => ({ uscc, kind: kindCode(kind) }));
  const month = {
    period,
    parks: parks.map(({ park_id }) => park_id),
    kinds,
    tenants: tenants.map(({ uscc, park_id, received }) => ({ uscc, park_id, received })),
    deliveries: await judgedRows(frozen, period),
  };
  return { facts, month, digest: await inForceDigest(frozen, period), held: await heldOf(frozen, period) };
}

/** Who was due and who had reported; whether on time is known where a due day is. */
export function releaseTenants(tenants: readonly ReportingTenant[]): ReleaseParts['release_tenant'] {
  return tenants.map(({ uscc, park_id, received }) => ({ uscc, park: park_id, received, on_time: null }));
}
