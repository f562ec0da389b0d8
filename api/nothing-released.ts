import { Refusal } from '../catalogue/refusal.ts';
import type { SeriesQuery } from '../warehouse/series.ts';

interface Release {
  readonly id: string;
  readonly period: string;
}

/** Why there is not one row, which parameter leaves none, and what would be nearest. */
export function nothingReleased(
  query: Pick<SeriesQuery, 'from' | 'to' | 'asOf'>,
  releases: readonly Release[],
): Refusal {
  const { asOf } = query;
  const [first, last] = [releases[0]?.period, releases.at(-1)?.period];
  if (first && last) return outsideMonths(query, first, last);
  const known = asOf ? { parameter: 'asOf', value: asOf.toISOString(), as_of: asOf.toISOString() } : {};
  const text = asOf
    ? {
        zh: `截至${asOf.toISOString()}还没有任何发布，请改用更晚的asOf`,
        en: `Nothing had been published by ${asOf.toISOString()}: ask with a later asOf`,
      }
    : {
        zh: '还没有任何发布。请先汇集数据并发布一个月：parkstat publish --period 2026-10',
        en: 'Nothing is published yet. Collect data and publish a month first: parkstat publish --period 2026-10',
      };
  return new Refusal('no_release', text, known);
}

function outsideMonths(
  { from, to, asOf }: Pick<SeriesQuery, 'from' | 'to' | 'asOf'>,
  first: string,
  last: string,
): Refusal {
  const isLate = (from !== null && from > last) || (to !== null && to > last);
  const [parameter, value] = from !== null && from > last ? ['from', from] : ['to', to];
  const nearest = isLate ? last : first;
  return new Refusal(
    'no_release',
    {
      zh: `参数${parameter}=${value}之${isLate ? '后' : '前'}没有已发布的月份；已发布${first}至${last}，最近的是${nearest}`,
      en: `${parameter}=${value} leaves no released month; published are ${first} to ${last}, the nearest is ${nearest}`,
    },
    {
      ...(asOf ? { as_of: asOf.toISOString() } : {}),
      parameter,
      value,
      nearest: [nearest],
      from,
      to,
      released_from: first,
      released_to: last,
    },
  );
}
