import { codeLists } from './codes.ts';
import type { Comparison, Expression, UnaryOp, ValueType } from './expression.ts';
import { columnName } from './expression-sql.ts';
import { isIdentityNumber } from './identity.ts';
import { isLegalPair } from './mode.ts';
import { compare, multiply, round, subtract } from './number.ts';
import type { TypedRow } from './typed-row.ts';

type Result = string | boolean | null;

const dayLength = 86_400_000;
const daysFrom = (left: string, right: string) => (Date.parse(right) - Date.parse(left)) / dayLength;

const holds: Readonly<Record<Comparison, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function orderOf(type: ValueType, left: string, right: string): number {
  if (type === 'decimal' || type === 'integer') return compare(left, right);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** True wins over null for `or`, false for `and`. */
function joined(op: 'and' | 'or', values: readonly Result[]): Result {
  const winner = op === 'or';
  if (values.includes(winner)) return winner;
  return values.includes(null) ? null : !winner;
}

function validOn(list: keyof typeof codeLists, code: string | null, day: string | null): Result {
  const found = codeLists[list].find((one) => one.code === code);
  if (!found || (found.valid_from === null && found.valid_to === null)) return true;
  if (day === null) return null;
  return day >= (found.valid_from ?? '0001-01-01') && day <= (found.valid_to ?? '9999-12-31');
}

const unary: Readonly<Record<Exclude<UnaryOp, 'is_null' | 'not'>, (text: string) => Result>> = {
  length: (text) => String([...text].length),
  month: (text) => text.slice(0, 7),
  is_whole: (text) => /^-?[0-9]+(\.0*)?$/.test(text),
  as_text: (text) => round(text, 5),
  upper: (text) => text.toUpperCase(),
  is_identity: isIdentityNumber,
};

/** What the expression is over a row; null as in SQL. Integers and decimals come as text. */
export function evaluate(expression: Expression, row: TypedRow): Result {
  const of = (one: Expression) => evaluate(one, row);
  switch (expression.op) {
    case 'column':
      return row[columnName(expression.column, expression.part)] ?? null;
    case 'fact':
      return row[expression.fact] ?? null;
    case 'constant':
      return expression.value;
    case 'and':
    case 'or':
      return joined(expression.op, expression.operands.map(of));
    case 'is_null':
      return of(expression.operand) === null;
    case 'valid_on':
      return validOn(
        expression.list,
        of(expression.code) as string | null,
        of(expression.day) as string | null,
      );
    default:
      return strict(expression, of);
  }
}

/** The operations that are null as soon as one of their operands is. */
function strict(expression: Expression, of: (one: Expression) => Result): Result {
  const values = operandsOf(expression).map(of);
  if (values.includes(null)) return null;
  const [first = '', second = ''] = values.map(String);
  switch (expression.op) {
    case 'compare':
      return holds[expression.by](orderOf(expression.left.type, first, second));
    case 'not':
      return values[0] === false;
    case 'concat':
      return values.join('');
    case 'one_of':
      return expression.values.includes(first);
    case 'matches':
      return new RegExp(`^(?:${expression.pattern})$`, 'u').test(first);
    case 'ends_with':
      return first.endsWith(expression.text);
    case 'starts_with':
      return first.startsWith(second);
    case 'contains':
      return first.includes(expression.text);
    case 'slice':
      return [...first].slice(expression.from - 1, expression.from - 1 + expression.length).join('');
    case 'days':
      return String(daysFrom(first, second));
    case '-':
      return subtract(first, second);
    case '*':
      return multiply(first, second);
    case 'legal_pair':
      return isLegalPair(first, second);
    default:
      return unary[expression.op as keyof typeof unary](first);
  }
}

function operandsOf(expression: Expression): readonly Expression[] {
  if ('operands' in expression) return expression.operands;
  if ('operand' in expression) return [expression.operand];
  if ('left' in expression) return [expression.left, expression.right];
  return expression.op === 'legal_pair' ? [expression.mode, expression.flow] : [];
}
