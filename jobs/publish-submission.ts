import { join } from 'node:path';
import type { Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { documentOf, reportLanguages } from '../reports/reports.ts';
import { queueAnnouncements } from '../warehouse/announcements.ts';
import { type BoundDatabase, bound } from '../warehouse/bound.ts';
import { alone } from '../warehouse/database.ts';
import { noteMonthCheck } from '../warehouse/in-force.ts';
import { activeSubmission, monthEvents, recordMonthEvent } from '../warehouse/month-events.ts';
import { publishWithin } from '../warehouse/publication.ts';
import { latestRelease, type Release } from '../warehouse/releases.ts';
import {
  fileReports,
  findSubmission,
  type Submission,
  subjectOf,
  submissionReports,
} from '../warehouse/submissions.ts';
import type { Program } from './program.ts';
import { reportsOf, sha256Of } from './rehearse.ts';
import { writeReportFiles } from './report.ts';
import { runJob } from './run-job.ts';
import { commitWithPages, placeSite, type Site } from './site.ts';
import { draftOf } from './submit.ts';

export interface PublishedSubmission {
  readonly runId: string;
  readonly counts: { readonly observations: number; readonly documents: number };
  readonly release: Release;
  readonly site: Site | null;
}

/**
 * Publishes what was signed: numbers, documents, mails and the act in one transaction, and the pages, which are made before
 * it ends, by one switch after it. What is not what was signed is not published: the signature is void, with the reason.
 */
export async function publishSubmission(
  program: Program,
  { period, now, by }: { period: Period; now: Date; by: string },
): Promise<PublishedSubmission> {
  const { database } = program;
  return alone(database, 'publish', () =>
    runJob(program, 'publish', period, now, async (station, runId) => {
      const submission = await signedSubmission(program, period, now);
      try {
        await refuseOther(program, submission);
        const made = await bound(database, async (inside) => {
          const release = await station('release', () =>
            releaseOf(program, inside, { submission, now, runId }),
          );
          await station('reports', () => refuseOtherWords(inside, release, submission));
          const documents = await fileReports(inside, submission.submission_id, release.id, now);
          const event = { period, kind: 'published', acted_by: by, at: now } as const;
          const about = { submission_id: submission.submission_id, release_id: release.id };
          await recordMonthEvent(inside, { ...event, ...about });
          await queueAnnouncements(inside, release.id, now);
          const site = await station('pages', () => commitWithPages(program, inside, now));
          return { release, documents, site };
        });
        const site =
          made.site && (await station('switch', () => placeSite(made.site as NonNullable<typeof made.site>)));
        await noteMonthCheck(database, period, submission.digest, now);
        await station('files', () => writeReportFiles(program, made.release));
        return {
          counts: { observations: submission.observations, documents: made.documents },
          ...made,
          site,
        };
      } catch (error) {
        if (error instanceof SignatureVoid) await voidSignature(program, { submission, error, now });
        throw error;
      }
    }),
  );
}

/** Signed was something else than what would be published now. */
class SignatureVoid extends Refusal {}

/** The signed submission of a month whose hour has come. */
async function signedSubmission({ database }: Program, period: Period, now: Date): Promise<Submission> {
  const active = activeSubmission(await monthEvents(database, period));
  const submission = active && (await findSubmission(database, active.submission_id));
  if (!submission || !active?.signed)
    throw new Refusal(
      'not_signed',
      {
        zh: `统计期${period}${submission ? '已送审但尚未签发' : '尚未送审'}，不能发布：${submission ? '请由另一人签发（parkstat sign）' : '请先送审（parkstat submit），再由另一人签发（parkstat sign）'}`,
        en: `${period} ${submission ? 'is under review and not signed' : 'was not submitted'}: ${submission ? 'have somebody else sign it (parkstat sign)' : 'submit it (parkstat submit), then have somebody else sign it (parkstat sign)'}`,
      },
      { period },
    );
  if (submission.release_at && submission.release_at > now)
    throw new Refusal(
      'not_signed',
      {
        zh: `统计期${period}定于${submission.release_at.toISOString()}发布，时间未到；要提前，请退回后改日程，再重新送审`,
        en: `${period} waits for its hour, ${submission.release_at.toISOString()}; to publish earlier, return it, change the calendar and submit again`,
      },
      { period, release_at: submission.release_at.toISOString() },
    );
  return submission;
}

/** Bytes, base and subject must be what they were when it was signed. */
async function refuseOther({ database, settings }: Program, submission: Submission): Promise<void> {
  const { submission_id, file, file_sha256, subject_sha256, base_release, period } = submission;
  const path = join(settings.dataDir, 'submitted', file);
  const found = await sha256Of(path).catch(() => null);
  if (found !== file_sha256)
    throw isVoid(submission, {
      zh: `送审的数据文件${path}${found ? '内容已变' : '不在了'}`,
      en: `the submitted file ${path} ${found ? 'has other bytes' : 'is gone'}`,
    });
  if (subjectOf(submission, await submissionReports(database, submission_id)) !== subject_sha256)
    throw isVoid(submission, {
      zh: '送审内容与签发的不一致',
      en: 'what was submitted is not what was signed',
    });
  const base = await latestRelease(database, period);
  if ((base?.id ?? null) !== base_release)
    throw isVoid(submission, {
      zh: `其间已有新发布${base?.id ?? ''}`,
      en: `release ${base?.id ?? ''} came in between`,
    });
}

async function releaseOf(
  { settings }: Program,
  inside: BoundDatabase,
  { submission, now, runId }: { submission: Submission; now: Date; runId: string },
): Promise<Release> {
  const { release, published } = await publishWithin(
    inside,
    draftOf(submission, settings.dataDir),
    now,
    runId,
  );
  if (!published)
    throw isVoid(submission, { zh: `与${release.id}相同`, en: `it is the same as ${release.id}` });
  return release;
}

/** The reports are written anew as readers would get them: a base that was revised meanwhile shows in their bytes. */
async function refuseOtherWords(
  inside: BoundDatabase,
  release: Release,
  submission: Submission,
): Promise<void> {
  const signed = await submissionReports(inside, submission.submission_id);
  for (const report of await reportsOf(inside, release))
    for (const language of reportLanguages) {
      const { sha256, park, format } = await documentOf(report, 'html', language);
      const known = signed.find(
        (one) => one.park === park && one.format === format && one.language === language,
      );
      if (known?.sha256 === sha256) continue;
      throw isVoid(submission, {
        zh: `月报（${park}，${language}）与签发的不同：其间所比较的月份已修订，或名称已变`,
        en: `the report (${park}, ${language}) would differ from the signed one: months that it compares with were revised, or names changed`,
      });
    }
}

function isVoid({ period, submission_id }: Submission, why: { zh: string; en: string }): SignatureVoid {
  return new SignatureVoid(
    'signature_void',
    {
      zh: `统计期${period}的签发失效：${why.zh}；请重新送审、签发`,
      en: `The signature of ${period} is void: ${why.en}; submit and sign it again`,
    },
    { period, submission: submission_id },
  );
}

async function voidSignature(
  { database }: Program,
  { submission, error, now }: { submission: Submission; error: SignatureVoid; now: Date },
): Promise<void> {
  const { period, submission_id } = submission;
  const event = { period, kind: 'voided', acted_by: 'parkstat', at: now } as const;
  await recordMonthEvent(database, { ...event, submission_id, note: `${error.text.zh} | ${error.text.en}` });
}
