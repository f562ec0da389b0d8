import { type Database, snapshot } from './database.ts';
import type { Stage } from './tables.ts';

/** What `read` finds if a delivery stood at a stage; nothing of the supposition is kept or seen by others. */
export async function supposing<T>(
  database: Database,
  id: string,
  stage: Stage,
  read: (supposed: Database) => Promise<T>,
): Promise<T> {
  const found: T[] = [];
  try {
    await snapshot(database, async (frozen) => {
      await frozen.kysely.updateTable('delivery').set({ stage }).where('id', '=', id).execute();
      found.push(await read(frozen));
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return found[0] as T;
}

/** Ends a transaction without its changes. */
class Undo extends Error {}
