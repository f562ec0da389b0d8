import { type Indicator, indicators } from '../../catalogue/indicators.ts';
import { flows, modesOf, total } from '../../catalogue/mode.ts';
import type { Release } from '../answers.ts';
import { fromFolder } from '../ask.ts';
import { type Child, h } from '../element.ts';
import { instant, periodName } from '../figures.ts';
import { statusChip } from '../parts/numbers.ts';
import { choice, parkChoice } from '../parts/toolbar.ts';
import type { Method } from './answers.ts';
import type { Loaded } from './load.ts';
import { nameOf } from './names.ts';
import { methodOf } from './queries.ts';
import { tell } from './text.ts';
import type { Frame } from './view.ts';

/** What the indicator is, at a glance: definition, unit, frequency, basis, status, next release, whom to ask. */
export function headPanel(loaded: Loaded, { view, address }: Frame): HTMLElement {
  const { language } = view;
  const { entry } = loaded;
  const method = loaded.answers.of<Method>(methodOf(entry.id));
  const release = latestOf(loaded);
  const term = (name: string, ...content: Child[]) =>
    h('div', {}, h('dt', {}, name), h('dd', {}, ...content));
  const next = method?.next;
  return h(
    'section',
    { class: 'indicator-head', 'aria-label': entry[language] },
    h(
      'p',
      { class: 'definition' },
      firstSentence(entry.definition[language]),
      ' ',
      h('a', { href: address({ tab: 'method' }) }, tell('tab_method', language)),
    ),
    h(
      'dl',
      { class: 'facts' },
      term(tell('code', language), h('code', {}, entry.id)),
      term(tell('unit', language), language === 'zh' ? entry.unit_zh : entry.unit_en),
      term(tell('frequency', language), tell('monthly', language)),
      method && term(tell('basis', language), method.basis[language]),
      release &&
        term(
          tell('status', language),
          statusChip(release.status, language),
          ' ',
          tell('latestRelease', language, { release: release.id, at: instant(release.published_at) }),
        ),
      (next || !fromFolder) &&
        term(
          tell('next', language),
          next
            ? tell('nextAt', language, {
                period: periodName(next.period, language),
                at: instant(next.planned_at),
              })
            : tell('nextUnknown', language),
        ),
      (method?.contact || !fromFolder) &&
        term(tell('contact', language), method?.contact ?? tell('noContact', language)),
    ),
  );
}

/** Definitions begin with what is counted; the rest stands on the tab of the method. */
export function firstSentence(definition: string): string {
  const found = /^.+?(?:[。；]|[.;](?=\s|$))/u.exec(definition)?.[0] ?? definition;
  return found.replace('；', '。').replace(/;$/, '.');
}

/** The release of the last month shown, as the vintage has it. */
function latestOf({ releases, question }: Loaded): Release | undefined {
  const own = releases.filter(({ period }) => period === question?.to);
  return own.find(({ current }) => current) ?? own[0];
}

/** Which indicator, and which cell of it. */
export function cellControls(loaded: Loaded, frame: Frame): Child[] {
  const { view, navigate } = frame;
  const { language } = view;
  const { breakdowns: all, modes } = indicators[loaded.entry.id] as Indicator;
  // A copy carries totals: it offers the way back to them, and no other.
  const breakdowns = fromFolder
    ? (['park', 'mode', 'flow', 'partner'] as const).filter((dimension) => view[dimension] !== total)
    : all;
  const named = loaded.entries.map((entry) => ({
    value: entry.id,
    label: entry[language],
    group: language === 'zh' ? entry.family_zh : entry.family_en,
  }));
  const codes = (dimension: 'mode' | 'flow' | 'partner', offered: readonly string[]) =>
    offered.map((value) => ({ value, label: nameOf(loaded, dimension, value, language) }));
  const whole = (key: 'allModes' | 'allFlows' | 'allPartners') => ({
    value: total,
    label: tell(key, language),
  });
  return [
    choice({
      ...{ id: 'indicator', label: tell('catalogue', language), options: named, value: loaded.entry.id },
      choose: (indicator) => navigate({ indicator, point: '' }),
    }),
    breakdowns.includes('park') &&
      parkChoice(loaded.parks, view.park, language, (park) => navigate({ park, point: '' })),
    breakdowns.includes('mode') &&
      choice({
        ...{ id: 'mode', label: tell('mode', language), value: view.mode },
        options: [whole('allModes'), ...codes('mode', modesOf(modes))],
        choose: (mode) => navigate({ mode, point: '' }),
      }),
    breakdowns.includes('flow') &&
      choice({
        ...{ id: 'flow', label: tell('flow', language), value: view.flow },
        options: [whole('allFlows'), ...codes('flow', Object.keys(flows))],
        choose: (flow) => navigate({ flow, point: '' }),
      }),
    breakdowns.includes('partner') &&
      choice({
        ...{ id: 'partner', label: tell('partner', language), value: view.partner },
        options: [
          whole('allPartners'),
          ...codes(
            'partner',
            loaded.codes.filter(({ dimension }) => dimension === 'partner').map(({ code }) => code),
          ),
        ],
        choose: (partner) => navigate({ partner, point: '' }),
      }),
  ];
}
