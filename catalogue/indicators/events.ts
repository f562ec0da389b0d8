import { additive, recomputed, since, trade } from './additivity.ts';
import type { Indicator } from './indicator.ts';

/** What became of lines after their release, by the month in which customs accepted it. */
export const eventIndicators = {
  returned_value: {
    zh: '退货额',
    en: 'Returned value',
    definition: {
      zh: '当月受理的退货金额：原申报行货值×退货数量÷原数量，按原申报行的汇率折算，四舍五入到分；同一行累计不超过其货值。园区为原申报行放行日所在园区。不冲减原月份的进出口额。',
      en: 'Returns accepted in the month: value of the original line times quantity returned over original quantity, at the rate of the original line, rounded half up to the fen; all returns of a line never exceed its value. The park is that of the original line on its day of release. The month of the line is not lowered.',
    },
    unit: 'CNY',
    decimals: 2,
    breakdowns: trade,
    modes: 'all',
    additivity: additive,
    since,
  },
  returned_declarations: {
    zh: '退货票数',
    en: 'Declarations with returns',
    definition: {
      zh: '当月首次受理退货的清单或报关单票数，部分退货也计一票；同一票以后月份再退货不重复计。',
      en: 'Lists or declarations of which a return was accepted for the first time in the month, in full or in part; later returns of the same one do not count again.',
    },
    unit: 'declarations',
    decimals: 0,
    breakdowns: trade,
    modes: 'all',
    additivity: additive,
    since,
  },
  cancelled_declarations: {
    zh: '撤单票数',
    en: 'Cancelled declarations',
    definition: {
      zh: '当月受理撤单的清单或报关单票数，每票计一次。园区为原申报行放行日所在园区；已不在现行申报行中的清单（报文撤单）为撤单日所在园区。',
      en: 'Lists or declarations whose cancellation was accepted in the month, each once. The park is that of the original line on its day of release; for lists that customs messages have taken out of the lines, that of the tenant on the day of cancellation.',
    },
    unit: 'declarations',
    decimals: 0,
    breakdowns: trade,
    modes: 'all',
    additivity: additive,
    since,
  },
  return_rate: {
    zh: '退货率',
    en: 'Return rate',
    definition: {
      zh: '当月退货额除以同月同监管方式、同进出口的进出口额（不含估算）；退货的原申报行可在以前月份。当月无进出口额的为空。',
      en: 'Returned value over trade value (estimates left out) of the same month, mode and flow; the lines returned may be of earlier months. Empty without trade in the month.',
    },
    unit: 'ratio',
    decimals: 6,
    breakdowns: trade,
    modes: 'all',
    additivity: recomputed,
    since,
  },
  net_trade_value: {
    zh: '净进出口额',
    en: 'Net trade value',
    definition: {
      zh: '进出口额减去当月受理的退货额，再减去当月受理撤单而仍在现行申报行中的货值（已退货部分不重复减）。总额另行公布，不因退货下调。',
      en: 'Trade value less the returns accepted in the month, less the value of lines cancelled in the month that still stand in force (what was returned before is not taken off twice). The gross value stands beside it and is never lowered by returns.',
    },
    unit: 'CNY',
    decimals: 2,
    breakdowns: trade,
    modes: 'all',
    additivity: additive,
    since,
  },
} as const satisfies Record<string, Indicator>;
