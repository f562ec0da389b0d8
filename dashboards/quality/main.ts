import { total } from '../../catalogue/mode.ts';
import type { Period } from '../../catalogue/period.ts';
import type { Problem } from '../ask.ts';
import type { Acted, MonthQuality } from '../collection-answers.ts';
import { type Child, h } from '../element.ts';
import { percent, periodName } from '../figures.ts';
import type { Why } from '../hand-in/session.ts';
import { number } from '../hand-in/words.ts';
import { announce, type Drawn, type Frame, openPage } from '../page.ts';
import { choice, periodChoice } from '../parts/toolbar.ts';
import { request } from '../request.ts';
import { readView } from '../view.ts';
import { type Board, type Cause, earlierMonths, linesOf, loadBoard, nameOfPark } from './board.ts';
import { causes } from './causes.ts';
import { drawer } from './drawer.ts';
import { matrix } from './matrix.ts';
import { reminders, sources } from './side.ts';
import { say } from './text.ts';
import { own, type QualityKey, type QualityView, viewOf } from './view.ts';

type QualityFrame = Frame<QualityKey>;

/** The months before the board's, as they come in: the board is of use without them. */
const before = new Map<Board, ReadonlyMap<string, MonthQuality>>();

async function load({ period }: { period: string | undefined }): Promise<Board> {
  const board = await loadBoard((period || undefined) as Period | undefined);
  if ('quality' in board) return board;
  const { status, message } = board;
  const said = `${message.zh} | ${message.en}`;
  const kind = status === 0 ? 'unreachable' : 'refused';
  throw new Error(said, { cause: { kind, path: '', message: said, status } satisfies Problem });
}

async function loadBefore(board: Board, frame: QualityFrame): Promise<void> {
  const months = new Map<string, MonthQuality>(board.before);
  before.clear();
  before.set(board, board.before);
  for await (const month of earlierMonths(board.period)) {
    if (!before.has(board)) return;
    months.set(month.period, month);
  }
  if (!before.has(board)) return;
  before.set(board, months);
  frame.redraw();
}

function draw(loaded: Board, frame: QualityFrame): Drawn {
  if (!before.has(loaded)) void loadBefore(loaded, frame);
  const board = { ...loaded, before: before.get(loaded) ?? loaded.before };
  const view = viewOf(frame.view);
  const { language } = view;
  return {
    lead: say('lead', language),
    shows: periodName(board.period, language),
    controls: controls(board, view, frame),
    main: content(board, view, frame),
    mainClass: 'quality',
    panel: openDrawer(board, view, frame),
  };
}

function controls({ period, periods, parks }: Board, view: QualityView, frame: QualityFrame): Child[] {
  const { language, park } = view;
  const months = periods.includes(period) ? periods : [period, ...periods];
  const options = parks.map(({ park_id }) => ({
    value: park_id,
    label: nameOfPark(parks, park_id, language),
  }));
  return [
    periodChoice(months, period, language, (chosen) => frame.navigate({ period: chosen, tenant: '' })),
    choice({
      id: 'park',
      label: say('park', language),
      options: [{ value: total, label: say('allParks', language) }, ...options],
      value: park,
      choose: (chosen) => frame.navigate({ park: chosen, tenant: '' }),
    }),
  ];
}

function content(board: Board, view: QualityView, frame: QualityFrame): Child[] {
  const { language } = view;
  const lines = linesOf(board).filter(({ park }) => view.park === total || park === view.park);
  const shown = new Set(lines.map(({ uscc }) => uscc));
  const follow = (address: string) => frame.navigate(readView(address, own));
  const confirmed = (cause: Cause, deliveries: readonly string[], why: Why) =>
    confirm(cause, deliveries, why, frame);
  return [
    summary(board, view),
    h(
      'div',
      { class: 'work' },
      h(
        'div',
        { class: 'stack' },
        matrix(board, lines, view, follow),
        causes(board, shown, language, { confirm: confirmed }),
      ),
      h('div', { class: 'stack side' }, reminders(board, shown, language), sources(board, language)),
    ),
  ];
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

function openDrawer(board: Board, view: QualityView, frame: QualityFrame): HTMLDialogElement | undefined {
  const line = view.tenant ? linesOf(board).find(({ uscc }) => uscc === view.tenant) : undefined;
  if (!line) return undefined;
  return drawer(line, view.language, () => {
    frame.navigate({ tenant: '' });
    document.getElementById(`tenant-${line.uscc}-${line.park}`)?.focus();
  });
}

/** Delivery by delivery: the first that is refused says why, and what was confirmed stays so. */
async function confirm(
  cause: Cause,
  deliveries: readonly string[],
  { note, ...given }: Why,
  frame: QualityFrame,
): Promise<string | null> {
  const { language } = frame.view;
  const scope = { rule: cause.rule, ...(cause.column === null ? {} : { column: cause.column }) };
  const body = { ...scope, ...given, ...(note ? { note } : {}) };
  let confirmed = 0;
  for (const id of deliveries) {
    const { answer, failure } = await request<Acted>(`deliveries/${id}/confirm`, body);
    if (failure) return failure.message[language];
    confirmed += answer.confirmed;
  }
  announce(say('confirmed', language, { count: number(confirmed) }));
  frame.reload();
  return null;
}

openPage({
  name: 'quality',
  own,
  load: (view) => load(viewOf(view)),
  loadKey: ({ period }) => period ?? '',
  draw,
});
