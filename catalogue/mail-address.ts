/** The longest that RFC 5321 lets through. */
export const longestAddress = 254;

/**
 * An address of the plain form that every server takes: no comments, no quotes, no line breaks, nothing that could end a
 * header. What is rarer is not taken.
 */
export const addressForm =
  '^[A-Za-z0-9.!#$%&*+/=?^_{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$';

const form = new RegExp(addressForm);

export function isMailAddress(text: string): boolean {
  return text.length <= longestAddress && form.test(text) && !/^\.|\.\.|\.@/.test(text);
}
