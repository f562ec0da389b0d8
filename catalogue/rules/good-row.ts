import { type LineColumn, lineColumns } from '../line-template.ts';
import type { Cells } from './rule.ts';

/** A B2B export that no rule says anything of. */
const given = {
  declaration_no: '080120260000000001',
  line_no: '1',
  customs_mode: '9710',
  flow: 'export',
  declared_on: '2026-10-12',
  released_on: '2026-10-15',
  customs_district: '0801',
  partner: 'USA',
  transport_mode: '5',
  hs_code: '6109100010',
  goods_name: 'T恤衫',
  quantity: '10',
  unit: '007',
  gross_kg: '3.5',
  net_kg: '3.2',
  currency: 'USD',
  amount: '120.00',
} as const satisfies Cells;

/** What examples are told against: every cell of a good row, '' where nothing stands. */
export const goodRow = Object.fromEntries(
  lineColumns.map((column) => [column, (given as Cells)[column] ?? '']),
) as Readonly<Record<LineColumn, string>>;

/** The cells in which a bonded retail import differs. */
export const retailImport = {
  declaration_no: '080120261000000001',
  customs_mode: '1210',
  flow: 'import',
  partner: 'JPN',
  transport_mode: '4',
  hs_code: '3304990039',
  goods_name: '保湿面霜',
  currency: 'CNY',
  amount: '1200.00',
} as const satisfies Cells;

/** The cells in which a retail export list differs. */
export const retailExport = { customs_mode: '9610', statistics_flag: 'B' } as const satisfies Cells;
