import { describe, expect, test } from 'vitest';
import { claimFromTenantCell, claimFromText, claimsOf, startClaims } from './claims.ts';
import { holdsPersonalNumber } from './plain.ts';
import { totalsWord } from './totals.ts';

function claims(...cells: string[]) {
  const claiming = startClaims();
  claimFromText(claiming, cells);
  return claimsOf(claiming);
}

describe('months', () => {
  test.each<[string, string[]]>([
    ['统计月份：2026年10月', ['2026-10']],
    ['2026年10月份跨境电商明细表', ['2026-10']],
    ['2026-10', ['2026-10']],
    ['期间 2026/9', ['2026-09']],
    ['２０２６年１０月', ['2026-10']],
    ['2026年9-10月', ['2026-09', '2026-10']],
    ['2026年9月至11月', ['2026-09', '2026-10', '2026-11']],
    // A day is when the table was made, not what it is about.
    ['制表日期：2026年11月5日', []],
    ['制表日期：2026-11-05', []],
    ['2026/11/5', []],
    ['2026年13月', []],
    ['2026年', []],
    ['订单 12026-10', []],
  ])('%s', (text, periods) => {
    expect(claims(text).periods).toEqual(periods);
  });
});

describe('tenants', () => {
  test.each<[string[], string[], string[]]>([
    [['填报单位：沈阳测试进出口有限公司'], ['沈阳测试进出口有限公司'], []],
    [['企业名称', '沈阳测试（东北）有限公司'], ['沈阳测试(东北)有限公司'], []],
    [['单位名称: 沈阳测试商行  联系电话：13800000000'], ['沈阳测试商行'], []],
    [['统一社会信用代码：91210100MA0000001G'], [], ['91210100MA0000001G']],
    [['91210100ma0000001g'], [], ['91210100MA0000001G']],
    // The check character is wrong.
    [['统一社会信用代码：91210100MA00000011'], [], []],
    [['沈阳测试有限公司2026年10月申报明细'], ['沈阳测试有限公司'], []],
    [['沈阳测试（东北）有限公司退货表'], ['沈阳测试(东北)有限公司'], []],
    // Words about an enterprise are no title.
    [['由沈阳测试有限公司代为申报'], [], []],
    [['沈阳测试有限公司负责配送'], [], []],
    // Persons are nobody's name here.
    [['填报人：张三'], [], []],
    [['单位名称：张三'], [], []],
    [['填报单位：', '联系人：李四'], [], []],
  ])('%j', (cells, names, usccs) => {
    expect(claims(...cells)).toMatchObject({ names, usccs });
  });

  test('in a cell of a declaration', () => {
    const claiming = startClaims();
    claimFromTenantCell(claiming, '91210100MA0000001G/沈阳测试进出口有限公司');
    claimFromTenantCell(claiming, '张三');
    expect(claimsOf(claiming)).toMatchObject({
      usccs: ['91210100MA0000001G'],
      names: ['沈阳测试进出口有限公司'],
    });
  });
});

test.each([
  ['金额单位：万元', '万元'],
  ['单位：元', '元'],
  ['单位：人民币亿元', '亿元'],
  ['出口明细（万元）', '万元'],
  ['（单位：万美元）', '万元'],
  ['申报单位：沈阳测试有限公司', null],
  ['合计金额', null],
])('unit of amounts in %s: %s', (text, unit) => {
  expect(claims(text).amountUnit).toBe(unit);
});

test.each<[string, boolean]>([
  ['电话13800138000', true],
  ['138 0013 8000', true],
  ['024-23456789', true],
  ['１３８００１３８０００', true],
  ['210102199001011234', true],
  ['21010219900101123X', true],
  ['080120260000000001', false],
  ['SF1380013800012', false],
  ['12345678901', false],
  ['6109100010', false],
])('%s holds a number of a person: %s', (text, holds) => {
  expect(holdsPersonalNumber(text)).toBe(holds);
});

test.each<[string, string | undefined]>([
  ['合计', '合计'],
  ['合 计', '合计'],
  ['合　计：', '合计:'],
  ['本页合计', '本页合计'],
  ['Total', 'Total'],
  ['SUBTOTAL', 'SUBTOTAL'],
  ['T恤', undefined],
  ['总价', undefined],
])('%s is a totals word: %s', (text, word) => {
  expect(totalsWord(text)).toBe(word);
});
