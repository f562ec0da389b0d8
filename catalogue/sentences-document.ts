import { sentenceRules } from './sentence-rules.ts';
import type { SentenceRule } from './sentences/rule.ts';

const groups = {
  directions: '同比方向 Direction of growth',
  sizes: '程度用词，仅用于要点首两句 Size of growth, in the sentences that lead',
  hedges: '方向未定 A direction that may turn',
  revisions: '预期修订 Revision to expect',
  rankings: '位次 Rank',
  records: '新高与新低 Records',
  bases: '基数 Bases',
  festivals: '春节 Spring Festival',
} as const satisfies Record<keyof typeof sentenceRules, string>;

type AnyRule = Pick<SentenceRule<unknown>, 'zh' | 'en' | 'condition'> & {
  readonly example: { readonly zh: string; readonly en: string };
};

function line(id: string, { zh, en, condition, example }: AnyRule): string {
  const code = (text: string) => (text.trim() === '' ? '–' : `\`${text.trim()}\``);
  const cells = [
    `\`${id}\``,
    `${condition.zh}<br>${condition.en}`,
    `${code(zh)}<br>${code(en)}`,
    `${example.zh || '–'}<br>${example.en.trim() || '–'}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The reference page of the rules behind the report's sentences. `docs/sentences.md` is this text. */
export function sentencesDocument(): string {
  const sections = (Object.keys(groups) as (keyof typeof groups)[]).map((group) => {
    const rules: Readonly<Record<string, AnyRule>> = sentenceRules[group];
    const lines = Object.entries(rules).map(([id, rule]) => line(id, rule));
    return `## ${groups[group]}\n\n| 规则 rule | 条件 when | 写法 wording | 例 example |\n|---|---|---|---|\n${lines.join('\n')}\n`;
  });
  return `# 月报用语规则 Rules of the report's sentences

每组自上而下，第一条条件成立的规则写出句子；都不成立则不写。\`{…}\`处填入绑定的数字、月份和名称，文字里没有数字。
Of each group the first rule whose condition holds writes the sentence; if none does, there is none. \`{…}\` are places of bound numbers, months and names; texts hold no digit.

数字不是本版本的、已保密的、没有数值的、一句话里单位混用的，增减或程度用词与数值不符的，（规则写成的）一句话里比较两次的，月报不予生成，并指明句子和数字。
A report is refused, naming sentence and number, when a number is of another release, confidential or without value, when one indicator stands in two units within a sentence, when a word for direction or size contradicts its value, or when a generated sentence makes two comparisons.

${sections.join('\n')}`;
}
