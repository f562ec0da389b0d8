import { eventTemplate } from '../event-template.ts';
import { type LineColumn, lineTemplate } from '../line-template.ts';
import type { EventExample, EventRule } from './event.ts';
import type { ExampleLine, FileExample, FileRule } from './file-example.ts';
import { goodRow } from './good-row.ts';
import type { ExampleMessage, MessageExample, MessageRule } from './message-example.ts';
import type { Example, RowRule, Rule } from './rule.ts';
import type { ShapeRule } from './shape.ts';
import type { ShapeExample } from './shape-example.ts';

/** An example in words for the reference page: what differs from a plain case. */
type AnyExample = Example | EventExample | FileExample | MessageExample | ShapeExample;
type Told = Partial<RowRule | EventRule | FileRule | MessageRule | ShapeRule>;

/** The first example of a rule that fires, or that passes; null where the rule has none of its own. */
export function exampleText(rule: Rule, fires: boolean): string | null {
  const examples: readonly AnyExample[] = (rule as Told).examples ?? [];
  const example = examples.find((one) => one.fires === fires);
  if (!example) return null;
  return ('column' in rule ? ofEvent(example as EventExample) : textOf(example)) || '无差别';
}

function textOf(example: AnyExample): string {
  if ('shows' in example) return example.shows;
  if ('cells' in example) return ofRow(example as Example);
  return isMessages(example) ? ofMessages(example) : ofFile(example);
}

const isMessages = (example: FileExample | MessageExample): example is MessageExample =>
  [...example.file, ...(example.before ?? [])].some((one) => 'kind' in one);

const filled = (text: string) => text || '（空）';
const named = (column: string, text: string) =>
  `${lineTemplate[column as LineColumn]?.zh ?? column}=${filled(text)}`;
const joined = (parts: readonly (string | false | undefined)[]) => parts.filter(Boolean).join('，');

function ofRow({ cells, declaredPeriod }: Example): string {
  const differing = Object.entries(cells)
    .filter(([column, text]) => goodRow[column as LineColumn] !== text)
    .map(([column, text]) => named(column, text));
  return joined([...differing, declaredPeriod && `报送月份=${declaredPeriod}`]);
}

function ofEvent({ cells, line, returned, again }: EventExample): string {
  const of = (column: string) =>
    (eventTemplate as Readonly<Record<string, { zh: string }>>)[column]?.zh ?? column;
  return joined([
    ...Object.entries(cells).map(([column, text]) => `${of(column)}=${filled(text ?? '')}`),
    line === null && '没有原申报行',
    ...Object.entries(line ?? {}).map(([column, text]) => `原行${named(column, text)}`),
    returned?.length ? `此前已退 ${returned.join('、')}` : undefined,
    again && '同样的一行有两次',
  ]);
}

function ofMessages({ file, before = [] }: MessageExample): string {
  const damages = { cut: '缺结尾', crossed: '标签错位' } as const;
  const of = ({ kind, head = {}, items = [], damage }: ExampleMessage) => {
    const fields = [head, ...items].flatMap((one) =>
      Object.entries(one).map(([name, text]) => `${name}=${text}`),
    );
    const said = joined([...fields, damage && damages[damage]]);
    return `${kind === 'line' ? '行模板的一行' : kind}${said ? `（${said}）` : ''}`;
  };
  return joined([file.map(of).join(' + '), before.length > 0 && `此前已报 ${before.map(of).join(' + ')}`]);
}

function ofFile({
  file,
  before = [],
  others = [],
  says = {},
  totals = [],
  released = [],
  rowsApart,
}: FileExample): string {
  return joined([
    linesText(file),
    ...Object.values(says).map((said) => `标题写有 ${[said].flat().join('、')}`),
    ...totals.map(({ column, stated, own }) => `合计行 ${named(column, stated)}，各行之和 ${own}`),
    before.length > 0 && `以往 ${linesText(before)}`,
    others.length > 0 && `其他企业 ${linesText(others)}`,
    released.length > 0 && `${released.join('、')} 已发布`,
    rowsApart !== undefined && `共${(file.length - 1) * rowsApart + 1}行，其余驳回`,
  ]);
}

/** How many lines, and how the first differs from a plain one. */
function linesText(lines: readonly ExampleLine[]): string {
  const of = ({ month, state, ...cells }: ExampleLine) =>
    joined([
      month && `月份 ${month}`,
      state === 'rejected' && '驳回',
      state === 'nil' && '零申报',
      ...Object.entries(cells).map(([column, text]) => named(column, String(text))),
    ]);
  const kinds = Map.groupBy(lines, of);
  const shown = [...kinds].slice(0, 2).map(([text, own]) => `${own.length}行${text ? `（${text}）` : ''}`);
  const more = kinds.size > 2 ? ` 等共${lines.length}行` : '';
  return shown.join('、') + more;
}
