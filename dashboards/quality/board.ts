import { addMonths, type Period, periodOf } from '../../catalogue/period.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { RuleClass } from '../../catalogue/rules/rule.ts';
import type { Park } from '../answers.ts';
import type { Delivery, DeliveryList, MonthQuality } from '../collection-answers.ts';
import { type Failure, request, servedAt } from '../request.ts';
import type { Language } from '../view.ts';

export interface Cause {
  readonly rule: string;
  readonly class: RuleClass;
  readonly column: string | null;
  readonly count: number;
  readonly open: number;
  readonly message: Message;
  readonly deliveries: readonly {
    readonly delivery_id: string;
    readonly uscc: string;
    readonly count: number;
    readonly open: number;
  }[];
}

export interface Source {
  readonly source_id: string;
  readonly uscc: string;
  readonly kind: string;
  readonly due_day: number;
  readonly last_success: string | null;
  readonly last_try: string | null;
  readonly failures: number;
  readonly error: Message | null;
}

/** What is known of a month. */
export interface Board {
  readonly period: Period;
  readonly periods: readonly Period[];
  readonly now: Date;
  readonly parks: readonly Park[];
  readonly quality: MonthQuality;
  readonly deliveries: readonly Delivery[];
  readonly causes: readonly Cause[];
  readonly sources: readonly Source[];
  /** Earlier months, as they come in; the latest last. */
  readonly before: ReadonlyMap<string, MonthQuality>;
}

const shownMonths = 24;
const listedAtOnce = 1000;

/** Everything that the board of a month shows at first; a failure when the month itself cannot be had. */
export async function loadBoard(asked: Period | undefined): Promise<Board | Failure> {
  const [parks, releases, sources] = await Promise.all([
    request<{ rows: Park[] }>('parks'),
    request<{ rows: { period: Period }[] }>('releases'),
    request<{ rows: Source[] }>('sources'),
  ]);
  if (parks.failure) return parks.failure;
  const now = servedAt ?? new Date(0);
  // The latest month that is over, or that was released.
  const over = addMonths(periodOf(now), -1);
  const latest = [over, ...(releases.answer?.rows.map(({ period }) => period) ?? [])].sort().at(-1) ?? over;
  const period = asked ?? latest;
  const [quality, deliveries, causes] = await Promise.all([
    request<MonthQuality>(`quality?period=${period}`),
    allDeliveries(period),
    request<{ rows: Cause[] }>(`quality/causes?period=${period}`),
  ]);
  if (quality.failure) return quality.failure;
  return {
    period,
    periods: Array.from({ length: shownMonths }, (_, back) => addMonths(latest, -back)),
    now,
    parks: parks.answer.rows,
    quality: quality.answer,
    deliveries,
    causes: causes.answer?.rows ?? [],
    sources: sources.answer?.rows ?? [],
    before: new Map([[period, quality.answer]]),
  };
}

async function allDeliveries(period: Period): Promise<Delivery[]> {
  const found: Delivery[] = [];
  for (let offset = 0; ; offset += listedAtOnce) {
    const { answer } = await request<DeliveryList>(
      `deliveries?period=${period}&limit=${listedAtOnce}&offset=${offset}`,
    );
    if (!answer) return found;
    found.push(...answer.rows);
    if (answer.rows.length < listedAtOnce) return found;
  }
}

/** The eleven months before, one after the other: the board is of use without them. */
export async function* earlierMonths(period: Period): AsyncIterable<MonthQuality> {
  for (let back = 1; back < 12; back++) {
    const { answer } = await request<MonthQuality>(`quality?period=${addMonths(period, -back)}`);
    if (answer) yield answer;
  }
}

/** The chart functions have the like, and with them a drawing library that this page has no use for. */
export function nameOfPark(parks: readonly Park[], id: string, language: Language): string {
  const park = parks.find(({ park_id }) => park_id === id);
  return park ? (language === 'en' && park.name_en ? park.name_en : park.name_zh) : id;
}

export const steps = [
  'received',
  'recognised',
  'read',
  'must_fix',
  'open',
  'confirmed',
  'in_force',
  'replaced',
] as const;
export type StepName = (typeof steps)[number];

/** A tenant's line of the matrix. */
export interface TenantLine {
  readonly uscc: string;
  readonly name_zh: string;
  readonly park: string;
  readonly share: string | null;
  readonly report: MonthQuality['tenants'][number];
  readonly deliveries: readonly Delivery[];
  readonly counts: Readonly<Record<StepName, number>>;
  /** Days since its latest file came; null when none has. */
  readonly age: number | null;
}

/** Tenants due, the heaviest first, with what their deliveries of the month have come to. */
export function linesOf({ quality, deliveries, now }: Board): TenantLine[] {
  const byTenant = Map.groupBy(deliveries, ({ uscc }) => uscc ?? '');
  return quality.tenants.map((report) => {
    const own = byTenant.get(report.uscc) ?? [];
    const [latest] = own;
    return {
      uscc: report.uscc,
      name_zh: report.name_zh,
      park: report.park,
      share: report.share_of_last_12_months,
      report,
      deliveries: own,
      counts: countsOf(own),
      age: latest
        ? Math.max(0, Math.floor((now.getTime() - Date.parse(latest.received_at)) / 86_400_000))
        : null,
    };
  });
}

/** Findings are those of the deliveries that count or wait; files are all that came. */
function countsOf(own: readonly Delivery[]): Record<StepName, number> {
  const known = own.filter(({ state }) => state !== 'refused');
  const standing = known.filter(({ state }) => state !== 'superseded' && state !== 'withdrawn');
  const sum = (of: (delivery: Delivery) => number) =>
    standing.reduce((all, delivery) => all + of(delivery), 0);
  return {
    received: own.length,
    recognised: known.length,
    read: sum(({ rows_read }) => rows_read),
    must_fix: sum(({ finding_counts }) => finding_counts.must_fix),
    open: sum(({ finding_counts }) => finding_counts.confirm_open),
    confirmed: sum(({ finding_counts }) => finding_counts.confirm_done),
    in_force: known.filter(({ state }) => state === 'in_force').length,
    replaced: known.length - standing.length,
  };
}

export function hasProblem({ report, counts }: TenantLine): boolean {
  return report.state !== 'received' || counts.must_fix > 0 || counts.open > 0 || report.late;
}
