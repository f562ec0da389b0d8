import { schedule as everyMinute } from 'node-cron';
import { type Period, timeZone } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { recordAudit } from '../warehouse/audit.ts';
import { readCalendars } from '../warehouse/calendar-entries.ts';
import { snapshot } from '../warehouse/database.ts';
import { closeMonth } from '../warehouse/month-acts.ts';
import { monthsToPublish } from '../warehouse/month-events.ts';
import { listReleases } from '../warehouse/releases.ts';
import { doNextSlot, putSlots, type Slot, scheduleKnownSince } from '../warehouse/slots.ts';
import { clock } from './clock.ts';
import { collect } from './collect.ts';
import { deliver } from './delivery.ts';
import { draft } from './draft.ts';
import { awaitsSignature, needsSignature } from './people.ts';
import type { Program } from './program.ts';
import { publish } from './publish.ts';
import { publishSubmission } from './publish-submission.ts';
import { report } from './report.ts';
import { dueSlots, monthsAround, type ScheduledJob, scheduledJobs, slotPeriod } from './schedule.ts';
import { releasePlan } from './settings.ts';
import { bakeSite, isSiteCurrent } from './site.ts';
import { sourcesToRetry } from './waiting.ts';

/** Puts what has fallen due by `now` and does it, one slot after the other, until nothing is due. */
export async function catchUp(
  program: Program,
  now: Date,
  log: (line: string) => void = () => undefined,
): Promise<Slot[]> {
  const signed = await needsSignature(program);
  await putDue(program, now, signed);
  const done: Slot[] = [];
  for (;;) {
    const slot = await doNextSlot(program.database, now, (due) => doSlot(program, due, now, log));
    if (!slot) break;
    done.push(slot);
  }
  await retryFailedSources(program, now, log);
  await publishSigned(program, now, log);
  if (!(await isSiteCurrent(program))) await bakeSite(program);
  await deliver(program, now, log);
  return done;
}

/** The report of a signed month is part of what was signed. */
async function putDue({ database, settings }: Program, now: Date, signed: boolean): Promise<void> {
  const jobs = scheduledJobs.filter((job) => !(signed && job === 'report'));
  const known = new Map<ScheduledJob, Date>();
  for (const job of jobs) known.set(job, await scheduleKnownSince(database, job, now));
  const earliest = new Date(Math.min(...[...known.values()].map((since) => since.getTime())));
  const calendars = await snapshot(database, (frozen) =>
    readCalendars(frozen, monthsAround(earliest, now), releasePlan(settings)),
  );
  const months = new Map(calendars.map((month) => [month.period, month]));
  const times = { collectHour: settings.collectHour, months };
  await putSlots(
    database,
    [...known].flatMap(([job, since]) => dueSlots(job, since, now, times)),
  );
}

/** Publishes what is signed and whose hour has come, however late it was signed or this program started. */
async function publishSigned(program: Program, now: Date, log: (line: string) => void): Promise<void> {
  for (const period of await monthsToPublish(program.database, now)) {
    try {
      const { release } = await publishSubmission(program, { period: period as Period, now, by: 'schedule' });
      log(`publish ${period}: ${release.id} 已发布 published`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      log(`publish ${period}: ${error.message}`);
    }
  }
}

async function retryFailedSources(program: Program, now: Date, log: (line: string) => void): Promise<void> {
  const sources = await sourcesToRetry(program, now);
  if (sources.length === 0) return;
  const { counts } = await collect(program, { now, retry: true });
  log(
    `collect: 重试报送源 sources tried again ${sources.length}, 仍失败 still failing ${counts.failed_sources}`,
  );
}

const bodies: Readonly<
  Record<ScheduledJob, (program: Program, period: Period, now: Date) => Promise<{ runId: string | null }>>
> = {
  collect: (program, _period, now) => collect(program, { now }),
  close: async (program, period, now) => {
    const closed = await closeMonth(program.database, { period, by: 'schedule', at: now });
    const isDue = closed && (await needsSignature(program));
    return isDue ? draft(program, { period, now }) : { runId: null };
  },
  publish: async (program, period, now) => {
    if (await awaitsSignature(program, period))
      return publishSubmission(program, { period, now, by: 'schedule' });
    const made = await publish(program, { period, now });
    if (!made.published) return made;
    // The pages lead to the documents, which lie beside them.
    await report(program, { period, now });
    await bakeSite(program);
    return made;
  },
  report: async (program, period, now) => {
    const isOut = (await listReleases(program.database)).some(
      (one) => one.period === period && one.current && one.has_report,
    );
    return isOut ? { runId: null } : report(program, { period, now });
  },
};

/** A refusal is an answer: it stands in the run's record and the slot is done. A fault is tried again. */
async function doSlot(
  program: Program,
  slot: Slot,
  now: Date,
  log: (line: string) => void,
): Promise<{ done: boolean; runId: string | null }> {
  const period = slotPeriod(slot);
  try {
    const { runId } = await bodies[slot.job as ScheduledJob](program, period, now);
    await audit(program, slot, 'done');
    log(`${slot.job} ${slot.slot}: 完成 done`);
    return { done: true, runId };
  } catch (error) {
    if (error instanceof Refusal) await audit(program, slot, 'refused');
    log(`${slot.job} ${slot.slot}: ${error instanceof Error ? error.message : String(error)}`);
    return { done: error instanceof Refusal, runId: null };
  }
}

function audit({ database }: Program, { job, slot }: Slot, outcome: 'done' | 'refused'): Promise<void> {
  return recordAudit(database, {
    at: clock(),
    account: 'schedule',
    kind: 'act',
    act: job,
    target: slot,
    outcome,
  });
}

export interface Scheduler {
  stop(): Promise<void>;
}

/** Looks every minute. node-cron only says "look now": what is due, and whether it was done, stands in PostgreSQL. */
export function startScheduler(program: Program): Scheduler {
  const { log } = program;
  let looking: Promise<unknown> = Promise.resolve();
  let busy = false;
  const look = () => {
    if (busy) return;
    busy = true;
    looking = catchUp(program, clock(), (message) => log.info({ message }))
      .catch((error: unknown) =>
        log.error({ message: error instanceof Error ? error.message : String(error) }),
      )
      .finally(() => {
        busy = false;
      });
  };
  const task = everyMinute('* * * * *', look, { timezone: timeZone });
  look();
  return {
    stop: async () => {
      await task.stop();
      await looking;
    },
  };
}
