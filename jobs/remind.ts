import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Period } from '../catalogue/period.ts';
import { writeLetter } from '../reports/digest.ts';
import { type ReminderLetter, remindTenants } from '../warehouse/reminder-letters.ts';
import type { Program } from './program.ts';

export interface RemindOrder {
  readonly period: Period;
  /** Whom a reminder reached within so many days is left alone. */
  readonly days: number;
  /** Where letters go that no mail takes; without, `letters/2026-10` of the data folder. */
  readonly folder?: string | undefined;
}

export interface RemindResult {
  readonly letters: readonly ReminderLetter[];
  readonly files: readonly string[];
}

/** Reminds who has not reported: by mail where that is possible, else as a file for each, the largest expected value first. */
export async function remind(program: Program, order: RemindOrder, now: Date): Promise<RemindResult> {
  const { database, settings } = program;
  const { period, days, folder = join(settings.dataDir, 'letters', period) } = order;
  const letters = await remindTenants(database, { period, days, mail: settings.mail !== null }, now);
  const files: string[] = [];
  for (const [at, letter] of letters.entries())
    if (letter.outcome === 'as_file') files.push(await writeFileOf(letter, at + 1, folder, settings.contact));
  return { letters, files };
}

async function writeFileOf(
  { uscc, subject, paragraphs }: ReminderLetter,
  place: number,
  folder: string,
  contact: string | null,
): Promise<string> {
  const footer = contact ? [`联系人：${contact}`] : [];
  const { html } = writeLetter({ subject, heading: subject, paragraphs, links: [], footer }, 'zh');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${String(place).padStart(3, '0')}-${uscc}.html`);
  await writeFile(`${path}.tmp`, html, { flush: true });
  await rename(`${path}.tmp`, path);
  return path;
}
