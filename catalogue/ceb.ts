import type { Flow } from './mode.ts';
import type { Message } from './refusal.ts';

/**
 * What a customs message is to the statistics. `order` and `waybill` only lend numbers that a list lacks; `unused` ones
 * are counted and set aside.
 */
export type MessageRole =
  | 'list'
  | 'receipt'
  | 'cancellation'
  | 'cancellation_receipt'
  | 'return'
  | 'return_receipt'
  | 'tax'
  | 'tax_status'
  | 'summary'
  | 'order'
  | 'waybill'
  | 'unused';

export interface MessageKind extends Message {
  readonly flow: Flow | null;
  readonly role: MessageRole;
}

const kind = (role: MessageRole, flow: Flow | null, zh: string, en: string): MessageKind => ({
  role,
  flow,
  zh,
  en,
});

/**
 * Messages of the customs single window for cross-border e-commerce (海关总署公告2018年第113号, 接入报文规范): the element
 * `CEB…Message` around them names their kind. Kinds that are not here are set aside too.
 */
export const messageKinds = {
  CEB303: kind('order', 'export', '出口电子订单', 'Export order'),
  CEB304: kind('unused', 'export', '出口电子订单回执', 'Receipt of an export order'),
  CEB311: kind('order', 'import', '进口电子订单', 'Import order'),
  CEB312: kind('unused', 'import', '进口电子订单回执', 'Receipt of an import order'),
  CEB403: kind('unused', 'export', '收款单', 'Receipt of payment'),
  CEB404: kind('unused', 'export', '收款单回执', 'Receipt of a receipt of payment'),
  CEB411: kind('unused', 'import', '支付单', 'Payment'),
  CEB412: kind('unused', 'import', '支付单回执', 'Receipt of a payment'),
  CEB505: kind('waybill', 'export', '出口运单', 'Export waybill'),
  CEB506: kind('unused', 'export', '出口运单回执', 'Receipt of an export waybill'),
  CEB507: kind('unused', 'export', '运抵单', 'Arrival'),
  CEB508: kind('unused', 'export', '运抵单回执', 'Receipt of an arrival'),
  CEB509: kind('unused', 'export', '离境单', 'Departure'),
  CEB510: kind('unused', 'export', '离境单回执', 'Receipt of a departure'),
  CEB511: kind('waybill', 'import', '进口运单', 'Import waybill'),
  CEB512: kind('unused', 'import', '进口运单回执', 'Receipt of an import waybill'),
  CEB513: kind('unused', 'import', '运单状态', 'Waybill status'),
  CEB514: kind('unused', 'import', '运单状态回执', 'Receipt of a waybill status'),
  CEB603: kind('list', 'export', '出口清单', 'Export list'),
  CEB604: kind('receipt', 'export', '出口清单回执', 'Receipt of an export list'),
  CEB605: kind('cancellation', 'export', '出口撤销申请单', 'Cancellation of an export list'),
  CEB606: kind('cancellation_receipt', 'export', '出口撤销回执', 'Receipt of an export cancellation'),
  CEB607: kind('unused', 'export', '清单总分单', 'Master bill of lists'),
  CEB608: kind('unused', 'export', '清单总分单回执', 'Receipt of a master bill'),
  CEB621: kind('list', 'import', '进口清单', 'Import list'),
  CEB622: kind('receipt', 'import', '进口清单回执', 'Receipt of an import list'),
  CEB623: kind('cancellation', 'import', '进口撤销申请单', 'Cancellation of an import list'),
  CEB624: kind('cancellation_receipt', 'import', '进口撤销回执', 'Receipt of an import cancellation'),
  CEB625: kind('return', 'import', '退货申请单', 'Return'),
  CEB626: kind('return_receipt', 'import', '退货申请回执', 'Receipt of a return'),
  CEB701: kind('unused', 'export', '汇总申请单', 'Request to summarise lists'),
  CEB702: kind('unused', 'export', '汇总申请回执', 'Receipt of a request to summarise'),
  CEB711: kind('unused', 'import', '入库明细单', 'Warehousing'),
  CEB712: kind('unused', 'import', '入库明细单回执', 'Receipt of a warehousing'),
  CEB792: kind('summary', 'export', '汇总结果单', 'Result of a summary'),
  CEB816: kind('tax', 'import', '电子税单', 'Tax bill'),
  CEB818: kind('tax_status', 'import', '电子税单状态', 'Status of a tax bill'),
  CEB900: kind('unused', null, '报文格式校验回执', 'Receipt of the format check'),
} as const satisfies Record<string, MessageKind>;

