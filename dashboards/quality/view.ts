import { total } from '../../catalogue/mode.ts';
import { type Period, parsePeriod } from '../../catalogue/period.ts';
import type { Language } from '../view.ts';

/** Everything that the address says. */
export interface QualityView {
  readonly period: Period | undefined;
  readonly park: string;
  /** Whose deliveries lie open beside the board. */
  readonly tenant: string | undefined;
  readonly everybody: boolean;
  readonly language: Language;
}

export function readView(search: string): QualityView {
  const asked = new URLSearchParams(search);
  return {
    period: parsePeriod(asked.get('period') ?? ''),
    park: asked.get('park') || total,
    tenant: asked.get('tenant') || undefined,
    everybody: asked.get('show') === 'all',
    language: asked.get('lang') === 'en' ? 'en' : 'zh',
  };
}

export function viewAddress({ period, park, tenant, everybody, language }: QualityView): string {
  const said = new URLSearchParams();
  if (period) said.set('period', period);
  if (park !== total) said.set('park', park);
  if (tenant) said.set('tenant', tenant);
  if (everybody) said.set('show', 'all');
  if (language === 'en') said.set('lang', 'en');
  return `?${said}`;
}
