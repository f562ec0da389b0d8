import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { chapters } from '../catalogue/codes.ts';
import type { View } from '../engine/engine.ts';

const folder = new URL('./', import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, folder), 'utf8').trimEnd();
}

function names(path: string): string[] {
  return readdirSync(new URL(path, folder))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -4))
    .sort();
}

/** The models of a layer: file name = relation name. */
export function models(layer: 'facts' | 'events' | 'cells' | 'indicators'): View[] {
  return names(`models/${layer}`).map((name) => ({
    name: `${layer}.${name}`,
    sql: read(`models/${layer}/${name}.sql`),
  }));
}

export function model(layer: 'facts' | 'events' | 'publication' | 'trace', name: string): View {
  return { name: `${layer}.${name}`, sql: read(`models/${layer}/${name}.sql`) };
}

/** What the checks read of lines and of the past. */
export function checkRelation(name: string): View {
  return { name: `checked.${name}`, sql: read(`checks/relations/${name}.sql`) };
}

export interface Check {
  readonly id: string;
  readonly sql: string;
}

export function checks(kind: 'blocking' | 'warning'): Check[] {
  return names(`checks/${kind}`).map((id) => ({ id, sql: read(`checks/${kind}/${id}.sql`) }));
}

export function fingerprint(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20);
}

/** Changes when any text that shapes facts changes. */
export function factsFingerprint(): string {
  return fingerprint(models('facts'), chapters);
}

/** Changes when any text that shapes observations changes. */
export function indicatorsFingerprint(): string {
  return fingerprint(
    models('cells'),
    models('indicators'),
    model('publication', 'coverage'),
    model('publication', 'estimated'),
    model('publication', 'observation'),
    model('publication', 'tenant_cell'),
    model('publication', 'event_origin'),
    model('publication', 'bridge_cell'),
  );
}