export function messageKind(code: string): MessageKind | undefined {
  return Object.hasOwn(messageKinds, code) ? messageKinds[code as keyof typeof messageKinds] : undefined;
}

/** What a field of a message becomes. `decimal`: N19,5 of the specification. `free`: words, masked before they are kept. */
export type FieldKind = 'text' | 'free' | 'decimal';
interface Field {
  readonly column: string;
  readonly kind: FieldKind;
}

const text = (column: string): Field => ({ column, kind: 'text' });
const decimal = (column: string): Field => ({ column, kind: 'decimal' });

/**
 * The fields that are read, by the name of their element, whatever their order: nothing else of a message ever becomes
 * text. None of them is a person's. `note` and `reason` are free words of the sender, in which anyone's name may stand.
 */
export const headFields = {
  guid: text('guid'),
  appType: text('app_type'),
  appTime: text('app_time'),
  appStatus: text('app_status'),
  orderNo: text('order_no'),
  ebpCode: text('ebp_code'),
  ebcCode: text('ebc_code'),
  logisticsNo: text('logistics_no'),
  logisticsCode: text('logistics_code'),
  agentCode: text('agent_code'),
  copNo: text('cop_no'),
  preNo: text('pre_no'),
  invtNo: text('invt_no'),
  ieFlag: text('ie_flag'),
  declTime: text('decl_time'),
  customsCode: text('customs_code'),
  tradeMode: text('trade_mode'),
  trafMode: text('traf_mode'),
  loctNo: text('loct_no'),
  statisticsFlag: text('statistics_flag'),
  currency: text('currency'),
  freight: decimal('freight'),
  fCurrency: text('freight_currency'),
  fFlag: text('freight_flag'),
  insuredFee: decimal('insurance'),
  iCurrency: text('insurance_currency'),
  iFlag: text('insurance_flag'),
  grossWeight: decimal('gross_kg'),
  netWeight: decimal('net_kg'),
  returnStatus: text('return_status'),
  returnTime: text('return_time'),
  taxNo: text('tax_no'),
  status: text('tax_state'),
  sumNo: text('sum_no'),
  opDate: text('op_date'),
  entryId: text('entry_id'),
} as const satisfies Record<string, Field>;

export const itemFields = {
  gnum: text('gnum'),
  gcode: text('gcode'),
  gname: { column: 'gname', kind: 'free' },
  country: text('country'),
  currency: text('item_currency'),
  qty: decimal('qty'),
  unit: text('unit'),
  price: decimal('price'),
  totalPrice: decimal('total_price'),
  customsTax: decimal('duty'),
  valueAddedTax: decimal('vat'),
  consumptionTax: decimal('consumption_tax'),
  invtNo: text('item_invt_no'),
} as const satisfies Record<string, Field>;

/** Children of a message that say how it travelled, not what it is about. */
export const technicalElements: readonly string[] = [
  'BaseTransfer',
  'BaseSubscribe',
  'Signature',
  'ExtendMessage',
];

interface ReceiptStatus extends Message {
  /** The flow whose lists count from a receipt with this status on. */
  readonly counts: Flow | null;
}

const status = (zh: string, en: string, counts: Flow | null = null): ReceiptStatus => ({ zh, en, counts });

/** `returnStatus` of a receipt. 399 is final for cancellations and returns only. */
export const receiptStatuses = {
  '1': status('电子口岸已暂存', 'Draft at the port'),
  '2': status('电子口岸申报中', 'Being declared'),
  '3': status('发送海关成功', 'Sent to customs'),
  '4': status('发送海关失败', 'Not sent to customs'),
  '100': status('海关退单', 'Rejected by customs'),
  '120': status('海关入库', 'Stored by customs'),
  '300': status('人工审核', 'Under review'),
  '399': status('海关审结', 'Reviewed'),
  '500': status('查验', 'Inspection'),
  '501': status('扣留移送通关', 'Held'),
  '502': status('扣留移送缉私', 'Held, investigated'),
  '503': status('扣留移送法规', 'Held, legal department'),
  '599': status('其他扣留', 'Held otherwise'),
  '700': status('退运', 'Sent back'),
  '800': status('放行', 'Released', 'import'),
  '899': status('结关', 'Cleared', 'export'),
} as const satisfies Record<string, ReceiptStatus>;

/** The words for a receipt's status; the code itself when it is not in the list. */
export function receiptStatusName(code: string): Message {
  return Object.hasOwn(receiptStatuses, code)
    ? receiptStatuses[code as keyof typeof receiptStatuses]
    : { zh: code, en: code };
}
