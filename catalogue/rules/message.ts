import { fires, type MessageRule, messageRule, passes } from './message-example.ts';

const list = { kind: 'CEB621' } as const;
const released = { kind: 'CEB622' } as const;
const later = {
  guid: '00000000-0000-4000-8000-000000000002',
  appType: '2',
  appTime: '20261020080000',
} as const;
const exported = { kind: 'CEB603', head: { statisticsFlag: 'B' } } as const;
const cleared = { kind: 'CEB604', head: { invtNo: '080420261000000001' } } as const;
const entryId = '080420260000009001';
const summed = { kind: 'CEB792', head: { entryId }, items: [{ invtNo: '080420261000000001' }] } as const;

/** Rules of customs messages. The predicates stand in `ingest/sql/messages/` and in the reader. */
export const messageRules = {
  message_truncated: messageRule(
    'must_fix',
    {
      zh: '这条报文不完整（缺少结尾），没有读入；请重新导出这条报文后报送。',
      en: 'This message breaks off before its end and was not read: export it again and deliver it.',
    },
    '接入报文规范 (海关总署公告2018年第113号)',
    [fires([{ ...list, damage: 'cut' }]), passes([list])],
  ),
  message_malformed: messageRule(
    'must_fix',
    {
      zh: '这条报文不能读入（{value}），请用报关系统重新导出，不要手工修改。',
      en: 'This message cannot be read ({value}): export it again from the declaration system, without editing it.',
    },
    '接入报文规范 (海关总署公告2018年第113号)',
    [fires([{ ...list, damage: 'crossed' }]), passes([list])],
  ),
  message_value: messageRule(
    'must_fix',
    {
      zh: '报文字段“{value}”的内容不符合规范，请改正后重新导出。',
      en: 'The content of field "{value}" does not follow the specification: correct it and export again.',
    },
    '接入报文规范 (海关总署公告2018年第113号) N19,5',
    [fires([{ ...list, items: [{ qty: '2箱' }] }]), passes([{ ...list, items: [{ qty: '2.50' }] }])],
  ),
  message_key: messageRule(
    'must_fix',
    {
      zh: '报文既没有清单编号，也没有企业内部编号或预录入编号，请补填copNo。',
      en: 'The message has neither a list number nor a number of the declarant or the port: fill in copNo.',
    },
    '接入报文规范 (海关总署公告2018年第113号) copNo, preNo, invtNo',
    [
      fires([{ ...list, head: { copNo: '' } }]),
      passes([{ ...list, head: { copNo: '', preNo: 'B20261010000000001' } }]),
    ],
  ),
  message_conflict: messageRule(
    'must_fix',
    {
      zh: '清单“{value}”的同一guid出现了两种不同内容，都不计入；请发送变更报文（新guid、appType 2）。',
      en: 'List "{value}" has two contents under one guid, and neither counts: send a change (new guid, appType 2).',
    },
    '接入报文规范 (海关总署公告2018年第113号) guid',
    [
      fires([{ ...list, items: [{ totalPrice: '999' }] }], [list]),
      passes([{ ...list, head: later, items: [{ totalPrice: '999' }] }], [list]),
    ],
  ),
  return_unknown_list: messageRule(
    'must_fix',
    {
      zh: '退货申请所指的清单“{value}”从未报送，请先报送原清单报文。',
      en: 'The list "{value}" that this return is about was never delivered: deliver its message first.',
    },
    '海关总署公告2020年第45号',
    [fires([{ kind: 'CEB625' }]), passes([{ kind: 'CEB625' }], [list, released])],
  ),
  message_kind_unused: messageRule(
    'set_aside',
    {
      zh: '统计不使用这类报文：{value}。',
      en: 'This kind of message is not needed for statistics: {value}.',
    },
    '接入报文规范 (海关总署公告2018年第113号)',
    [fires([{ kind: 'CEB411' }]), passes([list])],
  ),
  message_draft: messageRule(
    'set_aside',
    {
      zh: '暂存报文（appStatus 1），未申报，不计入：{value}。',
      en: 'A draft (appStatus 1), not declared: not counted: {value}.',
    },
    '接入报文规范 (海关总署公告2018年第113号) appStatus',
    [fires([{ ...list, head: { appStatus: '1' } }]), passes([list])],
  ),
  message_repeated: messageRule(
    'set_aside',
    {
      zh: '同一文件中重复的报文，只计一次：{value}。',
      en: 'The same message again in this file: counted once: {value}.',
    },
    '接入报文规范 (海关总署公告2018年第113号) guid',
    [fires([list, list]), passes([list], [list])],
  ),
  status_not_counted: messageRule(
    'set_aside',
    {
      zh: '回执状态不是放行或结关，不计入：{value}。',
      en: 'The status of the receipt is neither released nor cleared: not counted: {value}.',
    },
    '接入报文规范 (海关总署公告2018年第113号) returnStatus',
    [fires([{ ...released, head: { returnStatus: '120' } }]), passes([released])],
  ),
  version_replaced: messageRule(
    'set_aside',
    {
      zh: '已被同一清单较晚的报文取代：{value}。',
      en: 'Replaced by a later message of the same list: {value}.',
    },
    '接入报文规范 (海关总署公告2018年第113号) appType',
    [fires([list, { ...list, head: later }]), passes([{ ...list, head: later }], [list])],
  ),
  other_tenant: messageRule(
    'set_aside',
    {
      zh: '报文属于其他电商企业，不计入本企业：{value}。',
      en: 'The message belongs to another enterprise and is not counted here: {value}.',
    },
    '接入报文规范 (海关总署公告2018年第113号) ebcCode',
    [fires([{ ...list, head: { ebcCode: '91210100MA0000999X' } }]), passes([list])],
  ),
  summary_declaration: messageRule(
    'set_aside',
    {
      zh: '报关单“{value}”是已计入清单的汇总，不重复计入。',
      en: 'Declaration "{value}" sums up lists that already count: not counted again.',
    },
    '接入报文规范 (海关总署公告2018年第113号) CEB792',
    [
      fires([{ kind: 'line', head: { declaration_no: entryId } }], [exported, cleared, summed]),
      passes([{ kind: 'line', head: { declaration_no: entryId } }], [exported, summed]),
    ],
  ),
  receipt_missing: messageRule(
    'notice',
    {
      zh: '有{value}份清单尚未收到放行或结关回执；收到回执后才计入，请继续报送回执。',
      en: 'Lists that wait for their receipt of release or clearance: {value}. They count from that receipt on: deliver it.',
    },
    '接入报文规范 (海关总署公告2018年第113号) CEB622, CEB604',
    [fires([list]), passes([list, released])],
  ),
  receipt_without_list: messageRule(
    'notice',
    {
      zh: '有{value}份清单只收到回执或撤销、退货单证，未收到清单报文，请补报清单。',
      en: 'Lists known by receipts or requests only: {value}. Deliver their messages.',
    },
    '接入报文规范 (海关总署公告2018年第113号) CEB622, CEB604',
    [fires([released]), passes([released], [list])],
  ),
  tax_without_list: messageRule(
    'notice',
    {
      zh: '有{value}份税单对应的清单未收到，请补报清单。',
      en: 'Tax bills whose list was not delivered: {value}. Deliver their lists.',
    },
    '接入报文规范 (海关总署公告2018年第113号) CEB816',
    [fires([{ kind: 'CEB816' }]), passes([{ kind: 'CEB816' }], [list, released])],
  ),
  freight_currency: messageRule(
    'notice',
    {
      zh: '有{value}份清单的运费或保费与货物币制不同，未计入货值，请核对。',
      en: 'Lists with freight or insurance in another currency than the goods: {value}. It was left out of the value: check them.',
    },
    '接入报文规范 (海关总署公告2018年第113号) CEB621',
    [
      fires([{ ...list, head: { freight: '10', currency: '502' } }, released]),
      passes([{ ...list, head: { freight: '10' } }, released]),
    ],
  ),
} as const satisfies Record<string, MessageRule>;
