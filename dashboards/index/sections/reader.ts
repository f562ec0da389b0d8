import type { Period } from '../../../catalogue/period.ts';
import type { Release } from '../../answers.ts';
import { fromFolder } from '../../ask.ts';
import { type Child, h } from '../../element.ts';
import { instant, periodName } from '../../figures.ts';
import { hasDocuments, reportMenu } from '../../parts/documents.ts';
import { statusChip } from '../../parts/numbers.ts';
import { placeLink } from '../../parts/toolbar.ts';
import { type View, viewAddress } from '../../view.ts';
import type { Overview } from '../answers.ts';
import { type TextKey, tell } from '../text.ts';
import { indicatorAddress } from './links.ts';

/** One line that leads to the query page; a copy has none, so there it is only what is often looked at. */
export function search(view: View, period: Period): HTMLElement {
  const { language } = view;
  const asks = !fromFolder;
  return h(
    'section',
    { class: 'panel search', 'aria-labelledby': 'search-title' },
    h('h2', { id: 'search-title' }, tell(asks ? 'search' : 'featured', language)),
    asks ? searchForm(view) : undefined,
    h('ul', { class: 'featured' }, ...featured(view, period)),
  );
}

function searchForm(view: View): HTMLElement {
  const { language } = view;
  const hidden = [...new URLSearchParams(viewAddress(view))].map(([name, value]) =>
    h('input', { type: 'hidden', name, value }),
  );
  return h(
    'form',
    { action: './query.html', method: 'get', role: 'search' },
    ...hidden,
    h('label', { for: 'search-line', class: 'unseen' }, tell('searchLead', language)),
    h('input', {
      ...{ type: 'search', id: 'search-line', name: 'q', placeholder: tell('searchHint', language) },
      ...{ autocomplete: 'off', maxlength: 200 },
    }),
    h('button', { type: 'submit', class: 'small' }, tell('searchGo', language)),
  );
}

function featured(view: View, period: Period): HTMLElement[] {
  const links: readonly (readonly [TextKey, string])[] = [
    ['featuredTrend', indicatorAddress(view, { period })],
    ['featuredModes', indicatorAddress(view, { period, tab: 'structure' })],
    ['featuredRevisions', indicatorAddress(view, { period, tab: 'revisions' })],
  ];
  return links.map(([key, href]) => h('li', {}, h('a', { href }, tell(key, view.language))));
}

const releasesShown = 7;

interface Calendar {
  readonly view: View;
  readonly releases: readonly Release[];
  readonly next: Overview['next'];
  readonly address: (change: Partial<View>) => string;
  readonly navigate: (change: Partial<View>) => void;
}

/** When what was released, the newest first, and what comes next. */
export function calendar({ view, releases, next, address, navigate }: Calendar): HTMLElement {
  const { language } = view;
  const newest = releases
    .toSorted((a, b) => (a.published_at < b.published_at ? 1 : -1))
    .slice(0, releasesShown);
  const to = (period: Period, label: string) =>
    fromFolder ? label : placeLink({}, address({ period }), () => navigate({ period }), label);
  const coming = next && [
    h('th', { scope: 'row' }, periodName(next.period, language)),
    h('td', {}, h('span', { class: 'chip' }, tell('planned_short', language))),
    h('td', { class: 'figure' }, instant(next.planned_at)),
  ];
  const row = ({ id, period, status, published_at }: Release) => [
    h('th', { scope: 'row' }, to(period, periodName(period, language)), h('small', {}, id)),
    h('td', {}, statusChip(status, language)),
    h('td', { class: 'figure' }, instant(published_at)),
  ];
  return h(
    'section',
    { class: 'panel calendar', 'aria-labelledby': 'calendar-title' },
    h('h2', { id: 'calendar-title' }, tell('releases', language)),
    h(
      'table',
      {},
      h('caption', { class: 'unseen' }, tell('releases', language)),
      h(
        'tbody',
        {},
        coming && h('tr', { class: 'coming' }, ...coming),
        ...newest.map((one) => h('tr', {}, ...row(one))),
      ),
    ),
  );
}

const reportsShown = 3;

/** The city's reports of the last months; a copy has those that it was given. */
export function reports(view: View, releases: readonly Release[]): Child {
  const { language } = view;
  const written = releases
    .filter(({ period, has_report, current }) => has_report && current && hasDocuments(period))
    .slice(0, reportsShown);
  if (fromFolder && !written.length) return undefined;
  const link = ({ period }: Release) =>
    h(
      'li',
      {},
      reportMenu({
        ...{ id: `report-${period}`, period, park: view.park, view },
        label: tell('reportOf', language, { period: periodName(period, language) }),
      }),
    );
  return h(
    'section',
    { class: 'panel reports', 'aria-labelledby': 'reports-title' },
    h('h2', { id: 'reports-title' }, tell('reports', language)),
    written.length ? h('ul', {}, ...written.map(link)) : h('p', {}, tell('noReports', language)),
  );
}
