import { nameOf } from '../../catalogue/codes.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { Passage } from '../content.ts';
import type { topDetails, wholeDetails } from '../readings.ts';
import { name, words } from '../wording.ts';
import { partnerName } from './cells.ts';

type LabelledDetail = (typeof topDetails)[number] | (typeof wholeDetails)[number];

/** What a code of a breakdown is called in a table. */
export function labelOf(detail: LabelledDetail, code: string): Passage {
  if (detail === 'partner') return partnerLabel(code);
  if (detail === 'chapter') return chapterLabel(code);
  const { zh, en } = nameOf(detail, code) ?? { zh: code, en: code };
  // The list of customs districts has Chinese names only.
  const label = name(code, { zh, en: en === code && detail === 'district' ? `District ${code}` : en });
  return { zh: [label], en: [label] };
}

export function partnerLabel(code: string): Passage {
  const label = partnerName(code);
  return { zh: [label], en: [label] };
}

/** The first part of a chapter's name, which is what people call it. */
function firstOf(code: string): Message {
  const { zh, en } = nameOf('chapter', code) ?? { zh: '', en: '' };
  const [first = '', ...others] = zh.split('；');
  return { zh: others.length ? `${first}等` : first, en: en.split(';')[0] ?? '' };
}

function chapterLabel(code: string): Passage {
  const { zh, en } = firstOf(code);
  const label = name(code, { zh: `${code} ${zh}`.trim(), en: `${code} ${en}`.trim() });
  return { zh: [label], en: [label] };
}

/** 家具等（第94章）, Furniture (chapter 94). */
export function shortChapter(code: string): Passage {
  const first = name(code, firstOf(code));
  const chapter = name(code, { zh: code, en: code });
  return { zh: words`${first}（第${chapter}章）`, en: words`${first} (chapter ${chapter})` };
}
