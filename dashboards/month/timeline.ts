import { h } from '../element.ts';
import { instant } from '../figures.ts';
import type { Language } from '../view.ts';
import type { Review } from './shapes.ts';
import { say } from './text.ts';

/** Every act on the month, the newest first. */
export function timeline({ events, items }: Review, language: Language): HTMLElement {
  const itemName = (id: string) => items.find((one) => one.id === id)?.[language] ?? id;
  const lines = events
    .toReversed()
    .map(({ kind, name, by, at, item, reason, note, release }) =>
      h(
        'li',
        { class: `event event-${kind}` },
        h('b', {}, name[language]),
        item !== null && h('span', {}, itemName(item)),
        release !== null && h('code', {}, release),
        h('p', {}, by, ' · ', h('time', { datetime: at }, instant(at))),
        (reason || note) &&
          h(
            'p',
            { class: 'said' },
            [reason?.[language], inLanguage(note, language)]
              .filter(Boolean)
              .join(language === 'zh' ? '：' : ': '),
          ),
      ),
    );
  return h(
    'section',
    { class: 'panel timeline', 'aria-labelledby': 'events-title' },
    h('h2', { id: 'events-title' }, say('events', language)),
    lines.length ? h('ol', {}, ...lines) : h('p', { class: 'caption' }, say('noEvents', language)),
  );
}

/** What the program itself notes stands in both languages. */
function inLanguage(note: string | null, language: Language): string | null {
  const [zh, en] = note?.split(' | ') ?? [];
  return (language === 'en' && en) || zh || null;
}
