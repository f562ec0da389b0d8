import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Period } from '../catalogue/period.ts';
import { documentOf, reportLanguages } from '../reports/reports.ts';
import { type Change, largestChanges, previousRelease } from '../warehouse/changes.ts';
import { alone, type Database } from '../warehouse/database.ts';
import { activeSubmission, monthEvents } from '../warehouse/month-events.ts';
import type { Draft } from '../warehouse/publication.ts';
import type { Release } from '../warehouse/releases.ts';
import { findSubmission } from '../warehouse/submissions.ts';
import { drawMonth } from './draft.ts';
import { type PreviewedMail, previewMails } from './preview-mails.ts';
import type { Program } from './program.ts';
import { rehearse, reportsOf } from './rehearse.ts';
import { runJob } from './run-job.ts';
import { makeSite } from './site.ts';
import { draftOf } from './submit.ts';

export interface Simulated {
  readonly runId: string;
  readonly counts: { readonly moved: number; readonly pages_refused: number };
  readonly release: string;
  /** Whether what is submitted was shown; else what would be drawn up now. */
  readonly submitted: boolean;
  /** Against the release before; none of a first release. */
  readonly changes: readonly Change[];
  readonly moved: number;
  readonly refused: readonly string[];
  /** What subscribers would get, and whom which alert would reach. */
  readonly mails: readonly PreviewedMail[];
  /** A folder with the pages as readers would see them, and the reports. */
  readonly folder: string;
}

const told = 20;

/** Publishes a month at an instant of one's choice, shows what readers would see, and takes it back. */
export async function simulate(
  program: Program,
  { period, at, now }: { period: Period; at: Date; now: Date },
): Promise<Simulated> {
  return alone(program.database, 'publish', () =>
    runJob(program, 'simulate', period, now, async (station) => {
      const { draft, submitted } = await drafted(program, period, now);
      return rehearse(program, draft, at, async (after, { release }) => {
        const { rows: changes, total: moved } = await changesOf(after, release);
        const site = await station('pages', () => makeSite(program, { database: after, now: () => at }));
        const folder = join(program.settings.dataDir, 'simulated', period);
        await rm(folder, { recursive: true, force: true });
        await mkdir(join(folder, 'reports'), { recursive: true });
        if (site) await rename(site.making, join(folder, 'site'));
        await station('reports', () => writeReports(after, release, join(folder, 'reports')));
        const order = { release: release.id, at, folder: join(folder, 'mails') };
        const mails = await station('mails', () => previewMails(program, after, order));
        const refused = site?.refused ?? [];
        const counts = { moved, pages_refused: refused.length };
        return { counts, release: release.id, submitted, changes, moved, refused, mails, folder };
      });
    }),
  );
}

/** What is submitted of a month, else what would be drawn up now. */
export async function drafted(
  program: Program,
  period: Period,
  now: Date,
): Promise<{ draft: Draft; submitted: boolean }> {
  const active = activeSubmission(await monthEvents(program.database, period));
  const submission = active && (await findSubmission(program.database, active.submission_id));
  if (submission) return { draft: draftOf(submission, program.settings.dataDir), submitted: true };
  const { draft } = await drawMonth(program, { period, now, leaveOutHeld: true }, (_name, work) => work());
  return { draft, submitted: false };
}

async function changesOf(after: Database, release: Release) {
  const before = await previousRelease(after, release);
  return before ? largestChanges(after, before, release, told) : { rows: [], total: 0 };
}

async function writeReports(after: Database, release: Release, folder: string): Promise<void> {
  for (const report of await reportsOf(after, release))
    for (const language of reportLanguages) {
      const { park, format, content } = await documentOf(report, 'html', language);
      await writeFile(join(folder, `${park}.${language}.${format}`), content);
    }
}
