import { h } from '../element.ts';
import { request } from '../request.ts';
import type { Language } from '../view.ts';
import type { SavedAnswer } from './answers.ts';
import { say } from './text.ts';

type Saved =
  | { readonly kind: 'series'; readonly address: string; readonly line: string }
  | { readonly kind: 'sql'; readonly sql: string; readonly asOf: string | null };

/** A name and a button: keeps the question under the reader's own name. */
export function saveForm(
  state: Saved,
  usual: string,
  language: Language,
  announce: (said: string) => void,
): HTMLElement {
  const said = h('p', { class: 'caption', role: 'status' });
  const field = h('input', {
    type: 'text',
    id: 'save-name',
    maxlength: 80,
    value: usual.slice(0, 80),
    'aria-label': say('name', language),
  });
  const save = async () => {
    const { answer, failure } = await request<SavedAnswer>('queries', {
      name: field.value || usual,
      ...state,
    });
    const text = failure
      ? say('cannotSave', language, { why: failure.message[language] })
      : say('savedAs', language, { name: answer.name });
    said.textContent = text;
    announce(text);
  };
  return h(
    'details',
    { class: 'menu' },
    h('summary', { id: 'save', class: 'tool' }, say('save', language)),
    h(
      'div',
      { class: 'menu-panel' },
      h('label', {}, h('span', {}, say('saveAs', language)), field),
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'button', id: 'save-now', class: 'small', onclick: save }, say('save', language)),
      ),
      said,
    ),
  );
}
