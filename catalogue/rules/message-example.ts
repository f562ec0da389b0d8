import type { Message } from '../refusal.ts';
import type { Rule, RuleClass } from './rule.ts';

/** A message in which some fields differ from a plain one of its kind. Kind `line`: a row of the line template instead. */
export interface ExampleMessage {
  readonly kind: string;
  readonly head?: Readonly<Record<string, string>>;
  readonly items?: readonly Readonly<Record<string, string>>[];
  /** What is wrong with its bytes: it ends within its head, or its head's tags cross. */
  readonly damage?: 'cut' | 'crossed';
}

/** A small case of a rule: the messages of a file, those that came before, and whether the rule fires on the file. */
export interface MessageExample {
  readonly fires: boolean;
  readonly file: readonly ExampleMessage[];
  readonly before?: readonly ExampleMessage[];
}

export interface MessageRule extends Rule {
  /** Where the rule comes from. */
  readonly source: string;
  readonly examples: readonly MessageExample[];
}

export const fires = (
  file: readonly ExampleMessage[],
  before: readonly ExampleMessage[] = [],
): MessageExample => ({
  fires: true,
  file,
  before,
});
export const passes = (
  file: readonly ExampleMessage[],
  before: readonly ExampleMessage[] = [],
): MessageExample => ({
  ...fires(file, before),
  fires: false,
});

export function messageRule(
  ruleClass: RuleClass,
  message: Message,
  source: string,
  examples: readonly MessageExample[],
): MessageRule {
  return { class: ruleClass, message, source, examples };
}
