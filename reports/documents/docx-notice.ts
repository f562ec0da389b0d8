import {
  AlignmentType,
  BorderStyle,
  type FileChild,
  HeadingLevel,
  type IParagraphOptions,
  Paragraph,
  TextRun,
} from 'docx';
import type { Notice, Passage } from '../content.ts';
import { captionOf } from '../layout.ts';
import type { Language } from '../number-ref.ts';
import { runs } from './docx-runs.ts';
import { legend, tableBlocks } from './docx-tables.ts';
import type { Numbering } from './numbers.ts';

/** Of 16 points each. */
export const twoCharacters = { firstLine: 2 * 16 * 20 } as const;

const frame = { style: BorderStyle.SINGLE, size: 8, color: 'B3131B', space: 6 } as const;
const framed = { top: frame, bottom: frame, left: frame, right: frame } as const;

/** The notice of a correction edition, in a frame of its own on the first page. */
export function noticeOf(
  { heading, paragraphs, table }: Notice,
  blocks: ReadonlyMap<string, number>,
  numbers: Numbering,
  language: Language,
): FileChild[] {
  return [
    new Paragraph({
      heading: HeadingLevel.HEADING_1,
      alignment: AlignmentType.CENTER,
      indent: {},
      spacing: { before: 240, after: 120 },
      children: [new TextRun({ text: heading[language], color: 'B3131B' })],
    }),
    ...paragraphs.map((passage) => text(passage, numbers, language, { border: framed })),
    ...(table.rows.length
      ? [
          ...tableBlocks(table, captionOf(table, blocks, language), numbers, language),
          ...legend(table, numbers, language),
        ]
      : []),
  ];
}

/** A paragraph of the body. */
export function text(
  passage: Passage,
  numbers: Numbering,
  language: Language,
  look: Pick<IParagraphOptions, 'border'> = {},
): Paragraph {
  return new Paragraph({
    ...look,
    alignment: AlignmentType.JUSTIFIED,
    ...(language === 'zh' ? { indent: twoCharacters } : { spacing: { after: 120 } }),
    children: runs(passage, numbers, language),
  });
}
