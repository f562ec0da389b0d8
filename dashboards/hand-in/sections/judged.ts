import type { DeliveryDetails } from '../../collection-answers.ts';
import { type Child, h } from '../../element.ts';
import type { Language } from '../../view.ts';
import { unchanged } from '../kept.ts';
import { type Acts, type Judged, type Session, tenantName } from '../session.ts';
import { say, type TextKey, wordFor } from '../text.ts';
import { columnName, encodingName, monthName, number } from '../words.ts';
import { changes, impact } from './effects.ts';
import { findingGroups } from './findings.ts';
import { moveForm } from './move.ts';
import { receipt, trail } from './receipt.ts';
import { button } from './waiting.ts';

/** How a delivery stands: the verdict, what was recognised, the rows, the findings, and what it changes. */
export function judged(stage: Judged, session: Session, acts: Acts): { main: Child[]; side: Child[] } {
  const { delivery, findings, source } = stage;
  const { view, tenants } = session;
  const groups = findings.groups.map((group) => ({ ...group, rows: null }));
  const isRefused = delivery.refusal !== null;
  return {
    main: [
      unchanged('verdict', [delivery, stage.again, stage.said, view, tenants], () =>
        verdict(stage, session, acts),
      ),
      !isRefused &&
        kept(findings, session.view.language, () =>
          findingGroups(groups, { session, acts, source, delivery }),
        ),
      unchanged('changes', [stage.changes, view], () => stage.changes && changes(stage.changes, session)),
      kept(delivery, session.view.language, () => moveForm(delivery, session, acts)),
    ],
    side: [
      isRefused && delivery.recognition === null
        ? undefined
        : unchanged('recognised', [delivery, view, tenants], () => recognised(delivery, session)),
      unchanged('impact', [stage.impact, view], () => stage.impact && impact(stage.impact, session)),
      unchanged('receipt', [delivery, view, tenants], () => receipt(delivery, session)),
      unchanged('trail', [delivery, view, tenants], () => trail(delivery, session)),
    ],
  };
}

const drawn = new WeakMap<object, Map<Language, HTMLElement | undefined>>();

/** Drawn once for what it shows: rows that were read and forms half filled in outlive what is drawn around them. */
function kept(of: object, language: Language, make: () => HTMLElement | undefined): HTMLElement | undefined {
  const known = drawn.get(of) ?? new Map<Language, HTMLElement | undefined>();
  drawn.set(of, known);
  if (!known.has(language)) known.set(language, make());
  return known.get(language);
}

function verdict(stage: Judged, session: Session, acts: Acts): HTMLElement {
  const { delivery, again, said } = stage;
  const { language } = session.view;
  const { state, refusal } = delivery;
  return h(
    'section',
    { class: `panel verdict verdict-${state}`, 'aria-labelledby': 'verdict' },
    h('h2', { id: 'verdict', tabindex: '-1' }, wordFor('state', state, language)),
    h('p', { class: 'file' }, delivery.file_name, ' ', h('small', {}, scopeOf(delivery, session))),
    refusal && h('p', { class: 'why-refused', role: 'alert' }, refusal[language]),
    h('p', {}, nextStep(delivery, language)),
    state === 'needs_confirming' &&
      delivery.rejected > 0 &&
      h('p', {}, say('rejectedToo', language, { rejected: number(delivery.rejected) })),
    again && h('p', { class: 'notice' }, say('again', language)),
    said !== null && h('p', { class: 'said', role: 'status' }, said),
    !refusal && equation(delivery, language),
    h('p', { class: 'actions' }, ...verdictActions(delivery, language, acts)),
  );
}

function scopeOf({ uscc, periods }: DeliveryDetails, { tenants, view }: Session): string {
  const months = periods
    .map((period) => monthName(period, view.language))
    .join(view.language === 'zh' ? '、' : ', ');
  return [uscc && tenantName(tenants, uscc), months].filter(Boolean).join(' · ');
}

