import type { Period } from '../../catalogue/period.ts';
import { monthOf, yearOf } from '../figures.ts';
import type { Language } from '../view.ts';

/** The months that get a tick: as many as have room, and every January among them. */
export function monthTicks(months: readonly Period[], width: number): Period[] {
  const room = width / Math.max(1, months.length);
  const step = [1, 2, 3, 6, 12].find((every) => every * room >= 34) ?? 12;
  return months.filter((period) => (Number(period.slice(5)) - 1) % step === 0);
}

/** `10月`, with the year under every January and under the first tick where there is room. */
export function monthTick(ticks: readonly Period[], language: Language): (period: Period) => string {
  const januaryIsNext = ticks[1]?.endsWith('-01');
  return (period) => {
    const withYear = period.endsWith('-01') || (period === ticks[0] && !januaryIsNext);
    return withYear ? `${monthOf(period, language)}\n${yearOf(period, language)}` : monthOf(period, language);
  };
}
