import { mkdir } from 'node:fs/promises';
import { type Duck, type DuckSettings, identifier, literal, type Row, withDuckDB } from './duckdb.ts';

/** A relation that a job reads: Parquet files with stated columns, or a few rows given as they are. */
export interface Source {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly rows?: readonly Row[];
  /** Rows with other values in a column are not read at all. */
  readonly only?: Readonly<Record<string, readonly string[]>>;
  /** Adds `file_row`, the place of a row in its Parquet file, from 0. */
  readonly placed?: boolean;
  /** What stands for a null of a column, in the engine's own words. */
  readonly instead?: Readonly<Record<string, string>>;
}

export interface View {
  readonly name: string;
  readonly sql: string;
  /** Computed once and held, because several others read it. */
  readonly held?: boolean;
}

/** A relation written as Parquet below a folder, in `column=value` folders of the given columns. */
export interface Output {
  readonly relation: string;
  readonly folder: string;
  readonly partitionBy: readonly string[];
  /** Written besides, with the columns and no row. */
  readonly emptyFile?: string;
}

/** A piece of work as a value: any engine that reads Parquet and speaks the portable subset could run it. */
export interface Job {
  readonly sources: readonly Source[];
  readonly views: readonly View[];
  readonly outputs: readonly Output[];
}

export interface Engine {
  /** Runs the job. Before anything is written, `read` gets a session in which sources and views stand; it may refuse. */
  run<T = void>(job: Job, read?: (duck: Duck) => Promise<T>): Promise<T>;
}

export function duckEngine(settings: DuckSettings): Engine {
  return {
    run: (job, read) =>
      withDuckDB(settings, async (duck) => {
        for (const schema of new Set([...job.sources, ...job.views].map(({ name }) => name.split('.')[0]))) {
          await duck.run(`create schema if not exists ${schema}`);
        }
        for (const source of job.sources) await createSource(duck, source);
        for (const { name, sql, held } of job.views)
          await duck.run(`create ${held ? 'table' : 'view'} ${name} as ${sql}`);
        const answer = read ? await read(duck) : (undefined as never);
        for (const output of job.outputs) await write(duck, output);
        return answer;
      }),
  };
}

async function createSource(
  duck: Duck,
  { name, columns: stated, files, rows, only = {}, placed = false, instead = {} }: Source,
): Promise<void> {
  const columns = placed ? { ...stated, file_row: 'BIGINT' } : stated;
  if (rows || !files?.length) return duck.table(name, columns, rows ?? []);
  const select = Object.entries(columns).map(([column, type]) => {
    const other = instead[column];
    const value = other === undefined ? identifier(column) : `coalesce(${identifier(column)}, ${other})`;
    return `cast(${value} as ${type}) as ${identifier(column)}`;
  });
  // Files that an earlier version wrote may lack a column: it is null there.
  const absent = Object.entries(columns).map(([column, type]) => `null::${type} as ${identifier(column)}`);
  const list = files.map(literal).join(', ');
  const where = Object.entries(only).map(
    ([column, values]) => `${identifier(column)} in (${values.map(literal).join(', ')})`,
  );
  const filter = where.length ? ` where ${where.join(' and ')}` : '';
  await duck.run(
    `create view ${name} as select ${select.join(', ')} from (
      select *${placed ? ', file_row_number as file_row' : ''}
      from read_parquet([${list}], hive_partitioning = false, union_by_name = true${placed ? ', file_row_number = true' : ''})
      union all by name select ${absent.join(', ')} where false)${filter}`,
  );
}

async function write(duck: Duck, { relation, folder, partitionBy, emptyFile }: Output): Promise<void> {
  await mkdir(folder, { recursive: true });
  await duck.run(
    `copy (select * from ${relation}) to ${literal(folder)}
     (format parquet, compression zstd, partition_by (${partitionBy.join(', ')}), write_partition_columns true, overwrite_or_ignore true)`,
  );
  if (emptyFile !== undefined)
    await duck.run(`copy (select * from ${relation} limit 0) to ${literal(emptyFile)} (format parquet)`);
}
