import type { Message } from '../catalogue/refusal.ts';
import type { Language } from './view.ts';

/** Every sentence of the page that is not vocabulary of the catalogue. `{name}` is filled in. */
export const text = {
  product: { zh: '园区统计', en: 'Park Statistics' },
  city: { zh: '跨境电商产业园区统计监测', en: 'Monitoring of cross-border e-commerce parks' },
  pages: { zh: '页面', en: 'Pages' },
  page_overview: { zh: '态势', en: 'Overview' },
  page_handIn: { zh: '报送', en: 'Hand in' },
  page_quality: { zh: '数据质量', en: 'Data quality' },
  skip: { zh: '跳到正文', en: 'Skip to content' },
  period: { zh: '统计期', en: 'Period' },
  park: { zh: '园区', en: 'Park' },
  wholeCity: { zh: '全市', en: 'Whole city' },
  unit: { zh: '金额单位', en: 'Unit of amounts' },
  unit_yi: { zh: '亿元', en: 'CNY 100 mn' },
  unit_wan: { zh: '万元', en: 'CNY 10,000' },
  unitButton_yi: { zh: '亿元', en: '100 mn' },
  unitButton_wan: { zh: '万元', en: '10,000' },
  view: { zh: '查看范围', en: 'What is shown' },
  published: { zh: '发布于 {at}', en: 'Published {at}' },
  coverage: { zh: '覆盖率 {rate}', en: 'Coverage {rate}' },
  report: { zh: '月报', en: 'Monthly report' },
  beijingTime: { zh: '北京时间', en: 'Beijing time' },
  announce: { zh: '已显示{period}，{park}', en: 'Showing {period}, {park}' },

  headline: { zh: '总体情况', en: 'Headline figures' },
  sameMonth: { zh: '同比', en: 'Year on year' },
  sameMonthShort: { zh: '同比', en: 'YoY' },
  ytd: { zh: '累计', en: 'Year to date' },
  ytdGrowth: { zh: '累计同比', en: 'YTD, YoY' },
  exactly: { zh: '{value} 元', en: 'CNY {value}' },
  lowCoverage: { zh: '覆盖率不足80%，不显示增速', en: 'Coverage below 80%: no growth shown' },
  noData: { zh: '无数据', en: 'No data' },
  import: { zh: '进口', en: 'Imports' },
  export: { zh: '出口', en: 'Exports' },
  sparkline: { zh: '进出口额近{months}个月走势', en: 'Trade value over {months} months' },

  ofPark: { zh: '{title}（{park}）', en: '{title}, {park}' },
  trend: { zh: '各监管方式进出口额走势', en: 'Trade value by customs mode' },
  trendIn: {
    zh: '{from}至{to}，当月值，{unit}。{to}：{latest}。',
    en: 'Monthly values from {from} to {to}, {unit}. {to}: {latest}.',
  },
  month: { zh: '月份', en: 'Month' },
  allModes: { zh: '合计', en: 'All modes' },
  parks: { zh: '各园区进出口额', en: 'Trade value by park' },
  parksIn: {
    zh: '{period}，{unit}，按园区类型分组。最高：{first}。',
    en: '{period}, {unit}, by type of park. Largest: {first}.',
  },
  parkType: { zh: '类型', en: 'Type' },
  partners: { zh: '主要贸易伙伴', en: 'Main trading partners' },
  partnersIn: {
    zh: '{period}进出口额居前{count}位的国家（地区），{unit}。首位：{first}。',
    en: 'The {count} countries (regions) with the largest trade value in {period}, {unit}. First: {first}.',
  },
  partner: { zh: '国家（地区）', en: 'Country (region)' },
  value: { zh: '进出口额', en: 'Trade value' },
  table: { zh: '数据表', en: 'Data table' },
  tableUnit: { zh: '单位：元', en: 'In CNY' },
  download: { zh: '下载 CSV', en: 'Download CSV' },
  growthIn: { zh: '，同比{word}', en: ', {word} year on year' },
  up: { zh: '增长{rate}', en: 'up {rate}' },
  down: { zh: '下降{rate}', en: 'down {rate}' },
  level: { zh: '基本持平', en: 'about unchanged' },

  collection: { zh: '报送情况', en: 'Collection status' },
  expected: { zh: '应报', en: 'Due' },
  received: { zh: '已报', en: 'Received' },
  late: { zh: '迟报', en: 'Late' },
  nil: { zh: '零申报', en: 'Nil' },
  parkProgress: { zh: '园区报送进度', en: 'Progress by park' },
  progressIn: {
    zh: '应报{expected}家，已报{received}家，其中迟报{late}家',
    en: '{received} of {expected} received, {late} of them late',
  },
  byCount: { zh: '覆盖率（按户数）', en: 'Coverage by tenants' },
  byValue: { zh: '覆盖率（按金额）', en: 'Coverage by value' },
  rowsRead: { zh: '读入行数', en: 'Rows read' },
  rejectedRows: { zh: '驳回行数', en: 'Rows rejected' },
  in_force: { zh: '有效报送', en: 'Deliveries in force' },
  needs_fixing: { zh: '待改正报送', en: 'Deliveries to be fixed' },
  refused: { zh: '拒收报送', en: 'Deliveries refused' },
  superseded: { zh: '被替代报送', en: 'Deliveries superseded' },
  missingTenants: { zh: '未报企业', en: 'Tenants that have not reported' },
  noneMissing: { zh: '应报企业已全部报送。', en: 'Every tenant due has reported.' },
  missingIn: {
    zh: '{park}，共{count}家，按近12个月占比排列',
    en: '{park}: {count}, by share of the last 12 months',
  },

  notes: { zh: '指标说明', en: 'Definitions' },
  statusNote: {
    zh: '状态：初步值随迟报和更正修订；“—”表示没有数值，旁注为原因，零为实际为零。金额为四舍五入后的显示值，准确值见各数据表。',
    en: 'Status: preliminary figures are revised for late and corrected reports. "—" means that there is no value, with the reason beside it; zero is a measured zero. Amounts are rounded for display; the data tables hold the exact ones.',
  },

  periodUnknown: {
    zh: '{asked}没有发布的数据，现显示{shown}。',
    en: 'Nothing has been released for {asked}; {shown} is shown.',
  },
  parkUnknown: {
    zh: '没有编号为“{asked}”的园区，现显示全市。',
    en: 'There is no park "{asked}"; the whole city is shown.',
  },
  folderNotice: {
    zh: '离线副本：只能查看随附的统计期和园区。',
    en: 'Offline copy: only the periods and parks that it carries can be shown.',
  },
  loading: { zh: '正在读取数据', en: 'Reading data' },
  emptyTitle: { zh: '还没有发布的数据', en: 'Nothing has been released yet' },
  emptyLead: {
    zh: '完成以下三步后，本页会显示第一期统计结果。',
    en: 'After these three steps this page shows the first results.',
  },
  emptyRegistry: { zh: '登记园区、企业和报送源', en: 'Register parks, tenants and sources' },
  emptyRegistryDone: { zh: '已登记{count}个园区', en: '{count} parks registered' },
  emptyCollect: { zh: '收取并审核企业报送', en: 'Collect and check what tenants send' },
  emptyPublish: { zh: '发布一个统计期', en: 'Publish a period' },
  emptyDemo: {
    zh: '只想先看看？用样例数据走完全程：',
    en: 'Just looking? See the whole line with sample data:',
  },
  errorTitle: { zh: '暂时无法读取数据', en: 'The data cannot be read at the moment' },
  unreachable: {
    zh: '没有连上统计服务。请检查网络，或确认服务正在运行（npm start），然后重试。',
    en: 'The statistics service did not answer. Check the network, or that the service is running (npm start), then try again.',
  },
  refusedBy: {
    zh: '统计服务没有给出数据。请重试；若仍不成功，请把下面一行告诉管理员。',
    en: 'The statistics service gave no data. Try again; if it fails again, pass the line below to the administrator.',
  },
  not_carried: {
    zh: '这份离线副本没有携带所需数据。请从统计系统打开本页。',
    en: 'This offline copy does not carry the data. Open the page from the statistics system.',
  },
  retry: { zh: '重试', en: 'Try again' },
} as const satisfies Record<string, Message>;
export type TextKey = keyof typeof text;

export type Values = Readonly<Record<string, string | number>>;

export function say(key: TextKey, language: Language, values: Values = {}): string {
  return filledIn(text[key], language, values);
}

/** A sentence with its `{names}` filled in. */
export function filledIn(message: Message, language: Language, values: Values = {}): string {
  return message[language].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
