import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  compare,
  divide,
  formatIn,
  formatPercent,
  growth,
  type Rounding,
  round,
  toPoint,
} from './number.ts';

const reference = readFileSync(new URL('../fixtures/reference/rounding_cases.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [, quoted, plain, decimals, expected, even] =
      /^(?:"(.*)"|([^,]*)),(\d+),([^,]*),([^,\r]*)/.exec(line) ?? [];
    return { input: quoted ?? plain ?? '', decimals: Number(decimals), expected, even };
  });

/** The input of a reference case, computed with what the catalogue offers for it; rounded once. */
function compute(input: string, decimals: number, rounding: Rounding): string {
  const [, current, base] = /^growth\((.*),(.*)\)$/.exec(input) ?? [];
  if (current && base) return formatPercent(growth(current, base, decimals + 2, rounding), decimals);
  const [, amount, unit] = /^(\S+) 元 -> (万元|亿元)$/.exec(input) ?? [];
  if (amount)
    return formatIn(amount, unit === '万元' ? 10_000 : 100_000_000, decimals, rounding).replaceAll(',', '');
  return round(input, decimals, rounding);
}

describe('published figures are rounded half up on the exact value', () => {
  test('all reference cases are here', () => {
    expect(reference).toHaveLength(47);
  });

  test.each(reference)('$input, $decimals decimals: $expected', ({ input, decimals, expected }) => {
    expect(compute(input, decimals, 'half_up')).toBe(expected);
  });
});

test.each(reference)(
  'half to even (GB/T 8170): $input, $decimals decimals: $even',
  ({ input, decimals, even }) => {
    expect(compute(input, decimals, 'gbt8170')).toBe(even);
  },
);

/** A decimal as the integer of its last digit. */
interface Exact {
  readonly units: bigint;
  readonly scale: number;
}

const exact = fc.record({
  units: fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }),
  scale: fc.integer({ min: 0, max: 8 }),
});
const positive = exact.filter(({ units }) => units > 0n);
const places = fc.integer({ min: 0, max: 12 });

function written({ units, scale }: Exact): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const fraction = scale ? `.${digits.slice(-scale)}` : '';
  return `${units < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${fraction}`;
}

/** numerator ÷ denominator to `scale` places, half away from zero, in whole numbers only. */
function quotient(numerator: bigint, denominator: bigint, scale: number): string {
  const sign = numerator < 0n === denominator < 0n ? 1n : -1n;
  const [n, d] = [numerator, denominator].map((one) => (one < 0n ? -one : one)) as [bigint, bigint];
  return written({ units: (sign * (2n * n * 10n ** BigInt(scale) + d)) / (2n * d), scale });
}

const scaleUp = ({ units, scale }: Exact, to: number) => units * 10n ** BigInt(to - scale);

