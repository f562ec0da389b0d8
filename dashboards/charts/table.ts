import { elementOf } from '../element.ts';

/** The figures of a chart: texts, ready to be read. The first column names the row. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A real table: a caption, headings with their scope, figures to the right. */
export function dataTable({ columns, rows }: Table, caption: string, document: Document): HTMLTableElement {
  const cell = (value: string, index: number) =>
    index === 0
      ? elementOf(document, 'th', { scope: 'row' }, value)
      : elementOf(document, 'td', { class: isFigure(value) && 'figure' }, value);
  return elementOf(
    document,
    'table',
    {},
    elementOf(document, 'caption', {}, caption),
    elementOf(
      document,
      'thead',
      {},
      elementOf(
        document,
        'tr',
        {},
        ...columns.map((name, index) =>
          elementOf(
            document,
            'th',
            { scope: 'col', class: index > 0 && isFigure(rows[0]?.[index] ?? '') && 'figure' },
            name,
          ),
        ),
      ),
    ),
    elementOf(document, 'tbody', {}, ...rows.map((row) => elementOf(document, 'tr', {}, ...row.map(cell)))),
  );
}

function isFigure(value: string): boolean {
  return /^[+−—\d]/.test(value);
}
