import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { queueAnnouncements } from '../warehouse/announcements.ts';
import type { Database } from '../warehouse/database.ts';
import { type Outgoing, outgoingOf } from '../warehouse/outgoing.ts';
import { letterOf } from './letters.ts';
import type { Program } from './program.ts';

/** A mail that a release would send. */
export interface PreviewedMail {
  readonly kind: Outgoing['kind'];
  readonly recipient: string;
  readonly language: 'zh' | 'en';
  readonly subject: string;
}

/**
 * The mails that a release would send, written into a folder as they would arrive but for their links to end them. For a
 * database whose transaction is rolled back: they are queued there.
 */
export async function previewMails(
  { settings }: Program,
  after: Database,
  { release, at, folder }: { readonly release: string; readonly at: Date; readonly folder: string },
): Promise<PreviewedMail[]> {
  await queueAnnouncements(after, release, at);
  const { publicUrl, contact } = settings;
  const mails: PreviewedMail[] = [];
  for (const [place, row] of (await outgoingOf(after, release)).entries()) {
    const letter = await letterOf(after, row, { publicUrl, endUrl: null, contact });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${String(place + 1).padStart(3, '0')}.${row.kind}.html`), letter.html);
    const { kind, recipient, language } = row;
    mails.push({ kind, recipient: recipient ?? '', language, subject: letter.subject });
  }
  return mails;
}
