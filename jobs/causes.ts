import { type Cause, causeCodes, type ReleaseCause, type Scope } from '../catalogue/causes.ts';
import type { CodeList } from '../catalogue/codes.ts';
import { collectionIndicators } from '../catalogue/indicators/collection.ts';
import { eventIndicators } from '../catalogue/indicators/events.ts';
import {
  type Detail,
  type IndicatorId,
  indicatorIds,
  indicators,
  type UnitId,
} from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import type { Membership, Rate } from '../transform/partitions.ts';
import { estimateDifferences } from './estimate-causes.ts';
import { isComparable, type Manifest } from './manifest.ts';

type Listed = Manifest['deliveries'][number];
type ListedEvents = Manifest['events'][number];

/** One thing that two manifests differ in, and the cells that it can have moved. */
export type Difference = { readonly scopes: readonly Scope[] } & (
  | { readonly code: 'LATE_REPORT'; readonly to: Listed }
  | { readonly code: 'CORRECTION'; readonly from: Listed; readonly to: Listed | null }
  | {
      readonly code: 'CANCELLATION';
      readonly from: ListedEvents | null;
      readonly to: ListedEvents | null;
    }
  /** Lines of earlier months that events are about. */
  | { readonly code: 'CORRECTION'; readonly subject: string }
  | { readonly code: 'RATE'; readonly from: Rate | null; readonly to: Rate | null }
  | {
      readonly code: 'SCOPE';
      readonly subject: string;
      readonly from: readonly Membership[] | null;
      readonly to: readonly Membership[] | null;
    }
  | { readonly code: 'METHOD' | 'ESTIMATE'; readonly subject: string }
);

/**
 * Why two releases of a month differ, by rule: a tenant's first delivery for a mode and flow is a late report, another in
 * its place or none any more a correction. Null where the earlier manifest does not say what its release was made from.
 */
export function differencesOf(before: unknown, after: Manifest): Difference[] | null {
  if (!isComparable(before)) return null;
  const found: Difference[] = [
    ...deliveryDifferences(before, after),
    ...eventDifferences(before, after),
    ...estimateDifferences(before, after),
    ...rateDifferences(before, after),
    ...parkDifferences(before, after),
    ...membershipDifferences(before, after),
    ...siteDifferences(before, after),
    ...kindDifferences(before, after),
    ...methodDifferences(before, after),
  ];
  return found.toSorted((a, b) => causeCodes.indexOf(a.code) - causeCodes.indexOf(b.code));
}

function deliveryDifferences(before: Manifest, after: Manifest): Difference[] {
  const key = ({ uscc, customs_mode, flow }: Listed) => `${uscc} ${customs_mode} ${flow}`;
  const [old, current] = [indexed(before.deliveries, key), indexed(after.deliveries, key)];
  const scopes = ({ uscc, customs_mode: mode, flow }: Listed): Scope[] => {
    const parks = [total, ...parksOf(uscc, before, after)];
    const woken = parks.filter((park) => hasReports(before, park) !== hasReports(after, park));
    return [{ mode, flow, parks }, ...(woken.length ? [{ parks: woken }] : [])];
  };
  const came = after.deliveries.flatMap((to): Difference[] => {
    const from = old.get(key(to));
    if (!from) return [{ code: 'LATE_REPORT', to, scopes: scopes(to) }];
    return from.delivery_id === to.delivery_id ? [] : [{ code: 'CORRECTION', from, to, scopes: scopes(to) }];
  });
  const gone = before.deliveries
    .filter((from) => !current.has(key(from)))
    .map((from): Difference => ({ code: 'CORRECTION', from, to: null, scopes: scopes(from) }));
  return [...came, ...gone];
}

/** Where nobody has reported every cell is missing; the first report makes measured zeros of them. */
function hasReports({ reporting }: Manifest, park: string): boolean {
  return (reporting[park]?.received ?? 0) > 0;
}

