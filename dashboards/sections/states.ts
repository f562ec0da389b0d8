import { indicators } from '../../catalogue/indicators.ts';
import type { Problem } from '../ask.ts';
import { type Child, h } from '../element.ts';
import type { Unreleased } from '../load.ts';
import { say } from '../text.ts';
import type { Language } from '../view.ts';

/** The page's outline while nothing is known yet. */
export function loading(language: Language): HTMLElement {
  const blank = (name: string) => h('div', { class: `blank ${name}` });
  return h(
    'main',
    { id: 'main', class: 'loading' },
    h('p', { class: 'unseen' }, say('loading', language)),
    h(
      'div',
      { class: 'tiles', 'aria-hidden': 'true' },
      ...Array.from({ length: 5 }, () => blank('blank-tile')),
    ),
    h('div', { class: 'columns', 'aria-hidden': 'true' }, blank('blank-panel'), blank('blank-panel')),
  );
}

/** No release yet: what to do, with the steps that are already done marked. */
export function empty({ parks }: Unreleased, language: Language): HTMLElement {
  const registered = parks.length > 0;
  const step = (title: Child, command: string, done = false) =>
    h('li', { class: done && 'done' }, h('b', {}, title), h('code', {}, command));
  return h(
    'main',
    { id: 'main', class: 'state' },
    h('h2', {}, say('emptyTitle', language)),
    h('p', {}, say('emptyLead', language)),
    h(
      'ol',
      { class: 'steps' },
      step(
        registered
          ? say('emptyRegistryDone', language, { count: parks.length })
          : say('emptyRegistry', language),
        'npx parkstat registry load DIR',
        registered,
      ),
      step(say('emptyCollect', language), 'npx parkstat collect --period 2026-10'),
      step(say('emptyPublish', language), 'npx parkstat publish --period 2026-10'),
    ),
    h('p', { class: 'demo' }, say('emptyDemo', language), ' ', h('code', {}, 'npm run demo')),
  );
}

/** No answer: why, what to do, and the line that helps whoever looks into it. */
export function failed(problem: Problem, language: Language, retry: () => void): HTMLElement {
  return h(
    'main',
    { id: 'main', class: 'state' },
    h('h2', {}, say('errorTitle', language)),
    ...trouble(problem, language, retry),
  );
}

/** A section whose figures could not be had, in its place among the others. */
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

const defined = [
  'trade_value',
  'declarations',
  'active_tenants',
  'reporting_rate',
  'rejection_rate',
] as const;

/** What the figures mean, in the words of the catalogue. */
export function notes(language: Language): HTMLElement {
  return h(
    'footer',
    {},
    h('p', {}, say('statusNote', language)),
    h(
      'details',
      {},
      h('summary', {}, say('notes', language)),
      h(
        'dl',
        { class: 'definitions' },
        ...defined.flatMap((id) => [
          h('dt', {}, indicators[id][language]),
          h('dd', {}, indicators[id].definition[language]),
        ]),
      ),
    ),
  );
}
