import { marks as markWords } from '../../catalogue/marks.ts';
import { total } from '../../catalogue/mode.ts';
import { reasons, type Status, statuses } from '../../catalogue/status.ts';
import { type Child, h } from '../element.ts';
import type { QueryAnswer, QueryRow } from './answers.ts';
import { axisName, exactValue, headName, unitOf, type Writing, writtenDelta, writtenValue } from './cells.ts';
import { headRuns, type Pivot } from './layout.ts';
import { say } from './text.ts';

/** More rows than a screen shows take long to draw; the rest comes when asked for. */
const firstRows = 200;

type Part = 'value' | 'other' | 'delta' | 'change';

interface Drawing {
  readonly answer: QueryAnswer;
  readonly pivot: Pivot;
  readonly writing: Writing;
  readonly caption: string;
  readonly everyRow: boolean;
  readonly showAll: () => void;
}

/** The answer as a table: heads stay in sight, totals stand out, every figure has its status and what is to be minded. */
export function pivotTable(drawing: Drawing): HTMLElement {
  const { answer, pivot, writing, caption, everyRow, showAll } = drawing;
  const { language } = writing;
  const shown = everyRow ? pivot.rowKeys : pivot.rowKeys.slice(0, firstRows);
  const marks = markNumbers(answer);
  const parts: readonly Part[] = answer.against === null ? ['value'] : ['value', 'other', 'delta', 'change'];
  const table = h(
    'table',
    { class: 'pivot', id: 'pivot' },
    h('caption', { class: 'unseen' }, caption),
    h('thead', {}, ...headRows(drawing, parts)),
    h('tbody', {}, ...shown.map((key, at) => bodyRow(key, shown[at - 1], drawing, parts, marks))),
  );
  const more =
    shown.length < pivot.rowKeys.length &&
    h(
      'p',
      { class: 'caption' },
      say('firstRows', language, { shown: shown.length, count: pivot.rowKeys.length }),
      ' ',
      h(
        'button',
        { type: 'button', class: 'quiet small', id: 'show-all', onclick: showAll },
        say('showAll', language, { count: pivot.rowKeys.length }),
      ),
    );
  return h(
    'div',
    {},
    h('div', { class: 'scroll pivot-scroll', tabindex: '0', role: 'region', 'aria-label': caption }, table),
    more,
    footnotes(answer, marks, writing),
  );
}

function headRows({ answer, pivot, writing }: Drawing, parts: readonly Part[]): HTMLElement[] {
  const { layout, columnKeys } = pivot;
  const { language } = writing;
  const levels = layout.columns.length + (parts.length > 1 ? 1 : 0) || 1;
  const corner = layout.rows.map((axis, at) =>
    h(
      'th',
      { scope: 'col', rowspan: levels, class: `head-${Math.min(at, 2)} corner` },
      axisName(axis, language),
    ),
  );
  if (corner.length === 0)
    corner.push(h('th', { scope: 'col', rowspan: levels, class: 'head-0 corner' }, ''));
  const rows = layout.columns.map((axis, level) =>
    headRuns(columnKeys, level).map(({ code, span }) =>
      h(
        'th',
        {
          scope: span * parts.length > 1 ? 'colgroup' : 'col',
          colspan: span * parts.length,
          class: `figure${code === total ? ' total' : ''}`,
        },
        headName(axis, code, writing),
      ),
    ),
  );
  if (parts.length > 1)
    rows.push(
      columnKeys.flatMap(() =>
        parts.map((part) => h('th', { scope: 'col', class: `figure part-${part}` }, say(part, language))),
      ),
    );
  if (rows.length === 0) rows.push([h('th', { scope: 'col', class: 'figure' }, unitOf(answer, writing))]);
  return rows.map((cells, at) => h('tr', {}, ...(at === 0 ? corner : []), ...cells));
}

function bodyRow(
  key: readonly string[],
  above: readonly string[] | undefined,
  { answer, pivot, writing }: Drawing,
  parts: readonly Part[],
  marks: ReadonlyMap<string, readonly number[]>,
): HTMLElement {
  const { layout, columnKeys } = pivot;
  const repeats = (at: number) =>
    at < key.length - 1 && key.slice(0, at + 1).every((code, place) => code === above?.[place]);
  const isTotal = key.length > 0 && key.every((code, at) => code === total || layout.rows[at] === 'period');
  const heads = key.map((code, at) =>
    h(
      'th',
      {
        scope: 'row',
        class: `head-${Math.min(at, 2)}${code === '_O' ? ' rest' : ''}${repeats(at) ? ' again' : ''}`,
      },
      headName(layout.rows[at] ?? 'period', code, writing),
    ),
  );
  if (heads.length === 0)
    heads.push(h('th', { scope: 'row', class: 'head-0' }, say('total', writing.language)));
  const cells = columnKeys.flatMap((column, at) => {
    const row = pivot.cell(key, column);
    const begins = startsGroup(columnKeys, at) || (parts.length > 1 && at > 0);
    return parts.map((part, place) => figureCell(row, part, answer, writing, marks, begins && place === 0));
  });
  const hasTotal = key.some((code) => code === total) && layout.rows.some((axis) => axis !== 'period');
  return h(
    'tr',
    { class: isTotal && hasTotal ? 'total' : hasTotal ? 'subtotal' : false },
    ...heads,
    ...cells,
  );
}

