import { formatIn } from '../../../catalogue/number.ts';
import type { Delivery } from '../../collection-answers.ts';
import { h } from '../../element.ts';
import { instant } from '../../figures.ts';
import { unchanged } from '../kept.ts';
import { type Session, tenantName } from '../session.ts';
import { say, wordFor } from '../text.ts';
import { viewAddress } from '../view.ts';
import { monthName, number } from '../words.ts';

/** What the tenant reported before: the values of its last months, and its deliveries. */
export function standing(session: Session): HTMLElement[] {
  const { view, standing: known } = session;
  const { language } = view;
  if (!known)
    return [
      unchanged('no-history', [language], () => h('p', { class: 'caption' }, say('historyChoose', language))),
    ];
  const current = session.stage.kind === 'judged' ? session.stage.delivery : null;
  return [
    unchanged('months', [known, view, session.tenants], () => lastMonths(session, known)),
    unchanged('history', [known, view, session.tenants, current], () => history(session, known)),
  ];
}

type Known = NonNullable<Session['standing']>;

function lastMonths({ view: { language }, tenants }: Session, { uscc, months }: Known): HTMLElement {
  const highest = months.reduce((most, { value }) => Math.max(most, Number(value)), 1);
  const line = ({ period, value }: Known['months'][number]) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, monthName(period, language)),
      h('td', { class: 'bar' }, h('i', { style: `width:${((Number(value) / highest) * 100).toFixed(1)}%` })),
      h('td', { class: 'figure' }, formatIn(value, 10_000, 2)),
    );
  return h(
    'section',
    { class: 'panel months', 'aria-labelledby': 'last-months' },
    h('h2', { id: 'last-months' }, say('lastMonths', language)),
    months.length
      ? h('p', { class: 'caption' }, say('lastMonthsOf', language, { tenant: tenantName(tenants, uscc) }))
      : h('p', { class: 'caption' }, say('noLastMonths', language)),
    months.length > 0 && h('table', {}, h('tbody', {}, ...months.map(line))),
  );
}

function history(session: Session, { uscc, history: list }: Known): HTMLElement {
  const { language } = session.view;
  const rows = list?.rows ?? [];
  const current = session.stage.kind === 'judged' ? session.stage.delivery.id : undefined;
  return h(
    'section',
    { class: 'panel history', 'aria-labelledby': 'history' },
    h('h2', { id: 'history' }, say('history', language)),
    h(
      'p',
      { class: 'caption' },
      rows.length
        ? say('historyOf', language, { tenant: tenantName(session.tenants, uscc) })
        : say('noHistory', language),
    ),
    h('ol', {}, ...rows.map((delivery) => historyItem(delivery, delivery.id === current, session))),
  );
}

function historyItem(delivery: Delivery, isCurrent: boolean, { view }: Session): HTMLElement {
  const { language } = view;
  const { version, received_at, state, rows_read, rejected, periods } = delivery;
  const counts = `${number(rows_read)} ${say('rows_read', language)}${rejected ? ` · ${number(rejected)} ${say('rejected', language)}` : ''}`;
  return h(
    'li',
    { class: isCurrent && 'current' },
    h(
      'a',
      { href: viewAddress({ ...view, delivery: delivery.id }), 'aria-current': isCurrent && 'true' },
      delivery.file_name,
    ),
    h('span', { class: `state-word state-${state}` }, wordFor('state', state, language)),
    h(
      'small',
      {},
      [
        instant(received_at),
        periods.map((period) => monthName(period, language)).join('、'),
        version.of > 1 ? say('versionOf', language, { number: version.number, of: version.of }) : '',
        counts,
      ]
        .filter(Boolean)
        .join(' · '),
    ),
  );
}
