import { apiRoot } from '../ask.ts';
import { h } from '../element.ts';
import { count } from '../figures.ts';
import { save as saveFile } from '../parts/chart-file.ts';
import { inBoth } from '../request.ts';
import type { Language } from '../view.ts';
import type { SqlAnswer, SqlTables } from './answers.ts';
import { saveForm } from './save.ts';
import { type QueryText, say } from './text.ts';

/** What the reader has written and got; it outlives drawing anew. */
export interface SqlDesk {
  text: string;
  asOf: string;
  running: AbortController | null;
  answer: SqlAnswer | null;
  refusal: string | null;
}

const total = "mode = '_T' and flow = '_T'";
const noDetail = "chapter = '_T' and section = '_T' and district = '_T' and transport = '_T' and kind = '_T'";

export const examples = {
  parks: `select period, park, value, status
from observation
where indicator = 'trade_value' and ${total}
  and partner = '_T' and ${noDetail}
order by period desc, park`,
  partners: `select partner, code.zh, sum(value) as value
from observation join code on code.dimension = 'partner' and code.code = partner
where indicator = 'trade_value' and park = '_T' and ${total}
  and partner <> '_T' and ${noDetail}
  and period in (select distinct period from release order by period desc limit 12)
group by all
order by value desc
limit 20`,
  revisions: `select period, number, value, value - lag(value) over (partition by period order by number) as revised
from observation_vintage
where indicator = 'trade_value' and park = '_T' and ${total}
  and partner = '_T' and ${noDetail}
order by period desc, number`,
} as const;

export function newDesk(): SqlDesk {
  return { text: examples.parks, asOf: '', running: null, answer: null, refusal: null };
}

interface SqlPage {
  readonly desk: SqlDesk;
  readonly tables: SqlTables;
  readonly language: Language;
  readonly redraw: () => void;
  readonly announce: (said: string) => void;
}

/** SQL over what is released: the text, the tables that there are, and the rows or the refusal. */
export function sqlPanel(page: SqlPage): HTMLElement {
  const { desk, tables, language } = page;
  return h(
    'div',
    { class: 'sql' },
    h(
      'div',
      { class: 'sql-work' },
      h(
        'section',
        { class: 'panel', 'aria-labelledby': 'sql-title' },
        h('h2', { id: 'sql-title' }, say('sqlText', language)),
        h(
          'p',
          { class: 'caption' },
          say('sqlLead', language, { rows: count(tables.rows), seconds: tables.seconds }),
        ),
        editor(page),
      ),
      desk.refusal !== null &&
        h('section', { class: 'panel sql-refusal', role: 'alert' }, h('pre', {}, desk.refusal)),
      desk.answer && rowsPanel(desk.answer, page),
    ),
    tableList(tables, language),
  );
}

function editor(page: SqlPage): HTMLElement {
  const { desk, language, redraw } = page;
  const area = h(
    'textarea',
    {
      id: 'sql',
      rows: 9,
      spellcheck: 'false',
      maxlength: page.tables.characters,
      'aria-label': say('sqlText', language),
      oninput: () => {
        desk.text = area.value;
      },
      onkeydown: (event) => {
        const { key, ctrlKey, metaKey } = event as KeyboardEvent;
        if (key === 'Enter' && (ctrlKey || metaKey)) void run(page);
      },
    },
    desk.text,
  );
  const asOf = h('input', {
    type: 'date',
    id: 'sql-as-of',
    value: desk.asOf,
    onchange: () => {
      desk.asOf = asOf.value;
    },
  });
  const example = (key: keyof typeof examples) =>
    h(
      'button',
      {
        type: 'button',
        class: 'quiet small',
        id: `example-${key}`,
        onclick: () => {
          desk.text = examples[key];
          redraw();
        },
      },
      say(`example_${key}`, language),
    );
  return h(
    'div',
    {},
    area,
    h(
      'div',
      { class: 'sql-bar' },
      desk.running
        ? h(
            'button',
            { type: 'button', id: 'sql-cancel', class: 'quiet', onclick: () => desk.running?.abort() },
            say('cancel', language),
          )
        : h('button', { type: 'button', id: 'sql-run', onclick: () => run(page) }, say('run', language)),
      h('label', {}, h('span', {}, say('sqlAsOf', language)), asOf),
      h('span', { role: 'status' }, desk.running ? say('running', language) : ''),
      saveForm(
        { kind: 'sql', sql: desk.text, asOf: desk.asOf || null },
        say('sqlText', language),
        language,
        page.announce,
      ),
    ),
    h(
      'div',
      { class: 'quick' },
      h('span', { class: 'caption' }, say('examples', language)),
      example('parks'),
      example('partners'),
      example('revisions'),
    ),
  );
}

async function run(page: SqlPage): Promise<void> {
  const { desk, language, redraw, announce } = page;
  desk.running?.abort();
  const mine = new AbortController();
  Object.assign(desk, { running: mine, answer: null, refusal: null });
  redraw();
  const outcome = await ask(desk, mine.signal);
  if (desk.running !== mine) return;
  desk.running = null;
  if ('answer' in outcome) {
    desk.answer = outcome.answer;
    announce(rowsSaid(outcome.answer, language));
  } else desk.refusal = outcome.message[language];
  redraw();
}

async function ask(desk: SqlDesk, signal: AbortSignal) {
  try {
    const response = await fetch(`${apiRoot}sql`, post(desk, 'json', signal));
    const said = (await response.json()) as SqlAnswer & { message?: string };
    return response.ok ? { answer: said } : { message: inBoth(String(said.message ?? response.status)) };
  } catch (error) {
    return { message: inBoth(String(error)) };
  }
}

function post(desk: SqlDesk, format: 'json' | 'csv', signal: AbortSignal | null): RequestInit {
  const body = JSON.stringify({
    sql: desk.text,
    asOf: desk.asOf || null,
    format,
    limit: format === 'csv' ? 10_000 : 1000,
  });
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal };
}

function rowsSaid({ rows, columns }: SqlAnswer, language: Language): string {
  return say('sqlRows', language, { count: count(rows.length), columns: columns.length });
}

function rowsPanel(answer: SqlAnswer, { desk, language }: SqlPage): HTMLElement {
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
          { class: 'scroll sql-rows', tabindex: '0', role: 'region', 'aria-label': title },
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

function tableList({ tables }: SqlTables, language: Language): HTMLElement {
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
