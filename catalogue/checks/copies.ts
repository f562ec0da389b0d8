import { type Check, none, threshold, units } from './check.ts';

const digits = '数字特征审核：抄报、编造的数据末位、首位分布异常';

/** Warnings about what may be there twice, or may have been copied or made up. */
export const copyChecks = {
  declaration_shared: {
    kind: 'warning',
    about: 'tenant',
    reads: 'facts',
    zh: '同一单号由多家企业报送',
    en: 'Several tenants report one declaration',
    remedy: {
      zh: '请核实归属：以收发货人为准，代理方撤回',
      en: 'find out whose it is: the consignee or consignor counts, the agent withdraws',
    },
    source: '归属以收发货人为准，不得重复统计',
    thresholds: none,
  },
  merged_declaration: {
    kind: 'warning',
    about: 'tenant',
    reads: 'history',
    zh: '汇总报关单疑与上月B类清单重复',
    en: 'A merged declaration may repeat last month’s B lists',
    remedy: {
      zh: '请向企业核实：B类清单已计入上月的，汇总报关单不再报送',
      en: 'ask the tenant: where B lists counted last month, their merged declaration is not reported',
    },
    source: '清单核放、汇总申报：每月15日前将上月结关清单归并为报关单；统计以清单计一次',
    thresholds: {
      difference: threshold(
        '0.005',
        units.share,
        '归并时的舍入和运保费分摊可有微小差异',
        'rounding and shares of freight leave small differences when lists are merged',
      ),
    },
  },
  month_copied: {
    kind: 'warning',
    about: 'tenant',
    reads: 'history',
    zh: '金额与另一月份分毫不差',
    en: 'The value equals another month’s to the fen',
    remedy: {
      zh: '疑为重复报送以前月份的文件，请企业核对',
      en: 'an earlier month’s file may have been sent again: have the tenant check',
    },
    source: '重复报送审核',
    thresholds: {
      lines: threshold('5', units.lines, '行数很少时可能巧合', 'with a few lines it may be chance'),
    },
  },
  lines_repeated: {
    kind: 'warning',
    about: 'tenant',
    reads: 'history',
    zh: '行数连续三个月相同',
    en: 'The same number of lines three months running',
    remedy: {
      zh: '请企业核对是否按模板复制或只导出了固定行数',
      en: 'have the tenant check whether rows were copied or an export stops at a fixed number',
    },
    source: digits,
    thresholds: {
      lines: threshold('50', units.lines, '行数少时常有巧合', 'small numbers often agree by chance'),
    },
  },
  declarations_repeated: {
    kind: 'warning',
    about: 'cell',
    reads: 'history',
    zh: '票数与上月完全相同',
    en: 'As many declarations as the month before',
    remedy: {
      zh: '请核对该园区该方式的报送是否为上月数据',
      en: 'check whether the deliveries of this park and mode are last month’s',
    },
    source: digits,
    thresholds: {
      declarations: threshold(
        '100',
        units.declarations,
        '票数少时常有巧合',
        'small numbers often agree by chance',
      ),
    },
  },
  round_amounts: {
    kind: 'warning',
    about: 'tenant',
    reads: 'facts',
    zh: '整百金额过多',
    en: 'Too many whole hundreds',
    remedy: {
      zh: '疑为估填金额，请企业按申报单据填报',
      en: 'amounts may have been estimated: have the tenant report what was declared',
    },
    source: digits,
    thresholds: {
      share: threshold('0.5', units.share, '一般不足5%', 'usually below 5 %'),
      lines: threshold('50', units.lines, '行数少时占比无意义', 'a share of a few lines says nothing'),
    },
  },
  last_digit_uneven: {
    kind: 'warning',
    about: 'tenant',
    reads: 'facts',
    zh: '金额个位数字分布异常',
    en: 'Last digits before the point are uneven',
    remedy: {
      zh: '请企业核对金额来源；固定标价的商品可确认为正常',
      en: 'have the tenant say where the amounts come from; fixed prices explain it',
    },
    source: digits,
    thresholds: {
      share: threshold(
        '0.4',
        units.share,
        '均匀时每个数字约占10%；标价习惯（如9结尾）可达三成',
        'even digits have 10 % each; habits of pricing (ending in 9) reach 30 %',
      ),
      lines: threshold('300', units.lines, '行数少时波动大', 'a few lines vary by chance'),
    },
  },
  first_digit_unlike: {
    kind: 'warning',
    about: 'tenant',
    reads: 'facts',
    zh: '首位数字不合本福特定律',
    en: 'First digits do not follow Benford’s law',
    remedy: {
      zh: '仅作线索：请抽查该企业的单据',
      en: 'a hint only: look at some of the tenant’s papers',
    },
    source: 'Benford (1938)；Nigrini (2012)：平均绝对偏差超过0.015为不符，此处取宽',
    thresholds: {
      lines: threshold('1000', units.lines, '行数少时不适用', 'does not hold for a few lines'),
      span: threshold(
        '1000',
        units.factor,
        '金额不跨数量级时不适用',
        'does not hold where amounts do not span orders of magnitude',
      ),
      deviation: threshold('0.04', units.points, '一般符合时在0.015以内', 'below 0.015 where it holds'),
    },
  },
} as const satisfies Record<string, Check>;
