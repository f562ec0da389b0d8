import { confirmFile, exampleTenants, type FileRule, lines, noticeFile } from './file-example.ts';

const [own, other] = exampleTenants;

/** What a file says of itself, outside of its rows or by them as a whole. */
export const claimRules = {
  tenant_uscc_mismatch: confirmFile(
    '文件内容中的统一社会信用代码“{value}”是另一家入驻企业的。请核对是否报错企业；确为本企业的数据，请说明后确认。',
    'The content carries USCC "{value}" of another tenant: check whom the file is for; if it is right, say why and confirm.',
    {
      source: '企业以统一社会信用代码为准（GB 32100-2015）',
      beside: 'nothing',
      examples: [
        { fires: true, file: lines(1), says: { usccs: [other.uscc] } },
        { fires: false, file: lines(1), says: { usccs: [own.uscc, other.uscc] } },
        { fires: false, file: lines(1), says: { usccs: ['91210100MA00000099'] } },
      ],
    },
  ),
  tenant_name_mismatch: confirmFile(
    '文件内容中的企业名称“{value}”是另一家入驻企业的。请核对是否报错企业；确为本企业的数据，请说明后确认。',
    'The content carries the name "{value}" of another tenant: check whom the file is for; if it is right, say why and confirm.',
    {
      source: '企业名称与登记的名称、别名核对',
      beside: 'nothing',
      examples: [
        { fires: true, file: lines(1), says: { names: ['沈阳乙贸易有限公司'] } },
        { fires: false, file: lines(1), says: { names: ['沈阳 甲贸易有限公司'] } },
        { fires: false, file: lines(1), says: { names: ['沈阳乙贸易有限公司', '甲贸易'] } },
      ],
    },
  ),
  tenant_name_unknown: noticeFile(
    '文件内容中的企业名称“{value}”未登记。请核对；若为曾用名或简称，请园区登记为别名。',
    'The name "{value}" in the content is not registered: check it; if it is a former or short name, have it registered.',
    {
      source: '企业名称与登记的名称、别名核对',
      beside: 'nothing',
      examples: [
        { fires: true, file: lines(1), says: { names: ['沈阳丙贸易有限公司'] } },
        { fires: false, file: lines(1), says: { names: ['沈阳丙贸易有限公司', '甲贸易'] } },
      ],
    },
  ),
  claimed_month_mismatch: confirmFile(
    '文件标题写的月份与多数行的放行/结关月份不一致（标题/数据：{value}）。请核对是否导出了别的月份；无误请确认。',
    'The title and the release dates of most lines name different months (title / data: {value}): check what was exported, or confirm.',
    {
      source: '统计期：进口按放行、出口按结关月份',
      beside: 'nothing',
      examples: [
        { fires: true, file: lines(3), says: { periods: ['2026-09'] } },
        { fires: false, file: lines(3), says: { periods: ['2026-09', '2026-10'] } },
        {
          fires: false,
          file: [...lines(3), ...lines(3, { month: '2026-08' })],
          says: { periods: ['2026-09'] },
        },
      ],
    },
  ),
  claimed_unit: confirmFile(
    '文件标题写明单位为“{value}”，而“{column}”按元读取。请改为以元为单位后重新报送；数据本来就是元的，请确认。',
    'The title says that amounts are in {value}, but "{column}" is read in units of the currency: deliver it so, or confirm that it is.',
    {
      source: '金额单位：行模板以元（各币制的单位）计',
      beside: 'nothing',
      examples: [
        { fires: true, file: lines(1), says: { amountUnit: '万元' } },
        { fires: false, file: lines(1), says: { amountUnit: '元' } },
      ],
    },
  ),
  totals_mismatch: confirmFile(
    '合计行的“{column}”与各行之和不符（合计行/各行之和：{value}）。请检查是否漏行或改动过数据；无误请确认。',
    'A totals row of "{column}" differs from the sum of its rows (stated / sum: {value}): check for missing rows, or confirm.',
    {
      source: '合计核对，容差为每行0.01',
      beside: 'nothing',
      examples: [
        { fires: true, file: lines(3), totals: [{ column: 'amount', stated: '370.00', own: '360.00' }] },
        { fires: false, file: lines(3), totals: [{ column: 'amount', stated: '360.03', own: '360.00' }] },
      ],
    },
  ),
  many_rejected: noticeFile(
    '驳回的行过多（驳回/全部：{value}）。多半是导出设置或列对应有误，请先检查表头和一两行，再逐行修改。',
    'Many rows were rejected (rejected / all: {value}): the export or its columns are probably at fault, so check the header first.',
    {
      source: '差错率审核',
      beside: 'nothing',
      examples: [
        { fires: true, file: [...lines(7), ...lines(3, { state: 'rejected' })] },
        { fires: false, file: [...lines(8), ...lines(2, { state: 'rejected' })] },
        { fires: false, file: [...lines(1), ...lines(2, { state: 'rejected' })] },
      ],
    },
  ),
  round_amounts: noticeFile(
    '“{column}”多数是整千的数（整千/全部：{value}），像是估计数。请核对是否为实际成交金额。',
    'Most values of "{column}" are round thousands (round / all: {value}), like estimates: check that they are actual amounts.',
    {
      source: '数字特征审核',
      beside: 'nothing',
      examples: [
        {
          fires: true,
          file: [...lines(19, (at) => ({ amount: `${at + 1}000.00` })), ...lines(11, { amount: '123.40' })],
        },
        {
          fires: false,
          file: [...lines(18, (at) => ({ amount: `${at + 1}000.00` })), ...lines(12, { amount: '123.40' })],
        },
        { fires: false, file: lines(30, { amount: '2000', currency: 'JPY' }) },
      ],
    },
  ),
} as const satisfies Record<string, FileRule>;
