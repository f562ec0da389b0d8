import {
  above,
  and,
  atLeast,
  atMost,
  below,
  cell,
  code,
  count,
  decimal,
  type Expression,
  equal,
  isGiven,
  isWhole,
  lengthOf,
  masked,
  matches,
  minus,
  not,
  number,
  oneOf,
  or,
  text,
  times,
  unequal,
} from '../expression.ts';
import { fires, passes, type RowRule, rowRule } from './rule.ts';

const quantity = decimal('quantity');
const net = decimal('net_kg');
const amount = decimal('amount');
const unitIs = (unit: string) => equal(code('unit'), text(unit));

/** Things counted one by one: 台 to 双, 箱, 罐, 包, 册 and the like. Not in pairs, sets or weights. */
const counted = (
  '001 002 003 004 005 006 007 008 009 010 011 012 013 014 015 016 017 018 019 020 021 022 025 026 120 122 125 ' +
  '130 131 132 134 139 140 142 163'
).split(' ');

const vague = '商品 货物 物品 产品 其他 其它 日用品 百货 杂货 礼品 样品 配件 未知 不详'.split(' ');

/** `a` and `b` differ by more than `share` of `b`. */
const differs = (a: Expression, b: Expression, share: string): Expression =>
  or(above(minus(a, b), times(b, number(share))), above(minus(b, a), times(b, number(share))));
const price = times(quantity, decimal('unit_price'));
const byMoreThanACent = or(
  above(minus(price, amount), number('0.01')),
  above(minus(amount, price), number('0.01')),
);

/** Rules about the goods of a line: name, quantity, weights, price. */
export const goodsRules = {
  goods_name_vague: rowRule(
    'notice',
    '商品名称“{value}”看不出是什么商品，请填具体品名。',
    'Goods name "{value}" does not tell what the goods are: name them.',
    {
      columns: ['goods_name'],
      when: (column) =>
        or(
          and(atMost(lengthOf(cell(column)), count(3)), oneOf(cell(column), vague)),
          and(below(cell(column), text(':')), matches(cell(column), '[0-9 .-]+')),
        ),
      source: '海关统计条例：记录商品名称及编码',
      examples: [
        fires({ goods_name: '商品' }),
        fires({ goods_name: '1024' }),
        passes({ goods_name: '其他棉制T恤衫' }),
      ],
    },
  ),
  text_masked: rowRule(
    'notice',
    '“{column}”里有电话或证件号码，已隐去（{value}）；请不要在此填写个人信息。',
    '"{column}" held a phone or identity number, which was made unreadable ({value}): leave personal data out.',
    {
      columns: ['goods_name', 'supervision_site'],
      when: (column) => unequal(masked(column), cell(column)),
      value: masked,
      source: '个人信息保护法：园区统计不需要个人信息',
      examples: [
        fires({ goods_name: 'T恤衫13912345678' }),
        fires({ supervision_site: '联系 139-1234-5678' }),
        passes({ goods_name: 'T恤衫 100-200-300' }),
      ],
    },
  ),
  quantity_fraction: rowRule(
    'notice',
    '数量“{value}”不是整数，而计量单位按个计数，请核对数量和单位。',
    'Quantity "{value}" is not whole, but the unit counts single things: check both.',
    {
      columns: ['quantity'],
      when: (column) => and(not(isWhole(decimal(column))), oneOf(code('unit'), counted)),
      source: '计量单位代码表',
      examples: [
        fires({ quantity: '10.5' }),
        passes({ quantity: '10.00' }),
        passes({ quantity: '3.2', unit: '035' }),
      ],
    },
  ),
  weight_unit: rowRule(
    'confirm',
    '净重“{value}”与数量按计量单位相差近千倍，请核对是否把吨或克当作千克。',
    'Net weight "{value}" and the quantity in its unit are about a thousandfold apart: check for tonnes or grams.',
    {
      columns: ['net_kg'],
      when: () =>
        or(
          and(
            unitIs('035'),
            or(atLeast(quantity, times(net, number('900'))), atLeast(net, times(quantity, number('900')))),
          ),
          and(unitIs('070'), atMost(net, times(quantity, number('2')))),
          and(unitIs('036'), atLeast(times(net, number('2')), quantity)),
        ),
      source: '净重以千克计；千克为计量单位时与数量相等',
      examples: [
        fires({ unit: '035', quantity: '3200' }),
        fires({ unit: '070', quantity: '3.2' }),
        fires({ unit: '036', quantity: '3.2' }),
        passes({ unit: '035', quantity: '3.2' }),
        passes({ unit: '036', quantity: '3200' }),
      ],
    },
  ),
  weight_differs: rowRule(
    'notice',
    '计量单位为千克，而净重“{value}”与数量相差超过10%，请核对。',
    'The unit is the kilogram, but net weight "{value}" is more than 10 % off the quantity: check both.',
    {
      columns: ['net_kg'],
      when: () => and(unitIs('035'), differs(quantity, net, '0.1')),
      source: '净重以千克计；千克为计量单位时与数量相等',
      examples: [fires({ unit: '035', quantity: '4' }), passes({ unit: '035', quantity: '3.5' })],
    },
  ),
  line_arithmetic: rowRule(
    'confirm',
    '单价“{value}”乘数量与总价相差超过1%，请核对数量、单价和总价。',
    'Unit price "{value}" times the quantity is more than 1 % off the amount: check the three.',
    {
      columns: ['unit_price'],
      when: (column) => and(isGiven(decimal(column)), differs(price, amount, '0.01'), byMoreThanACent),
      source: '报关单填制规范：总价等于数量乘单价',
      examples: [
        fires({ unit_price: '120' }),
        passes({ unit_price: '12' }),
        passes({ amount: '0.10', quantity: '1', unit_price: '0.11' }),
      ],
    },
  ),
  line_arithmetic_rounding: rowRule(
    'notice',
    '单价“{value}”乘数量与总价略有出入（超过0.5%），请核对是否四舍五入所致。',
    'Unit price "{value}" times the quantity is a little off the amount (over 0.5 %): check the rounding.',
    {
      columns: ['unit_price'],
      when: (column) => and(isGiven(decimal(column)), differs(price, amount, '0.005'), byMoreThanACent),
      source: '报关单填制规范：总价等于数量乘单价',
      examples: [fires({ unit_price: '12.09' }), passes({ unit_price: '12.05' })],
    },
  ),
} as const satisfies Record<string, RowRule>;
