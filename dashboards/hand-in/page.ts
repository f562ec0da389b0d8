import { type Child, h } from '../element.ts';
import { masthead } from '../masthead.ts';
import { say as sayShared } from '../text.ts';
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

/** Draws the whole page. Who works with the keyboard stays where they were, or is led to the verdict when it comes. */
export function draw(session: Session, acts: Acts): void {
  const { language } = session.view;
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = `${say('title', language)} · ${sayShared('product', language)}`;
  const focused = document.activeElement?.id;
  const open = new Set([...document.querySelectorAll('details[open]')].map(({ id }) => id));
  page.replaceChildren(head(session), content(session, acts));
  for (const id of open) {
    const details = document.getElementById(id);
    if (details instanceof HTMLDetailsElement) details.open = true;
  }
  page.setAttribute('aria-busy', String(isBusy(session.stage)));
  const isNew = drawn !== session.stage.kind;
  drawn = session.stage.kind;
  const target =
    (focused && document.getElementById(focused)) || (isNew && document.getElementById('verdict'));
  if (target) target.focus();
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

function head({ view }: Session): HTMLElement {
  const { language } = view;
  return masthead({
    page: 'handIn',
    title: say('title', language),
    lead: say('lead', language),
    language,
    languageAddress: viewAddress({ ...view, language: language === 'zh' ? 'en' : 'zh' }),
  });
}

function content(session: Session, acts: Acts): HTMLElement {
  const { main, side } = columns(session, acts);
  return h(
    'main',
    { id: 'main', class: 'hand-in' },
    session.stage.kind !== 'idle' && session.stage.kind !== 'reading' && progress(session),
    h(
      'div',
      { class: 'work' },
      h('div', { class: 'stack' }, ...main),
      h('div', { class: 'stack side' }, ...side),
    ),
  );
}

function columns(session: Session, acts: Acts): { main: Child[]; side: Child[] } {
  const { stage } = session;
  const about = standing(session);
  switch (stage.kind) {
    case 'idle':
      return { main: [chooser(session, acts), ...about], side: [guide(session)] };
    case 'checking':
    case 'sending':
    case 'reading':
      return { main: [underway(stage, session, acts)], side: about };
    case 'checked':
      return { main: checked(stage, session, acts), side: about };
    case 'stopped':
      return { main: [stopped(stage, session, acts)], side: about };
    case 'failed':
    case 'unreadable':
      return { main: [failed(stage, session, acts)], side: about };
    case 'judged': {
      const { main, side } = judged(stage, session, acts);
      return { main, side: [...side, ...about] };
    }
  }
}