function parksOf(uscc: string, ...manifests: readonly Manifest[]): string[] {
  const rows = manifests.flatMap(({ memberships }) => memberships.rows);
  return [...new Set(rows.filter((one) => one.uscc === uscc).map(({ park_id }) => park_id))].sort();
}

const ofEvents = Object.keys(eventIndicators);

/** An event may be about a line of an earlier month, when its tenant was in another park: any park can be touched. */
function eventDifferences(before: Manifest, after: Manifest): Difference[] {
  const key = (one: ListedEvents) => `${one.period} ${one.uscc} ${one.customs_mode} ${one.flow}`;
  const [old, current] = [indexed(before.events, key), indexed(after.events, key)];
  const events = [...new Set([...old.keys(), ...current.keys()])].sort().flatMap((name): Difference[] => {
    const [from, to] = [old.get(name) ?? null, current.get(name) ?? null];
    if (from?.delivery_id === to?.delivery_id) return [];
    const { customs_mode: mode, flow } = (to ?? from) as ListedEvents;
    return [{ code: 'CANCELLATION', from, to, scopes: [{ indicators: ofEvents, mode, flow }] }];
  });
  const lines = changedKeys(before.event_lines, after.event_lines)
    .filter((name) => name in before.event_lines && name in after.event_lines)
    .map((subject): Difference => {
      const [, mode, flow] = subject.split(' ') as [string, string, string];
      return { code: 'CORRECTION', subject, scopes: [{ indicators: ofEvents, mode, flow }] };
    });
  return [...events, ...lines];
}

/** Units of what an exchange rate can move. */
const ofMoney: readonly UnitId[] = ['CNY', 'USD', 'CNY_per_declaration', 'index', 'ratio'];
const convertedIndicators = indicatorIds.filter(
  (id) => ofMoney.includes(indicators[id].unit) && !Object.hasOwn(collectionIndicators, id),
);

function rateDifferences(before: Manifest, after: Manifest): Difference[] {
  const key = ({ month, currency }: Rate) => `${month} ${currency}`;
  const [old, current] = [indexed(before.rates, key), indexed(after.rates, key)];
  return [...new Set([...old.keys(), ...current.keys()])].sort().flatMap((name): Difference[] => {
    const [from, to] = [old.get(name), current.get(name)];
    // A rate that came or went did so with the lines that use it.
    if (!from || !to || same(from, to)) return [];
    const scopes = [...new Set([...from.used_by, ...to.used_by])].sort().map(scopeOfUse);
    return [{ code: 'RATE', from, to, scopes }];
  });
}

function scopeOfUse(use: string): Scope {
  const isEvent = use.startsWith('event ');
  const [mode, flow] = use.replace('event ', '').split('-') as [string, string];
  return { indicators: isEvent ? ofEvents : convertedIndicators, mode, flow };
}

function same(from: Rate, to: Rate): boolean {
  return from.cny_per_100 === to.cny_per_100 && from.usd_per_100 === to.usd_per_100;
}

function parkDifferences(before: Manifest, after: Manifest): Difference[] {
  const changed = [...before.parks, ...after.parks].filter(
    (park) => before.parks.includes(park) !== after.parks.includes(park),
  );
  return [...new Set(changed)]
    .sort()
    .map((park) => ({ code: 'SCOPE', subject: park, from: null, to: null, scopes: [{ parks: [park] }] }));
}

/** A tenant that only moves within the city leaves the city's totals as they are; one that comes or goes does not. */
function membershipDifferences(before: Manifest, after: Manifest): Difference[] {
  const inMonth = tenantDifferences(before.memberships.rows, after.memberships.rows).map(
    ({ uscc, from, to }): Difference => {
      const parks = parksOf(uscc, before, after);
      const touched = from.length && to.length ? parks : [total, ...parks];
      return { code: 'SCOPE', subject: uscc, from, to, scopes: [{ parks: touched }] };
    },
  );
  const ofLines = tenantDifferences(before.event_memberships, after.event_memberships)
    .filter(({ from, to }) => from.length && to.length)
    .map(
      ({ uscc, from, to }): Difference => ({
        code: 'SCOPE',
        subject: uscc,
        from,
        to,
        scopes: [{ indicators: ofEvents }],
      }),
    );
  return [...inMonth, ...ofLines];
}

