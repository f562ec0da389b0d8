import type { Database } from './database.ts';

/** A secret that only the holder of the key named can open. */
export interface SealedSecret {
  readonly source_id: string;
  readonly key_id: string;
  readonly nonce: Buffer;
  readonly sealed: Buffer;
}

export async function findSecret({ kysely }: Database, sourceId: string): Promise<SealedSecret | undefined> {
  return kysely
    .selectFrom('source_secret')
    .select(['source_id', 'key_id', 'nonce', 'sealed'])
    .where('source_id', '=', sourceId)
    .executeTakeFirst();
}

export async function putSecret({ kysely }: Database, secret: SealedSecret, at: Date): Promise<void> {
  await kysely
    .insertInto('source_secret')
    .values({ ...secret, set_at: at })
    .onConflict((on) => on.column('source_id').doUpdateSet({ ...secret, set_at: at }))
    .execute();
}

/** Which sources have a secret, since when; never what it is. */
export async function listSecrets({ kysely }: Database) {
  return kysely
    .selectFrom('source_secret')
    .select(['source_id', 'key_id', 'set_at'])
    .orderBy('source_id')
    .execute();
}

/** Seals every secret anew, all or none. */
export async function resealSecrets(
  { kysely }: Database,
  reseal: (secret: SealedSecret) => SealedSecret,
): Promise<number> {
  return kysely.transaction().execute(async (transaction) => {
    const secrets = await transaction
      .selectFrom('source_secret')
      .select(['source_id', 'key_id', 'nonce', 'sealed'])
      .orderBy('source_id')
      .forUpdate()
      .execute();
    for (const secret of secrets) {
      const { source_id, ...fresh } = reseal(secret);
      await transaction.updateTable('source_secret').set(fresh).where('source_id', '=', source_id).execute();
    }
    return secrets.length;
  });
}
