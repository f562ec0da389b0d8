import {
  type Dimension,
  dimensions,
  type Indicator,
  type IndicatorId,
  indicators,
  type Transform,
} from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Selection, SeriesQuery } from '../warehouse/series.ts';
import { parameterClash } from './refusals.ts';

/** The dimension along which a cell is a part of its whole; null where nothing is a part. */
export function wholeOf(
  indicator: IndicatorId,
  transform: Transform,
  select: SeriesQuery['select'],
  of: Dimension | undefined,
): Dimension | null {
  if (transform !== 'share' && transform !== 'contribution') {
    if (of === undefined) return null;
    throw parameterClash('of', of, {
      zh: 'of只与transform=share、contribution同用',
      en: '`of` is for transform=share and transform=contribution only',
    });
  }
  const named = dimensions.filter((dimension) => isNamed(select[dimension]));
  const chosen = of ?? named.at(-1);
  if (chosen === undefined || !named.includes(chosen)) throw noPart(transform, chosen);
  const { additivity } = indicators[indicator] as Indicator;
  if (additivity[chosen] === 'sum') return chosen;
  const allowed = named.filter((dimension) => additivity[dimension] === 'sum');
  throw new Refusal(
    'impossible_code',
    {
      zh: `指标${indicator}各${chosen}之和不等于合计，没有占比和拉动；可用of=的有${allowed.join('、') || '（无）'}`,
      en: `${indicator} does not add up over ${chosen}: no share or contribution; \`of\` may be ${allowed.join(', ') || '(none)'}`,
    },
    { parameter: 'of', value: chosen, allowed },
  );
}

function noPart(transform: Transform, of: Dimension | undefined): Refusal {
  return of === undefined
    ? parameterClash('transform', transform, {
        zh: `合计没有${transform}：请写明一个维度的代码，如park=*或mode=9610`,
        en: `A total has no ${transform}: name the codes of a dimension, like park=* or mode=9610`,
      })
    : parameterClash('of', of, {
        zh: `of=${of}时请写明${of}的代码，如${of}=*`,
        en: `With of=${of}, name codes of ${of}, like ${of}=*`,
      });
}

/** True where codes other than the total are asked for. */
export function isNamed(codes: Selection = [total]): boolean {
  return codes === '*' || codes.some((code) => code !== total);
}
