import type { CheckId } from '../../catalogue/checks.ts';
import type { ToldTransform } from '../../catalogue/highlights.ts';
import type { Mark } from '../../catalogue/marks.ts';
import type { MonthStateId } from '../../catalogue/month-states.ts';
import type { Decimal } from '../../catalogue/number.ts';
import type { Period } from '../../catalogue/period.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { Role } from '../../catalogue/roles.ts';
import type { Reason, Status } from '../../catalogue/status.ts';

/** What the API answers, as far as the first screen reads it. */
export interface Figure {
  readonly value: Decimal | null;
  readonly reason: Reason | null;
}

export interface OverviewRow extends Figure {
  readonly mode: string;
  readonly status: Status;
  readonly yoy: Figure;
  readonly ytd: Figure;
  readonly ytd_yoy: Figure;
  readonly like_for_like: Figure & { readonly tenants: number | null };
  readonly january_february: Figure | null;
  /** Percentages of the first value. */
  readonly expected_revision: {
    readonly n: number;
    readonly mean: string | null;
    readonly low: string | null;
    readonly high: string | null;
  } | null;
  readonly low_coverage: boolean;
  readonly marks: readonly Mark[];
}

export interface Overview {
  readonly period: Period;
  readonly release: string;
  readonly status: Status;
  readonly published_at: string;
  readonly next: { readonly period: Period; readonly planned_at: string } | null;
  readonly coverage: { readonly by_count: Decimal | null; readonly by_value: Figure };
  readonly rows: readonly OverviewRow[];
}

export interface Clause extends Message {
  readonly code: string;
}

export interface Line {
  readonly park: string;
  readonly mode: string;
  readonly amount: Decimal | null;
  readonly points: Decimal | null;
  readonly sentence: Message;
  readonly clauses: readonly Clause[];
}

export interface Change {
  readonly transform: ToldTransform;
  readonly base_period: Period;
  readonly amount: Decimal | null;
  readonly points: Decimal | null;
  readonly reason: Reason | null;
  readonly summary: Message | null;
  readonly lines: readonly Line[];
  readonly rest: {
    readonly cells: number;
    readonly amount: Decimal | null;
    readonly points: Decimal | null;
    readonly sentence: Message;
  } | null;
  readonly base_revision: readonly { readonly part: string; readonly amount: Decimal }[] | null;
}

export interface Highlights {
  readonly changes: readonly Change[];
  readonly revisions: {
    readonly since: string | null;
    readonly cells: number;
    readonly rows: readonly {
      readonly period: Period;
      readonly park: string;
      readonly mode: string;
      readonly sentence: Message;
    }[];
  };
}

export interface Cell {
  readonly period: Period;
  readonly park: string;
  readonly mode: string;
}

/** The state of a month, for who runs it. */
export interface Month {
  readonly period: Period;
  readonly state: MonthStateId;
  readonly now: string;
  readonly working_day: number | null;
  readonly due: { readonly day: string; readonly passed: boolean };
  readonly planned: { readonly at: string; readonly hours_left: number | null } | null;
  readonly release: { readonly id: string; readonly status: Status; readonly published_at: string } | null;
  readonly draft: { readonly drawn_at: string; readonly moved: number } | null;
  readonly data_as_of: string | null;
  readonly reporting: Readonly<Record<'expected' | 'received' | 'late' | 'nil' | 'held', number>>;
  readonly coverage: { readonly count: Decimal | null; readonly value: Decimal | null };
  readonly findings: Readonly<Record<'must_fix' | 'to_confirm' | 'confirmed', number>>;
  readonly blocking:
    | readonly { readonly id: CheckId; readonly title: Message; readonly found: number }[]
    | null;
  readonly queues: {
    readonly drafts:
      | readonly { readonly period: Period; readonly moved: number; readonly first: boolean }[]
      | null;
    readonly held: number;
    readonly corrections:
      | readonly {
          readonly period: Period;
          readonly release: string;
          readonly moved: number | null;
          readonly has_report: boolean;
        }[]
      | null;
    readonly notes_missing: readonly Cell[];
  };
  readonly role: Role;
}

export interface Reminders {
  readonly method_text: Message;
  readonly coverage: Decimal | null;
  readonly missing: Decimal;
  readonly sentence: Message | null;
  readonly rows: readonly {
    readonly uscc: string;
    readonly name_zh: string;
    readonly parks: readonly string[];
    readonly state: 'not_received' | 'needs_fixing' | 'refused' | 'withdrawn' | 'held' | 'received';
    readonly expected: Decimal;
    readonly cumulative: Decimal | null;
    readonly coverage_after: Decimal | null;
  }[];
}

export interface Me {
  readonly signed_in: boolean;
  readonly display_name: string | null;
  readonly capabilities: readonly string[];
  readonly scope: { readonly all: boolean; readonly parks: readonly string[] };
}
