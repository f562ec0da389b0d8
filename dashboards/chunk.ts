/**
 * Where a baked copy keeps the answer to an API path: the name of a file in its `data/`, which follows from the path alone.
 * Answers that are looked at together lie together: those of one resource, indicator, month and park.
 */
export function chunkOf(path: string): string {
  const [resource = '', query = ''] = path.split('?');
  const asked = new URLSearchParams(query);
  const month = asked.get('to') ?? asked.get('period');
  const parts = [resource.replaceAll('/', '-'), asked.get('indicator'), month, asked.get('park')];
  return parts
    .filter((part) => part !== null && part !== undefined)
    .map((part) => part.replaceAll('*', 'all').replaceAll(/[^\w-]/g, '-'))
    .join('.');
}

/** What a baked page is given before it starts, by a script of its own: `data/<page>.js`. */
export interface Baked {
  /** Of which release the copy is, `2026-10.1`, and when that was published. */
  readonly release: string;
  readonly published_at: string;
  /** The files of `data/` that hold further answers. */
  readonly chunks: readonly string[];
  /** Documents of reports that lie in its `reports/`. */
  readonly documents: readonly string[];
  /** Answers by path. */
  readonly answers: Readonly<Record<string, unknown>>;
}

/** The text of a script that carries answers; classic, so that it works from a folder. Pages: with `Baked`, chunks: answers alone. */
export function carrierScript(carried: Partial<Baked>): string {
  // JSON is JavaScript; what would end a script or a line inside an HTML page never stands in it as such.
  return `(window.parkstatBaked??=[]).push(${JSON.stringify(carried).replaceAll('<', '\\u003c')});\n`;
}
