/** What DuckDB expects of a statement before it runs: estimates, which may be far off where conditions depend on one another. */
export interface SqlPlan {
  /** Rows of the result; null where the engine does not say. */
  readonly rows: number | null;
  /** Rows read from tables and files, after the conditions that are pushed down to them. */
  readonly read: number;
  /** The most rows that any step makes. */
  readonly most: number;
  /** From the result down to what is read; `depth` counts from 0. */
  readonly steps: readonly {
    readonly operator: string;
    readonly rows: number | null;
    readonly depth: number;
  }[];
}

interface Operator {
  readonly name?: string;
  readonly children?: readonly Operator[];
  readonly extra_info?: Readonly<Record<string, unknown>>;
}

const mostSteps = 200;

/** Of the text that `explain (format json)` gives: names and estimates only, for the rest names files. */
export function planOf(text: string): SqlPlan {
  const steps: { operator: string; rows: number | null; depth: number; reads: boolean }[] = [];
  const walk = ({ name = '', children = [], extra_info = {} }: Operator, depth: number): number | null => {
    const said = Number(extra_info['Estimated Cardinality']);
    const reads = children.length === 0 && /SCAN|READ/.test(name);
    const step = { operator: name.trim(), rows: Number.isSafeInteger(said) ? said : null, depth, reads };
    steps.push(step);
    const below = children.map((child) => walk(child, depth + 1) ?? 1);
    // The one step that the engine leaves open although its rows follow from those below.
    if (step.rows === null && step.operator === 'CROSS_PRODUCT')
      step.rows = below.reduce((product, rows) => product * rows, 1);
    return step.rows;
  };
  for (const root of JSON.parse(text) as Operator[]) walk(root, 0);
  const known = steps.map(({ rows }) => rows ?? 0);
  return {
    rows: steps.find(({ rows }) => rows !== null)?.rows ?? null,
    read: steps.reduce((sum, { reads, rows }) => sum + (reads ? (rows ?? 0) : 0), 0),
    most: Math.max(0, ...known),
    steps: steps.slice(0, mostSteps).map(({ operator, rows, depth }) => ({ operator, rows, depth })),
  };
}
