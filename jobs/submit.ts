import { join } from 'node:path';
import type { Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { documentOf, type ReportDocument, reportFormats, reportLanguages } from '../reports/reports.ts';
import { summaryOf } from '../reports/summary.ts';
import { announcedDays, readCalendar } from '../warehouse/calendar-entries.ts';
import { alone, type Database } from '../warehouse/database.ts';
import { activeSubmission, monthEvents } from '../warehouse/month-events.ts';
import type { Draft, OfficersWord } from '../warehouse/publication.ts';
import { latestRelease, type Release } from '../warehouse/releases.ts';
import {
  type NewSubmission,
  type ReportContent,
  type Submission,
  storeSubmission,
} from '../warehouse/submissions.ts';
import { type DrawnMonth, drawMonth } from './draft.ts';
import type { Program } from './program.ts';
import { refuseUnfinished } from './publish.ts';
import { keepSubmitted, rehearse, reportsOf } from './rehearse.ts';
import { runJob, type Station } from './run-job.ts';
import { releasePlan } from './settings.ts';
import { dropSite, makeSite } from './site.ts';

export interface SubmitOrder {
  readonly period: Period;
  readonly now: Date;
  readonly by: string;
  readonly word?: OfficersWord;
  readonly leaveOutHeld?: boolean;
  /** Published by hand once it is signed, whatever the calendar says. */
  readonly byHand?: boolean;
}

export interface SubmitResult {
  readonly runId: string;
  readonly counts: { readonly observations: number; readonly documents: number };
  readonly submission_id: string;
  readonly subject_sha256: string;
  readonly release_at: Date | null;
  readonly refused: readonly string[];
}

/**
 * Draws up a month, freezes it, and rehearses its publication: its reports are written and its pages made as they will be,
 * so that what is reviewed and signed is what readers get.
 */
export async function submit(program: Program, order: SubmitOrder): Promise<SubmitResult> {
  const { period, now, by, word = {}, leaveOutHeld = false } = order;
  refuseUnfinished(period, now);
  return alone(program.database, 'publish', () =>
    runJob(program, 'submit', period, now, async (station) => {
      await refuseActive(program.database, period);
      const drawn = await drawMonth(program, { period, now, leaveOutHeld }, station);
      const base = await latestRelease(program.database, period);
      if (base?.fingerprint === drawn.draft.fingerprint && !word.final) throw nothingNew(base);
      const release_at = order.byHand ? null : await hourOf(program, period, now);
      const kept = await station('keep', () =>
        keepSubmitted(program.settings.dataDir, drawn.draft.observed.path),
      );
      const next_days = await announcedDays(program.database, period, releasePlan(program.settings));
      const dates = datesOf({ release_at, submitted_at: now });
      const draft = { ...drawn.draft, word, ...dates, nextDays: next_days };
      const shown = await rehearsed(program, draft, release_at ?? now, station);
      const submission: NewSubmission = {
        ...{ period, base_release: base?.id ?? null, word, release_at, submitted_by: by, submitted_at: now },
        ...frozen(drawn),
        ...{ file: kept.file, file_sha256: kept.sha256 },
        ...{ content: shown.summaries, refused: shown.refused, next_days },
      };
      const documents = shown.documents.map(({ release: _, ...document }) => document);
      const stored = await storeSubmission(program.database, submission, documents);
      const counts = { observations: drawn.draft.observations, documents: shown.documents.length };
      return { counts, ...stored, release_at, refused: shown.refused };
    }),
  );
}

/** The instant that documents bear, and up to when words count: both are fixed when a month is submitted. */
export function datesOf({ release_at, submitted_at }: Pick<Submission, 'release_at' | 'submitted_at'>) {
  return { datedAt: release_at ?? submitted_at, writtenAt: submitted_at };
}

/** A submission as it is to be published. */
export function draftOf(submission: Submission, dataDir: string): Draft {
  const { period, fingerprint, inputs, observations, manifest, parts, causes, word } = submission;
  return {
    ...{ period, fingerprint, inputs, observations, manifest, parts, causes, word },
    observed: { path: join(dataDir, 'submitted', submission.file) },
    ...datesOf(submission),
    nextDays: submission.next_days,
  };
}

function frozen({ draft, digest }: DrawnMonth) {
  const { fingerprint, inputs, observations, manifest, parts, causes } = draft;
  return { fingerprint, inputs, observations, manifest, digest, parts, causes: causes ?? [] };
}

interface Rehearsed {
  readonly documents: readonly ReportDocument[];
  readonly summaries: readonly ReportContent[];
  readonly refused: readonly string[];
}

async function rehearsed(program: Program, draft: Draft, at: Date, station: Station): Promise<Rehearsed> {
  return rehearse(program, draft, at, async (after, { release }) => {
    const reports = await station('reports', () => reportsOf(after, release));
    const documents: ReportDocument[] = [];
    for (const report of reports)
      for (const language of reportLanguages)
        for (const format of reportFormats)
          documents.push(await station(`write ${format}`, () => documentOf(report, format, language)));
    const site = await station('pages', () => makeSite(program, { database: after, now: () => at }));
    if (site) await dropSite(site);
    return { documents, summaries: reports.map(summaryOf), refused: site?.refused ?? [] };
  });
}

/** The hour of publication, where it has not passed; a correction of a month that is out is published by hand. */
async function hourOf({ database, settings }: Program, period: Period, now: Date): Promise<Date | null> {
  const { release_at } = await readCalendar(database, period, releasePlan(settings));
  return release_at > now ? release_at : null;
}

async function refuseActive(database: Database, period: Period): Promise<void> {
  const active = activeSubmission(await monthEvents(database, period));
  if (!active) return;
  const { acted_by, at } = active.submitted;
  throw new Refusal(
    'wrong_state',
    {
      zh: `统计期${period}已由${acted_by}送审${active.signed ? '并已签发' : ''}，请先退回（parkstat return）再重新送审`,
      en: `${period} was submitted by ${acted_by}${active.signed ? ' and is signed' : ''}: return it first (parkstat return), then submit again`,
    },
    { period, submission: active.submission_id, at: at.toISOString() },
  );
}

function nothingNew(base: Release): Refusal {
  return new Refusal(
    'wrong_state',
    {
      zh: `与现行发布${base.id}完全相同，没有可送审的变动`,
      en: `Nothing differs from release ${base.id}: there is nothing to submit`,
    },
    { release: base.id },
  );
}
