import type { Delivery, Finding, FindingGroup } from '../../collection-answers.ts';
import type { Check } from '../check.ts';
import type { Acts, Session } from '../session.ts';

/** What findings are shown with: where they come from, and what may be done about them. */
export interface Showing {
  readonly session: Session;
  readonly acts: Acts;
  readonly source: { readonly file: File; readonly check: Check } | null;
  /** Null: found on this machine, and nothing was sent yet. */
  readonly delivery: Delivery | null;
}

/** A cause with the findings that are at hand already; those of a delivery are fetched when they are looked at. */
export interface Group extends FindingGroup {
  readonly rows: readonly Finding[] | null;
}
