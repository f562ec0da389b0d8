import { ImportedXmlComponent, type IRunOptions, type ParagraphChild, TextRun } from 'docx';
import type { Passage, Piece } from '../content.ts';
import type { Form, Language, NumberRef } from '../number-ref.ts';
import { escaped } from './docx-numbers.ts';
import type { Numbering } from './numbers.ts';

type Look = Pick<IRunOptions, 'size' | 'bold' | 'font'>;

/** The pieces of a passage as runs; its numbers in content controls. */
export function runs(
  passage: Passage,
  numbers: Numbering,
  language: Language,
  look: Look = {},
): ParagraphChild[] {
  return passage[language].map((piece) => runOf(piece, numbers, language, look));
}

function runOf(piece: Piece, numbers: Numbering, language: Language, look: Look): ParagraphChild {
  if (typeof piece === 'string') return new TextRun({ ...look, text: piece });
  if ('number' in piece) return numberRun(piece.number, piece.form, numbers, look);
  return new TextRun({ ...look, text: piece[language] });
}

/** A number in a content control that Word lets nobody edit or take away; its tag is the number's name in this document. */
export function numberRun(
  number: NumberRef,
  form: Form,
  numbers: Numbering,
  look: Look = {},
): ParagraphChild {
  const { id, written } = numbers.note(number, form);
  const size = look.size === undefined ? '' : `<w:sz w:val="${look.size}"/><w:szCs w:val="${look.size}"/>`;
  const bold = look.bold ? '<w:b/>' : '';
  const component = ImportedXmlComponent.fromXmlString(
    `<w:sdt><w:sdtPr><w:alias w:val="${id}"/><w:tag w:val="${id}"/><w:lock w:val="sdtContentLocked"/></w:sdtPr>` +
      `<w:sdtContent><w:r><w:rPr>${bold}${size}</w:rPr><w:t xml:space="preserve">${escaped(written)}</w:t></w:r></w:sdtContent></w:sdt>`,
  );
  // The class of what was read from XML is not among the children that the package names; it writes them all the same way.
  return component as unknown as ParagraphChild;
}
