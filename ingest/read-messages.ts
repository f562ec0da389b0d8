import { join } from 'node:path';
import { type AcceptedMessages, acceptMessages, messageFilePath } from './accept-messages.ts';
import { base, nothing, recognisedOf, refused, tenantFrom, type UnderstoodMessages } from './candidate.ts';
import type { TakenIn } from './delivery.ts';
import { settle } from './land.ts';
import type { IngestSettings, Known } from './settings.ts';

/** Judges files of customs messages, one after the other: what a file says counts together with all before it. */
export async function readMessagesOf(
  candidates: readonly UnderstoodMessages[],
  receivedAt: Date,
  settings: IngestSettings,
  known: Known,
): Promise<TakenIn[]> {
  const results: TakenIn[] = [];
  for (const own of Map.groupBy(candidates, ({ uscc }) => uscc).values()) {
    const uscc = own[0]?.uscc as string;
    const records = [...(await known.messageFiles(uscc))];
    const history = await known.history([uscc]);
    for (const candidate of own) {
      if (candidate.messages.records === 0) {
        results.push(refused(candidate, { id: 'no_messages', value: '' }, receivedAt));
        continue;
      }
      const accepted = await acceptMessages(candidate, records, receivedAt, history, settings);
      // The records rest in the place of the bytes, which always hold buyers.
      const messageFile = messageFilePath(candidate.id);
      await settle(candidate.messages.path, join(settings.dataDir, messageFile));
      records.push(join(settings.dataDir, messageFile));
      results.push(delivered(candidate, accepted, messageFile, receivedAt));
    }
  }
  return results;
}

function delivered(
  candidate: UnderstoodMessages,
  accepted: AcceptedMessages,
  messageFile: string,
  receivedAt: Date,
): TakenIn {
  const { counts, findings, coverage, eventCoverage, lakeFile, eventFile } = accepted;
  return {
    delivery: {
      ...base(candidate, receivedAt),
      ...nothing,
      ...recognisedOf(candidate, tenantFrom(candidate.arrival)),
      refusal: null,
      ...counts,
      coverage,
      eventCoverage,
      kept: 'cleansed',
      lakeFile,
      eventFile,
      messageFile,
    },
    findings,
  };
}
