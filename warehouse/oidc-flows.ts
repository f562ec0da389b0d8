import { sql } from 'kysely';
import type { Database } from './database.ts';

/** A sign-in at the identity provider that is under way, known by the hash of its state. */
export interface OidcFlow {
  readonly nonce: string;
  readonly verifier: string;
  readonly return_to: string;
}

const patience = '10 minutes';

export async function keepFlow(
  { kysely }: Database,
  stateHash: Buffer,
  flow: OidcFlow,
  at: Date,
): Promise<void> {
  await sql`delete from oidc_flow where started_at < ${at}::timestamptz - ${patience}::interval`.execute(
    kysely,
  );
  await kysely
    .insertInto('oidc_flow')
    .values({ ...flow, state_hash: stateHash, started_at: at })
    .execute();
}

/** The flow of a state, which is used up by it; undefined when it is unknown or over. */
export async function takeFlow(
  { kysely }: Database,
  stateHash: Buffer,
  at: Date,
): Promise<OidcFlow | undefined> {
  const { rows } = await sql<OidcFlow>`
    delete from oidc_flow where state_hash = ${stateHash} and started_at >= ${at}::timestamptz - ${patience}::interval
    returning nonce, verifier, return_to`.execute(kysely);
  return rows[0];
}
