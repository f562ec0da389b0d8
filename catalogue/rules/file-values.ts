import { confirmFile, type ExampleLine, type FileRule, lines, noticeFile } from './file-example.ts';

const earlier = (count: number, line: ExampleLine = {}) => lines(count, { month: '2026-09', ...line });
/** One line in each of so many months before, the newest first. */
const monthly = (count: number, line: ExampleLine = {}) =>
  lines(count, (at) => ({ month: at < 9 ? `2026-0${9 - at}` : `2025-${21 - at}`, ...line }));
const partners = (at: number): ExampleLine => ({
  month: '2026-09',
  partner: ['USA', 'JPN', 'KOR'][at % 3] ?? '',
});
/** Prices that vary by a few per cent, as prices do. */
const varied = (at: number): ExampleLine => ({ amount: `${116 + (at % 9)}.00` });

/** Values against the tenant's own earlier months. */
export const valueRules = {
  amount_scale: confirmFile(
    '“{column}”的中位数与以往相差约一万倍（本次/以往：{value}），可能把万元当作元，或把元当作万元。请改为以元为单位后重新报送；无误请确认。',
    'The median of "{column}" is ten thousand times off what it used to be (now / before: {value}): deliver it in units of the currency, or confirm.',
    {
      source: '单位审核：与本企业近12个月的中位数比较',
      beside: 'history',
      examples: [
        { fires: true, file: lines(8, { amount: '0.012' }), before: earlier(8) },
        { fires: true, file: lines(8, { amount: '1500000.00' }), before: earlier(8) },
        { fires: false, file: lines(8, { amount: '0.12' }), before: earlier(8) },
        { fires: false, file: lines(7, { amount: '0.012' }), before: earlier(8) },
        { fires: false, file: lines(8, { amount: '0.012' }), before: earlier(7) },
        { fires: false, file: lines(8, { amount: '0.012' }), before: earlier(8, { currency: 'EUR' }) },
        { fires: false, file: lines(8, { amount: '0.012' }), before: earlier(8, { month: '2025-09' }) },
      ],
    },
  ),
  currency_scale: confirmFile(
    '金额与以往之比接近汇率，“{column}”可能填错（所填/可能的币制：{value}）。请核对币制与金额是否一致；无误请确认。',
    'Amounts are off by the exchange rate: "{column}" may be wrong (stated / perhaps meant: {value}). Check that both go together, or confirm.',
    {
      source: '币制审核：与本企业近12个月的金额、同类商品单价及汇率比较',
      beside: 'history',
      examples: [
        { fires: true, file: lines(8, { amount: '840.00' }), before: earlier(8) },
        { fires: true, file: lines(8, { currency: 'CNY' }), before: earlier(8) },
        {
          fires: true,
          file: lines(8, { currency: 'CNY', hs_code: '8517799000' }),
          before: earlier(8),
        },
        { fires: false, file: lines(8, { amount: '480.00' }), before: earlier(8) },
        // Orders are seven times as large, prices are the same.
        { fires: false, file: lines(8, { amount: '840.00', quantity: '70' }), before: earlier(8) },
        {
          fires: false,
          file: lines(8, { amount: '840.00', hs_code: '8517799000' }),
          before: earlier(8),
        },
      ],
    },
  ),
  weight_scale: confirmFile(
    '每单位商品的“{column}”约为以往的{value}倍，可能把吨、千克、克弄混。请改为以千克为单位后重新报送；无误请确认。',
    'The "{column}" of a unit of goods is about {value} times what it used to be: give it in kilograms, or confirm.',
    {
      source: '单位审核：与本企业近12个月同类商品的单位重量比较',
      beside: 'history',
      examples: [
        { fires: true, file: lines(8, { net_kg: '3200', gross_kg: '3500' }), before: earlier(8) },
        { fires: true, file: lines(8, { net_kg: '0.0032' }), before: earlier(8) },
        { fires: false, file: lines(8, { net_kg: '320', gross_kg: '350' }), before: earlier(8) },
        { fires: false, file: lines(7, { net_kg: '3200', gross_kg: '3500' }), before: earlier(8) },
      ],
    },
  ),
  unit_value_gross: confirmFile(
    '本行单价与本企业以往同类商品相差悬殊（本行/以往，元：{value}），且金额较大。请核对“{column}”、数量和计量单位；无误请确认。',
    'The price of a unit is far off what it used to be (here / before, yuan: {value}) and weighs much: check "{column}", quantity and unit, or confirm.',
    {
      source: 'Hidiroglou & Berthelot (1986)，U=0.5，A=0.05，C=20',
      beside: 'history',
      examples: [
        {
          fires: true,
          file: [...lines(20, varied), { amount: '12000.00' }],
          before: lines(9, (at) => ({ month: '2026-09', ...varied(at) })),
        },
        // Dear, but the quantity explains it.
        {
          fires: false,
          file: [...lines(20, varied), { amount: '12000.00', quantity: '1000' }],
          before: lines(9, (at) => ({ month: '2026-09', ...varied(at) })),
        },
        // Every price is new: that is no single line's fault.
        {
          fires: false,
          file: lines(20, { amount: '1200.00' }),
          before: lines(9, (at) => ({ month: '2026-09', ...varied(at) })),
        },
        {
          fires: false,
          file: [...lines(20, varied), { amount: '12000.00' }],
          before: lines(7, (at) => ({ month: '2026-09', ...varied(at) })),
        },
      ],
    },
  ),
  unit_value_outlier: noticeFile(
    '本行单价与本企业以往同类商品相差较大（本行/以往，元：{value}）。请核对“{column}”、数量和计量单位。',
    'The price of a unit differs much from what it used to be (here / before, yuan: {value}): check "{column}", quantity and unit.',
    {
      source: '单价审核：对数单价的稳健标准分超过5（近12个月同一10位、8位或6位编码）',
      beside: 'history',
      examples: [
        {
          fires: true,
          file: [...lines(20, varied), { amount: '300.00' }],
          before: lines(9, (at) => ({ month: '2026-09', ...varied(at) })),
        },
        // Nine lines of another article of the same heading.
        {
          fires: true,
          file: [...lines(20, varied), { amount: '300.00', hs_code: '6109100099' }],
          before: lines(9, (at) => ({ month: '2026-09', ...varied(at) })),
        },
        {
          fires: false,
          file: [...lines(20, varied), { amount: '180.00' }],
          before: lines(9, (at) => ({ month: '2026-09', ...varied(at) })),
        },
        {
          fires: false,
          file: [...lines(20, varied), { amount: '300.00', hs_code: '6110110000' }],
          before: lines(9, (at) => ({ month: '2026-09', ...varied(at) })),
        },
      ],
    },
  ),
  value_jump: noticeFile(
    '本月金额与近12个月相差五倍以上（本月/以往中位数，元：{value}）。请核对是否漏报、重报或单位有误；业务变化请说明。',
    'The value of the month is more than five times off the last twelve (now / median, yuan: {value}): check for omissions, repeats and units.',
    {
      source: '序列审核：中位数±4倍MAD；与上年同月比较以排除春节、促销',
      beside: 'history',
      examples: [
        { fires: true, file: [{ amount: '630.00' }], before: monthly(6) },
        { fires: true, file: [{ amount: '20.00' }], before: monthly(6) },
        { fires: false, file: [{ amount: '590.00' }], before: monthly(6) },
        { fires: false, file: [{ amount: '630.00' }], before: monthly(5) },
        {
          fires: false,
          file: [{ amount: '630.00' }],
          before: [...monthly(11), { month: '2025-10', amount: '500.00' }],
        },
        {
          fires: true,
          file: [{ amount: '630.00' }],
          before: [...monthly(11), { month: '2025-10', amount: '120.00' }],
        },
      ],
    },
  ),
  same_partner_all: noticeFile(
    '所有行的“{column}”都是“{value}”，而以往有多个国家（地区）。请检查是否向下填充所致。',
    'Every line has "{value}" as "{column}", where there used to be several: check whether a cell was filled down.',
    {
      source: '分布审核：与本企业近12个月比较',
      beside: 'history',
      examples: [
        { fires: true, file: lines(30), before: lines(30, partners) },
        { fires: false, file: [...lines(29), { partner: 'JPN' }], before: lines(30, partners) },
        { fires: false, file: lines(29), before: lines(30, partners) },
        { fires: false, file: lines(30), before: lines(30, { month: '2026-09' }) },
      ],
    },
  ),
} as const satisfies Record<string, FileRule>;
