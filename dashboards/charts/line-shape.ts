import type { Decimal } from '../../catalogue/number.ts';
import type { Period } from '../../catalogue/period.ts';

export interface LinePoint {
  readonly period: Period;
  readonly value: Decimal | null;
  /** What is read at the point; unique in the drawing. */
  readonly label: string;
}

export interface Line {
  readonly key: string;
  readonly name: string;
  readonly colour: string;
  readonly points: readonly LinePoint[];
  /** Lines are told apart by their dashes too, where there are several. */
  readonly dash?: string;
}

/** A value as it was first published, or the range in which one is to be expected. */
export interface Lines {
  readonly months: readonly Period[];
  readonly lines: readonly Line[];
  /** As first published: a thin line, with a ring where it was revised since. */
  readonly firsts?: readonly (LinePoint & { readonly isRevised: boolean })[];
  readonly expected?: readonly {
    readonly period: Period;
    readonly low: Decimal;
    readonly high: Decimal;
    readonly label: string;
  }[];
  /** Months to be shaded, and what for. */
  readonly shaded?: { readonly months: readonly Period[]; readonly name: string };
  /** Numbers of notes at their months. */
  readonly notes?: readonly { readonly period: Period; readonly number: string }[];
  /** A level that is meant, like 100 %. */
  readonly rule?: Decimal;
}
