/**
 * Customs units that measure the same thing, each in the smallest one that makes all of them whole: milligrams,
 * millilitres, millimetres. Only what is exact by definition (斤, 两 and 市担 by the State Council's order of 1959); pieces,
 * boxes and bottles are no measure, so nothing is converted between them.
 */
export const measures = {
  mass: {
    '084': 200,
    '036': 1_000,
    '080': 50_000,
    '075': 500_000,
    '035': 1_000_000,
    '081': 50_000_000,
    '047': 100_000_000,
    '070': 1_000_000_000,
  },
  volume: { '096': 1, '095': 1_000, '063': 1_000_000, '033': 1_000_000 },
  length: { '030': 1_000, '147': 1_000_000 },
} as const satisfies Record<string, Readonly<Record<string, number>>>;

/** One of `from_unit` is numerator ÷ denominator of `to_unit`, in lowest terms. */
export interface UnitFactor {
  readonly from_unit: string;
  readonly to_unit: string;
  readonly numerator: number;
  readonly denominator: number;
}

/** Every exact conversion there is, of each unit into itself too. */
export function unitFactors(units: readonly string[]): UnitFactor[] {
  const same = units.map((unit) => ({ from_unit: unit, to_unit: unit, numerator: 1, denominator: 1 }));
  const between = Object.values(measures).flatMap((sizes) =>
    Object.entries(sizes).flatMap(([from_unit, of]) =>
      Object.entries(sizes)
        .filter(([to_unit]) => to_unit !== from_unit)
        .map(([to_unit, to]) => {
          const shared = greatestDivisor(of, to);
          return { from_unit, to_unit, numerator: of / shared, denominator: to / shared };
        }),
    ),
  );
  return [...same, ...between];
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
