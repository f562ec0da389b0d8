import { total } from '../../catalogue/mode.ts';
import type { Period } from '../../catalogue/period.ts';
import type { Acted, MonthQuality } from '../collection-answers.ts';
import { h } from '../element.ts';
import { percent, periodName } from '../figures.ts';
import type { Why } from '../hand-in/session.ts';
import { number } from '../hand-in/words.ts';
import { masthead } from '../masthead.ts';
import { type Failure, request } from '../request.ts';
import { say as sayShared } from '../text.ts';
import { type Board, type Cause, earlierMonths, linesOf, loadBoard, nameOfPark } from './board.ts';
import { causes } from './causes.ts';
import { drawer } from './drawer.ts';
import { matrix } from './matrix.ts';
import { reminders, sources } from './side.ts';
import { say } from './text.ts';
import { type QualityView, readView, viewAddress } from './view.ts';

const page = document.querySelector('#page') ?? document.body;
let board: Board | Failure | undefined;
let turn = 0;

const isBoard = (known: typeof board): known is Board => known !== undefined && 'quality' in known;

/** Loads the month that the address asks for, draws it, and fills in the months before. */
async function load(): Promise<void> {
  const own = ++turn;
  page.setAttribute('aria-busy', 'true');
  const asked = readView(location.search).period;
  const found = await loadBoard(asked);
  if (own !== turn) return;
  board = found;
  draw();
  if (!isBoard(found)) return;
  const before = new Map<string, MonthQuality>(found.before);
  for await (const month of earlierMonths(found.period)) {
    if (own !== turn) return;
    before.set(month.period, month);
  }
  if (own === turn && isBoard(board)) board = { ...board, before };
  if (own === turn) draw();
}

function follow(address: string): void {
  const before = readView(location.search).period;
  history.pushState(null, '', address);
  if (readView(location.search).period === before) draw();
  else void load();
}

function draw(): void {
  const view = readView(location.search);
  const { language } = view;
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = `${say('title', language)} · ${sayShared('product', language)}`;
  const focused = document.activeElement?.id;
  const open = [...page.querySelectorAll('details[open]')].map(({ id }) => id).filter(Boolean);
  page.replaceChildren(head(view), content(view));
  for (const id of open) (document.getElementById(id) as HTMLDetailsElement | null)?.setAttribute('open', '');
  page.setAttribute('aria-busy', String(board === undefined));
  if (focused) document.getElementById(focused)?.focus();
  showDrawer(view);
}

function head(view: QualityView): HTMLElement {
  const { language } = view;
  const known = isBoard(board) ? [monthChoice(board, view), parkChoice(board, view)] : [];
  return masthead(
    {
      page: 'quality',
      title: say('title', language),
      lead: say('lead', language),
      language,
      languageAddress: viewAddress({ ...view, language: language === 'zh' ? 'en' : 'zh' }),
    },
    ...known,
  );
}

function choice(
  id: string,
  label: string,
  options: HTMLElement[],
  choose: (value: string) => void,
): HTMLElement {
  const select: HTMLSelectElement = h('select', { id, onchange: () => choose(select.value) }, ...options);
  return h('label', {}, h('span', {}, label), select);
}

function monthChoice({ period, periods }: Board, view: QualityView): HTMLElement {
  const months = periods.includes(period) ? periods : [period, ...periods];
  const options = months.map((month) =>
    h('option', { value: month, selected: month === period }, periodName(month, view.language)),
  );
  return choice('period', say('month', view.language), options, (chosen) =>
    follow(viewAddress({ ...view, period: chosen as Period, tenant: undefined })),
  );
}

function parkChoice({ parks }: Board, view: QualityView): HTMLElement {
  const all = h('option', { value: total, selected: view.park === total }, say('allParks', view.language));
  const options = parks.map((park) =>
    h(
      'option',
      { value: park.park_id, selected: park.park_id === view.park },
      nameOfPark(parks, park.park_id, view.language),
    ),
  );
  return choice('park', say('park', view.language), [all, ...options], (park) =>
    follow(viewAddress({ ...view, park, tenant: undefined })),
  );
}

