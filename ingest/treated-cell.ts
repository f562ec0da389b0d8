import { mayBeIdentifier } from '../catalogue/cells.ts';
import { isIdentityNumber, maskedIdentity } from '../catalogue/identity.ts';
import { type CellText, isBlank, maskedCell, mayHoldNumber, plainText, totalsWord } from './cell-text.ts';
import { holdsPersonalNumber } from './tables/plain.ts';

/**
 * What may stay in a cell. `declaration`: a declaration's number, also a damaged one. `identifier`: everything but an identity
 * number, since its digits are what it is for. `text`: all but persons' numbers and e-mail addresses.
 * `typed`: a number or a date; in anything else persons' numbers, e-mail addresses and houses go. `unread`:
 * nothing, since it is not ours to keep. `contact`: all but persons' numbers, e-mail addresses and houses.
 */
export type Treatment = 'keep' | 'declaration' | 'identifier' | 'text' | 'typed' | 'unread' | 'contact';

/** Of a row with too many cells the reader looks at the first four only. */
export const readOfLongRow = 4;

/** What stands in a cell's place when it is cleansed; undefined: the cell stays as it is. */
export function treated(
  cell: CellText,
  treatment: Treatment | 'header',
  isOdd: boolean,
  at: number,
): Buffer | undefined {
  switch (treatment) {
    case 'keep':
      return undefined;
    case 'header':
      return maskedCell(cell, true);
    case 'declaration': {
      const text = plainText(cell);
      if (/^[0-9A-Z]{18}$/.test(text)) return undefined;
      return isOdd || !mayBeIdentifier(text) ? maskedCell(cell, true) : undefined;
    }
    case 'identifier':
      return withoutPerson(cell, isOdd);
    case 'text':
      return maskedCell(cell, plainText(cell).includes('@'));
    case 'contact':
      return maskedCell(cell, true);
    case 'typed':
      return mayHoldPerson(cell, isOdd) ? maskedCell(cell, true) : undefined;
    case 'unread':
      return isBlank(cell) ? undefined : emptied(cell, at < readOfLongRow);
  }
}

/** A declaration number in its right form may be one whatever the row is; an identity number in its right form never is. */
function withoutPerson(cell: CellText, isOdd: boolean): Buffer | undefined {
  const text = plainText(cell);
  if (text !== maskedIdentity && isIdentityNumber(text)) return Buffer.from(maskedIdentity);
  return isOdd && !/^[0-9A-Z]{18}$/.test(text) ? maskedCell(cell, false) : undefined;
}

/** An e-mail address has its sign, a house a Chinese word. A number of an odd row may be somebody's. */
function mayHoldPerson(cell: CellText, isOdd: boolean): boolean {
  if (mayHoldNumber(cell)) return !isNumberOrStamp(cell) || (isOdd && holdsPersonalNumber(plainText(cell)));
  return cell.bytes.some((byte) => byte === 0x40 || byte > 0x7f);
}

function isNumberOrStamp(cell: CellText): boolean {
  const [, whole = ''] = /^-?([0-9,]+)(\.[0-9]*)?$/.exec(plainText(cell)) ?? [];
  return whole !== '' && whole.replaceAll(',', '').length <= 14;
}

/** Something that is no more than a sign of something: the row is not blank. A totals row is still known by its word. */
function emptied(cell: CellText, mayBeFirst: boolean): Buffer | undefined {
  const word = mayBeFirst ? totalsWord(cell) : undefined;
  const sign = word ?? Buffer.from('x');
  const lineEnds = cell.bytes.filter((byte) => byte === 0x0a || byte === 0x0d);
  if (lineEnds.length === 0) return sign;
  const quote = Buffer.from('"');
  return Buffer.concat([quote, sign, lineEnds, quote]);
}
