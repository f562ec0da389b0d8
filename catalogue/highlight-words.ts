import { amountInWords, magnitude, monthInWords, pointsInWords, rateInWords } from './amount-words.ts';
import type { Facts, PartOfTenants, TenantPart, ToldTransform } from './highlights.ts';
import { type CustomsMode, customsModes } from './mode.ts';
import { compare, type Decimal, divide, formatIn } from './number.ts';
import type { Period } from './period.ts';
import type { Message } from './refusal.ts';
import { reasons } from './status.ts';

export const clauseCodes = [
  'growth',
  'no_growth',
  'points',
  'january_february',
  'festival',
  'low_coverage',
  'entry',
  'exit',
  'unreported',
  'highest',
  'first_fall',
  'low_base',
  'high_base',
] as const;

/** A part of a sentence, which can stand alone. */
export interface Clause extends Message {
  readonly code: (typeof clauseCodes)[number];
}

export interface ToldChange {
  readonly transform: ToldTransform;
  readonly amount: Decimal;
  readonly points: Decimal | null;
  readonly facts: Facts;
  /** Null where the reader may not see them, or the release does not keep them. */
  readonly parts: readonly PartOfTenants[] | null;
}

/** How a change is told in full: `subject` is whose it is. */
export function changeSentence(subject: Message, told: ToldChange, clauses: readonly Clause[]): Message {
  const against = againstWords[told.transform];
  const { zh, en } = amountInWords(told.amount);
  const side = compare(told.amount, '0');
  const tail = (language: keyof Message, separator: string) =>
    clauses.map((clause) => separator + clause[language]).join('');
  if (side === 0)
    return {
      zh: `${subject.zh}${against.zh}持平${tail('zh', '，')}`,
      en: `${subject.en}: unchanged on ${against.en}${tail('en', ', ')}`,
    };
  return {
    zh: `${subject.zh}${against.zh}${side > 0 ? '增加' : '减少'}${zh}${tail('zh', '，')}`,
    en: `${subject.en}: ${side > 0 ? 'up' : 'down'} ${en} on ${against.en}${tail('en', ', ')}`,
  };
}

const againstWords = {
  yoy: { zh: '较上年同月', en: 'the same month last year' },
  mom: { zh: '较上月', en: 'the month before' },
} as const satisfies Record<ToldTransform, Message>;

/** `南沙园区 9710（跨境电商B2B直接出口）`. */
export function cellSubject(park: Message, mode: string): Message {
  const entry = customsModes[mode as CustomsMode];
  return {
    zh: `${park.zh} ${mode}${entry ? `（${entry.zh}）` : ''}`,
    en: `${park.en}, ${mode}${entry ? ` (${entry.en})` : ''}`,
  };
}

/**
 * What is said of a change, in the order in which it is read: how much, why, how rare. Of a month that the Spring Festival
 * moves no growth is told but that of January and February together; the whole says why, its cells need not repeat it.
 */
export function clausesOf({ transform, amount, points, facts, parts }: ToldChange): Clause[] {
  const isCell = points !== null;
  return [
    ...growthClause(transform, facts).filter(({ code }) => !isCell || code !== 'festival'),
    ...(points === null || compare(points, '0') === 0 ? [] : [pointsClause(points)]),
    ...partClauses(parts ?? []),
    ...rareClauses(transform, amount, facts),
  ];
}

function growthClause(transform: ToldTransform, facts: Facts): Clause[] {
  const { growth, growth_reason, january_february, festival, low_coverage } = facts;
  if (low_coverage)
    return [
      {
        code: 'low_coverage',
        zh: '覆盖率不足80%，不比增速',
        en: 'coverage is below 80%, so no growth is told',
      },
    ];
  const combined: Clause[] = january_february === null ? [] : [januaryFebruary(january_february)];
  if (festival)
    return [
      {
        code: 'festival',
        zh: '春节错月，单月增速不可比',
        en: 'the Spring Festival moves between months, so the growth of one month says little',
      },
      ...combined,
    ];
  if (growth !== null) return [growthWords(growth, transform)];
  const why = reasons[growth_reason ?? 'NO_BASE'];
  return [{ code: 'no_growth', zh: `无增速（${why.zh}）`, en: `no growth rate (${why.en.toLowerCase()})` }];
}

/** From ten times on a percentage tells nobody anything. */
const beyondRate = '9';

function growthWords(growth: Decimal, transform: ToldTransform): Clause {
  const [zh, en] = transform === 'yoy' ? ['同比', 'year on year'] : ['环比', 'month on month'];
  if (compare(growth, beyondRate) >= 0)
    return { code: 'growth', zh: `${zh}增长9倍以上`, en: 'more than ten times as much' };
  const rate = rateInWords(growth);
  if (rate === '0.0%') return { code: 'growth', zh: `${zh}基本持平`, en: `about unchanged ${en}` };
  return compare(growth, '0') > 0
    ? { code: 'growth', zh: `${zh}增长${rate}`, en: `+${rate} ${en}` }
    : { code: 'growth', zh: `${zh}下降${rate}`, en: `−${rate} ${en}` };
}

