import { h } from '../element.ts';
import type { Language } from '../view.ts';
import { say } from './text.ts';

/** A text that is shown only now, to be copied. It takes the focus, so that nobody misses it. */
export function shownOnce(id: string, said: string, text: string, language: Language): HTMLElement {
  const input = h('input', { type: 'text', id, value: text, readonly: true, 'aria-label': said });
  const copy = h('button', { type: 'button', class: 'quiet', id: `${id}-copy` }, say('copy', language));
  copy.addEventListener('click', () => {
    input.select();
    // Over plain http only the old way is there.
    const copying = navigator.clipboard?.writeText(text) ?? Promise.resolve(document.execCommand('copy'));
    void copying.then(() => {
      copy.textContent = say('copied', language);
    });
  });
  return h(
    'div',
    { class: 'shown-once', role: 'status' },
    h('p', {}, said),
    h('div', { class: 'copying' }, input, copy),
  );
}
