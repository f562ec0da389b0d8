import { plainHeader } from '../catalogue/line-template.ts';
import { templates } from '../catalogue/templates.ts';
import type { AnnotatedPart, Layout, SheetRow } from './delivery.ts';

const headRows = 50;
const fewestColumns = 3;

/** The part's layout, given or found in its first rows, and all its rows; `rows` null where there is none at all. */
export async function layoutOf(
  part: AnnotatedPart,
): Promise<{ layout: Layout | undefined; rows: AsyncIterable<SheetRow> | null }> {
  const iterator = part.rows[Symbol.asyncIterator]();
  const head: SheetRow[] = [];
  while (head.length < headRows) {
    const next = await iterator.next();
    if (next.done) break;
    head.push(next.value);
  }
  if (head.length === 0) return { layout: undefined, rows: null };
  return { layout: part.layout ?? found(head), rows: joined(head, iterator) };
}

/** The first row among those that name most columns of one template. */
function found(head: readonly SheetRow[]): Layout | undefined {
  const candidates = head.flatMap(({ row, cells }) =>
    templates.map(({ headers }) => {
      const columns = cells.map((cell) => headers.get(plainHeader(cell)) ?? null);
      return { headerRow: row, columns, known: new Set(columns).size - (columns.includes(null) ? 1 : 0) };
    }),
  );
  const best = candidates.reduce((one, other) => (other.known > one.known ? other : one));
  return best.known >= fewestColumns ? { headerRow: best.headerRow, columns: best.columns } : undefined;
}

async function* joined(
  head: readonly SheetRow[],
  iterator: AsyncIterator<SheetRow>,
): AsyncIterable<SheetRow> {
  yield* head;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
}
