import { sql } from 'kysely';
import { Refusal } from '../catalogue/refusal.ts';
import type { Database } from './database.ts';

/** The address of the query page, or an SQL text; both with what they need to be asked again. */
export type SavedState =
  | { readonly kind: 'series'; readonly address: string; readonly line: string }
  | { readonly kind: 'sql'; readonly sql: string; readonly asOf: string | null };

export interface SavedQuery {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly kind: SavedState['kind'];
  readonly state: SavedState;
  readonly shared: boolean;
  readonly created_at: Date;
  readonly changed_at: Date;
  readonly used_at: Date;
}

export interface NewQuery {
  readonly owner: string;
  readonly name: string;
  readonly state: SavedState;
  readonly at: Date;
}

/** More than a person can keep in order. */
export const mostQueries = 500;

const columns = [
  'id',
  'owner',
  'name',
  'kind',
  'state',
  'shared',
  'created_at',
  'changed_at',
  'used_at',
] as const;

function shownQuery(row: { readonly state: unknown } & Omit<SavedQuery, 'state'>): SavedQuery {
  return { ...row, state: row.state as SavedState };
}

/** One's own, the last used first. */
export async function listQueries({ kysely }: Database, owner: string): Promise<SavedQuery[]> {
  const rows = await kysely
    .selectFrom('saved_query')
    .select(columns)
    .where('owner', '=', owner)
    .orderBy('used_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(shownQuery);
}

export async function saveQuery(
  { kysely }: Database,
  { owner, name, state, at }: NewQuery,
): Promise<SavedQuery> {
  return kysely.transaction().execute(async (writing) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`saved_query ${owner}`}))`.execute(writing);
    const { count } = await writing
      .selectFrom('saved_query')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('owner', '=', owner)
      .executeTakeFirstOrThrow();
    if (Number(count) >= mostQueries) throw tooMany();
    const row = await writing
      .insertInto('saved_query')
      .values({
        id: crypto.randomUUID(),
        owner,
        name,
        kind: state.kind,
        state: JSON.stringify(state),
        created_at: at,
        changed_at: at,
        used_at: at,
      })
      .returning(columns)
      .executeTakeFirstOrThrow();
    return shownQuery(row);
  });
}

/** One's own, or one that its owner shares; its own use is noted. Another's that is not shared does not exist. */
export async function openQuery(
  { kysely }: Database,
  id: string,
  reader: string,
  at: Date,
): Promise<SavedQuery> {
  const row = await kysely.selectFrom('saved_query').select(columns).where('id', '=', id).executeTakeFirst();
  if (!row || (row.owner !== reader && !row.shared)) throw unknown(id);
  if (row.owner === reader)
    await kysely.updateTable('saved_query').set({ used_at: at }).where('id', '=', id).execute();
  return shownQuery(row);
}

export interface QueryChange {
  readonly name?: string | undefined;
  readonly shared?: boolean | undefined;
  readonly state?: SavedState | undefined;
}

export async function changeQuery(
  { kysely }: Database,
  id: string,
  owner: string,
  { name, shared, state }: QueryChange,
  at: Date,
): Promise<SavedQuery> {
  const row = await kysely
    .updateTable('saved_query')
    .set({
      changed_at: at,
      ...(name === undefined ? {} : { name }),
      ...(shared === undefined ? {} : { shared }),
      ...(state === undefined ? {} : { kind: state.kind, state: JSON.stringify(state) }),
    })
    .where('id', '=', id)
    .where('owner', '=', owner)
    .returning(columns)
    .executeTakeFirst();
  if (!row) throw unknown(id);
  return shownQuery(row);
}

export async function deleteQuery({ kysely }: Database, id: string, owner: string): Promise<void> {
  const { numDeletedRows } = await kysely
    .deleteFrom('saved_query')
    .where('id', '=', id)
    .where('owner', '=', owner)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw unknown(id);
}

function unknown(id: string): Refusal {
  return new Refusal(
    'not_found',
    {
      zh: '没有这个查询，或其所有者没有共享',
      en: 'There is no such query, or its owner does not share it',
    },
    { value: id },
  );
}

function tooMany(): Refusal {
  return new Refusal(
    'too_large',
    {
      zh: `每人至多保存${mostQueries}个查询，请先删除不用的`,
      en: `At most ${mostQueries} queries are kept for a person: delete some first`,
    },
    { limit: mostQueries },
  );
}
