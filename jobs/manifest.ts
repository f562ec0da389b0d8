import { chapters, codeLists, sections } from '../catalogue/codes.ts';
import { indicatorIds, indicators } from '../catalogue/indicators.ts';
import { addMonths, firstDay, type Period } from '../catalogue/period.ts';
import { measures } from '../catalogue/units.ts';
import type { EventFiles } from '../transform/events.ts';
import type { FactsFiles } from '../transform/facts.ts';
import type { MonthResult } from '../transform/indicators.ts';
import { fingerprint, model, models } from '../transform/models.ts';
import { type InForce, type Membership, overlaps, type Rate, type Site } from '../transform/partitions.ts';
import type { MonthInput } from './month.ts';

/**
 * What a release was made from, in full and in order: the same inputs give the same manifest, so that the difference of
 * two manifests is why their releases differ. Only what the month uses stands in it.
 */
export interface Manifest {
  readonly deliveries: readonly {
    readonly uscc: string;
    readonly customs_mode: string;
    readonly flow: string;
    readonly period: string;
    readonly delivery_id: string;
    readonly lines: number;
    readonly sha256: string;
    readonly file_name: string;
  }[];
  /** Returns and cancellations in force, of the month and of those before it for the same tenants. */
  readonly events: readonly {
    readonly uscc: string;
    readonly customs_mode: string;
    readonly flow: string;
    readonly period: string;
    readonly delivery_id: string;
    readonly sha256: string;
    readonly file_name: string;
  }[];
  /** Lines before the month that its events can be about: fingerprint of the deliveries, by tenant, mode and flow. */
  readonly event_lines: Readonly<Record<string, string>>;
  readonly partitions: Readonly<Record<string, string>>;
  readonly event_partitions: Readonly<Record<string, string>>;
  /** Fingerprint of each model's text. */
  readonly models: Readonly<Record<string, string>>;
  /** Fingerprint of each indicator's entry in the catalogue. */
  readonly indicators: Readonly<Record<string, string>>;
  readonly code_lists: Readonly<Record<string, string>>;
  /** `used_by`: the partitions whose lines were converted with it; `event` before those of lines that events are about. */
  readonly rates: readonly (Rate & { readonly used_by: readonly string[] })[];
  /** Days of the month only; null is its end. */
  readonly memberships: { readonly fingerprint: string; readonly rows: readonly Membership[] };
  /** Up to the month's end, of tenants with events: a return lies in the park of the line that it is about. */
  readonly event_memberships: readonly Membership[];
  /** Supervision sites and their parks on days of the month; releases made before sites were known have none. */
  readonly sites?: readonly Site[];
  readonly parks: readonly string[];
  /** Estimates that count; their amounts are a tenant's, and stand with the estimate. */
  readonly estimates: readonly ListedEstimate[];
  /** The kind of each tenant with lines. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly checks: readonly unknown[];
  readonly reporting: MonthResult['reporting'];
  readonly inputs: string;
  readonly held?: readonly unknown[];
}

export interface ListedEstimate {
  readonly estimate_id: string;
  readonly uscc: string;
  readonly park: string;
  readonly mode: string;
  readonly flow: string;
}

export interface ManifestParts {
  readonly period: Period;
  readonly input: MonthInput;
  readonly facts: FactsFiles;
  readonly events: EventFiles;
  readonly month: MonthResult;
  /** The bytes and the name of each delivery in force. */
  readonly files: ReadonlyMap<string, { readonly sha256: string; readonly file_name: string }>;
  readonly checks: readonly unknown[];
}

export function manifestOf({ period, input, facts, events, month, files, checks }: ManifestParts): Manifest {
  const { inForce, rates } = input.facts;
  const rows = input.facts.memberships.flatMap((one) => within(one, firstDay(period), period));
  return {
    deliveries: inForce.map(({ lines, ...one }) => ({ ...listed(one, files), lines })),
    events: input.events.events.map((one) => listed(one, files)).toSorted(byText),
    event_lines: eventLines(input.events.lines, period),
    partitions: facts.fingerprints,
    event_partitions: events.fingerprints,
    models: modelFingerprints(),
    indicators: Object.fromEntries(indicatorIds.map((id) => [id, fingerprint(indicators[id])])),
    code_lists: codeListFingerprints(),
    rates: usedRates(inForce, input.events.lines, rates),
    memberships: { fingerprint: fingerprint(rows), rows },
    event_memberships: eventMemberships(input, period),
    sites: (input.facts.sites ?? []).filter((one) => overlaps(one, period)).toSorted(byText),
    parks: [...input.month.parks].sort(),
    estimates: input.estimates.map(({ estimate_id, uscc, park, mode, flow }) => ({
      estimate_id,
      uscc,
      park,
      mode,
      flow,
    })),
    kinds: Object.fromEntries(input.month.kinds.map(({ uscc, kind }) => [uscc, kind])),
    counts: {
      deliveries: new Set(inForce.map(({ delivery_id }) => delivery_id)).size,
      lines: inForce.reduce((sum, { lines }) => sum + lines, 0),
      tenants: new Set(inForce.map(({ uscc }) => uscc)).size,
      partitions: Object.keys(facts.fingerprints).length,
      observations: month.observations,
    },
    checks,
    reporting: month.reporting,
    inputs: month.inputs,
    ...(input.held.length ? { held: input.held } : {}),
  };
}

