import type { CodeList } from './codes.ts';
import type { LineColumn } from './line-template.ts';

export type ValueType = 'text' | 'decimal' | 'integer' | 'day' | 'boolean';

/**
 * What is read of a column: the text of its cell; the code that the text stands for; the typed value, null where the text is
 * none; the text with phone and identity numbers made unreadable.
 */
export type Part = 'cell' | 'code' | 'value' | 'masked';

/** What a row has besides its cells. */
export const facts = {
  received_on: 'day',
  declared_period: 'text',
  trade_amount: 'decimal',
  chapter: 'text',
  number_start: 'text',
} as const satisfies Record<string, ValueType>;
export type Fact = keyof typeof facts;

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type UnaryOp =
  | 'not'
  | 'is_null'
  | 'length'
  | 'month'
  | 'is_whole'
  | 'as_text'
  | 'upper'
  | 'is_identity';

/**
 * A condition or a value over one row, as plain data: `expression-sql.ts` writes it as SQL, `evaluate.ts` computes it. Null
 * is as in SQL: compared or computed with null is null, `and` and `or` are three-valued. Decimals are exact.
 */
export type Expression = { readonly type: ValueType } & Operation;
type Operation =
  | { readonly op: 'column'; readonly column: LineColumn; readonly part: Part }
  | { readonly op: 'fact'; readonly fact: Fact }
  | { readonly op: 'constant'; readonly value: string }
  | { readonly op: 'compare'; readonly by: Comparison; readonly left: Expression; readonly right: Expression }
  | { readonly op: 'and' | 'or' | 'concat'; readonly operands: readonly Expression[] }
  | { readonly op: UnaryOp; readonly operand: Expression }
  | { readonly op: 'one_of'; readonly operand: Expression; readonly values: readonly string[] }
  | { readonly op: 'matches'; readonly operand: Expression; readonly pattern: string }
  | { readonly op: 'contains' | 'ends_with'; readonly operand: Expression; readonly text: string }
  | { readonly op: 'slice'; readonly operand: Expression; readonly from: number; readonly length: number }
  | { readonly op: '-' | '*' | 'days' | 'starts_with'; readonly left: Expression; readonly right: Expression }
  | { readonly op: 'valid_on'; readonly list: CodeList; readonly code: Expression; readonly day: Expression }
  | { readonly op: 'legal_pair'; readonly mode: Expression; readonly flow: Expression };

const column =
  (type: ValueType, part: Part) =>
  (name: LineColumn): Expression => ({
    type,
    op: 'column',
    column: name,
    part,
  });
export const cell = column('text', 'cell');
export const code = column('text', 'code');
export const masked = column('text', 'masked');
export const decimal = column('decimal', 'value');
export const integer = column('integer', 'value');
export const day = column('day', 'value');
/** An identifier or HS code of the right form. */
export const wellFormed = column('text', 'value');
export const fact = (name: Fact): Expression => ({ type: facts[name], op: 'fact', fact: name });

export const text = (value: string): Expression => ({ type: 'text', op: 'constant', value });
export const number = (value: string): Expression => ({ type: 'decimal', op: 'constant', value });
export const count = (value: number): Expression => ({
  type: 'integer',
  op: 'constant',
  value: String(value),
});

const compare =
  (by: Comparison) =>
  (left: Expression, right: Expression): Expression => ({
    type: 'boolean',
    op: 'compare',
    by,
    left,
    right,
  });
export const equal = compare('=');
export const unequal = compare('<>');
export const below = compare('<');
export const atMost = compare('<=');
export const above = compare('>');
export const atLeast = compare('>=');

export const and = (...operands: readonly Expression[]): Expression => ({
  type: 'boolean',
  op: 'and',
  operands,
});
export const or = (...operands: readonly Expression[]): Expression => ({
  type: 'boolean',
  op: 'or',
  operands,
});
export const concat = (...operands: readonly Expression[]): Expression => ({
  type: 'text',
  op: 'concat',
  operands,
});

const unary =
  (type: ValueType, op: UnaryOp) =>
  (operand: Expression): Expression => ({
    type,
    op,
    operand,
  });
export const not = unary('boolean', 'not');
export const isNull = unary('boolean', 'is_null');
export const isGiven = (operand: Expression): Expression => not(isNull(operand));
export const isWhole = unary('boolean', 'is_whole');
/** In characters. */
export const lengthOf = unary('integer', 'length');
/** The calendar month of a day, like `2026-10`. */
export const monthOf = unary('text', 'month');
/** A decimal with five decimals. */
export const asText = unary('text', 'as_text');
export const upper = unary('text', 'upper');
/** Whether a text is somebody's identity number. */
export const isIdentity = unary('boolean', 'is_identity');

export const oneOf = (operand: Expression, values: readonly string[]): Expression => ({
  type: 'boolean',
  op: 'one_of',
  operand,
  values,
});
/** The whole text matches a pattern of the syntax that RE2 and JavaScript share. */
export const matches = (operand: Expression, pattern: string): Expression => ({
  type: 'boolean',
  op: 'matches',
  operand,
  pattern,
});
export const contains = (operand: Expression, part: string): Expression => ({
  type: 'boolean',
  op: 'contains',
  operand,
  text: part,
});
export const endsWith = (operand: Expression, part: string): Expression => ({
  type: 'boolean',
  op: 'ends_with',
  operand,
  text: part,
});
export const startsWith = (left: Expression, right: Expression): Expression => ({
  type: 'boolean',
  op: 'starts_with',
  left,
  right,
});
/** `length` characters from the `from`th, counted from 1. */
export const slice = (operand: Expression, from: number, length: number): Expression => ({
  type: 'text',
  op: 'slice',
  operand,
  from,
  length,
});
export const minus = (left: Expression, right: Expression): Expression => ({
  type: 'decimal',
  op: '-',
  left,
  right,
});
export const times = (left: Expression, right: Expression): Expression => ({
  type: 'decimal',
  op: '*',
  left,
  right,
});
/** Days from `left` to `right`. */
export const daysBetween = (left: Expression, right: Expression): Expression => ({
  type: 'integer',
  op: 'days',
  left,
  right,
});
export const validOn = (list: CodeList, of: Expression, on: Expression): Expression => ({
  type: 'boolean',
  op: 'valid_on',
  list,
  code: of,
  day: on,
});
export const legalPair = (mode: Expression, flow: Expression): Expression => ({
  type: 'boolean',
  op: 'legal_pair',
  mode,
  flow,
});
