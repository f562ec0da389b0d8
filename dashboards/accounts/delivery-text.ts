import type { Message } from '../../catalogue/refusal.ts';
import { filledIn, type Values } from '../text.ts';
import type { Language } from '../view.ts';

/** What the part about subscriptions and alerts says. */
const text = {
  subscriptions: { zh: '我的订阅', en: 'My subscriptions' },
  subscriptionsLead: {
    zh: '发布或更正时寄送月报摘要和各格式的链接。',
    en: 'A digest of the report, with links to every format, when a month is published or corrected.',
  },
  noMail: {
    zh: '本系统尚未配置发信（PARKSTAT_SMTP_URL），订阅先行保存；也可用动态订阅源 /feed.atom。',
    en: 'No mail is sent from here yet (PARKSTAT_SMTP_URL): subscriptions are kept. There is also the feed, /feed.atom.',
  },
  noSubscriptions: { zh: '还没有订阅', en: 'There is no subscription' },
  address: { zh: '邮件地址', en: 'Mail address' },
  language: { zh: '语言', en: 'Language' },
  zh: { zh: '中文', en: 'Chinese' },
  en: { zh: '英文', en: 'English' },
  park: { zh: '范围', en: 'Scope' },
  city: { zh: '全市', en: 'Whole city' },
  content: { zh: '内容', en: 'Content' },
  wholeReport: { zh: '整份月报', en: 'The whole report' },
  since: { zh: '始于', en: 'Since' },
  actions: { zh: '操作', en: 'Actions' },
  end: { zh: '退订', en: 'End' },
  endOf: { zh: '退订：{what}', en: 'End: {what}' },
  ended: { zh: '已退订', en: 'Ended' },
  subscribe: { zh: '订阅', en: 'Subscribe' },
  subscribed: { zh: '已订阅', en: 'Subscribed' },

  alerts: { zh: '我的提醒', en: 'My alerts' },
  alertsLead: {
    zh: '每次发布时判断，超过阈值即寄信；触发后按所设月数静默。',
    en: 'Judged at each release: beyond the threshold a mail goes out, then the rule is silent for the months set.',
  },
  noAlerts: { zh: '还没有提醒规则', en: 'There is no alert rule' },
  rule: { zh: '规则', en: 'Rule' },
  fired: { zh: '已触发', en: 'Fired for' },
  stop: { zh: '停止', en: 'Stop' },
  stopOf: { zh: '停止提醒：{what}', en: 'Stop the alert: {what}' },
  stopped: { zh: '提醒已停止', en: 'The alert is stopped' },
  newAlert: { zh: '新的提醒', en: 'A new alert' },
  indicator: { zh: '指标', en: 'Indicator' },
  mode: { zh: '监管方式', en: 'Customs mode' },
  flow: { zh: '进出口', en: 'Flow' },
  all: { zh: '合计', en: 'All' },
  comparison: { zh: '看什么', en: 'What is looked at' },
  direction: { zh: '何时提醒', en: 'When' },
  threshold: { zh: '阈值（{unit}）', en: 'Threshold ({unit})' },
  place: { zh: '位次', en: 'place' },
  base: { zh: '最小基数（{unit}，可不填）', en: 'Least base ({unit}; may be empty)' },
  wan: { zh: '万元', en: 'CNY 10,000' },
  holdOff: { zh: '触发后静默（月）', en: 'Silent afterwards (months)' },
  replay: { zh: '回放历史', en: 'Replay history' },
  setAlert: { zh: '设置提醒', en: 'Set the alert' },
  alertSet: { zh: '提醒已设置', en: 'The alert is set' },
  number: {
    zh: '阈值和基数应为数字，如20或-12.5',
    en: 'Threshold and base must be numbers, like 20 or -12.5',
  },
  replayed: {
    zh: '近{releases}次发布中会触发{fired}次，另有{silent}次在静默期内。',
    en: 'In the last {releases} releases it would have fired {fired} times; {silent} more fell into the silence.',
  },
  silent: { zh: '静默', en: 'silent' },
} as const satisfies Record<string, Message>;

export function sayDelivery(key: keyof typeof text, language: Language, values: Values = {}): string {
  return filledIn(text[key], language, values);
}
