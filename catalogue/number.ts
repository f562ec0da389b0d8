import Big from 'big.js';

/**
 * How a tie is rounded: half away from zero (四舍五入), as published figures are, or half to even (四舍六入五成双, GB/T
 * 8170-2008). Always on the exact value, never on an already rounded one.
 */
export type Rounding = 'half_up' | 'gbt8170';
const modes = { half_up: 1, gbt8170: 2 } as const satisfies Record<Rounding, number>;
Big.DP = 40;
Big.RM = modes.half_up;

/** An exact decimal as text, like `1234.50`. */
export type Decimal = string;

/** `value` with exactly `decimals` decimals, rounded half up unless said otherwise; `-0.0` becomes `0.0`. */
export function round(value: Decimal, decimals: number, rounding: Rounding = 'half_up'): Decimal {
  const rounded = new Big(value).round(decimals, modes[rounding]);
  return (rounded.eq(0) ? rounded.abs() : rounded).toFixed(decimals);
}

const plain = /^-?\d+\.\d\d$/;

/** a + b with as many decimals as the longer of the two. */
export function add(a: Decimal, b: Decimal): Decimal {
  // Amounts with two decimals, of which answers add up many thousands.
  if (plain.test(a) && plain.test(b)) return fromFen(toFen(a) + toFen(b));
  const places = Math.max(...[a, b].map((value) => value.split('.')[1]?.length ?? 0));
  return new Big(a).plus(b).toFixed(places);
}

function toFen(amount: Decimal): bigint {
  return BigInt(amount.replace('.', ''));
}

function fromFen(fen: bigint): Decimal {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** a − b, exact. */
export function subtract(a: Decimal, b: Decimal): Decimal {
  return new Big(a).minus(b).toFixed();
}

/** a × b, exact. */
export function multiply(a: Decimal, b: Decimal): Decimal {
  return new Big(a).times(b).toFixed();
}

export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  return new Big(a).cmp(b);
}

/** a ÷ b with `decimals` decimals, rounded once. `b` must not be zero. */
export function divide(a: Decimal, b: Decimal, decimals: number, rounding: Rounding = 'half_up'): Decimal {
  const Exact = dividing(decimals, rounding);
  const quotient = new Exact(a).div(b);
  return (quotient.eq(0) ? quotient.abs() : quotient).toFixed(decimals);
}

const constructors = new Map<string, typeof Big>();

/** Big rounds the exact quotient to DP places; a constructor for each setting keeps it from the others. */
function dividing(decimals: number, rounding: Rounding): typeof Big {
  const key = `${rounding} ${decimals}`;
  const found = constructors.get(key) ?? Big();
  found.DP = decimals;
  found.RM = modes[rounding];
  constructors.set(key, found);
  return found;
}

/** (a − b) ÷ b: the growth rate as a ratio, 0.05 = 5 %. `b` must be positive. */
export function growth(a: Decimal, b: Decimal, decimals: number, rounding?: Rounding): Decimal {
  return divide(new Big(a).minus(b).toFixed(), b, decimals, rounding);
}

export type Scale = 1 | 10_000 | 100_000_000;

/** `value` in units of `scale`, with `decimals`, thousands separated: 123456789.00 in 亿, 2 → `1.23`. */
export function formatIn(value: Decimal, scale: Scale, decimals: number, rounding?: Rounding): string {
  const [whole, fraction] = divide(value, String(scale), decimals, rounding).split('.') as [string, string?];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction ? `${grouped}.${fraction}` : grouped;
}

/** A ratio as a percentage with `decimals`: 0.123456, 1 → `12.3`. */
export function formatPercent(ratio: Decimal, decimals = 1): string {
  return round(new Big(ratio).times(100).toFixed(), decimals);
}

/** For drawing only: the one place where an amount becomes a floating-point number. */
export function toPoint(value: Decimal): number {
  return Number(value);
}
