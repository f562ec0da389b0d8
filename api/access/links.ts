import { hasAccounts, listAccounts } from '../../warehouse/accounts.ts';
import type { Database } from '../../warehouse/database.ts';
import { keepLink, type LinkPurpose } from '../../warehouse/one-time-links.ts';
import { newSecret } from './secret-text.ts';

const hour = 3600_000;
/** How long a link opens. */
export const linkMs: Readonly<Record<LinkPurpose, number>> = {
  first: 24 * hour,
  invitation: 7 * 24 * hour,
  reset: 24 * hour,
};

/** Where on the pages a link leads; what opens stands behind the #, which no server or log sees. */
export async function makeLink(
  database: Database,
  { purpose, accountId, by, at }: { purpose: LinkPurpose; accountId: string | null; by: string; at: Date },
): Promise<{ readonly path: string; readonly expires_at: Date }> {
  const { text, hash } = newSecret();
  const expires_at = new Date(at.getTime() + linkMs[purpose]);
  await keepLink(database, {
    link_hash: hash,
    purpose,
    account_id: accountId,
    created_at: at,
    created_by: by,
    expires_at,
  });
  return { path: `sign-in.html#link=${text}`, expires_at };
}

/** The link that makes the first administrator; null once there is one. */
export async function firstAdminLink(database: Database, at: Date) {
  if (await hasAdmin(database)) return null;
  return makeLink(database, { purpose: 'first', accountId: null, by: 'start', at });
}

export async function hasAdmin(database: Database): Promise<boolean> {
  if (!(await hasAccounts(database))) return false;
  return (await listAccounts(database)).some(({ roles, disabled }) => roles.includes('admin') && !disabled);
}
