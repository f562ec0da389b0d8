import type { TakenIn } from '../ingest/delivery.ts';
import type { Fetched } from '../ingest/sources/pull.ts';
import type { NewDelivery, SeenFile } from '../warehouse/deliveries.ts';

/** A delivery as the registry takes it. */
export function toNewDelivery({ delivery, findings, findingFile = null }: TakenIn): NewDelivery {
  return {
    id: delivery.id,
    sha256: delivery.sha256,
    bytes: delivery.bytes,
    uscc: delivery.uscc,
    source_id: delivery.sourceId,
    file_name: delivery.fileName,
    file_time: delivery.fileTime,
    received_at: delivery.receivedAt,
    declared_period: delivery.declaredPeriod,
    format: delivery.format,
    encoding: delivery.encoding,
    template: delivery.template,
    recognition: delivery.recognition,
    part_count: delivery.recognition?.parts.length ?? null,
    relation: delivery.template === 'event' ? 'event' : 'line',
    kept: delivery.kept,
    refusal_id: delivery.refusal?.id ?? null,
    refusal_value: delivery.refusal?.value ?? null,
    ignored_columns: [...delivery.ignoredColumns],
    rows_read: delivery.rowsRead,
    accepted: delivery.accepted,
    rejected: delivery.rejected,
    set_aside: delivery.setAside,
    lake_file: delivery.lakeFile,
    event_file: delivery.eventFile,
    message_file: delivery.messageFile,
    event_coverage: delivery.eventCoverage.map(({ lines, rates: _, ...cell }) => ({
      ...cell,
      events: lines,
    })),
    coverage: delivery.coverage,
    findings,
    finding_file: findingFile,
  };
}

/**
 * A file as it is remembered, so that it is not fetched or read again while it stays as it is. One that could not be read
 * is not: it is tried again next time, even if nobody touches it.
 */
export function toSeenFile(
  { arrival, seen, files = [arrival] }: Fetched,
  ids: ReadonlyMap<string, string>,
  results: readonly TakenIn[],
  unread: ReadonlySet<string>,
): SeenFile[] {
  const id = ids.get(arrival.path);
  if (!seen || id === undefined || arrival.sourceId === null || unread.has(id)) return [];
  const own = results.find(({ delivery }) => delivery.id === id)?.delivery;
  const { sourceId } = arrival;
  return files.map((file) => ({
    source_id: sourceId,
    path: file === arrival ? seen.path : file.path,
    bytes: seen.bytes ?? own?.bytes ?? 0,
    file_time: file.fileTime,
    delivery_id: id,
  }));
}
