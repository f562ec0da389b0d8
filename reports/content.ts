import type { Message } from '../catalogue/refusal.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import type { Row } from '../dashboards/answers.ts';
import type { ParkFigures } from '../dashboards/charts/parks.ts';
import type { Form, Language, NumberRef } from './number-ref.ts';

/**
 * What a sentence is made of. A text holds no digit: numbers are references, months and instants are times, and what
 * carries a digit in its name (a customs mode, a park) is a name.
 */
export type Piece = string | NumberPiece | TimePiece | NamePiece;

export interface NumberPiece {
  readonly number: NumberRef;
  readonly form: Form;
}

export interface TimePiece extends Message {
  /** As machines read it: `2026-10`, `2026-01/2026-10`, an ISO instant. */
  readonly time: string;
}

export interface NamePiece extends Message {
  /** The code of what is named; a name that stands in the registry in one language only is shown in that one. */
  readonly code: string;
}

/** A text in both languages, with its numbers bound. */
export interface Passage {
  /** What a paragraph is called within its section, for edits and comparison with last month; else its place counts. */
  readonly id?: string;
  /** The languages in which an officer wrote it. */
  readonly edited?: readonly Language[];
  readonly zh: readonly Piece[];
  readonly en: readonly Piece[];
}

export interface Column {
  readonly heading: Passage;
  /** Null for a column whose unit the table states. */
  readonly unit: Message | null;
  /** A column of words, so much wider than one of numbers. */
  readonly words?: number;
}

/** A number, or words where a table tells a reason or a day. */
export type TableCell = NumberRef | Passage;

export function isNumber(cell: TableCell): cell is NumberRef {
  return 'indicator' in cell;
}

export interface TableRow {
  readonly label: Passage;
  /** Of the row's numbers, where the columns have none of their own. */
  readonly unit?: Message;
  /** 0: a total; 1, 2: 其中, which need not add up to it. */
  readonly level: 0 | 1 | 2;
  /** Empty in a row that only names the group of rows below it. */
  readonly cells: readonly TableCell[];
}

export interface Table {
  readonly kind: 'table';
  readonly id: string;
  readonly caption: Passage;
  readonly stub: Message;
  /** How wide the first column is beside one of numbers; without, as usual. */
  readonly stubShare?: number;
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
  /** Every reason for which a cell has no number, and every status other than preliminary. */
  readonly reasons: readonly Reason[];
  readonly statuses: readonly Status[];
  readonly notes: readonly Passage[];
}

interface ChartFrame {
  readonly kind: 'chart';
  readonly id: string;
  readonly caption: Passage;
  readonly unit: 'yi' | 'wan';
}

export interface TrendChart extends ChartFrame {
  readonly chart: 'trend';
  readonly rows: readonly Row[];
}

export interface ParksChart extends ChartFrame {
  readonly chart: 'parks';
  readonly figures: ParkFigures;
  /** The park that the report is of; null in a report of the city. */
  readonly highlight: string | null;
}

export type Chart = TrendChart | ParksChart;

export type Block = Table | Chart;

export const sectionIds = [
  'highlights',
  'overview',
  'modes',
  'parks',
  'structure',
  'revisions',
  'quality',
  'schedule',
  'annex',
] as const;
export type SectionId = (typeof sectionIds)[number];

export interface Section {
  readonly id: SectionId;
  readonly heading: Message;
  readonly paragraphs: readonly Passage[];
  readonly blocks: readonly Block[];
}

export interface Note {
  readonly heading: Message;
  readonly items: readonly Passage[];
}

/** A line of the report's head: what it is called, and what it is. */
export interface Fact {
  readonly name: Message;
  readonly value: Passage;
}

/** What stands on the first page of a correction edition: what it replaces, which main numbers changed, and why. */
export interface Notice {
  readonly heading: Message;
  readonly paragraphs: readonly Passage[];
  readonly table: Table;
}

/** The monthly report as a value: everything that any of its documents shows, in both languages. */
export interface Report {
  readonly release: string;
  readonly period: string;
  readonly park: string;
  readonly status: Status;
  /** When its release was to be published, and was: the only time that a document of it bears. */
  readonly publishedAt: Date;
  readonly title: Passage;
  readonly facts: readonly Fact[];
  /** Null in the first edition of a month. */
  readonly notice: Notice | null;
  readonly sections: readonly Section[];
  readonly notes: readonly Note[];
}
