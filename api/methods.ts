import { formulas } from '../catalogue/indicators/formulas.ts';
import { announcementsOf, bases, basisOf, relatedTo, rulesBehind } from '../catalogue/indicators/methods.ts';
import { type IndicatorId, indicatorIds, indicators } from '../catalogue/indicators.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { type RuleId, rules } from '../catalogue/rules.ts';
import { readCalendar } from '../warehouse/calendar-entries.ts';
import { releasedMonths } from '../warehouse/releases.ts';
import { nearest } from './nearest.ts';
import { ruleClass } from './rules.ts';
import { instant, maybeText, noParameters, orRefused, record, type Static, Type } from './schema.ts';
import type { Context, Server } from './server.ts';

/** The SQL models behind an indicator, its own first; given to the API because it must not reach for them itself. */
export type ModelsBehind = (id: IndicatorId) => readonly { readonly name: string; readonly sql: string }[];

const inBoth = { zh: Type.String(), en: Type.String() };
const answer = record({
  id: Type.String({ examples: ['trade_value'] }),
  formula: record(inBoth, { description: '公式，用文字 | The formula in words' }),
  model: Type.String({ examples: ['indicators.trade_value'] }),
  sql: Type.Array(record({ name: Type.String(), sql: Type.String() }), {
    description:
      '公式，用SQL：指标的模型及其所读的模型；读取时才产生的指标为空 | The formula as SQL: the model and those that it reads; empty for what is made when read',
  }),
  basis: record({ id: Type.String({ examples: ['membership'] }), ...inBoth }),
  rules: Type.Array(
    record({
      id: Type.String(),
      class: ruleClass,
      ...inBoth,
      columns: Type.Array(Type.String()),
      source: Type.String({ description: '规则的依据 | What the rule rests on' }),
    }),
    { description: '所读栏目的审核规则 | Acceptance rules of the columns that it is made from' },
  ),
  announcements: Type.Array(
    record({
      mode: Type.String({ examples: ['9610'] }),
      zh: Type.String(),
      basis: Type.String({ examples: ['GACC 2014-12'] }),
      valid_from: Type.String({ examples: ['2014-02-10'] }),
    }),
    { description: '各监管方式的公告 | The announcements of its customs modes' },
  ),
  related: Type.Array(record({ id: Type.String(), ...inBoth }), {
    description: '相关指标 | Related indicators',
  }),
  next: Type.Unsafe<{ period: string; planned_at: string } | null>({
    anyOf: [
      record({
        period: Type.String({ examples: ['2026-11'] }),
        planned_at: instant('计划发布时刻 | When it is planned'),
      }),
      { type: 'null' },
    ],
    description:
      '下一个要发布的月，未排定为null | The next month to be published; null where nobody plans it',
  }),
  contact: maybeText({ description: '联系人，未写明为null | Whom to ask; null where it is not said' }),
});

/** What does not hang on the indicator. */
type Publication = Pick<Static<typeof answer>, 'next' | 'contact'>;
const unplanned: Publication = { next: null, contact: null };

function methodOf(
  id: IndicatorId,
  models: ModelsBehind | null,
  publication: Publication,
): Static<typeof answer> {
  const basis = basisOf(id);
  const sql = models?.(id) ?? [];
  return {
    id,
    formula: { ...formulas[id] },
    model: `indicators.${id}`,
    sql: sql.map((one) => ({ ...one })),
    basis: { id: basis, ...bases[basis] },
    rules: rulesBehind(id).map(({ columns, ...rule }) => {
      const { zh, en } = rules[rule.id as RuleId].message;
      return { ...rule, zh, en, columns: [...columns] };
    }),
    announcements: announcementsOf(id),
    related: relatedTo(id).map((other) => ({
      id: other,
      zh: indicators[other].zh,
      en: indicators[other].en,
    })),
    ...publication,
  };
}

async function publicationOf({ database, plan, contact }: Context): Promise<Publication> {
  const latest = (await releasedMonths(database)).at(-1);
  if (!plan || latest === undefined) return { next: null, contact };
  const period = addMonths(latest as Period, 1);
  const { release_at } = await readCalendar(database, period, plan);
  return { next: { period, planned_at: release_at.toISOString() }, contact };
}

export function methodRoutes(server: Server, context: Context, models: ModelsBehind | null): void {
  server.get(
    '/indicators/:id/method',
    {
      config: { access: 'published' },
      schema: {
        operationId: 'getMethod',
        tags: ['catalogue'],
        summary: '一个指标的算法、规则与依据 | How an indicator is made, by which rules, on what ground',
        params: record({ id: Type.String({ description: '指标 | Indicator', examples: ['trade_value'] }) }),
        querystring: noParameters,
        response: {
          200: {
            ...answer,
            description: '算法 | The method',
            examples: [methodOf('reporting_rate', null, unplanned)],
          },
          ...orRefused(400, 404),
        },
      },
    },
    async ({ params: { id } }) => {
      const known = indicatorIds.find((one) => one === id);
      if (known) return methodOf(known, models, await publicationOf(context));
      throw new Refusal(
        'not_found',
        {
          zh: '没有这个指标，见/api/v1/indicators',
          en: 'There is no such indicator, see /api/v1/indicators',
        },
        { value: id, allowed: indicatorIds, nearest: nearest(id, indicatorIds) },
      );
    },
  );
}
