import { type Child, h } from '../element.ts';
import { masthead } from '../masthead.ts';
import { dress } from '../page.ts';
import { say as sayShared } from '../text.ts';
import { put, typedIn, unchanged } from './kept.ts';
import { chooser, guide } from './sections/choose.ts';
import { judged } from './sections/judged.ts';
import { progress } from './sections/progress.ts';
import { standing } from './sections/standing.ts';
import { checked, failed, stopped, underway } from './sections/waiting.ts';
import type { Acts, Session, Stage } from './session.ts';
import { say } from './text.ts';
import { viewAddress } from './view.ts';

const page = document.querySelector('#page') ?? document.body;
let drawn: Stage['kind'] | undefined;

/**
 * Draws what is new of the page; the rest stays as it is. Who works with the keyboard stays where they were, with what they
 * have typed, or is led to the verdict when it comes.
 */
export function draw(session: Session, acts: Acts): void {
  const { language } = session.view;
  dress(session.view);
  document.title = `${say('title', language)} · ${sayShared('product', language)}`;
  const before = document.activeElement;
  const goesOver = typedIn(before);
  const open = new Set([...document.querySelectorAll('details[open]')].map(({ id }) => id));
  put(page, [head(session, acts), content(session, acts)]);
  for (const id of open) {
    const details = document.getElementById(id);
    if (details instanceof HTMLDetailsElement) details.open = true;
  }
  page.setAttribute('aria-busy', String(isBusy(session.stage)));
  const isNew = drawn !== session.stage.kind;
  drawn = session.stage.kind;
  const same = before?.id ? document.getElementById(before.id) : null;
  const target = same ?? (isNew ? document.getElementById('verdict') : null);
  if (target && target !== document.activeElement) target.focus();
  goesOver(same);
  if (isNew) announce();
}

function isBusy({ kind }: Stage): boolean {
  return kind === 'checking' || kind === 'sending' || kind === 'reading';
}

function announce(): void {
  const heading = document.querySelector('#verdict, #underway')?.textContent;
  const announcement = document.querySelector('#announcement');
  if (announcement && heading) announcement.textContent = heading;
}

function head({ view }: Session, { look }: Acts): HTMLElement {
  const { language } = view;
  const make = () =>
    masthead({
      page: 'hand-in',
      title: say('title', language),
      lead: say('lead', language),
      view,
      address: (change) => viewAddress({ ...view, ...change, period: view.period }),
      navigate: ({ language: spoken = language, theme = view.theme }) => look({ language: spoken, theme }),
    });
  return unchanged('head', [view], make);
}

function content(session: Session, acts: Acts): HTMLElement {
  const { main, side } = columns(session, acts);
  const { stage, view } = session;
  const steps = unchanged('steps', [stage, view], () => progress(session));
  const whole = unchanged('main', [], () => h('main', { id: 'main', class: 'hand-in' }));
  const work = unchanged('work', [], () => h('div', { class: 'work' }));
  const left = unchanged('left', [], () => h('div', { class: 'stack' }));
  const right = unchanged('right', [], () => h('div', { class: 'stack side' }));
  put(left, main);
  put(right, side);
  put(work, [left, right]);
  put(whole, [stage.kind !== 'idle' && stage.kind !== 'reading' && steps, work]);
  return whole;
}

function columns(session: Session, acts: Acts): { main: Child[]; side: Child[] } {
  const { stage, view, tenants, periods } = session;
  const about = standing(session);
  const only = <T extends Child>(name: string, make: () => T) =>
    unchanged(name, [stage, view, tenants], make);
  switch (stage.kind) {
    case 'idle':
      return {
        main: [unchanged('chooser', [view, tenants, periods], () => chooser(session, acts)), ...about],
        side: [unchanged('guide', [view.language], () => guide(session))],
      };
    case 'checking':
    case 'sending':
    case 'reading':
      return { main: [underway(stage, session, acts)], side: about };
    case 'checked':
      return { main: checked(stage, session, acts), side: about };
    case 'stopped':
      return { main: [only('stopped', () => stopped(stage, session, acts))], side: about };
    case 'failed':
    case 'unreadable':
      return { main: [only('failed', () => failed(stage, session, acts))], side: about };
    case 'judged': {
      const { main, side } = judged(stage, session, acts);
      return { main, side: [...side, ...about] };
    }
  }
}