function figureCell(
  row: QueryRow | undefined,
  part: Part,
  answer: QueryAnswer,
  { language, unit }: Writing,
  marks: ReadonlyMap<string, readonly number[]>,
  begins: boolean,
): HTMLElement {
  const className = `figure part-${part}${begins ? ' begins' : ''}`;
  if (!row) return h('td', { class: className });
  if (part === 'delta' || part === 'change') {
    const moved = row.delta != null && !/^-?0(\.0+)?$/.test(row.delta);
    const said =
      part === 'delta'
        ? writtenDelta(row.delta, answer, unit)
        : writtenDelta(row.change, { ...answer, unit: 'ratio', transform: 'yoy' }, unit);
    const title = part === 'delta' ? exactValue(row.delta, answer) : (row.change ?? '');
    return h('td', { class: `${className}${moved ? ' moved' : ''}`, title: title || false }, said);
  }
  const [value, status, reason] =
    part === 'value'
      ? [row.value, row.status, row.reason]
      : [row.against_value, row.against_status ?? 'x', row.against_reason];
  const said = writtenValue(value, answer, unit);
  const why = value == null && reason ? reasons[reason][language] : exactValue(value, answer);
  const numbers = part === 'value' ? (marks.get(cellKey(row, answer)) ?? []) : [];
  return h(
    'td',
    { class: `${className}${value == null ? ' none' : ''}`, title: why || false },
    said,
    value == null && h('small', {}, ` ${why}`),
    h('sup', { class: 'status' }, statusLetter(status), ...numbers.map((one) => ` ${one}`)),
  );
}

/** The first column under another heading of the first level. */
function startsGroup(keys: readonly (readonly string[])[], at: number): boolean {
  return at > 0 && (keys[at]?.length ?? 0) > 1 && keys[at]?.[0] !== keys[at - 1]?.[0];
}

/** Preliminary is what figures usually are: said once below the table, not at each of them. */
function statusLetter(status: Status): string {
  return status === 'p' ? '' : status;
}

function cellKey(row: Partial<QueryRow>, { dimensions }: QueryAnswer): string {
  return [...dimensions.map((dimension) => row[dimension] ?? total), row.period].join('|');
}

const markIds = Object.keys(markWords) as (keyof typeof markWords)[];

/** The numbers of the footnotes of each cell, in the order of the catalogue's marks. */
function markNumbers(answer: QueryAnswer): ReadonlyMap<string, readonly number[]> {
  const used = markIds.filter((id) => answer.marks.some(({ marks }) => marks.includes(id)));
  return new Map(
    answer.marks.map((row) => [cellKey(row, answer), row.marks.map((id) => used.indexOf(id) + 1)]),
  );
}

function footnotes(answer: QueryAnswer, _marks: unknown, { language }: Writing): HTMLElement {
  const used = markIds.filter((id) => answer.marks.some(({ marks }) => marks.includes(id)));
  const letters = [...new Set(answer.rows.map(({ status }) => status))];
  const said = letters
    .map((one) => `${one} ${statuses[one][language]}`)
    .join(language === 'zh' ? '、' : ', ');
  const totals =
    answer.additivity === 'sum'
      ? 'totalsSum'
      : answer.rows.some((row) => answer.dimensions.some((dimension) => row[dimension] === total))
        ? 'totalsRecomputed'
        : undefined;
  const isBroken = answer.dimensions.length > 0 && totals !== undefined;
  const notes: Child[] = answer.notes.map((note) =>
    h(
      'li',
      {},
      `${note.from === note.to ? note.from : `${note.from}–${note.to}`} `,
      (language === 'en' && note.en) || note.zh,
    ),
  );
  return h(
    'div',
    { class: 'footnotes' },
    used.length > 0 && h('ol', {}, ...used.map((id) => h('li', {}, markWords[id][language]))),
    notes.length > 0 && h('ul', {}, ...notes),
    h(
      'p',
      {},
      `${say('statusLetters', language)}: ${said}. `,
      isBroken && totals ? say(totals, language) : '',
      answer.ranked.length > 0 && !answer.has_rest && say('noRest', language),
    ),
  );
}
