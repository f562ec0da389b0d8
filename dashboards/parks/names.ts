import { tenantKinds } from '../../catalogue/mode.ts';
import type { List } from '../answers.ts';
import { ask, canAsk, problemOf } from '../ask.ts';
import { h } from '../element.ts';
import { exact, noValue, periodName } from '../figures.ts';
import type { Frame as PageFrame } from '../page.ts';
import { later } from '../parts/states.ts';
import type { CellKey } from '../standing/load.ts';
import type { Language } from '../view.ts';
import type { Profile } from './load.ts';
import { tenantsPath } from './queries.ts';
import { type ParkWord, word } from './text.ts';

interface Tenant {
  readonly uscc: string;
  readonly name_zh: string;
  readonly kind: string;
  readonly due: boolean;
  readonly received: boolean;
  readonly on_time: boolean | null;
  readonly active: boolean;
  readonly is_new: boolean | null;
  readonly is_leaving: boolean | null;
  readonly value: string | null;
}

/** Who the park's tenants are, for whoever may know; others are told that only the numbers are public. */
export function namesCard(known: Profile, page: PageFrame<CellKey>): HTMLElement {
  const { language, it, period, asOf } = known;
  const path = tenantsPath(it.park_id, period, asOf);
  const title = word('names', language);
  const closed = () => panel(title, h('p', { class: 'caption' }, word('namesNot', language)));
  if (!canAsk(path)) return closed();
  const known_ = ask<List<Tenant>>(path).catch((error: unknown): undefined => {
    const { status } = problemOf(error);
    if (status === 401 || status === 403) return undefined;
    throw error;
  });
  return later({
    title,
    language,
    height: 200,
    known: known_,
    draw: (answer) => (answer ? panel(title, ...listed(answer.rows, known)) : closed()),
    retry: page.reload,
  });
}

function panel(title: string, ...content: readonly (HTMLElement | undefined)[]): HTMLElement {
  return h('section', { class: 'panel', id: 'names' }, h('h2', { id: 'names-title' }, title), ...content);
}

function listed(rows: readonly Tenant[], { language, period }: Profile): HTMLElement[] {
  const caption = word('namesIn', language, { period: periodName(period, language) });
  if (rows.length === 0) return [h('p', { class: 'caption' }, word('nameless', language))];
  const columns = (['tenant', 'kind', 'report', 'state'] as const).map((key) =>
    h('th', { scope: 'col' }, word(key, language)),
  );
  return [
    h('p', { class: 'caption' }, caption),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-labelledby': 'names-title' },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h('tr', {}, ...columns, h('th', { scope: 'col', class: 'figure' }, word('valueOf', language))),
        ),
        h('tbody', {}, ...rows.map((row) => line(row, language))),
      ),
    ),
  ];
}

function line(tenant: Tenant, language: Language): HTMLElement {
  return h(
    'tr',
    {},
    h('th', { scope: 'row', lang: 'zh-CN', title: tenant.uscc }, tenant.name_zh),
    h('td', {}, kindName(tenant.kind, language)),
    h('td', {}, word(reportWord(tenant), language)),
    h('td', {}, word(stateWord(tenant), language)),
    h('td', { class: 'figure' }, tenant.value === null ? noValue : exact(tenant.value)),
  );
}

/** The registry names kinds in Chinese. */
function kindName(kind: string, language: Language): string {
  return Object.values(tenantKinds).find(({ zh }) => zh === kind)?.[language] ?? kind;
}

function reportWord({ due, received, on_time }: Tenant): ParkWord {
  if (!due) return 'due_not';
  if (!received) return 'due_missing';
  return on_time === null ? 'due_received' : on_time ? 'due_onTime' : 'due_late';
}

function stateWord({ is_new, is_leaving, active }: Tenant): ParkWord {
  if (is_new) return 'state_new';
  if (is_leaving) return 'state_leaving';
  return active ? 'state_active' : 'state_idle';
}
