import {
  type Check,
  changes,
  deviations,
  leastDeviation,
  leastShare,
  series,
  threshold,
  units,
} from './check.ts';

/** Warnings about cells that are unlike their own past. */
export const cellChangeChecks = {
  cell_month_jump: {
    kind: 'warning',
    about: 'cell',
    reads: 'history',
    zh: '单元环比变动异常',
    en: 'A cell’s change is unusual',
    remedy: {
      zh: '请查看构成该单元的企业；属实的请加注说明原因',
      en: 'look at the tenants of the cell; if it is true, write a note that says why',
    },
    source: series,
    thresholds: { deviations, changes, least_deviation: leastDeviation, share: leastShare },
  },
  reporters_explain: {
    kind: 'warning',
    about: 'cell',
    reads: 'history',
    zh: '变动主要由报送企业增减引起',
    en: 'The change is made by who reported',
    remedy: {
      zh: '不宜解释为经济变化：请催报，或改用可比口径',
      en: 'do not read it as trade: have the reports come, or use the comparable scope',
    },
    source: '序列审核：报送企业变化解释变动一半以上的，标记为报送因素（REPORTING）',
    thresholds: {
      part: threshold('0.5', units.share, '解释变动的一半以上', 'more than half of the change'),
      change: threshold(
        '0.05',
        units.share,
        '小于5%的变动不需要解释',
        'changes below 5 % need no explanation',
      ),
    },
  },
  share_shift: {
    kind: 'warning',
    about: 'cell',
    reads: 'history',
    zh: '监管方式或园区份额突变',
    en: 'The share of a mode or park shifted',
    remedy: {
      zh: '请核对是否有大户改变监管方式、迁园或漏报',
      en: 'check whether a large tenant changed its mode or park, or is missing',
    },
    source: '结构审核：与前3个月份额比较',
    thresholds: {
      points: threshold('0.1', units.points, '份额变化超过10个百分点', 'more than ten points'),
    },
  },
  partners_concentrated: {
    kind: 'warning',
    about: 'cell',
    reads: 'history',
    zh: '伙伴集中度陡增',
    en: 'Concentration on partners jumped',
    remedy: {
      zh: '请核对国别栏是否整列填了同一国家',
      en: 'check whether one country fills the whole column',
    },
    source: '结构审核：与近12个月HHI中位数比较',
    thresholds: {
      index: threshold(
        '1500',
        { zh: 'HHI点（0–10000）', en: 'HHI points (0–10,000)' },
        '相当于一国份额由三成升至五成',
        'as when one country rises from 30 % to 50 %',
      ),
      months: threshold('6', units.months, '至少半年历史', 'at least half a year of history'),
    },
  },
  unit_value_shift: {
    kind: 'warning',
    about: 'cell',
    reads: 'history',
    zh: '章的单位值突变',
    en: 'The unit value of a chapter shifted',
    remedy: {
      zh: '请核对该章数量的计量单位和金额单位',
      en: 'check the units of quantity and of amounts in this chapter',
    },
    source: '单位值审核：与前3个月同章、同方向、同计量单位比较',
    thresholds: {
      factor: threshold(
        '3',
        units.factor,
        '商品结构变化一般在三倍之内',
        'a change of goods stays within three times',
      ),
      lines: threshold('30', units.lines, '行数少时波动大', 'a few lines vary by chance'),
    },
  },
} as const satisfies Record<string, Check>;
