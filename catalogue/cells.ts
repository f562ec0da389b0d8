import { type CodeList, spellings } from './codes.ts';
import type { Decimal } from './number.ts';

/**
 * How the text of a cell is read: the macros of `ingest/sql/macros.sql` once more, for the browser. A property test holds
 * both together.
 */
const wide =
  '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ－．，／：（）＋';
const narrow = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-.,/:()+';
const plainOf = new Map<string, string>([
  ...[...wide].map((character, at) => [character, narrow[at] ?? ''] as const),
  ...['\u00a0', '\u2002', '\u2003', '\u2009', '\u202f', '\u3000'].map((blank) => [blank, ' '] as const),
  ...['\u200b', '\u2060', '\ufeff'].map((mark) => [mark, ''] as const),
]);

/** Full-width forms and odd blanks made plain, marks without width and outer blanks dropped; null when nothing is left. */
export function plain(text: string): string | null {
  const made = [...text].map((character) => plainOf.get(character) ?? character).join('');
  return made.replace(/^[ \t]+|[ \t]+$/g, '') || null;
}

const emptyMarks = new Set(['-', '--', '—', '——', '/', '无', '空', 'N/A', 'NULL']);
/** Null for a mark that stands for an empty cell. */
export function given(text: string | null): string | null {
  return text !== null && emptyMarks.has(text) ? null : text;
}

const form = /^-?[0-9]{1,13}(\.[0-9]{1,5}0*)?$/;
const grouped = /^-?[1-9][0-9]{0,2}(,[0-9]{3}){1,4}(\.[0-9]{1,5}0*)?$/;

/** At most 13 digits before and 5 after the point, exact, with five decimals; anything else is null. */
export function readNumber(text: string): Decimal | null {
  if (!form.test(text) && !grouped.test(text)) return null;
  const [whole = '', fraction = ''] = text.replaceAll(',', '').split('.');
  const digits = whole.replace('-', '').replace(/^0+(?=.)/, '');
  const value = `${digits}.${fraction.padEnd(5, '0').slice(0, 5)}`;
  const negative = whole.startsWith('-') && /[1-9]/.test(value);
  return digits.length > 13 ? null : negative ? `-${value}` : value;
}

const time = '\\d{1,2}:\\d{1,2}(:\\d{1,2})?';
const dayForms = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})$/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/,
  /^(\d{4})\.(\d{1,2})\.(\d{1,2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日$/,
  /^(\d{4})(\d{2})(\d{2})$/,
  /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/,
  new RegExp(`^(\\d{4})-(\\d{1,2})-(\\d{1,2})[ ](?<time>${time})$`),
  new RegExp(`^(\\d{4})/(\\d{1,2})/(\\d{1,2})[ ](?<time>${time})$`),
  /^(\d{4})-(\d{1,2})-(\d{1,2})T(?<time>\d{1,2}:\d{1,2}:\d{1,2})$/,
  /^(\d{4})-(\d{1,2})-(\d{1,2})[ ](?<time>\d{1,2}:\d{1,2}:\d{1,2})\.\d{1,9}$/,
];

function isTime(parts: readonly (string | undefined)[]): boolean {
  const [hour = 0, minute = 0, second = 0] = parts.map((part) => Number(part ?? 0));
  return hour < 24 && minute < 60 && second < 60;
}

/** A day of 2000 to 2099 as people write it, as `2026-10-31`; anything else is null. */
export function readDay(text: string): string | null {
  const found = dayForms.map((one) => one.exec(text)).find((one) => one !== null);
  if (!found) return null;
  const [, year = '', month = '', date = '', ...rest] = found;
  const clock = found.groups?.time?.split(':') ?? (rest.length === 3 ? rest : []);
  const iso = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const day = new Date(`${iso}T00:00:00Z`);
  const exists = !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === iso;
  return exists && isTime(clock) && iso >= '2000' && iso < '2100' ? iso : null;
}

const personalNumber =
  /[0-9]{11,}[Xx]?|1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|0[0-9]{2,3}-[0-9]{7,8}|[0-9]{6}[ -](19|20)[0-9]{6}[ -][0-9]{3}[0-9Xx]/g;
const contact =
  /[0-9A-Za-z._%+-]+@[0-9A-Za-z-]+\.[0-9A-Za-z.-]+|\p{Script=Han}(路|街|道|巷|弄|村|里)[0-9]{1,5}(号|弄|栋|幢|室)/u;
const personOrContact = new RegExp(`${personalNumber.source}|${contact.source}`, 'gu');
const mayHoldNumber = /[0-9][0-9 -]{10}/;

/** Phone and identity numbers, also in groups, made unreadable. */
export function maskNumbers(text: string): string {
  return text.replace(personalNumber, '******');
}

/** A free text as it may be kept. */
export function keptText(text: string): string {
  if (text.includes('@')) return text.replace(personOrContact, '******');
  return mayHoldNumber.test(text) ? maskNumbers(text) : text;
}

const personInstead =
  /@|(^|[^0-9])(1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|[0-9]{6}(19|20)[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01])[0-9]{3}[0-9Xx])($|[^0-9])/;

/** False for a text that stands where an identifier should, but has words in it, or a person's mobile or identity number. */
export function mayBeIdentifier(text: string): boolean {
  return /^[ -~]*$/.test(text) && !personInstead.test(text);
}

/** A value as it is shown: without persons' numbers, e-mail addresses and houses, cut at 80 characters. */
export function shownValue(value: string | null, asIs: boolean): string {
  const text = value ?? '';
  const whole = asIs ? mayBeIdentifier(text) : /^[0-9]{14}(\.[0-9]*)?$/.test(text);
  return [...(whole ? text : text.replace(personOrContact, '******'))].slice(0, 80).join('');
}

/** Every text that stands for a code, the codes themselves first: as listed, in lower case, with capitals at the start of words. */
export function codeTexts(list: CodeList): Map<string, string> {
  const all = spellings(list);
  const found = new Map<string, string>();
  for (const { text, code } of all) if (text === code) found.set(text, code);
  for (const { text, code } of all) {
    const title = text.toLowerCase().replace(/(^|[\s(-])[a-z]/g, (start) => start.toUpperCase());
    for (const one of [text, text.toLowerCase(), title]) if (!found.has(one)) found.set(one, code);
  }
  return found;
}

const textsOf = new Map<CodeList, Map<string, string>>();
/** The code that a text stands for. */
export function readCode(list: CodeList, text: string): string | null {
  const texts = textsOf.get(list) ?? codeTexts(list);
  textsOf.set(list, texts);
  return texts.get(text) ?? null;
}
