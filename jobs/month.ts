import { kindCode } from '../catalogue/mode.ts';
import { lastDay, type Period } from '../catalogue/period.ts';
import type { Engine } from '../engine/engine.ts';
import type { EventsInForce, EventsInput } from '../transform/event-partitions.ts';
import { computeEvents, type EventFiles } from '../transform/events.ts';
import { computeFacts, type FactsFiles } from '../transform/facts.ts';
import { computeIndicators, type MonthResult } from '../transform/indicators.ts';
import type {
  EstimatedValue,
  MonthInput as IndicatorsInput,
  ReportingTenant,
} from '../transform/month-input.ts';
import { type FactsInput, type InForce, overlaps } from '../transform/partitions.ts';
import { type Database, snapshot } from '../warehouse/database.ts';
import { activeEstimates, type Estimate } from '../warehouse/estimates.ts';
import { eventsUpTo, linesOfEvents } from '../warehouse/events-in-force.ts';
import { type Held, heldOf, inForce, inForceDigest, judgedRows } from '../warehouse/in-force.ts';
import { listMemberships, listParks, listRates, listSites, listTenants } from '../warehouse/registry.ts';
import type { ReleaseParts } from '../warehouse/releases.ts';
import { reportingTenants } from '../warehouse/reporting.ts';
import type { Program } from './program.ts';
import type { Station } from './run-job.ts';

/** What a month is made from, and what is held up. */
export interface MonthInput {
  readonly facts: FactsInput;
  readonly events: EventsInput;
  /** Requests that count, with what they were made from. */
  readonly estimates: readonly Estimate[];
  readonly month: Omit<IndicatorsInput, 'facts' | 'events'>;
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
    sites: await listSites(frozen),
  };
  const parks = (await listParks(frozen)).filter(({ opened_on }) => opened_on <= lastDay(period));
  const tenants = await reportingTenants(frozen, period);
  const estimates = await activeEstimates(frozen, period);
  const counted = new Set([...facts.inForce, ...estimates].map(({ uscc }) => uscc));
  const kinds = (await listTenants(frozen))
    .filter(({ uscc }) => counted.has(uscc))
    .map(({ uscc, kind }) => ({ uscc, kind: kindCode(kind) }));
  const month = {
    period,
    parks: parks.map(({ park_id }) => park_id),
    siteParks: [
      ...new Set((facts.sites ?? []).filter((one) => overlaps(one, period)).map(({ park_id }) => park_id)),
    ],
    kinds,
    estimates: estimates.map(({ uscc, park, mode, flow, cny, usd }) => ({
      uscc,
      park,
      mode,
      flow,
      cny,
      usd,
    })),
    tenants: tenants.map(({ uscc, park_id, received, on_time }) => ({ uscc, park_id, received, on_time })),
    deliveries: await judgedRows(frozen, period),
  };
  const events = {
    periods: [period],
    events: await eventsUpTo(frozen, period),
    lines: await linesOfEvents(frozen, period),
    memberships: facts.memberships,
    rates: facts.rates,
  };
  return {
    facts,
    events,
    estimates,
    month,
    digest: await inForceDigest(frozen, period),
    held: await heldOf(frozen, period),
  };
}

/** What each tenant reported, and what is estimated for those that have not. */
export function tenantCells(
  estimates: readonly EstimatedValue[],
  { tenantCells: reported }: MonthResult,
): ReleaseParts['tenant_cell'] {
  return [
    ...reported.map((cell) => ({ ...cell, estimated: false })),
    ...estimates.map(({ uscc, park, mode, flow, cny, usd }) => ({
      ...{ uscc, park, mode, flow, cny, usd },
      lines: null,
      estimated: true,
    })),
  ];
}

/** Who was due, who had reported, and who by the end of the due day. */
export function releaseTenants(tenants: readonly ReportingTenant[]): ReleaseParts['release_tenant'] {
  return tenants.map(({ uscc, park_id, received, on_time }) => ({ uscc, park: park_id, received, on_time }));
}

export interface ComputedMonth {
  readonly facts: FactsFiles;
  readonly events: EventFiles;
  readonly month: MonthResult;
}

/** A month from its facts to its observations; what stands already is not computed again. */
export async function computeMonth(
  input: MonthInput,
  dataDir: string,
  engine: Engine,
  station: Station = (_name, work) => work(),
): Promise<ComputedMonth> {
  const facts = await station('facts', () => computeFacts(input.facts, dataDir, engine));
  const events = await station('events', () => computeEvents(input.events, dataDir, engine));
  const month = await station('indicators', () =>
    computeIndicators({ ...input.month, facts, events }, dataDir, engine),
  );
  return { facts, events, month };
}

/** The same month, from files of the lake that lie elsewhere. */
export function relocated(
  input: MonthInput,
  lineFile: (one: InForce) => string | null,
  eventFile: (one: EventsInForce) => string | null,
): MonthInput {
  const lines = (all: readonly InForce[]) => all.map((one) => ({ ...one, lake_file: lineFile(one) }));
  const events = input.events.events.map((one) => ({ ...one, event_file: eventFile(one) }));
  return {
    ...input,
    facts: { ...input.facts, inForce: lines(input.facts.inForce) },
    events: { ...input.events, events, lines: lines(input.events.lines) },
  };
}
