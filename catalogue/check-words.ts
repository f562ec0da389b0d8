import { type CheckResult, type CheckRow, checksOfPublished } from './checks.ts';
import { flows } from './mode.ts';
import type { Message } from './refusal.ts';

/** What a column of a check says, in words, in the order in which a row says them. */
export const checkColumns: Readonly<Record<string, Message>> = {
  period: { zh: '月份', en: 'month' },
  month: { zh: '月份', en: 'month' },
  park: { zh: '园区', en: 'park' },
  park_id: { zh: '园区', en: 'park' },
  customs_mode: { zh: '监管方式', en: 'mode' },
  mode: { zh: '监管方式', en: 'mode' },
  flow: { zh: '进出口', en: 'flow' },
  other_park: { zh: '另一园区', en: 'other park' },
  declaration_no: { zh: '清单编号/报关单号', en: 'declaration' },
  first_declaration_no: { zh: '首个清单编号/报关单号', en: 'first declaration' },
  line_no: { zh: '商品序号', en: 'line' },
  times: { zh: '出现次数', en: 'times' },
  uscc: { zh: '企业', en: 'tenant' },
  other_uscc: { zh: '另一企业', en: 'other tenant' },
  tenants: { zh: '企业数', en: 'tenants' },
  delivery: { zh: '报送', en: 'delivery' },
  last_month: { zh: '上次有数据的月份', en: 'last month with value' },
  other_month: { zh: '另一月份', en: 'other month' },
  months: { zh: '月数', en: 'months' },
  declared_month: { zh: '申报月', en: 'month of declaration' },
  original_period: { zh: '原申报行的月份', en: 'month of the original' },
  currency: { zh: '币制', en: 'currency' },
  district: { zh: '申报海关', en: 'customs district' },
  transport: { zh: '运输方式', en: 'transport mode' },
  chapter: { zh: '章', en: 'chapter' },
  unit: { zh: '计量单位', en: 'unit' },
  list: { zh: '代码表', en: 'code list' },
  code: { zh: '代码', en: 'code' },
  digit: { zh: '数字', en: 'digit' },
  day: { zh: '日期', en: 'day' },
  first_day: { zh: '自', en: 'from' },
  last_day: { zh: '至', en: 'to' },
  days: { zh: '最多相差天数', en: 'days apart at most' },
  lines: { zh: '行数', en: 'lines' },
  lines_before: { zh: '此前行数', en: 'lines before' },
  accepted_lines: { zh: '接收的行数', en: 'lines accepted' },
  round_lines: { zh: '整百的行数', en: 'lines in whole hundreds' },
  rows_read: { zh: '读入行数', en: 'rows read' },
  rejected: { zh: '驳回行数', en: 'rows rejected' },
  events: { zh: '退货撤单数', en: 'events' },
  event_on: { zh: '受理日期', en: 'day of the event' },
  kind: { zh: '类型', en: 'kind' },
  state: { zh: '情形', en: 'state' },
  declarations: { zh: '票数', en: 'declarations' },
  all_declarations: { zh: '全部票数', en: 'declarations in all' },
  lists: { zh: '清单数', en: 'lists' },
  over_limit: { zh: '超限清单数', en: 'lists above the limit' },
  indicator: { zh: '指标', en: 'indicator' },
  dimension: { zh: '维度', en: 'dimension' },
  detail: { zh: '细分', en: 'detail' },
  total: { zh: '合计', en: 'total' },
  parts: { zh: '分项之和', en: 'sum of parts' },
  rate: { zh: '汇率', en: 'rate' },
  rate_before: { zh: '上月汇率', en: 'rate before' },
  share: { zh: '占比', en: 'share' },
  share_before: { zh: '此前占比', en: 'share before' },
  index: { zh: '指数', en: 'index' },
  index_before: { zh: '此前指数', en: 'index before' },
  growth: { zh: '环比', en: 'growth' },
  usual_growth: { zh: '通常环比', en: 'usual growth' },
  changes: { zh: '历史变动次数', en: 'changes in its history' },
  deviation: { zh: '平均偏差', en: 'mean deviation' },
  amount: { zh: '金额', en: 'amount' },
  amount_before: { zh: '此前金额', en: 'amount before' },
  tax: { zh: '税款', en: 'tax' },
  cny: { zh: '人民币值', en: 'CNY' },
  cny_before: { zh: '此前人民币值', en: 'CNY before' },
  due_cny: { zh: '应报企业通常的人民币值', en: 'usual CNY of those due' },
  by_reporters: { zh: '因报送企业增减', en: 'made by who reported' },
  average: { zh: '单行均值', en: 'mean line' },
  average_before: { zh: '此前单行均值', en: 'mean line before' },
  price: { zh: '单位值', en: 'unit value' },
  price_before: { zh: '此前单位值', en: 'unit value before' },
  effect_cny: { zh: '影响（元）', en: 'effect (CNY)' },
};

/** Columns that tell how much a tenant trades, or how it grows. Of a single tenant they are never published. */
const valueColumns: ReadonlySet<string> = new Set([
  'amount',
  'amount_before',
  'tax',
  'cny',
  'cny_before',
  'due_cny',
  'by_reporters',
  'average',
  'average_before',
  'growth',
  'usual_growth',
  'effect_cny',
]);

/** What may be told to readers of published numbers: no value of a single tenant. The order by effect stays. */
export function publicResult(
  result: CheckResult,
): Omit<CheckResult, 'effect_cny'> & { effect_cny: string | null } {
  if (checksOfPublished.has(result.id)) return result;
  const withoutValues = (row: CheckRow) =>
    Object.fromEntries(Object.entries(row).filter(([column]) => !valueColumns.has(column)));
  return { ...result, effect_cny: null, rows: result.rows.map(withoutValues) };
}

/** A row that a check found, in words; what is empty is left out, and an effect that cannot be told. */
export function rowInWords(row: CheckRow | undefined): Message {
  const cells = Object.entries(row ?? {})
    .filter(
      ([key, value]) => value !== null && value !== '' && !(key === 'effect_cny' && Number(value) === 0),
    )
    .toSorted(([a], [b]) => placeOf(a) - placeOf(b));
  const said = (language: 'zh' | 'en') =>
    cells.map(
      ([key, value]) => `${checkColumns[key]?.[language] ?? key} ${cellInWords(key, value, language)}`,
    );
  return { zh: said('zh').join('，'), en: said('en').join(', ') };
}

const order = Object.keys(checkColumns);

function placeOf(column: string): number {
  return order.includes(column) ? order.indexOf(column) : order.length;
}

function cellInWords(key: string, value: unknown, language: 'zh' | 'en'): string {
  const text = String(value);
  if (text === '_T') return { zh: '全部', en: 'all' }[language];
  return (key === 'flow' ? flows[text as keyof typeof flows]?.[language] : undefined) ?? text;
}
