import { sql } from 'kysely';
import type { Database } from './database.ts';

/** A release whose documents a folder does not have, or not all of them. */
export interface Undelivered {
  readonly release: string;
  readonly period: string;
  /** Hash over which documents there are and what is in them. */
  readonly list_sha256: string;
}

export interface FiledDocument {
  readonly park: string;
  readonly format: string;
  readonly language: string;
  readonly sha256: string;
}

/** Releases with documents that a folder does not have as they are, the oldest first. */
export async function undelivered({ kysely }: Database, folder: string): Promise<Undelivered[]> {
  const { rows } = await sql<Undelivered>`
    select filed.release_id as release, release.period, filed.list_sha256
    from (
      select release_id, encode(sha256(convert_to(string_agg(
        concat_ws(' ', park, format, language, sha256), E'\n' order by park collate "C", format, language), 'UTF8')), 'hex')
        as list_sha256
      from report group by release_id
    ) as filed
    join release on release.id = filed.release_id
    left join folder_delivery on folder_delivery.release_id = filed.release_id and folder_delivery.folder = ${folder}
    where folder_delivery.list_sha256 is distinct from filed.list_sha256
    order by release.published_at`.execute(kysely);
  return rows;
}

export async function documentsOf({ kysely }: Database, release: string): Promise<FiledDocument[]> {
  return kysely
    .selectFrom('report')
    .select(['park', 'format', 'language', 'sha256'])
    .where('release_id', '=', release)
    .orderBy('park')
    .orderBy('format')
    .orderBy('language')
    .execute();
}

export async function noteDelivered(
  { kysely }: Database,
  delivery: {
    readonly release_id: string;
    readonly folder: string;
    readonly list_sha256: string;
    readonly documents: number;
    readonly delivered_at: Date;
  },
): Promise<void> {
  const { list_sha256, documents, delivered_at } = delivery;
  await kysely
    .insertInto('folder_delivery')
    .values(delivery)
    .onConflict((on) =>
      on.columns(['release_id', 'folder']).doUpdateSet({ list_sha256, documents, delivered_at }),
    )
    .execute();
}
