import { sql } from 'kysely';
import { amountInWords } from '../catalogue/amount-words.ts';
import { add, compare, type Decimal, divide, formatPercent } from '../catalogue/number.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { Database } from './database.ts';
import { reportingTenants, waitingTenants } from './reporting.ts';

/** What a tenant's report is expected to bring: by its months before, or by its same month of the year before. */
export const reminderMethods = {
  last_12_months: {
    zh: '按前12个月已发布月份的月均进出口额',
    en: 'By mean monthly trade value over the twelve months before',
  },
  same_month: {
    zh: '按上年同月进出口额',
    en: 'By the trade value of the same month last year',
  },
} as const satisfies Record<string, Message>;
export type ReminderMethod = keyof typeof reminderMethods;

/** Parks whose tenants are meant; null = all. */
export type Parks = readonly string[] | null;

/** A tenant due in some parks and what came of its report. */
export interface DueTenant {
  readonly uscc: string;
  readonly parks: readonly string[];
  readonly received: boolean;
  readonly late: boolean;
  readonly nil: boolean;
  /** `held` waits for confirmations and does not count. */
  readonly state: 'received' | 'held' | 'needs_fixing' | 'refused' | 'withdrawn' | 'not_received';
}

export interface Reminder {
  readonly uscc: string;
  readonly name_zh: string;
  readonly parks: readonly string[];
  readonly state: DueTenant['state'];
  /** CNY of a month. */
  readonly expected: Decimal;
  /** In what all tenants due are expected to bring; null when that is nothing. */
  readonly share: Decimal | null;
  /** What it and all before it bring, in what all who are missing do. */
  readonly cumulative: Decimal | null;
  /** Coverage by value once it and all before it have reported. */
  readonly coverage_after: Decimal | null;
}

export interface Reminders {
  readonly method: ReminderMethod;
  /** Months that the expectation is made of. */
  readonly months: number;
  readonly coverage: Decimal | null;
  /** CNY of a month that is missing. */
  readonly missing: Decimal;
  readonly rows: readonly Reminder[];
  readonly sentence: Message | null;
}

/** Tenants due for a month, each once. */
export async function dueTenants(database: Database, period: Period, parks: Parks): Promise<DueTenant[]> {
  const waiting = await waitingTenants(database, period);
  const rows = (await reportingTenants(database, period)).filter(
    ({ park_id }) => parks === null || parks.includes(park_id),
  );
  return [...Map.groupBy(rows, ({ uscc }) => uscc)].map(([uscc, own]) => {
    const received = own.some((row) => row.received);
    return {
      uscc,
      parks: own.map(({ park_id }) => park_id),
      received,
      late: received && own.every((row) => !row.on_time),
      nil: own.some((row) => row.nil),
      state: received ? 'received' : (waiting.get(uscc)?.state ?? 'not_received'),
    };
  });
}

/**
 * Tenants that have not reported, the largest expected value first. Who waits for confirmations has reported: the clerk is
 * not to be called, the finding is to be answered.
 */
export async function readReminders(
  database: Database,
  {
    period,
    parks,
    method,
  }: { readonly period: Period; readonly parks: Parks; readonly method: ReminderMethod },
): Promise<Reminders> {
  const due = await dueTenants(database, period, parks);
  const { months, of } = await expectations(database, period, method);
  const names = await namesOf(database);
  const weight = (uscc: string) => of.get(uscc) ?? '0.00';
  const mean = (sum: Decimal) => (months > 0 ? divide(sum, String(months), 2) : '0.00');
  const sum = (tenants: readonly DueTenant[]) => tenants.map(({ uscc }) => weight(uscc)).reduce(add, '0.00');
  const missing = due
    .filter(({ state }) => state !== 'received' && state !== 'held')
    .sort((a, b) => compare(weight(b.uscc), weight(a.uscc)) || (a.uscc < b.uscc ? -1 : 1));
  const [whole, lacking] = [sum(due), sum(missing)];
  let covered = sum(due.filter(({ received }) => received));
  let told = '0.00';
  const coverage = shareOf(covered, whole);
  const rows = missing.map(({ uscc, parks: own, state }): Reminder => {
    covered = add(covered, weight(uscc));
    told = add(told, weight(uscc));
    return {
      ...{ uscc, name_zh: names.get(uscc) ?? '', parks: own, state, expected: mean(weight(uscc)) },
      share: shareOf(weight(uscc), whole),
      cumulative: shareOf(told, lacking),
      coverage_after: shareOf(covered, whole),
    };
  });
  const expected = mean(lacking);
  return {
    method,
    months,
    coverage,
    missing: expected,
    rows,
    sentence: sentenceOf(coverage, expected, rows),
  };
}

function shareOf(part: Decimal, whole: Decimal): Decimal | null {
  return compare(whole, '0') > 0 ? divide(part, whole, 6) : null;
}

/** CNY by tenant over some months, as the newest releases have it, and how many months these are. */
async function expectations({ kysely }: Database, period: Period, method: ReminderMethod) {
  const [from, to] = method === 'same_month' ? [-12, -12] : [-12, -1];
  const newest = sql`
    select distinct on (period) release_key, period from release
    where period between ${addMonths(period, from)} and ${addMonths(period, to)} order by period, number desc`;
  const counted = await sql<{ months: string }>`select count(*) as months from (${newest}) as newest`.execute(
    kysely,
  );
  const months = Number(counted.rows[0]?.months);
  const { rows } = await sql<{ uscc: string; cny: string }>`
    select uscc, sum(cny)::text as cny from tenant_cell join (${newest}) as newest using (release_key)
    group by uscc`.execute(kysely);
  return { months, of: new Map(rows.map(({ uscc, cny }) => [uscc, cny])) };
}

async function namesOf({ kysely }: Database): Promise<ReadonlyMap<string, string>> {
  const rows = await kysely.selectFrom('tenant').select(['uscc', 'name_zh']).execute();
  return new Map(rows.map(({ uscc, name_zh }) => [uscc, name_zh]));
}

/** As many as a person calls in an hour. */
const called = 4;

/** What the first calls would bring; null when nobody is missing or those who are weigh nothing. */
function sentenceOf(coverage: Decimal | null, lacking: Decimal, rows: readonly Reminder[]): Message | null {
  const first = rows.slice(0, called).filter(({ expected }) => compare(expected, '0') > 0);
  const last = first.at(-1);
  if (!last?.cumulative || !last.coverage_after || coverage === null) return null;
  const [share, from, to] = [last.cumulative, coverage, last.coverage_after].map(
    (ratio) => `${formatPercent(ratio)}%`,
  );
  const { zh, en } = amountInWords(lacking);
  return {
    zh: `前${first.length}户占未报额（预计${zh}）的${share}，报齐后按额覆盖率由${from}升至${to}`,
    en: `The first ${first.length} hold ${share} of what is missing (${en} expected); with them, coverage by value goes from ${from} to ${to}`,
  };
}