function januaryFebruary(growth: Decimal): Clause {
  const rate = rateInWords(growth);
  const [zh, sign] = compare(growth, '0') < 0 ? ['下降', '−'] : ['增长', '+'];
  return {
    code: 'january_february',
    zh: `1—2月合计同比${zh}${rate}`,
    en: `January and February together ${sign}${rate} year on year`,
  };
}

function pointsClause(points: Decimal): Clause {
  const told = pointsInWords(points);
  return compare(points, '0') > 0
    ? { code: 'points', zh: `上拉${told}个百分点`, en: `adding ${told} points` }
    : { code: 'points', zh: `下拉${told}个百分点`, en: `taking off ${told} points` };
}

const partWords = {
  entry: { zh: '新入', en: 'entered' },
  exit: { zh: '退出', en: 'left' },
  unreported: { zh: '未报', en: 'not reporting' },
} as const satisfies Record<Exclude<TenantPart, 'continuing'>, Message>;

function partClauses(parts: readonly PartOfTenants[]): Clause[] {
  const told = parts.filter(({ part, tenants }) => part !== 'continuing' && tenants > 0);
  return told.map(({ part, amount, tenants }, at) => {
    const sign = compare(amount, '0') < 0 ? '−' : '+';
    const words = amountInWords(amount);
    const { zh, en } = partWords[part as Exclude<TenantPart, 'continuing'>];
    return {
      code: part as Exclude<TenantPart, 'continuing'>,
      zh: `${at === 0 ? '其中' : ''}${zh}${tenants}户${sign}${words.zh}`,
      en: `${at === 0 ? 'of which ' : ''}${tenants} ${tenants === 1 ? 'tenant' : 'tenants'} ${en} ${sign}${words.en}`,
    };
  });
}

function rareClauses(transform: ToldTransform, amount: Decimal, facts: Facts): Clause[] {
  const { highest_since, first_fall, base } = facts;
  const found: Clause[] = [];
  if (first_fall && compare(amount, '0') < 0) found.push(firstFallClause(first_fall));
  if (base === 'low') found.push({ code: 'low_base', zh: '上年同月基数偏低', en: 'from a low base' });
  if (base === 'high') found.push({ code: 'high_base', zh: '上年同月基数偏高', en: 'from a high base' });
  if (highest_since && transform === 'yoy') found.push(highestClause(highest_since));
  return found;
}

function firstFallClause({ months, ever }: NonNullable<Facts['first_fall']>): Clause {
  return ever
    ? {
        code: 'first_fall',
        zh: `${months}个月来首次同比下降，此前从未下降`,
        en: `the first fall year on year since there are data (${months} months)`,
      }
    : {
        code: 'first_fall',
        zh: `连续${months}个月同比增长后首次下降`,
        en: `the first fall after ${months} months of growth`,
      };
}

function highestClause(first: Period): Clause {
  const { zh, en } = monthInWords(first);
  return { code: 'highest', zh: `为${zh}有数据以来最高`, en: `the highest since data begin in ${en}` };
}

/** `2月前海园区9810由0.31亿元修订为0.28亿元`. */
export function revisionSentence(
  subject: Message,
  period: Period,
  { from, to, why }: { from: Decimal | null; to: Decimal | null; why: readonly Message[] },
): Message {
  const month = monthInWords(period);
  const large = [from, to].some((value) => value !== null && compare(magnitude(value), '100000000') >= 0);
  const [before, after] = [valueInWords(from, large), valueInWords(to, large)];
  const because = why.length
    ? {
        zh: `（${why.map(({ zh }) => zh).join('、')}）`,
        en: ` (${why.map(({ en }) => en.toLowerCase()).join(', ')})`,
      }
    : { zh: '', en: '' };
  return {
    zh: `${month.zh}${subject.zh}由${before.zh}修订为${after.zh}${because.zh}`,
    en: `${month.en}, ${subject.en}: revised from ${before.en} to ${after.en}${because.en}`,
  };
}

const noValue: Message = { zh: '无数值', en: 'no value' };

/** So exact that small revisions show; both values in one unit. */
function valueInWords(value: Decimal | null, large: boolean): Message {
  if (value === null) return noValue;
  const sign = compare(value, '0') < 0 ? '−' : '';
  const size = magnitude(value);
  return large
    ? {
        zh: `${sign}${formatIn(size, 100_000_000, 4)}亿元`,
        en: `${sign}CNY ${divide(size, '1000000', 2)} million`,
      }
    : { zh: `${sign}${formatIn(size, 10_000, 2)}万元`, en: `${sign}CNY ${formatIn(size, 1, 0)}` };
}

/** Everything that has no line of its own. */
export function restSentence({
  cells,
  amount,
}: {
  readonly cells: number;
  readonly amount: Decimal;
}): Message {
  const sign = compare(amount, '0') < 0 ? '−' : '+';
  const { zh, en } = amountInWords(amount);
  return { zh: `其余${cells}项合计${sign}${zh}`, en: `All others (${cells}): ${sign}${en}` };
}
