import { type Status, statuses } from '../catalogue/status.ts';
import type { Column, Passage, Report, Section, Table } from './content.ts';
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

/** Tables and figures are numbered through, each kind by itself: `table-modes` is 2. */
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

/** The letter of a status that is not the usual one; a number without is preliminary. */
export function markedStatus({ value, status }: NumberRef): Status | undefined {
  return value === null || status === 'p' ? undefined : status;
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
