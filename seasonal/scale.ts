/** How components make up a series: multiplied, added, or added in logarithms. */
export type Mode = 'mult' | 'add' | 'logadd';

/** The arithmetic of one mode. `period` is the number of months (or quarters) of a year. */
export interface Scale {
  readonly period: number;
  readonly neutral: 0 | 1;
  remove(value: number, component: number): number;
  combine(a: number, b: number): number;
  /** Change from one value to the next, without its sign. */
  change(earlier: number, later: number): number;
  /** The part of an irregular that its weight leaves out. */
  extreme(irregular: number, weight: number): number;
}

/** `logadd` runs additively over logarithms. */
export function scaleOf(mode: Mode, period: number): Scale {
  if (mode === 'mult')
    return {
      period,
      neutral: 1,
      remove: (value, component) => value / component,
      combine: (a, b) => a * b,
      change: (earlier, later) => Math.abs((later - earlier) / earlier),
      extreme: (irregular, weight) => irregular / (1 + weight * (irregular - 1)),
    };
  return {
    period,
    neutral: 0,
    remove: (value, component) => value - component,
    combine: (a, b) => a + b,
    change: (earlier, later) => Math.abs(later - earlier),
    extreme: (irregular, weight) => irregular * (1 - weight),
  };
}