interface Named {
  readonly uscc: string;
  readonly customs_mode: string;
  readonly flow: string;
  readonly period: string;
  readonly delivery_id: string;
}

function listed({ uscc, customs_mode, flow, period, delivery_id }: Named, files: ManifestParts['files']) {
  const { sha256 = '', file_name = '' } = files.get(delivery_id) ?? {};
  return { uscc, customs_mode, flow, period, delivery_id, sha256, file_name };
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

function eventLines(lines: readonly InForce[], period: Period): Record<string, string> {
  const before = lines.filter((one) => one.period < period);
  const groups = Map.groupBy(before, ({ uscc, customs_mode, flow }) => `${uscc} ${customs_mode} ${flow}`);
  const deliveries = (own: readonly InForce[]) => own.map((one) => `${one.period} ${one.delivery_id}`).sort();
  return Object.fromEntries(
    [...groups].sort(byText).map(([key, own]) => [key, fingerprint(deliveries(own))]),
  );
}

function eventMemberships({ events }: MonthInput, period: Period): Membership[] {
  const tenants = new Set(events.lines.map(({ uscc }) => uscc));
  return events.memberships
    .filter(({ uscc }) => tenants.has(uscc))
    .flatMap((one) => within(one, one.from_day, period));
}

/** A membership's days up to a month's end, so that what comes before or after is no difference. */
function within({ uscc, park_id, from_day, to_day }: Membership, first: string, last: Period): Membership[] {
  const next = firstDay(addMonths(last, 1));
  if (from_day >= next || (to_day !== null && to_day <= first)) return [];
  return [
    {
      uscc,
      park_id,
      from_day: from_day < first ? first : from_day,
      to_day: to_day === null || to_day >= next ? null : to_day,
    },
  ];
}

/** The rates that lines were converted with; every conversion needs the dollar of its month. */
function usedRates(
  inForce: readonly InForce[],
  eventLines: readonly InForce[],
  rates: readonly Rate[],
): Manifest['rates'] {
  const users = new Map<string, Set<string>>();
  const use = (before: string) => (one: InForce) => {
    for (const key of one.lines > 0 ? one.rates.flatMap((rate) => [rate, `${rate.slice(0, 7)} USD`]) : [])
      users.set(
        key,
        (users.get(key) ?? new Set()).add(`${before}${one.customs_mode}-${one.flow}-${one.period}`),
      );
  };
  inForce.forEach(use(''));
  eventLines.forEach(use('event '));
  return rates
    .map((rate) => ({ ...rate, used_by: [...(users.get(`${rate.month} ${rate.currency}`) ?? [])].sort() }))
    .filter(({ used_by }) => used_by.length > 0);
}

function modelFingerprints(): Record<string, string> {
  const publication = (['coverage', 'observation', 'tenant_cell', 'event_origin'] as const).map((name) =>
    model('publication', name),
  );
  const layers = (['facts', 'events', 'cells', 'indicators'] as const).flatMap((layer) => models(layer));
  const all = [...layers, ...publication];
  return Object.fromEntries(all.map(({ name, sql }) => [name, fingerprint(sql)]));
}

function codeListFingerprints(): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...codeLists, chapter: chapters, section: sections, unit_measures: measures }).map(
      ([name, list]) => [name, fingerprint(list)],
    ),
  );
}

/** False of manifests that earlier versions wrote, which do not say enough to tell why releases differ. */
export function isComparable(manifest: unknown): manifest is Manifest {
  return (
    typeof manifest === 'object' && manifest !== null && 'models' in manifest && 'event_lines' in manifest
  );
}
