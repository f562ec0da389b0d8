import type { Message } from '../catalogue/refusal.ts';
import type { Database } from './database.ts';

/** Where a source goes on: valid only for the request that it belongs to. */
export interface SourcePlace {
  readonly asked: string | null;
  readonly position: string | null;
  readonly etag: string | null;
  readonly period: string | null;
}

export interface SourceState extends SourcePlace {
  readonly source_id: string;
  readonly last_try: Date;
  readonly last_success: Date | null;
  readonly failures: number;
  readonly error: Message | null;
}

/** What came of one try at a source. `place` is null where the source must go on from where it stood. */
export interface SourceOutcome {
  readonly source_id: string;
  readonly at: Date;
  readonly failed: boolean;
  readonly error: Message | null;
  readonly place: SourcePlace | null;
}

/** The last try, success and error of every source that was tried, by source. */
export async function sourceStates({ kysely }: Database): Promise<SourceState[]> {
  const rows = await kysely.selectFrom('source_state').selectAll().orderBy('source_id').execute();
  return rows.map(({ error_zh, error_en, ...state }) => ({
    ...state,
    error: error_zh === null || error_en === null ? null : { zh: error_zh, en: error_en },
  }));
}

/** Records tries. A failure keeps the last success and the place that the source stands at. */
export async function recordSourceOutcomes(
  { kysely }: Database,
  outcomes: readonly SourceOutcome[],
): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    for (const { source_id, at, failed, error, place } of outcomes) {
      const shown = { last_try: at, error_zh: error?.zh ?? null, error_en: error?.en ?? null };
      const success = failed ? {} : { last_success: at };
      await transaction
        .insertInto('source_state')
        .values({ source_id, ...shown, ...success, ...place, failures: failed ? 1 : 0 })
        .onConflict((on) =>
          on.column('source_id').doUpdateSet((set) => ({
            ...shown,
            ...success,
            ...place,
            failures: failed ? set('source_state.failures', '+', 1) : 0,
          })),
        )
        .execute();
    }
  });
}

const unreadable = ['file_unreadable', 'file_changing'];

/** Of deliveries just met, new or known, those whose file could not be read. */
export async function unreadAmong(
  { kysely }: Database,
  fresh: readonly { readonly id: string; readonly refusal_id: string | null }[],
  known: readonly string[],
): Promise<ReadonlySet<string>> {
  const own = fresh.filter(({ refusal_id }) => unreadable.includes(refusal_id ?? ''));
  const before = known.length
    ? await kysely
        .selectFrom('delivery')
        .select('id')
        .where('id', 'in', [...known])
        .where('refusal_id', 'in', unreadable)
        .execute()
    : [];
  return new Set([...own, ...before].map(({ id }) => id));
}
