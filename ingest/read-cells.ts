import { type LineColumn, lineColumns, lineTemplate } from '../catalogue/line-template.ts';
import { localDay, type Period } from '../catalogue/period.ts';
import { type Duck, identifier, literal } from '../engine/duckdb.ts';
import { createEnum, createLookup } from './code-macros.ts';
import { longestRow, placeColumns } from './exact-rows.ts';
import type { FileFacts } from './file-rules.ts';
import { canonicalMarks, type Layout } from './recognise.ts';
import type { Cells } from './understand.ts';

/** Cells that can be read, and what is known of the file that they stand in. */
export interface Readable extends Cells, FileFacts {
  readonly declaredPeriod: Period | null;
}

/**
 * The raw relation over the files: every cell text, under the template's names. Files of one layout are read together;
 * cells that need it are made plain over all of them at once, since every mention of a macro costs planning time.
 */
export async function readCells(duck: Duck, files: readonly Readable[]): Promise<string> {
  const ofFile = await fileColumns(duck, files);
  const groups = byLayout(files);
  const read = (some: Readable[][]) => some.map((group) => readLayout(group, ofFile)).join('\nunion all\n');
  const clean = groups.filter(([first]) => !first?.needsPlainCells);
  const dirty = groups.filter(([first]) => first?.needsPlainCells);
  const others = `${Object.keys(fileFacts).join(', ')}, part, row, shape`;
  const named = (put: (name: LineColumn) => string) =>
    lineColumns.map((name) => `${put(name)} as ${identifier(name)}`).join(', ');
  // One above the other: a macro that mentions its cell several times makes it plain only once.
  const plain = (from: string) =>
    `select ${others}, ${named((name) => `plain(${name})`)}, plain(first_cell) as first_cell, other_cell from (${from})`;
  const present = (from: string) =>
    `select ${others}, ${named((name) => (lineTemplate[name].required ? name : `given(${name})`))}, first_cell, other_cell from (${from})`;
  const parts = [
    ...(clean.length ? [present(read(clean))] : []),
    ...(dirty.length ? [present(plain(read(dirty)))] : []),
  ];
  return parts.join('\nunion all\n');
}

/** Stands for "no cell here": an empty cell is '' to the reader, and only a row that is too short has nulls. */
export const noCell = '\u001a\u001a';

/** Files that one scan can read. */
export function byLayout<T extends { layout: unknown; needsPlainCells: boolean; exact: boolean }>(
  files: readonly T[],
): T[][] {
  const groups = Map.groupBy(files, ({ layout, needsPlainCells, exact }) =>
    JSON.stringify([layout, needsPlainCells, exact]),
  );
  return [...groups.values()];
}

function readLayout(files: readonly Readable[], ofFile: readonly string[]): string {
  const { layout, exact } = files[0] as Readable;
  const own = layout.header.map((_, at) => `c${at}`);
  const physical = exact ? [...placeColumns, ...own] : [...own, 'surplus'];
  const types = physical.map((column) => `${literal(column)}: 'VARCHAR'`).join(', ');
  const place = exact
    ? "nullif(part, '') as part, cast(row as bigint) as row, nullif(shape, '') as shape"
    : 'null::varchar as part, null::bigint as row, null::varchar as shape';
  // DuckDB passes over a separator at a row's end: a cell too many, and perhaps a thousands comma, which shifts the rest.
  // Such rows are left out here, so that the file is short of rows and goes to the exact reader.
  const regular = exact ? '' : `where ${own.at(-1)} is not null and surplus is null`;
  return `select ${[...ofFile, place, ...templateCells(layout)].join(', ')}
  from read_csv([${files.map((file) => literal(file.path)).join(', ')}],
    auto_detect = false, header = true, delim = ${literal(layout.delimiter)}, quote = '"', escape = '"', columns = {${types}},
    nullstr = ${literal(noCell)}, null_padding = ${!exact}, ignore_errors = true, filename = 'file_path',
    max_line_size = ${longestRow}, buffer_size = ${4 * longestRow})
  ${regular}`;
}

/** The template's cells out of a file's columns, and what stands first and elsewhere in the row. */
function templateCells({ header, columns, constants, canonical }: Layout): string[] {
  const text = (at: number) => `nullif(c${at}, '')`;
  const cells = lineColumns.map((name) => {
    const at = columns.indexOf(name);
    const fixed = constants[name];
    const absent = fixed === undefined ? 'null::varchar' : literal(fixed);
    return `${at < 0 ? absent : text(at)} as ${identifier(name)}`;
  });
  if (canonical)
    return [...cells, ...canonicalMarks.map((mark) => `${text(header.indexOf(mark))} as ${mark}`)];
  const first = header.slice(0, 4).map((_, at) => text(at));
  const others = columns.flatMap((name, at) => (name === null ? [`nullif(trim(c${at}), '')`] : []));
  return [
    ...cells,
    `coalesce(${first.join(', ')}) as first_cell`,
    `coalesce(${['null::varchar', ...others].join(', ')}) as other_cell`,
  ];
}

export type FileOfRows = Pick<Readable, 'delivery' | 'uscc' | 'receivedAt' | 'declaredPeriod' | 'path'>;

/** What is known of the file that a row stands in, as SQL values. */
const fileFacts = {
  delivery: (file: FileOfRows) => `cast(${literal(file.delivery)} as delivery_enum)`,
  uscc: (file: FileOfRows) => `cast(${literal(file.uscc)} as uscc_enum)`,
  received_on: (file: FileOfRows) => `date ${literal(localDay(file.receivedAt))}`,
  declared_period: (file: FileOfRows) =>
    file.declaredPeriod === null ? 'null::varchar' : literal(file.declaredPeriod),
};

/** Those facts as columns over `file_path`; constants when there is one file only. */
export async function fileColumns(duck: Duck, files: readonly FileOfRows[]): Promise<string[]> {
  const [only] = files;
  const facts = Object.entries(fileFacts);
  for (const name of ['delivery', 'uscc'] as const)
    await createEnum(duck, `${name}_enum`, [...new Set(files.map((file) => file[name]))]);
  if (only && files.length === 1) return facts.map(([name, put]) => `${put(only)} as ${name}`);
  const paths = files.map(({ path }) => path);
  for (const [name, put] of facts) await createLookup(duck, `file_${name}`, paths, files.map(put));
  return facts.map(([name]) => `file_${name}(file_path) as ${name}`);
}
