import { compare } from '../catalogue/number.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { Reason } from '../catalogue/status.ts';
import type { NumberRef } from './number-ref.ts';

/** Why two months cannot be compared, in words. */
export function whyNoGrowth(reason: Reason, level: NumberRef): Message {
  const trade = level.unit === 'CNY' || level.unit === 'USD';
  const sign = compare(level.value ?? '0', '0');
  switch (reason) {
    case 'BASE_ZERO':
      if (sign === 0)
        return trade
          ? { zh: '与上年同期均无贸易', en: 'with no trade in either year' }
          : { zh: '与上年同期均为零', en: 'zero in both years' };
      return trade
        ? { zh: '上年同期无贸易', en: 'with no trade a year earlier' }
        : { zh: '上年同期为零', en: 'from zero a year earlier' };
    case 'SIGN_CHANGE':
      return sign < 0
        ? { zh: '同比由正转负', en: 'turning negative from positive a year earlier' }
        : { zh: '同比由负转正', en: 'turning positive from negative a year earlier' };
    case 'BASE_NEGATIVE':
      return { zh: '上年同期为负，不计算增速', en: 'with a negative base and so no growth rate' };
    case 'NO_BASE':
      return { zh: '无上年同期数据', en: 'with no data for a year earlier' };
    case 'MISSING':
      return {
        zh: '上年同期缺报，不计算增速',
        en: 'not reported a year earlier and so without a growth rate',
      };
    case 'INCOMPLETE':
      return {
        zh: '上年同期累计缺月，不计算增速',
        en: 'with a month missing a year earlier and so without a growth rate',
      };
    case 'CONFIDENTIAL':
      return { zh: '上年同期数据保密', en: 'with a confidential base and so no growth rate' };
    case 'BREAK':
      return { zh: '与上年同期口径不可比', en: 'not comparable with a year earlier' };
    case 'NOT_APPLICABLE':
      return { zh: '不适用同比', en: 'to which a growth rate does not apply' };
    case 'TOO_FEW':
      return { zh: '上年同期数据不足，不计算增速', en: 'with too few data for a growth rate' };
  }
}
