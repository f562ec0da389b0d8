import { apiRoot } from '../ask.ts';
import { h } from '../element.ts';
import { count } from '../figures.ts';
import { inBoth } from '../request.ts';
import type { Language } from '../view.ts';
import type { SqlAnswer, SqlEstimate, SqlTables } from './answers.ts';
import { saveForm } from './save.ts';
import { estimatePanel, post, rowsPanel, rowsSaid, type SqlDesk, tableList } from './sql-rows.ts';
import { say } from './text.ts';

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
  return { text: examples.parks, asOf: '', running: null, answer: null, estimate: null, refusal: null };
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
      desk.estimate && estimatePanel(desk.estimate, language),
      desk.answer && rowsPanel(desk.answer, desk, language),
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
      h(
        'button',
        {
          ...{ type: 'button', id: 'sql-explain', class: 'quiet' },
          disabled: desk.running !== null,
          title: say('explainTitle', language),
          onclick: () => explain(page),
        },
        say('explain', language),
      ),
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
  Object.assign(desk, { running: mine, answer: null, estimate: null, refusal: null });
  redraw();
  const outcome = await ask<SqlAnswer>('sql', post(desk, 'json', mine.signal));
  if (desk.running !== mine) return;
  desk.running = null;
  if ('answer' in outcome) {
    desk.answer = outcome.answer;
    announce(rowsSaid(outcome.answer, language));
  } else desk.refusal = outcome.message[language];
  redraw();
}

/** What it would cost; what was answered before stays until it is run. */
async function explain({ desk, language, redraw, announce }: SqlPage): Promise<void> {
  const body = JSON.stringify({ sql: desk.text, asOf: desk.asOf || null });
  const headers = { 'content-type': 'application/json' };
  const outcome = await ask<SqlEstimate>('sql/estimate', { method: 'POST', headers, body });
  if ('answer' in outcome) Object.assign(desk, { estimate: outcome.answer, refusal: null });
  else Object.assign(desk, { estimate: null, refusal: outcome.message[language] });
  announce(say('estimate', language));
  redraw();
}

async function ask<Answer>(path: string, asked: RequestInit) {
  try {
    const response = await fetch(apiRoot + path, asked);
    const said = (await response.json()) as Answer & { message?: string };
    return response.ok ? { answer: said } : { message: inBoth(String(said.message ?? response.status)) };
  } catch (error) {
    return { message: inBoth(String(error)) };
  }
}
