import type { DeskAct } from '../../api/months-schema.ts';
import type { Period } from '../../catalogue/period.ts';
import { type Child, h } from '../element.ts';
import { instant, periodName } from '../figures.ts';
import { askBefore, reasonFields, textArea, tickBox, whoField } from '../parts/ask-before.ts';
import { request } from '../request.ts';
import type { Known, MonthFrame } from './shapes.ts';
import { say } from './text.ts';

/** What the state and the person allow; and below it what they do not, with why. */
export function actsPanel(known: Known, frame: MonthFrame): HTMLElement {
  const { language } = frame.view;
  const { acts } = known.review;
  const allowed = acts
    .filter((one) => one.allowed)
    .toSorted((one, other) => order.indexOf(one.act) - order.indexOf(other.act));
  const hindered = acts.filter((one) => !one.allowed);
  const first = mainAct(allowed.map(({ act }) => act));
  return h(
    'section',
    { class: 'panel acts', 'aria-labelledby': 'acts-title' },
    h('h2', { id: 'acts-title' }, say('acts', language)),
    h('ul', {}, ...allowed.map(({ act }) => actLine(act, act === first, known, frame))),
    hindered.length > 0 &&
      h(
        'details',
        { id: 'acts-not-now' },
        h('summary', {}, say('notNow', language)),
        h(
          'dl',
          {},
          ...hindered.flatMap(({ act, why }) => [
            h('dt', {}, say(`act_${act}`, language)),
            h('dd', {}, why?.[language] ?? ''),
          ]),
        ),
      ),
  );
}

/** What leads on first, what leads back last. */
const order: readonly DeskAct[] = [
  'publish',
  'sign',
  'close',
  'submit',
  'simulate',
  'return',
  'reopen',
  'rollback',
];

/** The next step on the way to publication. */
function mainAct(allowed: readonly DeskAct[]): DeskAct | undefined {
  return (['publish', 'sign', 'close', 'submit'] as const).find((act) => allowed.includes(act));
}

function actLine(act: DeskAct, isMain: boolean, known: Known, frame: MonthFrame): HTMLElement {
  const { language } = frame.view;
  return h(
    'li',
    {},
    h(
      'button',
      { type: 'button', id: `act-${act}`, class: !isMain && 'quiet', onclick: () => ask(act, known, frame) },
      say(`act_${act}`, language),
    ),
    h('small', {}, say(`actHint_${act}`, language)),
  );
}

interface Asked {
  readonly happens: readonly string[];
  readonly fields?: readonly Child[];
  readonly body?: () => object;
  /** Takes long: it draws up, writes documents or makes pages. */
  readonly isLong?: boolean;
  /** What keeps it from being sent. */
  readonly missing?: () => string | undefined;
}

function ask(act: DeskAct, known: Known, frame: MonthFrame): void {
  const { language } = frame.view;
  const period = known.review.period as Period;
  const id = `ask-${act}`;
  const { happens, fields = [], body = () => ({}), isLong, missing } = questions[act](id, known, frame);
  const who =
    act === 'simulate' ? { element: undefined, body: () => ({}) } : whoField(id, known.me, language);
  const label = say(`act_${act}`, language);
  askBefore({
    id,
    title: `${label} · ${periodName(period, language)}`,
    happens,
    fields: [...fields, who.element],
    submit: label,
    ...(isLong ? { underWay: say('underWay', language) } : {}),
    language,
    send: async () => {
      const wrong = missing?.();
      if (wrong) return wrong;
      const { answer, failure } = await request<Simulated>(`months/${period}/${act}`, {
        ...body(),
        ...who.body(),
      });
      if (failure) return failure.message[language];
      frame.announce(say('done', language, { period: periodName(period, language), act: label }));
      if (act === 'simulate') return simulatedTold(answer, frame);
      frame.reload();
      return undefined;
    },
  });
}

