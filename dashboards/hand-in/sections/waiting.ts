import { type Child, h } from '../../element.ts';
import { inBoth } from '../../request.ts';
import type { Language } from '../../view.ts';
import type { Check } from '../check.ts';
import { unchanged } from '../kept.ts';
import type { Acts, Session, Stage } from '../session.ts';
import { say, type TextKey, wordFor } from '../text.ts';
import { encodingName, number } from '../words.ts';
import { findingGroups, groupsOf } from './findings.ts';

type Of<Kind extends Stage['kind']> = Extract<Stage, { kind: Kind }>;

type Underway = Of<'checking'> | Of<'sending'> | Of<'reading'>;

/** A file on its way: checked here, sent, judged. While it is, only the bar and what is said of it move. */
export function underway(stage: Underway, { view: { language } }: Session, acts: Acts): HTMLElement {
  const isJudging = stage.kind === 'sending' && stage.share >= 1;
  const what = stage.kind === 'reading' ? stage.id : stage.file;
  const panel = unchanged('underway', [stage.kind, what, isJudging, language], () =>
    underwayPanel(stage, isJudging, language, acts),
  );
  const share = stage.kind === 'reading' || isJudging ? undefined : Math.round(stage.share * 100);
  const lead = stage.kind === 'checking' ? 'checkingLead' : isJudging ? 'judgingLead' : undefined;
  const [bar, caption] = [panel.querySelector('progress'), panel.querySelector('.caption')];
  if (bar && share !== undefined) bar.value = share;
  if (caption) caption.textContent = lead ? say(lead, language) : share === undefined ? '' : `${share}%`;
  return panel;
}

function underwayPanel(stage: Underway, isJudging: boolean, language: Language, acts: Acts): HTMLElement {
  const titles = {
    reading: 'readingTitle',
    checking: 'checkingTitle',
    sending: isJudging ? 'judgingTitle' : 'sendingTitle',
  } as const satisfies Record<string, TextKey>;
  return h(
    'section',
    { class: 'panel underway' },
    h('h2', { id: 'underway' }, say(titles[stage.kind], language)),
    stage.kind !== 'reading' && h('p', { class: 'file' }, stage.file.name, ' ', size(stage.file.size)),
    h('progress', { max: 100, 'aria-labelledby': 'underway' }),
    h('p', { class: 'caption' }),
    stage.kind !== 'reading' &&
      !isJudging &&
      h(
        'button',
        { type: 'button', id: 'cancel', class: 'quiet', onclick: acts.cancel },
        say('cancel', language),
      ),
  );
}

function size(bytes: number): HTMLElement {
  const text = bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / (1 << 20)).toFixed(1)} MB`;
  return h('small', {}, text);
}

/** Refused on this machine: why, and what to do. */
export function stopped({ file, message }: Of<'stopped'>, session: Session, acts: Acts): HTMLElement {
  const { language } = session.view;
  return h(
    'section',
    { class: 'panel verdict verdict-refused', 'aria-labelledby': 'verdict' },
    h('h2', { id: 'verdict', tabindex: '-1' }, say('stoppedTitle', language)),
    h('p', { class: 'file' }, file.name),
    h('p', { class: 'why-refused', role: 'alert' }, message[language]),
    h('p', {}, say('stoppedLead', language)),
    h('p', { class: 'actions' }, button('choose-other', say('chooseOther', language), acts.reset)),
  );
}

/** Found here: the clerk corrects it first, or sends it as it is. */
export function checked(stage: Of<'checked'>, session: Session, acts: Acts): Child[] {
  const { language } = session.view;
  const { file, check } = stage;
  const must = check.findings.filter((finding) => finding.class === 'must_fix');
  const rows = new Set(must.map(({ row }) => row)).size;
  const verdict = h(
    'section',
    { class: 'panel verdict verdict-needs_fixing', 'aria-labelledby': 'verdict' },
    h('h2', { id: 'verdict', tabindex: '-1' }, say('foundHere', language, { count: number(must.length) })),
    h('p', { class: 'file' }, file.name, ' ', h('small', {}, readHere(check, language))),
    h('p', {}, say('foundHereLead', language, { rows: number(rows) })),
    h(
      'p',
      { class: 'actions' },
      button('choose-other', say('chooseOther', language), acts.reset),
      button('send-anyway', say('sendAnyway', language), () => acts.send(file, check), 'quiet'),
    ),
  );
  return [
    verdict,
    findingGroups(groupsOf(check), { session, acts, source: { file, check }, delivery: null }),
  ];
}

function readHere({ rows, layout, template }: Check, language: Language): string {
  return say('readHere', language, {
    rows: number(rows),
    encoding: encodingName(layout.encoding),
    template: wordFor('template', template, language),
  });
}

/** Not sent, or not taken in. Nothing is lost: the file is still here. */
export function failed(stage: Of<'failed'> | Of<'unreadable'>, session: Session, acts: Acts): HTMLElement {
  const { language } = session.view;
  const { kind, status, message } = stage.failure;
  const isSaid = kind !== 'offline';
  return h(
    'section',
    { class: 'panel verdict verdict-refused', 'aria-labelledby': 'verdict' },
    h('h2', { id: 'verdict', tabindex: '-1' }, say(`failed_${kind}`, language)),
    stage.kind === 'failed' && h('p', { class: 'file' }, stage.file.name),
    h('p', { role: 'alert' }, say(`failedLead_${kind}`, language)),
    isSaid && h('p', {}, h('code', {}, [inBoth(message[language]).zh, status].filter(Boolean).join(' · '))),
    h(
      'p',
      { class: 'actions' },
      button('retry', say('retry', language), acts.retry),
      button('choose-other', say('again_file', language), acts.reset, 'quiet'),
    ),
  );
}

export function button(id: string, label: string, act: () => void, className?: string): HTMLElement {
  return h('button', { type: 'button', id, class: className, onclick: act }, label);
}
