import { lineColumns, lineTemplate } from './line-template.ts';
import { exampleText } from './rules/example-text.ts';
import { goodRow } from './rules/good-row.ts';
import { rowRules } from './rules/row.ts';
import type { RowRule, Rule, RuleClass } from './rules/rule.ts';
import { rules } from './rules.ts';

/** What a class means for the one who sent the file, in the order of the page. */
const classes: readonly (readonly [RuleClass, string, string])[] = [
  [
    'must_fix',
    '必改 Must fix',
    '该行被驳回；改正后重新报送。The row is rejected: correct it and deliver again.',
  ],
  [
    'confirm',
    '核实 Confirm',
    '该行已接收，但须逐条确认或改正后本次报送才生效。The row is accepted; the delivery waits until this is confirmed or corrected.',
  ],
  ['notice', '提示 Notice', '仅作提示，不影响接收。Shown only; the row is accepted.'],
  ['set_aside', '搁置 Set aside', '该行不计入，也不是错误。The row is not counted, and is no mistake.'],
];

/** What only rules of cells have. */
const row = (rule: Rule): Partial<RowRule> =>
  Object.values<Rule>(rowRules).includes(rule) ? (rule as RowRule) : {};
const escaped = (text: string) => text.replaceAll('|', '\\|');

function columnsOf(rule: Rule): string {
  const { columns } = row(rule);
  if (!columns) return '–';
  if (columns.length > 6) return '各有关列 every column of its kind';
  return columns.map((column) => lineTemplate[column].zh).join('、');
}

function entry([id, rule]: [string, Rule]): string {
  const { zh, en } = rule.message;
  const [only, ...others] = row(rule).columns ?? [];
  const label = only && others.length === 0 ? lineTemplate[only] : { zh: '…', en: '…' };
  const filled = (text: string, column: string) =>
    text.replaceAll('{column}', column).replaceAll('{value}', '…');
  const said = `${filled(zh, label.zh)}<br>${filled(en, label.en)}`;
  const examples = [true, false].map((fires) => exampleText(rule, fires) ?? '–');
  const cells = [`\`${id}\``, columnsOf(rule), said, rule.source ?? '–', ...examples];
  return `| ${cells.map(escaped).join(' | ')} |`;
}

/** The reference page of the acceptance rules. `docs/rules.md` is this text. */
export function rulesDocument(): string {
  const all = Object.entries(rules as Readonly<Record<string, Rule>>);
  const sections = classes.map(([id, title, meaning]) => {
    const lines = all.filter(([, rule]) => rule.class === id).map(entry);
    return `## ${title}\n\n${meaning}\n\n| 规则 rule | 列 column | 说明和改法 what it says | 依据 source | 会报 fires | 不报 passes |\n|---|---|---|---|---|---|\n${lines.join('\n')}\n`;
  });
  const good = lineColumns.filter((column) => goodRow[column] !== '');
  return `# 审核规则 Acceptance rules

共${all.length}条。同一列先出现的规则先报；例子只写与下面这一行、与一份平常的文件或报文不同之处。
${all.length} rules. Of the rules of a column the first that fires is told; an example gives what differs from this row, or from a plain file or message:

| ${good.map((column) => lineTemplate[column].zh).join(' | ')} |
|${good.map(() => '---|').join('')}
| ${good.map((column) => goodRow[column]).join(' | ')} |

${sections.join('\n')}`;
}
