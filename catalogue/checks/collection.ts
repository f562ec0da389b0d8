import { type Check, none, threshold, units } from './check.ts';

const unitResponse = '数据质量指标：报送率（ESS A4，按户数与按金额加权）';

/** Warnings about what has come in, and about registry and rates. */
export const collectionChecks = {
  not_reported: {
    kind: 'warning',
    about: 'tenant',
    reads: 'history',
    zh: '企业未报',
    en: 'Tenants have not reported',
    remedy: {
      zh: '请按影响金额由大到小催报；确无业务的应报零申报',
      en: 'ask for the reports, the largest effect first; who had no business sends a nil return',
    },
    source: unitResponse,
    thresholds: none,
  },
  park_silent: {
    kind: 'warning',
    about: 'cell',
    reads: 'history',
    zh: '园区无任何报送',
    en: 'A park has sent nothing at all',
    remedy: {
      zh: '请联系园区；发布后该园区为缺失，不是零',
      en: 'call the park; in a release it is missing, not zero',
    },
    source: '缺失不等于零；零申报是数据，未报不是',
    thresholds: none,
  },
  coverage_low: {
    kind: 'warning',
    about: 'cell',
    reads: 'history',
    zh: '按金额的报送率过低',
    en: 'Coverage by value is low',
    remedy: {
      zh: '请催报份额最大的未报企业，或在发布时加注',
      en: 'have the largest of those missing report, or publish with a note',
    },
    source: unitResponse,
    thresholds: {
      share: threshold(
        '0.8',
        units.share,
        '覆盖不足八成时不显示增速',
        'below four fifths no growth is shown',
      ),
    },
  },
  nil_contradicted: {
    kind: 'warning',
    about: 'tenant',
    reads: 'history',
    zh: '零申报取代了已报数据',
    en: 'A nil return replaced lines',
    remedy: {
      zh: '请向企业核实；若零申报有误，请撤回（parkstat withdraw）',
      en: 'ask the tenant; if the nil return is wrong, withdraw it (parkstat withdraw)',
    },
    source: '零申报与当月数据不能并存',
    thresholds: none,
  },
  rejected_many: {
    kind: 'warning',
    about: 'tenant',
    reads: 'facts',
    zh: '驳回行占比过高',
    en: 'A large part of the rows was rejected',
    remedy: {
      zh: '请企业按疑点清单改正后重报；所列金额为驳回行的估计',
      en: 'have the tenant correct the findings and deliver again; the effect is an estimate of the rejected rows',
    },
    source: '差错率＝有必改差错的记录÷全部记录',
    thresholds: {
      share: threshold(
        '0.2',
        units.share,
        '差错率超过两成时总量不可靠',
        'above a fifth the total is unreliable',
      ),
      rows: threshold('20', units.lines, '少于20行时占比无意义', 'below 20 rows a share says nothing'),
    },
  },
  estimated_share: {
    kind: 'warning',
    about: 'cell',
    reads: 'facts',
    zh: '估算占比过高',
    en: 'A large part is estimated',
    remedy: {
      zh: '请催报以取代估算；超过30%的单元不应发布',
      en: 'have the reports come instead; a cell with more than 30 % should not be published',
    },
    source: '填补率（ESS A7）：10%至30%加注，超过30%不发布',
    thresholds: {
      share: threshold(
        '0.1',
        units.share,
        '估算占比超过10%须标注',
        'above 10 % the cell is marked as estimated',
      ),
    },
  },
  month_missing: {
    kind: 'warning',
    about: 'registry',
    reads: 'history',
    zh: '此前有月份未发布',
    en: 'Earlier months have no release',
    remedy: {
      zh: '累计和同比缺少这些月份，请先发布',
      en: 'cumulated values and growth lack these months: publish them first',
    },
    source: '累计＝各月现行数据之和',
    thresholds: none,
  },
  rate_incomplete: {
    kind: 'warning',
    about: 'registry',
    reads: 'history',
    zh: '本月汇率不全',
    en: 'The month’s rates are incomplete',
    remedy: {
      zh: '请在fx_rates.csv补充后重新载入；迟报的行可能用到',
      en: 'add the rates to fx_rates.csv and load the registry: late lines may need them',
    },
    source: '海关计征汇率：每月第三个星期三确定，次月使用',
    thresholds: none,
  },
  rate_jump: {
    kind: 'warning',
    about: 'cell',
    reads: 'history',
    zh: '汇率变动异常',
    en: 'A rate moved a lot',
    remedy: {
      zh: '请与海关公布的计征汇率核对，注意每100外币的单位',
      en: 'compare with the rates that customs published, and mind that they are for 100 units',
    },
    source: '海关计征汇率：变动超过5%时另行调整',
    thresholds: {
      change: threshold(
        '0.05',
        units.share,
        '变动达5%时海关会另行公布汇率，通常应有公告可查',
        'customs announces a special rate at 5 %, so there should be an announcement',
      ),
    },
  },
  membership_gap: {
    kind: 'warning',
    about: 'tenant',
    reads: 'facts',
    zh: '企业入驻期间有间断',
    en: 'A tenant’s memberships leave a gap',
    remedy: {
      zh: '请核对memberships.csv：迁园通常首尾相接',
      en: 'check memberships.csv: a move from park to park usually leaves no days between',
    },
    source: '园区归属：以放行、结关日的入驻关系为准',
    thresholds: none,
  },
  event_without_line: {
    kind: 'warning',
    about: 'tenant',
    reads: 'facts',
    zh: '退货、撤单没有冲减任何数据',
    en: 'Returns and cancellations that count nothing',
    remedy: {
      zh: '原申报行已不在现行报送中，或计量单位无法换算：请企业核对单号、商品序号和单位',
      en: 'the original line is not in force any more, or units cannot be compared: have the tenant check number, line and unit',
    },
    source: '海关总署公告2020年第44号、第45号：退货按原清单的商品项登记',
    thresholds: none,
  },
  returns_exceed_line: {
    kind: 'warning',
    about: 'tenant',
    reads: 'facts',
    zh: '退货累计超过原申报行',
    en: 'More was returned than there was',
    remedy: {
      zh: '疑为同一退货重复登记，请企业核对',
      en: 'a return may have been reported twice: have the tenant check',
    },
    source: '海关总署公告2020年第44号、第45号：退货数量累计不超过原数量',
    thresholds: none,
  },
} as const satisfies Record<string, Check>;
