import { describe, expect, test } from 'vitest';
import { loess } from './loess.ts';
import { at } from './moving-averages.ts';
import { deviation, readReference } from './reference.fixture.ts';
import { stl } from './stl.ts';

describe('STL with a periodic season, as R has it', () => {
  const { columns } = readReference('stl_logair_periodic');
  const found = stl(columns.observed ?? [], { period: 12, seasonal: 'periodic' });

  test.each(['seasonal', 'trend', 'remainder'] as const)('%s', (part) => {
    expect(columns[part]).toHaveLength(144);
    expect(deviation(found[part], columns[part] ?? [], 1)).toBeLessThan(1e-8);
  });

  test('trusts every value', () => {
    expect(found.weights).toEqual(columns.weight);
  });
});

describe('robust STL', () => {
  const clean = Array.from(
    { length: 96 },
    (_, index) => 10 + index / 20 + Math.sin((index * Math.PI) / 6) + 0.01 * Math.sin(index * index),
  );
  const spoilt = clean.map((value, index) => (index === 40 ? value + 8 : value));
  const options = { period: 12, seasonal: 7 } as const;
  const apart = (robust: boolean) => {
    const [one, other] = [clean, spoilt].map((values) => stl(values, { ...options, robust }));
    const moved = (other?.seasonal ?? []).map((value, index) =>
      Math.abs(value - at(one?.seasonal ?? [], index)),
    );
    return { largest: Math.max(...moved), other };
  };

  test('gives a month far off no trust, and lets it move nothing', () => {
    const { largest, other } = apart(true);
    expect(other?.weights[40]).toBe(0);
    expect(other?.weights.filter((weight) => weight > 0.5).length).toBeGreaterThan(80);
    expect(other?.remainder[40]).toBeGreaterThan(7.9);
    expect(largest).toBeLessThan(0.02);
  });

  test('without robustness the month moves its season', () => {
    expect(apart(false).largest).toBeGreaterThan(1);
  });

  test.each([true, false])('its parts add up to the series (robust: %s)', (robust) => {
    const { seasonal, trend, remainder } = stl(spoilt, { ...options, robust });
    const sums = seasonal.map((value, index) => value + at(trend, index) + at(remainder, index));
    expect(deviation(sums, spoilt, 1)).toBeLessThan(1e-14);
  });
});

describe('loess', () => {
  test('of degree 1 passes a straight line on, at every jump and window', () => {
    const line = Array.from({ length: 25 }, (_, index) => 3 - 2 * index);
    for (const window of [5, 11, 25, 41])
      for (const jump of [1, 2, 4, 30]) {
        const found = loess(line, { window, degree: 1, jump }, null);
        expect(deviation(found, line, 1)).toBeLessThan(1e-12);
      }
  });

  test('of degree 0 over three values is their tricube mean', () => {
    // The middle of three has neighbours at the edge of the window, which count for nothing.
    expect(loess([1, 5, 2], { window: 3, degree: 0, jump: 1 }, null)[1]).toBe(5);
    // From the first, the second is half way: weight (1 − 1/8)³, the first 1, the third 0.
    const near = (7 / 8) ** 3;
    expect(loess([1, 5, 2], { window: 3, degree: 0, jump: 1 }, null)[0]).toBeCloseTo(
      (1 + 5 * near) / (1 + near),
      12,
    );
  });

  test('leaves a value as it is where nothing near it is trusted', () => {
    expect(loess([1, 5, 2, 7], { window: 3, degree: 0, jump: 1 }, [0, 0, 0, 0])).toEqual([1, 5, 2, 7]);
  });
});
