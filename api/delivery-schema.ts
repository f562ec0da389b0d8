import { deliveryStates } from '../warehouse/delivery-description.ts';
import { instant, maybeText, oneOf, record, type Static, type TSchema, Type } from './schema.ts';

export { deliveryStates };
export const count = (description: string) => Type.Integer({ minimum: 0, description });
export const message = record({ zh: Type.String(), en: Type.String() });
/** Null where there is none. */
export function maybe<Schema extends TSchema>(schema: Schema, description: string) {
  return Type.Unsafe<Static<Schema> | null>({ anyOf: [schema, { type: 'null' }] as unknown[], description });
}

export const idParameter = record({
  id: Type.String({ description: '报送 | Delivery', examples: ['4f1c…'] }),
});

const recognition = record({
  format: maybeText(),
  encoding: maybeText(),
  template: maybeText(),
  tenant_from: maybeText({
    description: 'sender 报送者 content 内容 | Where the tenant comes from',
  }),
  sample: Type.Array(record({ header: Type.String(), column: Type.String(), value: Type.String() }), {
    description: '三个样例单元格 | Three cells as they were read',
  }),
  parts: Type.Array(Type.String(), { description: '读入的工作表或文件 | Sheets or files that were read' }),
  skipped: Type.Array(Type.String(), { description: '未读入的及原因 | Those that were not, with why' }),
});

export const deliveryProperties = {
  id: Type.String(),
  sha256: Type.String(),
  file_name: Type.String(),
  uscc: maybeText({
    description:
      '18位统一社会信用代码；内容和报送者均未指明企业而退回的为null | USCC; null for a file refused because neither content nor sender told',
  }),
  source_id: maybeText(),
  periods: Type.Array(Type.String()),
  state: oneOf(deliveryStates, {
    description:
      'in_force 现行 accepted 已接受、待回执 superseded 已被替代 needs_confirming 待核实 needs_fixing 待改 withdrawn 已撤回 refused 退回 | In force, accepted but in no month before its receipts come, superseded, waiting for confirmations, without a usable row, withdrawn, refused as a whole',
  }),
  format: maybeText(),
  encoding: maybeText(),
  template: maybeText(),
  part_count: Type.Unsafe<number | null>({
    type: ['integer', 'null'],
    description: '读入的工作表或文件数 | Sheets or files that were read',
  }),
  recognition: maybe(recognition, '识别结果 | How the file was understood; null for what was not'),
  received_at: instant('收到时刻 | When it arrived'),
  rows_read: count('读入的行 | Rows read'),
  accepted: count('接受的行 | Rows accepted'),
  rejected: count('驳回的行 | Rows rejected'),
  set_aside: count('不计的行（合计行、重复行） | Rows set aside: totals, duplicates'),
  finding_counts: record(
    {
      must_fix: count('必改 | To be fixed'),
      confirm_open: count('待核实 | Waiting for confirmation'),
      confirm_done: count('已确认 | Confirmed'),
      notice: count('提示 | Notices'),
      set_aside: count('不计 | Set aside'),
    },
    { description: '疑点数 | Findings by what they ask for' },
  ),
  version: record(
    {
      number: Type.Integer({ minimum: 1, description: '第几版 | Which version' }),
      of: Type.Integer({ minimum: 1, description: '共几版 | Of how many' }),
      previous: maybeText({ description: '上一版 | The version before' }),
      next: maybeText({ description: '下一版 | The version after' }),
    },
    {
      description:
        '同一企业涉及相同监管方式、进出口和月份的报送，按到达先后 | Among the deliveries of the tenant that cover a same mode, flow and month, in order of arrival',
    },
  ),
  supersedes: maybeText({ description: '所替代的报送 | The delivery that it took over from' }),
  ignored_columns: Type.Array(Type.String()),
  refusal: maybe(
    record({ id: Type.String(), zh: Type.String(), en: Type.String() }),
    '整份退回的原因 | Why it was refused as a whole',
  ),
};

export const step = record({
  at: instant('时刻 | When'),
  state: Type.String({
    description:
      'received 收到 recognised 识别 read 读入 judged 审核 needs_fixing 待改 needs_confirming 待核实 accepted 接受 in_force 现行 superseded 被替代 withdrawn 撤回 reinstated 恢复 refused 退回 | What it came to',
  }),
  actor: Type.String({ description: '何人；system为程序 | By whom; system is the program' }),
  reason_code: maybeText({ description: '理由代码 | Why' }),
  note: maybeText({
    description: '说明；被替代时为替代者 | A note; of a superseded one, what took its place',
  }),
});

export const deliveryDetails = record(
  { ...deliveryProperties, steps: Type.Array(step) },
  { description: '一份报送 | A delivery' },
);
export const delivery = record(deliveryProperties, { description: '一份报送 | A delivery' });

export const exampleDelivery = {
  id: '4f1c…',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  file_name: '2026-10.csv',
  uscc: '91330100MA27XL0K61',
  source_id: 'S001',
  periods: ['2026-10'],
  state: 'in_force',
  format: 'csv',
  encoding: 'gb18030',
  template: 'line',
  part_count: 1,
  recognition: {
    format: 'csv',
    encoding: 'gb18030',
    template: 'line',
    tenant_from: 'sender',
    sample: [
      { header: '商品编码', column: 'hs_code', value: '6109100010' },
      { header: '总价', column: 'amount', value: '1200.00' },
      { header: '放行日期', column: 'released_on', value: '2026-10-08' },
    ],
    parts: ['2026-10.csv'],
    skipped: [],
  },
  received_at: '2026-11-08T01:30:00.000Z',
  rows_read: 120,
  accepted: 117,
  rejected: 2,
  set_aside: 1,
  finding_counts: { must_fix: 2, confirm_open: 0, confirm_done: 1, notice: 0, set_aside: 1 },
  version: { number: 2, of: 2, previous: '77ab…', next: null },
  supersedes: '77ab…',
  ignored_columns: [],
  refusal: null,
};

export const exampleDetails = {
  ...exampleDelivery,
  steps: [
    {
      at: '2026-11-08T01:30:00.000Z',
      state: 'received',
      actor: 'S001',
      reason_code: null,
      note: null,
    },
    {
      at: '2026-11-08T03:10:00.000Z',
      state: 'accepted',
      actor: '李敏',
      reason_code: 'checked_with_tenant',
      note: null,
    },
  ],
};
