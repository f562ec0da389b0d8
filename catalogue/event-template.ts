import type { TemplateColumn } from './line-template.ts';
import type { Message } from './refusal.ts';

/** What may happen to a line after its release. Neither lowers history: both are counted beside it. */
export const eventKinds = {
  return: {
    zh: '退货',
    en: 'Return',
    aliases: [
      '退货',
      '退运',
      '退货申请',
      '退货申请单',
      '部分退货',
      '全部退货',
      'return',
      'returned',
      'refund',
    ],
  },
  cancellation: {
    zh: '撤单',
    en: 'Cancellation',
    aliases: [
      '撤单',
      '撤销',
      '撤销申请',
      '撤销申请单',
      '取消',
      'cancellation',
      'cancel',
      'cancelled',
      'revocation',
    ],
  },
} as const satisfies Record<string, Message & { aliases: readonly string[] }>;
export type EventKind = keyof typeof eventKinds;

const column = (
  zh: string,
  en: string,
  kind: TemplateColumn['kind'],
  required: boolean,
  aliases: readonly string[],
  list: TemplateColumn['list'] = null,
): TemplateColumn => ({ zh, en, kind, required, aliases, list });

/** The template of returns and cancellations: one row is one event on a line, or on all lines of a declaration. */
export const eventTemplate = {
  kind: column('类型', 'Kind', 'text', true, ['业务类型', '事件类型', '单证类型', '退撤类型', '退货/撤单']),
  customs_mode: column(
    '监管方式',
    'Customs mode',
    'code',
    false,
    ['监管方式代码', '贸易方式'],
    'customs_mode',
  ),
  flow: column('进出口标志', 'Flow', 'code', false, ['进出口', '进出口标记'], 'flow'),
  declaration_no: column('原清单编号/报关单号', 'Original declaration number', 'identifier', true, [
    '原清单编号',
    '原报关单号',
    '原清单号',
    '原单号',
    '清单编号/报关单号',
    '清单编号',
    '报关单号',
    '清单号',
    '报关单编号',
  ]),
  line_no: column('商品序号', 'Line number', 'integer', false, ['原商品序号', '原项号', '序号', '项号']),
  event_on: column('受理日期', 'Accepted on', 'day', true, [
    '退货日期',
    '撤单日期',
    '撤销日期',
    '退货受理日期',
    '撤单受理日期',
    '退货/撤单日期',
    '受理时间',
  ]),
  quantity: column('数量', 'Quantity', 'decimal', false, ['退货数量', '退运数量', '申报数量']),
  unit: column('计量单位', 'Unit', 'code', false, ['单位', '退货单位'], 'unit'),
  reason: column('原因', 'Reason', 'text', false, ['退货原因', '撤单原因', '撤销原因', '退货/撤单原因']),
} as const satisfies Record<string, TemplateColumn>;
export type EventColumn = keyof typeof eventTemplate;
export const eventColumns = Object.keys(eventTemplate) as EventColumn[];

/** A typed event, in file order. `outcome` is `accepted`, `rejected`, `blank` or the id of a rule that sets aside. */
export const lakeEvent = {
  delivery: 'VARCHAR',
  part: 'VARCHAR',
  row: 'BIGINT',
  outcome: 'VARCHAR',
  findings: 'VARCHAR',
  concerns: 'VARCHAR',
  uscc: 'VARCHAR',
  kind: 'VARCHAR',
  customs_mode: 'VARCHAR',
  flow: 'VARCHAR',
  declaration_no: 'VARCHAR',
  line_no: 'INTEGER',
  event_on: 'DATE',
  period: 'VARCHAR',
  quantity: 'DECIMAL(18,5)',
  unit: 'VARCHAR',
  reason: 'VARCHAR',
} as const;
