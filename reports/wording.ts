import { localDay, type Period, timeZone } from '../catalogue/period.ts';
import type { Message } from '../catalogue/refusal.ts';
import { directions, sizes } from '../catalogue/sentences/growth.ts';
import { ruleFor } from '../catalogue/sentences/rule.ts';
import { reasons } from '../catalogue/status.ts';
import type { NamePiece, Passage, Piece, TimePiece } from './content.ts';
import { whyNoGrowth } from './no-growth.ts';
import { inScale, type Language, type NumberRef } from './number-ref.ts';

/** A text in one language: words`${month}，进出口额${number}`. */
export function words(strings: TemplateStringsArray, ...parts: (Piece | readonly Piece[])[]): Piece[] {
  const pieces = strings.flatMap((text, at): readonly Piece[] => {
    const part = parts[at];
    return [text, ...(part === undefined ? [] : Array.isArray(part) ? part : [part as Piece])];
  });
  return pieces.filter((piece) => piece !== '');
}

/** A message as a passage. */
export function plain({ zh, en }: Message): Passage {
  return { zh: [zh], en: [en] };
}

/** Passages one after another, with `between` in between. */
export function joined(passages: readonly Passage[], between: Message): Passage {
  const join = (language: Language) =>
    passages.flatMap((passage, at) =>
      at === 0 || between[language] === '' ? passage[language] : [between[language], ...passage[language]],
    );
  return { zh: join('zh'), en: join('en') };
}

/** A rule's text with what its places stand for: {rate}, {park}. */
export function fill({ zh, en }: Message, slots: Readonly<Record<string, Passage>>): Passage {
  const filled = (text: string, language: Language) =>
    text
      .split(/\{(\w+)\}/)
      .flatMap((part, at): readonly Piece[] => (at % 2 ? (slots[part]?.[language] ?? []) : [part]))
      .reduce(put, []);
  return { zh: filled(zh, 'zh'), en: filled(en, 'en') };
}

/** Texts one after another are one text. */
export function put(pieces: readonly Piece[], piece: Piece): Piece[] {
  const last = pieces.at(-1);
  if (piece === '') return [...pieces];
  return typeof last === 'string' && typeof piece === 'string'
    ? [...pieces.slice(0, -1), last + piece]
    : [...pieces, piece];
}

/** One piece in both languages. */
export function both(piece: Piece): Passage {
  return { zh: [piece], en: [piece] };
}

/** A paragraph by the name that edits and last month's wording find it under. */
export function called(id: string, passage: Passage): Passage {
  return { id, ...passage };
}

/**
 * Passages as the clauses of a sentence. An indicator has one unit in a sentence: where a clause tells it in another, a new
 * sentence begins.
 */
export function sentence(...clauses: readonly Passage[]): Passage {
  const sentences: Passage[][] = [[]];
  for (const clause of clauses) {
    if (isUnitMixed([...(sentences.at(-1) ?? []), clause])) sentences.push([]);
    sentences.at(-1)?.push(clause);
  }
  const written = sentences.map((own, at) => {
    const { zh, en } = joined(own, { zh: '；', en: '; ' });
    return { zh: [...zh, '。'], en: [...(at > 0 ? capital(en) : en), '.'] };
  });
  return joined(written, { zh: '', en: ' ' });
}

function isUnitMixed(clauses: readonly Passage[]): boolean {
  const scales = new Map<string, string>();
  for (const piece of clauses.flatMap(({ zh }) => zh)) {
    if (typeof piece === 'string' || !('number' in piece) || piece.number.unit === 'ratio') continue;
    const { indicator, scale, part } = piece.number;
    const [key, kept] = [`${indicator} ${part}`, scales.get(`${indicator} ${part}`)];
    if (kept !== undefined && kept !== scale) return true;
    scales.set(key, scale);
  }
  return false;
}

