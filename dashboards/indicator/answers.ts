import type { Additivity, Dimension, IndicatorId, Transform, UnitId } from '../../catalogue/indicators.ts';
import type { Mark } from '../../catalogue/marks.ts';
import type { Decimal } from '../../catalogue/number.ts';
import type { Period } from '../../catalogue/period.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { Reason, Status } from '../../catalogue/status.ts';
import type { List, Row, Series } from '../answers.ts';

/** What the API answers to the questions of this page, as far as it reads them. */
export interface IndicatorEntry extends Message {
  readonly id: IndicatorId;
  readonly family: string;
  readonly family_zh: string;
  readonly family_en: string;
  readonly definition: Message;
  readonly formula: Message;
  readonly unit: UnitId;
  readonly unit_zh: string;
  readonly unit_en: string;
  readonly decimals: number;
  readonly breakdowns: readonly Dimension[];
  readonly modes: readonly string[];
  readonly additivity: Readonly<Record<Dimension | 'time', Additivity>>;
  readonly transforms: readonly Transform[];
  readonly made: 'month' | 'vintage';
  readonly since: string;
}

export interface Note {
  readonly id: string;
  readonly version: number;
  readonly from: Period;
  readonly to: Period;
  readonly zh: string;
  readonly en: string | null;
  readonly written_at: string;
}

type Codes = Readonly<Record<'park' | 'mode' | 'flow' | 'partner', string>>;

export interface MarkedSeries extends Series {
  readonly as_of: string | null;
  readonly releases: readonly string[];
  readonly marks: readonly (Codes & { readonly period: Period; readonly marks: readonly Mark[] })[];
  readonly notes: readonly Note[];
}

export interface Known {
  readonly value: Decimal | null;
  readonly reason: Reason | null;
  readonly status: Status;
  readonly release: string | null;
  readonly published_at: string;
}

export interface VintageMonth extends Codes {
  readonly period: Period;
  readonly releases: number;
  readonly first: Known;
  readonly latest: Known;
  readonly expected: { readonly low: Decimal; readonly high: Decimal } | null;
}

export interface Band {
  readonly n: number;
  readonly mean: Decimal | null;
  readonly low: Decimal | null;
  readonly high: Decimal | null;
}
export interface Vintages extends List<VintageMonth> {
  readonly bands: readonly (Codes & Band)[];
}

export interface Figure {
  readonly value: Decimal | null;
  readonly reason: Reason | null;
}

export interface Part extends Codes {
  readonly value: Decimal | null;
  readonly status: Status;
  readonly reason: Reason | null;
  readonly share: Figure;
  readonly yoy: Figure;
  readonly contribution: Figure;
}

export interface Balance extends Codes {
  readonly total: Decimal | null;
  readonly yoy: Figure;
  readonly sum: Decimal | null;
  readonly unallocated: Decimal | null;
  readonly unallocated_contribution: Decimal | null;
  readonly confidential: number;
  readonly missing: number;
  readonly reason: string | null;
}

export interface Structure extends List<Part> {
  readonly unit: UnitId;
  readonly decimals: number;
  readonly period: Period;
  readonly by: Dimension;
  readonly balances: readonly Balance[];
}

interface Cause extends Message {
  readonly code: string;
  readonly public: Message;
}

export interface Vintage {
  readonly number: number;
  readonly release: string;
  readonly published_at: string;
  readonly value: Decimal | null;
  readonly status: Status | null;
  readonly revision: Decimal | null;
  readonly causes: readonly Cause[];
}

export interface RevisionMonth {
  readonly period: Period;
  readonly releases: readonly Vintage[];
  readonly third_month: {
    readonly release: string;
    readonly value: Decimal | null;
    readonly revision: Decimal | null;
  } | null;
}

export interface RevisionStatistics {
  readonly n: number;
  readonly mr: Decimal | null;
  readonly mar: Decimal | null;
  readonly share_up: Decimal | null;
  readonly min: Decimal | null;
  readonly max: Decimal | null;
  readonly t: Decimal | null;
}

export interface Revisions extends List<RevisionMonth> {
  readonly unit: 'percent' | 'percentage_points';
  readonly third: RevisionStatistics;
  readonly latest: RevisionStatistics;
  readonly band: Band;
}

export interface CoveredMonth {
  readonly period: Period;
  readonly due: number | null;
  readonly received: number | null;
  readonly by_count: Decimal | null;
  readonly by_value: Figure;
  readonly estimated_share: Figure;
}

export interface Method {
  readonly formula: Message;
  readonly model: string;
  readonly sql: readonly { readonly name: string; readonly sql: string }[];
  readonly basis: Message;
  readonly rules: readonly (Message & {
    readonly id: string;
    readonly class: string;
    readonly columns: readonly string[];
    readonly source: string;
  })[];
  readonly announcements: readonly {
    readonly mode: string;
    readonly zh: string;
    readonly basis: string;
    readonly valid_from: string;
  }[];
  readonly related: readonly (Message & { readonly id: IndicatorId })[];
  readonly next: { readonly period: Period; readonly planned_at: string } | null;
  readonly contact: string | null;
}

export interface Origin {
  readonly value: Decimal | null;
  readonly status: Status | null;
  readonly reason: Reason | null;
  readonly coverage: Decimal | null;
  readonly release: string;
  readonly published_at: string;
  readonly formula: Message;
  readonly history: readonly (Omit<Vintage, 'number' | 'revision'> & { readonly coverage: Decimal | null })[];
  readonly contributors: {
    readonly tenants: number | null;
    readonly largest: Decimal | null;
    readonly top_five: Decimal | null;
    readonly estimated: number | null;
  };
}

export interface SeasonalCheck {
  readonly adjustable: boolean;
  readonly refusal: Message | null;
}

export interface Seasonal extends List<SeasonalMonth> {
  readonly unit: UnitId;
  readonly decimals: number;
}

interface SeasonalMonth {
  readonly period: Period;
  readonly original: Decimal;
  readonly adjusted: Decimal;
  readonly trend: Decimal;
}

export type { Row };
