import { type FieldKind, headFields, itemFields } from '../../catalogue/ceb.ts';
import { keptText } from '../../catalogue/cells.ts';
import { isIdentityNumber, maskedIdentity } from '../../catalogue/identity.ts';

/** A field of a message, and where its value stands among the values of its holder. */
export interface FieldReader {
  readonly element: string;
  readonly at: number;
  readonly kind: FieldKind;
}

export function fieldReaders(
  fields: Readonly<Record<string, { readonly kind: FieldKind }>>,
): Readonly<Record<string, FieldReader>> {
  return Object.fromEntries(
    Object.entries(fields).map(([element, { kind }], at) => [element, { element, at, kind }]),
  );
}

const plainText = /^[ -~]*$/;
/** As `number` in macros.sql takes it. */
const decimalText = /^-?[0-9]{1,13}(\.[0-9]{1,5}0*)?$/;
const longRun = /[0-9][0-9 -]{10}/;
/** As `masked` in macros.sql. */
const personNumbers =
  /[0-9]{11,}[Xx]?|1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|0[0-9]{2,3}-[0-9]{7,8}|[0-9]{6}[ -](19|20)[0-9]{6}[ -][0-9]{3}[0-9Xx]/g;
/** The longest code or number of the specification, a waybill's; and the longest name of goods. */
const longestText = 80;
const longestName = 250;

/** Numbers that the sender makes up. */
const ofSender = new Set(['orderNo', 'logisticsNo']);

/** A value as it is kept: one line, no control characters. Null when it cannot be what the field holds. */
export function cleanValue({ element, kind }: FieldReader, text: string): string | null {
  const trimmed = text.trim();
  // The rule for orders and waybills still rejects what stands in the place of an identity number.
  if (trimmed.length === 18 && ofSender.has(element) && isIdentityNumber(trimmed)) return maskedIdentity;
  if (kind === 'decimal') return trimmed === '' || decimalText.test(trimmed) ? trimmed : null;
  if (kind === 'text') return trimmed.length <= longestText && plainText.test(trimmed) ? trimmed : null;
  return masked(trimmed.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')).slice(0, longestName);
}

function masked(text: string): string {
  const plain = /[０-９]/.test(text) ? text.normalize('NFKC') : text;
  if (plain.includes('@')) return keptText(plain);
  return longRun.test(plain) || /[0-9]-[0-9]{7}/.test(plain) ? plain.replace(personNumbers, '******') : plain;
}

/** Of a record at rest. Where it stands: `message` and `item` count within a member, `node` and `row` within the file. */
export const placeColumns = {
  part: 'VARCHAR',
  message: 'BIGINT',
  node: 'BIGINT',
  item: 'BIGINT',
  row: 'BIGINT',
  /** The place of the item among those of its business record. */
  nth: 'BIGINT',
  kind: 'VARCHAR',
  /** Why the message could not be read; it then has this record only. */
  breakage: 'VARCHAR',
  wrong: 'VARCHAR',
} as const;

/** Columns of a record at rest, one for each goods item, or for the whole of a business record that has no items. */
export const recordColumns: Readonly<Record<string, string>> = {
  ...placeColumns,
  ...Object.fromEntries(
    [...Object.values(headFields), ...Object.values(itemFields)].map(({ column, kind }) => [
      column,
      kind === 'decimal' ? 'DECIMAL(18,5)' : 'VARCHAR',
    ]),
  ),
};
