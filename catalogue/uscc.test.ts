import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUscc, usccCheckCharacter } from './uscc.ts';

// GB 32100-2015: characters 0–9 and A–Y without I, O, S, V, Z stand for 0 to 30; character i weighs 3^(i−1) mod 31:
//   1 3 9 27 19 26 16 17 20 29 25 13 8 24 10 30 28. The check character is 31 − (sum mod 31), 31 being 0.
// 91350100M000100Y4?: 9·1 + 1·3 + 3·9 + 5·27 + 0·19 + 1·26 + 0·16 + 0·17 + 21·20 (M) + 0·29 + 0·25 + 0·13 + 1·8 + 0·24
//   + 0·10 + 30·30 (Y) + 4·28 = 9 + 3 + 27 + 135 + 26 + 420 + 8 + 900 + 112 = 1640 = 52·31 + 28; 31 − 28 = 3.
// 91330100799655058?: 9 + 3 + 27 + 81 + 0 + 26 + 0 + 0 + 140 + 261 + 225 + 78 + 40 + 120 + 0 + 150 + 224 = 1384
//   = 44·31 + 20; 31 − 20 = 11 = B.
// 9144030071526726X?: 9 + 3 + 36 + 108 + 0 + 78 + 0 + 0 + 140 + 29 + 125 + 26 + 48 + 168 + 20 + 180 + 29·28 (X) = 1782
//   = 57·31 + 15; 31 − 15 = 16 = G.
// 91110000802100433?: 9 + 3 + 9 + 27 + 0 + 0 + 0 + 0 + 160 + 0 + 50 + 13 + 0 + 0 + 40 + 90 + 84 = 485 = 15·31 + 20; B.
const known = ['91350100M000100Y43', '91330100799655058B', '9144030071526726XG', '91110000802100433B'];
const characters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

const first17 = fc.string({ unit: fc.constantFrom(...characters), minLength: 17, maxLength: 17 });

test.each(known)('%s is valid', (code) => {
  expect(isUscc(code)).toBe(true);
  expect(usccCheckCharacter(code.slice(0, 17))).toBe(code[17]);
});

test('a sum that 31 divides has the check character 0', () => {
  expect(usccCheckCharacter('0'.repeat(17))).toBe('0');
  // 1·1 + 1·30 (the sixteenth weight) = 31.
  expect(usccCheckCharacter('10000000000000010')).toBe('0');
});

test('the weights are those of the standard', () => {
  fc.assert(
    fc.property(first17, (text) => {
      const sum = [...text].reduce(
        (total, one, at) => total + characters.indexOf(one) * (weights[at] ?? 0),
        0,
      );
      const check = 31 - (sum % 31);
      expect(usccCheckCharacter(text)).toBe(characters[check === 31 ? 0 : check]);
    }),
  );
});

const valid = first17.map((text) => text + usccCheckCharacter(text));

test('every single changed character is noticed', () => {
  for (const code of known)
    for (let at = 0; at < 18; at++)
      for (const other of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ')
        if (other !== code[at]) expect(isUscc(code.slice(0, at) + other + code.slice(at + 1))).toBe(false);
  fc.assert(
    fc.property(valid, fc.nat(17), fc.constantFrom(...characters), (code, at, other) => {
      fc.pre(other !== code[at]);
      expect(isUscc(code)).toBe(true);
      expect(isUscc(code.slice(0, at) + other + code.slice(at + 1))).toBe(false);
    }),
  );
});

test('every two neighbours that changed places are noticed', () => {
  fc.assert(
    fc.property(valid, fc.nat(16), (code, at) => {
      fc.pre(code[at] !== code[at + 1]);
      expect(isUscc(code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2))).toBe(false);
    }),
  );
});

test.each([
  ['too short', '91350100M000100Y4'],
  ['too long', '91350100M000100Y433'],
  ['small letters', '91350100m000100y43'],
  ['a blank', '91350100M000100Y43 '],
  ['full-width digits', '９1350100M000100Y43'],
  ['a letter that is not used', '9135010OM000100Y43'],
  ['nothing', ''],
])('%s is not valid', (_, text) => {
  expect(isUscc(text)).toBe(false);
});

test('no check character for what has another length or other characters', () => {
  expect(usccCheckCharacter('9135010')).toBeUndefined();
  expect(usccCheckCharacter('91350100M000100YI')).toBeUndefined();
  expect(usccCheckCharacter('91350100M000100Y43')).toBeUndefined();
});
