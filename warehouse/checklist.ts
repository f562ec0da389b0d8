import { type ChecklistId, checklist, checklistIds } from '../catalogue/checklist.ts';
import { checks, isCheckId } from '../catalogue/checks.ts';
import { compare } from '../catalogue/number.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import type { Message } from '../catalogue/refusal.ts';
import { manifestHash } from './canonical.ts';
import { currentChecks } from './check-results.ts';
import type { Database } from './database.ts';
import { findDraft, unexplainedGroups } from './drafts.ts';
import { heldOf, inForceDigest } from './in-force.ts';
import { activeSubmission, closing, type MonthEvent, monthEvents } from './month-events.ts';
import { readMonthQueues } from './month-queues.ts';
import { latestRelease } from './releases.ts';
import { dueTenants, readReminders } from './reminders.ts';
import { findSubmission, type Submission } from './submissions.ts';

/** What was found of an item: how many of what; nothing when it is in order. */
interface Found {
  readonly count: number;
  readonly text: Message;
}

export interface ChecklistItem {
  readonly id: ChecklistId;
  readonly severity: 'blocking' | 'warning';
  /** `overridden`: two people let it pass. */
  readonly state: 'in_order' | 'open' | 'proposed' | 'overridden';
  readonly count: number;
  /** What there is; null when it is in order. */
  readonly text: Message | null;
  /** Who lets it pass, and why. */
  readonly override: Override | null;
}

export interface Override {
  readonly proposed_by: string;
  readonly agreed_by: string | null;
  readonly reason_code: string;
  readonly note: string | null;
}

const lowestCoverage = '0.8';

/** What stands between a month and its signature. */
export async function readChecklist(database: Database, period: Period): Promise<ChecklistItem[]> {
  const events = await monthEvents(database, period);
  const active = activeSubmission(events);
  const submission = active ? await findSubmission(database, active.submission_id) : undefined;
  const found = await findAll(database, period, events, submission);
  return checklistIds.map((id): ChecklistItem => {
    const about = found[id];
    const override = overrideOf(events, id, active?.submission_id ?? null);
    return {
      id,
      severity: checklist[id].severity,
      state: !about ? 'in_order' : override?.agreed_by ? 'overridden' : override ? 'proposed' : 'open',
      count: about?.count ?? 0,
      text: about?.text ?? null,
      override: about ? override : null,
    };
  });
}

/** Items that no signature may pass. */
export function blockingItems(items: readonly ChecklistItem[]): ChecklistItem[] {
  return items.filter(
    ({ severity, state }) => severity === 'blocking' && state !== 'in_order' && state !== 'overridden',
  );
}

/** An override is of one submission: what is submitted anew is judged anew. */
export function overrideOf(
  events: readonly MonthEvent[],
  id: string,
  submission: string | null,
): Override | null {
  const own = events.filter(({ item, submission_id }) => item === id && submission_id === submission);
  const proposed = own.findLast(({ kind }) => kind === 'override_proposed');
  if (!proposed) return null;
  const agreed = own.findLast(
    ({ kind, event_id }) => kind === 'override_agreed' && BigInt(event_id) > BigInt(proposed.event_id),
  );
  return {
    proposed_by: proposed.acted_by,
    agreed_by: agreed?.acted_by ?? null,
    reason_code: proposed.reason_code ?? 'other',
    note: proposed.note,
  };
}

async function findAll(
  database: Database,
  period: Period,
  events: readonly MonthEvent[],
  submission: Submission | undefined,
): Promise<Partial<Record<ChecklistId, Found>>> {
  const isReleased = (await latestRelease(database, period)) !== undefined;
  return {
    ...stepsFound(events, {
      submission,
      isReleased,
      isDrafted: (await findDraft(database, period)) !== undefined,
    }),
    ...(await reportingFound(database, period)),
    ...(await draftFound(database, period, submission)),
    ...(await checksFound(database, period)),
    ...(await wordsFound(database, period)),
    ...(await ratesFound(database, period)),
  };
}

/** A month that is out was closed, unless it was opened again, and waits for nothing while nothing is drawn up. */
function stepsFound(
  events: readonly MonthEvent[],
  {
    submission,
    isReleased,
    isDrafted,
  }: { submission: Submission | undefined; isReleased: boolean; isDrafted: boolean },
): Partial<Record<ChecklistId, Found>> {
  const isOpen = !closing(events) && (!isReleased || events.some(({ kind }) => kind === 'reopened'));
  const isWaiting = !submission && (isDrafted || !isReleased);
  return {
    ...(isOpen && { not_closed: { count: 1, text: { zh: '收集尚未截止', en: 'Collection is still open' } } }),
    ...(isWaiting && { not_submitted: { count: 1, text: { zh: '尚未送审', en: 'Not submitted yet' } } }),
    ...(submission?.refused.length && {
      pages_refused: { count: submission.refused.length, text: listed(submission.refused) },
    }),
  };
}

