import type { Message } from '../refusal.ts';
import { type Meaning, sayMeaning } from './meaning.ts';
import { knownPhrases } from './tokens.ts';
import { folded, type Vocabulary } from './vocabulary.ts';

/** A word that may be meant, to be put in place of what stands from `from` to `to`. */
export interface Suggestion {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly meaning: Meaning;
  readonly of: Message;
  readonly what: Message;
}

const sayings = [
  '同比',
  '累计同比',
  '环比',
  '占比',
  '最近12个月',
  '最近24个月',
  '按园区',
  '按监管方式',
  '按国家',
  '前10',
];
const englishSayings = [
  'yoy',
  'ytd yoy',
  'mom',
  'share',
  'last 12 months',
  'last 24 months',
  'by park',
  'by mode',
  'by partner',
  'top 10',
];

/** What the word at the cursor may become: phrases that begin with it first, then those that hold it. */
export function suggest(line: string, cursor: number, vocabulary: Vocabulary, most = 8): Suggestion[] {
  const from = line.slice(0, cursor).search(/[^\s,，、;；]*$/);
  const word = folded(line.slice(from, cursor));
  if (word === '') return [];
  const language = /[\u3400-\u9fff]/.test(line) ? 'zh' : 'en';
  const starting: string[] = [];
  const holding: string[] = [];
  for (const phrase of [...(language === 'zh' ? sayings : englishSayings), ...knownPhrases(vocabulary)]) {
    if (phrase === word) continue;
    if (phrase.startsWith(word)) starting.push(phrase);
    else if (word.length > 1 && phrase.includes(word)) holding.push(phrase);
  }
  const shorter = (a: string, b: string) => a.length - b.length;
  const found: Suggestion[] = [];
  const seen = new Set<string>();
  for (const text of [...starting.sort(shorter), ...holding.sort(shorter)]) {
    const meaning = meaningOf(text, vocabulary);
    const key = JSON.stringify(meaning);
    if (!meaning || seen.has(key)) continue;
    seen.add(key);
    found.push({
      from,
      to: cursor,
      text: shownAs(text, meaning),
      meaning,
      ...sayMeaning(meaning, vocabulary.parks),
    });
    if (found.length === most) break;
  }
  return found;
}

function meaningOf(text: string, { phrases }: Vocabulary): Meaning | undefined {
  const known = phrases.get(text)?.[0]?.[0];
  if (known) return known;
  const months = /(\d+)/.exec(text)?.[1];
  if (/^最近|^last/.test(text)) return { kind: 'period', period: { kind: 'last', months: Number(months) } };
  return /^前|^top/.test(text) ? { kind: 'top', count: Number(months) } : undefined;
}

/** Codes keep their capitals. */
function shownAs(text: string, meaning: Meaning): string {
  return meaning.kind === 'code' && folded(meaning.code) === text ? meaning.code : text;
}
