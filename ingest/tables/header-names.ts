import { isPersonalHeader, plainHeader } from '../../catalogue/line-template.ts';
import { columnKind, type Template } from '../../catalogue/templates.ts';

/** What a header cell says: a column of the template, or a column in a unit that is not taken. */
export interface Named {
  readonly column: string;
  readonly badUnit: boolean;
}

/** Units and notes that may stand behind an amount's or a weight's name, and change nothing. */
const goodUnits = {
  amount: /^(元|人民币|人民币元|元人民币|rmb|cny|原币|外币|外币值|美元|usd|fob|按币制|以币制计|¥|\$)$/,
  weight: /^(千克|公斤|kg|kgs)$/,
};
const badUnits = {
  amount:
    /^((十|百|千|万|十万|百万|千万|亿|万亿)(元|美元|人民币|rmb|usd)?|(k|m|thousand|million)(rmb|usd|cny)?|角|分)$/,
  weight: /^(吨|公吨|t|mt|ton|tons|克|g|磅|lb|lbs|斤|市斤|担)$/,
  quantity: /^(十|百|千|万|百万)./,
};

/** The column that a header cell names in a template: exactly, without marks for required columns, or before a unit. */
export function columnNamed(header: string, template: Template): Named | undefined {
  const text = plainHeader(header);
  if (text === '' || text.length > 60) return undefined;
  const bare = withoutMarks(text);
  const column = template.headers.get(text) ?? template.headers.get(bare);
  if (column !== undefined) return { column, badUnit: false };
  return beforeUnit(bare, template);
}

function withoutMarks(text: string): string {
  return text
    .replace(/[【〔〖<《]/g, '(')
    .replace(/[】〕〗>》]/g, ')')
    .replace(/^[*★※]+|[*★※]+$/g, '')
    .replace(/\((必填|选填|可选|非必填|必录|required|optional)\)/g, '')
    .replace(/^\d{1,2}[.、]/, '');
}

function beforeUnit(text: string, template: Template): Named | undefined {
  const bracketed = /^(.+?)\(([^()]*)\)$/.exec(text) ?? /^(.+?)[/:_-]([^/:_-]+)$/.exec(text);
  if (bracketed) {
    const found = inUnit(bracketed[1] as string, bracketed[2] as string, template);
    if (found) return found;
  }
  // No mark between them at all: 总价万元, 毛重kg.
  for (let cut = text.length - 1; cut > 1; cut--) {
    const column = template.headers.get(text.slice(0, cut));
    if (column === undefined || columnKind(template, column) !== 'decimal') continue;
    const found = inUnit(text.slice(0, cut), text.slice(cut), template);
    if (found) return found;
  }
  return undefined;
}

function inUnit(name: string, unit: string, template: Template): Named | undefined {
  const column = template.headers.get(name);
  if (column === undefined) return undefined;
  if (columnKind(template, column) !== 'decimal') return { column, badUnit: false };
  const measure = column === 'quantity' ? 'quantity' : column.endsWith('_kg') ? 'weight' : 'amount';
  if (badUnits[measure].test(unit)) return { column, badUnit: true };
  if (measure === 'quantity' || goodUnits[measure].test(unit)) return { column, badUnit: false };
  return undefined;
}

/** A header cell under which a natural person's data would stand, and which the template has no column for. */
export function isPersonal(header: string, template: Template): boolean {
  return columnNamed(header, template) === undefined && isPersonalHeader(header);
}
