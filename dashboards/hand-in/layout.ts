import { isPersonalHeader, plainHeader } from '../../catalogue/line-template.ts';
import { type Template, templates } from '../../catalogue/templates.ts';
import type { TextEncoding } from './decode.ts';
import { firstRecords } from './records.ts';

/** How a delimited file is set out. */
export interface FileLayout {
  readonly encoding: TextEncoding;
  readonly delimiter: string;
  readonly headerRow: number;
  readonly header: readonly string[];
  /** The template column that each cell names; null is not read. */
  readonly columns: readonly (string | null)[];
}

const delimiters = [',', '\t', ';', '|'] as const;
/** The header stands within so many characters. */
export const headCharacters = 1 << 16;
const headRecords = 50;
const fewestColumns = 3;
interface Found {
  readonly layout: Omit<FileLayout, 'encoding'>;
  readonly template: Template;
  readonly known: number;
}

/** The delimiter, row and template under which most columns have a name. */
export function findHeader(head: string): Found | undefined {
  const candidates = delimiters.flatMap((delimiter) =>
    firstRecords(head, delimiter, headRecords).flatMap((header, at) =>
      templates.map((template) => {
        const columns = mapped(header, template);
        const known = columns.filter((column) => column !== null).length;
        return { template, known, layout: { delimiter, headerRow: at + 1, header, columns } };
      }),
    ),
  );
  const best = candidates.reduce<Found | undefined>(
    (one, other) => (one && one.known >= other.known ? one : other),
    undefined,
  );
  return best && best.known >= fewestColumns ? best : undefined;
}

/** Where two cells name one column, the preferred header wins, else the first. */
function mapped(header: readonly string[], { headers, preferred }: Template): (string | null)[] {
  const named = header.map((cell) => headers.get(plainHeader(cell)) ?? null);
  return named.map((column, at) => {
    if (column === null) return null;
    const places = named.flatMap((other, place) => (other === column ? [place] : []));
    const wins = places.find((place) => preferred.has(plainHeader(header[place] ?? ''))) ?? places[0];
    return wins === at ? column : null;
  });
}

/** Columns of personal data in the header: by name, or by place where the row may be somebody's data. */
export function personalHeaders(head: string): string | undefined {
  const found = findHeader(head);
  const first = delimiters.map((delimiter) => firstRecords(head, delimiter, 1)[0] ?? []);
  const header =
    found?.layout.header ?? first.reduce((one, other) => (other.length > one.length ? other : one));
  const personal = header.flatMap((cell, at) =>
    isPersonalHeader(cell) ? [found ? cell.trim() : `#${at + 1}`] : [],
  );
  return personal.length ? personal.join('、') : undefined;
}
