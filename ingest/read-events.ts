import { acceptEvents } from './accept-events.ts';
import type { UnderstoodFile } from './candidate.ts';
import type { TakenIn } from './delivery.ts';
import type { History } from './file-rules.ts';
import { ofTenant, withFresh } from './fresh-history.ts';
import { settled } from './read-batch.ts';
import type { IngestSettings, Known } from './settings.ts';

/** Judges files of returns and cancellations beside what is in force and what was judged before them. */
export async function readEventsOf(
  candidates: readonly UnderstoodFile[],
  judged: readonly TakenIn[],
  receivedAt: Date,
  settings: IngestSettings,
  known: Known,
): Promise<TakenIn[]> {
  if (candidates.length === 0) return [];
  const past = await known.history([...new Set(candidates.map(({ uscc }) => uscc))]);
  const beside = withFresh(
    past,
    judged.map(({ delivery }) => delivery),
    settings.dataDir,
  );
  const results: TakenIn[] = [];
  for (const one of candidates)
    results.push(await readEvents(one, receivedAt, settings, ofTenant(beside, one.uscc)));
  return results;
}

async function readEvents(
  candidate: UnderstoodFile,
  receivedAt: Date,
  settings: IngestSettings,
  history: History,
): Promise<TakenIn> {
  const { id: delivery, uscc, arrival, understood } = candidate;
  const file = {
    delivery,
    uscc,
    receivedAt,
    declaredPeriod: arrival.declaredPeriod,
    path: understood.cells.path,
    byMessage: false,
  };
  const { counts, findings, coverage, eventFile } = await acceptEvents(file, history, settings);
  const covered = { eventCoverage: coverage, eventFile };
  return settled(candidate, counts, findings, covered, receivedAt, { ...settings, mayHidePersons: true });
}
