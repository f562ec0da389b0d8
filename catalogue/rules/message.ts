import { mustFix, notice, type Rule, setAside } from './rule.ts';

/** Rules of customs messages. The predicates stand in `ingest/sql/messages/` and in the reader. */
export const messageRules = {
  message_truncated: mustFix(
    '这条报文不完整（缺少结尾），没有读入；请重新导出这条报文后报送。',
    'This message breaks off before its end and was not read: export it again and deliver it.',
  ),
  message_malformed: mustFix(
    '这条报文不能读入（{value}），请用报关系统重新导出，不要手工修改。',
    'This message cannot be read ({value}): export it again from the declaration system, without editing it.',
  ),
  message_value: mustFix(
    '报文字段“{value}”的内容不符合规范，请改正后重新导出。',
    'The content of field "{value}" does not follow the specification: correct it and export again.',
  ),
  message_key: mustFix(
    '报文既没有清单编号，也没有企业内部编号或预录入编号，请补填copNo。',
    'The message has neither a list number nor a number of the declarant or the port: fill in copNo.',
  ),
  message_conflict: mustFix(
    '清单“{value}”的同一guid出现了两种不同内容，都不计入；请发送变更报文（新guid、appType 2）。',
    'List "{value}" has two contents under one guid, and neither counts: send a change (new guid, appType 2).',
  ),
  return_unknown_list: mustFix(
    '退货申请所指的清单“{value}”从未报送，请先报送原清单报文。',
    'The list "{value}" that this return is about was never delivered: deliver its message first.',
  ),
  message_kind_unused: setAside(
    '统计不使用这类报文：{value}。',
    'This kind of message is not needed for statistics: {value}.',
  ),
  message_draft: setAside(
    '暂存报文（appStatus 1），未申报，不计入：{value}。',
    'A draft (appStatus 1), not declared: not counted: {value}.',
  ),
  message_repeated: setAside(
    '同一文件中重复的报文，只计一次：{value}。',
    'The same message again in this file: counted once: {value}.',
  ),
  status_not_counted: setAside(
    '回执状态不是放行或结关，不计入：{value}。',
    'The status of the receipt is neither released nor cleared: not counted: {value}.',
  ),
  version_replaced: setAside(
    '已被同一清单较晚的报文取代：{value}。',
    'Replaced by a later message of the same list: {value}.',
  ),
  other_tenant: setAside(
    '报文属于其他电商企业，不计入本企业：{value}。',
    'The message belongs to another enterprise and is not counted here: {value}.',
  ),
  summary_declaration: setAside(
    '报关单“{value}”是已计入清单的汇总，不重复计入。',
    'Declaration "{value}" sums up lists that already count: not counted again.',
  ),
  receipt_missing: notice(
    '有{value}份清单尚未收到放行或结关回执；收到回执后才计入，请继续报送回执。',
    'Lists that wait for their receipt of release or clearance: {value}. They count from that receipt on: deliver it.',
  ),
  receipt_without_list: notice(
    '有{value}份清单只收到回执或撤销、退货单证，未收到清单报文，请补报清单。',
    'Lists known by receipts or requests only: {value}. Deliver their messages.',
  ),
  tax_without_list: notice(
    '有{value}份税单对应的清单未收到，请补报清单。',
    'Tax bills whose list was not delivered: {value}. Deliver their lists.',
  ),
  freight_currency: notice(
    '有{value}份清单的运费或保费与货物币制不同，未计入货值，请核对。',
    'Lists with freight or insurance in another currency than the goods: {value}. It was left out of the value: check them.',
  ),
} as const satisfies Record<string, Rule>;
