import type { Period } from '../../catalogue/period.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { Passage } from '../content.ts';
import { monthsShort, words, yearToDate } from '../wording.ts';

/** What columns and subjects of sentences are called. */
export const headings = {
  month: { zh: '当月', en: 'Month' },
  mom: { zh: '环比', en: 'MoM' },
  yoy: { zh: '同比', en: 'YoY' },
  ytdYoy: { zh: '累计同比', en: 'YTD YoY' },
  exports: { zh: '出口额', en: 'Exports' },
  imports: { zh: '进口额', en: 'Imports' },
} as const satisfies Record<string, Message>;

export function ytdHeading(period: Period): Passage {
  const months = yearToDate(period);
  return { zh: words`${months}累计`, en: words`${monthsShort(period)}` };
}

export const tradeValue: Message = { zh: '进出口额', en: 'Trade value' };
export const share: Message = { zh: '占比', en: 'Share' };
export const flowValue = {
  export: { zh: '出口额', en: 'export value' },
  import: { zh: '进口额', en: 'import value' },
} as const satisfies Record<string, Message>;
