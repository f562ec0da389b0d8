import { at, mean, type Values } from './moving-averages.ts';
import type { Scale } from './scale.ts';
import type { SeasonalFilter } from './seasonal-averages.ts';

/** Factors that make the changes of a 7-term average and of what it leaves comparable, by the number of values. */
function corrections(changes: number): { irregular: number; seasonal: number } {
  if (changes >= 6)
    return {
      seasonal: (1.732051 * changes) / (8.485281 + 1.732051 * (changes - 6)),
      irregular: (12.247449 * changes) / (73.239334 + 12.247449 * (changes - 6)),
    };
  return {
    irregular: [1, 1.02584, 1.01779, 1.01383][changes - 2] ?? 1,
    seasonal: [1, 3, 1.55291, 1.30095][changes - 2] ?? 1,
  };
}

function sevenTerms(values: Values): number[] {
  const [first, last] = [mean(values.slice(0, 3)), mean(values.slice(-3))];
  const padded = [first, first, first, ...values, last, last, last];
  return values.map((_, index) => mean(padded.slice(index, index + 7)));
}

/** The moving seasonality ratio of SI values over whole years: changes of the irregular over those of the seasonal. */
export function seasonalityRatio(values: Values, scale: Scale): number {
  const { period } = scale;
  let [irregular, seasonal] = [0, 0];
  for (let month = 0; month < period; month++) {
    const own = values.filter((_, index) => index % period === month);
    const smooth = sevenTerms(own);
    const rest = own.map((value, index) => scale.remove(value, at(smooth, index)));
    const factors = corrections(own.length - 1);
    irregular += changes(rest, scale) * factors.irregular;
    seasonal += changes(smooth, scale) * factors.seasonal;
  }
  return irregular / seasonal;
}

function changes(values: Values, scale: Scale): number {
  return values
    .slice(1)
    .reduce((sum, value, index) => sum + Math.abs(scale.change(at(values, index), value)), 0);
}

/** The final seasonal filter: by the ratio over all whole years, or as many as leave no doubt; 3x5 in the end. */
export function chooseFilter(values: Values, scale: Scale): SeasonalFilter {
  for (let years = Math.floor(values.length / scale.period); years >= 5; years--) {
    const ratio = seasonalityRatio(values.slice(0, years * scale.period), scale);
    if (ratio <= 2.5) return '3x3';
    if (ratio >= 3.5 && ratio <= 5.5) return '3x5';
    if (ratio >= 6.5) return '3x9';
  }
  return '3x5';
}
