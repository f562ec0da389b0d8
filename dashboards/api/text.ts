import type { Message } from '../../catalogue/refusal.ts';
import { filledIn, type Values } from '../text.ts';
import type { Language } from '../view.ts';

/** Every sentence of the API page that is not vocabulary of the catalogue. */
const text = {
  lead: {
    zh: '同样的数字，供程序读取、下载和引用',
    en: 'The same figures, for programs, files and citations',
  },
  question: { zh: '查询', en: 'Query' },
  indicator: { zh: '指标', en: 'Indicator' },
  transform: { zh: '变换', en: 'Transform' },
  of: { zh: '占比的总体', en: 'Share of' },
  of_last: { zh: '最后一个分组', en: 'Last breakdown' },
  from: { zh: '起始月', en: 'From' },
  to: { zh: '截止月', en: 'To' },
  last: { zh: '最近月数', en: 'Last months' },
  total: { zh: '合计', en: 'Total' },
  each: { zh: '全部（*）', en: 'Each (*)' },
  monthHint: { zh: '2026-10', en: '2026-10' },
  codesHint: { zh: '代码，用逗号分隔；* 为全部', en: 'Codes by comma; * for each' },
  apply: { zh: '应用', en: 'Apply' },
  park: { zh: '园区', en: 'Park' },
  mode: { zh: '监管方式', en: 'Customs mode' },
  flow: { zh: '进出口', en: 'Flow' },
  partner: { zh: '伙伴国家（地区）', en: 'Partner' },
  chapter: { zh: 'HS章', en: 'HS chapter' },
  section: { zh: 'HS类', en: 'HS section' },
  district: { zh: '申报海关', en: 'Customs district' },
  transport: { zh: '运输方式', en: 'Transport' },
  kind: { zh: '企业类型', en: 'Kind of tenant' },

  address: { zh: '地址', en: 'Address' },
  addressLead: {
    zh: '把这个地址发给同事，或写进程序；参数改变时它随之改变。',
    en: 'Send this address to a colleague or put it into a program; it follows the query above.',
  },
  copy: { zh: '复制', en: 'Copy' },
  copyOf: { zh: '复制“{what}”', en: 'Copy “{what}”' },
  copied: { zh: '已复制', en: 'Copied' },
  download: { zh: '下载', en: 'Download' },
  format_csv: { zh: 'CSV（Excel可直接打开）', en: 'CSV (opens in Excel)' },
  format_xlsx: { zh: 'Excel工作簿', en: 'Excel workbook' },
  format_parquet: { zh: 'Parquet', en: 'Parquet' },
  format_arrow: { zh: 'Arrow', en: 'Arrow' },
  format_json: { zh: 'JSON', en: 'JSON' },
  format_csvdata: { zh: 'SDMX-CSV', en: 'SDMX-CSV' },
  format_structurespecificdata: { zh: 'SDMX-ML', en: 'SDMX-ML' },
  cite: { zh: '引用', en: 'How to cite' },
  citeLead: {
    zh: '固定地址总是回答这些数字，即使以后有修订。',
    en: 'The pinned address always answers with these figures, whatever is revised later.',
  },
  permalink: { zh: '查询地址', en: 'Query address' },
  pinned: { zh: '固定地址', en: 'Pinned address' },
  queryId: { zh: '查询编号', en: 'Query hash' },
  vintage: { zh: '版本时刻', en: 'As of' },
  inBeijing: { zh: '北京时间 {at}', en: '{at} in Beijing' },

  preview: { zh: '回答的前几行', en: 'First rows of the answer' },
  previewOf: { zh: '共{total}行，显示前{shown}行；单位：{unit}', en: '{shown} of {total} rows; in {unit}' },
  previewAll: { zh: '共{total}行；单位：{unit}', en: '{total} rows; in {unit}' },
  refused: { zh: '这样问没有答案', en: 'There is no answer to this' },
  fix: { zh: '请在上面的查询中改正。', en: 'Correct the query above.' },
  column_indicator: { zh: '指标', en: 'Indicator' },
  column_period: { zh: '统计期', en: 'Month' },
  column_value: { zh: '值', en: 'Value' },
  column_status: { zh: '状态', en: 'Status' },
  column_reason: { zh: '无值原因', en: 'Reason' },
  column_coverage: { zh: '覆盖率', en: 'Coverage' },
  column_release: { zh: '发布', en: 'Release' },

  examples: { zh: '在程序中读取', en: 'Read it from a program' },
  token: { zh: '访问令牌', en: 'Access token' },
  token_without: { zh: '不用令牌', en: 'Without token' },
  token_with: { zh: '用令牌', en: 'With token' },
  tokenNote: {
    zh: '令牌放在环境变量{name}（Excel中为同名参数）里，不写进程序。在“账户”页生成。',
    en: 'The token stands in the environment variable {name} (in Excel, a parameter of that name), never in the program. Make one on the Accounts page.',
  },
  noSdmx: {
    zh: '这样交叉分组没有SDMX数据流：一次只用伙伴与HS章，或另一个分组。',
    en: 'No SDMX dataflow has these breakdowns together: use partner and HS chapter, or one other breakdown at a time.',
  },

  routes: { zh: '全部接口', en: 'All routes' },
  routesLead: {
    zh: '机器可读的完整说明：{link}（OpenAPI 3.1）。',
    en: 'The whole description for machines: {link} (OpenAPI 3.1).',
  },
  find: { zh: '查找接口', en: 'Find a route' },
  findHint: { zh: '如series、园区、修订', en: 'like series, park, revision' },
  found: { zh: '{count}个接口', en: '{count} routes' },
  notFound: { zh: '没有匹配的接口，换个词试试。', en: 'No route matches: try another word.' },
  parameter: { zh: '参数', en: 'Parameter' },
  meaning: { zh: '含义', en: 'Meaning' },
  example: { zh: '例', en: 'Example' },
  required: { zh: '必填', en: 'required' },
  inPath: { zh: '地址中', en: 'in the path' },
  answers: { zh: '回答', en: 'Answers' },
  noParameters: { zh: '没有参数。', en: 'No parameters.' },

  rules: { zh: '上限与错误', en: 'Limits and errors' },
  rule_cells: {
    zh: '一次回答最多{cells}个单元。更多的不会被截断：回答会说明如何缩小，或用导出接口取全部。',
    en: 'An answer has at most {cells} cells. What is more is never cut: the refusal says how to narrow it, or where to export all of it.',
  },
  rule_rate: {
    zh: '每个客户端每分钟最多{requests}次请求；超过时回答429，Retry-After说明等多久。',
    en: 'A client may ask {requests} times a minute; beyond that the answer is 429, and Retry-After says how long to wait.',
  },
  rule_noRate: { zh: '本服务没有设请求频率上限。', en: 'This server sets no limit to the rate of requests.' },
  rule_pages: {
    zh: '用limit和offset分页；X-Total是全部行数，Link: rel="next"是下一页。',
    en: 'Pages by limit and offset; X-Total is the number of rows, Link: rel="next" the next page.',
  },
  rule_etag: {
    zh: '回答带ETag：再问时附If-None-Match，没有变化就回答304，不传内容。',
    en: 'Answers carry an ETag: ask again with If-None-Match, and what has not changed is a 304 without content.',
  },
  rule_asOf: {
    zh: 'asOf取某一时刻已发布的数字，同比、累计等也按当时的数字计算。',
    en: 'asOf gives what had been published at an instant; growth and cumulation are of those figures too.',
  },
  rule_strict: {
    zh: '未知参数和不存在的代码一律拒绝并指明相近的写法，从不默默忽略。',
    en: 'Unknown parameters and impossible codes are refused with what is near them, never ignored.',
  },
  rule_null: {
    zh: '没有值时value为空并给出原因，从不以零代替。',
    en: 'Where there is no value, value is empty and says why; it is never a zero.',
  },
  status: { zh: '状态码', en: 'Status' },
  codeIn: { zh: 'code', en: 'code' },
  ofSdmx: { zh: '以mes:Error回答，括号内为其代码。', en: 'Answered as mes:Error; its code in brackets.' },
} as const satisfies Record<string, Message>;
export type TextKey = keyof typeof text;

export function say(key: TextKey, language: Language, values: Values = {}): string {
  return filledIn(text[key], language, values);
}
