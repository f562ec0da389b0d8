import type { FileRefusalId } from '../catalogue/rules/refusals.ts';
import { fileRefusalMessage } from '../catalogue/rules.ts';
import type { FileProblem } from './bytes.ts';
import { type Arrival, type Delivery, deliveryId, type TakenIn } from './delivery.ts';
import type { Landing } from './land.ts';
import type { Understood } from './understand.ts';

/** A file that has arrived and been looked at: understood, not yet judged, or refused as a whole. */
export interface Candidate {
  readonly arrival: Arrival;
  readonly id: string;
  readonly uscc: string | null;
  readonly sha256: string;
  readonly bytes: number;
}

export interface Understandable extends Candidate {
  readonly uscc: string;
  readonly landing: Landing;
  /** Begins the names of copies that are made of it. */
  readonly copy: string;
  readonly understood: Understood;
}

export interface Refused extends Candidate {
  readonly problem: FileProblem;
}

export function candidate(
  arrival: Arrival,
  uscc: string | null,
  { sha256, bytes }: { readonly sha256: string; readonly bytes: number },
): Candidate {
  return { arrival, uscc, sha256, bytes, id: deliveryId(uscc, sha256, arrival.declaredPeriod) };
}

/** What every delivery says, whatever became of it. */
export function base({ id, sha256, bytes, arrival, uscc }: Candidate, receivedAt: Date) {
  const { sourceId, fileName, fileTime, declaredPeriod } = arrival;
  return { id, sha256, bytes, uscc, sourceId, fileName, fileTime, receivedAt, declaredPeriod };
}

const nothing = {
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
  kept: null,
  lakeFile: null,
} as const satisfies Partial<Delivery>;

/** What is refused as a whole is not kept: it may hold what must not be kept. The sender's file stays where it was. */
export function refused(candidate: Candidate, problem: FileProblem, receivedAt: Date): TakenIn {
  const { id, value } = problem as { id: FileRefusalId; value: string };
  const refusal = { id, value, ...fileRefusalMessage(id, value) };
  const encoding = 'understood' in candidate ? (candidate as Understandable).understood.encoding : null;
  return { delivery: { ...base(candidate, receivedAt), ...nothing, encoding, refusal }, findings: [] };
}
