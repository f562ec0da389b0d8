import { statuses } from '../../catalogue/status.ts';
import type { Measure } from '../charts/measure.ts';
import { signed } from '../charts/triangle.ts';
import { type Child, h } from '../element.ts';
import { instant, percent, periodName } from '../figures.ts';
import type { Language } from '../view.ts';
import type { RevisionMonth, RevisionStatistics, Revisions } from './answers.ts';
import { open, type Shown } from './shown.ts';
import { tell } from './text.ts';

/** What revisions are in: per cent of the first value, or points. */
export function unitOf({ unit }: Revisions, language: Language): string {
  return tell(unit === 'percent' ? 'percentUnit' : 'pointsUnit', language);
}

export function statisticsPanel({ frame }: Shown, found: Revisions): HTMLElement {
  const { language } = frame.view;
  const unit = unitOf(found, language);
  const text = (value: string | null) => (value === null ? '—' : `${signed(value, 2)} ${unit}`);
  const rows: readonly [Parameters<typeof tell>[0], (of: RevisionStatistics) => string][] = [
    ['monthsCounted', ({ n }) => String(n)],
    ['meanRevision', ({ mr }) => text(mr)],
    ['meanAbsolute', ({ mar }) => text(mar).replace('+', '')],
    ['range', ({ min, max }) => (min === null ? '—' : `${text(min)} … ${text(max)}`)],
    ['shareUp', ({ share_up }) => percent(share_up)],
    ['bias', ({ t }) => (t === null ? '—' : signed(t, 2))],
  ];
  const { band } = found;
  const said =
    band.mean === null
      ? tell('bandTooFew', language)
      : tell('bandSaid', language, {
          mean: text(band.mean),
          low: text(band.low),
          high: text(band.high),
          n: band.n,
        });
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, tell('statisticsTitle', language)),
    h('p', { class: 'caption' }, said),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': tell('statisticsTitle', language) },
      h(
        'table',
        { class: 'statistics' },
        h('thead', {}, headRow(['', tell('afterThree', language), tell('toLatest', language)])),
        h(
          'tbody',
          {},
          ...rows.map(([key, of]) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, tell(key, language)),
              h('td', { class: 'figure' }, of(found.third)),
              h('td', { class: 'figure' }, of(found.latest)),
            ),
          ),
        ),
      ),
    ),
  );
}

export function headRow(names: readonly string[]): HTMLElement {
  return h(
    'tr',
    {},
    ...names.map((name, at) =>
      name === '' ? h('td', {}) : h('th', { scope: 'col', class: at > 0 && 'figure' }, name),
    ),
  );
}

/** First, third month, latest, with the reasons that readers are told. */
export function valuesPanel(shown: Shown, found: Revisions, measure: Measure): HTMLElement {
  const { question, frame } = shown;
  const { language } = frame.view;
  const title = tell('valuesTitle', language);
  const keys = ['month', 'firstValue', 'third', 'latestValue', 'revision', 'status', 'reasons'] as const;
  const rows = found.rows.toReversed().map((month) => {
    const [first, latest] = [month.releases[0], month.releases.at(-1)];
    const origin = () => open(frame, question, month.period);
    const name = periodName(month.period, language);
    const figure = (text: string) => h('td', { class: 'figure' }, text);
    return h(
      'tr',
      {},
      h(
        'th',
        { scope: 'row' },
        h('button', { type: 'button', class: 'link', id: `origin-${month.period}`, onclick: origin }, name),
      ),
      figure(measure.exact(first?.value)),
      figure(month.third_month ? measure.exact(month.third_month.value) : tell('tooEarly', language)),
      figure(measure.exact(latest?.value)),
      figure(latest?.revision == null ? '—' : `${signed(latest.revision, 2)}`),
      h('td', {}, latest?.status ? statuses[latest.status][language] : '—'),
      h('td', {}, causesOf(month, language)),
    );
  });
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, title),
    h(
      'p',
      { class: 'caption' },
      `${tell('valuesSaid', language)} ${tell('unit', language)}${language === 'zh' ? '：' : ': '}${measure.exactName}`,
    ),
    h(
      'div',
      { class: 'scroll tall', tabindex: '0', role: 'region', 'aria-label': title },
      h(
        'table',
        {},
        h('thead', {}, valuesHead(keys.map((key) => tell(key, language)))),
        h('tbody', {}, ...rows),
      ),
    ),
  );
}

function valuesHead(names: readonly string[]): HTMLElement {
  const figures = names.length - 2;
  return h(
    'tr',
    {},
    ...names.map((name, at) => h('th', { scope: 'col', class: at > 0 && at < figures && 'figure' }, name)),
  );
}

function causesOf({ releases }: RevisionMonth, language: Language): string {
  const names = new Set(releases.flatMap(({ causes }) => causes.map((cause) => cause[language])));
  return [...names].join(language === 'zh' ? '、' : ', ') || tell('noCause', language);
}

/** What readers were told of each revision. */
export function reasonsPanel({ frame }: Shown, found: Revisions): HTMLElement {
  const { language } = frame.view;
  const title = tell('reasonsTitle', language);
  const revised = found.rows
    .toReversed()
    .filter(({ releases }) => releases.some(({ causes }) => causes.length));
  const items = revised.flatMap((month) => [
    h('dt', {}, periodName(month.period, language)),
    h('dd', {}, ...reasonsOf(month, language)),
  ]);
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, title),
    h('p', { class: 'caption' }, tell(items.length ? 'reasonsSaid' : 'noReasons', language)),
    items.length > 0 &&
      h(
        'div',
        { class: 'scroll reasons', tabindex: '0', role: 'region', 'aria-label': title },
        h('dl', {}, ...items),
      ),
  );
}

export function reasonsOf({ releases }: Pick<RevisionMonth, 'releases'>, language: Language): Child[] {
  const found = releases.flatMap(({ published_at, causes }) =>
    causes.map((cause) =>
      h(
        'p',
        {},
        h('b', {}, `${instant(published_at).slice(0, 10)} ${cause[language]} `),
        cause.public[language],
      ),
    ),
  );
  return found.length ? found : [tell('noCause', language)];
}