const questions: Readonly<Record<DeskAct, (id: string, known: Known, frame: MonthFrame) => Asked>> = {
  close: (_id, _known, { view: { language } }) => ({ happens: [say('happens_close', language)] }),
  reopen: (id, _known, { view: { language } }) => {
    const why = reasonFields({ id, use: 'reopen', noteLabel: say('note', language) }, language);
    return { happens: [say('happens_reopen', language)], fields: why.elements, body: why.body };
  },
  submit: submitAsked,
  return: (id, { review }, { view: { language } }) => {
    const why = reasonFields({ id, use: 'return', noteLabel: say('note', language) }, language);
    const by = review.submission?.submitted_by ?? '';
    return { happens: [say('happens_return', language, { by })], fields: why.elements, body: why.body };
  },
  sign: signAsked,
  publish: (_id, _known, { view: { language } }) => ({
    happens: [say('happens_publish', language)],
    isLong: true,
  }),
  rollback: rollBackAsked,
  simulate: (_id, { review }, { view: { language } }) => {
    const at = review.submission?.release_at;
    return {
      happens: [say('happens_simulate', language)],
      body: () => (at ? { at } : {}),
      isLong: true,
    };
  },
};

function submitAsked(id: string, { review }: Known, { view: { language } }: MonthFrame): Asked {
  const open = textArea({ id: `${id}-public`, label: say('notePublic', language) });
  const inner = textArea({ id: `${id}-internal`, label: say('noteInternal', language) });
  const held = tickBox(`${id}-held`, say('leaveOutHeld', language));
  const byHand = tickBox(`${id}-hand`, say('byHand', language));
  const at = instant(review.planned_at);
  return {
    happens: [
      say('happens_submit1', language),
      say('happens_submit2', language),
      say('happens_submit3', language, { at }),
    ],
    fields: [open.element, inner.element, held.element, byHand.element],
    body: () => ({
      ...(open.input.value.trim() ? { note_public: open.input.value.trim() } : {}),
      ...(inner.input.value.trim() ? { note_internal: inner.input.value.trim() } : {}),
      ...(held.input.checked ? { leave_out_held: true } : {}),
      ...(byHand.input.checked ? { by_hand: true } : {}),
    }),
    isLong: true,
  };
}

function signAsked(id: string, { review }: Known, { view: { language } }: MonthFrame): Asked {
  const { subject_sha256 = '', release_at = null } = review.submission ?? {};
  const seen = tickBox(`${id}-seen`, say('seen', language));
  const hour = release_at
    ? say('happens_sign2', language, { at: instant(release_at) })
    : say('happens_signByHand', language);
  return {
    happens: [
      say('happens_sign1', language, { hash: subject_sha256.slice(0, 12) }),
      hour,
      say('happens_sign3', language),
    ],
    fields: [seen.element],
    body: () => ({ subject_sha256 }),
    missing: () => (seen.input.checked ? undefined : say('seenFirst', language)),
  };
}

function rollBackAsked(id: string, { review }: Known, { view: { language } }: MonthFrame): Asked {
  const earlier = review.releases.slice(1);
  const options = earlier.map((one) =>
    h('option', { value: one.id }, `${one.id} · ${instant(one.published_at)}`),
  );
  const select = h('select', { id: `${id}-to` }, ...options);
  const why = reasonFields(
    { id, use: 'roll_back', noteLabel: say('noteRollback', language), noteRequired: true },
    language,
  );
  return {
    happens: [say('happens_rollback', language)],
    fields: [
      h('div', { class: 'field' }, h('label', { for: `${id}-to` }, say('rollbackTo', language)), select),
      ...why.elements,
    ],
    body: () => ({ to: select.value, ...why.body() }),
    isLong: true,
  };
}

interface Simulated {
  readonly period: string;
  readonly release: string;
  readonly submitted: boolean;
  readonly moved: number;
  readonly pages_refused: readonly string[];
  readonly address: string;
}

function simulatedTold(
  answer: Simulated | undefined,
  { view: { language } }: MonthFrame,
): HTMLElement | undefined {
  if (!answer) return undefined;
  const { release, moved, submitted, pages_refused, address, period } = answer;
  const lang = language === 'en' ? '?lang=en' : '';
  const open = (href: string, label: string) => h('a', { href, target: '_blank', rel: 'noopener' }, label);
  return h(
    'div',
    { class: 'simulated', id: 'simulated' },
    h('p', {}, say('simulated', language, { release, moved })),
    !submitted && h('p', { class: 'caption' }, say('simulatedDraft', language)),
    pages_refused.length > 0 &&
      h('p', { class: 'wrong' }, say('refusedPages', language, { count: pages_refused.length })),
    h('p', {}, open(`.${address}${lang}`, say('simulatedOpen', language))),
    h('p', {}, open(`./simulated/${period}/reports/_T.${language}.html`, say('simulatedReport', language))),
  );
}
