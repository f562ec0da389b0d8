import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('./sql/', import.meta.url);

/** The text of a query in `ingest/sql/`. */
export function sql(name: string): string {
  return readFileSync(new URL(`${name}.sql`, folder), 'utf8');
}

/** Names the acceptance rules in force: every query and code list that judges a row. */
export function rulesFingerprint(codeLists: unknown): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort())
    hash.update(name).update(readFileSync(new URL(name, folder)));
  return hash.update(JSON.stringify(codeLists)).digest('hex').slice(0, 16);
}
