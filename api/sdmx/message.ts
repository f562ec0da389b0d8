import { createHash } from 'node:crypto';
import type { Message } from '../../catalogue/refusal.ts';

export type Language = 'zh' | 'en';

/** What the head of a message says. It depends on what was asked and what is published, not on the time of asking. */
export interface Head {
  readonly id: string;
  readonly prepared: Date;
  readonly language: Language;
}

export function headOf(url: string, prepared: Date, language: Language): Head {
  const digest = createHash('sha256').update(`${url} ${prepared.toISOString()}`).digest('hex');
  return { id: `SYCBEC${digest.slice(0, 16).toUpperCase()}`, prepared, language };
}

/** Chinese unless the client likes English better. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const weights = new Map<string, number>();
  for (const part of (acceptLanguage ?? '').split(',')) {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const language = range.split('-')[0] ?? '';
    weights.set(language, Math.max(weights.get(language) ?? 0, q === undefined ? 1 : Number(q) || 0));
  }
  return (weights.get('en') ?? 0) > (weights.get('zh') ?? weights.get('*') ?? 0) ? 'en' : 'zh';
}

/** A time with whole seconds, as every format takes it. */
export function second(instant: Date): string {
  return instant.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The name in the reader's language, and both. */
export function named(
  { zh, en }: Message,
  language: Language,
): { name: string; names: { zh: string; en: string } } {
  return { name: language === 'zh' ? zh : en, names: { zh, en } };
}
