import { queueAnnouncements } from '../warehouse/announcements.ts';
import type { Database } from '../warehouse/database.ts';

/** What follows from a release for those who asked to be told, as part of its transaction: mails that wait to be sent. */
export async function announced(inside: Database, release: string, now: Date): Promise<void> {
  await queueAnnouncements(inside, release, now);
}
