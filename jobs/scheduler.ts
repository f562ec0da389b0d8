import { schedule as everyMinute } from 'node-cron';
import { type Period, timeZone } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { recordAudit } from '../warehouse/audit.ts';
import { doNextSlot, putSlots, type Slot, scheduleKnownSince } from '../warehouse/slots.ts';
import { clock } from './clock.ts';
import { collect } from './collect.ts';
import type { Program } from './program.ts';
import { publish } from './publish.ts';
import { report } from './report.ts';
import { dueSlots, type ScheduledJob, scheduledJobs, slotPeriod } from './schedule.ts';
import { bakeSite } from './site.ts';
import { sourcesToRetry } from './waiting.ts';

/** Puts what has fallen due by `now` and does it, one slot after the other, until nothing is due. */
export async function catchUp(
  program: Program,
  now: Date,
  log: (line: string) => void = () => undefined,
): Promise<Slot[]> {
  for (const job of scheduledJobs) {
    const since = await scheduleKnownSince(program.database, job, now);
    await putSlots(program.database, dueSlots(job, since, now, program.settings));
  }
  const done: Slot[] = [];
  for (;;) {
    const slot = await doNextSlot(program.database, now, (due) => doSlot(program, due, now, log));
    if (!slot) break;
    done.push(slot);
  }
  await retryFailedSources(program, now, log);
  return done;
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
  Record<ScheduledJob, (program: Program, period: Period, now: Date) => Promise<{ runId: string }>>
> = {
  collect: (program, _period, now) => collect(program, { now }),
  publish: async (program, period, now) => {
    const made = await publish(program, { period, now });
    if (made.published) await bakeSite(program);
    return made;
  },
  report: (program, period, now) => report(program, { period, now }),
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
export function startScheduler(program: Program, log: (line: string) => void): Scheduler {
  let looking: Promise<unknown> = Promise.resolve();
  let busy = false;
  const look = () => {
    if (busy) return;
    busy = true;
    looking = catchUp(program, clock(), log)
      .catch((error: unknown) => log(error instanceof Error ? error.message : String(error)))
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
