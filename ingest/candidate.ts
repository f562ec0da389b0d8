import { safeFileName } from '../catalogue/file-name.ts';
import type { FileRefusalId } from '../catalogue/rules/refusals.ts';
import { fileRefusalMessage } from '../catalogue/rules.ts';
import type { FileProblem } from './bytes.ts';
import { type Arrival, type Delivery, deliveryId, type Recognition, type TakenIn } from './delivery.ts';
import type { Landing } from './land.ts';
import type { MessageFile } from './messages/read.ts';
import { maskedName } from './tables/plain.ts';
import type { Understood } from './understand.ts';

/** A file that has arrived. */
export interface Candidate {
  readonly arrival: Arrival;
  readonly id: string;
  readonly uscc: string | null;
  readonly sha256: string;
  readonly bytes: number;
}

/** Understood, not yet judged. */
interface Readied extends Candidate {
  readonly uscc: string;
  /** Null: the bytes rest already, and are read again. */
  readonly landing: Landing | null;
  /** Begins the names of copies that are made of it. */
  readonly copy: string;
}

export interface UnderstoodFile extends Readied {
  readonly understood: Understood;
}

export interface UnderstoodMessages extends Readied {
  readonly messages: MessageFile;
  readonly format: 'ceb' | 'zip';
}

export interface Refused extends Candidate {
  readonly problem: FileProblem;
  /** How the file was understood, where only its tenant was not. */
  readonly recognised?: Recognised;
}

/** What a delivery says of how its file was understood. */
export type Recognised = Pick<Delivery, 'format' | 'encoding' | 'template' | 'recognition'>;

export function recognisedOf(
  found: Pick<UnderstoodFile, 'understood'> | Pick<UnderstoodMessages, 'messages' | 'format'>,
  tenantFrom: Recognition['tenantFrom'],
): Recognised {
  const { recognition, ...known } =
    'understood' in found
      ? found.understood
      : {
          ...found.messages,
          format: found.format,
          template: 'ceb' as const,
          recognition: { sample: found.messages.sample, parts: [], skipped: [] },
        };
  const sample = recognition.sample.map((cell) => ({ ...cell, value: maskedName(cell.value) }));
  const { format, encoding, template } = known;
  return { format, encoding, template, recognition: { ...recognition, sample, tenantFrom } };
}

export function tenantFrom({ uscc }: Arrival): 'sender' | 'content' {
  return uscc === null ? 'content' : 'sender';
}

export type Met = UnderstoodFile | UnderstoodMessages | Refused;

export function candidate(
  arrival: Arrival,
  uscc: string | null,
  { sha256, bytes }: { readonly sha256: string; readonly bytes: number },
): Candidate {
  const fileName = maskedName(safeFileName(arrival.fileName));
  const id = deliveryId(uscc, sha256, arrival.declaredPeriod);
  return { arrival: { ...arrival, fileName }, uscc, sha256, bytes, id };
}

/** What every delivery says, whatever became of it. */
export function base({ id, sha256, bytes, arrival, uscc }: Candidate, receivedAt: Date) {
  const { sourceId, fileName, fileTime, declaredPeriod } = arrival;
  return { id, sha256, bytes, uscc, sourceId, fileName, fileTime, receivedAt, declaredPeriod };
}

/** Of a delivery that has none of it. */
export const nothing = {
  format: null,
  encoding: null,
  template: null,
  recognition: null,
  ignoredColumns: [],
  rowsRead: 0,
  accepted: 0,
  rejected: 0,
  setAside: 0,
  coverage: [],
  eventCoverage: [],
  kept: null,
  lakeFile: null,
  eventFile: null,
  messageFile: null,
} as const satisfies Partial<Delivery>;

/** What is refused as a whole is not kept: it may hold what must not be kept. The sender's file stays where it was. */
export function refused(candidate: Candidate, problem: FileProblem, receivedAt: Date): TakenIn {
  const { id } = problem as { id: FileRefusalId };
  // It may be a name that the sender gave: of a member, a sheet, a column.
  const value = maskedName(problem.value);
  const refusal = { id, value, ...fileRefusalMessage(id, value) };
  const { recognised = {} } = candidate as Refused;
  const encoding = 'understood' in candidate ? (candidate as UnderstoodFile).understood.encoding : null;
  const delivery = { ...base(candidate, receivedAt), ...nothing, encoding, ...recognised, refusal };
  return { delivery, findings: [] };
}
