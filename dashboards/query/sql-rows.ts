import { apiRoot } from '../ask.ts';
import { h } from '../element.ts';
import { count } from '../figures.ts';
import { save as saveFile } from '../parts/chart-file.ts';
import type { Language } from '../view.ts';
import type { SqlAnswer, SqlEstimate, SqlTables } from './answers.ts';
import { type QueryText, say } from './text.ts';

/** What the reader has written and got; it outlives drawing anew. */
export interface SqlDesk {
  text: string;
  asOf: string;
  running: AbortController | null;
  answer: SqlAnswer | null;
  estimate: SqlEstimate | null;
  refusal: string | null;
}

/** The request for what is written. */
export function post(desk: SqlDesk, format: 'json' | 'csv', signal: AbortSignal | null): RequestInit {
  const body = JSON.stringify({
    sql: desk.text,
    asOf: desk.asOf || null,
    format,
    limit: format === 'csv' ? 10_000 : 1000,
  });
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal };
}

export function rowsSaid({ rows, columns }: SqlAnswer, language: Language): string {
  return say('sqlRows', language, { count: count(rows.length), columns: columns.length });
}

/** The rows of an answer, and whether there are more. */
export function rowsPanel(answer: SqlAnswer, desk: SqlDesk, language: Language): HTMLElement {
  const { columns, rows, more, limit } = answer;
  const isNumber = columns.map(({ type }) => /^(DECIMAL|.*INT|DOUBLE|FLOAT|REAL)/.test(type));
  const cell = (value: (typeof rows)[number][number], at: number) =>
    h(
      'td',
      { class: `${isNumber[at] ? 'figure' : ''}${value === null ? ' none' : ''}` || false },
      value === null ? 'null' : String(value),
    );
  const title = rowsSaid(answer, language);
  const csv = async () => {
    const response = await fetch(`${apiRoot}sql`, post(desk, 'csv', null));
    if (response.ok) saveFile('query.csv', await response.blob());
  };
  return h(
    'section',
    { class: 'panel', id: 'sql-result', 'aria-labelledby': 'sql-result-title' },
    h(
      'div',
      { class: 'result-head' },
      h('h2', { id: 'sql-result-title' }, title),
      h(
        'button',
        { type: 'button', class: 'tool', id: 'sql-csv', onclick: csv },
        say('download_csv', language),
      ),
    ),
    more &&
      h('p', { class: 'notice', role: 'note' }, say(`sqlMore_${more}`, language, { limit: count(limit) })),
    rows.length === 0
      ? h('p', {}, say('sqlNone', language))
      : h(
          'div',
          { class: 'scroll sql-rows', tabindex: '0', role: 'group', 'aria-label': title },
          h(
            'table',
            {},
            h(
              'thead',
              {},
              h(
                'tr',
                {},
                ...columns.map(({ name, type }, at) =>
                  h('th', { scope: 'col', class: isNumber[at] && 'figure', title: type }, name),
                ),
              ),
            ),
            h('tbody', {}, ...rows.map((row) => h('tr', {}, ...row.map(cell)))),
          ),
        ),
  );
}

/** What it would cost, with a warning where some step makes very many rows; the plan for those who read plans. */
export function estimatePanel(
  { rows, read, most, steps, seconds }: SqlEstimate,
  language: Language,
): HTMLElement {
  const told = (value: number | null) => (value === null ? say('estimateOpen', language) : count(value));
  return h(
    'section',
    { class: 'panel', id: 'sql-estimate', 'aria-labelledby': 'sql-estimate-title' },
    h('h2', { id: 'sql-estimate-title' }, say('estimate', language)),
    h('p', {}, say('estimateSaid', language, { rows: told(rows), read: count(read), most: count(most) })),
    most > manyRows && h('p', { class: 'notice', role: 'note' }, say('estimateMuch', language, { seconds })),
    h('p', { class: 'caption' }, say('estimateNote', language)),
    h(
      'details',
      { id: 'sql-plan' },
      h('summary', {}, say('plan', language)),
      h(
        'ol',
        { class: 'sql-plan' },
        ...steps.map(({ operator, rows: made, depth }) =>
          h(
            'li',
            { style: `padding-left: ${depth * 14}px` },
            h('code', {}, operator),
            made === null ? '' : ` ≈ ${count(made)}`,
          ),
        ),
      ),
    ),
  );
}

/** From here on a step may well take longer than it may. */
const manyRows = 50_000_000;

/** The tables that there are, with their columns. */
export function tableList({ tables }: SqlTables, language: Language): HTMLElement {
  return h(
    'section',
    { class: 'panel sql-tables', 'aria-labelledby': 'sql-tables-title' },
    h('h2', { id: 'sql-tables-title' }, say('tables', language)),
    ...tables.map(({ name, columns }) =>
      h(
        'details',
        { id: `table-${name}`, open: name === 'observation' },
        h('summary', {}, h('code', {}, name)),
        h('p', { class: 'caption' }, say(`table_${name}` as QueryText, language)),
        h('ul', {}, ...columns.map((column) => h('li', {}, column.name, ' ', h('small', {}, column.type)))),
      ),
    ),
  );
}
