import { addMonths, localDay, localInstant, type Period, parsePeriod } from '../period.ts';
import type { Meaning } from './meaning.ts';

/** A stretch of text that speaks of time. `text` is narrow and in lower case. */
export interface TimeFound {
  readonly end: number;
  readonly meaning: Meaning;
}

interface Span {
  readonly from: Period;
  readonly to: Period;
  readonly end: number;
  /** Whether a month was named: a second month may then follow without its year. */
  readonly monthly: boolean;
}

const digit = '零〇一二两三四五六七八九';
const yearText = '20\\d\\d(?!\\d)|二[零〇][零〇一二三四五六七八九]{2}';
const monthText = '1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]';
const joinText = '\\s*(?:-|~|至|到|to)\\s*';
const numberText = '\\d{1,3}|[零〇一二两三四五六七八九十百]{1,5}';
const englishMonths = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const englishMonth = `(?:${englishMonths.join('|')})[a-z]*`;

function match(pattern: string, text: string, at: number): RegExpExecArray | null {
  const expression = new RegExp(pattern, 'y');
  expression.lastIndex = at;
  return expression.exec(text);
}

/** A whole number in digits or in Chinese: 12, 十二, 二十, 二〇二五. */
export function readWhole(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const value = (one: string) => (one === '〇' ? 0 : one === '两' ? 2 : '零一二三四五六七八九'.indexOf(one));
  if (!/[十百]/.test(text)) return Number([...text].map(value).join(''));
  const [hundreds, rest] = text.includes('百') ? (text.split('百') as [string, string]) : ['', text];
  const [tens, ones = ''] = rest.includes('十') ? (rest.split('十') as [string, string]) : [null, rest];
  const ten = tens === null ? 0 : tens === '' ? 1 : value(tens.replace(/^[零〇]/, ''));
  return (
    (hundreds ? value(hundreds) * 100 : 0) +
    ten * 10 +
    (ones ? value(ones.replace(/^[零〇]/, '') || '零') : 0)
  );
}

function month(year: number, number: number): Period {
  return `${year}-${String(number).padStart(2, '0')}` as Period;
}

function spanOf(year: number, from: number, to: number, end: number, monthly = true): Span {
  return { from: month(year, from), to: month(year, to), end, monthly };
}

const relativeYears: Readonly<Record<string, number>> = {
  今年: 0,
  本年: 0,
  'this year': 0,
  去年: -1,
  上年: -1,
  'last year': -1,
  前年: -2,
};

/** What may follow a year, or stand for the current one: a half, a quarter, months, or a month. */
function readPart(text: string, at: number, year: number, named: boolean): Span | null {
  const half = match('\\s*(上半年|下半年|h1|h2)', text, at);
  if (half)
    return spanOf(year, /上|1/.test(half[1] ?? '') ? 1 : 7, /上|1/.test(half[1] ?? '') ? 6 : 12, ends(half));
  const quarter = match('\\s*(?:第?([一二三四1-4])季度|q([1-4])(?![0-9a-z]))', text, at);
  if (quarter) {
    const number = readWhole(quarter[1] ?? quarter[2] ?? '');
    return spanOf(year, number * 3 - 2, number * 3, ends(quarter));
  }
  const several = match(`\\s*(${monthText})\\s*月?${joinText}(${monthText})\\s*月(?:份)?`, text, at);
  if (several) {
    const [from, to] = [readWhole(several[1] ?? ''), readWhole(several[2] ?? '')];
    if (from <= to) return spanOf(year, from, to, ends(several));
  }
  const one =
    match(`\\s*(${monthText})\\s*月(?:份)?`, text, at) ??
    (named ? match(`[-./](${monthText})(?![\\d${digit}十])`, text, at) : null);
  return one && spanOf(year, readWhole(one[1] ?? ''), readWhole(one[1] ?? ''), ends(one));
}

function ends(found: RegExpExecArray): number {
  return found.index + found[0].length;
}

function readSpan(text: string, at: number, latest: Period): Span | null {
  const relative = match('今年|本年|去年|上年|前年|this year|last year', text, at);
  const absolute = match(`(${yearText})\\s*年?`, text, at);
  const current = Number(latest.slice(0, 4));
  const head = relative ?? absolute;
  if (head) {
    const year = relative ? current + (relativeYears[relative[0]] ?? 0) : readWhole(absolute?.[1] ?? '');
    const part = readPart(text, ends(head), year, true);
    return part ?? spanOf(year, 1, 12, ends(head), false);
  }
  const english = match(`(${englishMonth})(?:${joinText}(${englishMonth}))?\\s+(20\\d\\d)(?!\\d)`, text, at);
  if (english) {
    const [, from = '', to = from, year = ''] = english;
    const place = (name: string) => englishMonths.indexOf(name.slice(0, 3)) + 1;
    if (place(from) <= place(to)) return spanOf(Number(year), place(from), place(to), ends(english));
  }
  const near = match('本月|当前月|最新月|上月|latest month', text, at);
  if (near) {
    const period = near[0] === '上月' ? addMonths(latest, -1) : latest;
    return { from: period, to: period, end: ends(near), monthly: true };
  }
  return readPart(text, at, current, false);
}

