import type { Message } from '../../catalogue/refusal.ts';
import { filledIn, type Values } from '../text.ts';
import type { Language } from '../view.ts';

/** What the frame of every page and its parts say. */
const words = {
  skip: { zh: '跳到正文', en: 'Skip to content' },
  pages: { zh: '页面', en: 'Pages' },
  view: { zh: '查看范围', en: 'What is shown' },
  settings: { zh: '显示方式', en: 'Display' },
  theme: { zh: '明暗', en: 'Theme' },
  theme_system: { zh: '跟随系统', en: 'As the system' },
  theme_light: { zh: '浅色', en: 'Light' },
  theme_dark: { zh: '深色', en: 'Dark' },
  stepDone: { zh: '已完成', en: 'done' },
  stepNow: { zh: '进行中', en: 'now' },
  stepLater: { zh: '未开始', en: 'to come' },
  reason: { zh: '理由', en: 'Reason' },
  reasonChoose: { zh: '请选择', en: 'Choose' },
  whoDoes: { zh: '您的姓名', en: 'Your name' },
  cancel: { zh: '取消', en: 'Cancel' },
  signOut: { zh: '退出', en: 'Sign out' },
  keys: { zh: '键盘操作', en: 'Keyboard' },
  print: { zh: '打印', en: 'Print' },
  period: { zh: '统计期', en: 'Period' },
  park: { zh: '园区', en: 'Park' },
  reportFormats: { zh: '{period}月报的各种格式', en: 'Report of {period} in all formats' },
  noReports: { zh: '还没有月报文件', en: 'No report is on file yet' },
  formats: { zh: '格式', en: 'Formats' },
  wholeCity: { zh: '全市', en: 'Whole city' },
  unit: { zh: '金额单位', en: 'Unit of amounts' },
  latest: { zh: '最新数据', en: 'Latest data' },
  seenAsOf: { zh: '截至 {at} 所见', en: 'As seen on {at}' },
  vintage: { zh: '数据版本', en: 'Vintage' },
  vintageLead: {
    zh: '选择一个时刻，本页所有数字均为该时刻已发布的数。',
    en: 'Choose an instant: every figure of this page is the one that was published then.',
  },
  releasedOn: { zh: '{at} 发布 {id}', en: '{id}, released {at}' },
  apply: { zh: '查看', en: 'Show' },
  backToLatest: { zh: '回到最新数据', en: 'Back to the latest data' },
  vintageNotice: {
    zh: '正在查看 {at} 时已发布的数据，不含其后的修订。',
    en: 'This is what had been published on {at}, without later revisions.',
  },
  close: { zh: '关闭', en: 'Close' },
  loading: { zh: '正在读取数据', en: 'Reading data' },
  ready: { zh: '已显示{what}', en: 'Showing {what}' },
  bakedNotice: {
    zh: '静态副本 {release}（{at} 发布）：只能查看随附的数据与月报；查询、报送等须连接统计系统。',
    en: 'Static copy of {release}, published {at}: it shows what it carries, reports among it; queries need the statistics system.',
  },
  folderNotice: {
    zh: '离线副本：只能查看随附的统计期和园区。',
    en: 'Offline copy: only the periods and parks that it carries can be shown.',
  },
  otherReleases: { zh: '其他版本', en: 'Other releases' },
  chart: { zh: '图形', en: 'Chart' },
  table: { zh: '数据表', en: 'Data table' },
  tableUnit: { zh: '单位：元', en: 'In CNY' },
  download: { zh: '下载', en: 'Download' },
  downloadOf: { zh: '下载“{title}”', en: 'Download “{title}”' },
  tableOf: { zh: '“{title}”的数据表', en: 'Data table of “{title}”' },
  csvOfTable: { zh: '本图数据 CSV', en: 'Figures of this chart, CSV' },
  csvOfApi: { zh: '含代码和状态的 CSV', en: 'With codes and statuses, CSV' },
  walk: {
    zh: '用方向键逐点读数，回车查看来源。',
    en: 'Arrow keys read the points one by one; Enter shows where a figure comes from.',
  },
  walkOnly: { zh: '用方向键逐点读数。', en: 'Arrow keys read the points one by one.' },
  chartRole: { zh: '统计图', en: 'chart' },
  notes: { zh: '注', en: 'Notes' },
  exactly: { zh: '{value} 元', en: 'CNY {value}' },
  break: { zh: '断点', en: 'Break' },
} as const satisfies Record<string, Message>;
export type WordKey = keyof typeof words;

export function word(key: WordKey, language: Language, values: Values = {}): string {
  return filledIn(words[key], language, values);
}
