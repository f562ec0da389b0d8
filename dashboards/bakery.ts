import type { Period } from '../catalogue/period.ts';
import type { CodeName, Park, Release } from './answers.ts';

/** What a page's list of questions may depend on. */
export interface Bakery {
  /** The month of the release that is baked. */
  readonly period: Period;
  /** Released months, newest first. */
  readonly periods: readonly Period[];
  readonly releases: readonly Release[];
  readonly parks: readonly Park[];
  readonly codes: readonly CodeName[];
}

/** A page's share of a baked copy, from its `queries.ts`. */
export interface BakedPage {
  /** What the page asks as it first opens: carried by the page itself, so it must be little. */
  readonly firstPaths: (bakery: Bakery) => readonly string[];
  /** Everything else that can be asked in a copy, in chunks; the first paths need not be among them. */
  readonly furtherPaths: (bakery: Bakery) => readonly string[];
}
