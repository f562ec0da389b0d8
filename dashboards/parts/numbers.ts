import type { Decimal } from '../../catalogue/number.ts';
import { type Status, statuses } from '../../catalogue/status.ts';
import type { Row } from '../answers.ts';
import { h } from '../element.ts';
import { amount, exact, growth, noValue, unitName, whyNone } from '../figures.ts';
import type { Language, Unit } from '../view.ts';
import { word } from './words.ts';

interface Shown {
  readonly language: Language;
  readonly unit: Unit;
}

/** What an amount looks like besides its figure. */
interface AmountLook {
  /** The unit behind the figure, small. */
  readonly withUnit?: boolean;
  /** Reachable by Tab, so that the exact value shows on focus too: for the few large figures of a page, not for tables. */
  readonly focusable?: boolean;
}

/** An amount in 亿 or 万, its exact value on hover and focus; or why there is none. */
export function amountOf(
  row: Pick<Row, 'value' | 'reason'> | undefined,
  { language, unit }: Shown,
  look: AmountLook = {},
): HTMLElement {
  if (row?.value == null) return absent(row, language);
  const figure = exactOnDemand(amount(row.value, unit), row.value, language, look.focusable);
  if (!look.withUnit) return figure;
  return h('span', { class: 'with-unit' }, figure, h('small', {}, unitName(unit, language)));
}

/** A figure as it is rounded for display; the exact amount in CNY shows on hover and focus, and is what is copied. */
export function exactOnDemand(
  shown: string,
  value: Decimal,
  language: Language,
  focusable = false,
): HTMLElement {
  const exactly = word('exactly', language, { value: exact(value) });
  return h('data', { class: 'number', value, 'data-exact': exactly, tabindex: focusable && '0' }, shown);
}

/** A rate with a mark of its direction; the sign says the same, so nothing hangs on the mark or its colour. */
export function growthRate(row: Pick<Row, 'value' | 'reason'> | undefined, language: Language): HTMLElement {
  if (row?.value == null) return absent(row, language);
  const rate = growth(row.value);
  const direction = rate.startsWith('+') ? 'up' : rate.startsWith('−') ? 'down' : 'level';
  return h('span', { class: `growth ${direction}` }, rate);
}

/** "—" and the reason: what has no value never looks like zero. */
export function absent(row: Pick<Row, 'reason'> | undefined, language: Language): HTMLElement {
  return h('span', { class: 'none' }, `${noValue} `, h('small', {}, whyNone(row, language)));
}

/** A status as people read it: word and shape, colour only besides. `b` marks a break in the series. */
export function statusChip(status: Status | 'b', language: Language): HTMLElement {
  const name = status === 'b' ? word('break', language) : statuses[status][language];
  return h('span', { class: `chip chip-${status}` }, name);
}
