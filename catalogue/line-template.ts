import type { CodeList } from './codes.ts';
import type { Message } from './refusal.ts';

/** What a cell of a column must be. Decimals: at most 13 digits before and 5 after the point, exact. */
export type CellKind = 'identifier' | 'integer' | 'code' | 'day' | 'text' | 'hs' | 'decimal';

export interface TemplateColumn extends Message {
  /** Other header names that are accepted. The column's own key is the English alias. */
  readonly aliases: readonly string[];
  readonly kind: CellKind;
  readonly required: boolean;
  readonly list: CodeList | null;
}

const column = (
  zh: string,
  en: string,
  kind: CellKind,
  required: boolean,
  aliases: readonly string[] = [],
  list: CodeList | null = null,
): TemplateColumn => ({ zh, en, kind, required, aliases, list });

/** The line template: one row is one goods line of one declaration. Any column order. */
export const lineTemplate = {
  declaration_no: column('清单编号/报关单号', 'Declaration number', 'identifier', true, [
    '清单编号',
    '报关单号',
    '清单号',
    '报关单编号',
  ]),
  line_no: column('商品序号', 'Line number', 'integer', true, ['序号', '项号']),
  customs_mode: column(
    '监管方式',
    'Customs mode',
    'code',
    true,
    ['监管方式代码', '贸易方式'],
    'customs_mode',
  ),
  flow: column('进出口标志', 'Flow', 'code', true, ['进出口', '进出口标记'], 'flow'),
  declared_on: column('申报日期', 'Declared on', 'day', true, ['申报时间']),
  released_on: column('放行/结关日期', 'Released or cleared on', 'day', true, [
    '放行日期',
    '结关日期',
    '放行时间',
    '结关时间',
  ]),
  customs_district: column(
    '申报海关',
    'Customs district',
    'code',
    true,
    ['申报地海关', '申报海关代码'],
    'customs_district',
  ),
  supervision_site: column('监管场所', 'Supervision site', 'text', false, ['监管场所代码']),
  partner: column(
    '原产国/最终目的国',
    'Origin or final destination',
    'code',
    true,
    ['原产国', '最终目的国', '原产国(地区)', '最终目的国(地区)', '国别'],
    'partner',
  ),
  transport_mode: column('运输方式', 'Transport mode', 'code', true, ['运输方式代码'], 'transport_mode'),
  order_no: column('订单编号', 'Order number', 'text', false, ['订单号']),
  waybill_no: column('运单编号', 'Waybill number', 'text', false, ['运单号', '物流运单编号']),
  hs_code: column('商品编码', 'HS code', 'hs', true, ['HS编码', '商品编号', '税号']),
  goods_name: column('商品名称', 'Goods name', 'text', true, ['品名']),
  quantity: column('数量', 'Quantity', 'decimal', true, ['申报数量']),
  unit: column('计量单位', 'Unit', 'code', true, ['单位'], 'unit'),
  gross_kg: column('毛重(千克)', 'Gross weight (kg)', 'decimal', true, ['毛重', '毛重(公斤)', '毛重(kg)']),
  net_kg: column('净重(千克)', 'Net weight (kg)', 'decimal', true, ['净重', '净重(公斤)', '净重(kg)']),
  currency: column('币制', 'Currency', 'code', true, ['币种'], 'currency'),
  amount: column('总价', 'Amount', 'decimal', true, ['金额', '申报总价']),
  unit_price: column('单价', 'Unit price', 'decimal', false, ['申报单价']),
  declaration_total: column('报关单总价', 'Declaration total', 'decimal', false, ['清单总价']),
  freight: column('运费', 'Freight', 'decimal', false),
  insurance: column('保险费', 'Insurance', 'decimal', false, ['保费']),
  trade_terms: column('成交方式', 'Terms of trade', 'code', false, [], 'trade_terms'),
  statistics_flag: column('简化申报标志', 'Simplified declaration flag', 'text', false, ['统计标志']),
  duty: column('关税', 'Duty', 'decimal', false),
  vat: column('增值税', 'VAT', 'decimal', false),
  consumption_tax: column('消费税', 'Consumption tax', 'decimal', false),
  bonded_line: column(
    '一线二线标志',
    'First or second line',
    'code',
    false,
    ['一线二线', '一二线标志'],
    'bonded_line',
  ),
} as const satisfies Record<string, TemplateColumn>;
export type LineColumn = keyof typeof lineTemplate;
export const lineColumns = Object.keys(lineTemplate) as LineColumn[];

