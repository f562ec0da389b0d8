import { sql } from 'kysely';
import { type CheckId, checks, isCheckId } from '../catalogue/checks.ts';
import type { MonthStateId } from '../catalogue/month-states.ts';
import { type Decimal, divide } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { Status } from '../catalogue/status.ts';
import { currentChecks } from './check-results.ts';
import type { Database } from './database.ts';
import { findDraft } from './drafts.ts';
import { stateOfMonth } from './month-events.ts';
import { causesOf } from './quality-board.ts';
import { latestRelease } from './releases.ts';
import { type DueTenant, dueTenants, type Parks, readReminders } from './reminders.ts';

export interface MonthState {
  readonly period: Period;
  readonly state: MonthStateId;
  readonly release: { readonly id: string; readonly status: Status; readonly published_at: Date } | null;
  readonly draft: {
    readonly drawn_at: Date;
    readonly base_release: string | null;
    readonly moved: number;
  } | null;
  /** When the last file of the month arrived that counts or waits to. */
  readonly data_as_of: Date | null;
  readonly reporting: Readonly<Record<'expected' | 'received' | 'late' | 'nil' | 'held', number>>;
  readonly coverage: { readonly count: Decimal | null; readonly value: Decimal | null };
  readonly findings: Readonly<Record<'must_fix' | 'to_confirm' | 'confirmed', number>>;
  /** Blocking checks that found something; null where the month has not been drawn up. */
  readonly blocking:
    | readonly { readonly id: CheckId; readonly title: Message; readonly found: number }[]
    | null;
  /** Deliveries that wait for confirmations. */
  readonly held: number;
}

export async function readMonthState(
  database: Database,
  period: Period,
  { parks, now }: { readonly parks: Parks; readonly now: Date },
): Promise<MonthState> {
  const release = await latestRelease(database, period);
  const draft = await findDraft(database, period);
  const due = await dueTenants(database, period, parks);
  const tenants = new Set(due.map(({ uscc }) => uscc));
  const { coverage: value } = await readReminders(database, { period, parks, method: 'last_12_months' });
  const reporting = tally(due);
  const { expected, received } = reporting;
  return {
    period,
    state: (await stateOfMonth(database, period, now)).state,
    release: release ? { id: release.id, status: release.status, published_at: release.published_at } : null,
    draft: draft ? { drawn_at: draft.drawn_at, base_release: draft.base_release, moved: draft.moved } : null,
    reporting,
    coverage: { count: expected ? divide(String(received), String(expected), 6) : null, value },
    findings: await findingsOf(database, period, parks, tenants),
    blocking: await blockingOf(database, period),
    ...(await arrivals(database, period, [...tenants])),
  };
}

function tally(due: readonly DueTenant[]): MonthState['reporting'] {
  const count = (is: (tenant: DueTenant) => boolean) => due.filter(is).length;
  return {
    expected: due.length,
    received: count(({ received }) => received),
    late: count(({ late }) => late),
    nil: count(({ nil }) => nil),
    held: count(({ state }) => state === 'held'),
  };
}

/** Of whoever is due; for all parks also of those who sent without being due. */
async function findingsOf(
  database: Database,
  period: Period,
  parks: Parks,
  tenants: ReadonlySet<string>,
): Promise<MonthState['findings']> {
  const causes = (await causesOf(database, period)).map((cause) => {
    const own = cause.deliveries.filter(({ uscc }) => parks === null || tenants.has(uscc));
    const sum = (of: 'count' | 'open') => own.reduce((all, one) => all + one[of], 0);
    return { class: cause.class, count: sum('count'), open: sum('open') };
  });
  const sum = (is: 'must_fix' | 'confirm', of: 'count' | 'open') =>
    causes.filter((cause) => cause.class === is).reduce((all, cause) => all + cause[of], 0);
  const [asked, open] = [sum('confirm', 'count'), sum('confirm', 'open')];
  return { must_fix: sum('must_fix', 'count'), to_confirm: open, confirmed: asked - open };
}

async function blockingOf(database: Database, period: Period): Promise<MonthState['blocking']> {
  const found = await currentChecks(database, period);
  if (!found?.checks) return null;
  return found.checks
    .filter(({ id, kind, found: rows }) => isCheckId(id) && kind === 'blocking' && rows > 0)
    .map(({ id, found: rows }) => ({ id, title: { zh: checks[id].zh, en: checks[id].en }, found: rows }));
}

async function arrivals(
  { kysely }: Database,
  period: Period,
  tenants: readonly string[],
): Promise<Pick<MonthState, 'data_as_of' | 'held'>> {
  const { rows } = await sql<{ last: Date | null; held: string }>`
    select max(received_at) as last, count(*) filter (where stage = 'needs_confirming') as held
    from delivery
    where uscc = any(${tenants}) and stage in ('accepted', 'needs_confirming')
      and exists (select from delivery_coverage where delivery_id = delivery.id and period = ${period})`.execute(
    kysely,
  );
  return { data_as_of: rows[0]?.last ?? null, held: Number(rows[0]?.held ?? 0) };
}
