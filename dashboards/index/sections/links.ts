import { total } from '../../../catalogue/mode.ts';
import type { Period } from '../../../catalogue/period.ts';
import { type View, viewAddress } from '../../view.ts';

interface Target {
  readonly period: Period;
  readonly park?: string;
  readonly mode?: string;
  readonly transform?: string;
  readonly tab?: string;
  /** The figure's origin is to be open: `park.mode.flow.month`. */
  readonly traced?: boolean;
}

/** A figure of trade value on the indicator page, at the vintage that is being looked at. */
export function indicatorAddress(view: View, target: Target): string {
  const { period, park = view.park, mode = total, transform, tab, traced } = target;
  const address = new URLSearchParams(viewAddress({ ...view, period, park }));
  address.set('indicator', 'trade_value');
  if (mode !== total) address.set('mode', mode);
  if (transform) address.set('transform', transform);
  if (tab) address.set('tab', tab);
  if (traced) address.set('point', `${park}.${mode}.${total}.${period}`);
  return `./indicator.html?${address}`;
}

/** Another page with the common view and something of its own. */
export function pageAddress(page: string, view: View, own: Readonly<Record<string, string>> = {}): string {
  const address = new URLSearchParams(viewAddress(view));
  for (const [key, value] of Object.entries(own)) address.set(key, value);
  return address.size ? `./${page}.html?${address}` : `./${page}.html`;
}