/** What begins a sentence of its own begins with a capital. */
function capital([first, ...others]: readonly Piece[]): Piece[] {
  if (typeof first !== 'string') return first === undefined ? [] : [first, ...others];
  return [first.charAt(0).toUpperCase() + first.slice(1), ...others];
}

export function quantity(number: NumberRef): Piece {
  return { number, form: 'quantity' };
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function monthName(period: Period): string {
  return monthNames[Number(period.slice(5)) - 1] as string;
}

/** 2026年10月, October 2026. */
export function month(period: Period): TimePiece {
  const year = period.slice(0, 4);
  return { time: period, zh: `${year}年${Number(period.slice(5))}月`, en: `${monthName(period)} ${year}` };
}

/** The months from January to `period`: 1—10月, January to October. */
export function yearToDate(period: Period): TimePiece {
  const [from, last] = [`${period.slice(0, 4)}-01` as Period, Number(period.slice(5))];
  if (last === 1) return { time: period, zh: '1月', en: 'January' };
  return { time: `${from}/${period}`, zh: `1—${last}月`, en: `January to ${monthName(period)}` };
}

/** The same for the head of a column: Jan–Oct. */
export function monthsShort(period: Period): TimePiece {
  const months = yearToDate(period);
  const last = monthName(period).slice(0, 3);
  return { ...months, en: last === 'Jan' ? last : `Jan–${last}` };
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** An instant in Beijing time: 2026年11月10日 09:00. */
export function instant(at: Date): TimePiece {
  const day = localDay(at);
  const [year, monthNumber, date] = day.split('-').map(Number) as [number, number, number];
  const time = clock.format(at);
  return {
    time: at.toISOString(),
    zh: `${year}年${monthNumber}月${date}日 ${time}`,
    en: `${date} ${monthNames[monthNumber - 1]} ${year}, ${time}`,
  };
}

export function name(code: string, { zh, en }: Message): NamePiece {
  return { code, zh, en };
}

/** What stands between subject and number in English. */
export type Verb = ' was ' | ' at ' | ', ';

/** How growth is told: with a word for its size, and with one for a direction that is not sure. */
export interface Telling {
  readonly verb?: Verb;
  readonly sized?: boolean;
  readonly hedge?: Message | undefined;
}

/** 进出口额1.23亿元，同比增长4.5%; without a value, that there is none and why. */
export function clause(
  subject: Passage,
  level: NumberRef,
  growth: NumberRef,
  telling: Telling = {},
): Passage {
  const { verb = ' was ' } = telling;
  if (level.value === null) {
    const why = reasons[level.reason ?? 'MISSING'];
    return {
      zh: words`${subject.zh}暂缺（${why.zh}）`,
      en: words`${subject.en}${verb}not available (${why.en.toLowerCase()})`,
    };
  }
  const change = growthWords(growth, level, telling);
  return {
    zh: words`${subject.zh}${quantity(level)}，${change.zh}`,
    en: words`${subject.en}${verb}${quantity(level)}, ${change.en}`,
  };
}

/**
 * 增长 and 下降 say the direction, so the number that follows has no sign; the direction is that of the rounded rate.
 * 增长1.2倍 is 2.2 times as much; English has no such short form that is not misread, so it keeps the percentage.
 */
export function growthWords(
  growth: NumberRef,
  level: NumberRef,
  { sized = false, hedge }: Telling = {},
): Passage {
  if (growth.value === null) return plain(whyNoGrowth(growth.reason ?? 'MISSING', level));
  const facts = { rate: growth.value };
  const size = (sized && ruleFor(sizes, facts)) || { zh: '', en: '' };
  const magnitude = (scale: 'percent' | 'times') =>
    both({ number: inScale(growth, scale), form: 'magnitude' });
  return fill(ruleFor(directions, facts) ?? directions.up, {
    hedge: plain(hedge ?? { zh: '', en: '' }),
    size: plain(size),
    rate: magnitude('percent'),
    times: magnitude('times'),
  });
}
