import { h } from '../element.ts';
import { instant } from '../figures.ts';
import { askingForm } from '../parts/field.ts';
import { request } from '../request.ts';
import type { Language } from '../view.ts';
import { alertPanels } from './alert-panel.ts';
import { addressField, chooser, end, endButton, languageChooser, parkChooser } from './delivery-fields.ts';
import { sayDelivery } from './delivery-text.ts';
import type { AccountsFrame, Delivery, Known, Subscribed } from './shapes.ts';

/** What is mailed to one when a month is published, and what one is warned of. */
export function deliveryTab({ delivery }: Known, frame: AccountsFrame): HTMLElement {
  if (!delivery) return h('div', {});
  const { language } = frame.view;
  const [rules, newRule] = alertPanels(delivery, frame);
  return h(
    'div',
    {},
    !delivery.subscriptions.mail && h('p', { class: 'caption' }, sayDelivery('noMail', language)),
    h('div', { class: 'work' }, subscriptionPanel(delivery, frame), subscribePanel(delivery, frame)),
    h('div', { class: 'work below' }, rules, newRule),
  );
}

function subscriptionPanel(delivery: Delivery, frame: AccountsFrame): HTMLElement {
  const { language } = frame.view;
  const { rows } = delivery.subscriptions;
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'subscriptions' },
    h('h2', { id: 'subscriptions' }, sayDelivery('subscriptions', language)),
    h('p', { class: 'caption' }, sayDelivery('subscriptionsLead', language)),
    rows.length
      ? subscriptionTable(rows, delivery, frame)
      : h('p', {}, sayDelivery('noSubscriptions', language)),
  );
}

function subscriptionTable(
  rows: readonly Subscribed[],
  delivery: Delivery,
  frame: AccountsFrame,
): HTMLElement {
  const { language } = frame.view;
  const heads = (['address', 'park', 'content', 'language', 'since', 'actions'] as const).map((key) =>
    h('th', { scope: 'col' }, sayDelivery(key, language)),
  );
  const lines = rows.map((row) => {
    const what = `${row.address} ${nameOfPark(row.park, delivery, language)} ${contentOf(row, delivery, language)}`;
    return h(
      'tr',
      {},
      h('th', { scope: 'row', class: 'codes' }, row.address),
      h('td', {}, nameOfPark(row.park, delivery, language)),
      h('td', {}, contentOf(row, delivery, language)),
      h('td', {}, sayDelivery(row.language, language)),
      h('td', { class: 'instant' }, instant(row.created_at)),
      h(
        'td',
        {},
        endButton(
          `end-subscription-${row.id}`,
          sayDelivery('end', language),
          sayDelivery('endOf', language, { what }),
          () => void end(`me/subscriptions/${row.id}/end`, sayDelivery('ended', language), frame),
        ),
      ),
    );
  });
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-labelledby': 'subscriptions' },
    h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...lines)),
  );
}

function nameOfPark(park: string, { parks }: Delivery, language: Language): string {
  const found = parks.find(({ park_id }) => park_id === park);
  if (found) return language === 'zh' ? found.name_zh : found.name_en;
  return park === '_T' ? sayDelivery('city', language) : park;
}

function contentOf({ indicator }: Subscribed, { indicators }: Delivery, language: Language): string {
  if (indicator === null) return sayDelivery('wholeReport', language);
  return indicators.find(({ id }) => id === indicator)?.[language] ?? indicator;
}

function subscribePanel(delivery: Delivery, frame: AccountsFrame): HTMLElement {
  const { language } = frame.view;
  const address = addressField('subscribe', language);
  const park = parkChooser('subscribe', delivery, language);
  const choices = [
    ['', sayDelivery('wholeReport', language)],
    ...delivery.indicators.map((one) => [one.id, one[language]] as const),
  ] as const;
  const content = chooser('subscribe-content', sayDelivery('content', language), choices);
  const written = languageChooser('subscribe', language);
  const send = async () => {
    const body = {
      ...{ address: address.input.value.trim(), park: park.value(), language: written.value() },
      ...(content.value() ? { indicator: content.value() } : {}),
    };
    const { failure } = await request('me/subscriptions', body);
    if (failure) return failure.message[language];
    frame.announce(sayDelivery('subscribed', language));
    frame.reload();
    return undefined;
  };
  const label = sayDelivery('subscribe', language);
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'subscribe-head' },
    h('h2', { id: 'subscribe-head' }, label),
    askingForm(
      { id: 'subscribe', submit: label, label, send },
      address.element,
      park.element,
      content.element,
      written.element,
    ),
  );
}
