import { type ReasonUse, reasonCodes, reasonCodesFor } from '../../catalogue/reason-codes.ts';
import type { Me } from '../account.ts';
import { type Child, h } from '../element.ts';
import type { Language } from '../view.ts';
import { field } from './field.ts';
import { word } from './words.ts';

interface Question {
  readonly id: string;
  readonly title: string;
  /** What will happen, sentence by sentence. */
  readonly happens: readonly string[];
  readonly fields: readonly Child[];
  readonly submit: string;
  /** Said while it is under way. */
  readonly underWay?: string;
  readonly language: Language;
  /** What is wrong, in a sentence; an element: what came of it, to be read before closing; undefined: done. */
  readonly send: () => Promise<string | HTMLElement | undefined>;
}

/** Says in a dialog what an act will do, asks what it needs, and closes when it is done. */
export function askBefore({
  id,
  title,
  happens,
  fields,
  submit,
  underWay = '',
  language,
  send,
}: Question): void {
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const waiting = h('p', { class: 'under-way', role: 'status' });
  const button = h('button', { type: 'submit', id: `${id}-send` }, submit);
  const cancel = h(
    'button',
    { type: 'button', class: 'quiet', id: `${id}-cancel`, onclick: () => dialog.close() },
    word('cancel', language),
  );
  const onsubmit = async (event: Event) => {
    event.preventDefault();
    wrong.textContent = '';
    waiting.textContent = underWay;
    button.disabled = true;
    const came = await send();
    waiting.textContent = '';
    button.disabled = false;
    if (came === undefined) return dialog.close();
    if (typeof came === 'string') wrong.textContent = came;
    else {
      form.replaceChildren(came, h('div', { class: 'actions' }, cancel));
      cancel.textContent = word('close', language);
      cancel.focus();
    }
  };
  const form = h(
    'form',
    { class: 'asking', 'aria-label': title, onsubmit: (event) => void onsubmit(event) },
    ...fields,
    wrong,
    waiting,
    h('div', { class: 'actions' }, button, cancel),
  );
  const dialog = h(
    'dialog',
    { class: 'asked', id, 'aria-labelledby': `${id}-title`, onclose: () => dialog.remove() },
    h('h2', { id: `${id}-title` }, title),
    happens.length > 0 && h('ul', { class: 'what-happens' }, ...happens.map((said) => h('li', {}, said))),
    form,
  );
  document.body.append(dialog);
  dialog.showModal();
}

/** What somebody at this machine called themselves last. */
let lastName = '';

/** Who acts, where nobody has signed in; else nothing is asked. */
export function whoField(
  id: string,
  me: Me | undefined,
  language: Language,
): { element: Child; body: () => object } {
  if (me?.signed_in) return { element: undefined, body: () => ({}) };
  const { element, input } = field({
    id: `${id}-by`,
    label: word('whoDoes', language),
    value: lastName,
    maxlength: 60,
  });
  return {
    element,
    body: () => {
      lastName = input.value.trim();
      return { by: lastName };
    },
  };
}

/** A select of reason codes with a note below it. */
export function reasonFields(
  {
    id,
    use,
    noteLabel,
    noteRequired = false,
  }: { id: string; use: ReasonUse; noteLabel: string; noteRequired?: boolean },
  language: Language,
): { elements: readonly Child[]; body: () => object } {
  const options = reasonCodesFor(use).map((code) =>
    h('option', { value: code }, reasonCodes[code][language]),
  );
  const select = h(
    'select',
    { id: `${id}-reason`, required: true },
    h('option', { value: '' }, word('reasonChoose', language)),
    ...options,
  );
  const note = textArea({ id: `${id}-note`, label: noteLabel, required: noteRequired });
  return {
    elements: [
      h('div', { class: 'field' }, h('label', { for: `${id}-reason` }, word('reason', language)), select),
      note.element,
    ],
    body: () => ({
      reason_code: select.value,
      ...(note.input.value.trim() ? { note: note.input.value.trim() } : {}),
    }),
  };
}

export function textArea({ id, label, required = false }: { id: string; label: string; required?: boolean }) {
  const input = h('textarea', { id, maxlength: 500, required, rows: 2 });
  return { input, element: h('div', { class: 'field' }, h('label', { for: id }, label), input) };
}

export function tickBox(id: string, label: string) {
  const input = h('input', { type: 'checkbox', id });
  return { input, element: h('label', { class: 'tick', for: id }, input, h('span', {}, label)) };
}
