/** A cell as a person reads it: full-width forms and odd blanks made plain, outer blanks dropped. */
export function plain(text: string): string {
  const trimmed = text.trim();
  return isAscii(trimmed)
    ? trimmed
    : trimmed
        .normalize('NFKC')
        .replace(/[\u200b\u2060\ufeff]/g, '')
        .trim();
}

export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

export function isBlank(text: string | undefined): boolean {
  return text === undefined || text === '' || text.trim() === '';
}

export function countFilled(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) if (cell !== '' && cell.trim() !== '') count += 1;
  return count;
}

const phone = /(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-\d{7,8})(?!\d)/;
const identity =
  /(?<![\dA-Z])\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Z])/;

const mail = /[0-9A-Za-z._%+-]+@[0-9A-Za-z-]+\.[0-9A-Za-z.-]*[0-9A-Za-z]/;
const persons = new RegExp(`${phone.source}|${identity.source}|${mail.source}`, 'g');

/** True where a telephone or identity number stands in a text. */
export function holdsPersonalNumber(text: string): boolean {
  if (text.length < 11 || !/[\d０-９]{3}/.test(text)) return false;
  const made = plain(text);
  return phone.test(made) || identity.test(made);
}

/**
 * What a sender named something (a file, a sheet, a column, an archive's member) as it may be kept: without persons' numbers
 * and mail addresses. A name that has none stays as it is.
 */
export function maskedName(name: string): string {
  if (!holdsPersonalNumber(name) && !mail.test(name)) return name;
  return plain(name).replace(persons, '******');
}
