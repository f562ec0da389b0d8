import { type Rules, same } from './rule.ts';

export interface RankFacts {
  readonly rank: number;
  /** Last month's; null where there was none. */
  readonly before: number | null;
}

const second = { zh: '第2位', en: 'number 2' };
const third = { zh: '第3位', en: 'number 3' };
const park = { zh: '浑南园', en: 'Hunnan Park' };
const none = same('');
/** Standard competition ranks among the parks; `{tied}` says that another park has the same value. */
export const rankings = {
  risen: {
    when: ({ rank, before }) => before !== null && rank < before,
    condition: { zh: '位次较上月上升', en: 'a better rank than last month' },
    zh: '{park}进出口额由上月全市园区{before}升至{rank}{tied}',
    en: '{park} rose from {before} last month to {rank} among the parks{tied}',
    example: {
      facts: { rank: 2, before: 3 },
      slots: { park, before: third, rank: second, tied: { zh: '（并列）', en: ' (tied)' } },
      zh: '浑南园进出口额由上月全市园区第3位升至第2位（并列）',
      en: 'Hunnan Park rose from number 3 last month to number 2 among the parks (tied)',
    },
  },
  fallen: {
    when: ({ rank, before }) => before !== null && rank > before,
    condition: { zh: '位次较上月下降', en: 'a lower rank than last month' },
    zh: '{park}进出口额由上月全市园区{before}降至{rank}{tied}',
    en: '{park} fell from {before} last month to {rank} among the parks{tied}',
    example: {
      facts: { rank: 3, before: 2 },
      slots: { park, before: second, rank: third, tied: none },
      zh: '浑南园进出口额由上月全市园区第2位降至第3位',
      en: 'Hunnan Park fell from number 2 last month to number 3 among the parks',
    },
  },
  held: {
    when: ({ before }) => before !== null,
    condition: { zh: '位次与上月相同', en: 'the same rank as last month' },
    zh: '{park}进出口额居全市园区{rank}{tied}，与上月相同',
    en: '{park} was {rank} among the parks{tied}, as last month',
    example: {
      facts: { rank: 2, before: 2 },
      slots: { park, rank: second, tied: none },
      zh: '浑南园进出口额居全市园区第2位，与上月相同',
      en: 'Hunnan Park was number 2 among the parks, as last month',
    },
  },
  new: {
    when: () => true,
    condition: { zh: '上月没有位次', en: 'no rank last month' },
    zh: '{park}进出口额居全市园区{rank}{tied}',
    en: '{park} was {rank} among the parks{tied}',
    example: {
      facts: { rank: 3, before: null },
      slots: { park, rank: third, tied: none },
      zh: '浑南园进出口额居全市园区第3位',
      en: 'Hunnan Park was number 3 among the parks',
    },
  },
} satisfies Rules<RankFacts>;

/** A month among all months of the vintage, of which none may be missing. */
export interface RecordFacts {
  readonly months: number;
  readonly isHighest: boolean;
  readonly isLowest: boolean;
}
/** Of a shorter history nothing is called a record, nor a base low. */
export const fewestMonths = 24;

const since = { zh: '2024年1月', en: 'January 2024' };
const subject = { zh: '进出口额', en: 'trade value' };
export const records = {
  highest: {
    when: ({ months, isHighest }) => months >= fewestMonths && isHighest,
    condition: {
      zh: '高于此版本全部历史月份（不少于24个月，无缺月）',
      en: 'above every earlier month of the whole vintage (24 months at least, none missing)',
    },
    zh: '{subject}为{since}有数据以来月度最高',
    en: '{subject} was the highest of any month since {since}, when the data begin',
    example: {
      facts: { months: 24, isHighest: true, isLowest: false },
      slots: { subject, since },
      zh: '进出口额为2024年1月有数据以来月度最高',
      en: 'trade value was the highest of any month since January 2024, when the data begin',
    },
  },
  lowest: {
    when: ({ months, isLowest }) => months >= fewestMonths && isLowest,
    condition: {
      zh: '低于此版本全部历史月份（不少于24个月，无缺月）',
      en: 'below every earlier month of the whole vintage (24 months at least, none missing)',
    },
    zh: '{subject}为{since}有数据以来月度最低',
    en: '{subject} was the lowest of any month since {since}, when the data begin',
    example: {
      facts: { months: 30, isHighest: false, isLowest: true },
      slots: { subject, since },
      zh: '进出口额为2024年1月有数据以来月度最低',
      en: 'trade value was the lowest of any month since January 2024, when the data begin',
    },
  },
} satisfies Rules<RecordFacts>;