function tenantDifferences(before: readonly Membership[], after: readonly Membership[]) {
  const [old, current] = [before, after].map((rows) => Map.groupBy(rows, ({ uscc }) => uscc)) as [
    Map<string, Membership[]>,
    Map<string, Membership[]>,
  ];
  const days = (rows: readonly Membership[]) =>
    rows.map(({ park_id, from_day, to_day }) => `${park_id} ${from_day} ${to_day}`).join();
  return [...new Set([...old.keys(), ...current.keys()])]
    .sort()
    .map((uscc) => ({ uscc, from: old.get(uscc) ?? [], to: current.get(uscc) ?? [] }))
    .filter(({ from, to }) => days(from) !== days(to));
}

/** A site that lies in another park, or is known now, moves what is told by site. */
function siteDifferences({ sites: before }: Manifest, { sites: after }: Manifest): Difference[] {
  const texts = (sites: Manifest['sites']) => {
    const bySite = Map.groupBy(sites ?? [], ({ site_code }) => site_code);
    return Object.fromEntries([...bySite].map(([code, rows]) => [code, JSON.stringify(rows)]));
  };
  const scopes = [{ indicators: ['trade_value_by_site'] }];
  return changedKeys(texts(before), texts(after)).map((subject) => ({
    ...{ code: 'SCOPE', subject, from: null, to: null, scopes },
  }));
}

function kindDifferences(before: Manifest, after: Manifest): Difference[] {
  return changedKeys(before.kinds, after.kinds)
    .filter((uscc) => uscc in before.kinds && uscc in after.kinds)
    .map((uscc) => ({
      code: 'SCOPE',
      subject: uscc,
      from: null,
      to: null,
      scopes: [{ detail: 'kind', parks: [total, ...parksOf(uscc, before, after)] }],
    }));
}

/** The breakdown that a code list names the parts of; the other lists stand behind every number. */
const detailOf: Readonly<Partial<Record<CodeList | 'chapter' | 'section', Detail>>> = {
  partner: 'partner',
  customs_district: 'district',
  transport_mode: 'transport',
  chapter: 'chapter',
  section: 'section',
};

function methodDifferences(before: Manifest, after: Manifest): Difference[] {
  const lists = changedKeys(before.code_lists, after.code_lists).map((name): Difference => {
    const detail = detailOf[name as CodeList];
    return { code: 'METHOD', subject: name, scopes: [detail ? { detail } : {}] };
  });
  const texts = changedKeys(before.models, after.models).map(
    (name): Difference => ({ code: 'METHOD', subject: name, scopes: [scopeOfModel(name)] }),
  );
  const entries = changedKeys(before.indicators, after.indicators).map(
    (name): Difference => ({ code: 'METHOD', subject: name, scopes: [{ indicators: [name] }] }),
  );
  return [...lists, ...texts, ...entries];
}

function scopeOfModel(name: string): Scope {
  const [layer, indicator] = name.split('.') as [string, IndicatorId];
  return layer === 'indicators' ? { indicators: [indicator] } : {};
}

function changedKeys(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).sort();
}

function indexed<T>(rows: readonly T[], key: (row: T) => string): Map<string, T> {
  return new Map(rows.map((row) => [key(row), row]));
}

/** Differences by the cause that they are, each scope once. */
export function groupedCauses(
  differences: readonly Difference[],
): { code: Cause; differences: readonly Difference[]; scopes: ReleaseCause['scopes'] }[] {
  return [...Map.groupBy(differences, ({ code }) => code)].map(([code, own]) => ({
    code,
    differences: own,
    scopes: [
      ...new Map(own.flatMap(({ scopes }) => scopes).map((one) => [JSON.stringify(one), one])).values(),
    ],
  }));
}
