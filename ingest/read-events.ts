import { acceptEvents } from './accept-events.ts';
import type { UnderstoodFile } from './candidate.ts';
import type { TakenIn } from './delivery.ts';
import type { History } from './file-rules.ts';
import { settled } from './read-batch.ts';
import type { IngestSettings } from './settings.ts';

/** Judges a file of returns and cancellations. */
export async function readEvents(
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
  };
  const { counts, findings, coverage, eventFile } = await acceptEvents(file, history, settings);
  const covered = { eventCoverage: coverage, eventFile };
  return settled(candidate, counts, findings, covered, receivedAt, { ...settings, mayHidePersons: true });
}
