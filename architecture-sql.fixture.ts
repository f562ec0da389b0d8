import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDuckDB } from './engine/duckdb.ts';

/** A node of DuckDB's syntax tree. Expressions have a `class`, relations and queries only a `type`. */
export interface SqlNode {
  readonly type: string;
  readonly class?: string;
  readonly [key: string]: unknown;
}

/** A `.sql` file, parsed. `problem`: why it is not one select. */
export interface Statement {
  readonly path: string;
  readonly text: string;
  readonly query: SqlNode;
  readonly problem: string | undefined;
}

interface Serialized {
  readonly error: boolean;
  readonly error_message?: string;
  readonly statements?: readonly { readonly node: SqlNode }[];
}

/** DuckDB's own reading of statements, by path. */
export async function parseSql(texts: Readonly<Record<string, string>>): Promise<Statement[]> {
  const tempDir = await mkdtemp(join(tmpdir(), 'parkstat-sql-'));
  try {
    return await withDuckDB({ folders: [], tempDir, memoryLimit: '256MB', threads: 1 }, (duck) =>
      Promise.all(
        Object.entries(texts).map(async ([path, text]) => {
          const [row] = await duck.rows<{ tree: string }>(
            'select json_serialize_sql($text::varchar) as tree',
            { text },
          );
          const { error, error_message, statements } = JSON.parse(row?.tree ?? '') as Serialized;
          const [first, ...more] = statements ?? [];
          const query = first?.node ?? { type: 'NONE' };
          if (error) return { path, text, query, problem: error_message ?? 'not a select' };
          return { path, text, query, problem: first && more.length === 0 ? undefined : 'more than one' };
        }),
      ),
    );
  } finally {
    rmSync(tempDir, { recursive: true, force: true });
  }
}

interface Found {
  readonly node: SqlNode;
  /** Outermost first. */
  readonly above: readonly SqlNode[];
  /** The names under which the nodes above hold it. */
  readonly within: readonly string[];
}

/** Every node, outer ones first; types of casts and values of constants are no nodes. */
export function* sqlNodes(
  value: unknown,
  above: readonly SqlNode[] = [],
  within: readonly string[] = [],
): Generator<Found> {
  if (value === null || typeof value !== 'object') return;
  const node = value as SqlNode;
  const isNode = !Array.isArray(value) && typeof node.type === 'string';
  if (isNode) yield { node, above, within };
  for (const [name, child] of Object.entries(value)) {
    const isDetail = isNode && (name === 'cast_type' || (name === 'value' && node.class === 'CONSTANT'));
    if (!isDetail) yield* sqlNodes(child, isNode ? [...above, node] : above, [...within, name]);
  }
}

/** `path:line`, of the innermost node that knows its place. */
function placeOf({ path, text }: Statement, { node, above }: Found): string {
  const bytes = Buffer.from(text);
  const at = [...above, node].map((one) => Number(one.query_location)).findLast((one) => one < bytes.length);
  return `${path}:${
    bytes
      .subarray(0, at ?? 0)
      .toString()
      .split('\n').length
  }`;
}

/** Relations that a statement reads although its layer may not: `allowed` lists schemas (`facts.`) and relations. */
export function layerFindings(statement: Statement, allowed: readonly string[]): string[] {
  const found = [...sqlNodes(statement.query)];
  const ctes = new Set(
    found.flatMap(({ node }) =>
      ((node.cte_map as { map?: { key: string }[] } | undefined)?.map ?? []).map(({ key }) => key),
    ),
  );
  return found.flatMap((one) => {
    const { type, schema_name, table_name, function: called } = one.node;
    const at = () => placeOf(statement, one);
    if (type === 'TABLE_FUNCTION')
      return [`${at()} reads the table function ${String((called as SqlNode).function_name)}`];
    if (type !== 'BASE_TABLE') return [];
    if (schema_name === '' && ctes.has(String(table_name))) return [];
    if (schema_name === '') return [`${at()} reads ${String(table_name)} without its schema`];
    const name = `${String(schema_name)}.${String(table_name)}`;
    return allowed.includes(`${String(schema_name)}.`) || allowed.includes(name)
      ? []
      : [`${at()} must not read ${name}`];
  });
}

const unsteady = new Set(
  `now today current_date current_time current_timestamp localtime localtimestamp get_current_time get_current_timestamp
  transaction_timestamp random setseed uuid uuidv4 uuidv7 gen_random_uuid nextval currval getenv`.split(
    /\s+/,
  ),
);

/** The time, chance and the surroundings: what would make the same deliveries give another release. */
export function unsteadyFindings(statement: Statement): string[] {
  return [...sqlNodes(statement.query)].flatMap((one) => {
    const { function_name, column_names } = one.node;
    const name = String(function_name ?? (column_names as string[] | undefined)?.join('.')).toLowerCase();
    return unsteady.has(name) ? [`${placeOf(statement, one)} reads ${name}`] : [];
  });
}

const functions = new Set(
  'sum count count_star min max substr length upper lower trim + - *'.split(' '), // coalesce is an operator
);
const counting = new Set(['sum', 'count', 'count_star']);
const operators = new Set([
  'OPERATOR_COALESCE',
  'OPERATOR_NOT',
  'OPERATOR_IS_NULL',
  'OPERATOR_IS_NOT_NULL',
  'COMPARE_IN',
  'COMPARE_NOT_IN',
]);
const comparisons = new Set([
  'COMPARE_EQUAL',
  'COMPARE_NOTEQUAL',
  'COMPARE_LESSTHAN',
  'COMPARE_LESSTHANOREQUALTO',
  'COMPARE_GREATERTHAN',
  'COMPARE_GREATERTHANOREQUALTO',
]);
const castTypes = new Set(['DECIMAL', 'BIGINT', 'INTEGER', 'VARCHAR', 'DATE']);
const constantTypes = new Set(['INTEGER', 'BIGINT', 'DECIMAL', 'VARCHAR', 'NULL']);

