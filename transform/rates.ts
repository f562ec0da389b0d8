import { compare, divide } from '../catalogue/number.ts';
import type { Row } from '../engine/duckdb.ts';
import type { Source } from '../engine/engine.ts';
import type { Rate } from './partitions.ts';

/** CNY stands for itself. The dollar quotient of a currency is num ÷ den; `usd_ratio` is its nearest value, in cents. */
export function rateSource(rates: readonly Rate[], months: ReadonlySet<string>): Source {
  const usd = new Map(
    rates.filter(({ currency }) => currency === 'USD').map(({ month, cny_per_100 }) => [month, cny_per_100]),
  );
  const yuan = [...months].map((month) => ({
    month,
    currency: 'CNY',
    cny_per_100: '100',
    usd_per_100: null,
  }));
  const rows = [
    ...yuan,
    ...rates.filter(({ month, currency }) => months.has(month) && currency !== 'CNY'),
  ].map((rate): Row => {
    const [num, den] =
      rate.usd_per_100 === null ? [rate.cny_per_100, usd.get(rate.month) ?? null] : [rate.usd_per_100, '100'];
    return {
      month: rate.month,
      currency: rate.currency,
      cny_per_100: rate.cny_per_100,
      usd_num: num,
      usd_den: den,
      usd_ratio: den === null ? null : divide(hundredfold(num), den, 15),
      cny_narrow: compare(rate.cny_per_100, '10000') < 0 ? rate.cny_per_100 : null,
      usd_narrow:
        den === null || compare(divide(hundredfold(num), den, 8), '1000') >= 0
          ? null
          : divide(hundredfold(num), den, 8),
    };
  });
  const decimal = 'DECIMAL(14,6)';
  return {
    name: 'registry.rate',
    columns: {
      month: 'VARCHAR',
      currency: 'VARCHAR',
      cny_per_100: decimal,
      usd_num: decimal,
      usd_den: decimal,
      usd_ratio: 'DECIMAL(20,15)',
      cny_narrow: 'DECIMAL(10,6)',
      usd_narrow: 'DECIMAL(11,8)',
    },
    rows,
  };
}

function hundredfold(value: string): string {
  return divide(value, '0.01', 6);
}
