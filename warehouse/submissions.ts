import { createHash } from 'node:crypto';
import type { ReleaseCause } from '../catalogue/causes.ts';
import type { AnnouncedDays } from './calendar-entries.ts';
import { canonicalJson, manifestHash } from './canonical.ts';
import type { Database } from './database.ts';
import type { OfficersWord } from './publication.ts';
import type { ReleaseParts } from './releases.ts';

/** What a report says, by what names its parts: sentences as they read, charts and tables by the hash of what they show. */
export interface ReportContent {
  readonly park: string;
  readonly sentences: readonly { readonly id: string; readonly zh: string; readonly en: string }[];
  readonly charts: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, string>>;
}

/** A month frozen as it would be published. */
export interface Submission {
  readonly submission_id: string;
  readonly period: string;
  readonly base_release: string | null;
  readonly fingerprint: string;
  readonly inputs: string;
  /** What was in force, as one text. */
  readonly digest: string;
  readonly observations: number;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly manifest_sha256: string;
  readonly causes: readonly ReleaseCause[];
  readonly parts: ReleaseParts;
  readonly word: OfficersWord;
  readonly file: string;
  readonly file_sha256: string;
  readonly release_at: Date | null;
  readonly subject_sha256: string;
  readonly content: readonly ReportContent[];
  readonly refused: readonly string[];
  readonly next_days: AnnouncedDays | null;
  readonly submitted_by: string;
  readonly submitted_at: Date;
}

export interface SubmissionReport {
  readonly park: string;
  readonly format: string;
  readonly language: string;
  readonly content: Buffer;
  readonly sha256: string;
}

export type NewSubmission = Omit<Submission, 'submission_id' | 'manifest_sha256' | 'subject_sha256'>;

/**
 * What a signature covers, as one SHA-256: the observations, what they were made from, the base release, the hour, the
 * officer's word and every document, byte for byte.
 */
export function subjectOf(
  submission: Pick<
    NewSubmission,
    'period' | 'base_release' | 'fingerprint' | 'manifest' | 'release_at' | 'word' | 'file_sha256'
  >,
  reports: readonly Omit<SubmissionReport, 'content'>[],
): string {
  const documents = reports
    .map(({ park, format, language, sha256 }) => `${park}.${language}.${format} ${sha256}`)
    .sort();
  const { period, base_release, fingerprint, manifest, release_at, word, file_sha256 } = submission;
  const subject = {
    ...{ period, base_release, fingerprint, file_sha256, documents, word: { ...word } },
    manifest_sha256: manifestHash(manifest),
    release_at: release_at?.toISOString() ?? null,
  };
  return createHash('sha256').update(canonicalJson(subject)).digest('hex');
}

/** Keeps a submission with its documents and the act of submitting it, all or nothing. */
export async function storeSubmission(
  { kysely }: Database,
  submission: NewSubmission,
  reports: readonly SubmissionReport[],
): Promise<{ submission_id: string; subject_sha256: string }> {
  const subject_sha256 = subjectOf(submission, reports);
  return kysely.transaction().execute(async (writing) => {
    const { submission_id } = await writing
      .insertInto('submission')
      .values({
        ...submission,
        subject_sha256,
        manifest: JSON.stringify(submission.manifest),
        manifest_sha256: manifestHash(submission.manifest),
        causes: JSON.stringify(submission.causes),
        parts: JSON.stringify(submission.parts),
        word: JSON.stringify(submission.word),
        content: JSON.stringify(submission.content),
        refused: JSON.stringify(submission.refused),
        next_days: JSON.stringify(submission.next_days),
      })
      .returning('submission_id')
      .executeTakeFirstOrThrow();
    for (const report of reports)
      await writing
        .insertInto('submission_report')
        .values({ ...report, submission_id })
        .execute();
    const { period, submitted_by: acted_by, submitted_at: at } = submission;
    await writing
      .insertInto('month_event')
      .values({ period, kind: 'submitted', submission_id, subject_sha256, acted_by, at })
      .execute();
    return { submission_id, subject_sha256 };
  });
}

export async function findSubmission({ kysely }: Database, id: string): Promise<Submission | undefined> {
  const row = await kysely
    .selectFrom('submission')
    .selectAll()
    .where('submission_id', '=', id)
    .executeTakeFirst();
  return row as Submission | undefined;
}

/** The submission of the month before another: what its reviewer saw last. */
export async function submissionBefore({ kysely }: Database, { period, submission_id }: Submission) {
  const row = await kysely
    .selectFrom('submission')
    .selectAll()
    .where('period', '=', period)
    .where('submission_id', '<', submission_id)
    .orderBy('submission_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row as Submission | undefined;
}

/** The documents of a submission, without their bytes. */
export async function submissionReports({ kysely }: Database, id: string) {
  return kysely
    .selectFrom('submission_report')
    .select(['park', 'format', 'language', 'sha256'])
    .where('submission_id', '=', id)
    .orderBy('park')
    .orderBy('language')
    .orderBy('format')
    .execute();
}

export async function submissionReport(
  { kysely }: Database,
  id: string,
  { park, format, language }: Readonly<Record<'park' | 'format' | 'language', string>>,
): Promise<Buffer | undefined> {
  const row = await kysely
    .selectFrom('submission_report')
    .select('content')
    .where('submission_id', '=', id)
    .where('park', '=', park)
    .where('format', '=', format)
    .where('language', '=', language)
    .executeTakeFirst();
  return row?.content;
}

/** Files the documents of a submission as the reports of its release. */
export async function fileReports(
  { pool }: Database,
  id: string,
  release: string,
  now: Date,
): Promise<number> {
  const { rowCount } = await pool.query(
    `insert into report (release_id, park, format, language, content, sha256, written_at)
     select $2, park, format, language, content, sha256, $3 from submission_report where submission_id = $1`,
    [id, release, now],
  );
  return rowCount ?? 0;
}