function nextStep({ state, rejected, finding_counts }: DeliveryDetails, language: Language): string {
  if (state === 'in_force' && rejected > 0)
    return say('next_in_force_rejected', language, { rejected: number(rejected) });
  const key = `next_${state}` as TextKey;
  return say(key, language, { open: number(finding_counts.confirm_open) });
}

/** Read = accepted + rejected + set aside, spelled out. */
function equation(
  { rows_read, accepted, rejected, set_aside }: DeliveryDetails,
  language: Language,
): HTMLElement {
  const term = (name: 'rows_read' | 'accepted' | 'rejected' | 'set_aside', count: number) =>
    h('span', { class: `term term-${name}` }, h('b', {}, number(count)), h('span', {}, say(name, language)));
  const sign = (text: string) => h('i', {}, text);
  const label = say('equation', language, {
    read: number(rows_read),
    accepted: number(accepted),
    rejected: number(rejected),
    aside: number(set_aside),
  });
  return h(
    'div',
    { class: 'equation', role: 'img', 'aria-label': label },
    term('rows_read', rows_read),
    sign('='),
    term('accepted', accepted),
    sign('+'),
    term('rejected', rejected),
    sign('+'),
    term('set_aside', set_aside),
  );
}

function verdictActions({ state, rejected }: DeliveryDetails, language: Language, acts: Acts): HTMLElement[] {
  const isFaulty = rejected > 0 || ['needs_fixing', 'needs_confirming', 'refused'].includes(state);
  const next = isFaulty
    ? button(
        'hand-in-again',
        say('corrected', language),
        acts.reset,
        state === 'needs_confirming' ? 'quiet' : undefined,
      )
    : button('hand-in-again', say('again_file', language), acts.reset, 'quiet');
  return [next];
}

function recognised(delivery: DeliveryDetails, session: Session): HTMLElement {
  const { language } = session.view;
  const { recognition } = delivery;
  const from = recognition?.tenant_from === 'content' ? 'fromContent' : 'fromSender';
  const fact = (key: TextKey, ...value: Child[]) =>
    h('div', {}, h('dt', {}, say(key, language)), h('dd', {}, ...value));
  const months = delivery.periods
    .map((period) => monthName(period, language))
    .join(language === 'zh' ? '、' : ', ');
  const format = (delivery.format ?? '—').toUpperCase();
  return h(
    'section',
    { class: 'panel recognised', 'aria-labelledby': 'recognised' },
    h('h2', { id: 'recognised' }, say('recognised', language)),
    h(
      'dl',
      { class: 'recognition' },
      delivery.uscc !== null &&
        fact(
          'tenant',
          h('span', { lang: 'zh-CN' }, tenantName(session.tenants, delivery.uscc)),
          ' ',
          h('small', {}, say(from, language)),
        ),
      delivery.refusal === null && fact('months', months || say('noMonths', language)),
      fact('format', format),
      fact('encoding', encodingName(delivery.encoding)),
      fact('template', wordFor('template', delivery.template ?? '—', language)),
    ),
    recognition && recognition.sample.length > 0 && sampleTable(recognition.sample, language),
    delivery.ignored_columns.length > 0 &&
      h(
        'p',
        { class: 'caption' },
        say('ignored', language, { columns: delivery.ignored_columns.join('、') }),
      ),
    recognition !== null &&
      recognition.skipped.length > 0 &&
      h('p', { class: 'caption' }, say('skipped', language, { parts: recognition.skipped.join('、') })),
  );
}

type Sample = NonNullable<DeliveryDetails['recognition']>['sample'];

function sampleTable(sample: Sample, language: Language): HTMLElement {
  const heads = (['sampleHead', 'sampleColumn', 'sampleValue'] as const).map((key) =>
    h('th', { scope: 'col' }, say(key, language)),
  );
  const line = ({ header, column, value }: Sample[number]) =>
    h(
      'tr',
      {},
      h('td', {}, header),
      h('td', {}, columnName(column, language)),
      h('td', { class: 'sample-value' }, value),
    );
  return h(
    'table',
    { class: 'sample' },
    h('caption', {}, say('sample', language)),
    h('thead', {}, h('tr', {}, ...heads)),
    h('tbody', {}, ...sample.map(line)),
  );
}
