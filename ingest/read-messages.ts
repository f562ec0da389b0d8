import { join } from 'node:path';
import { type AcceptedMessages, acceptMessages, messageFilePath } from './accept-messages.ts';
import { base, nothing, recognisedOf, refused, tenantFrom, type UnderstoodMessages } from './candidate.ts';
import type { TakenIn } from './delivery.ts';
import { ofTenant, withFresh } from './fresh-history.ts';
import { settle } from './land.ts';
import type { IngestSettings, Known } from './settings.ts';

/**
 * Judges files of customs messages, one after the other: what a file says counts together with all before it. A return looks
 * at the lines in force, those judged just now among them.
 */
export async function readMessagesOf(
  candidates: readonly UnderstoodMessages[],
  judged: readonly TakenIn[],
  receivedAt: Date,
  settings: IngestSettings,
  known: Known,
): Promise<TakenIn[]> {
  if (candidates.length === 0) return [];
  const results: TakenIn[] = [];
  const tenants = Map.groupBy(candidates, ({ uscc }) => uscc);
  const files = await known.messageFiles([...tenants.keys()]);
  const past = await known.history([...tenants.keys()]);
  for (const [uscc, own] of tenants) {
    const records = [...(files.get(uscc) ?? [])];
    const history = ofTenant(past, uscc);
    let beside = withFresh(
      history,
      judged.filter(({ delivery }) => delivery.uscc === uscc).map(({ delivery }) => delivery),
      settings.dataDir,
    );
    for (const candidate of own) {
      if (candidate.messages.records === 0) {
        results.push(refused(candidate, { id: 'no_messages', value: '' }, receivedAt));
        continue;
      }
      const accepted = await acceptMessages(candidate, records, receivedAt, { history, beside }, settings);
      // The records rest in the place of the bytes, which always hold buyers.
      const messageFile = messageFilePath(candidate.id);
      await settle(candidate.messages.path, join(settings.dataDir, messageFile));
      records.push(join(settings.dataDir, messageFile));
      const taken = delivered(candidate, accepted, messageFile, receivedAt);
      results.push(taken);
      beside = withFresh(beside, [taken.delivery], settings.dataDir);
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
