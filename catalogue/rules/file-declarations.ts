import { confirmFile, type ExampleLine, type FileRule, lines, noticeFile } from './file-example.ts';

const retail: ExampleLine = { customs_mode: '1210', flow: 'import', currency: 'CNY', partner: 'JPN' };
const [one, two] = ['080120260000000901', '080120260000000902'];

/** A declaration of two lines, and the total that each of them names. */
const stated = (first: string, second: string, declaration_total: string): ExampleLine[] => [
  { declaration_no: one, amount: first, declaration_total },
  { declaration_no: one, line_no: '2', amount: second, declaration_total },
];

/** Lines that belong together: of one declaration, one waybill, one order. */
export const declarationRules = {
  over_limit_retail_import: noticeFile(
    '零售进口清单的完税价格“{value}”元（含运费、保险费）超过单次交易限值5000元。请核对金额；确属超限的，应按一般贸易管理。',
    'The retail import list is worth {value} yuan with freight and insurance, above the 5,000 yuan of one transaction: check it.',
    {
      source: '财关税〔2018〕49号',
      beside: 'nothing',
      examples: [
        {
          fires: true,
          file: [
            { ...retail, declaration_no: one, amount: '4000.00' },
            { ...retail, declaration_no: one, line_no: '2', amount: '990.00', freight: '10.01' },
          ],
        },
        { fires: true, file: [{ ...retail, currency: 'USD', amount: '714.30' }] },
        { fires: false, file: [{ ...retail, amount: '5000.00' }] },
        { fires: false, file: lines(2, { ...retail, amount: '4000.00' }) },
        { fires: false, file: [{ amount: '9000.00' }] },
      ],
    },
  ),
  declaration_total_mismatch: confirmFile(
    '同一单各行“总价”之和与“{column}”相差超过1%（单上/各行之和：{value}）。请检查是否漏行或金额有误；无误请确认。',
    'The lines of the declaration differ from "{column}" by more than 1 % (stated / sum: {value}): check for missing lines, or confirm.',
    {
      source: '表头表体勾稽：各行之和等于总价',
      beside: 'nothing',
      examples: [
        { fires: true, file: stated('120.00', '120.00', '300.00') },
        { fires: false, file: stated('120.00', '120.00', '240.00') },
        { fires: false, file: stated('120.00', '120.00', '241.00') },
        // The missing amount stands in a row that was rejected.
        {
          fires: false,
          file: [
            ...stated('120.00', '120.00', '300.00'),
            { declaration_no: one, line_no: '3', state: 'rejected' },
          ],
        },
      ],
    },
  ),
  declaration_total_rounding: noticeFile(
    '同一单各行“总价”之和与“{column}”略有出入（单上/各行之和：{value}）。请核对是否四舍五入所致。',
    'The lines of the declaration differ a little from "{column}" (stated / sum: {value}): check that it is rounding.',
    {
      source: '表头表体勾稽：容差0.01或0.1%',
      beside: 'nothing',
      examples: [
        { fires: true, file: stated('120.00', '120.00', '241.00') },
        { fires: false, file: stated('120.00', '120.00', '240.20') },
        { fires: false, file: stated('120.00', '120.00', '300.00') },
      ],
    },
  ),
  declaration_head_differs: noticeFile(
    '同一清单/报关单各行的“{column}”不一致（本行为“{value}”）。请核对表头项目。',
    'Lines of one declaration differ in "{column}" (here "{value}"): check what belongs to the declaration as a whole.',
    {
      source: '清单、报关单表头项目每单一项',
      beside: 'nothing',
      examples: [
        {
          fires: true,
          file: [
            { declaration_no: one },
            { declaration_no: one, line_no: '2' },
            { declaration_no: one, line_no: '3', customs_district: '0802' },
          ],
        },
        {
          fires: true,
          file: [{ declaration_no: one }, { declaration_no: one, line_no: '2', customs_mode: '9810' }],
        },
        {
          fires: false,
          file: [{ declaration_no: one }, { declaration_no: one, line_no: '2', partner: 'JPN' }],
        },
        { fires: false, file: [{ customs_district: '0801' }, { customs_district: '0802' }] },
      ],
    },
  ),
  waybill_reused: noticeFile(
    '运单编号“{value}”已用于另一份申报（本文件或近六个月内）。请核对是否填错，或同一票货是否重复申报。',
    'Waybill "{value}" stands in another declaration of this file or of the last six months: check for a slip or a second declaration.',
    {
      source: '单一窗口报文：运单编号在物流企业内六个月不重复',
      beside: 'nothing',
      examples: [
        { fires: true, file: lines(2, { waybill_no: 'W1' }) },
        { fires: true, file: [{ waybill_no: 'W1' }], before: [{ month: '2026-04', waybill_no: 'W1' }] },
        { fires: false, file: [{ waybill_no: 'W1' }], before: [{ month: '2026-03', waybill_no: 'W1' }] },
        {
          fires: false,
          file: [
            { declaration_no: one, waybill_no: 'W1' },
            { declaration_no: one, line_no: '2', waybill_no: 'W1' },
          ],
        },
        { fires: false, file: [{ waybill_no: 'W1' }], before: [{ month: '2026-10', waybill_no: 'W1' }] },
      ],
    },
  ),
  order_in_two_declarations: noticeFile(
    '订单编号“{value}”已在另一份清单中。请核对是否重复申报；一单分几票发货的，无需处理。',
    'Order "{value}" stands in another list too: check for a second declaration; an order sent in several parcels is fine.',
    {
      source: '单一窗口报文：订单编号在电商平台内不重复',
      beside: 'nothing',
      examples: [
        { fires: true, file: lines(2, { ...retail, order_no: 'D1' }) },
        {
          fires: true,
          file: [{ ...retail, order_no: 'D1' }],
          before: [{ ...retail, month: '2026-02', order_no: 'D1' }],
        },
        {
          fires: false,
          file: [
            { ...retail, declaration_no: two, order_no: 'D1' },
            { ...retail, declaration_no: two, line_no: '2', order_no: 'D1' },
          ],
        },
        { fires: false, file: lines(2, { order_no: 'D1' }) },
      ],
    },
  ),
  duplicate_across_tenants: confirmFile(
    '“{value}”的同一行已由另一家入驻企业报送同一月份。请与代理报关企业商定由收发货人一方报送；应由本企业报送的，请确认。',
    'The same line of "{value}" is in force for another tenant in the same month: agree who reports it; if it is you, confirm.',
    {
      source: '归属以收发货人为准，不得重复统计',
      beside: 'others',
      examples: [
        { fires: true, file: [{ declaration_no: one }], others: [{ declaration_no: one }] },
        {
          fires: false,
          file: [{ declaration_no: one }],
          others: [{ declaration_no: one, line_no: '2' }, { declaration_no: two }],
        },
        {
          fires: false,
          file: [{ declaration_no: one }],
          others: [{ declaration_no: one, month: '2026-09' }],
        },
      ],
    },
  ),
} as const satisfies Record<string, FileRule>;
