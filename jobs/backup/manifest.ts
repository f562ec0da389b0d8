import { Refusal } from '../../catalogue/refusal.ts';
import type { CopiedSchema } from '../../warehouse/copies.ts';

/** Name and form of what stands first in a backup: what it is, before anything of it is read. */
export const headName = 'parkstat-backup.json';
/** Last in a backup, so that one that was cut short has none. */
export const manifestName = 'manifest.json';
export const form = 1;

export interface Head extends CopiedSchema {
  readonly form: typeof form;
  /** Version of the program that wrote it. */
  readonly program: string;
  readonly taken_at: string;
  /** The folder to which `site/current` led; null where nothing was baked. */
  readonly site: string | null;
}

export interface Part {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly parts: readonly Part[];
  /** Files that the database names and that were not there; empty when all is well. */
  readonly missing: readonly string[];
}

/** What is copied of the data folder beside the database; what is derived or temporary is not. */
export const folders = ['landed', 'lake', 'site', 'reports', 'submitted'] as const;
export const keyFiles: readonly string[] = ['secret.key', 'secret.key.new'];

const tablePart = /^database\/([a-z][a-z0-9_]{0,62})\/(\d{6,9})\.copy$/;

/** The table of a part, or undefined when it is a file. */
export function tableOf(name: string): string | undefined {
  return tablePart.exec(name)?.[1];
}

/** Where a part comes to stand below the data folder; refuses whatever could lead out of it. */
export function placeOf(name: string): string {
  const [root, folder = '', ...rest] = name.split('/');
  const isKey = rest.length === 0 && keyFiles.includes(folder);
  const isFile = rest.length > 0 && folders.some((one) => one === folder);
  if (root !== 'files' || !(isKey || isFile) || rest.some(leadsAway)) throw altered(name);
  return [folder, ...rest].join('/');
}

function leadsAway(segment: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return segment === '' || segment === '.' || segment === '..' || /[\\:\u0000-\u001f\u007f]/.test(segment);
}

export function altered(what: string): Refusal {
  return new Refusal(
    'file_unreadable',
    {
      zh: '备份已损坏或被改动，什么都没有恢复；请换用另一份',
      en: 'The backup is damaged or was altered, nothing was restored: use another one',
    },
    { what },
  );
}
