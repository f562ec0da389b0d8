import type { Message } from '../../catalogue/refusal.ts';
import type { Reason, Status } from '../../catalogue/status.ts';
import type { Column, Passage, Table, TableRow } from '../content.ts';
import { type ScaleId, scales } from '../number-ref.ts';
import { plain } from '../wording.ts';

interface TableParts {
  readonly id: string;
  readonly caption: Passage;
  readonly stub: Message;
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
  readonly notes?: readonly Passage[];
}

/** A table with what its legend has to explain: the reasons and statuses that its cells really have. */
export function tableOf({ notes = [], ...parts }: TableParts): Table {
  const cells = parts.rows.flatMap((row) => row.cells);
  const reasons = cells.flatMap(({ value, reason }) => (value === null ? [reason ?? 'MISSING'] : []));
  const statuses = cells.flatMap(({ value, status }) => (value === null || status === 'p' ? [] : [status]));
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
