import { chapters, codeLists, sections } from '../catalogue/codes.ts';
import { indicatorIds, indicators } from '../catalogue/indicators.ts';
import { addMonths, firstDay, type Period } from '../catalogue/period.ts';
import type { FactsFiles } from '../transform/facts.ts';
import type { MonthResult } from '../transform/indicators.ts';
import { fingerprint, model, models } from '../transform/models.ts';
import { type InForce, type Membership, overlaps, type Rate } from '../transform/partitions.ts';
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
  readonly partitions: Readonly<Record<string, string>>;
  /** Fingerprint of each model's text. */
  readonly models: Readonly<Record<string, string>>;
  /** Fingerprint of each indicator's entry in the catalogue. */
  readonly indicators: Readonly<Record<string, string>>;
  readonly code_lists: Readonly<Record<string, string>>;
  /** `used_by`: the partitions whose lines were converted with it. */
  readonly rates: readonly (Rate & { readonly used_by: readonly string[] })[];
  /** Days of the month only: null is the month's end. */
  readonly memberships: { readonly fingerprint: string; readonly rows: readonly Membership[] };
  readonly parks: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly checks: readonly unknown[];
  readonly reporting: MonthResult['reporting'];
  readonly inputs: string;
  readonly held?: readonly unknown[];
}

export interface ManifestParts {
  readonly period: Period;
  readonly input: MonthInput;
  readonly facts: FactsFiles;
  readonly month: MonthResult;
  /** The bytes and the name of each delivery in force. */
  readonly files: ReadonlyMap<string, { readonly sha256: string; readonly file_name: string }>;
  readonly checks: readonly unknown[];
}

export function manifestOf({ period, input, facts, month, files, checks }: ManifestParts): Manifest {
  const { inForce, memberships, rates } = input.facts;
  const days = memberships.filter((one) => overlaps(one, period)).map((one) => within(one, period));
  return {
    deliveries: inForce.map(({ uscc, customs_mode, flow, period: month, delivery_id, lines }) => {
      const { sha256 = '', file_name = '' } = files.get(delivery_id) ?? {};
      return { uscc, customs_mode, flow, period: month, delivery_id, lines, sha256, file_name };
    }),
    partitions: facts.fingerprints,
    models: modelFingerprints(),
    indicators: Object.fromEntries(indicatorIds.map((id) => [id, fingerprint(indicators[id])])),
    code_lists: codeListFingerprints(),
    rates: usedRates(inForce, rates),
    memberships: { fingerprint: fingerprint(days), rows: days },
    parks: [...input.month.parks].sort(),
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

/** A membership's days in a month, so that what comes before or after is no difference. */
function within({ uscc, park_id, from_day, to_day }: Membership, period: Period): Membership {
  const [first, next] = [firstDay(period), firstDay(addMonths(period, 1))];
  return {
    uscc,
    park_id,
    from_day: from_day < first ? first : from_day,
    to_day: to_day === null || to_day >= next ? null : to_day,
  };
}

/** The rates that lines were converted with; every conversion needs the dollar of its month. */
function usedRates(inForce: readonly InForce[], rates: readonly Rate[]): Manifest['rates'] {
  const users = new Map<string, Set<string>>();
  for (const { customs_mode, flow, period, lines, rates: keys } of inForce)
    for (const key of lines > 0 ? keys.flatMap((one) => [one, `${one.slice(0, 7)} USD`]) : [])
      users.set(key, (users.get(key) ?? new Set()).add(`${customs_mode}-${flow}-${period}`));
  return rates
    .map((rate) => ({ ...rate, used_by: [...(users.get(`${rate.month} ${rate.currency}`) ?? [])].sort() }))
    .filter(({ used_by }) => used_by.length > 0);
}

function modelFingerprints(): Record<string, string> {
  const publication = (['coverage', 'observation', 'tenant_cell'] as const).map((name) =>
    model('publication', name),
  );
  const all = [...models('facts'), ...models('cells'), ...models('indicators'), ...publication];
  return Object.fromEntries(all.map(({ name, sql }) => [name, fingerprint(sql)]));
}

function codeListFingerprints(): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...codeLists, chapter: chapters, section: sections }).map(([name, list]) => [
      name,
      fingerprint(list),
    ]),
  );
}

/** False of manifests that earlier versions wrote, which do not say enough to tell why releases differ. */
export function isComparable(manifest: unknown): manifest is Manifest {
  return typeof manifest === 'object' && manifest !== null && 'models' in manifest && 'rates' in manifest;
}
