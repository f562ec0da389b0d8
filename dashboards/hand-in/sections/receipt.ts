import { type ReasonCodeId, reasonCodes } from '../../../catalogue/reason-codes.ts';
import type { DeliveryDetails, Step } from '../../collection-answers.ts';
import { type Child, h } from '../../element.ts';
import { instant } from '../../figures.ts';
import { type Session, tenantName } from '../session.ts';
import { say, type TextKey, wordFor } from '../text.ts';
import { monthName, number } from '../words.ts';
import { button } from './waiting.ts';

/** What the clerk keeps: number, checksum, time and rows. The only thing that is printed. */
export function receipt(delivery: DeliveryDetails, session: Session): HTMLElement {
  const { language } = session.view;
  const { id, sha256, received_at, version, rows_read, accepted, rejected, set_aside } = delivery;
  const fact = (key: TextKey, ...value: Child[]) =>
    h('div', {}, h('dt', {}, say(key, language)), h('dd', {}, ...value));
  const rows = say('equation', language, {
    read: number(rows_read),
    accepted: number(accepted),
    rejected: number(rejected),
    aside: number(set_aside),
  });
  const months = delivery.periods.map((period) => monthName(period, language)).join('、');
  return h(
    'section',
    { class: 'panel receipt', 'aria-labelledby': 'receipt' },
    h('h2', { id: 'receipt' }, say('receipt', language)),
    h(
      'dl',
      {},
      fact('receiptId', h('code', {}, id)),
      fact('receiptTime', say('beijing', language, { at: instant(received_at) })),
      fact(
        'tenant',
        h('span', { lang: 'zh-CN' }, tenantName(session.tenants, delivery.uscc)),
        ' ',
        h('small', {}, delivery.uscc ?? ''),
      ),
      fact('receiptFile', delivery.file_name),
      fact('months', months || say('noMonths', language)),
      fact('counts', rows),
      fact('receiptState', wordFor('state', delivery.state, language)),
      fact('receiptVersion', say('versionOf', language, { number: version.number, of: version.of })),
      h('div', {}, h('dt', {}, 'SHA-256'), h('dd', {}, h('code', { class: 'hash' }, sha256))),
    ),
    button('print', say('print', language), () => print(), 'quiet'),
  );
}

/** Steps whose note is an id: another delivery, or the reason that the verdict spells out. */
const tellsOther: ReadonlySet<string> = new Set(['superseded', 'in_force', 'refused']);

/** What happened to the delivery, oldest first: when, what, who and why. */
export function trail({ steps }: DeliveryDetails, { view: { language } }: Session): HTMLElement {
  const item = ({ at, state, actor, reason_code, note }: Step) => {
    const reason =
      reason_code === null ? '' : (reasonCodes[reason_code as ReasonCodeId]?.[language] ?? reason_code);
    const who = actor === 'system' ? '' : actor;
    return h(
      'li',
      { class: `step-${state}` },
      h('time', { datetime: at }, instant(at)),
      h('b', {}, wordFor('step', state, language)),
      h('span', {}, [who, reason, tellsOther.has(state) ? '' : note].filter(Boolean).join(' · ')),
    );
  };
  return h(
    'section',
    { class: 'panel trail', 'aria-labelledby': 'trail' },
    h('h2', { id: 'trail' }, say('trail', language)),
    h('ol', {}, ...steps.map(item)),
  );
}
