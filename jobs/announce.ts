import type { Database } from '../warehouse/database.ts';

/** What follows from a release for those who asked to be told, as part of its transaction. */
export async function announced(_inside: Database, _release: string, _now: Date): Promise<void> {}
