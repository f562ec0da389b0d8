import type { Message } from './refusal.ts';

/** How far a month has come on its way to readers. */
export const monthStates = {
  collecting: { zh: '收集中', en: 'Collecting' },
  closed: { zh: '已截止', en: 'Closed' },
  drafted: { zh: '已起草', en: 'Drafted' },
  in_review: { zh: '待复核', en: 'In review' },
  signed: { zh: '已签发', en: 'Signed' },
  embargoed: { zh: '待发布', en: 'Embargoed' },
  published: { zh: '已发布', en: 'Published' },
} as const satisfies Record<string, Message>;
export type MonthStateId = keyof typeof monthStates;
export const monthStateIds = Object.keys(monthStates) as MonthStateId[];

/** What is done about a month; each act is kept. */
export const monthActs = {
  closed: { zh: '截止收集', en: 'Collection closed' },
  reopened: { zh: '重新打开', en: 'Reopened' },
  submitted: { zh: '送审', en: 'Submitted for review' },
  returned: { zh: '退回', en: 'Returned' },
  signed: { zh: '签发', en: 'Signed' },
  voided: { zh: '签发失效', en: 'Signature void' },
  published: { zh: '发布', en: 'Published' },
  rolled_back: { zh: '回退', en: 'Rolled back' },
  override_proposed: { zh: '提请放行', en: 'Override proposed' },
  override_agreed: { zh: '同意放行', en: 'Override agreed to' },
} as const satisfies Record<string, Message>;
export type MonthAct = keyof typeof monthActs;

/** What the state of a month follows from. */
export interface MonthFacts {
  readonly isReleased: boolean;
  readonly isDrafted: boolean;
  /** Whether the last of `closed` and `reopened` is `closed`. */
  readonly isClosed: boolean;
  /** What is under review or signed; null when nothing is. */
  readonly submission: { readonly isSigned: boolean; readonly releaseAt: Date | null } | null;
}

/**
 * The state of a month at an instant. A released month whose correction is under review stands where the correction does:
 * what is published stays so meanwhile.
 */
export function monthStateAt(facts: MonthFacts, now: Date): MonthStateId {
  const { submission } = facts;
  if (submission?.isSigned)
    return submission.releaseAt && submission.releaseAt > now ? 'embargoed' : 'signed';
  if (submission) return 'in_review';
  if (facts.isReleased) return 'published';
  if (facts.isDrafted) return 'drafted';
  return facts.isClosed ? 'closed' : 'collecting';
}
