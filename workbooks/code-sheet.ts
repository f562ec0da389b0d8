import { type CodeList, codeLists, spellings } from '../catalogue/codes.ts';
import { eventKinds } from '../catalogue/event-template.ts';
import type { TemplateColumn } from '../catalogue/line-template.ts';
import { columnLetters, type Workbook } from '../engine/workbook.ts';
import { looks } from './looks.ts';

export const codesSheet = '代码表';

interface Named {
  readonly name: string;
}
type Coded = TemplateColumn & Named;

/** The list behind a column: a code list, or the kinds of events, which stand in the template itself. */
export type ListName = CodeList | 'event_kind' | 'flag' | null;

export function listsOf({ list, name }: Coded): ListName {
  if (list) return list;
  return name === 'kind' ? 'event_kind' : name === 'statistics_flag' ? 'flag' : null;
}

interface Choosable {
  /** What to write into the cell. */
  readonly write: string;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** Lists in which people know the code better than the name. */
const byCode: ReadonlySet<CodeList> = new Set([
  'customs_mode',
  'currency',
  'customs_district',
  'trade_terms',
]);

/** The codes in use, each with the text that stands for it alone. */
export function choosable(list: Exclude<ListName, null>): Choosable[] {
  if (list === 'event_kind')
    return Object.entries(eventKinds).map(([code, { zh, en }]) => ({ write: zh, code, zh, en }));
  if (list === 'flag')
    return [
      { write: 'A', code: 'A', zh: '简化申报', en: 'Simplified declaration' },
      { write: 'B', code: 'B', zh: '汇总申报', en: 'Summary declaration' },
    ];
  const meant = new Map(spellings(list).map(({ text, code }) => [text, code]));
  return codeLists[list]
    .filter(({ valid_to }) => valid_to === null)
    .map(({ code, zh, en }) => {
      const named = !byCode.has(list) && meant.get(zh.toUpperCase()) === code;
      return { write: named ? zh : code, code, zh, en };
    });
}

const distinctLists = (columns: readonly Coded[]) =>
  [...new Set(columns.map(listsOf))].filter((list) => list !== null);

const firstRow = 3;
const ownColumns = 4;

/** Where each list's texts stand, as a reference that a choice can use. */
export function codeLetters(columns: readonly Coded[]): Map<ListName, string> {
  return new Map(
    distinctLists(columns).map((list, at) => {
      const letter = columnLetters(at * (ownColumns + 1));
      const last = firstRow + choosable(list).length - 1;
      return [list, `'${codesSheet}'!$${letter}$${firstRow}:$${letter}$${last}`];
    }),
  );
}

/** Every list side by side: what to write, code, names. */
export async function writeCodes(workbook: Workbook, columns: readonly Coded[]): Promise<void> {
  const lists = distinctLists(columns).map((list) => ({ list, codes: choosable(list) }));
  const title = (list: ListName) => columns.find((column) => listsOf(column) === list)?.zh ?? '';
  const widths = lists.flatMap(() => [16, 10, 24, 30, 3]).map((width) => ({ width }));
  const sheet = workbook.sheet(codesSheet, { columns: widths, frozenRows: 2, landscape: true });
  await sheet.row(
    1,
    lists.flatMap(({ list }) => [{ value: title(list), look: looks.section }, ...gap(4)]),
  );
  const heads = ['填写', '代码', '名称', 'Name'].map((value) => ({ value, look: looks.header }));
  await sheet.row(
    2,
    lists.flatMap(() => [...heads, undefined]),
  );
  const longest = Math.max(...lists.map(({ codes }) => codes.length));
  for (let at = 0; at < longest; at++) {
    const cells = lists.flatMap(({ codes }) => {
      const code = codes[at];
      if (!code) return gap(ownColumns + 1);
      const texts = [code.write, code.code, code.zh, code.en];
      return [...texts.map((value) => ({ value, look: looks.plain })), undefined];
    });
    await sheet.row(firstRow + at, cells);
  }
  sheet.end();
}

const gap = (count: number): undefined[] => Array.from({ length: count }, () => undefined);
