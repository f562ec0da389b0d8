/** Phone and identity numbers, also in groups: what the macro `masked` makes unreadable. */
const numbers =
  '[0-9]{11,}[Xx]?|1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|0[0-9]{2,3}-[0-9]{7,8}|[0-9]{6}[ -](?:19|20)[0-9]{6}[ -][0-9]{3}[0-9Xx]';
const address = '\\p{Script=Han}(?:路|街|道|巷|弄|村|里)[0-9]{1,5}(?:号|弄|栋|幢|室)';
const mail = '[0-9A-Za-z._%+-]+@[0-9A-Za-z-]+\\.[0-9A-Za-z.-]+';

const personNumber = new RegExp(numbers, 'g');
const person = new RegExp(`${numbers}|${mail}|${address}`, 'gu');

/** Where persons' numbers stand in a text that has been made plain; with `contacts` also e-mail addresses and house numbers. */
export function* personsIn(plain: string, contacts: boolean): Generator<readonly [from: number, to: number]> {
  for (const { 0: found, index } of plain.matchAll(contacts ? person : personNumber))
    yield [index, index + found.length];
}

const widthless = new Set('\u200b\u2060\ufeff');
const blanks = new Set('\u00a0\u2002\u2003\u2009\u202f\u3000');

/** A character as the macro `plain` has it: one plain character, or none. */
export function plainCharacter(character: string): string {
  if (widthless.has(character)) return '';
  if (blanks.has(character)) return ' ';
  const code = character.charCodeAt(0);
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : character;
}
