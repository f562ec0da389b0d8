import type { Message } from '../../catalogue/refusal.ts';

/** How a delivery stands, what is then to be done, and what it has come through. */
export const stateText = {
  state_in_force: { zh: '已接受，现行有效', en: 'Accepted and in force' },
  state_accepted: { zh: '已接受，待回执', en: 'Accepted, waiting for receipts' },
  state_superseded: { zh: '已被新版替代', en: 'Superseded by a newer version' },
  state_needs_confirming: { zh: '待核实', en: 'Waiting for your confirmation' },
  state_needs_fixing: { zh: '待改正', en: 'To be corrected' },
  state_withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  state_refused: { zh: '整份退回', en: 'Refused as a whole' },
  next_in_force: { zh: '数据已计入，请保留回执。', en: 'The data count. Keep the receipt.' },
  next_in_force_rejected: {
    zh: '其余行已计入；驳回的{rejected}行改正后连同全部数据重新报送。',
    en: 'The other rows count. Correct the {rejected} rejected rows and hand in the whole file again.',
  },
  next_accepted: {
    zh: '报文已收下，还没有计入任何月份：收到放行或结关回执后自动计入。',
    en: 'The messages are kept and count in no month yet: they will as soon as their receipts of release or clearance come.',
  },
  next_superseded: {
    zh: '新版已生效，本版不再计入。',
    en: 'A newer version counts, this one no longer does.',
  },
  next_needs_confirming: {
    zh: '有{open}处与以往差别很大或前后矛盾。数据属实请逐项选理由确认；有误请改正后重新报送。全部处理后才计入。',
    en: '{open} findings differ greatly from before or contradict each other. Confirm with a reason where the data are right; correct and hand in again where they are not. Only then do they count.',
  },
  rejectedToo: {
    zh: '另有{rejected}行必改，未计入：改正后连同全部数据重新报送。',
    en: 'Besides, {rejected} rows must be corrected and do not count: correct them and hand in the whole file again.',
  },
  next_needs_fixing: {
    zh: '没有一行可以使用。请按下面的提示改正后重新报送。',
    en: 'No row could be used. Correct them as said below and hand in again.',
  },
  next_withdrawn: { zh: '本版不计入；可以恢复。', en: 'This version does not count; it can be reinstated.' },
  next_refused: { zh: '没有一行被计入，文件未保存。', en: 'Nothing counts, and the file was not kept.' },
  trail: { zh: '处理经过', en: 'What happened' },
  system: { zh: '系统', en: 'system' },
  step_received: { zh: '收到', en: 'Received' },
  step_recognised: { zh: '识别', en: 'Recognised' },
  step_read: { zh: '读入', en: 'Read' },
  step_judged: { zh: '审核', en: 'Judged' },
  step_needs_fixing: { zh: '待改正', en: 'To be corrected' },
  step_needs_confirming: { zh: '待核实', en: 'To be confirmed' },
  step_accepted: { zh: '接受', en: 'Accepted' },
  step_in_force: { zh: '生效', en: 'In force' },
  step_superseded: { zh: '被替代', en: 'Superseded' },
  step_withdrawn: { zh: '撤回', en: 'Withdrawn' },
  step_reinstated: { zh: '恢复', en: 'Reinstated' },
  step_refused: { zh: '退回', en: 'Refused' },
} as const satisfies Record<string, Message>;
