import { type Child, h } from '../element.ts';
import type { Language } from '../view.ts';
import { piecesOf } from './difference.ts';
import type { Known, MonthFrame } from './shapes.ts';
import { say } from './text.ts';

/** Last month's sentences on the left, this month's on the right. */
export function wordingTab(
  { wording }: Known,
  { view: { language } }: MonthFrame,
  control: HTMLElement,
): HTMLElement {
  const rows = wording?.rows ?? [];
  const release = wording?.release_before;
  const lead = release ? say('wordingLead', language, { release }) : say('wordingNone', language);
  return h(
    'div',
    { class: 'wording' },
    h('div', { class: 'tools' }, control, h('p', { class: 'caption' }, lead)),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': say('tab_wording', language) },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, say('lastMonth', language)),
            h('th', { scope: 'col' }, say('thisMonth', language)),
          ),
        ),
        h(
          'tbody',
          {},
          ...rows.map(({ before, now, changed }) =>
            h(
              'tr',
              { class: changed && 'is-changed' },
              h('td', { class: 'before' }, before?.[language] ?? '—'),
              h('td', {}, ...marked(now?.[language], before?.[language], language)),
            ),
          ),
        ),
      ),
    ),
  );
}

/** A text with what the other has not marked; `ins` and `del` say it to those who cannot see it. */
export function marked(
  text: string | undefined,
  other: string | undefined,
  language: Language,
  mark: 'ins' | 'del' = 'ins',
): Child[] {
  if (text === undefined) return ['—'];
  if (other === undefined) {
    const said = say(mark === 'ins' ? 'added' : 'removed', language);
    return [h('span', { class: 'chip' }, said), ' ', text];
  }
  return piecesOf(text, other).map((piece) => (piece.isOwn ? h(mark, {}, piece.text) : piece.text));
}
