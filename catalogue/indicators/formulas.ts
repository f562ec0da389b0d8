import type { IndicatorId } from '../indicators.ts';
import type { Message } from '../refusal.ts';

const say = (zh: string, en: string): Message => ({ zh, en });

/** How each indicator is reckoned, in one line of words: what the SQL model of the same name does. */
export const formulas = {
  trade_value: say(
    'Σ 计入行货值（元） + Σ 对未报企业的估算值',
    'Σ value of the counted lines (CNY) + Σ estimates for tenants that have not reported',
  ),
  trade_value_usd: say(
    'Σ 计入行货值（美元） + Σ 对未报企业的估算值',
    'Σ value of the counted lines (USD) + Σ estimates for tenants that have not reported',
  ),
  trade_value_by_site: say(
    'Σ 计入行货值（元），按监管场所所在园区',
    'Σ value of the counted lines (CNY), by the park of the supervision site',
  ),
  first_line_value: say('Σ 一线进区行货值（元）', 'Σ value of the lines entering a bonded area (CNY)'),
  second_line_value: say(
    'Σ 1210、1239进口二线出区行货值（元）',
    'Σ value of the 1210 and 1239 import lines out of bonded areas (CNY)',
  ),
  tax_assessed: say(
    'Σ（关税 + 增值税 + 消费税），零售进口行',
    'Σ (duty + VAT + consumption tax) of retail import lines',
  ),
  average_ticket: say(
    '零售方式进出口额 ÷ 零售方式清单票数',
    'Trade value of the retail modes ÷ their declarations',
  ),
  partner_hhi: say(
    'Σ（伙伴进出口额 ÷ 进出口额）² × 10000；任一伙伴为负则为空',
    'Σ (value of a partner ÷ value)² × 10,000; empty where a partner is below zero',
  ),
  top5_tenant_share: say(
    '最大五家企业进出口额之和 ÷ 全部企业进出口额之和',
    'Value of the five largest tenants ÷ value of all tenants',
  ),
  declarations: say(
    '不同的（监管方式、进出口、编号）个数',
    'Number of distinct (mode, flow, declaration number)',
  ),
  parcels: say('不同的（监管方式、进出口、运单编号）个数', 'Number of distinct (mode, flow, waybill number)'),
  simplified_declarations: say(
    '简化申报标志为A的零售出口清单个数',
    'Number of retail export lists with statistics flag A',
  ),
  summary_declarations: say(
    '简化申报标志为B的零售出口清单个数',
    'Number of retail export lists with statistics flag B',
  ),
  over_limit_lists: say(
    '货值超过单次交易限值的零售进口清单个数',
    'Number of retail import lists worth more than the limit of one transaction',
  ),
  release_hours_median: say(
    '把各票从申报到放行的小时数由小到大排列，取首个累计票数达到一半的小时数',
    'The hours from declaration to release in ascending order: the first by which half of the declarations are reached',
  ),
  lines: say('计入行的个数', 'Number of counted lines'),
  returned_value: say(
    'Σ 原申报行货值 × 退货数量 ÷ 原数量',
    'Σ value of the original line × quantity returned ÷ original quantity',
  ),
  returned_declarations: say(
    '当月首次受理退货的票数',
    'Number of declarations of which a return was accepted for the first time',
  ),
  cancelled_declarations: say('当月受理撤单的票数', 'Number of declarations whose cancellation was accepted'),
  return_rate: say('退货额 ÷ 进出口额（不含估算）', 'Returned value ÷ trade value (without estimates)'),
  net_trade_value: say(
    '进出口额 − 退货额 − 仍在现行申报行中的撤单货值',
    'Trade value − returned value − value of cancelled lines that still stand in force',
  ),
  active_tenants: say(
    '当月有计入行的不同企业个数',
    'Number of distinct tenants with a counted line in the month',
  ),
  new_tenants: say(
    '当月有实绩且此前12个月均无实绩的不同企业个数',
    'Number of tenants active in the month and in none of the twelve before',
  ),
  leaving_tenants: say(
    '最近一次有实绩恰在12个月前的不同企业个数',
    'Number of tenants last active exactly twelve months before',
  ),
  reporting_rate: say('已报送企业数 ÷ 应报送企业数', 'Tenants that reported ÷ tenants due'),
  on_time_rate: say(
    '按时首次报送企业数 ÷ 应报送企业数',
    'Tenants whose first report was in time ÷ tenants due',
  ),
  rejection_rate: say('被驳回行数 ÷ 读入行数', 'Rows rejected ÷ rows read'),
} as const satisfies Record<IndicatorId, Message>;
