import { addMonths, type Period, periodOf } from '../catalogue/period.ts';
import { readCalendar } from '../warehouse/calendar-entries.ts';
import { blockingItems, readChecklist } from '../warehouse/checklist.ts';
import { monthsWithNews } from '../warehouse/in-force.ts';
import { stateOfMonth } from '../warehouse/month-events.ts';
import { readOperation } from '../warehouse/operation.ts';
import { outgoingState } from '../warehouse/outgoing.ts';
import { readQuality } from '../warehouse/quality.ts';
import { latestRelease, listReleases } from '../warehouse/releases.ts';
import { listRuns } from '../warehouse/runs.ts';
import { openSlots } from '../warehouse/slots.ts';
import type { Program } from './program.ts';
import { releasePlan } from './settings.ts';

/** The heaviest ones; all stand in the answer of /api/v1/quality. */
const remindersShown = 4;

/** Mails that failed longer ago are forgotten here. */
const troubleMs = 30 * 24 * 3600_000;

/** The month at a glance: who has reported, what is published, what waits. */
export async function status(program: Program, { period, now }: { period: Period | undefined; now: Date }) {
  const month = period ?? addMonths(periodOf(now), -1);
  const quality = await readQuality(program.database, month);
  const release = await latestRelease(program.database, month);
  const runs = await listRuns(program.database, 5);
  return {
    period: month,
    month: await monthNow(program, month, now),
    expected: quality.expected,
    received: quality.received,
    late: quality.late,
    nil: quality.nil,
    held: quality.held,
    reminder: quality.reminder && `${quality.reminder.zh} | ${quality.reminder.en}`,
    reminders: quality.reminders.slice(0, remindersShown),
    release: release
      ? {
          id: release.id,
          published_at: release.published_at.toISOString(),
          observations: release.observations,
        }
      : null,
    releases: (await listReleases(program.database)).length,
    mail_troubles: (await outgoingState(program.database, new Date(now.getTime() - troubleMs))).troubles,
    months_with_news: await monthsWithNews(program.database),
    open_slots: (await openSlots(program.database)).map(({ job, slot, attempts }) => ({
      job,
      slot,
      attempts,
    })),
    last_runs: runs.map(({ id, job, slot, state, started_at, message }) => ({
      id,
      job,
      slot,
      state,
      started_at: started_at.toISOString(),
      message,
    })),
    ...(await operationNow(program, now)),
    database: program.databaseLocation,
  };
}

export type Status = Awaited<ReturnType<typeof status>>;

/** How far the month has come, its days, and what keeps it from being signed; nothing keeps what is published. */
async function monthNow({ database, settings }: Program, period: Period, now: Date) {
  const { state } = await stateOfMonth(database, period, now);
  const { closes_at, release_at } = await readCalendar(database, period, releasePlan(settings));
  const open = state === 'published' ? [] : blockingItems(await readChecklist(database, period));
  return {
    state,
    closes_at: closes_at.toISOString(),
    release_at: release_at.toISOString(),
    blocking: open.map(({ id, count, text }) => ({ id, count, text })),
  };
}

async function operationNow({ database }: Program, now: Date) {
  const { mails, runs } = await readOperation(database, now);
  const backup = runs.find(({ job, state }) => job === 'backup' && state === 'done');
  return { mails, last_backup: backup?.last.toISOString() ?? null };
}
