import { type ReasonUse, reasonCodes, reasonCodesFor } from '../../../catalogue/reason-codes.ts';
import { h } from '../../element.ts';
import type { Language } from '../../view.ts';
import type { Why } from '../session.ts';
import { say } from '../text.ts';
import { number } from '../words.ts';
import type { Group, Showing } from './showing.ts';

/** Reason, name and note, asked for once and used for one finding or for all of a cause. */
export interface WhyForm {
  readonly element: HTMLElement;
  /** What was given, or undefined after saying what is missing. */
  read(): Why | undefined;
  tell(problem: string): void;
}

const rememberedName = 'parkstat.by';

export function whyForm(
  id: string,
  use: ReasonUse,
  title: string,
  language: Language,
  ...buttons: HTMLElement[]
): WhyForm {
  const reason: HTMLSelectElement = h(
    'select',
    { id: `${id}-reason`, required: true },
    h('option', { value: '' }, say('reasonChoose', language)),
    ...reasonCodesFor(use).map((code) => h('option', { value: code }, reasonCodes[code][language])),
  );
  const by = h('input', {
    id: `${id}-by`,
    type: 'text',
    maxlength: 60,
    autocomplete: 'name',
    required: true,
  });
  by.value = localStorage.getItem(rememberedName) ?? '';
  const note = h('input', { id: `${id}-note`, type: 'text', maxlength: 500 });
  const problem = h('p', { class: 'wrong', role: 'alert' });
  const field = (label: string, control: HTMLElement) =>
    h('div', { class: 'field' }, h('label', { for: control.id }, label), control);
  const element = h(
    'fieldset',
    { class: 'why', id },
    h('legend', {}, title),
    field(say('reason', language), reason),
    field(say('by', language), by),
    field(say('noteNeeded', language), note),
    h('div', { class: 'why-actions' }, ...buttons),
    problem,
  );
  const tell = (text: string) => {
    problem.textContent = text;
  };
  const read = (): Why | undefined => {
    const why = { reason_code: reason.value, by: by.value.trim(), note: note.value.trim() };
    if (why.reason_code === '' || why.by === '') {
      tell(say('needReason', language));
      (why.reason_code === '' ? reason : by).focus();
      return undefined;
    }
    if (why.reason_code === 'other' && why.note === '') {
      tell(say('needNote', language));
      note.focus();
      return undefined;
    }
    localStorage.setItem(rememberedName, why.by);
    return why;
  };
  return { element, read, tell };
}

/** Confirms everything that is open of one cause. */
export function confirmForm(group: Group, { session, acts }: Showing): WhyForm {
  const { language } = session.view;
  const open = number(group.open);
  const id = `why-${group.rule}-${group.column ?? ''}`;
  const all = h('button', { type: 'button', id: `${id}-all` }, say('confirmAll', language, { open }));
  const form = whyForm(id, 'confirm', say('confirmTitle', language, { open }), language, all);
  all.addEventListener('click', async () => {
    const why = form.read();
    if (!why) return;
    const problem = await acts.confirm({ rule: group.rule, column: group.column }, why);
    if (problem) form.tell(problem);
  });
  return form;
}
