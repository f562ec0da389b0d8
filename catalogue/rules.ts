import { type EventColumn, eventTemplate } from './event-template.ts';
import { type LineColumn, lineTemplate } from './line-template.ts';
import type { Message } from './refusal.ts';
import { eventRules } from './rules/event.ts';
import { fileRules } from './rules/file.ts';
import { messageRules } from './rules/message.ts';
import { type FileRefusalId, fileRefusals } from './rules/refusals.ts';
import { rowRules } from './rules/row.ts';
import type { Rule } from './rules/rule.ts';
import { shapeRules } from './rules/shape.ts';

/** Every acceptance rule. */
export const rules = {
  ...rowRules,
  ...shapeRules,
  ...fileRules,
  ...eventRules,
  ...messageRules,
} as const satisfies Record<string, Rule>;
export type RuleId = keyof typeof rules;

function fill(message: Message, values: Readonly<Record<'zh' | 'en', Record<string, string>>>): Message {
  const put = (text: string, by: Record<string, string>) =>
    text.replace(/\{(\w+)\}/g, (whole, key: string) => by[key] ?? whole);
  return { zh: put(message.zh, values.zh), en: put(message.en, values.en) };
}

function labelOf(column: LineColumn | EventColumn | null): Message {
  if (column === null) return { zh: '', en: '' };
  return column in lineTemplate
    ? lineTemplate[column as LineColumn]
    : ((eventTemplate as Readonly<Record<string, Message>>)[column] ?? { zh: column, en: column });
}

/** The sentence for a row that a rule stopped. */
export function ruleMessage(rule: RuleId, column: LineColumn | EventColumn | null, value: string): Message {
  const label = labelOf(column);
  return fill(rules[rule].message, { zh: { column: label.zh, value }, en: { column: label.en, value } });
}

/** The sentence for a file that was refused as a whole. */
export function fileRefusalMessage(id: FileRefusalId, value: string): Message {
  const { zh, en } = fill(fileRefusals[id], { zh: { value }, en: { value } });
  return { zh: zh.replace('（）', ''), en: en.replace(' ()', '') };
}
