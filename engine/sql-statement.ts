/** Table functions that make rows out of nothing but their arguments. */
const tableFunctions = new Set(['range', 'generate_series', 'unnest']);
/** Functions that tell of the engine, or do something. */
const refusedFunctions = new Set(['current_setting', 'write_log', 'getvariable', 'sleep_ms', 'sleep']);

interface Node {
  readonly [key: string]: unknown;
}

/** DuckDB's own syntax tree of a text: one SELECT, or why it is none. */
export interface SerializedSql {
  readonly error: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly position?: string;
  readonly statements?: readonly { readonly node: Node }[];
}

function* nodesOf(value: unknown): Generator<Node> {
  const waiting: unknown[] = [value];
  while (waiting.length) {
    const one = waiting.pop();
    if (one === null || typeof one !== 'object') continue;
    if (!Array.isArray(one)) yield one as Node;
    waiting.push(...Object.values(one));
  }
}

/** The names that `with` gives in any part of a statement. */
function ownNames(nodes: readonly Node[]): Set<string> {
  const names = nodes.flatMap(({ cte_map, cte_name, ctename }) => {
    const map = (cte_map as { map?: readonly { key: string }[] } | undefined)?.map ?? [];
    return [...map.map(({ key }) => key), ...[cte_name, ctename].filter((one) => typeof one === 'string')];
  });
  return new Set(names.map((name) => String(name).toLowerCase()));
}

/**
 * Why a statement may not run; null when it may. It may read the relations given, under their bare names, and make rows;
 * nothing else: DuckDB's table functions and system views reach files, settings and logs.
 */
export function whyRefused(
  { error, error_type, error_message, statements }: SerializedSql,
  relations: readonly string[],
): string | null {
  if (error && error_type === 'parser') return `Parser Error: ${error_message}`;
  if (error || statements?.length !== 1)
    return '只接受一条SELECT语句 | Exactly one SELECT statement is accepted';
  const nodes = [...nodesOf(statements)];
  const known = new Set([...relations, ...ownNames(nodes)]);
  for (const node of nodes) {
    const name = String(node.table_name ?? '').toLowerCase();
    if (node.type === 'BASE_TABLE' || node.type === 'SHOW_REF') {
      const isOurs = known.has(name) && !node.schema_name && !node.catalog_name;
      if (!isOurs && (node.type === 'BASE_TABLE' || name))
        return `没有表${name}，可用的有${relations.join('、')} | There is no table ${name}; there are ${relations.join(', ')}`;
    }
    const called = String(node.function_name ?? '').toLowerCase();
    if (node.type === 'TABLE_FUNCTION') {
      const own = String((node.function as Node | undefined)?.function_name ?? '').toLowerCase();
      if (!tableFunctions.has(own)) return `不能使用表函数${own} | The table function ${own} may not be used`;
    }
    if (refusedFunctions.has(called)) return `不能使用函数${called} | The function ${called} may not be used`;
  }
  return null;
}