describe('arithmetic is that of whole numbers', () => {
  test('rounding', () => {
    fc.assert(
      fc.property(exact, places, (a, decimals) => {
        expect(round(written(a), decimals)).toBe(quotient(a.units, 10n ** BigInt(a.scale), decimals));
      }),
    );
  });

  test('division', () => {
    fc.assert(
      fc.property(
        exact,
        exact.filter(({ units }) => units !== 0n),
        places,
        (a, b, decimals) => {
          const expected = quotient(scaleUp(a, 8), scaleUp(b, 8), decimals);
          expect(divide(written(a), written(b), decimals)).toBe(expected);
        },
      ),
    );
  });

  test('division that ends in a half', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), places, (half, decimals) => {
        const a = { units: (2n * half + 1n) * 5n, scale: decimals + 1 };
        const away = half < 0n ? half : half + 1n;
        expect(divide(written(a), '1', decimals)).toBe(written({ units: away, scale: decimals }));
      }),
    );
  });

  test('growth', () => {
    fc.assert(
      fc.property(exact, positive, places, (a, b, decimals) => {
        const [current, base] = [scaleUp(a, 8), scaleUp(b, 8)];
        expect(growth(written(a), written(b), decimals)).toBe(quotient(current - base, base, decimals));
      }),
    );
  });

  test('addition of amounts, to the fen', () => {
    const fen = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
    const amount = (units: bigint) => written({ units, scale: 2 });
    fc.assert(
      fc.property(fen, fc.oneof(fen, fc.constantFrom(0n, -1n, 5n)), (a, b) => {
        expect(add(amount(a), amount(b))).toBe(amount(a + b));
        expect(add(amount(a), amount(-a))).toBe('0.00');
      }),
    );
  });

  test('addition, in any order', () => {
    fc.assert(
      fc.property(exact, exact, exact, (a, b, c) => {
        const [x, y, z] = [written(a), written(b), written(c)] as const;
        const sum = scaleUp(a, 8) + scaleUp(b, 8) + scaleUp(c, 8);
        expect(add(add(x, y), z)).toBe(add(x, add(y, z)));
        expect(add(x, y)).toBe(add(y, x));
        expect(round(add(add(x, y), z), 8)).toBe(written({ units: sum, scale: 8 }));
      }),
    );
  });

  test('comparison', () => {
    fc.assert(
      fc.property(exact, exact, (a, b) => {
        const difference = scaleUp(a, 8) - scaleUp(b, 8);
        expect(compare(written(a), written(b))).toBe(difference > 0n ? 1 : difference < 0n ? -1 : 0);
      }),
    );
    expect(compare('1.0', '1.00')).toBe(0);
    expect(compare('-0', '0')).toBe(0);
  });

  test('no digit is lost, and no exponent is ever written', () => {
    expect(add('9007199254740993', '0')).toBe('9007199254740993');
    expect(add('999999999999999999999999.99', '0.01')).toBe('1000000000000000000000000.00');
    expect(add('0.1', '0.2')).toBe('0.3');
    expect(add('0.50', '0.5')).toBe('1.00');
    expect(round('1e-9', 12)).toBe('0.000000001000');
    expect(divide('1', '3', 6)).toBe('0.333333');
    expect(divide('2', '3', 6)).toBe('0.666667');
    expect(divide('1', '3', 30)).toBe(`0.${'3'.repeat(30)}`);
  });

  test('growth has the decimals that are asked for', () => {
    expect(growth('1045', '1000', 6)).toBe('0.045000');
    expect(growth('1', '3', 3)).toBe('-0.667');
  });

  test('a division by zero is a fault', () => {
    expect(() => divide('1', '0', 2)).toThrow('Division by zero');
  });
});

describe('numbers are written for people', () => {
  test.each([
    ['1234567.5', 1, 2, '1,234,567.50'],
    ['-1234567.5', 1, 2, '-1,234,567.50'],
    ['1234567', 1, 0, '1,234,567'],
    ['123', 1, 0, '123'],
    ['999.995', 1, 2, '1,000.00'],
    ['999999.5', 1, 0, '1,000,000'],
    ['123456789012.34', 10_000, 2, '12,345,678.90'],
    ['-4', 10_000, 2, '0.00'],
    ['0', 100_000_000, 2, '0.00'],
    ['1234.56789', 1, 5, '1,234.56789'],
  ] as const)('%s in units of %i with %i decimals: %s', (value, scale, decimals, expected) => {
    expect(formatIn(value, scale, decimals)).toBe(expected);
  });

  test.each([
    ['0.123456', 1, '12.3'],
    ['0.1235', 1, '12.4'],
    ['-0.0004', 1, '0.0'],
    ['-0.0005', 1, '-0.1'],
    ['1', 1, '100.0'],
    ['0.00045', 2, '0.05'],
    ['0.0295', 1, '3.0'],
    ['0.0045', 1, '0.5'],
  ])('the ratio %s in per cent with %i decimals: %s', (ratio, decimals, expected) => {
    expect(formatPercent(ratio, decimals)).toBe(expected);
  });

  test('a point to draw is a number', () => {
    expect(toPoint('12.5')).toBe(12.5);
  });
});
