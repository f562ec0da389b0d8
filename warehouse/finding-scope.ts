import type { Scope } from '../catalogue/roles.ts';
import { unknownFinding } from './confirmations.ts';
import type { Database } from './database.ts';
import { hasDelivery } from './delivery-list.ts';

/** Another's finding is answered exactly like one that does not exist. */
export async function refuseUnknownFinding(database: Database, id: string, scope: Scope): Promise<void> {
  const finding = await database.kysely
    .selectFrom('finding')
    .select('delivery_id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!finding || !(await hasDelivery(database, finding.delivery_id, scope))) throw unknownFinding(id);
}
