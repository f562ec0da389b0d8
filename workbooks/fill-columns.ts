import { eventColumns, eventTemplate } from '../catalogue/event-template.ts';
import {
  type LineColumn,
  lineColumns,
  lineTemplate,
  type TemplateColumn,
} from '../catalogue/line-template.ts';

export const templateWorkbooks = ['line', 'b2b_export', 'event'] as const;
export type TemplateWorkbook = (typeof templateWorkbooks)[number];

/** A column of a template to be filled in. */
export interface FillColumn extends TemplateColumn {
  readonly name: string;
}

export function columnsOf(template: TemplateWorkbook): FillColumn[] {
  if (template === 'event') return eventColumns.map((name) => ({ name, ...eventTemplate[name] }));
  const all = lineColumns.map((name): FillColumn => ({ name, ...lineTemplate[name] }));
  if (template === 'line') return all;
  return all
    .filter(({ name }) => !retailOnly.has(name))
    .map((column) => (column.name === 'trade_terms' ? { ...column, required: true } : column));
}

/** What a business-to-business declaration has not: consumer's orders and parcels, and a flow that both modes share. */
const retailOnly: ReadonlySet<string> = new Set<LineColumn>([
  'flow',
  'order_no',
  'waybill_no',
  'statistics_flag',
  'duty',
  'vat',
  'consumption_tax',
  'bonded_line',
]);
