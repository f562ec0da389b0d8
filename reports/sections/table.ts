import { compare } from '../../catalogue/number.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { Reason, Status } from '../../catalogue/status.ts';
import { type Column, isNumber, type Passage, type Table, type TableRow } from '../content.ts';
import { markedStatus } from '../layout.ts';
import { type ScaleId, scales } from '../number-ref.ts';
import { plain } from '../wording.ts';

interface TableParts {
  readonly id: string;
  readonly caption: Passage;
  readonly stub: Message;
  readonly stubShare?: number;
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
  readonly notes?: readonly Passage[];
}

/** A table with what its legend has to explain: the reasons and statuses that its cells really have. */
export function tableOf({ notes = [], ...parts }: TableParts): Table {
  const cells = parts.rows.flatMap((row) => row.cells).filter(isNumber);
  const reasons = cells.flatMap(({ value, reason }) => (value === null ? [reason ?? 'MISSING'] : []));
  const statuses = cells.flatMap((cell) => markedStatus(cell) ?? []);
  return {
    kind: 'table',
    ...parts,
    reasons: [...new Set<Reason>(reasons)],
    statuses: [...new Set<Status>(statuses)],
    notes,
  };
}

export function column(heading: Passage | Message, scale: ScaleId): Column {
  const { zh, en } = scales[scale];
  return {
    heading: typeof heading.zh === 'string' ? plain(heading as Message) : (heading as Passage),
    unit: { zh, en },
  };
}

/** A column of words, so much wider than one of numbers. */
export function wordsColumn(heading: Message, share: number): Column {
  return { heading: plain(heading), unit: null, words: share };
}

/** A column whose rows each have a unit of their own. */
export function mixedColumn(heading: Message): Column {
  return { heading: plain(heading), unit: null };
}

/** Whether a table has anything to tell: a value that is not zero. */
export function isTelling({ rows }: Table): boolean {
  return rows.some(({ cells }) =>
    cells.filter(isNumber).some(({ value }) => value !== null && compare(value, '0') !== 0),
  );
}
