import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('./sql/', import.meta.url);

/** The text of a query in `ingest/sql/`. */
export function sql(name: string): string {
  return readFileSync(new URL(`${name}.sql`, folder), 'utf8');
}

/** Names the acceptance rules in force: every query and code list that judges a row. Those of whole files write no lines. */
export function rulesFingerprint(codeLists: unknown): string {
  const hash = createHash('sha256');
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
    one.isFile() ? [one.name] : [],
  );
  for (const name of names.sort()) hash.update(name).update(readFileSync(new URL(name, folder)));
  return hash.update(JSON.stringify(codeLists)).digest('hex').slice(0, 16);
}
