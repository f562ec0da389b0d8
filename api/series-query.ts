import { type CodeList, dimensionCodes, spellings } from '../catalogue/codes.ts';
import {
  type Dimension,
  details,
  dimensions,
  type Indicator,
  indicatorIds,
  indicators,
  transforms,
  transformsOf,
} from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Selection, SeriesQuery } from '../warehouse/series.ts';

import { nearest } from './nearest.ts';
import { mediaTypes } from './packing.ts';
import { instantOrRefuse, periodOrRefuse } from './parameters.ts';
import { impossibleCode, parameterClash, wrongForm } from './refusals.ts';
import { oneOf, record, type Static, Type } from './schema.ts';
import { isNamed, wholeOf } from './series-whole.ts';

const codes = (of: string, example: string) =>
  Type.Optional(
    Type.String({
      description: `${of}，多个用逗号分隔；不写为_T，*为全部代码（含_T） | Codes separated by commas; _T when not given; * is every code, _T included`,
      examples: [example],
    }),
  );

const month = (zh: string, en: string, example: string) =>
  Type.Optional(Type.String({ description: `${zh} | ${en}`, examples: [example] }));

export const seriesParameters = record({
  indicator: oneOf(indicatorIds, {
    description: '指标，见/api/v1/indicators | Indicator, see /api/v1/indicators',
    examples: ['trade_value'],
  }),
  park: codes('园区，见/api/v1/parks', '*'),
  mode: codes('监管方式', '9610,9710'),
  flow: codes('进出口', 'export'),
  partner: codes('伙伴国家（地区）；不与chapter交叉', 'USA'),
  chapter: codes('HS章；不与partner交叉', '61'),
  section: codes('HS类；分组各项不交叉', '11'),
  district: codes('申报海关', '0801'),
  transport: codes('运输方式', '5'),
  kind: codes('企业类型', 'merchant'),
  from: month('起始月，不写为最早发布月', 'First month; the first released one when not given', '2026-01'),
  to: month('截止月，不写为最新发布月', 'Last month; the latest released one when not given', '2026-10'),
  last: Type.Optional(
    Type.String({
      pattern: '^[1-9]\\d{0,2}$',
      description:
        '截至to的最后几个月，1–999，不与from同用 | The last months up to `to`, 1–999; not with `from`',
      examples: ['24'],
    }),
  ),
  transform: Type.Optional(
    oneOf(Object.keys(transforms) as (keyof typeof transforms)[], {
      description:
        '变换，不写为level | level 当月, mom 环比, yoy 同比, ytd 累计, ytd_yoy 累计同比, r12 近12个月合计, share 占比, contribution 拉动; level when not given',
      examples: ['yoy'],
    }),
  ),
  of: Type.Optional(
    oneOf(dimensions, {
      description:
        '占比、拉动以该维度的合计为总体，不写为所写代码的最后一个维度 | For share and contribution: the dimension whose total is the whole; the last one named when not given',
      examples: ['mode'],
    }),
  ),
  asOf: Type.Optional(
    Type.String({
      description:
        '版本时刻：当时所知的数据；日期指该日末（Asia/Shanghai） | What was known at an instant; a day is its end in Asia/Shanghai',
      examples: ['2026-11-12'],
    }),
  ),
  format: Type.Optional(
    oneOf(Object.keys(mediaTypes) as (keyof typeof mediaTypes)[], {
      description: '格式，不写按Accept | Format; by Accept when not given',
      examples: ['json'],
    }),
  ),
  limit: Type.Optional(
    Type.String({
      pattern: '^(200000|1\\d{5}|[1-9]\\d{0,4})$',
      description: '每页行数，1–200000；不写为全部 | Rows of a page, 1–200000; all when not given',
      examples: ['1000'],
    }),
  ),
  offset: Type.Optional(
    Type.String({
      pattern: '^(0|[1-9]\\d{0,5})$',
      description: '跳过的行数，与limit同用 | Rows to skip, with `limit`',
      examples: ['0'],
    }),
  ),
  bom: Type.Optional(
    oneOf(['true', 'false'], {
      description: 'CSV前加BOM，便于Excel打开 | A BOM before the CSV, for Excel',
      examples: ['true'],
    }),
  ),
});
/** Of these, those that name codes of a dimension. */
export const dimensionParameters = Object.fromEntries(
  dimensions.map((dimension) => [dimension, seriesParameters.properties[dimension]]),
) as Pick<typeof seriesParameters.properties, Dimension>;
export type SeriesParameters = Static<typeof seriesParameters>;

