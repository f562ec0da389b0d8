import type { Expression, Part, UnaryOp } from './expression.ts';
import { type LineColumn, lineTemplate } from './line-template.ts';

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** The name of a part of a column in the relation that is judged. */
export function columnName(column: LineColumn, part: Part): string {
  return part === 'cell' ? column : `${column}_${part}`;
}

/** The expression as DuckDB SQL over a relation whose columns are those of `columnName` and the facts. */
export function toSql(expression: Expression): string {
  const sql = toSql;
  const { op } = expression;
  switch (op) {
    case 'column':
      return columnName(expression.column, expression.part);
    case 'fact':
      return expression.fact;
    case 'constant':
      return expression.type === 'text' ? quote(expression.value) : expression.value;
    case 'compare':
      return `${sql(expression.left)} ${expression.by} ${comparedSql(expression.left, expression.right)}`;
    case 'and':
    case 'or':
      return `(${expression.operands.map(sql).join(` ${op} `)})`;
    case 'concat':
      return `(${expression.operands.map(sql).join(' || ')})`;
    case 'one_of':
      return oneOfSql(sql(expression.operand), expression.values);
    case 'matches':
      // An anchored search takes half the time of regexp_full_match.
      return `regexp_matches(${sql(expression.operand)}, ${quote(`^(?:${expression.pattern})$`)})`;
    case 'ends_with':
      return `ends_with(${sql(expression.operand)}, ${quote(expression.text)})`;
    case 'starts_with':
      return `starts_with(${sql(expression.left)}, ${sql(expression.right)})`;
    case 'contains':
      return `contains(${sql(expression.operand)}, ${quote(expression.text)})`;
    case 'slice':
      return `substr(${sql(expression.operand)}, ${expression.from}, ${expression.length})`;
    case 'days':
      return `(${sql(expression.right)} - ${sql(expression.left)})`;
    case '-':
    case '*':
      // Of decimals with 18 digits DuckDB makes one with 18, and stops at what does not fit.
      return `(cast(${sql(expression.left)} as decimal(38, ${op === '*' ? 5 : 10})) ${op} ${sql(expression.right)})`;
    case 'valid_on':
      return `${expression.list}_valid(${sql(expression.code)}, ${sql(expression.day)})`;
    case 'legal_pair':
      return `is_legal_pair(${sql(expression.mode)}, ${sql(expression.flow)})`;
    default:
      return unarySql[op](sql(expression.operand));
  }
}

const unarySql: Readonly<Record<UnaryOp, (operand: string) => string>> = {
  not: (operand) => `not (${operand})`,
  is_null: (operand) => `${operand} is null`,
  length: (operand) => `length(${operand})`,
  month: (operand) => `strftime(${operand}, '%Y-%m')`,
  is_whole: (operand) => `${operand} % 1 = 0`,
  as_text: (operand) => `cast(${operand} as varchar)`,
  upper: (operand) => `upper(${operand})`,
  is_identity: (operand) => `is_identity_number(${operand})`,
};

/** A code is compared with a constant as a value of its enumeration: a number, not a text. */
function comparedSql(left: Expression, right: Expression): string {
  const list = left.op === 'column' && left.part === 'code' ? lineTemplate[left.column].list : null;
  return list && right.op === 'constant' ? `cast(${toSql(right)} as ${list}_enum)` : toSql(right);
}

/** Not IN: of more than a few constants DuckDB makes a join, and rows lose their order. */
function oneOfSql(operand: string, values: readonly string[]): string {
  return `list_contains([${values.map(quote).join(', ')}], ${operand})`;
}
