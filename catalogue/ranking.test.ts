import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { competitionRanks } from './ranking.ts';

const ranksOf = (...values: (string | null)[]) =>
  values.map((_, at) =>
    competitionRanks(values.map((value, i) => ({ code: String(i), value }))).get(`${at}`),
  );

// By hand: 1, 2, 2, 4.
test.each([
  [
    ['30', '20', '20', '10'],
    [1, 2, 2, 4],
  ],
  [
    ['10', '20', '20', '30'],
    [4, 2, 2, 1],
  ],
  [
    ['5', '5', '5'],
    [1, 1, 1],
  ],
  [
    ['5', null, '5.00', '-1'],
    [1, undefined, 1, 3],
  ],
  [
    ['0.1', '0.10000000000000000001'],
    [2, 1],
  ],
  [[], []],
] as const)('%j stand at %j', (values, expected) => {
  expect(ranksOf(...values)).toEqual(expected);
});

it('is one more than the number of larger values', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 12 }), (values) => {
      const larger = values.map((value) => 1 + values.filter((other) => other > value).length);
      expect(ranksOf(...values.map(String))).toEqual(larger);
    }),
    { endOnFailure: true },
  );
});
