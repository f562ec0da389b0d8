import type { Dimension, IndicatorId, Transform } from '../indicators.ts';

/** What people say for things of the catalogue besides their names there. */
export const indicatorWords: Partial<Record<IndicatorId, readonly string[]>> = {
  trade_value: ['进出口值', '进出口总额', '贸易额', '贸易值', '交易额', '货值', 'trade', 'value'],
  trade_value_usd: ['美元进出口额', '美元值', '按美元', 'usd', 'trade value in usd'],
  declarations: ['票数', '申报单量', '清单量', '报关单量', '订单量', 'orders'],
  parcels: ['包裹数', '运单量', '件数'],
  average_ticket: ['客单价', '平均票值', 'average value'],
  active_tenants: ['企业数', '活跃企业', '活跃企业数', '实绩企业', 'tenants'],
  new_tenants: ['新增企业', '新增企业数'],
  leaving_tenants: ['退出企业', '退出企业数'],
  returned_value: ['退货金额', '退货值', 'returns'],
  return_rate: ['退货比率', '退货比例'],
  net_trade_value: ['净额', '净值', 'net value'],
  tax_assessed: ['税款', '税额', '应征税款', 'tax', 'taxes'],
  partner_hhi: ['市场集中度', '伙伴集中度', '赫芬达尔指数', 'HHI'],
  top5_tenant_share: ['前五企业占比', '企业集中度', 'CR5'],
  release_hours_median: ['通关时长', '放行时长', '通关时效', 'release hours'],
  reporting_rate: ['上报率'],
  on_time_rate: ['按时率', '及时率', '准时率'],
  rejection_rate: ['退回率'],
};

/** An indicator and a flow in one word. */
export const flowWords: Readonly<Record<string, { id: IndicatorId; flow: 'import' | 'export' }>> = {
  出口额: { id: 'trade_value', flow: 'export' },
  出口值: { id: 'trade_value', flow: 'export' },
  出口货值: { id: 'trade_value', flow: 'export' },
  进口额: { id: 'trade_value', flow: 'import' },
  进口值: { id: 'trade_value', flow: 'import' },
  进口货值: { id: 'trade_value', flow: 'import' },
  exports: { id: 'trade_value', flow: 'export' },
  imports: { id: 'trade_value', flow: 'import' },
};

/** What dimensions are called; the first of each language stands in canonical lines. */
export const dimensionWords: Readonly<Record<Dimension, readonly string[]>> = {
  park: ['园区', '产业园', '产业园区', 'park', 'parks'],
  mode: ['监管方式', '方式', '模式', '贸易方式', 'mode', 'modes', 'customs mode'],
  flow: ['进出口', '流向', '进出', 'flow', 'flows'],
  partner: [
    '国家',
    '伙伴',
    '贸易伙伴',
    '伙伴国',
    '国别',
    '国家地区',
    '国家(地区)',
    '国别地区',
    '市场',
    '目的国',
    '原产国',
    'partner',
    'partners',
    'country',
    'countries',
  ],
  chapter: ['HS章', '商品章', '品类', '商品', '商品类别', 'chapter', 'chapters', 'goods'],
  section: ['HS类', '商品大类', '大类', 'section', 'sections'],
  district: ['申报海关', '关区', '海关', 'district', 'districts', 'customs district'],
  transport: ['运输方式', '运输', 'transport', 'transport mode'],
  kind: ['企业类型', '企业类别', '企业性质', 'kind', 'kind of tenant'],
};

export const transformWords: Readonly<Record<Transform, readonly string[]>> = {
  level: ['当月值', '当月', '数值', 'level'],
  mom: ['环比', '环比增速', '环比增长', 'mom', 'month on month'],
  yoy: ['同比', '同比增速', '同比增长', '增速', 'yoy', 'year on year', 'growth'],
  ytd: ['累计', '累计值', '年初至今', 'ytd', 'year to date'],
  ytd_yoy: ['累计同比', '同比累计', '累计增速', 'ytd yoy', 'year to date yoy'],
  r12: ['近12个月合计', '滚动12个月', '滚动12个月合计', '年化', 'r12', 'rolling 12 months'],
  share: ['占比', '比重', '份额', '占比重', 'share', 'shares'],
  contribution: ['拉动', '贡献', '拉动点数', '贡献率', 'contribution'],
};

export const monthlyWords = ['按月', '逐月', '分月', '各月', '月度', 'monthly', 'by month'];
export const firstWords = ['首发值', '首发', '首次发布', '首次发布值', 'first release', 'first published'];
export const latestWords = ['最新版本', '最新版', '最新值', 'latest vintage'];
export const totalWords = ['合计', '总计', '全部合计', 'total'];
/** Said before a dimension that is to be broken down; the first of each language stands in canonical lines. */
export const byWords = ['按', '各', '分', '每个', '所有', '按照', 'by ', 'per ', 'every '];
/** Words without a meaning of their own. */
export const fillWords = [
  '的',
  '看',
  '查',
  '查询',
  '和',
  '与',
  '及',
  '以及',
  '在',
  '有',
  '情况',
  '数据',
  '全市',
  '趋势',
  '走势',
  '变化',
  '从',
  '自',
  'the',
  'of',
  'and',
  'in',
  'for',
  'to',
  'with',
  'show',
];
