import type { Dimension, IndicatorId } from '../catalogue/indicators.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { Scope } from '../catalogue/roles.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import type { FedCell, RowFinding } from '../warehouse/trace.ts';

/** A cell of a release, and which page of its rows is wanted. */
export interface TraceQuery {
  readonly indicator: IndicatorId;
  readonly cell: Readonly<Record<Dimension, string>>;
  readonly period: string;
  /** Null: the current release of the month, or the one that was current then. */
  readonly release: string | null;
  readonly asOf: Date | null;
  /** Whose deliveries, rows and returns are told; the sums are those of the cell. */
  readonly scope: Scope;
  readonly limit: number;
  readonly offset: number;
}

export interface TraceDelivery {
  readonly delivery_id: string;
  readonly uscc: string;
  readonly name_zh: string;
  readonly file_name: string;
  readonly sha256: string;
  readonly received_at: string;
  readonly state: string;
  readonly mode: string;
  readonly flow: string;
  readonly lines: number;
  /** Yuan and dollars with two decimals. */
  readonly cny: string;
  readonly usd: string;
}

export interface TraceRow {
  readonly delivery_id: string;
  readonly file_name: string;
  /** Sheet, archive member or message; null where the file has one part only. */
  readonly part: string | null;
  readonly row: number;
  readonly uscc: string;
  readonly mode: string;
  readonly flow: string;
  readonly park: string | null;
  readonly partner: string;
  readonly chapter: string;
  readonly district: string;
  readonly transport: string;
  readonly declaration_no: string;
  readonly line_no: number;
  readonly declared_on: string;
  readonly released_on: string;
  readonly hs_code: string;
  readonly goods_name: string;
  readonly quantity: string;
  readonly unit: string;
  readonly currency: string;
  readonly amount: string;
  /** Yuan for 100 units in the month of declaration. */
  readonly cny_per_100: string | null;
  readonly cny: string | null;
  readonly findings: readonly Omit<RowFinding, 'delivery' | 'part' | 'row'>[];
}

export interface TraceEvent {
  readonly delivery_id: string;
  readonly file_name: string;
  readonly part: string | null;
  readonly row: number;
  readonly kind: string;
  readonly mode: string;
  readonly flow: string;
  readonly park: string | null;
  readonly uscc: string;
  /** The month of the line that it is about; null where no line of its kind is in force. */
  readonly original_period: string | null;
  readonly declaration_no: string;
  readonly line_no: number | null;
  readonly event_on: string;
  readonly state: string;
  readonly cny: string | null;
}

export interface Trace {
  readonly indicator: IndicatorId;
  readonly cell: Readonly<Record<Dimension, string>>;
  readonly period: string;
  readonly release: string;
  readonly value: string | null;
  readonly status: Status;
  readonly reason: Reason | null;
  readonly formula: Message & {
    readonly model: string;
    readonly sql: readonly { name: string; sql: string }[];
  };
  readonly partitions: readonly { readonly id: string; readonly fingerprint: string }[];
  readonly deliveries: readonly TraceDelivery[];
  readonly sum: {
    readonly deliveries: number;
    readonly lines: number;
    readonly cny: string;
    readonly usd: string;
  };
  /** Whether the sum of what is shown is the published value; null where the indicator is no sum of its lines. */
  readonly adds_up: boolean | null;
  readonly total: number;
  readonly rows: readonly TraceRow[];
  /** Returns and cancellations behind an indicator of them. */
  readonly events: readonly TraceEvent[];
}

export interface Fed {
  readonly releases: readonly { readonly id: string; readonly period: string; readonly current: boolean }[];
  readonly total: number;
  readonly rows: readonly FedCell[];
}

/** Both ways between a number and its rows; needs files and the engine, and so is given to the API. */
export interface Tracing {
  trace(query: TraceQuery): Promise<Trace>;
  fed(deliveryId: string, page: { readonly limit: number; readonly offset: number }): Promise<Fed>;
}
