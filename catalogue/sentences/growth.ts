import { compare, type Decimal, round } from '../number.ts';
import type { Message } from '../refusal.ts';
import { atLeast, magnitude, type Rules, type SentenceRule, same } from './rule.ts';

/** Growth as a ratio. Direction and size are those of the rate as it is shown, with one decimal of a per cent. */
export interface GrowthFacts {
  readonly rate: Decimal;
}
const shown = (rate: Decimal) => round(rate, 3);

/** Words for the size of a change, by the house: under 3 % slight, from 10 % marked, from 30 % sharp; between, the number speaks. */
export const sizes = {
  slight: size('0', '0.03', { zh: '小幅', en: 'slightly by ' }, { zh: '不足3%', en: 'below 3 %' }, '0.021'),
  medium: size('0.03', '0.1', { zh: '', en: '' }, { zh: '3%至10%', en: '3 % to 10 %' }, '0.045'),
  marked: size(
    '0.1',
    '0.3',
    { zh: '明显', en: 'markedly by ' },
    { zh: '10%至30%', en: '10 % to 30 %' },
    '-0.123',
  ),
  sharp: size(
    '0.3',
    '1',
    { zh: '大幅', en: 'sharply by ' },
    { zh: '30%至一倍', en: '30 % to double' },
    '0.462',
  ),
  manifold: size('1', null, { zh: '', en: '' }, { zh: '一倍及以上', en: 'double and more' }, '1.2'),
} satisfies Rules<GrowthFacts>;

function size(
  from: Decimal,
  below: Decimal | null,
  words: Message,
  condition: Message,
  example: Decimal,
): SentenceRule<GrowthFacts> {
  return {
    ...words,
    when: ({ rate }) => {
      const moved = magnitude(shown(rate));
      return atLeast(moved, from) && (below === null || !atLeast(moved, below));
    },
    condition,
    example: { ...words, facts: { rate: example }, slots: {} },
  };
}

const rate = same('4.5%');
/** `{size}` is empty but in the sentences that lead the report; `{hedge}` is the word of an uncertain direction. */
export const directions = {
  flat: {
    when: ({ rate }) => compare(shown(rate), '0') === 0,
    condition: { zh: '按一位小数修约后为零', en: 'rounds to zero with one decimal' },
    zh: '{hedge}同比基本持平',
    en: '{hedge}about unchanged year on year',
    example: {
      facts: { rate: '0.000499' },
      slots: { hedge: same('') },
      zh: '同比基本持平',
      en: 'about unchanged year on year',
    },
  },
  down: {
    when: ({ rate }) => compare(rate, '0') < 0,
    condition: { zh: '为负', en: 'below zero' },
    zh: '{hedge}同比{size}下降{rate}',
    en: '{hedge}down {size}{rate} year on year',
    example: {
      facts: { rate: '-0.045' },
      slots: { hedge: same(''), size: same(''), rate },
      zh: '同比下降4.5%',
      en: 'down 4.5% year on year',
    },
  },
  times: {
    when: ({ rate }) => atLeast(shown(rate), '1'),
    condition: { zh: '一倍及以上，中文按倍数写', en: 'double and more; Chinese tells times' },
    zh: '{hedge}同比{size}增长{times}',
    en: '{hedge}up {size}{rate} year on year',
    example: {
      facts: { rate: '1.2' },
      slots: { hedge: same(''), size: same(''), times: same('1.2倍'), rate: same('120.0%') },
      zh: '同比增长1.2倍',
      en: 'up 120.0% year on year',
    },
  },
  up: {
    when: () => true,
    condition: { zh: '为正，不足一倍', en: 'above zero, below double' },
    zh: '{hedge}同比{size}增长{rate}',
    en: '{hedge}up {size}{rate} year on year',
    example: {
      facts: { rate: '0.045' },
      slots: { hedge: same(''), size: { zh: '小幅', en: 'slightly by ' }, rate },
      zh: '同比小幅增长4.5%',
      en: 'up slightly by 4.5% year on year',
    },
  },
} satisfies Rules<GrowthFacts>;

/** Where the growth of a first release is to be expected once it is revised, by its own revisions so far. */
export interface ExpectedFacts {
  readonly low: Decimal;
  readonly high: Decimal;
}

export const hedges = {
  direction_open: {
    when: ({ low, high }) => compare(low, '0') < 0 && compare(high, '0') > 0,
    condition: {
      zh: '首次发布，预期修订后的同比区间跨零：增减方向未定',
      en: 'first release, and growth as expected after revision may have either sign',
    },
    zh: '初步看',
    en: 'provisionally ',
    example: { facts: { low: '-0.002', high: '0.011' }, slots: {}, zh: '初步看', en: 'provisionally ' },
  },
} satisfies Rules<ExpectedFacts>;

const [low, high] = [same('-0.4%'), same('5.0%')];
/** Usual revisions of first values of the cell, as ratios: from the 10 % to the 90 % quantile, judged as they are shown. */
export const revisions = {
  either_way: {
    when: ({ low, high }) => compare(shown(low), '0') < 0 && compare(shown(high), '0') > 0,
    condition: { zh: '首次发布，以往修订的区间跨零', en: 'first release; usual revisions go either way' },
    zh: '本月数为初步数，首次发布值以往有上有下，修订幅度多在{low}至{high}之间',
    en: 'the number is preliminary: first values have been revised either way, mostly by {low} to {high}',
    example: {
      facts: { low: '-0.004', high: '0.05' },
      slots: { low, high },
      zh: '本月数为初步数，首次发布值以往有上有下，修订幅度多在-0.4%至5.0%之间',
      en: 'the number is preliminary: first values have been revised either way, mostly by -0.4% to 5.0%',
    },
  },
  upward: {
    when: ({ low, high }) => atLeast(shown(low), '0') && compare(shown(high), '0') > 0,
    condition: { zh: '首次发布，以往修订不为负', en: 'first release; usual revisions are not below zero' },
    zh: '首次发布值以往多为上修，修订幅度多在{low}至{high}之间',
    en: 'first values have mostly been revised up, by {low} to {high}',
    example: {
      facts: { low: '0.002', high: '0.05' },
      slots: { low: same('0.2%'), high },
      zh: '首次发布值以往多为上修，修订幅度多在0.2%至5.0%之间',
      en: 'first values have mostly been revised up, by 0.2% to 5.0%',
    },
  },
  downward: {
    when: ({ low, high }) => compare(shown(low), '0') < 0 && atLeast('0', shown(high)),
    condition: { zh: '首次发布，以往修订不为正', en: 'first release; usual revisions are not above zero' },
    zh: '首次发布值以往多为下修，修订幅度多在{low}至{high}之间',
    en: 'first values have mostly been revised down, by {low} to {high}',
    example: {
      facts: { low: '-0.004', high: '0' },
      slots: { low, high: same('0.0%') },
      zh: '首次发布值以往多为下修，修订幅度多在-0.4%至0.0%之间',
      en: 'first values have mostly been revised down, by -0.4% to 0.0%',
    },
  },
} satisfies Rules<ExpectedFacts>;
