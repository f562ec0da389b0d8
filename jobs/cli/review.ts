import { type ChecklistId, checklist, checklistIds } from '../../catalogue/checklist.ts';
import { total } from '../../catalogue/mode.ts';
import { type MonthAct, monthActs, monthStates } from '../../catalogue/month-states.ts';
import type { Period } from '../../catalogue/period.ts';
import type { ChecklistItem } from '../../warehouse/checklist.ts';
import { clock } from '../clock.ts';
import type { Program } from '../program.ts';
import {
  type Answer,
  act as actOf,
  by as byOf,
  type Call,
  instant,
  period,
  Usage,
  type Verb,
  withProgram,
} from './call.ts';

/** From closing a month to its signature. */
export const reviewVerbs = {
  close: { words: 0, run: close },
  reopen: { words: 0, run: (call) => withReason(call, 'reopen') },
  return: { words: 0, run: (call) => withReason(call, 'return') },
  submit: { words: 0, run: submit },
  review: { words: 0, run: review },
  sign: { words: 0, run: sign },
  override: { words: 0, run: override },
  simulate: { words: 0, run: simulate },
  rollback: { words: 0, run: rollback },
  calendar: { words: 0, run: calendar },
} as const satisfies Record<string, Verb>;

/** `work` as the person that --by names. */
async function asPerson<T>(
  call: Call,
  form: string,
  work: (program: Program, action: { period: Period; by: string; at: Date }) => Promise<T>,
): Promise<T> {
  const [month, name] = [period(call, true), byOf(call, form)];
  const { personOf } = await import('../people.ts');
  return withProgram(async (program) =>
    work(program, { period: month, by: await personOf(program, name), at: clock() }),
  );
}

async function close(call: Call): Promise<Answer> {
  const { closeMonth } = await import('../../warehouse/month-acts.ts');
  const closed = await asPerson(call, 'close --period P --by NAME', ({ database }, action) =>
    closeMonth(database, action),
  );
  return {
    human: [closed ? '收集已截止 collection is closed' : '早已截止 it was closed already'],
    machine: { closed },
  };
}

async function withReason(call: Call, which: 'reopen' | 'return'): Promise<Answer> {
  const acts = await import('../../warehouse/month-acts.ts');
  const form = `${which} --period P --reason CODE --by NAME [--note TEXT]`;
  const { reason_code, note } = actOf(call, which, form);
  const act = which === 'reopen' ? acts.reopenMonth : acts.returnMonth;
  await asPerson(call, form, ({ database }, action) => act(database, action, { reason_code, note }));
  const done: MonthAct = which === 'reopen' ? 'reopened' : 'returned';
  return { human: [`${monthActs[done].zh} ${monthActs[done].en}`], machine: { done } };
}

async function submit(call: Call): Promise<Answer> {
  const { submit: send } = await import('../submit.ts');
  const { flags } = call;
  const word = {
    final: flags.final,
    specialRevision: flags['special-revision'],
    notePublic: flags['reason-note-public']?.trim() || undefined,
    noteInternal: flags['reason-note-internal']?.trim() || undefined,
  };
  const sent = await asPerson(call, 'submit --period P --by NAME', (program, { at, ...who }) =>
    send(program, {
      ...who,
      now: at,
      word,
      leaveOutHeld: flags['leave-out-held'],
      byHand: flags['by-hand'],
    }),
  );
  const hour = sent.release_at ? beijing(sent.release_at) : '签发后手动 by hand, once signed';
  return {
    human: [
      `已送审 submitted: ${sent.counts.observations} 个观测值 observations, ${sent.counts.documents} 份月报 documents`,
      `发布 publication: ${hour}`,
      `签发标记 to be signed: --subject ${sent.subject_sha256}`,
      ...sent.refused.map((path) => `  网页未含 pages lack: ${path}`),
    ],
    machine: sent,
  };
}

async function review(call: Call): Promise<Answer> {
  const month = period(call, true);
  const { readReview } = await import('../review.ts');
  const found = await withProgram((program) => readReview(program, { period: month, now: clock() }));
  const { state, submission, items, events } = found;
  return {
    human: [
      `${month}: ${monthStates[state].zh} ${monthStates[state].en}`,
      ...(submission ? [`签发标记 subject: ${submission.subject_sha256}`] : []),
      ...items.map(itemTold),
      ...events.map(
        ({ at, kind, acted_by, note }) =>
          `  ${beijing(at)} ${monthActs[kind].zh} ${monthActs[kind].en}: ${acted_by}${note ? `（${note}）` : ''}`,
      ),
    ],
    machine: found,
  };
}

const marks = { in_order: '✓', overridden: '○', proposed: '?', open: '✗' } as const;

function itemTold({ id, severity, state, text }: ChecklistItem): string {
  const mark = state === 'open' && severity === 'warning' ? '!' : marks[state];
  const entry = checklist[id];
  return `  ${mark} ${entry.zh} ${entry.en}${text ? `: ${text.zh} | ${text.en}` : ''}`;
}

