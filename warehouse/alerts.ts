import {
  type AlertCell,
  type AlertComparison,
  type AlertCondition,
  type AlertOutcome,
  type AlertReading,
  isBeyond,
  isSilent,
  replayed,
} from '../catalogue/alerts.ts';
import { transformPoint } from '../catalogue/comparison.ts';
import { total } from '../catalogue/mode.ts';
import type { Decimal } from '../catalogue/number.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import { competitionRanks } from '../catalogue/ranking.ts';
import { type AlertRule, activeAlertRules } from './alert-rules.ts';
import type { Database } from './database.ts';
import { findRelease } from './releases.ts';
import { readSeries } from './series.ts';

/** A release as rules look at it: its month, at the instant when it was published. */
interface Published {
  readonly id: string;
  readonly period: string;
  readonly published_at: Date;
}

/** A rule that a release sets off. */
export interface Alert {
  readonly rule: AlertRule;
  readonly release: string;
  readonly period: Period;
  readonly value: Decimal;
  readonly base: Decimal | null;
}

/** The rules in use that a release sets off, the silent ones left out. Nothing is written. */
export async function alertsOf(database: Database, releaseId: string): Promise<Alert[]> {
  const release = await findRelease(database, releaseId);
  if (!release) return [];
  const period = release.period as Period;
  const known = new Map<string, Promise<AlertReading>>();
  const alerts: Alert[] = [];
  for (const rule of await activeAlertRules(database)) {
    if (isSilent(rule.condition.holdOff, period, rule.fired)) continue;
    // Many look at the same cell.
    const key = JSON.stringify([rule.cell, rule.condition.comparison]);
    const found = known.get(key) ?? readingOf(database, rule.cell, rule.condition.comparison, release);
    known.set(key, found);
    const { value, base } = await found;
    if (value !== null && isBeyond(rule.condition, { period, value, base }))
      alerts.push({ rule, release: releaseId, period, value, base });
  }
  return alerts;
}

export interface ReplayedMonth extends AlertOutcome {
  readonly release: string;
  readonly published_at: Date;
}

/** What a rule would have said to the last releases, in the order of their publication, each as its readers saw it. */
export async function replayAlert(
  database: Database,
  { cell, condition, releases }: { cell: AlertCell; condition: AlertCondition; releases: number },
): Promise<ReplayedMonth[]> {
  const told = await database.kysely
    .selectFrom('release')
    .select(['id', 'period', 'published_at'])
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .limit(releases)
    .execute();
  const inOrder = told.toReversed();
  const readings: AlertReading[] = [];
  for (const release of inOrder)
    readings.push(await readingOf(database, cell, condition.comparison, release));
  return replayed(condition, readings).map((outcome, at) => {
    const { id, published_at } = inOrder[at] as Published;
    return { ...outcome, release: id, published_at };
  });
}

function readingOf(
  database: Database,
  cell: AlertCell,
  comparison: AlertComparison,
  release: Published,
): Promise<AlertReading> {
  return comparison === 'rank'
    ? placeOf(database, cell, release)
    : readingOfValue(database, cell, comparison, release);
}

async function readingOfValue(
  database: Database,
  { indicator, park, mode, flow }: AlertCell,
  comparison: Exclude<AlertComparison, 'rank'>,
  release: Published,
): Promise<AlertReading> {
  const period = release.period as Period;
  const back = comparison === 'yoy' ? 12 : comparison === 'mom' ? 1 : 0;
  const base = addMonths(period, -back);
  const rows = await readSeries(database, {
    ...{ indicator, select: { park: [park], mode: [mode], flow: [flow] } },
    ...{ from: base, to: period, last: null, transform: 'level', asOf: release.published_at },
  });
  const points = new Map(rows.map((row) => [row.period, row]));
  const own = points.get(period);
  if (comparison === 'coverage') return { period, value: own?.coverage ?? null, base: own?.value ?? null };
  const { value } = transformPoint(comparison, period, (month) => points.get(month));
  return { period, value, base: points.get(base)?.value ?? null };
}

/** The place of a park among the parks, the largest first. */
async function placeOf(
  database: Database,
  { indicator, park, mode, flow }: AlertCell,
  release: Published,
): Promise<AlertReading> {
  const period = release.period as Period;
  const rows = await readSeries(database, {
    ...{ indicator, select: { park: '*', mode: [mode], flow: [flow] } },
    ...{ from: period, to: period, last: null, transform: 'level', asOf: release.published_at },
  });
  const parks = rows.filter((row) => row.park !== total);
  const places = competitionRanks(parks.map((row) => ({ code: row.park, value: row.value })));
  const place = places.get(park);
  return {
    period,
    value: place === undefined ? null : String(place),
    base: parks.find((row) => row.park === park)?.value ?? null,
  };
}
