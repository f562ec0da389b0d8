import type { Message } from './refusal.ts';

/** Observation status. Zero is a measured zero; missing is not zero. */
export const statuses = {
  p: { zh: '初步', en: 'Preliminary' },
  r: { zh: '修订', en: 'Revised' },
  f: { zh: '最终', en: 'Final' },
  e: { zh: '估算', en: 'Estimated' },
  c: { zh: '保密', en: 'Confidential' },
  x: { zh: '缺报', en: 'Missing' },
  z: { zh: '不适用', en: 'Not applicable' },
} as const satisfies Record<string, Message>;
export type Status = keyof typeof statuses;

/** Why a value is null. */
export const reasons = {
  BASE_ZERO: { zh: '基期为零', en: 'Base is zero' },
  BASE_NEGATIVE: { zh: '基期为负', en: 'Base is negative' },
  SIGN_CHANGE: { zh: '正负号改变', en: 'Sign change' },
  NO_BASE: { zh: '无基期', en: 'No base period' },
  MISSING: { zh: '未报送', en: 'Not reported' },
  CONFIDENTIAL: { zh: '保密', en: 'Confidential' },
  NOT_APPLICABLE: { zh: '不适用', en: 'Not applicable' },
  BREAK: { zh: '不可比', en: 'Not comparable' },
  TOO_FEW: { zh: '数据不足', en: 'Too few observations' },
  INCOMPLETE: { zh: '累计期内缺月', en: 'A month of the cumulative period is missing' },
} as const satisfies Record<string, Message>;
export type Reason = keyof typeof reasons;