async function reportingFound(database: Database, period: Period) {
  const due = await dueTenants(database, period, null);
  const missing = due.filter(({ state }) => state !== 'received' && state !== 'held').length;
  const { coverage, sentence } = await readReminders(database, {
    period,
    parks: null,
    method: 'last_12_months',
  });
  const held = new Set((await heldOf(database, period)).map(({ delivery_id }) => delivery_id)).size;
  const percent = coverage === null ? null : `${Math.floor(Number(coverage) * 1000) / 10}%`;
  return {
    ...(missing && {
      outstanding: {
        count: missing,
        text: {
          zh: `${missing}户未报${sentence ? `；${sentence.zh}` : ''}`,
          en: `${missing} tenants have not reported${sentence ? `. ${sentence.en}` : ''}`,
        },
      },
    }),
    ...(coverage !== null &&
      compare(coverage, lowestCoverage) < 0 && {
        low_coverage: {
          count: 1,
          text: { zh: `按额覆盖率${percent}`, en: `Coverage by value is ${percent}` },
        },
      }),
    ...(held && {
      open_confirmations: {
        count: held,
        text: { zh: `${held}份报送待核实`, en: `${held} deliveries wait for confirmation` },
      },
    }),
  };
}

async function draftFound(database: Database, period: Period, submission: Submission | undefined) {
  const draft = await findDraft(database, period);
  const moved = draft ? await unexplainedGroups(database, draft) : [];
  const isBehind = submission && submission.digest !== (await inForceDigest(database, period));
  const changed = submission ? await methodsChanged(database, period, submission) : [];
  return {
    ...(isBehind && {
      late_news: {
        count: 1,
        text: {
          zh: '送审后报送有变化；如需纳入，请退回后重新送审，否则留待更正',
          en: 'Deliveries changed since it was submitted: return it and submit again to take them in, or leave them to a correction',
        },
      },
    }),
    ...(moved.length && {
      unexplained: {
        count: moved.length,
        text: {
          zh: `${moved.length}处变动没有原因`,
          en: `${moved.length} groups of cells moved without a cause`,
        },
      },
    }),
    ...(changed.length && { classification: { count: changed.length, text: listed(changed) } }),
  };
}

async function methodsChanged(
  database: Database,
  period: Period,
  { manifest }: Submission,
): Promise<Message[]> {
  const before = await latestRelease(database, addMonths(period, -1));
  if (!before) return [];
  const row = await database.kysely
    .selectFrom('release')
    .select('manifest')
    .where('id', '=', before.id)
    .executeTakeFirstOrThrow();
  const [old, fresh] = [row.manifest as Record<string, unknown>, manifest];
  return methods
    .filter(({ name }) => manifestHash(old[name] ?? null) !== manifestHash(fresh[name] ?? null))
    .map(({ zh, en }) => ({ zh, en }));
}

const methods = [
  { name: 'code_lists', zh: '代码表', en: 'code lists' },
  { name: 'models', zh: '计算模型', en: 'models' },
  { name: 'indicators', zh: '指标定义', en: 'definitions of indicators' },
] as const;

async function checksFound(database: Database, period: Period) {
  const found = (await currentChecks(database, period))?.checks ?? [];
  const fired = (kind: 'blocking' | 'warning') =>
    found.filter((one) => isCheckId(one.id) && one.kind === kind && one.found > 0);
  const told = (kind: 'blocking' | 'warning', id: ChecklistId) => {
    const own = fired(kind);
    if (own.length === 0) return {};
    const names = own.map((one) => (isCheckId(one.id) ? checks[one.id] : { zh: '', en: '' }));
    const text = { zh: names.map(({ zh }) => zh).join('；'), en: names.map(({ en }) => en).join('; ') };
    return { [id]: { count: own.length, text } };
  };
  return { ...told('blocking', 'failed_checks'), ...told('warning', 'warnings') };
}

async function wordsFound(database: Database, period: Period) {
  const { notes_missing } = await readMonthQueues(database, period, null);
  const own = notes_missing.filter((one) => one.period === period);
  return own.length
    ? { notes_missing: { count: own.length, text: listed(own.map(({ park, mode }) => `${park} ${mode}`)) } }
    : {};
}

async function ratesFound({ kysely }: Database, period: Period) {
  const rate = await kysely
    .selectFrom('fx_rate')
    .select('currency')
    .where('month', '=', period)
    .where('currency', '=', 'USD')
    .executeTakeFirst();
  return rate
    ? {}
    : {
        rates: {
          count: 1,
          text: { zh: `${period}没有美元汇率`, en: `No rate of the US dollar in ${period}` },
        },
      };
}

function listed(names: readonly (string | Message)[]): Message {
  const few = names.slice(0, 5).map((name) => (typeof name === 'string' ? { zh: name, en: name } : name));
  const more = names.length - few.length;
  return {
    zh: few.map(({ zh }) => zh).join('、') + (more ? `等${names.length}处` : ''),
    en: few.map(({ en }) => en).join(', ') + (more ? ` and ${more} more` : ''),
  };
}
