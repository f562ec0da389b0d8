import type { Message } from '../../catalogue/refusal.ts';
import { filledIn, type Values } from '../text.ts';
import type { Language } from '../view.ts';

const words = {
  lead: {
    zh: '三类园区的规模、增速、名次与覆盖率',
    en: 'Size, growth, ranks and coverage of three types of park',
  },
  profileLead: { zh: '{type} · {district} · {opened}开园', en: '{type} · {district} · opened {opened}' },
  compare: { zh: '按园区类型比较', en: 'Parks by type' },
  park: { zh: '园区', en: 'Park' },
  type: { zh: '类型', en: 'Type' },
  ranks: { zh: '园区名次', en: 'Ranks of parks' },
  ranksIn: { zh: '{period}，共{count}个园区参加排名。', en: '{period}, {count} parks are ranked.' },
  multiples: { zh: '各园区近24个月', en: 'The last 24 months of each park' },
  count: { zh: '有数的园区', en: 'Parks with figures' },
  countBelow: { zh: '登记{all}个；{up}个增长，{down}个下降', en: '{all} registered; {up} grew, {down} fell' },
  first: { zh: '第一位', en: 'First' },
  coverage: { zh: '按户覆盖率', en: 'Coverage by tenants' },
  coverageBelow: { zh: '低于80%的园区{count}个', en: '{count} parks below 80%' },
  back: { zh: '← 全部园区', en: '← All parks' },
  reports: { zh: '月报', en: 'Monthly report' },
  reportOf: { zh: '{period}月报', en: 'Report of {period}' },
  rank: { zh: '名次', en: 'Rank' },
  rankFigure: { zh: '第{rank}位', en: '{rank}' },
  rankOf: {
    zh: '共{ranked}个；较上月{month}，较上年同月{year}',
    en: 'of {ranked}; {month} on last month, {year} on last year',
  },
  history: { zh: '名次变化', en: 'Ranks over time' },
  historyTable: { zh: '名次', en: 'Rank' },
  trend: { zh: '各监管方式近24个月', en: 'The last 24 months by customs mode' },
  allModes: { zh: '全部方式', en: 'All modes' },
  modes: { zh: '按监管方式', en: 'By customs mode' },
  flows: { zh: '按进出口', en: 'By flow' },
  partners: { zh: '前10位贸易伙伴', en: 'The first ten partners' },
  chapters: { zh: '前10位HS章', en: 'The first ten HS chapters' },
  partner: { zh: '国家（地区）', en: 'Country (region)' },
  chapter: { zh: 'HS章', en: 'HS chapter' },
  mode: { zh: '监管方式', en: 'Customs mode' },
  flow: { zh: '进出口', en: 'Flow' },
  crossing: {
    zh: '贸易伙伴与商品不交叉发布，两表不能对应。',
    en: 'Partners and goods are not crossed: the two tables cannot be matched.',
  },
  tenants: { zh: '有实绩企业', en: 'Active tenants' },
  tenantsBelow: { zh: '新增{fresh}家，退出{left}家', en: '{fresh} new, {left} left' },
  tenantsIn: {
    zh: '{from}至{to}有实绩企业数：现为{now}家；当月新增{fresh}家，退出{left}家。新增指此前12个月均无实绩，退出指最近一次有实绩在12个月前。',
    en: 'Active tenants, {from} to {to}: now {now}; {fresh} new and {left} gone in the month. New: not active in the twelve months before. Gone: last active twelve months before.',
  },
  tenantsUnit: { zh: '家', en: 'Tenants' },
  newTenants: { zh: '新增', en: 'New' },
  leftTenants: { zh: '退出', en: 'Gone' },
  punctuality: { zh: '报送与按时', en: 'Reporting and punctuality' },
  reporting: { zh: '报送率', en: 'Reported' },
  onTime: { zh: '按时报送率', en: 'In time' },
  punctualityIn: {
    zh: '{from}至{to}报送率与按时报送率：{to}为{reporting}与{onTime}；按时率低于100%的月份{late}个。',
    en: 'Shares of tenants that reported, and in time, {from} to {to}: {reporting} and {onTime} in {to}; below 100% in time in {late} months.',
  },
  rateUnit: { zh: '占应报企业的比重', en: 'Share of tenants due' },
  month: { zh: '月份', en: 'Month' },
  notes: { zh: '说明', en: 'Notes' },
  noNotes: {
    zh: '近24个月没有针对该园区的说明。',
    en: 'There is no note on this park in the last 24 months.',
  },
  noteFor: { zh: '{from}至{to}', en: '{from} to {to}' },
  names: { zh: '入驻企业', en: 'Tenants of the park' },
  namesIn: {
    zh: '{period}发布时的应报、新增与退出企业，限您的账户可见范围。',
    en: 'Tenants due, new and gone when {period} was released, as far as your account reaches.',
  },
  namesNot: {
    zh: '企业名单只对有权限的账户显示；上面的数目对所有读者公开。',
    en: 'Names of tenants are shown to accounts that may see them; the numbers above are for every reader.',
  },
  nameless: { zh: '没有您的账户可见的企业。', en: 'There is no tenant that your account may see.' },
  tenant: { zh: '企业', en: 'Tenant' },
  kind: { zh: '类型', en: 'Kind' },
  report: { zh: '报送', en: 'Report' },
  state: { zh: '实绩', en: 'Trade' },
  due_onTime: { zh: '按时', en: 'In time' },
  due_late: { zh: '迟报', en: 'Late' },
  due_received: { zh: '已报', en: 'Reported' },
  due_missing: { zh: '未报', en: 'Missing' },
  due_not: { zh: '不应报', en: 'Not due' },
  state_new: { zh: '新增', en: 'New' },
  state_leaving: { zh: '退出', en: 'Gone' },
  state_active: { zh: '有实绩', en: 'Active' },
  state_idle: { zh: '无实绩', en: 'No trade' },
  valueOf: { zh: '当月进出口额（元）', en: 'Trade value (CNY)' },
  copyProfile: {
    zh: '副本中的园区概况为全部方式与进出口的合计。',
    en: 'In this copy, a park’s profile is of all modes and flows together.',
  },
} as const satisfies Record<string, Message>;
export type ParkWord = keyof typeof words;

export function word(key: ParkWord, language: Language, values: Values = {}): string {
  return filledIn(words[key], language, values);
}
