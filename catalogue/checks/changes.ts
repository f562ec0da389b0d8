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

const ask = {
  zh: '请向企业核实；属实的请加注说明原因',
  en: 'ask the tenant; if it is true, write a note that says why',
};

/** Warnings about single tenants that are unlike their own past. */
export const tenantChangeChecks = {
  tenant_silent: {
    kind: 'warning',
    about: 'tenant',
    reads: 'history',
    zh: '企业突然没有数据',
    en: 'A tenant has fallen silent',
    remedy: {
      zh: '请向企业核实：停业、迁出、漏报或零申报有误',
      en: 'ask the tenant: closed, moved, forgotten, or a wrong nil return',
    },
    source: '报送完整性审核',
    thresholds: {
      months: threshold('6', units.months, '连续6个月有数据为常态', 'six months running are a habit'),
    },
  },
  tenant_back: {
    kind: 'warning',
    about: 'tenant',
    reads: 'history',
    zh: '企业时隔多月重新有数据',
    en: 'A tenant is back after months',
    remedy: {
      zh: '请核实是否补报了以前月份的业务',
      en: 'find out whether business of earlier months was reported now',
    },
    source: '报送完整性审核',
    thresholds: {
      months: threshold('6', units.months, '半年无数据视为停报', 'half a year without counts as gone'),
    },
  },
  mode_new: {
    kind: 'warning',
    about: 'tenant',
    reads: 'history',
    zh: '企业首次使用某监管方式',
    en: 'A tenant uses a mode for the first time',
    remedy: {
      zh: '请核实监管方式代码是否填错',
      en: 'find out whether the mode was filled in wrongly',
    },
    source: '报送结构审核：与本企业近12个月比较',
    thresholds: {
      months: threshold('6', units.months, '新入驻企业不判断', 'newly arrived tenants are not judged'),
    },
  },
  tenant_year_jump: {
    kind: 'warning',
    about: 'tenant',
    reads: 'history',
    zh: '企业与上年同月相差悬殊',
    en: 'A tenant is far from the same month last year',
    remedy: ask,
    source: series,
    thresholds: {
      factor: threshold('3', units.factor, '三倍或三分之一', 'three times or a third'),
      share: leastShare,
    },
  },
  tenant_month_jump: {
    kind: 'warning',
    about: 'tenant',
    reads: 'history',
    zh: '企业环比变动异常',
    en: 'A tenant’s change is unusual',
    remedy: ask,
    source: series,
    thresholds: { deviations, changes, least_deviation: leastDeviation, share: leastShare },
  },
  average_line_unlike: {
    kind: 'warning',
    about: 'tenant',
    reads: 'history',
    zh: '企业单行均值异常',
    en: 'A tenant’s mean line is unusual',
    remedy: {
      zh: '请核对金额单位（万元、元）、币制和商品',
      en: 'check the unit of amounts (万元 or yuan), the currency and the goods',
    },
    source: '单位审核：与本企业历史中位数比较',
    thresholds: {
      factor: threshold(
        '5',
        units.factor,
        '货品变化一般在五倍之内；人民币与美元之差约七倍',
        'other goods stay within five times; yuan for dollars make seven',
      ),
      months: threshold('6', units.months, '至少半年历史', 'at least half a year of history'),
    },
  },
  district_new: {
    kind: 'warning',
    about: 'tenant',
    reads: 'history',
    zh: '企业大量改用新的申报海关',
    en: 'A tenant moved to another customs district',
    remedy: {
      zh: '请核对申报海关代码，或确认转关业务',
      en: 'check the code of the customs district, or confirm the move',
    },
    source: '报送结构审核：与本企业近3个月比较',
    thresholds: {
      share: threshold('0.2', units.share, '两成以下可能是偶发业务', 'less than a fifth may be chance'),
    },
  },
  transport_new: {
    kind: 'warning',
    about: 'tenant',
    reads: 'history',
    zh: '企业大量改用新的运输方式',
    en: 'A tenant moved to another transport mode',
    remedy: {
      zh: '请核对运输方式代码，或确认物流变化',
      en: 'check the code of the transport mode, or confirm the change',
    },
    source: '报送结构审核：与本企业近3个月比较',
    thresholds: {
      share: threshold('0.2', units.share, '两成以下可能是偶发业务', 'less than a fifth may be chance'),
    },
  },
  currency_shift: {
    kind: 'warning',
    about: 'tenant',
    reads: 'history',
    zh: '企业币制结构突变',
    en: 'A tenant’s currency changed',
    remedy: {
      zh: '请核对币制栏：系统从不默认人民币',
      en: 'check the currency column: nothing is taken to be yuan',
    },
    source: '币制审核：与本企业近3个月比较',
    thresholds: {
      points: threshold('0.5', units.points, '份额变化过半', 'more than half of the value'),
    },
  },
} as const satisfies Record<string, Check>;
