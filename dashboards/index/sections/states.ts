import { type Child, h } from '../../element.ts';
import { empty } from '../../parts/states.ts';
import { say } from '../../text.ts';
import type { Language } from '../../view.ts';
import type { Unreleased } from '../load.ts';

/** No release yet: what to do, with the steps that are already done marked. */
export function nothingReleased({ parks }: Unreleased, language: Language): HTMLElement {
  const registered = parks.length > 0;
  const step = (title: Child, command: string, done = false) =>
    h('li', { class: done && 'done' }, h('b', {}, title), h('code', {}, command));
  return empty(
    say('emptyTitle', language),
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
