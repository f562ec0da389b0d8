import { sql } from 'kysely';
import { Refusal } from '../catalogue/refusal.ts';
import { type Act, lockTenants, settleStages, unknownDelivery } from './confirmations.ts';
import type { Database } from './database.ts';
import { notify } from './notify.ts';
import type { Stage } from './tables.ts';

/** The place of a delivery among those of its tenant that cover a same mode, flow and month, in the order in which they count. */
export interface Version {
  readonly number: number;
  readonly of: number;
  readonly previous: string | null;
  readonly next: string | null;
}

/**
 * For each delivery every delivery that shares a mode, flow and month with it, itself included, with the lines of both.
 * The order of arrival is the order in which they count.
 */
const sharing = (ids: readonly string[]) => sql`
  select own.id, other.id as other, other.stage as other_stage,
    covers.customs_mode, covers.flow, covers.period, covers.lines, covered.lines as other_lines,
    other.received_at, other.file_time, other.sha256,
    (other.received_at, other.file_time, other.sha256) < (own.received_at, own.file_time, own.sha256) as earlier
  from delivery as own
  join delivery_coverage as covers on covers.delivery_id = own.id
  join delivery as other on other.uscc = own.uscc and other.relation = own.relation
  join delivery_coverage as covered on covered.delivery_id = other.id
    and covered.customs_mode = covers.customs_mode and covered.flow = covers.flow and covered.period = covers.period
  where own.id = any(${ids})`;

/** Versions, and for each delivery the accepted one that it takes over from. */
export async function versionsOf({ kysely }: Database, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; other: string; other_stage: Stage; earlier: boolean }>`
    select distinct id, other, other_stage, earlier, received_at, file_time, sha256
    from (${sharing(ids)}) as shared order by id, received_at, file_time, sha256`.execute(kysely);
  const chains = Map.groupBy(rows, ({ id }) => id);
  return new Map(
    [...chains].map(([id, chain]) => {
      const at = chain.findIndex(({ other }) => other === id);
      const version: Version = {
        number: at + 1,
        of: chain.length,
        previous: chain[at - 1]?.other ?? null,
        next: chain[at + 1]?.other ?? null,
      };
      const taken = chain.findLast(({ earlier, other_stage }) => earlier && other_stage === 'accepted');
      return [id, { version, supersedes: taken?.other ?? null }] as const;
    }),
  );
}

/** Modes, flows and months in which deliveries took over from accepted earlier ones, with the lines before and after. */
export async function replacements({ kysely }: Database, ids: readonly string[]) {
  const { rows } = await sql<{
    id: string;
    earlier: string;
    customs_mode: string;
    flow: string;
    period: string;
    before: string;
    after: string;
  }>`
    select distinct on (shared.id, customs_mode, flow, period)
      shared.id, other as earlier, customs_mode, flow, period, other_lines::text as before, lines::text as after
    from (${sharing(ids)}) as shared
    join delivery on delivery.id = shared.id
    where earlier and other_stage = 'accepted' and delivery.stage = 'accepted'
    order by shared.id, customs_mode, flow, period,
      shared.received_at desc, shared.file_time desc, shared.sha256 desc`.execute(kysely);
  return rows.map(({ before, after, ...row }) => ({ ...row, before: Number(before), after: Number(after) }));
}

/** The files at rest of a delivery and the version before it, and what the delivery covers; undefined for a first version. */
export async function versionFiles(database: Database, id: string) {
  const previous = (await versionsOf(database, [id])).get(id)?.version.previous;
  if (!previous) return undefined;
  const files = await database.kysely
    .selectFrom('delivery')
    .select(['id', 'lake_file'])
    .where('id', 'in', [id, previous])
    .where('lake_file', 'is not', null)
    .execute();
  const fileOf = (wanted: string) => files.find((file) => file.id === wanted);
  const [own, before] = [fileOf(id), fileOf(previous)];
  if (!own || !before) return undefined;
  const coverage = await database.kysely
    .selectFrom('delivery_coverage')
    .select(['customs_mode', 'flow', 'period'])
    .where('delivery_id', '=', id)
    .execute();
  const file = ({ id, lake_file }: typeof own) => ({ id, lake_file: lake_file as string });
  return { own: file(own), previous: file(before), coverage };
}

export interface Moved {
  readonly delivery_id: string;
  readonly stage: Stage;
}

/** Takes a version out of what counts: the one before it is in force again. */
export async function withdraw(database: Database, id: string, act: Act): Promise<Moved> {
  return move(database, id, act, ['accepted', 'needs_confirming'], 'withdrawn');
}

/** Puts a withdrawn version back. What of it was not confirmed waits again. */
export async function reinstate(database: Database, id: string, act: Act): Promise<Moved> {
  return move(database, id, act, ['withdrawn'], 'accepted');
}

async function move(
  database: Database,
  id: string,
  act: Act,
  from: readonly Stage[],
  to: 'withdrawn' | 'accepted',
): Promise<Moved> {
  const uscc = await tenantOf(database, id);
  const stage = await database.kysely.transaction().execute(async (writing) => {
    if (uscc !== null) await lockTenants(writing, [uscc]);
    const moved = await writing
      .updateTable('delivery')
      .set({ stage: to })
      .where('id', '=', id)
      .where('stage', 'in', [...from])
      .returning('id')
      .executeTakeFirst();
    if (!moved) throw await notMovable(database, id, to);
    await writing
      .insertInto('delivery_step')
      .values({
        delivery_id: id,
        at: act.at,
        state: to === 'withdrawn' ? to : 'reinstated',
        actor: act.by,
        reason_code: act.reason_code,
        note: act.note,
      })
      .execute();
    if (uscc !== null) await settleStages(writing, uscc, act);
    await act.along?.(writing);
    return (
      await writing.selectFrom('delivery').select('stage').where('id', '=', id).executeTakeFirstOrThrow()
    ).stage;
  });
  await notify(database, 'deliveries_recorded', id);
  return { delivery_id: id, stage };
}

async function tenantOf({ kysely }: Database, id: string): Promise<string | null> {
  const row = await kysely.selectFrom('delivery').select('uscc').where('id', '=', id).executeTakeFirst();
  if (!row) throw unknownDelivery(id);
  return row.uscc;
}

async function notMovable({ kysely }: Database, id: string, to: 'withdrawn' | 'accepted'): Promise<Refusal> {
  const { stage } = await kysely
    .selectFrom('delivery')
    .select('stage')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const text =
    to === 'accepted'
      ? {
          zh: `该报送未被撤回（${stage}），无需恢复`,
          en: `The delivery is not withdrawn (${stage}): there is nothing to reinstate`,
        }
      : stage === 'withdrawn'
        ? { zh: '该报送已经撤回', en: 'The delivery is withdrawn already' }
        : {
            zh: `该报送没有计入任何数据（${stage}），无需撤回`,
            en: `Nothing of the delivery counts (${stage}): there is nothing to withdraw`,
          };
  return new Refusal('wrong_state', text, { id, state: stage });
}