interface TypeOf {
  readonly id: string;
  readonly type_info?: { readonly width: number; readonly scale: number } | null;
}

const size = (value: unknown) => (value as readonly unknown[] | undefined)?.length ?? 0;
const isMeasureCast = (node: SqlNode | undefined) => {
  const { id, type_info } = (node?.cast_type ?? { id: '' }) as TypeOf;
  return node?.class === 'CAST' && id === 'DECIMAL' && type_info?.width === 38 && type_info.scale === 0;
};

/** What the portable subset says of a kind of node: the objections to this one. A kind without an entry is not in it. */
const portable: Readonly<Record<string, (found: Found) => (string | false)[]>> = {
  SELECT_NODE: ({ node }) => [
    size(node.modifiers) > 0 && 'DISTINCT, ORDER BY or LIMIT',
    node.qualify !== null && 'QUALIFY',
    node.sample !== null && 'a sample',
    node.aggregate_handling !== 'STANDARD_HANDLING' && 'GROUP BY ALL',
    (node.group_expressions as SqlNode[]).some((one) => one.class !== 'COLUMN_REF') &&
      'GROUP BY of anything but columns',
  ],
  SET_OPERATION_NODE: ({ node }) => [
    !(node.setop_type === 'UNION' && node.setop_all === true) && 'a set operation other than UNION ALL',
    size(node.modifiers) > 0 && 'DISTINCT, ORDER BY or LIMIT',
  ],
  BASE_TABLE: ({ node }) => [
    node.sample !== null && 'a sample',
    size(node.column_name_alias) > 0 && 'renamed columns',
  ],
  JOIN: ({ node }) => [
    !['INNER', 'LEFT'].includes(String(node.join_type)) && `${String(node.join_type)} JOIN`,
    size(node.using_columns) > 0 && 'USING',
    node.ref_type !== 'REGULAR' && `a ${String(node.ref_type)} join`,
  ],
  COLUMN_REF: () => [],
  CONSTANT: ({ node }) => {
    const { id } = (node.value as { type: TypeOf }).type;
    return [!constantTypes.has(id) && `a ${id} constant`];
  },
  CAST: ({ node }) => {
    const { id } = node.cast_type as TypeOf;
    return [!castTypes.has(id) && `a cast to ${id}`, node.try_cast === true && 'TRY_CAST'];
  },
  FUNCTION: ({ node, above, within }) => {
    const name = String(node.function_name);
    const isMeasure = isMeasureCast(above.at(-1)) || within.includes('having');
    return [
      !functions.has(name) && `${name}()`,
      node.filter !== null && node.filter !== undefined && 'FILTER',
      size((node.order_bys as { orders: unknown }).orders) > 0 && 'an ordered aggregate',
      node.distinct === true && name !== 'count' && `${name}(DISTINCT)`,
      counting.has(name) && !isMeasure && `${name}() outside CAST(.. AS DECIMAL(38, 0))`,
    ];
  },
  WINDOW: ({ node }) => [
    node.type !== 'WINDOW_ROW_NUMBER' && `${String(node.function_name)}() OVER`,
    size(node.orders) === 0 && 'row_number() without ORDER BY',
    (node.orders as SqlNode[]).some(({ type }) => type === 'ORDER_DEFAULT') && 'an order without ASC or DESC',
    (node.orders as SqlNode[]).some((one) => one.null_order !== 'ORDER_DEFAULT') && 'NULLS FIRST or LAST',
  ],
  OPERATOR: ({ node }) => [!operators.has(node.type) && node.type],
  COMPARISON: ({ node }) => [!comparisons.has(node.type) && node.type],
  BETWEEN: () => [],
  CONJUNCTION: () => [],
  CASE: () => [],
};
/** Parts of other nodes, judged there. */
const parts = new Set([
  'ORDER_MODIFIER',
  'DISTINCT_MODIFIER',
  'LIMIT_MODIFIER',
  'ASCENDING',
  'DESCENDING',
  'ORDER_DEFAULT',
]);

/** What keeps a model of the facts stage from meaning the same on another engine (SCALE §3). */
export function portableFindings(statement: Statement): string[] {
  const objections = [...sqlNodes(statement.query)].flatMap((found) => {
    const kind = found.node.class ?? found.node.type;
    if (parts.has(kind)) return [];
    const said = portable[kind]?.(found) ?? [`${kind} (${found.node.type})`];
    return said.flatMap((what) => (what ? [`${placeOf(statement, found)} not portable: ${what}`] : []));
  });
  return [...new Set([...objections, ...outputs(statement.query).flatMap((one) => unfit(one, statement))])];
}

function outputs(query: SqlNode): SqlNode[] {
  if (query.type !== 'SET_OPERATION_NODE') return (query.select_list ?? []) as SqlNode[];
  return [query.left, query.right].flatMap((side) => outputs(side as SqlNode));
}

/** A column of the result is a key or a cast: types of anything computed differ between engines. */
function unfit(column: SqlNode, statement: Statement): string[] {
  const at = placeOf(statement, { node: column, above: [], within: [] });
  const isKey =
    ['COLUMN_REF', 'CONSTANT'].includes(String(column.class)) || column.type === 'OPERATOR_COALESCE';
  const isNamed = column.class === 'COLUMN_REF' || column.alias !== '';
  return [
    ...(isKey || column.class === 'CAST'
      ? []
      : [`${at} not portable: a result column that is no key and no CAST`]),
    ...(isNamed ? [] : [`${at} not portable: a result column without a name`]),
  ];
}
