import { type Child, h } from '../element.ts';
import { askBefore, reasonFields, whoField } from '../parts/ask-before.ts';
import { request } from '../request.ts';
import { viewAddress } from '../view.ts';
import type { Known, MonthFrame, Review } from './shapes.ts';
import { say, type TextKey } from './text.ts';

type Item = Review['items'][number];

/** What stands between the month and its signature, what blocks first; what is in order is folded away. */
export function checklistPanel(known: Known, frame: MonthFrame): HTMLElement {
  const { language } = frame.view;
  const { items } = known.review;
  const open = items
    .filter(({ state }) => state !== 'in_order')
    .toSorted((one, other) => weight(one) - weight(other));
  const fine = items.filter(({ state }) => state === 'in_order');
  const blocking = open.filter((item) => weight(item) < 2).length;
  const lead = say('checklistLead', language, {
    blocking,
    warnings: open.length - blocking,
    fine: fine.length,
  });
  return h(
    'section',
    { class: 'panel checklist', 'aria-labelledby': 'checklist-title' },
    h(
      'div',
      { class: 'panel-head' },
      h('h2', { id: 'checklist-title' }, say('checklist', language)),
      h('span', { class: 'caption' }, open.length ? lead : say('checklistAll', language)),
    ),
    h('ul', {}, ...open.map((item) => line(item, known, frame))),
    fine.length > 0 &&
      h(
        'details',
        { id: 'checklist-fine' },
        h('summary', {}, say('fineItems', language, { count: fine.length })),
        h('ul', { class: 'fine' }, ...fine.map((item) => line(item, known, frame))),
      ),
  );
}

function weight({ state, severity }: Item): number {
  if (state === 'overridden') return 3;
  if (severity === 'warning') return 2;
  return state === 'proposed' ? 1 : 0;
}

function line(item: Item, known: Known, frame: MonthFrame): HTMLElement {
  const { language } = frame.view;
  const is = item.state === 'open' ? item.severity : item.state;
  return h(
    'li',
    { class: `check check-${is}`, id: `item-${item.id}` },
    h('span', { class: 'check-mark' }, say(`is_${is}` as TextKey, language)),
    h(
      'div',
      {},
      h('b', {}, item[language]),
      item.text && h('p', {}, item.text[language]),
      overrideTold(item, frame),
    ),
    h('div', { class: 'actions' }, wayTo(item, known, frame), overrideButton(item, known, frame)),
  );
}

function overrideTold({ override }: Item, { view: { language } }: MonthFrame): Child {
  if (!override) return undefined;
  const { proposed_by: by, agreed_by: agreed, note } = override;
  const reason = [override.reason[language], note].filter(Boolean).join(language === 'zh' ? '，' : ', ');
  const said = agreed
    ? say('passedBy', language, { by, agreed, reason })
    : say('askedBy', language, { by, reason });
  return h('p', { class: 'said' }, said);
}

/** The page where an item is dealt with; what is dealt with here needs no link. */
function wayTo({ page, state, zh, en }: Item, { review }: Known, { view }: MonthFrame): Child {
  if (state === 'in_order' || page === 'month') return undefined;
  const address = viewAddress({ ...view, period: review.period });
  const label = say('dealWith', view.language);
  const about = view.language === 'zh' ? zh : en;
  return h(
    'a',
    { class: 'button quiet small', href: `./${page}.html${address}`, 'aria-label': `${label}: ${about}` },
    label,
  );
}

function overrideButton(item: Item, known: Known, frame: MonthFrame): Child {
  const { language } = frame.view;
  const { submission } = known.review;
  if (!submission || submission.signed_by !== null || item.severity !== 'blocking') return undefined;
  if (item.state !== 'open' && item.state !== 'proposed') return undefined;
  const isAsked = item.state === 'proposed';
  const about = { item: item[language] };
  const key = isAsked ? 'agree' : 'override';
  return h(
    'button',
    {
      type: 'button',
      class: 'quiet small',
      id: `${key}-${item.id}`,
      'aria-label': `${say(key, language)}: ${about.item}`,
      onclick: () => (isAsked ? agree(item, known, frame) : propose(item, known, frame)),
    },
    say(key, language),
  );
}

function propose(item: Item, { me, review }: Known, frame: MonthFrame): void {
  const { language } = frame.view;
  const id = 'override-ask';
  const why = reasonFields({ id, use: 'override', noteLabel: say('note', language) }, language);
  const who = whoField(id, me, language);
  askBefore({
    id,
    title: say('overrideOf', language, { item: item[language] }),
    happens: [say('happens_override1', language), say('happens_override2', language)],
    fields: [...why.elements, who.element],
    submit: say('override', language),
    language,
    send: () => overridden(review, frame, { item: item.id, ...why.body(), ...who.body() }),
  });
}

function agree(item: Item, { me, review }: Known, frame: MonthFrame): void {
  const { language } = frame.view;
  const id = 'override-agree';
  const who = whoField(id, me, language);
  const by = item.override?.proposed_by ?? '';
  const reason = item.override?.reason[language] ?? '';
  askBefore({
    id,
    title: say('overrideOf', language, { item: item[language] }),
    happens: [say('happens_agree', language, { by, reason }), say('happens_override2', language)],
    fields: [who.element],
    submit: say('agree', language),
    language,
    send: () => overridden(review, frame, { item: item.id, agree: true, ...who.body() }),
  });
}

async function overridden({ period }: Review, frame: MonthFrame, body: object): Promise<string | undefined> {
  const { failure } = await request(`months/${period}/overrides`, body);
  if (failure) return failure.message[frame.view.language];
  frame.reload();
  return undefined;
}
