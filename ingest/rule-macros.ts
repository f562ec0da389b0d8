import type { Expression } from '../catalogue/expression.ts';
import { toSql } from '../catalogue/expression-sql.ts';
import { lineColumns, lineTemplate } from '../catalogue/line-template.ts';
import { type Applied, doubting, rejecting } from '../catalogue/rules/chains.ts';
import { literal } from '../engine/duckdb.ts';
import { sql } from './sql.ts';

function finding({ id, rule, column }: Applied): string {
  const value = rule.value(column);
  const macro = rule.asIs ? 'finding_as_is' : 'finding';
  return `${macro}(${literal(id)}, ${literal(column)}, ${value === null ? 'null' : toSql(value)})`;
}

/** What must all hold, as SQL. */
function conjuncts(expression: Expression): string[] {
  return expression.op === 'and' ? expression.operands.flatMap(conjuncts) : [toSql(expression)];
}

/** Of which one must hold. */
function alternatives(expression: Expression): string[][] {
  return expression.op === 'or' ? expression.operands.flatMap(alternatives) : [conjuncts(expression)];
}

/**
 * Conditions of which one at least holds where a rule of the chain fires. What another condition implies is left out: an
 * empty cell has no value either, so of a required column only the value is asked for.
 */
function conditions(chain: readonly Applied[]): string[][] {
  const requires = chain.find(({ id }) => id === 'required');
  const isEmpty = requires && toSql(requires.rule.when(requires.column));
  const all = chain
    .flatMap(({ rule, column }) => alternatives(rule.needs ?? rule.when(column)))
    .map((one) => one.filter((condition) => condition !== `not (${isEmpty})`));
  const isNone = (one: string) => one !== isEmpty && /^\w+ is null$/.test(one);
  const some = all.some(([one, ...more]) => more.length === 0 && isNone(one ?? ''))
    ? all.filter(([one]) => one !== isEmpty)
    : all;
  const implied = (one: readonly string[], at: number) =>
    some.some((other, place) => {
      const within = other.every((condition) => one.includes(condition));
      return place !== at && within && (other.length < one.length || place < at);
    });
  return some.filter((one, at) => !implied(one, at));
}

/** One condition of which each must hold, or the next; what several begin with is asked once. */
function either(conditions: readonly (readonly string[])[]): string {
  const groups = Map.groupBy(conditions, ([first]) => first as string);
  const parts = [...groups].map(([first, group]) => {
    const rests = group.map(([, ...rest]) => rest);
    if (rests.some((rest) => rest.length === 0)) return first;
    return `${first} and ${rests.length > 1 ? `(${either(rests)})` : (rests[0] as string[]).join(' and ')}`;
  });
  return parts.join('\nor ');
}

/** The first rule of a chain that fires, as a finding. Most chains have none: one look at each comes before its rules. */
function firstOf(chain: readonly Applied[]): string {
  const arms = chain.map((one) => `when ${toSql(one.rule.when(one.column))} then ${finding(one)}`);
  const first = `case ${arms.join('\n')} end`;
  return chain.length > 1 ? `case when ${either(conditions(chain))} then ${first} end` : first;
}

/** What holds of no row whose cells with a form are `regular` (judge_line.sql): nearly no row is asked for it. */
const irregular = new Set([
  'declaration_no_value is null',
  'hs_code_value is null',
  ...lineColumns
    .filter((column) => lineTemplate[column].kind === 'decimal')
    .flatMap((column) => [`not (${column} is null) and ${column}_value is null`, `${column}_value < 0`]),
]);

/** Nearly every row is good: one test of all conditions comes first, and what there is to say is put together only then. */
function findings(chains: readonly (readonly Applied[])[]): string {
  const all = chains.flatMap(conditions);
  const isIrregular = (one: readonly string[]) => irregular.has(one.join(' and '));
  const rest = all.filter(isIrregular).map((one) => ['not regular', `(${one.join(' and ')})`]);
  const any = either([...all.filter((one) => !isIrregular(one)), ...rest]);
  return `case when ${any}\nthen concat_ws(chr(31), ${chains.map(firstOf).join(',\n')}) end`;
}

/** What the row rules say of a line with its typed values: what rejects it, and what gives pause when it is accepted. Null or '': nothing. */
export const rowFindings = findings(rejecting);
export const rowConcerns = findings(doubting);

/** judge_line.sql with the rules in their places. Not as macros: those would have to be handed every column. */
export function judgeLine(): string {
  return sql('judge_line')
    .replace('row_findings()', () => rowFindings)
    .replace('row_concerns()', () => rowConcerns);
}
