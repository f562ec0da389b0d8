import { createHash } from 'node:crypto';
import { type Message, Refusal } from '../catalogue/refusal.ts';
import type { Passage, Piece } from './content.ts';
import { type Language, type NumberRef, nameOfRef } from './number-ref.ts';
import { put } from './wording.ts';

/**
 * A sentence as officers edit it: `[2026年10月]，进出口额{1}，同比增长{2}。` Its numbers are places in order, its months and names
 * stand in brackets; what is between is free.
 */
export interface Template {
  readonly text: string;
  readonly numbers: readonly NumberRef[];
  /** Of the text and of what its numbers are, whatever their values and release. */
  readonly sha256: string;
}

export function templateOf(passage: Passage, language: Language): Template {
  const pieces = passage[language].reduce(put, []);
  const numbers = pieces.flatMap((piece) => (typeof piece === 'object' && 'number' in piece ? [piece] : []));
  let place = 0;
  const text = pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      return 'number' in piece ? `{${++place}}` : `[${piece[language]}]`;
    })
    .join('');
  const about = numbers.map(({ number, form }) => `${nameOfRef({ ...number, release: '' })} ${form}`);
  const sha256 = createHash('sha256')
    .update([text, ...about].join('\n'))
    .digest('hex');
  return { text, numbers: numbers.map(({ number }) => number), sha256 };
}

const longest = 1000;

/** What an edit may not be, and what to do about it. */
export const editFaults = {
  empty: { zh: '句子不能为空', en: 'the sentence is empty: take the edit back instead' },
  too_long: { zh: '句子至多1000字，请缩短', en: 'a sentence has 1000 characters at most: shorten it' },
  control: {
    zh: '不能有换行、制表等控制字符，请删去',
    en: 'line breaks and other control characters cannot stand in it: take them out',
  },
  digit: {
    zh: '数字只能用占位符写出，如{1}；请删去',
    en: 'numbers are written by their places only, such as {1}: take it out',
  },
  number_word: {
    zh: '用汉字写的数量也是数字，不能改写；请用占位符',
    en: 'an amount in words is a number as well: use a place',
  },
  unit: {
    zh: '占位符已带单位，请删去其后的单位',
    en: 'the number brings its unit: take the one behind it out',
  },
  unknown_place: { zh: '没有这个占位符，请按所列占位符改写', en: 'there is no such place: use those listed' },
  missing_place: { zh: '缺少占位符，每个数字都须保留', en: 'a place is missing: every number has to stay' },
  repeated_place: { zh: '占位符只能用一次', en: 'a place can be used once' },
  unknown_name: {
    zh: '方括号内须是原句的月份或名称，原样保留',
    en: 'brackets hold the months and names of the generated sentence, unchanged',
  },
} as const satisfies Record<string, Message>;
export type EditFault = keyof typeof editFaults;

export function refuseEdit(fault: EditFault, found: string, template: string): Refusal {
  const { zh, en } = editFaults[fault];
  return new Refusal(
    'usage',
    { zh: `改写未保存：“${found}”：${zh}。`, en: `The edit was not kept: "${found}": ${en}.` },
    { parameter: 'text', reason: fault, found, template },
  );
}

/** An officer's text with the numbers, months and names of the generated sentence in their places. */
export function edited(passage: Passage, language: Language, text: string): Piece[] {
  const pieces = passage[language];
  const { text: template } = templateOf(passage, language);
  const refuse = (fault: EditFault, found: string) => refuseEdit(fault, found, template);
  if (text.trim() === '') throw refuse('empty', text);
  if (text.length > longest) throw refuse('too_long', `${text.slice(0, 20)}…`);
  const [control] = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u.exec(text) ?? [];
  if (control !== undefined)
    throw refuse('control', `U+${control.codePointAt(0)?.toString(16).padStart(4, '0').toUpperCase()}`);
  const written = placed(pieces, language, text, refuse).reduce(put, []);
  refuseFreeNumbers(written, refuse);
  refuseMissing(pieces, written, refuse);
  return written;
}

type Refuse = (fault: EditFault, found: string) => Refusal;

function placed(pieces: readonly Piece[], language: Language, text: string, refuse: Refuse): Piece[] {
  const numbers = pieces.flatMap((piece) => (typeof piece === 'object' && 'number' in piece ? [piece] : []));
  const names = pieces.flatMap((piece) => (typeof piece === 'object' && !('number' in piece) ? [piece] : []));
  const used = new Set<number>();
  const written: Piece[] = [];
  for (let rest = text; rest !== ''; ) {
    const free = /^[^{}[\]]+/.exec(rest)?.[0];
    const place = /^\{(\d+)\}/.exec(rest);
    const named = names.find((piece) => rest.startsWith(`[${piece[language]}]`));
    if (free !== undefined) written.push(free);
    else if (named) written.push(named);
    else if (place) {
      const at = Number(place[1]);
      const number = numbers[at - 1];
      if (number === undefined) throw refuse('unknown_place', place[0]);
      if (used.has(at)) throw refuse('repeated_place', place[0]);
      used.add(at);
      written.push(number);
    } else throw refuse(/^[[\]]/.test(rest) ? 'unknown_name' : 'unknown_place', rest.slice(0, 20));
    rest = rest.slice(free?.length ?? (named ? named[language].length + 2 : (place?.[0].length ?? 1)));
  }
  return written;
}

/** A number that was typed over is told as what it is, before the place that it took. */
function refuseMissing(pieces: readonly Piece[], written: readonly Piece[], refuse: Refuse): void {
  const numbers = pieces.filter((piece) => typeof piece === 'object' && 'number' in piece);
  const missing = numbers.findIndex((number) => !written.includes(number));
  if (missing >= 0) throw refuse('missing_place', `{${missing + 1}}`);
}

const numerals = '[零〇一二两三四五六七八九十百千万亿半数几廿卅壹贰叁肆伍陆柒捌玖拾佰仟]';
const amounts = {
  zh: new RegExp(
    `百分之|${numerals}+(?:多|余|来)?(?:个)?(?:百分点|成|倍|分之|元|美元|家|户|票|件|位|名)|${numerals}{2,}|翻番|翻了?${numerals}番|一半|过半|半数|腰斩|对折`,
    'u',
  ),
  en: /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|hundreds?|thousands?|millions?|billions?|dozens?|half|halved|halves|twice|thrice|doubled?|doubling|tripled?|tripling|quadrupled?|\w+fold|per ?cent|percentage)\b/i,
} as const;
const units = /^\s*(?:亿|万|元|美元|%|％|‰|倍|百分点|percent|per cent|million|thousand|billion)/i;

/** No number but the bound ones, in whatever script or words, and no unit behind those. */
function refuseFreeNumbers(pieces: readonly Piece[], refuse: Refuse): void {
  for (const [at, piece] of pieces.entries()) {
    if (typeof piece !== 'string') continue;
    const digit = /\p{N}+/u.exec(piece)?.[0];
    if (digit !== undefined) throw refuse('digit', digit);
    const before = pieces[at - 1];
    const unit = typeof before === 'object' && 'number' in before ? units.exec(piece)?.[0] : undefined;
    if (unit !== undefined) throw refuse('unit', unit);
    const amount = (amounts.zh.exec(piece) ?? amounts.en.exec(piece))?.[0];
    if (amount !== undefined) throw refuse('number_word', amount);
  }
}
