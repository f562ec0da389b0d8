import type { Message } from '../catalogue/refusal.ts';
import { type Status, statuses } from '../catalogue/status.ts';
import {
  type Chart,
  type Column,
  isNumber,
  type Passage,
  type Report,
  type Section,
  type Table,
  type TableCell,
  type TableRow,
} from './content.ts';
import { type Language, type NumberRef, writeNumber } from './number-ref.ts';
import { signWords, symbolLegend } from './sections/notes.ts';

/** What every document of a report says in the same words. */
export const labels = {
  zh: { table: '表', figure: '图', notes: '附注', legend: '注：', colon: '：', stop: '；', end: '。' },
  en: {
    table: 'Table ',
    figure: 'Figure ',
    notes: 'Notes',
    legend: 'Note: ',
    colon: ': ',
    stop: '; ',
    end: '.',
  },
} as const;

const chineseNumerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** Tables and figures are numbered through, each kind by itself: `table-modes` is 2. That of a notice has no number. */
export function numberedBlocks(report: Report): ReadonlyMap<string, number> {
  return new Map(
    (['table', 'chart'] as const).flatMap((kind) =>
      report.sections
        .flatMap(({ blocks }) => blocks.filter((block) => block.kind === kind))
        .map((block, at) => [`${kind}-${block.id}`, at + 1] as const),
    ),
  );
}

/** 一、要点; 1. Highlights. */
export function headingOf({ heading }: Pick<Section, 'heading'>, at: number, language: Language): string {
  return (language === 'zh' ? `${chineseNumerals[at]}、` : `${at + 1}. `) + heading[language];
}

/** 表2, Figure 1; empty for a table without a number. */
export function labelOf(
  { kind, id }: Table | Chart,
  numbers: ReadonlyMap<string, number>,
  language: Language,
): string {
  const number = numbers.get(`${kind}-${id}`);
  return number === undefined ? '' : `${labels[language][kind === 'table' ? 'table' : 'figure']}${number}`;
}

/** 表2 2026年10月分监管方式进出口情况. */
export function captionOf(
  block: Table | Chart,
  numbers: ReadonlyMap<string, number>,
  language: Language,
): string {
  return `${labelOf(block, numbers, language)} ${plainText(block.caption, language)}`.trim();
}

/** How wide the stub and the columns of a table are beside one another. */
export function columnShares({ columns, rows, stubShare }: Table): number[] {
  if (rows.every(({ cells }) => cells.every(isNumber)))
    return [stubShare ?? (columns.length > 5 ? 2.1 : 2), ...columns.map(() => 1)];
  return [stubShare ?? 2, ...columns.map(({ words = 1 }) => words)];
}

/** A table that may run over to the next page; shorter ones stand on one. */
export function isLong({ rows }: Table): boolean {
  return rows.length > 8;
}

/** The title; that it is a correction stands in a line of its own. */
export function titleLines({ title, notice }: Report, language: Language): string[] {
  const pieces = title[language];
  if (!notice) return [plainText(title, language)];
  const edition = pieces.at(-1);
  const whole = { zh: pieces.slice(0, -1), en: pieces.slice(0, -1) };
  return [plainText(whole, language), typeof edition === 'string' ? edition.trim() : ''];
}

/** （万元）, and in English with a space before it. */
export function unitBehind(unit: Message, language: Language): string {
  return (language === 'zh' ? '' : ' ') + inBrackets(unit[language], language);
}

/** What a row is called, with its unit where it has one of its own. */
export function rowName({ label, unit }: TableRow, language: Language): string {
  return plainText(label, language) + (unit ? unitBehind(unit, language) : '');
}

/** A cell as it is read. */
export function cellText(cell: TableCell, language: Language): string {
  return isNumber(cell) ? writeNumber(cell, 'cell', language) : plainText(cell, language);
}

/** A passage as it is read. */
export function plainText(pieces: Passage, language: Language): string {
  return pieces[language]
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      return 'number' in piece ? writeNumber(piece.number, piece.form, language) : piece[language];
    })
    .join('');
}

export function inBrackets(unit: string, language: Language): string {
  return language === 'zh' ? `（${unit}）` : `(${unit})`;
}

/** The head of a column with its unit: 进出口额（万元）, Trade value (CNY 10,000). */
export function columnName({ heading, unit }: Column, language: Language): string {
  const of = unit?.[language];
  const called = plainText(heading, language);
  return of ? `${called}${language === 'zh' ? '' : ' '}${inBrackets(of, language)}` : called;
}

/** The letter of a status that is not the usual one; a number without is preliminary. What is withheld has its letter too. */
export function markedStatus({ value, status, part }: NumberRef): Status | undefined {
  // What a correction changes is no revised number itself.
  if (part.startsWith('change')) return undefined;
  return status === 'p' || (value === null && status !== 'c') ? undefined : status;
}

/** What the signs and letters of a table mean, as one sentence; empty when it has none. */
export function signsOf({ reasons, statuses: marked }: Table, language: Language): string {
  const { colon, stop, end } = labels[language];
  const signs = [
    ...symbolLegend(reasons).map((sign) => signWords(sign, language)),
    ...marked.map((status) => `${status}${colon}${statuses[status][language]}`),
  ];
  return signs.length ? signs.join(stop) + end : '';
}
