import { nilWords, totalsWords } from './line-template.ts';

/** Rows of a table's sheet that are no data: the server and the browser tell them by the same words. */
const noteStart =
  /^[(（]?\s*(注|备注|说明|填表说明|附注|填报人|填表人|制表|制单|经办|审核|复核|审批|负责人|联系人|联系电话|电话|单位负责人|统计负责人|填报日期|报出日期|制表日期|打印|日期|第.{1,4}页|共.{1,4}页|单位|填报单位|企业名称|note|remark|prepared|printed|page)/i;

export function isNoteText(text: string): boolean {
  return noteStart.test(text.trim());
}

const totals = new RegExp(`^(?:${totalsWords.join('|')})`, 'i');
const ascii = /^[\0-\x7f]*$/;

/** `合 计` and `TOTAL`, without the blanks that spread it over a cell; undefined where a row is none. */
export function totalsWord(first: string): string | undefined {
  if (first.length > 40) return undefined;
  const text = plain(first).replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');
  return totals.test(text) ? text : undefined;
}

function plain(text: string): string {
  const trimmed = text.trim();
  if (ascii.test(trimmed)) return trimmed;
  return trimmed
    .normalize('NFKC')
    .replace(/[\u200b\u2060\ufeff]/g, '')
    .trim();
}

/** Of a row below a header, the first cell that is filled, and how many are. */
interface Opening {
  readonly first: string;
  readonly filled: number;
  readonly declaration: string;
  /** The column that the first cell stands under. */
  readonly column: string | null;
}

/** Text beside a table: a lone text at its left, or a few that begin as notes do. Rows with numbers are never notes. */
export function isNoteRow({ first, filled, declaration, column }: Opening): boolean {
  if (filled > 6 || first === '') return false;
  if (totalsWord(first) !== undefined || nilWords.some((word) => plain(first) === word)) return false;
  if (isNoteText(first) && !/\d{18}/.test(declaration)) return true;
  const isWords = !/^[\d.,\s]*$/.test(first) && !(ascii.test(first) && first.length < 20);
  return filled === 1 && isWords && column !== 'goods_name';
}
