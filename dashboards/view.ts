import { total } from '../catalogue/mode.ts';
import type { Message } from '../catalogue/refusal.ts';

export type Language = keyof Message;
/** Amounts in 亿 (10⁸) or in 万 (10⁴). */
export type Unit = 'yi' | 'wan';
/** Light or dark as the reader's system is set, unless they say otherwise. */
export type Theme = 'system' | 'light' | 'dark';

/** What the address of every page says, under the same names. What it does not say is the latest, whole, Chinese, 亿. */
export interface View {
  /** As asked for; whether it was released, and the park exists, only the API knows. */
  readonly period: string | undefined;
  readonly park: string;
  /** The instant as of which everything is seen (`asOf` of the API); undefined = now. */
  readonly asOf: string | undefined;
  readonly language: Language;
  readonly unit: Unit;
  readonly theme: Theme;
}

/** A page's own parameters with what they are when the address does not say them. */
export type Own<Key extends string> = Readonly<Record<Key, string>>;
/** The common view and the page's own parameters, as texts, side by side. */
export type ViewWith<Key extends string> = View & Own<Key>;

export function readView(search: string): View;
export function readView<Key extends string>(search: string, own: Own<Key>): ViewWith<Key>;
export function readView(search: string, own: Own<string> = {}): View {
  const asked = new URLSearchParams(search);
  const theme = asked.get('theme');
  return {
    ...Object.fromEntries(Object.entries(own).map(([key, usual]) => [key, asked.get(key) ?? usual])),
    period: asked.get('period') || undefined,
    park: asked.get('park') || total,
    asOf: asked.get('asOf') || undefined,
    language: asked.get('lang') === 'en' ? 'en' : 'zh',
    unit: asked.get('unit') === 'wan' ? 'wan' : 'yi',
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
  };
}

/** The address of a view, relative to its page. What is as usual is not said. */
export function viewAddress(view: View): string;
export function viewAddress<Key extends string>(view: ViewWith<NoInfer<Key>>, own: Own<Key>): string;
export function viewAddress(view: View, own: Own<string> = {}): string {
  const said = new URLSearchParams();
  const { period, park, asOf, language, unit, theme } = view;
  if (period) said.set('period', period);
  if (park !== total) said.set('park', park);
  const known = view as unknown as Own<string>;
  for (const [key, usual] of Object.entries(own)) {
    const value = known[key];
    if (value !== undefined && value !== usual) said.set(key, value);
  }
  if (asOf) said.set('asOf', asOf);
  if (language === 'en') said.set('lang', 'en');
  if (unit === 'wan') said.set('unit', 'wan');
  if (theme !== 'system') said.set('theme', theme);
  return `?${said}`;
}
