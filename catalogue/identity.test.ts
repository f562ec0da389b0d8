import { expect, test } from 'vitest';
import { isIdentityNumber, maskedIdentity } from './identity.ts';

test.each<[string, string, boolean]>([
  // The example of GB 11643-1999.
  ['a number with X', '11010519491231002X', true],
  ['a small x', '11010519491231002x', true],
  ['the place of one', maskedIdentity, true],
  ['another check character', '110105194912310021', false],
  ['a division that there is not', '99010519491231002X', false],
  ['a month that there is not', '110105194913310020', false],
  ['a year that is too early', '110105191912310021', false],
  ['an order of this year', '210102202610120010', false],
  ['a number that is too short', '1101051949123100', false],
  ['a declaration number', '080120260000000001', false],
])('%s', (_, text, expected) => {
  expect(isIdentityNumber(text)).toBe(expected);
});

test('of ten numbers with one check digit each, one is somebody’s', () => {
  const all = [...'0123456789X'].map((last) => `21010219900101123${last}`);
  expect(all.filter(isIdentityNumber)).toHaveLength(1);
});
