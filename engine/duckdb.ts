import { mkdir } from 'node:fs/promises';
import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';

export interface DuckSettings {
  /** Folders that queries may read and write; everything else is out of reach. */
  readonly folders: readonly string[];
  readonly tempDir: string;
  /** DuckDB's own limit, like `1GB`; the process takes 0.2–0.3 GB more. */
  readonly memoryLimit: string;
  readonly threads: number;
  /** Joins run as written: the right side is held, the left side streams. For scans whose size DuckDB cannot know. */
  readonly joinsAsWritten?: boolean;
}

export type Value = string | number | bigint | boolean | null;
export type Row = Record<string, unknown>;

/** A DuckDB session that lives for one piece of work and holds nothing afterwards. */
export interface Duck {
  run(sql: string, values?: Record<string, Value>): Promise<void>;
  /** Rows with decimals, 64-bit integers and dates as exact text. */
  rows<T = Row>(sql: string, values?: Record<string, Value>): Promise<T[]>;
  /** A table from plain rows; `columns` gives names and DuckDB types. */
  table(name: string, columns: Readonly<Record<string, string>>, rows: readonly Row[]): Promise<void>;
}

/** SQL text literal. Only for what cannot be bound: file names and lists in table functions. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `work` with a fresh in-memory DuckDB that can touch nothing but `settings.folders`. */
export async function withDuckDB<T>(settings: DuckSettings, work: (duck: Duck) => Promise<T>): Promise<T> {
  await mkdir(settings.tempDir, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(settings.threads),
    memory_limit: settings.memoryLimit,
    temp_directory: settings.tempDir,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
    ...(settings.joinsAsWritten ? { disabled_optimizers: 'join_order,build_side_probe_side' } : {}),
  });
  const connection = await instance.connect();
  try {
    const folders = [...settings.folders, settings.tempDir].map(literal).join(', ');
    await connection.run(`set allowed_directories = [${folders}]`);
    await connection.run('set enable_external_access = false');
    await connection.run('set lock_configuration = true');
    return await work({
      run: async (sql, values) => {
        await connection.run(sql, values as Record<string, DuckDBValue>);
      },
      rows: async <R>(sql: string, values?: Record<string, Value>) => {
        const reader = await connection.runAndReadAll(sql, values as Record<string, DuckDBValue>);
        return reader.getRowObjectsJson() as R[];
      },
      table: async (name, columns, rows) => {
        // Everything travels as JSON text and is cast by the engine: no float ever stands in between.
        const shape = JSON.stringify([
          Object.fromEntries(Object.keys(columns).map((column) => [column, 'VARCHAR'])),
        ]);
        const casts = Object.entries(columns).map(
          ([column, type]) => `cast(${identifier(column)} as ${type}) as ${identifier(column)}`,
        );
        await connection.run(
          `create table ${name} as select ${casts.join(', ')} from (select unnest(from_json($rows::json, ${literal(shape)}), recursive := true))`,
          { rows: JSON.stringify(rows) },
        );
      },
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
