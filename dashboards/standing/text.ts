import type { Message } from '../../catalogue/refusal.ts';
import { filledIn, type Values } from '../text.ts';
import type { Language } from '../view.ts';

/** What the pages of parks, partners and goods have in common to say. */
const words = {
  mode: { zh: '监管方式', en: 'Customs mode' },
  flow: { zh: '进出口', en: 'Flow' },
  both: { zh: '进出口', en: 'Both' },
  import: { zh: '进口', en: 'Imports' },
  export: { zh: '出口', en: 'Exports' },
  allModes: { zh: '全部方式', en: 'All modes' },
  measure: { zh: '条形表示', en: 'Bars show' },
  wholeCity: { zh: '全市', en: 'Whole city' },
  value: { zh: '进出口额', en: 'Trade value' },
  value_import: { zh: '进口额', en: 'Import value' },
  value_export: { zh: '出口额', en: 'Export value' },
  valueExact: { zh: '进出口额（元）', en: 'Trade value (CNY)' },
  growth: { zh: '同比', en: 'YoY' },
  share: { zh: '占比', en: 'Share' },
  contribution: { zh: '拉动（百分点）', en: 'Contribution (points)' },
  rank: { zh: '名次', en: 'Rank' },
  movedMonth: { zh: '较上月', en: 'On last month' },
  movedYear: { zh: '较上年', en: 'On last year' },
  coverage: { zh: '覆盖率', en: 'Coverage' },
  status: { zh: '状态', en: 'Status' },
  others: { zh: '其他{count}个', en: '{count} others' },
  total: { zh: '合计', en: 'Total' },
  unknown: { zh: '不详', en: 'Unknown' },
  nothingTitle: { zh: '还没有已发布的数据', en: 'Nothing is published yet' },
  nothing: {
    zh: '所选时刻之前没有任何发布。请选择更晚的数据版本，或先发布一个月。',
    en: 'Nothing had been published by then. Choose a later vintage, or publish a month first.',
  },
  periodUnknown: {
    zh: '没有已发布的“{asked}”，现显示{shown}。',
    en: '“{asked}” is not released; showing {shown}.',
  },
  parkUnknown: {
    zh: '没有园区“{asked}”，现显示全市。',
    en: 'There is no park “{asked}”; showing the whole city.',
  },
  cellUnknown: {
    zh: '没有所选的监管方式与进出口组合，现显示合计。',
    en: 'There is no such combination of mode and flow; showing the total.',
  },
  copyCells: {
    zh: '副本中可切换进出口或监管方式之一；两者同选、其他月份与园区须连接统计系统。',
    en: 'In this copy, one of flow and mode can be chosen; both at once, other months and parks need the statistics system.',
  },
  standing: {
    zh: '{period}{scope}，{unit}。第一位{first}；前三位：{three}。有数的{count}个中，同比增长{up}个，下降{down}个。',
    en: '{period}, {scope}, {unit}. First: {first}. The first three: {three}. Of {count} with figures, {up} grew and {down} fell.',
  },
  standingFew: {
    zh: '{period}{scope}，{unit}。最大为{first}。',
    en: '{period}, {scope}, {unit}. The largest: {first}.',
  },
  noStanding: {
    zh: '{period}{scope}没有可比较的数。',
    en: '{period}, {scope}: there is nothing to compare.',
  },
  sep: { zh: '、', en: ', ' },
  dot: { zh: ' · ', en: ' · ' },
  movers: {
    zh: '{period}，对{scope}同比增速的拉动，百分点。拉动最大：{up}；下拉最大：{down}。',
    en: '{period}, contribution to the growth of {scope}, in points. Largest push: {up}. Largest drag: {down}.',
  },
  none: { zh: '无', en: 'none' },
  growthHelp: {
    zh: '名次按金额，并列同名次；▲升▼降',
    en: 'Ranks by value, ties share one; ▲ risen, ▼ fallen',
  },
  rose: { zh: '上升{moved}位', en: 'up {moved}' },
  fell: { zh: '下降{moved}位', en: 'down {moved}' },
  same: { zh: '不变', en: 'unchanged' },
  noBefore: { zh: '此前没有名次', en: 'not ranked before' },
  ofMonth: { zh: '{period} · {scope}', en: '{period} · {scope}' },
  hint: { zh: '点击查看明细', en: 'Choose one for its detail' },
} as const satisfies Record<string, Message>;
export type StandingWord = keyof typeof words;

export function word(key: StandingWord, language: Language, values: Values = {}): string {
  return filledIn(words[key], language, values);
}

/** Ranks risen or fallen, in words. */
export function movedWord(ranks: number | null | undefined, language: Language): string {
  if (ranks == null) return word('noBefore', language);
  if (ranks === 0) return word('same', language);
  return word(ranks > 0 ? 'rose' : 'fell', language, { moved: Math.abs(ranks) });
}
