import type { Message } from '../../catalogue/refusal.ts';
import { filledIn, type Values } from '../text.ts';
import type { Language } from '../view.ts';

const words = {
  lead: {
    zh: '进出口的国家（地区）：最终目的国（出口）或原产国（进口）',
    en: 'Countries (regions) of trade: destination of exports, origin of imports',
  },
  map: { zh: '贸易伙伴分布', en: 'Trading partners on the map' },
  mapIn: {
    zh: '{period}{scope}，{unit}。图上{placed}个国家（地区），最大为{first}；{unplaced}不在图上，见数据表。',
    en: '{period}, {scope}, {unit}. {placed} countries (regions) are on the map, the largest being {first}; {unplaced} not on it: see the table.',
  },
  nowhere: { zh: '没有地理位置的{count}项', en: '{count} without a place are' },
  top: { zh: '位列前15的伙伴', en: 'The first fifteen partners' },
  regions: { zh: '按洲别', en: 'By part of the world' },
  region: { zh: '洲别', en: 'Part of the world' },
  partner: { zh: '国家（地区）', en: 'Country (region)' },
  all: { zh: '全部贸易伙伴', en: 'All trading partners' },
  allIn: {
    zh: '{period}。按名次排列，共{count}个有贸易；不详单列，不参加排名。',
    en: '{period}. In order of rank; {count} with trade. What is unknown stands by itself, without a rank.',
  },
  count: { zh: '有贸易的伙伴', en: 'Partners with trade' },
  countBelow: { zh: '{up}个增长，{down}个下降', en: '{up} grew, {down} fell' },
  hhi: { zh: '伙伴集中度 HHI', en: 'Partner concentration, HHI' },
  hhiBelow: { zh: '上年同月 {value}', en: 'A year before: {value}' },
  hhiIn: {
    zh: '{from}至{to}伙伴集中度（HHI，0–10000）：现为{value}，期间最高{best}，最低{worst}。数值越大，贸易越集中于少数伙伴。',
    en: 'Partner concentration (HHI, 0–10,000), {from} to {to}: now {value}, at most {best}, at least {worst}. The larger, the fewer partners trade goes with.',
  },
  hhiUnit: { zh: '指数，0–10000', en: 'Index, 0–10,000' },
  month: { zh: '月份', en: 'Month' },
  unknownBelow: { zh: '占{share}，计入合计，不参加排名', en: '{share} of all: in the total, without a rank' },
  unknownNone: { zh: '没有不详的部分', en: 'Nothing is unknown' },
  crossing: {
    zh: '贸易伙伴与商品（HS章）不交叉发布：某国家（地区）的商品构成不在发布范围内，请分别查看。',
    en: 'Partners and goods (HS chapters) are not crossed: what goods a country (region) trades in is not published. See each by itself.',
  },
  toGoods: { zh: '查看商品', en: 'See goods' },
  modesOf: { zh: '按监管方式', en: 'By customs mode' },
  trendOf: { zh: '近24个月', en: 'The last 24 months' },
  noDetail: { zh: '副本未附单个伙伴的逐月数据。', en: 'This copy does not carry single partners by month.' },
  rankNow: { zh: '名次', en: 'Rank' },
  rankOf: { zh: '第{rank}位，共{ranked}个', en: '{rank} of {ranked}' },
  moved: { zh: '较上月{month}，较上年同月{year}', en: '{month} on last month, {year} on last year' },
} as const satisfies Record<string, Message>;

export function word(key: keyof typeof words, language: Language, values: Values = {}): string {
  return filledIn(words[key], language, values);
}
