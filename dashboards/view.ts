import { total } from '../catalogue/mode.ts';
import type { Message } from '../catalogue/refusal.ts';

export type Language = keyof Message;
/** Amounts in 亿 (10⁸) or in 万 (10⁴). */
export type Unit = 'yi' | 'wan';

/** Everything that the address says. What it does not say is the latest period, the whole city, Chinese, 亿. */
export interface View {
  /** As asked for; whether it was released, and the park exists, only the API knows. */
  readonly period: string | undefined;
  readonly park: string;
  readonly language: Language;
  readonly unit: Unit;
}

export function readView(search: string): View {
  const asked = new URLSearchParams(search);
  return {
    period: asked.get('period') || undefined,
    park: asked.get('park') || total,
    language: asked.get('lang') === 'en' ? 'en' : 'zh',
    unit: asked.get('unit') === 'wan' ? 'wan' : 'yi',
  };
}

/** The address of a view, relative to the page. */
export function viewAddress({ period, park, language, unit }: View): string {
  const said = new URLSearchParams();
  if (period) said.set('period', period);
  if (park !== total) said.set('park', park);
  if (language === 'en') said.set('lang', 'en');
  if (unit === 'wan') said.set('unit', 'wan');
  return `?${said}`;
}
