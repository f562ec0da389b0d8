import { type Problem, problemOf } from '../ask.ts';
import { type Child, h } from '../element.ts';
import { say } from '../text.ts';
import type { Language } from '../view.ts';
import { word } from './words.ts';

/** A page's outline while nothing is known yet. */
export function loading(language: Language): HTMLElement {
  const blank = (name: string) => h('div', { class: `blank ${name}` });
  return h(
    'main',
    { id: 'main', class: 'loading' },
    h('p', { class: 'unseen' }, word('loading', language)),
    h(
      'div',
      { class: 'blank-tiles', 'aria-hidden': 'true' },
      ...Array.from({ length: 5 }, () => blank('blank-tile')),
    ),
    h('div', { class: 'columns', 'aria-hidden': 'true' }, blank('blank-panel'), blank('blank-panel')),
  );
}

/** There is nothing to show, and that is no fault: why, and what to do. */
export function empty(title: string, ...content: readonly Child[]): HTMLElement {
  return h('section', { class: 'state' }, h('h2', {}, title), ...content);
}

/** No answer: why, what to do, and the line that helps whoever looks into it. */
export function failed(problem: Problem, language: Language, retry: () => void): HTMLElement {
  return h(
    'section',
    { class: 'state' },
    h('h2', {}, say('errorTitle', language)),
    ...trouble(problem, language, retry),
  );
}

/** A part of a page whose figures could not be had, in its place among the others. */
export function failedPanel(
  title: string,
  problem: Problem,
  language: Language,
  retry: () => void,
): HTMLElement {
  return h('section', { class: 'panel trouble' }, h('h2', {}, title), ...trouble(problem, language, retry));
}

const advice = { unreachable: 'unreachable', refused: 'refusedBy', not_carried: 'not_carried' } as const;

function trouble({ kind, path, message }: Problem, language: Language, retry: () => void): Child[] {
  return [
    h('p', { role: 'alert' }, say(advice[kind], language)),
    h('p', {}, h('code', {}, [path, inLanguage(message, language)].filter(Boolean).join(' · '))),
    h('button', { type: 'button', id: 'retry', onclick: retry }, say('retry', language)),
  ];
}

/** The API refuses in both languages at once: `中文 | English`. */
function inLanguage(message: string, language: Language): string {
  const [zh = '', en = zh] = message.split(' | ');
  return language === 'zh' ? zh : en;
}

interface Later<Known> {
  readonly title: string;
  readonly language: Language;
  /** About how high it will be, in pixels, so that what stands below does not jump. */
  readonly height: number;
  readonly known: Promise<Known>;
  readonly draw: (known: Known) => HTMLElement;
  readonly retry: () => void;
}

/** A part of a page that comes when its answers do, or says why it does not; the rest of the page need not wait. */
export function later<Known>({ title, language, height, known, draw, retry }: Later<Known>): HTMLElement {
  const place = h('section', { class: 'panel pending', 'aria-busy': 'true' }, h('h2', {}, title));
  place.style.minHeight = `${height}px`;
  known
    .then(draw, (error) => failedPanel(title, problemOf(error), language, retry))
    .then((drawn) => {
      place.replaceWith(drawn);
      drawn.dispatchEvent(new CustomEvent('drawn', { bubbles: true }));
    });
  return place;
}