async function sign(call: Call): Promise<Answer> {
  const form = 'sign --period P --subject HASH --by NAME';
  const { subject } = call.flags;
  if (!subject) throw new Usage(form);
  const { signMonth } = await import('../../warehouse/month-acts.ts');
  await asPerson(call, form, ({ database }, action) => signMonth(database, action, subject));
  return { human: [`${monthActs.signed.zh} ${monthActs.signed.en}`], machine: { signed: subject } };
}

async function override(call: Call): Promise<Answer> {
  const form = 'override --period P --item ID (--reason CODE [--note TEXT] | --agree) --by NAME';
  const item = checklistIds.find((id) => id === call.flags.item);
  if (!item)
    throw new Usage(`${form}\n--item:\n${checklistIds.map(blockingLine).filter(Boolean).join('\n')}`);
  const acts = await import('../../warehouse/month-acts.ts');
  if (call.flags.agree)
    await asPerson(call, form, ({ database }, action) => acts.agreeOverride(database, action, item));
  else {
    const { reason_code, note } = actOf(call, 'override', form);
    await asPerson(call, form, ({ database }, action) =>
      acts.proposeOverride(database, action, { item, reason_code, note }),
    );
  }
  const { zh, en } = monthActs[call.flags.agree ? 'override_agreed' : 'override_proposed'];
  return { human: [`${zh} ${en}: ${checklist[item].zh}`], machine: { item, agreed: call.flags.agree } };
}

function blockingLine(id: ChecklistId): string {
  const { severity, zh, en } = checklist[id];
  return severity === 'blocking' ? `  ${id.padEnd(20)} ${zh} ${en}` : '';
}

async function simulate(call: Call): Promise<Answer> {
  const { simulate: show } = await import('../simulate.ts');
  const month = period(call, true);
  const at = call.flags.at ? instant(call, 'simulate --period P [--at INSTANT]') : clock();
  const shown = await withProgram((program) => show(program, { period: month, at, now: clock() }));
  return {
    human: [
      `${shown.release}: 变动 cells that move: ${shown.moved}`,
      ...shown.refused.map((path) => `  网页未含 pages lack: ${path}`),
      `将发邮件 mails that would go out: ${shown.mails.length}`,
      ...shown.mails.map(({ kind, recipient, subject }) => `  ${kind} ${recipient} ${subject}`),
      `网页和月报 pages and reports: ${shown.folder}`,
    ],
    machine: shown,
  };
}

async function rollback(call: Call): Promise<Answer> {
  const { rollBack } = await import('../roll-back.ts');
  const form = 'rollback --period P [--to RELEASE] --reason CODE --note TEXT --by NAME';
  const { reason_code, note } = actOf(call, 'roll_back', form);
  if (!note) throw new Usage(`${form}\n--note: 请写明对外说明 | say what readers are told`);
  const { to } = call.flags;
  const done = await asPerson(call, form, (program, { at, ...who }) =>
    rollBack(program, { ...who, now: at, reason_code, note, to }),
  );
  return {
    human: [
      `已回退 rolled back: ${done.release.id} 为${done.to}的数字 has the numbers of ${done.to}（原 was ${done.from}）`,
    ],
    machine: { release: done.release.id, from: done.from, to: done.to },
  };
}

async function calendar(call: Call): Promise<Answer> {
  const form = 'calendar --period P [--day due|release --at INSTANT [--park C] --note WHY --by NAME]';
  const { readCalendar } = await import('../../warehouse/calendar-entries.ts');
  const { releasePlan } = await import('../settings.ts');
  const { day: kind, park = total, note } = call.flags;
  if (kind !== undefined) {
    if (kind !== 'due' && kind !== 'release') throw new Usage(form);
    if (!note?.trim()) throw new Usage(`${form}\n--note: 请写明缘由 | say why`);
    const to = instant(call, form);
    const { moveDate } = await import('../../warehouse/month-acts.ts');
    await asPerson(call, form, ({ database, settings }, action) =>
      moveDate(database, action, { kind, park, to, reason: note.trim(), plan: releasePlan(settings) }),
    );
  }
  const month = period(call, true);
  const found = await withProgram(({ database, settings }) =>
    readCalendar(database, month, releasePlan(settings)),
  );
  return {
    human: [
      ...[...found.due].map(([code, at]) => `${code} 截止 due: ${beijing(at)}`),
      `收集截止 closes: ${beijing(found.closes_at)}`,
      `发布 release: ${beijing(found.release_at)}`,
      ...found.entries.map(
        (one) =>
          `  ${one.kind} ${one.park}: ${beijing(one.before_at)} → ${beijing(one.at)} ${one.set_by}: ${one.reason}`,
      ),
    ],
    machine: { ...found, due: Object.fromEntries(found.due) },
  };
}

const clockOf = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

function beijing(at: Date): string {
  return clockOf.format(at);
}
