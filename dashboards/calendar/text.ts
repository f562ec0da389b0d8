import type { Message } from '../../catalogue/refusal.ts';
import { filledIn, type Values } from '../text.ts';
import type { Language } from '../view.ts';

/** What the calendar says. */
const text = {
  lead: {
    zh: '各月的报送截止日、收集截止和发布时刻，均为北京时间。',
    en: 'Due days, closing and publication of each month, in Beijing time.',
  },
  year: { zh: '年份', en: 'Year' },
  yearOf: { zh: '{year}年', en: '{year}' },
  next: { zh: '下一个', en: 'Next' },
  nextDue: { zh: '{period}数据报送截止', en: 'Reports of {period} due' },
  nextRelease: { zh: '{period}数据发布', en: '{period} published' },
  inDays: { zh: '还有{days}天', en: 'in {days} days' },
  today: { zh: '今天', en: 'today' },
  grid: { zh: '{year}年各月', en: 'The months of {year}' },
  legend: { zh: '图例', en: 'Legend' },
  due: { zh: '报送截止', en: 'Due day' },
  release: { zh: '发布', en: 'Publication' },
  holiday: { zh: '节假日', en: 'Holiday' },
  makeUp: { zh: '调休上班', en: 'Make-up working day' },
  makeUpMark: { zh: '班', en: 'W' },
  dueOf: { zh: '{period}报送截止', en: '{period} due' },
  releaseOf: { zh: '{period}发布 {time}', en: '{period} published {time}' },
  list: { zh: '各期日程', en: 'Month by month' },
  period: { zh: '统计期', en: 'Month' },
  closes: { zh: '收集截止', en: 'Collection closes' },
  moves: { zh: '改期', en: 'Moved' },
  move: { zh: '改期', en: 'Move' },
  moveOf: { zh: '{period}改期', en: 'Move a day of {period}' },
  allParks: { zh: '各园区', en: 'All parks' },
  others: { zh: '另{count}个园区{day}', en: '{count} other parks {day}' },
  unarranged: {
    zh: '{year}年的节假日安排尚未全部公布，公布后日期可能顺延。',
    en: 'Holidays of {year} are not all announced yet: days may move once they are.',
  },
  movedTo: { zh: '{what} {to}', en: '{what} {to}' },
  movedBy: { zh: '{reason}（{by}，{at}）', en: '{reason} ({by}, {at})' },
  what: { zh: '改哪一天', en: 'Which day' },
  park: { zh: '园区', en: 'Park' },
  day: { zh: '改为', en: 'New day' },
  time: { zh: '时刻', en: 'Hour' },
  reason: { zh: '理由', en: 'Reason' },
  happens1: {
    zh: '原定日期和理由一并保留，日程和订阅随即更新。',
    en: 'The old day and the reason are kept; subscribers get the new one.',
  },
  happens2: {
    zh: '送审之后发布时刻在签发之列，须先退回才能改。',
    en: 'Once submitted, the hour is part of what is signed: return it first.',
  },
  notWorking: { zh: '{day}不是工作日。', en: '{day} is no working day.' },
  moved: { zh: '已改期', en: 'The day is moved' },
  subscribe: { zh: '订阅日程', en: 'Subscribe' },
  subscribeLead: {
    zh: '在日历软件（Outlook、WPS、手机日历）中选“从网址订阅”，填入下面的地址；改期会自动更新。',
    en: 'In a calendar program choose “subscribe by address” and give it this; moved days follow by themselves.',
  },
  subscribeClosed: {
    zh: '须登录才能查看发布数据的系统，日历软件取不到此地址：请下载文件后导入。',
    en: 'Where published numbers need signing in, calendar programs cannot fetch it: download the file and import it.',
  },
  address: { zh: '订阅地址', en: 'Address' },
  copy: { zh: '复制', en: 'Copy' },
  copied: { zh: '已复制', en: 'Copied' },
  download: { zh: '下载 .ics', en: 'Download .ics' },
  weekdays: { zh: '一二三四五六日', en: 'MTWTFSS' },
} as const satisfies Record<string, Message>;
export type TextKey = keyof typeof text;

export function say(key: TextKey, language: Language, values: Values = {}): string {
  return filledIn(text[key], language, values);
}
