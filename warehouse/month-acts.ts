import type { ReleasePlan } from '../catalogue/calendar.ts';
import { type ChecklistId, checklist } from '../catalogue/checklist.ts';
import type { Period } from '../catalogue/period.ts';
import { samePerson } from '../catalogue/person.ts';
import type { ReasonCodeId } from '../catalogue/reason-codes.ts';
import { type Message, Refusal } from '../catalogue/refusal.ts';
import { readCalendar, setCalendarEntry } from './calendar-entries.ts';
import { blockingItems, readChecklist } from './checklist.ts';
import { alone, type Database } from './database.ts';
import {
  type ActiveSubmission,
  activeSubmission,
  closing,
  type MonthEvent,
  monthEvents,
  recordMonthEvent,
} from './month-events.ts';

/** Somebody acts on a month. */
export interface MonthAction {
  readonly period: Period;
  readonly by: string;
  readonly at: Date;
}

interface WithReason {
  readonly reason_code: ReasonCodeId;
  readonly note: string | null;
}

/** Acts on months follow one another: who acts sees what stands. */
async function acting<T>(
  database: Database,
  { period }: MonthAction,
  act: (events: readonly MonthEvent[]) => Promise<T>,
): Promise<T> {
  return alone(database, 'month', async () => act(await monthEvents(database, period)));
}

/** Ends the collection of a month. False when it was closed already. */
export async function closeMonth(database: Database, action: MonthAction): Promise<boolean> {
  return acting(database, action, async (events) => {
    if (closing(events)) return false;
    await recordMonthEvent(database, { ...event(action), kind: 'closed' });
    return true;
  });
}

/** Collects again for a month; what was submitted must be returned first. */
export async function reopenMonth(database: Database, action: MonthAction, why: WithReason): Promise<void> {
  return acting(database, action, async (events) => {
    if (!closing(events)) throw wrongState({ zh: '该月仍在收集', en: 'The month is still being collected' });
    if (activeSubmission(events))
      throw wrongState({ zh: '该月已送审，请先退回', en: 'The month was submitted: return it first' });
    await recordMonthEvent(database, { ...event(action), kind: 'reopened', ...why });
  });
}

/** Gives a submission back to its drafter; a signature on it is void. */
export async function returnMonth(database: Database, action: MonthAction, why: WithReason): Promise<void> {
  return acting(database, action, async (events) => {
    const { submission_id } = submitted(events);
    await recordMonthEvent(database, { ...event(action), kind: 'returned', submission_id, ...why });
  });
}

/**
 * Signs exactly what was reviewed: `subject` is the hash that the signer saw. Not the drafter, and not past a blocking item
 * of the checklist.
 */
export async function signMonth(database: Database, action: MonthAction, subject: string): Promise<void> {
  return acting(database, action, async (events) => {
    const { submission_id, submitted: act, signed } = submitted(events);
    if (signed)
      throw wrongState({
        zh: `已由${signed.acted_by}签发`,
        en: `It is signed already, by ${signed.acted_by}`,
      });
    if (samePerson(act.acted_by, action.by))
      throw new Refusal('forbidden', {
        zh: `送审人${act.acted_by}不能签发自己送审的月份，请由另一人签发`,
        en: `${act.acted_by} submitted it and cannot sign it: somebody else must`,
      });
    if (act.subject_sha256 !== subject)
      throw new Refusal(
        'signature_void',
        {
          zh: '所签内容与现在送审的不一致（可能已重新送审），请重新查看后签发',
          en: 'What you reviewed is not what is submitted now: look at it again, then sign',
        },
        { subject_sha256: act.subject_sha256 },
      );
    const open = blockingItems(await readChecklist(database, action.period));
    if (open.length) throw blocked(open);
    await recordMonthEvent(database, {
      ...event(action),
      kind: 'signed',
      submission_id,
      subject_sha256: subject,
    });
  });
}

function blocked(open: ReturnType<typeof blockingItems>): Refusal {
  const told = (language: 'zh' | 'en') =>
    open.map(({ text, id }) => text?.[language] ?? checklist[id][language]);
  return new Refusal(
    'check_failed',
    {
      zh: `有${open.length}项阻断签发：${told('zh').join('；')}。请处理，或由两人写明理由放行（parkstat override）`,
      en: `Blocking items: ${told('en').join('; ')}. Deal with them, or have two people let them pass with a reason (parkstat override)`,
    },
    { items: open.map(({ id, count }) => ({ id, count })) },
  );
}

/** Asks that a blocking item be let pass; a second person must agree. */
export async function proposeOverride(
  database: Database,
  action: MonthAction,
  { item, ...why }: WithReason & { readonly item: ChecklistId },
): Promise<void> {
  return acting(database, action, async (events) => {
    const { submission_id } = submitted(events);
    const open = blockingItems(await readChecklist(database, action.period));
    if (!open.some(({ id }) => id === item))
      throw wrongState({
        zh: `“${checklist[item].zh}”没有阻断签发，无需放行`,
        en: `"${checklist[item].en}" blocks nothing: there is nothing to let pass`,
      });
    await recordMonthEvent(database, {
      ...event(action),
      kind: 'override_proposed',
      submission_id,
      item,
      ...why,
    });
  });
}

export async function agreeOverride(
  database: Database,
  action: MonthAction,
  item: ChecklistId,
): Promise<void> {
  return acting(database, action, async (events) => {
    const { submission_id } = submitted(events);
    const found = (await readChecklist(database, action.period)).find(({ id }) => id === item);
    if (found?.state !== 'proposed' || !found.override)
      throw wrongState({
        zh: `没有人提请放行“${checklist[item].zh}”`,
        en: `Nobody asked to let "${checklist[item].en}" pass`,
      });
    if (samePerson(found.override.proposed_by, action.by))
      throw new Refusal('forbidden', {
        zh: '提请人不能自己同意，请由另一人同意',
        en: 'Who asked cannot agree: somebody else must',
      });
    await recordMonthEvent(database, { ...event(action), kind: 'override_agreed', submission_id, item });
  });
}

/** Sets a day or hour of a month; the one before is kept with the reason. */
export async function moveDate(
  database: Database,
  action: MonthAction,
  {
    kind,
    park,
    to,
    reason,
    plan,
  }: { kind: 'due' | 'release'; park: string; to: Date; reason: string; plan: ReleasePlan },
): Promise<Date> {
  return acting(database, action, async (events) => {
    const calendar = await readCalendar(database, action.period, plan);
    const before = kind === 'release' ? calendar.release_at : (calendar.due.get(park) ?? calendar.closes_at);
    if (kind === 'release' && activeSubmission(events))
      throw wrongState({
        zh: '该月已送审，其发布时间在签发之列；请先退回，改期后重新送审',
        en: 'The month was submitted, and its hour is part of what is signed: return it, move the date, submit again',
      });
    const { period, by: set_by, at: set_at } = action;
    await setCalendarEntry(database, {
      period,
      kind,
      park,
      at: to,
      before_at: before,
      reason,
      set_by,
      set_at,
    });
    return before;
  });
}

function event({ period, by, at }: MonthAction) {
  return { period, acted_by: by, at } as const;
}

function submitted(events: readonly MonthEvent[]): ActiveSubmission {
  const active = activeSubmission(events);
  if (active) return active;
  throw wrongState({
    zh: '该月没有送审中的内容，请先送审（parkstat submit）',
    en: 'Nothing of this month is under review: submit it first (parkstat submit)',
  });
}

function wrongState(text: Message): Refusal {
  return new Refusal('wrong_state', text);
}