function content(view: QualityView): HTMLElement {
  const { language } = view;
  if (board === undefined) return h('main', { id: 'main' }, h('p', {}, say('loading', language)));
  if (!isBoard(board)) return failed(board, view);
  const lines = linesOf(board).filter(({ park }) => view.park === total || park === view.park);
  const shown = new Set(lines.map(({ uscc }) => uscc));
  return h(
    'main',
    { id: 'main', class: 'quality' },
    summary(board, view),
    h(
      'div',
      { class: 'work' },
      h(
        'div',
        { class: 'stack' },
        matrix(board, lines, view, follow),
        causes(board, shown, language, { confirm }),
      ),
      h('div', { class: 'stack side' }, reminders(board, shown, language), sources(board, language)),
    ),
  );
}

function failed({ message, status }: Failure, { language }: QualityView): HTMLElement {
  return h(
    'main',
    { id: 'main', class: 'state' },
    h('h2', {}, say('failed', language)),
    h('p', { role: 'alert' }, sayShared(status === 0 ? 'unreachable' : 'refusedBy', language)),
    h('p', {}, h('code', {}, message[language])),
    h('button', { type: 'button', id: 'retry', onclick: () => void load() }, say('retry', language)),
  );
}

/** The month in six figures; of one park where one is chosen. */
function summary({ quality }: Board, { language, park }: QualityView): HTMLElement {
  const due = quality.tenants.filter((tenant) => tenant.expected && (park === total || tenant.park === park));
  const once = [...new Map(due.map((tenant) => [tenant.uscc, tenant])).values()];
  const count = (is: (tenant: (typeof once)[number]) => boolean) => number(once.filter(is).length);
  const fact = (label: string, value: string, className?: string) =>
    h('div', { class: className }, h('dt', {}, label), h('dd', {}, value));
  const isMissing = ({ state }: (typeof once)[number]) => state !== 'received' && state !== 'held';
  return h(
    'dl',
    { class: 'panel summary' },
    fact(say('expected', language), number(once.length)),
    fact(
      say('received', language),
      count(({ state }) => state === 'received'),
    ),
    fact(
      say('late', language),
      count(({ late }) => late),
    ),
    fact(
      say('nil', language),
      count(({ nil }) => nil),
    ),
    fact(
      say('held', language),
      count(({ state }) => state === 'held'),
      'is-held',
    ),
    fact(say('missing', language), count(isMissing), 'is-missing'),
    park === total && fact(say('byValue', language), percent(quality.coverage.value)),
    park === total && fact(say('byCount', language), percent(quality.coverage.count)),
  );
}

function showDrawer(view: QualityView): void {
  document.querySelector('dialog')?.remove();
  if (!isBoard(board) || !view.tenant) return;
  const line = linesOf(board).find(({ uscc }) => uscc === view.tenant);
  if (!line) return;
  const close = () => {
    if (!dialog.isConnected) return;
    dialog.remove();
    follow(viewAddress({ ...readView(location.search), tenant: undefined }));
    document.getElementById(`tenant-${line.uscc}-${line.park}`)?.focus();
  };
  const dialog = drawer(line, view.language, close);
  document.body.append(dialog);
  dialog.showModal();
}

/** Delivery by delivery: the first that is refused says why, and what was confirmed stays so. */
async function confirm(cause: Cause, deliveries: readonly string[], why: Why): Promise<string | null> {
  const { language } = readView(location.search);
  const { note, ...given } = why;
  const scope = { rule: cause.rule, ...(cause.column === null ? {} : { column: cause.column }) };
  const body = { ...scope, ...given, ...(note ? { note } : {}) };
  let confirmed = 0;
  for (const id of deliveries) {
    const { answer, failure } = await request<Acted>(`deliveries/${id}/confirm`, body);
    if (failure) return failure.message[language];
    confirmed += answer.confirmed;
  }
  const announcement = document.querySelector('#announcement');
  if (announcement) announcement.textContent = say('confirmed', language, { count: number(confirmed) });
  void load();
  return null;
}

addEventListener('popstate', () => void load());
draw();
void load();
