import type { MonthStateId } from '../catalogue/month-states.ts';
import type { Period } from '../catalogue/period.ts';
import type { ReasonCodeId } from '../catalogue/reason-codes.ts';
import type { ChecklistItem } from '../warehouse/checklist.ts';
import type { MonthEvent } from '../warehouse/month-events.ts';
import type { OfficersWord } from '../warehouse/publication.ts';
import type { SubmissionChanges } from '../warehouse/submission-changes.ts';
import type { ReportContent, Submission } from '../warehouse/submissions.ts';

/** A month on the reviewer's desk. */
export interface Review {
  readonly period: Period;
  readonly state: MonthStateId;
  readonly items: readonly ChecklistItem[];
  readonly events: readonly MonthEvent[];
  readonly submission: Pick<
    Submission,
    | 'submission_id'
    | 'submitted_by'
    | 'submitted_at'
    | 'release_at'
    | 'subject_sha256'
    | 'base_release'
    | 'observations'
  > | null;
  /** Against the submission before; null for the first. */
  readonly changes: SubmissionChanges | null;
}

export interface SubmitAsked {
  readonly period: Period;
  readonly by: string;
  readonly word: OfficersWord;
  readonly leaveOutHeld: boolean;
  /** Published by hand once it is signed, whatever the calendar says. */
  readonly byHand: boolean;
}

export interface RollBackAsked {
  readonly period: Period;
  readonly by: string;
  readonly reason_code: ReasonCodeId;
  readonly note: string;
  /** The release whose numbers stand again; undefined: the one before the current. */
  readonly to: string | undefined;
}

/** Acts on months that need files or the engine. One at a time: the next is refused as `busy`. */
export interface Desk {
  review(period: Period): Promise<Review>;
  submit(asked: SubmitAsked): Promise<{
    readonly submission_id: string;
    readonly subject_sha256: string;
    readonly release_at: Date | null;
    readonly counts: { readonly observations: number; readonly documents: number };
    readonly refused: readonly string[];
  }>;
  publish(asked: { readonly period: Period; readonly by: string }): Promise<{ readonly release: string }>;
  rollBack(asked: RollBackAsked): Promise<{
    readonly release: string;
    readonly from: string;
    readonly to: string;
  }>;
  simulate(
    period: Period,
    at: Date,
  ): Promise<{
    readonly release: string;
    /** Whether what is submitted was shown; else what would be drawn up now. */
    readonly submitted: boolean;
    readonly moved: number;
    readonly refused: readonly string[];
    readonly mails: readonly {
      readonly kind: 'announcement' | 'correction' | 'alert' | 'reminder';
      readonly recipient: string;
      readonly language: 'zh' | 'en';
      readonly subject: string;
    }[];
  }>;
  /** A file of the last simulation of a month, by its path below it; undefined where there is none. */
  simulated(period: Period, path: string): Promise<Buffer | undefined>;
  /** What the newest report of a month says, of the city (`_T`) or a park; undefined where there is none. */
  reported(
    period: Period,
    park: string,
  ): Promise<{ readonly release: string; readonly content: ReportContent } | undefined>;
}
