import { type Child, h } from '../../element.ts';
import { instant, percent, periodName } from '../../figures.ts';
import { statusChip } from '../../parts/numbers.ts';
import { stateLine } from '../../parts/state-line.ts';
import type { Language, View } from '../../view.ts';
import type { Month, Overview } from '../answers.ts';
import { type TextKey, tell } from '../text.ts';
import { pageAddress } from './links.ts';

/** One thing that is told of the month: its name, and what it is. */
function fact(name: string, ...value: readonly Child[]): HTMLElement {
  return h('div', { class: 'fact' }, h('dt', {}, name), h('dd', {}, ...value));
}

const time = (at: string, told = instant(at)) => h('time', { datetime: at }, told);

/** How far the month is, and how complete what it is made of. For who runs it. */
export function monthStatus(month: Month, view: View): HTMLElement {
  const { language } = view;
  const title = `${periodName(month.period, language)} ${tell('state', language)}`;
  return h(
    'section',
    { class: 'panel status', 'aria-label': title },
    h(
      'div',
      { class: 'status-row' },
      stepper(month, view),
      h('dl', { class: 'facts' }, ...schedule(month, language)),
    ),
    h(
      'div',
      { class: 'status-row' },
      coverage(month.coverage, language),
      h('dl', { class: 'facts' }, ...collection(month, view)),
    ),
  );
}

/** The seven states; who may act on months gets there by it. */
function stepper({ state, period, role }: Month, view: View): HTMLElement {
  const { language } = view;
  const label = tell('state', language);
  const line = stateLine({ state, language, label });
  if (role !== 'officer') return line;
  const href = pageAddress('month', { ...view, period });
  return h('a', { class: 'to-month', id: 'to-month', href, title: tell('toMonth', language) }, line);
}

function schedule(month: Month, language: Language): HTMLElement[] {
  const { working_day, due, planned, release, data_as_of } = month;
  const arrived = data_as_of ? time(data_as_of) : tell('nothingArrived', language);
  return [
    ...(working_day === null
      ? []
      : [
          h(
            'div',
            { class: 'fact' },
            h('dd', { class: 'day' }, tell('workingDay', language, { day: working_day })),
          ),
        ]),
    fact(
      tell('due', language),
      time(due.day, due.day),
      due.passed && h('small', {}, tell('duePassed', language)),
    ),
    release
      ? fact(
          tell('publishedAt', language),
          time(release.published_at),
          h('strong', {}, release.id),
          statusChip(release.status, language),
        )
      : fact(
          tell('planned', language),
          planned ? time(planned.at) : '—',
          planned && planned.hours_left !== null && h('small', {}, left(planned.hours_left, language)),
        ),
    fact(tell('dataAsOf', language), arrived),
  ];
}

/** The API told the hours; days and hours are how people read them. */
function left(hours: number, language: Language): string {
  return tell('left', language, { days: Math.floor(hours / 24), hours: hours % 24 });
}

/** A share as a bar and a figure. */
function coverage({ value, count }: Month['coverage'], language: Language): HTMLElement {
  const width = value === null ? '0%' : `${Math.min(100, Number(value) * 100).toFixed(1)}%`;
  return h(
    'div',
    { class: 'coverage' },
    h('span', { class: 'name' }, tell('coverageByValue', language)),
    h('b', {}, percent(value)),
    h('span', { class: 'meter', 'aria-hidden': 'true' }, h('i', { style: `width: ${width}` })),
    h('small', {}, tell('byTenants', language, { rate: percent(count) })),
  );
}

function collection({ period, reporting, findings, blocking }: Month, view: View): HTMLElement[] {
  const { language } = view;
  const { received, expected, late, nil, held } = reporting;
  const board = pageAddress('quality', { ...view, period });
  const counted = (key: TextKey, count: number, isUrgent = false) =>
    fact(
      tell(key, language),
      h('a', { href: board, class: isUrgent && count > 0 ? 'urgent' : 'plain-number' }, String(count)),
    );
  return [
    fact(tell('tenants', language), h('strong', {}, tell('tenantsOf', language, { received, expected }))),
    counted('late', late),
    counted('nil', nil),
    counted('heldTenants', held),
    counted('mustFix', findings.must_fix, true),
    counted('toConfirm', findings.to_confirm, true),
    counted('confirmed', findings.confirmed),
    blocking
      ? counted('blocking', blocking.length, true)
      : fact(tell('blocking', language), h('small', {}, tell('notChecked', language))),
  ];
}

/** Of which release the figures are, how complete it is, and when the next one comes. For readers. */
export function releaseStatus(
  { period, release, status, published_at, next, coverage: complete }: Overview,
  view: View,
): HTMLElement {
  const { language } = view;
  const share = { value: complete.by_value.value, count: complete.by_count };
  const following =
    next && fact(tell('next', language), periodName(next.period, language), time(next.planned_at));
  return h(
    'section',
    { class: 'panel status', 'aria-label': `${periodName(period, language)} ${tell('state', language)}` },
    h(
      'div',
      { class: 'status-row' },
      h(
        'dl',
        { class: 'facts' },
        fact(tell('release', language), h('strong', {}, release), statusChip(status, language)),
        fact(tell('publishedAt', language), time(published_at)),
        following,
      ),
      share.value === null && share.count === null ? undefined : coverage(share, language),
    ),
  );
}
