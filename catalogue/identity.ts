/**
 * Identity numbers of residents (GB 11643-1999): six digits of a division (GB/T 2260, by its province), eight of the day
 * of birth, three of a sequence, a check character. Years of birth are 1920 to 2019: order numbers often hold a day of their
 * own, and a child orders nothing from abroad.
 */
const form =
  /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])[0-9]{4}(19[2-9][0-9]|20[01][0-9])(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]$/;
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/** What stands in the place of an identity number at rest. It is told from everything else, and judged as what it was. */
export const maskedIdentity = '*'.repeat(18);

/** True for a text that is somebody's identity number, or stands in the place of one. A macro of `ingest/sql/macros.sql` says the same. */
export function isIdentityNumber(text: string): boolean {
  if (text === maskedIdentity) return true;
  if (!form.test(text)) return false;
  const sum = weights.reduce((all, weight, at) => all + weight * Number(text[at]), 0);
  return checkCharacters[sum % 11] === text[17]?.toUpperCase();
}
