import { type Check, none } from './check.ts';

/** What no month is published with. */
export const blockingChecks = {
  rate_missing: {
    kind: 'blocking',
    about: 'tenant',
    reads: 'facts',
    zh: '缺少申报月汇率',
    en: 'Exchange rates are missing',
    remedy: {
      zh: '缺少申报月汇率，请在fx_rates.csv补充后重新载入',
      en: 'exchange rates are missing: add them to fx_rates.csv and load the registry',
    },
    source: '海关统计：各票按申报适用的汇率逐票折算',
    thresholds: none,
  },
  membership_missing: {
    kind: 'blocking',
    about: 'tenant',
    reads: 'facts',
    zh: '放行日企业不在任何园区',
    en: 'Tenants were in no park on the day of release',
    remedy: {
      zh: '有申报行的企业在放行日不在任何园区，请更正memberships.csv后重新载入',
      en: 'tenants with lines were in no park on the day of release: correct memberships.csv and load the registry',
    },
    source: '园区归属：以放行、结关日的入驻关系为准',
    thresholds: none,
  },
  line_counted_twice: {
    kind: 'blocking',
    about: 'tenant',
    reads: 'facts',
    zh: '同一申报行计入两次',
    en: 'A line counts twice',
    remedy: {
      zh: '同一申报行出现在多份现行报送中，请由其中一方撤回或更正',
      en: 'the same line stands in several deliveries in force: one of the senders must correct it',
    },
    source: '归属以收发货人为准，不得重复统计',
    thresholds: none,
  },
  totals_add_up: {
    kind: 'blocking',
    about: 'cell',
    reads: 'cells',
    zh: '合计不等于分项之和',
    en: 'Totals are not the sum of their parts',
    remedy: {
      zh: '合计与分项之和不一致，请勿发布并报告开发者',
      en: 'totals are not the sum of their parts: do not publish, and report this fault',
    },
    source: '分项之和等于合计，精确到分',
    thresholds: none,
  },
  code_lost: {
    kind: 'blocking',
    about: 'cell',
    reads: 'facts',
    zh: '使用中的代码已不在代码表',
    en: 'A code in use is gone from its list',
    remedy: {
      zh: '计入的申报行使用了代码表中已没有的代码，请恢复该代码并注明停用日期，或请企业更正',
      en: 'lines that count use codes that the lists do not hold: put the code back with its last day, or have the tenant correct it',
    },
    source: '海关参数代码表：代码停用须注明日期，不得删除',
    thresholds: none,
  },
  lines_lost: {
    kind: 'blocking',
    about: 'tenant',
    reads: 'facts',
    zh: '现行报送的行数与库中不符',
    en: 'Lines in force and lines in the lake differ',
    remedy: {
      zh: '现行报送所接收的行数与明细库不一致，请运行parkstat verify并报告开发者',
      en: 'the lake does not hold the lines that were accepted: run parkstat verify and report this fault',
    },
    source: '读入行数＝接收＋驳回＋搁置，接收的行全部计入',
    thresholds: none,
  },
  month_wrong: {
    kind: 'blocking',
    about: 'tenant',
    reads: 'facts',
    zh: '放行、结关日不在统计月内',
    en: 'Released in another month than the one it counts in',
    remedy: {
      zh: '有申报行的放行、结关日不在本月，请勿发布并报告开发者',
      en: 'lines were released in another month than the one they count in: do not publish, and report this fault',
    },
    source: '海关统计条例实施办法：进口按放行月、出口按结关月统计',
    thresholds: none,
  },
  pair_impossible: {
    kind: 'blocking',
    about: 'tenant',
    reads: 'facts',
    zh: '监管方式与进出口方向不相符',
    en: 'Mode and flow do not go together',
    remedy: {
      zh: '监管方式与进出口的组合不存在，请企业更正报送',
      en: 'a customs mode is used with a flow that it does not have: have the tenant correct the delivery',
    },
    source: '海关总署公告2014年第12号、2014年第57号、2016年第75号、2020年第75号',
    thresholds: none,
  },
} as const satisfies Record<string, Check>;
