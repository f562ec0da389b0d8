import type { Period } from '../../catalogue/period.ts';

/** Months are texts in the order of time. */
export function laterOf(a: Period, b: Period): Period {
  return [a, b].sort()[1] as Period;
}

export function earlierOf(a: Period, b: Period): Period {
  return [a, b].sort()[0] as Period;
}
