import { eventTemplate } from '../../catalogue/event-template.ts';
import { lineTemplate } from '../../catalogue/line-template.ts';
import { parsePeriod } from '../../catalogue/period.ts';
import { periodName } from '../figures.ts';
import type { Language } from '../view.ts';

/** `2026-10` as a month's name; what is no month stands as it is. */
export function monthName(text: string, language: Language): string {
  const period = parsePeriod(text);
  return period ? periodName(period, language) : text;
}

/** What a column is called. */
export function columnName(column: string | null, language: Language): string {
  if (column === null) return '';
  const columns: Readonly<Record<string, { zh: string; en: string } | undefined>> = {
    ...eventTemplate,
    ...lineTemplate,
  };
  return columns[column]?.[language] ?? column;
}

const encodings: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'utf-8-bom': 'UTF-8（BOM）',
  gb18030: 'GB18030',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
};

export function encodingName(encoding: string | null): string {
  return encoding === null ? '—' : (encodings[encoding] ?? encoding);
}

export function number(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
