import { type Period, parsePeriod } from '../../catalogue/period.ts';
import type { Language } from '../view.ts';

/** Everything that the address says: whose file, for which month, and which delivery is looked at. */
export interface HandInView {
  readonly tenant: string | undefined;
  readonly period: Period | undefined;
  readonly delivery: string | undefined;
  readonly language: Language;
}

export function readView(search: string): HandInView {
  const asked = new URLSearchParams(search);
  return {
    tenant: asked.get('tenant') || undefined,
    period: parsePeriod(asked.get('period') ?? ''),
    delivery: asked.get('delivery') || undefined,
    language: asked.get('lang') === 'en' ? 'en' : 'zh',
  };
}

export function viewAddress({ tenant, period, delivery, language }: HandInView): string {
  const said = new URLSearchParams();
  if (tenant) said.set('tenant', tenant);
  if (period) said.set('period', period);
  if (delivery) said.set('delivery', delivery);
  if (language === 'en') said.set('lang', 'en');
  return `?${said}`;
}
