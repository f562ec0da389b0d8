import { type DuckDBConnection, DuckDBInstance, type Json, StatementType } from '@duckdb/node-api';
import { identifier, literal } from './duckdb.ts';
import type { Cell, SqlAnswer, SqlFailure, SqlLimits, SqlOrder, SqlRelation } from './sql-protocol.ts';
import { type SerializedSql, whyRefused } from './sql-statement.ts';

/** A DuckDB that others may ask: it reads the relations given, and can touch nothing else. */
export interface ReadOnlyDuck {
  run(order: Extract<SqlOrder, { readonly kind: 'run' }>): Promise<SqlAnswer | SqlFailure>;
  interrupt(): void;
}

const mostTemporary = '500MB';

/** Files are looked for in the working folder of the process: no path ever stands in a statement or a message. */
export async function openReadOnly(
  relations: readonly SqlRelation[],
  memoryLimit: string,
  threads: number,
): Promise<ReadOnlyDuck> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: memoryLimit,
    temp_directory: 'tmp',
    max_temp_directory_size: mostTemporary,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    errors_as_json: 'false',
  });
  const connection = await instance.connect();
  const files = [...new Set(relations.flatMap((relation) => relation.files ?? []))];
  if (files.length) await connection.run(`set allowed_paths = [${files.map(literal).join(', ')}]`);
  for (const relation of relations) await define(connection, relation);
  await connection.run('set enable_external_access = false');
  await connection.run('set lock_configuration = true');
  const names = relations.map(({ name }) => name);
  let running: DuckDBConnection | null = null;
  return {
    interrupt: () => running?.interrupt(),
    run: async ({ sql, current, limits, explain = false }) => {
      const own = await instance.connect();
      running = own;
      try {
        const refusal = whyRefused(await serialized(connection, sql), names);
        if (refusal !== null) return { kind: 'statement', message: refusal };
        await own.run(currentView(current, relations));
        return explain ? await explained(own, sql) : await answerOf(own, sql, limits);
      } catch (error) {
        return failureOf(error);
      } finally {
        running = null;
        own.closeSync();
      }
    },
  };
}

async function define(connection: DuckDBConnection, { name, columns, files, rows, sql }: SqlRelation) {
  if (sql !== undefined) return void (await connection.run(`create view ${identifier(name)} as ${sql}`));
  if (files?.length)
    return void (await connection.run(`create view ${identifier(name)} as ${parquet(files)}`));
  const shape = JSON.stringify([Object.fromEntries(Object.keys(columns).map((one) => [one, 'VARCHAR']))]);
  const casts = Object.entries(columns).map(
    ([one, type]) => `cast(${identifier(one)} as ${type}) as ${identifier(one)}`,
  );
  await connection.run(
    `create table ${identifier(name)} as select ${casts.join(', ')} from (select unnest(from_json($rows::json, ${literal(shape)}), recursive := true))`,
    { rows: JSON.stringify(rows ?? []) },
  );
}

function parquet(files: readonly string[]): string {
  return `select * from read_parquet([${files.map(literal).join(', ')}], hive_partitioning = false)`;
}

/** The relation at the vintage asked for; of this connection only. Without files it has its columns and no row. */
function currentView(
  { name, files }: { readonly name: string; readonly files: readonly string[] },
  relations: readonly SqlRelation[],
): string {
  const whole = relations.find((one) => one.name === name);
  const columns = Object.entries(whole?.columns ?? {}).map(
    ([one, type]) => `null::${type} as ${identifier(one)}`,
  );
  const sql = files.length ? parquet(files) : `select ${columns.join(', ')} where false`;
  return `create temporary view ${identifier(name)} as ${sql}`;
}

async function serialized(connection: DuckDBConnection, sql: string): Promise<SerializedSql> {
  const reader = await connection.runAndReadAll('select json_serialize_sql($sql::varchar)', { sql });
  return JSON.parse(String(reader.getRows()[0]?.[0])) as SerializedSql;
}

async function answerOf(
  own: DuckDBConnection,
  sql: string,
  limits: SqlLimits,
): Promise<SqlAnswer | SqlFailure> {
  const extracted = await own.extractStatements(sql);
  const statement = extracted.count === 1 ? await extracted.prepare(0) : null;
  if (statement?.statementType !== StatementType.SELECT)
    return { kind: 'statement', message: '只接受一条SELECT语句 | Exactly one SELECT statement is accepted' };
  const result = await statement.stream();
  const types = result.columnTypes();
  const columns = result.columnNames().map((name, at) => ({ name, type: String(types[at]) }));
  const rows: Cell[][] = [];
  let bytes = 0;
  for await (const chunk of result.yieldRowsJson()) {
    for (const row of chunk) {
      if (rows.length === limits.rows) return { columns, rows, more: 'rows' };
      const cells = row.map(cellOf);
      bytes += cells.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length * 2 : 8), 0);
      if (bytes > limits.bytes) return { columns, rows, more: 'bytes' };
      rows.push(cells);
    }
  }
  return { columns, rows, more: null };
}

/** Planning reads no row; the text was judged to be one SELECT before. */
async function explained(own: DuckDBConnection, sql: string): Promise<SqlAnswer> {
  const reader = await own.runAndReadAll(`explain (format json) ${sql}`);
  const [row = []] = reader.getRowsJson();
  return { columns: [{ name: 'plan', type: 'VARCHAR' }], rows: [[String(row[1])]], more: null };
}

function cellOf(value: Json): Cell {
  return value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
}

/** DuckDB's own words: they name columns, places and types, and help. */
function failureOf(error: unknown): SqlFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (/^INTERRUPT Error/.test(message)) return { kind: 'interrupted', message };
  if (/^Out of Memory Error|bad_alloc|Allocation failed|Invalid string length/i.test(message))
    return { kind: 'memory', message: 'Out of Memory Error' };
  return { kind: 'error', message };
}
