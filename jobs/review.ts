import { join } from 'node:path';
import type { Review } from '../api/desk.ts';
import type { Period } from '../catalogue/period.ts';
import { readChecklist } from '../warehouse/checklist.ts';
import { activeSubmission, stateOfMonth } from '../warehouse/month-events.ts';
import { submissionChanges } from '../warehouse/submission-changes.ts';
import { findSubmission, type Submission, submissionBefore } from '../warehouse/submissions.ts';
import type { Program } from './program.ts';

/** A month on the reviewer's desk. */
export async function readReview(
  { database, settings }: Program,
  { period, now }: { period: Period; now: Date },
): Promise<Review> {
  const { state, events } = await stateOfMonth(database, period, now);
  const active = activeSubmission(events);
  const submission = active ? await findSubmission(database, active.submission_id) : undefined;
  const before = submission && (await submissionBefore(database, submission));
  const folder = join(settings.dataDir, 'submitted');
  return {
    period,
    state,
    events,
    items: await readChecklist(database, period),
    submission: submission ? told(submission) : null,
    changes: submission && before ? await submissionChanges(database, folder, before, submission) : null,
  };
}

function told(submission: Submission): NonNullable<Review['submission']> {
  const {
    submission_id,
    submitted_by,
    submitted_at,
    release_at,
    subject_sha256,
    base_release,
    observations,
  } = submission;
  return {
    submission_id,
    submitted_by,
    submitted_at,
    release_at,
    subject_sha256,
    base_release,
    observations,
  };
}
