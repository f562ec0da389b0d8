import type { Finding, Findings } from '../../collection-answers.ts';
import { type Child, h } from '../../element.ts';
import { instant } from '../../figures.ts';
import { request } from '../../request.ts';
import { cellsOfRows } from '../checker.ts';
import { say } from '../text.ts';
import { columnName, number } from '../words.ts';
import type { WhyForm } from './confirm.ts';
import type { Group, Showing } from './showing.ts';

const rowsAtOnce = 50;
const rowsAsked = 1000;

/** The rows of a cause in the clerk's own sheet shape: row number, the row's cells, the faulty one marked. */
export function groupRows(group: Group, showing: Showing, form: WhyForm | null): HTMLElement {
  const { language } = showing.session.view;
  const place = h('div', { class: 'rows' }, h('p', { class: 'caption' }, say('loadingRows', language)));
  void findingsOf(group, showing).then(async (found) => {
    if (typeof found === 'string')
      return place.replaceChildren(h('p', { class: 'wrong', role: 'alert' }, found));
    const cells = await cellsFor(found, showing);
    showRows(place, { group, showing, form, found, cells }, rowsAtOnce);
  });
  return place;
}

/** The findings of the cause, at hand or asked for; a text says why there are none. */
async function findingsOf(
  group: Group,
  { delivery, session }: Showing,
): Promise<readonly Finding[] | string> {
  if (group.rows || !delivery) return group.rows ?? [];
  const found: Finding[] = [];
  const path = `deliveries/${delivery.id}/findings?class=${group.class}&rule=${encodeURIComponent(group.rule)}`;
  for (let offset = 0; found.length < group.count; offset += rowsAsked) {
    const { answer, failure } = await request<Findings>(`${path}&limit=${rowsAsked}&offset=${offset}`);
    if (failure) return failure.message[session.view.language];
    found.push(...answer.rows.filter(({ column }) => column === group.column));
    if (answer.rows.length < rowsAsked || found.length >= rowsAsked) break;
  }
  return found;
}

type Cells = Readonly<Record<number, readonly string[]>>;

/** Rows as they stand in the file, where the page has it: kept by the check, or read again. */
async function cellsFor(found: readonly Finding[], { source }: Showing): Promise<Cells> {
  if (!source) return {};
  const rows = found.flatMap(({ row }) => (row === null ? [] : [row]));
  const missing = rows.filter((row) => source.check.cells[row] === undefined);
  if (missing.length === 0) return source.check.cells;
  const more = await cellsOfRows(source.file, source.check.layout, new Set(missing));
  return { ...source.check.cells, ...more };
}

interface Shown {
  readonly group: Group;
  readonly showing: Showing;
  readonly form: WhyForm | null;
  readonly found: readonly Finding[];
  readonly cells: Cells;
}

function showRows(place: HTMLElement, shown: Shown, count: number): void {
  const { group, showing, found, cells } = shown;
  const { language } = showing.session.view;
  const hasCells = showing.source !== null && found.some(({ row }) => row !== null && cells[row]);
  const table = hasCells ? sheetTable(shown, count) : plainTable(shown, count);
  const label = say('rowsOf', language, { message: group.message[language] });
  const left = found.length - count;
  const beyond = group.count - found.length;
  place.replaceChildren(
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, table),
    ...[
      left > 0 &&
        h(
          'button',
          { type: 'button', class: 'quiet', onclick: () => showRows(place, shown, count + rowsAtOnce) },
          say('more', language, { count: number(Math.min(left, rowsAtOnce)) }),
        ),
      left <= 0 &&
        beyond > 0 &&
        h('p', { class: 'caption' }, say('moreInSheet', language, { count: number(beyond) })),
      !hasCells &&
        showing.delivery !== null &&
        found.some(({ row }) => row !== null) &&
        h('p', { class: 'caption' }, say('sheetUnseen', language)),
    ].filter((one) => one !== false),
  );
}

