import type { Message } from './refusal.ts';

/** Why somebody confirmed a finding, took a confirmation back, withdrew a delivery, put it back, or acted on a month. */
export const reasonUses = [
  'confirm',
  'revoke',
  'withdraw',
  'reinstate',
  'reopen',
  'return',
  'override',
  'roll_back',
] as const;
export type ReasonUse = (typeof reasonUses)[number];

export interface ReasonCode extends Message {
  readonly uses: readonly ReasonUse[];
}

export const reasonCodes = {
  checked_with_document: { zh: '已与单证核对无误', en: 'Checked against the documents', uses: ['confirm'] },
  checked_with_tenant: { zh: '已向企业核实', en: 'Checked with the tenant', uses: ['confirm'] },
  seasonal: { zh: '季节或促销所致', en: 'Due to the season or a sale', uses: ['confirm'] },
  new_business: { zh: '新业务或业务变化', en: 'New or changed business', uses: ['confirm'] },
  one_off: { zh: '一次性大额业务', en: 'A single large transaction', uses: ['confirm'] },
  price_change: { zh: '价格或汇率变化', en: 'A change of price or exchange rate', uses: ['confirm'] },
  confirmed_in_error: { zh: '误确认', en: 'Confirmed in error', uses: ['revoke'] },
  new_information: { zh: '有新的情况', en: 'New information', uses: ['revoke', 'withdraw', 'reinstate'] },
  wrong_file: { zh: '报错文件', en: 'The wrong file was sent', uses: ['withdraw'] },
  wrong_period: { zh: '报错月份', en: 'Sent for the wrong month', uses: ['withdraw'] },
  reported_twice: { zh: '由他方重复报送', en: 'Reported by another party too', uses: ['withdraw'] },
  requested_by_tenant: { zh: '企业要求', en: 'Asked for by the tenant', uses: ['withdraw', 'reinstate'] },
  withdrawn_in_error: { zh: '误撤回', en: 'Withdrawn in error', uses: ['reinstate'] },
  late_reports: { zh: '补收迟报', en: 'Late reports are to be taken in', uses: ['reopen', 'return'] },
  correction_needed: {
    zh: '数据需更正',
    en: 'Data must be corrected',
    uses: ['reopen', 'return', 'roll_back'],
  },
  wording: { zh: '文字需修改', en: 'The wording must change', uses: ['return'] },
  date_moved: { zh: '发布时间变动', en: 'The hour of publication moved', uses: ['return'] },
  accepted_risk: {
    zh: '影响有限，带说明发布',
    en: 'Small effect: published with a note',
    uses: ['override'],
  },
  awaiting_others: {
    zh: '等待他方，按期发布',
    en: 'Waiting for others: published on time',
    uses: ['override'],
  },
  wrong_release: { zh: '误发布', en: 'Published in error', uses: ['roll_back'] },
  other: {
    zh: '其他（请写明）',
    en: 'Other (say what)',
    uses: ['confirm', 'revoke', 'withdraw', 'reinstate', 'reopen', 'return', 'override', 'roll_back'],
  },
} as const satisfies Record<string, ReasonCode>;
export type ReasonCodeId = keyof typeof reasonCodes;

/** The codes that may be given for an action, in catalogue order. */
export function reasonCodesFor(use: ReasonUse): ReasonCodeId[] {
  return (Object.keys(reasonCodes) as ReasonCodeId[]).filter((id) =>
    (reasonCodes[id].uses as readonly ReasonUse[]).includes(use),
  );
}