/** The question behind the parameters; what cannot be asked is refused by name, never taken for something else. */
export function parseSeriesQuery(asked: SeriesParameters, parks: readonly string[]): SeriesQuery {
  const { indicator, transform = 'level' } = asked;
  const offered = transformsOf(indicator);
  if (!offered.includes(transform)) throw notTransformed(indicator, transform, offered);
  const select = Object.fromEntries(
    dimensions
      .filter((dimension) => asked[dimension] !== undefined)
      .map((dimension) => [dimension, selection(dimension, asked, parks)]),
  ) as Partial<Record<Dimension, Selection>>;
  refuseCrossing(select, asked);
  return {
    indicator,
    transform,
    select,
    ...months(asked),
    of: wholeOf(indicator, transform, select, asked.of),
    asOf: asOf(asked),
  };
}

function selection(dimension: Dimension, asked: SeriesParameters, parks: readonly string[]): Selection {
  const text = asked[dimension];
  if (text === undefined || text === total) return [total];
  const { breakdowns } = indicators[asked.indicator] as Indicator;
  if (!breakdowns.includes(dimension)) throw notBrokenDown(dimension, text, asked.indicator, breakdowns);
  if (text === '*') return '*';
  const known = knownCodes(dimension, parks);
  const chosen = [...new Set(text.split(','))];
  const wrong = chosen.find((code) => !known.includes(code));
  if (wrong !== undefined)
    throw impossibleCode(dimension, wrong, [...known, '*'], near(dimension, wrong, known));
  return chosen;
}

function knownCodes(dimension: Dimension, parks: readonly string[]): string[] {
  if (dimension === 'park') return [total, ...parks];
  return [total, ...dimensionCodes[dimension].map(({ code }) => code)];
}

/** Dimensions whose codes have names and older codes that people write. */
const spelled = {
  mode: 'customs_mode',
  flow: 'flow',
  partner: 'partner',
  district: 'customs_district',
  transport: 'transport_mode',
} as const satisfies Partial<Record<Dimension, CodeList>>;

/** The code that the text is a name or an older code of, else the codes that look like it. */
function near(dimension: Dimension, text: string, known: readonly string[]): string[] {
  const list = spelled[dimension as keyof typeof spelled];
  const meant = list && spellings(list).find((spelling) => spelling.text === text.toUpperCase());
  return meant ? [meant.code] : nearest(text, known);
}

function notTransformed(indicator: string, value: string, allowed: readonly string[]): Refusal {
  return new Refusal(
    'impossible_code',
    {
      zh: `指标${indicator}没有${value}变换；可用的有${allowed.join('、')}`,
      en: `${indicator} has no transform ${value}; it has ${allowed.join(', ')}`,
    },
    { parameter: 'transform', value, allowed },
  );
}

function notBrokenDown(
  dimension: Dimension,
  value: string,
  indicator: string,
  breakdowns: readonly Dimension[],
): Refusal {
  return new Refusal(
    'impossible_code',
    {
      zh: `指标${indicator}不按${dimension}分组；可用的分组有${breakdowns.join('、')}`,
      en: `${indicator} has no breakdown by ${dimension}; it has ${breakdowns.join(', ')}`,
    },
    { parameter: dimension, value, allowed: [total], breakdowns },
  );
}

function refuseCrossing(select: Partial<Record<Dimension, Selection>>, asked: SeriesParameters): void {
  const [first, second] = details.filter((detail) => isNamed(select[detail]));
  if (!second) return;
  throw new Refusal(
    'impossible_code',
    {
      zh: `${first}与${second}不能同时分组，请分两次查询`,
      en: `${first} and ${second} are not crossed: ask for them one at a time`,
    },
    { parameter: second, value: asked[second], allowed: [total] },
  );
}

function months({ from, to, last }: SeriesParameters): Pick<SeriesQuery, 'from' | 'to' | 'last'> {
  const first = from === undefined ? null : periodOrRefuse('from', from);
  const latest = to === undefined ? null : periodOrRefuse('to', to);
  if (first && latest && first > latest)
    throw wrongForm('period_invalid', 'from', from, {
      zh: `起始月不能晚于to（${latest}）`,
      en: `the first month cannot be after \`to\` (${latest})`,
    });
  if (first && last)
    throw parameterClash('last', last, {
      zh: 'last不能与from同时使用',
      en: '`last` cannot be given with `from`',
    });
  return { from: first, to: latest, last: last ? Number(last) : null };
}

function asOf({ asOf }: SeriesParameters): Date | null {
  return asOf === undefined ? null : instantOrRefuse('asOf', asOf);
}