/** Columns of the file that were read, as the clerk has them. */
function sheetTable({ group, showing, form, found, cells }: Shown, count: number): HTMLElement {
  const { language } = showing.session.view;
  const layout = showing.source?.check.layout;
  const header = layout?.header ?? [];
  const columns = layout?.columns ?? [];
  const read = columns.flatMap((column, at) => (column === null ? [] : [{ column, at }]));
  const faulty = read.find(({ column }) => column === group.column)?.at;
  // The faulty column comes first: it must be seen without scrolling.
  const ordered = faulty === undefined ? read : [{ at: faulty }, ...read.filter(({ at }) => at !== faulty)];
  const heads = ordered.map(({ at }) =>
    h('th', { scope: 'col', class: at === faulty && 'faulty' }, header[at] ?? ''),
  );
  const line = (finding: Finding) => {
    const own = finding.row === null ? undefined : cells[finding.row];
    const tds = ordered.map(({ at }) =>
      at === faulty
        ? h('td', { class: 'faulty' }, own?.[at] ?? finding.value ?? '', unseen(say('faulty', language)))
        : h('td', {}, own?.[at] ?? ''),
    );
    return h('tr', {}, placeOf(finding, language), ...tds, ...actionOf(finding, showing, form));
  };
  return h(
    'table',
    { class: 'own-sheet', lang: 'zh-CN' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, say('row', language)),
        ...heads,
        ...actionHead(form, group, language),
      ),
    ),
    h('tbody', {}, ...found.slice(0, count).map(line)),
  );
}

/** Without the file itself: where, which column, what value, and each row's own sentence. */
function plainTable({ group, showing, form, found }: Shown, count: number): HTMLElement {
  const { language } = showing.session.view;
  const hasParts = found.some(({ part }) => part !== null);
  const hasColumn = group.column !== null;
  const head = (label: string) => h('th', { scope: 'col' }, label);
  const line = (finding: Finding) =>
    h(
      'tr',
      {},
      placeOf(finding, language),
      hasParts && h('td', {}, finding.part ?? ''),
      hasColumn && h('td', {}, columnName(finding.column, language)),
      h('td', { class: 'faulty' }, finding.value ?? '—'),
      h('td', { class: 'sentence' }, finding.message[language]),
      ...actionOf(finding, showing, form),
    );
  return h(
    'table',
    { class: 'own-sheet' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        head(say('row', language)),
        hasParts && head(say('part', language)),
        hasColumn && head(say('column', language)),
        head(say('value', language)),
        head(say('note', language)),
        ...actionHead(form, group, language),
      ),
    ),
    h('tbody', {}, ...found.slice(0, count).map(line)),
  );
}

const unseen = (text: string) => h('span', { class: 'unseen' }, text);

function placeOf({ row, period }: Finding, language: Parameters<typeof say>[1]): HTMLElement {
  return h(
    'th',
    { scope: 'row', class: 'row-number' },
    row === null ? (period ?? say('wholeFile', language)) : String(row),
  );
}

function actionHead(form: WhyForm | null, group: Group, language: Parameters<typeof say>[1]): Child[] {
  return form || group.class === 'confirm'
    ? [h('th', { scope: 'col' }, unseen(say('confirmOne', language)))]
    : [];
}

function actionOf(finding: Finding, { session, acts }: Showing, form: WhyForm | null): Child[] {
  const { language } = session.view;
  if (finding.confirmation) {
    const { by, at, reason } = finding.confirmation;
    const said = say('confirmedBy', language, { by, at: instant(at), reason: reason[language] });
    return [h('td', { class: 'done' }, said)];
  }
  if (finding.class !== 'confirm') return [];
  if (!form) return [h('td', {})];
  const confirm = async () => {
    const why = form.read();
    if (!why) return;
    const problem = await acts.confirm({ finding: finding.id }, why);
    if (problem) form.tell(problem);
  };
  const button = h(
    'button',
    { type: 'button', class: 'quiet small', id: `confirm-${finding.id}`, onclick: () => void confirm() },
    say('confirmOne', language),
  );
  return [h('td', {}, button)];
}
