import type { Changes, Delivery, Impact } from '../collection-answers.ts';
import { h } from '../element.ts';
import { instant } from '../figures.ts';
import { changes, impact } from '../hand-in/sections/effects.ts';
import { say as sayHandIn, wordFor } from '../hand-in/text.ts';
import { encodingName, number } from '../hand-in/words.ts';
import { sidePanel } from '../parts/side-panel.ts';
import { request } from '../request.ts';
import type { Language } from '../view.ts';
import type { TenantLine } from './board.ts';
import { deliveryAddress } from './causes.ts';
import { say } from './text.ts';

/** A tenant's deliveries of the month beside the board: each with its rows, what changed and what it moves. */
export function drawer(line: TenantLine, language: Language, close: () => void): HTMLDialogElement {
  const { deliveries, name_zh, uscc } = line;
  return sidePanel({
    id: 'drawer',
    title: say('drawer', language, { tenant: name_zh }),
    language,
    closed: close,
    content: [
      h('p', { class: 'caption' }, uscc),
      ...(deliveries.length
        ? deliveries.map((delivery, at) => deliveryItem(delivery, language, at === 0))
        : [h('p', {}, say('noDelivery', language))]),
    ],
  });
}

function deliveryItem(delivery: Delivery, language: Language, isFirst: boolean): HTMLElement {
  const { file_name, state, received_at, version, format, encoding, refusal } = delivery;
  const effects = h('div', { class: 'effects' });
  const facts = [
    instant(received_at),
    (format ?? '—').toUpperCase(),
    encodingName(encoding),
    sayHandIn('versionOf', language, { number: version.number, of: version.of }),
  ];
  const details = h(
    'details',
    {
      class: 'delivery',
      ontoggle: () =>
        details.open && effects.childElementCount === 0 && void fill(effects, delivery, language),
    },
    h(
      'summary',
      {},
      h('b', {}, file_name),
      h('span', { class: `state-word state-${state}` }, wordFor('state', state, language)),
    ),
    h('p', { class: 'caption' }, facts.join(' · ')),
    refusal ? h('p', { class: 'wrong' }, refusal[language]) : h('p', {}, rowsLine(delivery, language)),
    h('p', {}, h('a', { href: deliveryAddress(delivery.id, language) }, say('openDelivery', language))),
    effects,
  );
  details.open = isFirst;
  return details;
}

function rowsLine({ rows_read, accepted, rejected, set_aside }: Delivery, language: Language): string {
  return say('rowsLine', language, {
    read: number(rows_read),
    accepted: number(accepted),
    rejected: number(rejected),
    aside: number(set_aside),
  });
}

async function fill(place: HTMLElement, delivery: Delivery, language: Language): Promise<void> {
  if (delivery.refusal) return;
  place.append(h('p', { class: 'caption' }, say('loading', language)));
  const wantsImpact = delivery.state === 'needs_confirming' || delivery.state === 'in_force';
  const [changed, moved] = await Promise.all([
    delivery.version.previous === null
      ? null
      : request<Changes>(`deliveries/${delivery.id}/changes?limit=50`),
    wantsImpact ? request<Impact>(`deliveries/${delivery.id}/impact?limit=10`) : null,
  ]);
  const shown = { view: { language } };
  const parts = [
    changed?.answer && changes(changed.answer, shown),
    moved?.answer && impact(moved.answer, shown),
  ].filter((part) => part !== undefined && part !== null);
  place.replaceChildren(...parts);
}
