import { isNumber, type Passage, type Report, type Table } from '../content.ts';
import type { Form, Language, NumberRef } from '../number-ref.ts';
import { nameOfRef, writeNumber } from '../number-ref.ts';

/** A number as one document shows it, under a short name that programs for texts can carry. */
export interface ShownNumber {
  /** `N0001`, in order of appearance. */
  readonly id: string;
  readonly ref: string;
  readonly written: string;
  readonly number: NumberRef;
}

/** Gives each number of a document its name as it is written, and remembers them all. */
export function numbering(language: Language) {
  const shown: ShownNumber[] = [];
  return {
    shown: shown as readonly ShownNumber[],
    note(number: NumberRef, form: Form): ShownNumber {
      const id = `N${String(shown.length + 1).padStart(4, '0')}`;
      const one = { id, ref: nameOfRef(number), written: writeNumber(number, form, language), number };
      shown.push(one);
      return one;
    },
  };
}
export type Numbering = ReturnType<typeof numbering>;

/** All passages of a report in the order in which its documents show them; tables' cells come as numbers alone. */
export function* numbersOf(report: Report, language: Language): Generator<readonly [NumberRef, Form]> {
  for (const { value } of report.facts) yield* numbersIn(value, language);
  const { notice } = report;
  if (notice) {
    for (const passage of notice.paragraphs) yield* numbersIn(passage, language);
    yield* numbersInTable(notice.table, language);
  }
  for (const section of report.sections) {
    for (const passage of section.paragraphs) yield* numbersIn(passage, language);
    for (const block of section.blocks) if (block.kind === 'table') yield* numbersInTable(block, language);
  }
  for (const { items } of report.notes) for (const item of items) yield* numbersIn(item, language);
}

function* numbersInTable({ rows, notes }: Table, language: Language): Generator<readonly [NumberRef, Form]> {
  for (const cell of rows.flatMap(({ cells }) => cells)) {
    if (isNumber(cell)) yield [cell, 'cell'];
    else yield* numbersIn(cell, language);
  }
  for (const note of notes) yield* numbersIn(note, language);
}

function* numbersIn(passage: Passage, language: Language): Generator<readonly [NumberRef, Form]> {
  for (const piece of passage[language])
    if (typeof piece === 'object' && 'number' in piece) yield [piece.number, piece.form];
}
