import type { CellKind } from '../catalogue/line-template.ts';
import type { Message } from '../catalogue/refusal.ts';
import { eventRules } from '../catalogue/rules/event.ts';
import { rowRules } from '../catalogue/rules/row.ts';
import type { RowRule } from '../catalogue/rules/rule.ts';
import { choosable, listsOf } from './code-sheet.ts';
import type { FillColumn, TemplateWorkbook } from './fill-columns.ts';

const kinds = {
  identifier: { zh: '18位编号，文本格式', en: '18 characters, as text' },
  integer: { zh: '1至9999的整数', en: 'whole number, 1 to 9999' },
  code: { zh: '代码或名称', en: 'code or name' },
  day: { zh: '日期，如2026-10-31', en: 'day, like 2026-10-31' },
  text: { zh: '文本', en: 'text' },
  hs: { zh: '4、6、8或10位数字，文本格式', en: '4, 6, 8 or 10 digits, as text' },
  decimal: { zh: '数值，小数最多5位，不带单位', en: 'number, at most 5 decimals, no unit' },
} as const satisfies Record<CellKind, Message>;

export function kindText(column: FillColumn): string {
  const { zh, en } = listsOf(column) ? kinds.code : kinds[column.kind];
  return `${zh} ${en}`;
}

const examples: Readonly<Record<string, string>> = {
  declaration_no: '223320261000000018',
  line_no: '1',
  declared_on: '2026-10-12',
  event_on: '2026-10-25',
  released_on: '2026-10-14',
  supervision_site: 'P01',
  order_no: 'D20261012001',
  waybill_no: 'YT1234567890',
  hs_code: '6109100000',
  goods_name: '棉制T恤衫',
  quantity: '120',
  gross_kg: '26.5',
  net_kg: '24',
  amount: '1860.00',
  freight: '120.00',
  insurance: '5.60',
  duty: '0.00',
  vat: '18.20',
  consumption_tax: '0.00',
  bonded_line: '二线',
  partner: '美国',
  unit: '件',
  currency: 'USD',
  reason: '尺码不合',
};

/** A text that passes as it stands. */
export function exampleOf(column: FillColumn, template: TemplateWorkbook): string {
  if (column.name === 'customs_mode') return template === 'b2b_export' ? '9710' : '9610';
  const list = listsOf(column);
  return examples[column.name] ?? (list ? (choosable(list)[0]?.write ?? '') : '');
}

/** What each rule that watches a column says about it, the column's name filled in. */
export function rulesOf(column: FillColumn, template: TemplateWorkbook): Message[] {
  const watching =
    template === 'event'
      ? Object.values(eventRules).filter((rule) => rule.column === column.name)
      : Object.values(rowRules as Readonly<Record<string, RowRule>>).filter(({ columns }) =>
          (columns as readonly string[]).includes(column.name),
        );
  return watching.map(({ message }) => ({
    zh: filled(message.zh, column.zh),
    en: filled(message.en, column.en),
  }));
}

const filled = (text: string, label: string) => text.replaceAll('{column}', label).replaceAll('{value}', '…');
