import type { Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { documentOf, reportFormats, reportLanguages } from '../reports/reports.ts';
import { queueAnnouncements } from '../warehouse/announcements.ts';
import { type BoundDatabase, bound } from '../warehouse/bound.ts';
import { announcedDays } from '../warehouse/calendar-entries.ts';
import { alone } from '../warehouse/database.ts';
import { activeSubmission, monthEvents, recordMonthEvent } from '../warehouse/month-events.ts';
import { type Draft, publishWithin } from '../warehouse/publication.ts';
import { findRelease, latestRelease, listReleases, type Release } from '../warehouse/releases.ts';
import { storeReport } from '../warehouse/reports.ts';
import type { Program } from './program.ts';
import { reportsOf } from './rehearse.ts';
import { writeReportFiles } from './report.ts';
import { runJob, type Station } from './run-job.ts';
import { releasePlan } from './settings.ts';
import { commitWithPages, placeSite, type Site } from './site.ts';

export interface RollBackOrder {
  readonly period: Period;
  readonly now: Date;
  readonly by: string;
  readonly reason_code: string;
  readonly note: string;
  /** The release whose numbers stand again; without, the one before the current. */
  readonly to?: string | undefined;
}

export interface RolledBack {
  readonly runId: string;
  readonly counts: { readonly observations: number };
  readonly release: Release;
  readonly from: string;
  readonly to: string;
  readonly site: Site | null;
}

/**
 * Puts the numbers of an earlier release in force again, in one act: as a new release, with its own reports and pages. What
 * was published stays on file, and `asOf` still tells it.
 */
export async function rollBack(program: Program, order: RollBackOrder): Promise<RolledBack> {
  const { database } = program;
  const { period, now, by, note } = order;
  return alone(database, 'publish', () =>
    runJob(program, 'roll_back', period, now, async (station, runId) => {
      const { current, target } = await chosen(program, order);
      const draft = await again(program, { current, target, note });
      const made = await bound(database, async (inside) => {
        const { release, published } = await station('release', () =>
          publishWithin(inside, draft, now, runId),
        );
        if (!published) throw sameNumbers(current, target);
        await writeReports(inside, { release, now, station });
        const event = { period, kind: 'rolled_back', acted_by: by, at: now } as const;
        await recordMonthEvent(inside, {
          ...event,
          release_id: release.id,
          reason_code: order.reason_code,
          note,
        });
        await queueAnnouncements(inside, release.id, now);
        const site = await station('pages', () => commitWithPages(program, inside, now));
        return { release, site };
      });
      const site = made.site && (await placeSite(made.site));
      await station('files', () => writeReportFiles(program, made.release));
      const { release } = made;
      return {
        counts: { observations: release.observations },
        release,
        from: current.id,
        to: target.id,
        site,
      };
    }),
  );
}

async function chosen({ database }: Program, { period, to }: RollBackOrder) {
  const current = await latestRelease(database, period);
  const earlier = (await listReleases(database)).filter(
    (one) => one.period === period && current !== undefined && one.number < current.number,
  );
  const target = to ? earlier.find(({ id }) => id === to) : earlier[0];
  if (current && target) {
    const active = activeSubmission(await monthEvents(database, period));
    if (!active) return { current, target };
    throw new Refusal('wrong_state', {
      zh: `统计期${period}有送审中的更正，请先退回`,
      en: `A correction of ${period} is under review: return it first`,
    });
  }
  const known = earlier.map(({ id }) => id);
  throw new Refusal(
    'no_release',
    {
      zh: known.length
        ? `没有可回退的发布${to}，可选：${known.join('、')}`
        : `统计期${period}没有更早的发布可回退；首次发布有误时，请更正后再次发布`,
      en: known.length
        ? `There is no release ${to} to go back to; there are: ${known.join(', ')}`
        : `${period} has no earlier release to go back to: correct the data and publish again`,
    },
    { period, releases: known },
  );
}

function sameNumbers(current: Release, target: Release): Refusal {
  return new Refusal('wrong_state', {
    zh: `现行发布${current.id}的数字与${target.id}相同，无需回退；定稿不能退回`,
    en: `Release ${current.id} has the same numbers as ${target.id}: there is nothing to roll back, and a final month stays final`,
  });
}

async function again(
  { database, settings }: Program,
  { current, target, note }: { current: Release; target: Release; note: string },
): Promise<Draft> {
  const { manifest } = (await findRelease(database, target.id)) as NonNullable<
    Awaited<ReturnType<typeof findRelease>>
  >;
  const text = {
    zh: `恢复为${target.id}的数字：${note}`,
    en: `The numbers of ${target.id} stand again: ${note}`,
  };
  return {
    period: current.period,
    observed: { releaseKey: target.release_key },
    fingerprint: target.fingerprint,
    inputs: target.inputs,
    observations: target.observations,
    manifest: manifest as Draft['manifest'],
    parts: null,
    nextDays: await announcedDays(database, current.period as Period, releasePlan(settings)),
    causes: [{ code: 'ROLLED_BACK', count: 1, moved: 0, public: text, internal: text, scopes: [{}] }],
    word: { notePublic: note, specialRevision: current.status === 'f' },
  };
}

async function writeReports(
  inside: BoundDatabase,
  { release, now, station }: { release: Release; now: Date; station: Station },
): Promise<void> {
  for (const report of await station('reports', () => reportsOf(inside, release)))
    for (const language of reportLanguages)
      for (const format of reportFormats) {
        const document = await station(`write ${format}`, () => documentOf(report, format, language));
        await storeReport(inside, { ...document, writtenAt: now });
      }
}
