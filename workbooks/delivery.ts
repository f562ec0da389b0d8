import type { Message } from '../catalogue/refusal.ts';
import type { RuleClass } from '../catalogue/rules/rule.ts';

export interface SheetRow {
  readonly row: number;
  readonly cells: readonly string[];
}

export interface Layout {
  readonly headerRow: number;
  /** The template column that each cell of the header names; null was not read. */
  readonly columns: readonly (string | null)[];
}

/** A sheet, a text file or an array as a reader gives it; null names a file of one part. */
export interface AnnotatedPart {
  readonly name: string | null;
  readonly rows: AsyncIterable<SheetRow>;
  /** Where the header is and which column each of its cells names; without it both are looked for. */
  readonly layout?: Layout;
}

/** A finding with its sentence, as the answer of the API has it. */
export interface AnnotatedFinding {
  readonly rule: string;
  readonly class: RuleClass;
  readonly part: string | null;
  readonly row: number | null;
  readonly period: string | null;
  readonly column_name: string | null;
  readonly value: string | null;
  readonly message: Message;
  readonly confirmed?: boolean;
}

export interface Annotated {
  readonly fileName: string;
  readonly sha256: string;
  readonly tenant: string;
  /** Beijing time as text. */
  readonly receivedAt: string;
  readonly counts: Readonly<Record<'rows_read' | 'accepted' | 'rejected' | 'set_aside', number>>;
  readonly parts: AsyncIterable<AnnotatedPart> | Iterable<AnnotatedPart>;
  readonly findings: readonly AnnotatedFinding[];
}

/** Names of the sheets that no part may take. */
export const overviewSheets = ['审核结果', '问题清单'] as const;
