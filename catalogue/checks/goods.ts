import { type Check, none, threshold, units } from './check.ts';

const fewLines = threshold('20', units.lines, '行数少时不判断', 'a few lines are not judged');
const manyDeclarations = threshold(
  '50',
  units.declarations,
  '票数少时常集中在一两天',
  'a few declarations often fall on a day or two',
);

/** Warnings about taxes, days, limits and freight over a tenant's whole month; single rows are judged when they come in. */
export const goodsChecks = {
  import_untaxed: {
    kind: 'warning',
    about: 'tenant',
    reads: 'facts',
    zh: '零售进口税款全为零',
    en: 'Retail imports without any tax',
    remedy: {
      zh: '限额内零售进口也应缴增值税的70%，请企业核对税款栏',
      en: 'even within the limits 70 % of VAT is due: have the tenant check the tax columns',
    },
    source: '财关税〔2016〕18号、〔2018〕49号',
    thresholds: { lines: fewLines },
  },
  export_taxed: {
    kind: 'warning',
    about: 'tenant',
    reads: 'facts',
    zh: '出口行填有进口税款',
    en: 'Exports with import taxes',
    remedy: {
      zh: '请企业核对进出口标志或税款栏',
      en: 'have the tenant check the flow or the tax columns',
    },
    source: '财税〔2018〕103号：综试区零售出口无票免税',
    thresholds: none,
  },
  released_before_declared: {
    kind: 'warning',
    about: 'tenant',
    reads: 'facts',
    zh: '放行早于申报',
    en: 'Released before declared',
    remedy: {
      zh: '请企业核对申报日期和放行、结关日期',
      en: 'have the tenant check both days',
    },
    source: '先申报后放行、结关',
    thresholds: none,
  },
  single_day: {
    kind: 'warning',
    about: 'tenant',
    reads: 'facts',
    zh: '放行、结关集中在一天',
    en: 'Nearly all released on one day',
    remedy: {
      zh: '疑以填报日代替放行日，请企业核对日期',
      en: 'the day of export may stand for the day of release: have the tenant check the dates',
    },
    source: '海关统计条例实施办法：进口按放行日、出口按结关日',
    thresholds: {
      share: threshold('0.9', units.share, '九成以上为集中', 'nine tenths are nearly all'),
      declarations: manyDeclarations,
    },
  },
  free_days_only: {
    kind: 'warning',
    about: 'tenant',
    reads: 'facts',
    zh: '放行、结关集中在休息日',
    en: 'Nearly all released on days off',
    remedy: {
      zh: '请企业核对日期是否错位',
      en: 'have the tenant check whether days have shifted',
    },
    source: '国务院办公厅节假日安排；口岸休息日放行量低于工作日',
    thresholds: {
      share: threshold('0.9', units.share, '九成以上为集中', 'nine tenths are nearly all'),
      declarations: manyDeclarations,
    },
  },
  over_limit_share: {
    kind: 'warning',
    about: 'tenant',
    reads: 'facts',
    zh: '超单次限值的清单过多',
    en: 'Many lists above the single limit',
    remedy: {
      zh: '超过单次限值的应按一般贸易进口，请企业核对金额、币制和监管方式',
      en: 'above the limit goods go as general trade: have the tenant check amounts, currency and mode',
    },
    source: '财关税〔2018〕49号：单次交易限值5000元',
    thresholds: {
      limit: threshold(
        '5000',
        { zh: '元', en: 'CNY' },
        '2019年1月1日起的单次交易限值',
        'the limit of a single transaction since 2019-01-01',
      ),
      share: threshold(
        '0.05',
        units.share,
        '不可分割的单件商品可以超限，但应属少数',
        'a single indivisible item may exceed it, but few do',
      ),
      lists: threshold('20', units.declarations, '票数少时不判断', 'a few lists are not judged'),
    },
  },
  freight_over_value: {
    kind: 'warning',
    about: 'tenant',
    reads: 'facts',
    zh: '运保费高于货值',
    en: 'Freight above the value of the goods',
    remedy: {
      zh: '请企业核对运费的币制，以及是否把整单运费填在一行',
      en: 'have the tenant check the currency of freight, and whether one line carries all of it',
    },
    source: '海关统计价格：出口FOB、进口CIF',
    thresholds: none,
  },
} as const satisfies Record<string, Check>;
