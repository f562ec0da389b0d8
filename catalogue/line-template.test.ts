import { describe, expect, test } from 'vitest';
import {
  columnOfHeader,
  isPersonalHeader,
  lakeLine,
  lineColumns,
  lineTemplate,
  plainHeader,
} from './line-template.ts';

// In the order of the contract, with unit price and declaration total; a question mark marks what may be left out.
const contract =
  `declaration_no line_no customs_mode flow declared_on released_on customs_district supervision_site?
  partner transport_mode order_no? waybill_no? hs_code goods_name quantity unit gross_kg net_kg currency amount unit_price? declaration_total? freight?
  insurance? trade_terms? statistics_flag? duty? vat? consumption_tax? bonded_line?`.split(/\s+/);

test('the columns are those of the contract', () => {
  const written = lineColumns.map((name) => (lineTemplate[name].required ? name : `${name}?`));
  expect(written).toEqual(contract);
});

test('every cell of a line is kept in the lake', () => {
  expect(lineColumns.filter((name) => !(name in lakeLine))).toEqual([]);
});

test('amounts, weights and quantities are decimals at rest', () => {
  const decimals = lineColumns.filter((name) => lineTemplate[name].kind === 'decimal');
  expect(decimals.map((name) => lakeLine[name])).toEqual(decimals.map(() => 'DECIMAL(18,5)'));
  expect(Object.values(lakeLine).filter((type) => /DOUBLE|FLOAT|REAL/.test(type))).toEqual([]);
});

describe('a header cell names its column', () => {
  test.each([
    ['清单编号/报关单号', 'declaration_no'],
    ['清单编号', 'declaration_no'],
    ['报关单号', 'declaration_no'],
    ['declaration_no', 'declaration_no'],
    ['Declaration_No', 'declaration_no'],
    ['毛重(千克)', 'gross_kg'],
    ['毛重（千克）', 'gross_kg'],
    ['毛重 （ 千克 ）', 'gross_kg'],
    ['净重（KG）', 'net_kg'],
    ['放行/结关日期', 'released_on'],
    ['放行／结关日期', 'released_on'],
    ['结关日期', 'released_on'],
    ['原产国（地区）', 'partner'],
    ['最终目的国', 'partner'],
    ['ＨＳ编码', 'hs_code'],
    ['HS_CODE', 'hs_code'],
    ['\ufeff商品序号', 'line_no'],
    [' 商品\u3000编码 ', 'hs_code'],
    ['监管\n方式', 'customs_mode'],
    ['币制\u00a0', 'currency'],
    ['总价\u200b', 'amount'],
  ])('%j: %s', (header, name) => {
    expect(columnOfHeader(header)).toBe(name);
  });

  test.each(['', '备注', '企业名称', '总价2', 'amount_cny', '出口'])('%j: none', (header) => {
    expect(columnOfHeader(header)).toBeUndefined();
  });

  test('no header names two columns', () => {
    const headers = lineColumns.flatMap((name) => [
      ...new Set([name, lineTemplate[name].zh, ...lineTemplate[name].aliases].map(plainHeader)),
    ]);
    expect(headers.filter((header, at) => headers.indexOf(header) !== at)).toEqual([]);
  });
});

describe('columns of personal data', () => {
  test.each([
    '收货人',
    '收货人姓名',
    '收 货 人 姓 名',
    '收件人地址',
    '收货人电话',
    '订购人姓名',
    '订购人证件号码',
    '订购人证件类型',
    '订购人电话',
    '购买人姓名',
    '买家昵称',
    '身份证号',
    '手机号码',
    '联系方式',
    '消费者邮箱',
    '收货地址',
    '住址',
    '护照号码',
    '支付人',
    'buyerName',
    'Buyer Name',
    'buyerIdNumber',
    'buyer_telephone',
    'consignee',
    'consigneeAddress',
    'ＣＯＮＳＩＧＮＥＥ',
    'Receiver',
    'recipient name',
    'payerName',
    'Mobile',
    'phone_no',
    'E-mail',
    'email',
    'ID_Card',
    'id number',
    'idNo',
    'passport',
  ])('%s is one', (header) => {
    expect(isPersonalHeader(header)).toBe(true);
  });

  test.each([
    '备注',
    '商品名称',
    '规格型号',
    '企业名称',
    '电商平台名称',
    '物流企业名称',
    '监管场所名称',
    '航班航次号',
    '许可证件号',
    'licenseNo',
    'Remarks',
    'brand',
    'enterprise_name',
    'unit price',
  ])('%s is none', (header) => {
    expect(isPersonalHeader(header)).toBe(false);
  });

  test('no column of the template is one, under any of its names', () => {
    const headers = lineColumns.flatMap((name) => [
      name,
      lineTemplate[name].zh,
      ...lineTemplate[name].aliases,
    ]);
    expect(headers.filter(isPersonalHeader)).toEqual([]);
  });
});
