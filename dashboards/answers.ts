import type { IndicatorId, ToldCodes, Transform, UnitId } from '../catalogue/indicators.ts';
import type { ParkType } from '../catalogue/mode.ts';
import type { Decimal } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Reason, Status } from '../catalogue/status.ts';

/** What the API answers, as far as the page reads it. */
export interface List<Item> {
  readonly rows: readonly Item[];
}

/** One cell. `value` is null exactly when there is a reason for it; growth and coverage are ratios. */
export interface Row extends ToldCodes {
  readonly indicator: IndicatorId;
  readonly period: Period;
  readonly value: Decimal | null;
  readonly status: Status;
  readonly reason: Reason | null;
  readonly coverage: Decimal | null;
  readonly release: string;
}

export interface Series extends List<Row> {
  readonly indicator: IndicatorId;
  readonly transform: Transform;
  readonly unit: UnitId;
  readonly decimals: number;
}

export interface Release {
  readonly id: string;
  readonly period: Period;
  readonly number: number;
  readonly published_at: string;
  readonly status: Status;
  readonly fingerprint: string;
  readonly observations: number;
  readonly current: boolean;
  readonly has_report: boolean;
}

export interface Park {
  readonly park_id: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly type: ParkType;
  readonly district: string;
  readonly opened_on: string;
}

export interface CodeName {
  readonly dimension: 'partner' | 'chapter';
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** How many tenants were due and what came of it; `late` and `nil` are among `received`. */
export interface Reporting {
  readonly expected: number;
  readonly received: number;
  readonly late: number;
  readonly nil: number;
}

export interface MissingTenant {
  readonly uscc: string;
  readonly name_zh: string;
  readonly park: string;
  readonly share_of_last_12_months: Decimal | null;
}

export interface Quality extends Reporting {
  readonly period: Period;
  readonly rows_read: number;
  readonly rejected_rows: number;
  readonly coverage: { readonly count: Decimal | null; readonly value: Decimal | null };
  readonly parks: readonly (Reporting & { readonly park: string })[];
  readonly missing: readonly MissingTenant[];
  readonly deliveries: Readonly<Record<'in_force' | 'needs_fixing' | 'refused' | 'superseded', number>>;
}
