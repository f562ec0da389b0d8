import {
  type AlertCell,
  type AlertCondition,
  alertComparisonIds,
  alertDirections,
  alertFlows,
  alertModes,
  longestHoldOff,
} from '../catalogue/alerts.ts';
import { type Indicator, indicatorIds, indicators, transformsOf } from '../catalogue/indicators.ts';
import { isPossibleCell, total } from '../catalogue/mode.ts';
import { parameterClash } from './refusals.ts';
import { instant, maybeDecimal, oneOf, record, Type } from './schema.ts';
import { parkField } from './subscriptions.ts';

const decimal = '^-?\\d{1,15}(\\.\\d{1,6})?$';
const directions = Object.keys(alertDirections) as (keyof typeof alertDirections)[];

/** A condition as it is asked for: numbers as text, in a body and in an address alike. */
export const conditionFields = {
  indicator: oneOf(indicatorIds, { description: '指标 | Indicator', examples: ['trade_value'] }),
  park: parkField,
  mode: oneOf(alertModes, { description: '监管方式，_T为合计 | Customs mode; _T: all', examples: ['_T'] }),
  flow: oneOf(alertFlows, { description: '进出口，_T为合计 | Flow; _T: both', examples: ['_T'] }),
  comparison: oneOf(alertComparisonIds, {
    description:
      'level 当月值 mom 环比 yoy 同比 rank 园区名次 coverage 按额覆盖率 | What is looked at: the value, its growth, the park’s place, coverage by value',
    examples: ['yoy'],
  }),
  direction: oneOf(directions, {
    description:
      'above 高于（名次为落后于） below 低于（先于） | Above or below; of a rank, behind or ahead of',
    examples: ['below'],
  }),
  threshold: Type.String({
    pattern: decimal,
    description:
      '阈值：同比、环比、覆盖率为比率（0.2即20%），名次为位次，其余为指标的单位 | A ratio for growth and coverage (0.2 = 20 %), a place for a rank, else in the indicator’s unit',
    examples: ['-0.2'],
  }),
  minimum_base: Type.Optional(
    Type.String({
      pattern: decimal,
      description:
        '最小基数：同比、环比为基期值，其余为当月值；不写为不限 | Least base: of growth, the value compared with; else the month’s own; any when not given',
      examples: ['1000000'],
    }),
  ),
  hold_off: Type.String({
    pattern: '^(\\d|[12]\\d|3[0-6])$',
    description: `触发后静默的月数，0–${longestHoldOff} | Months of silence after a firing, 0–${longestHoldOff}`,
    examples: ['3'],
  }),
};
export interface AskedCondition extends AlertCell {
  readonly comparison: AlertCondition['comparison'];
  readonly direction: AlertCondition['direction'];
  readonly threshold: string;
  readonly minimum_base?: string | undefined;
  readonly hold_off: string;
}

/** The cell and the condition behind what is asked; what never could fire is refused by name. */
export function alertOrRefuse(asked: AskedCondition): { cell: AlertCell; condition: AlertCondition } {
  const { indicator, park, mode, flow, comparison, direction, threshold, minimum_base, hold_off } = asked;
  const { breakdowns, modes } = indicators[indicator] as Indicator;
  if ((comparison === 'mom' || comparison === 'yoy') && !transformsOf(indicator).includes(comparison))
    throw parameterClash('comparison', comparison, {
      zh: '该指标是比率，没有同比、环比，请用level',
      en: 'This indicator is a ratio and has no growth: use level',
    });
  if (comparison === 'rank' && (park === total || !breakdowns.includes('park')))
    throw parameterClash('comparison', comparison, {
      zh: '名次须指定一个园区，且指标须分园区',
      en: 'A rank is that of a park, in an indicator that is broken down by park',
    });
  if (!isPossibleCell(mode, flow, modes))
    throw parameterClash('mode', mode, {
      zh: '该指标没有这一监管方式与进出口的组合',
      en: 'The indicator has no such mode and flow',
    });
  return {
    cell: { indicator, park, mode, flow },
    condition: {
      ...{ comparison, direction, threshold },
      minimumBase: minimum_base ?? null,
      holdOff: Number(hold_off),
    },
  };
}

const { minimum_base: _, ...always } = conditionFields;
export const shownCondition = {
  ...always,
  minimum_base: maybeDecimal('1000000', '最小基数 | Least base'),
};

export const replayedRow = record({
  period: Type.String({ examples: ['2026-10'] }),
  release: Type.String({ examples: ['2026-10.1'] }),
  published_at: instant('发布于 | When it was published'),
  value: maybeDecimal('-0.251200000000', '当时的值 | What was known then'),
  base: maybeDecimal('120000000.00', '基数 | The base'),
  outcome: oneOf(['fires', 'silent'], {
    description: 'fires 触发 silent 在静默期内 | Fired, or silent after an earlier firing',
  }),
  sentence: record({ zh: Type.String(), en: Type.String() }),
});
export const exampleReplayed = {
  period: '2026-10',
  release: '2026-10.1',
  published_at: '2026-11-12T02:00:00.000Z',
  value: '-0.251200000000',
  base: '120000000.00',
  outcome: 'fires' as const,
  sentence: {
    zh: '2026年10月甲园进出口额同比-25.1%，低于所设的-20.0%（基数1.20亿元）。',
    en: 'Oct 2026, Trade value, Park A: year on year -25.1%, below the -20.0% that was set (base CNY 120 million).',
  },
};
export const ruleText = record({ zh: Type.String(), en: Type.String() });
export const firedMonths = Type.Array(Type.String(), {
  description: '已触发的月份 | Months that it fired for',
  examples: [['2026-10']],
});