/** A row whose declaration number says so is a nil return for the month in its release date. */
export const nilWords = ['零申报', 'NIL'] as const;
/** A row whose first cell starts so is a totals row: set aside, never counted. */
export const totalsWords = ['合计', '小计', '总计', '累计', '其中', '本页合计', 'TOTAL', 'SUBTOTAL'] as const;

/** Header text as compared: NFKC, no blanks, lower case. */
export function plainHeader(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff]/g, '')
    .toLowerCase();
}

const columnByHeader = new Map<string, LineColumn>(
  lineColumns.flatMap((name) =>
    [name, lineTemplate[name].zh, ...lineTemplate[name].aliases].map(
      (header) => [plainHeader(header), name] as const,
    ),
  ),
);

/** The template column that a header cell names: Chinese header, a listed variant, or the English alias. */
export function columnOfHeader(header: string): LineColumn | undefined {
  return columnByHeader.get(plainHeader(header));
}

const personal =
  /姓名|身份证|护照|(?<!许可)证件号|证件类型|证件类别|电话|手机|联系人|联系方式|微信|qq|客户名称|客户名|(?<!境外)收货人|收件人|订购人|支付人|购买人|买家|买方|消费者|地址|住址|邮箱|buyer|consignee|receiver|recipient|payer|telephone|phone|mobile|e-?mail|passport|id_?card|id_?n(umber|o)|address|contact|wechat/i;

/** True for a header under which a natural person's data would stand. Park statistics need none of them. */
export function isPersonalHeader(header: string): boolean {
  return columnOfHeader(header) === undefined && personal.test(plainHeader(header));
}

/**
 * A typed line at rest in the lake, in file order. `outcome` is `accepted`, `rejected`, `nil` or the id of a
 * set-aside rule; only accepted lines count. `findings` lists what stopped a row, and of a nil return
 * mode, flow and month as written. `row` is the record's number in its
 * file (the header is 1), null where it follows from the order in the file. `release_minutes` lie between declaration and
 * release where both have a time of day. Columns that an earlier version did not write are null in its files.
 */
export const lakeLine = {
  delivery: 'VARCHAR',
  part: 'VARCHAR',
  row: 'BIGINT',
  outcome: 'VARCHAR',
  findings: 'VARCHAR',
  concerns: 'VARCHAR',
  uscc: 'VARCHAR',
  customs_mode: 'VARCHAR',
  flow: 'VARCHAR',
  period: 'VARCHAR',
  declaration_no: 'VARCHAR',
  line_no: 'INTEGER',
  declared_on: 'DATE',
  declared_month: 'VARCHAR',
  released_on: 'DATE',
  customs_district: 'VARCHAR',
  supervision_site: 'VARCHAR',
  partner: 'VARCHAR',
  transport_mode: 'VARCHAR',
  order_no: 'VARCHAR',
  waybill_no: 'VARCHAR',
  hs_code: 'VARCHAR',
  chapter: 'VARCHAR',
  goods_name: 'VARCHAR',
  quantity: 'DECIMAL(18,5)',
  unit: 'VARCHAR',
  gross_kg: 'DECIMAL(18,5)',
  net_kg: 'DECIMAL(18,5)',
  currency: 'VARCHAR',
  amount: 'DECIMAL(18,5)',
  unit_price: 'DECIMAL(18,5)',
  declaration_total: 'DECIMAL(18,5)',
  trade_amount: 'DECIMAL(18,5)',
  freight: 'DECIMAL(18,5)',
  insurance: 'DECIMAL(18,5)',
  trade_terms: 'VARCHAR',
  statistics_flag: 'VARCHAR',
  duty: 'DECIMAL(18,5)',
  vat: 'DECIMAL(18,5)',
  consumption_tax: 'DECIMAL(18,5)',
  line_hash: 'UBIGINT',
  release_minutes: 'INTEGER',
  bonded_line: 'VARCHAR',
} as const;
