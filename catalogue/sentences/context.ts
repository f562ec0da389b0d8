import { compare, type Decimal } from '../number.ts';
import { magnitude, type Rules } from './rule.ts';
import { fewestMonths } from './standing.ts';

const subject = { zh: '进出口额', en: 'trade value' };
/** Growth on the year before, and whether that base is among the lowest or highest tenth of the vintage's months. */
export interface BaseFacts {
  readonly rate: Decimal;
  readonly months: number;
  readonly isLow: boolean;
  readonly isHigh: boolean;
}
const isLarge = ({ rate, months }: BaseFacts) =>
  months >= fewestMonths && compare(magnitude(rate), '0.3') > 0;

export const bases = {
  low_base: {
    when: (facts) => isLarge(facts) && facts.isLow,
    condition: {
      zh: '同比绝对值大于30%，上年同期不高于历史10%分位',
      en: 'growth beyond 30 % either way, on a base at or below the 10 % quantile of history',
    },
    zh: '{subject}上年同期基数处于历史低位，同比受低基数影响',
    en: '{subject} had a base among the lowest months of its history, which the growth rate reflects',
    example: {
      facts: { rate: '0.352', months: 26, isLow: true, isHigh: false },
      slots: { subject },
      zh: '进出口额上年同期基数处于历史低位，同比受低基数影响',
      en: 'trade value had a base among the lowest months of its history, which the growth rate reflects',
    },
  },
  high_base: {
    when: (facts) => isLarge(facts) && facts.isHigh && compare(facts.rate, '0') < 0,
    condition: {
      zh: '同比降幅大于30%，上年同期不低于历史90%分位',
      en: 'a fall beyond 30 % from a base at or above the 90 % quantile of history',
    },
    zh: '{subject}上年同期基数处于历史高位，同比受高基数影响',
    en: '{subject} had a base among the highest months of its history, which the growth rate reflects',
    example: {
      facts: { rate: '-0.31', months: 26, isLow: false, isHigh: true },
      slots: { subject },
      zh: '进出口额上年同期基数处于历史高位，同比受高基数影响',
      en: 'trade value had a base among the highest months of its history, which the growth rate reflects',
    },
  },
} satisfies Rules<BaseFacts>;

/** Of January and February: the month (1, 2), and the months into which the festival falls this year and last. */
export interface FestivalFacts {
  readonly month: number;
  readonly now: number | null;
  readonly before: number | null;
}
const [january, february] = [
  { zh: '1月', en: 'January' },
  { zh: '2月', en: 'February' },
];
const isEarly = ({ month, now, before }: FestivalFacts) => month <= 2 && now !== null && before !== null;

export const festivals = {
  shifted_january: {
    when: (facts) => isEarly(facts) && facts.now !== facts.before && facts.month === 1,
    condition: { zh: '1月，春节与上年不在同月', en: 'January; the festival is not in last year’s month' },
    zh: '今年春节在{now}，上年在{before}，当月同比受春节错月影响，宜待{next}数据发布后合并看',
    en: 'the Spring Festival is in {now} this year and was in {before} last year: judge the month together with {next}',
    example: {
      facts: { month: 1, now: 2, before: 1 },
      slots: { now: february, before: january, next: february },
      zh: '今年春节在2月，上年在1月，当月同比受春节错月影响，宜待2月数据发布后合并看',
      en: 'the Spring Festival is in February this year and was in January last year: judge the month together with February',
    },
  },
  shifted_february: {
    when: (facts) => isEarly(facts) && facts.now !== facts.before,
    condition: { zh: '2月，春节与上年不在同月', en: 'February; the festival is not in last year’s month' },
    zh: '今年春节在{now}，上年在{before}，当月同比受春节错月影响，以{months}累计同比为准',
    en: 'the Spring Festival is in {now} this year and was in {before} last year: growth from {months} tells more than that of the month',
    example: {
      facts: { month: 2, now: 2, before: 1 },
      slots: { now: february, before: january, months: { zh: '1—2月', en: 'January to February' } },
      zh: '今年春节在2月，上年在1月，当月同比受春节错月影响，以1—2月累计同比为准',
      en: 'the Spring Festival is in February this year and was in January last year: growth from January to February tells more than that of the month',
    },
  },
  same_month: {
    when: isEarly,
    condition: {
      zh: '1月或2月，春节与上年在同月',
      en: 'January or February; the festival is in the same month',
    },
    zh: '今年与上年春节均在{now}但日期不同，当月同比宜慎用',
    en: 'the Spring Festival is in {now} in both years but on another day: growth of the month is to be used with care',
    example: {
      facts: { month: 1, now: 2, before: 2 },
      slots: { now: february },
      zh: '今年与上年春节均在2月但日期不同，当月同比宜慎用',
      en: 'the Spring Festival is in February in both years but on another day: growth of the month is to be used with care',
    },
  },
} satisfies Rules<FestivalFacts>;