/** The second end of a range, which may leave out the year of the first. */
function readUntil(text: string, at: number, first: Span, latest: Period): Span | null {
  const join = match(joinText, text, at);
  if (!join) return null;
  const second = readSpan(text, ends(join), latest);
  const absolute = match(`${yearText}|今年|本年|去年|上年|this year`, text, ends(join)) !== null;
  if (second && (absolute || !first.monthly)) return second;
  const bare = first.monthly ? match(`(${monthText})(?![\\d${digit}十])\\s*月?`, text, ends(join)) : null;
  if (!bare) return second;
  const year = Number(first.to.slice(0, 4));
  const number = readWhole(bare[1] ?? '');
  return spanOf(year, number, number, ends(bare));
}

function readRange(text: string, at: number, latest: Period): TimeFound | null {
  const since = match('(?:since|from)\\s+|自|从', text, at);
  const first = readSpan(text, since ? ends(since) : at, latest);
  if (!first || parsePeriod(first.from) === undefined) return null;
  const range = (from: Period, to: Period | null, end: number): TimeFound => ({
    end,
    meaning: { kind: 'period', period: { kind: 'range', from, to } },
  });
  const open = match('\\s*(?:年)?(?:起?至今|以来|起|以后|until now|onwards)', text, first.end);
  if (open) return range(first.from, null, ends(open));
  const second = readUntil(text, first.end, first, latest);
  if (second && second.to >= first.from) return range(first.from, second.to, second.end);
  const forward = since !== null && /since|自|从/.test(since[0]);
  return range(first.from, forward || since ? null : first.to, first.end);
}

function readLast(text: string, at: number): TimeFound | null {
  const found = match(
    `(?:最近|近|过去|last|past)\\s*(${numberText})?\\s*个?\\s*(月|年|季度|months?|years?|quarters?)`,
    text,
    at,
  );
  if (!found) return null;
  const unit = /年|year/.test(found[2] ?? '') ? 12 : /季|quarter/.test(found[2] ?? '') ? 3 : 1;
  const months = (found[1] === undefined ? 1 : readWhole(found[1])) * unit;
  if (months < 1 || months > 999) return null;
  return { end: ends(found), meaning: { kind: 'period', period: { kind: 'last', months } } };
}

function readVintage(text: string, at: number): TimeFound | null {
  const found = match(
    '(?:截至|截止|版本|as of|asof)?\\s*[:=]?\\s*(20\\d\\d)(?:([-./])(\\d{1,2})\\2(\\d{1,2})|年(\\d{1,2})月(\\d{1,2})日)(?:所见|时)?',
    text,
    at,
  );
  if (!found) return null;
  const [, year = '', , shortMonth, shortDay, longMonth = '', longDay = ''] = found;
  const day = [year, shortMonth ?? longMonth, shortDay ?? longDay]
    .map((one) => one.padStart(2, '0'))
    .join('-');
  const instant = localInstant(day, 0);
  if (Number.isNaN(instant.getTime()) || localDay(instant) !== day) return null;
  return { end: ends(found), meaning: { kind: 'vintage', vintage: day as `${number}-${number}-${number}` } };
}

/** `历年1-6月`, `历年6月、7月`: the same months of every year. */
function readCalendar(text: string, at: number): TimeFound | null {
  const head = match('历年(?:同期)?\\s*|every year month\\s*', text, at);
  if (!head) return null;
  const list = match(`(?:(?:${monthText})\\s*月?(?:\\s*[-~至到,、]\\s*)?)+月?`, text, ends(head));
  if (!list) return null;
  const months = list[0]
    .replaceAll('月', '')
    .split(/[,、]/)
    .filter((one) => one.trim())
    .flatMap((part) => {
      const [from = 0, to = from] = part.split(/[-~至到]/).map((one) => readWhole(one.trim()));
      return Array.from({ length: Math.max(0, to - from + 1) }, (_, place) => from + place);
    });
  if (months.length === 0 || months.some((one) => !(one >= 1 && one <= 12))) return null;
  return { end: ends(list), meaning: { kind: 'calendar', months } };
}

function readAll(text: string, at: number): TimeFound | null {
  const found = match('全部月份|所有月份|全部时间|历史全部|all months|every month', text, at);
  return found && { end: ends(found), meaning: { kind: 'period', period: { kind: 'all' } } };
}

/** What a line says about time at a place; relative words mean from the latest released month. */
export function readTime(text: string, at: number, latest: Period): TimeFound | null {
  return (
    readVintage(text, at) ??
    readCalendar(text, at) ??
    readAll(text, at) ??
    readLast(text, at) ??
    readRange(text, at, latest)
  );
}

/** `top 10`, `前十`, `最大的5个`. */
export function readTop(text: string, at: number): TimeFound | null {
  const found = match(
    `(?:前|top\\s*|最大的?)\\s*(${numberText})(?![\\d${digit}十百])\\s*(?:位|名|个|大)?`,
    text,
    at,
  );
  if (!found) return null;
  const count = readWhole(found[1] ?? '');
  return count >= 1 && count <= 100 ? { end: ends(found), meaning: { kind: 'top', count } } : null;
}
