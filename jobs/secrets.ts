import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../catalogue/refusal.ts';
import {
  findSecret,
  listSecrets,
  putSecret,
  resealSecrets,
  type SealedSecret,
} from '../warehouse/secrets.ts';
import type { Program } from './program.ts';

/**
 * Secrets of sources lie in PostgreSQL, sealed with AES-256-GCM; the key lies outside of it: in PARKSTAT_SECRET_KEY, or
 * in `secret.key` of the data folder, which nobody but its owner may read.
 */
interface Key {
  readonly bytes: Buffer;
  /** Tells keys apart without telling anything of them. */
  readonly id: string;
}

const cipher = 'aes-256-gcm';
const tagBytes = 16;
const mostCharacters = 20_000;

function keyOf(hex: string): Key {
  const bytes = Buffer.from(hex, 'hex');
  const id = createHash('sha256').update('parkstat key id').update(bytes).digest('hex').slice(0, 16);
  return { bytes, id };
}

/** Keeps a source's secret, in the place of the one before. */
export async function setSecret(program: Program, sourceId: string, text: string, now: Date): Promise<void> {
  const secret = /^-----BEGIN/.test(text.trimStart()) ? text : text.replace(/\r?\n$/, '');
  if (secret === '' || secret.length > mostCharacters) {
    throw new Refusal('usage', {
      zh: `密码或令牌不能为空，也不能超过${mostCharacters}个字符`,
      en: `A secret must not be empty, nor longer than ${mostCharacters} characters`,
    });
  }
  const key = (await keys(program))[0] ?? (await makeKey(keyFile(program)));
  await putSecret(program.database, seal(sourceId, secret, key), now);
}

/** What signs the links of mails. Not the sealing itself: whoever uses it names what for. */
export async function signingKey(program: Program): Promise<Buffer> {
  return ((await keys(program))[0] ?? (await makeKey(keyFile(program)))).bytes;
}

/** The secret of a source in clear, for its request only; null when it has none. */
export async function secretOf(program: Program, sourceId: string): Promise<string | null> {
  const sealed = await findSecret(program.database, sourceId);
  return sealed ? unseal(sealed, await keys(program)) : null;
}

/** Sources whose secret was sealed with a key that is not at hand. */
export async function unopenedSecrets(program: Program): Promise<string[]> {
  const sealed = await listSecrets(program.database);
  const ids = new Set((await keys(program)).map(({ id }) => id));
  return sealed.filter(({ key_id }) => !ids.has(key_id)).map(({ source_id }) => source_id);
}

/**
 * Seals all secrets with a new key. With a key in the environment the new one is already there, and the one before is
 * told; a key file is replaced. A rotation that breaks off leaves both files, and either opens what it sealed.
 */
export async function rotateKey(program: Program, previous: string | null): Promise<{ secrets: number }> {
  const known = [...(await keys(program)), ...(previous ? [keyOf(previous)] : [])];
  if (program.settings.secretKey)
    return { secrets: await reseal(program, known, keyOf(program.settings.secretKey)) };
  const file = keyFile(program);
  const fresh = await makeKey(`${file}.new`);
  const secrets = await reseal(program, [fresh, ...known], fresh);
  await rename(`${file}.new`, file);
  return { secrets };
}

function reseal({ database }: Program, known: readonly Key[], key: Key): Promise<number> {
  return resealSecrets(database, (sealed) => seal(sealed.source_id, unseal(sealed, known), key));
}

function seal(sourceId: string, secret: string, key: Key): SealedSecret {
  const nonce = randomBytes(12);
  const sealing = createCipheriv(cipher, key.bytes, nonce, { authTagLength: tagBytes });
  // Sealed for this source only: moved to another it does not open.
  sealing.setAAD(Buffer.from(sourceId));
  const sealed = Buffer.concat([sealing.update(secret, 'utf8'), sealing.final(), sealing.getAuthTag()]);
  return { source_id: sourceId, key_id: key.id, nonce, sealed };
}

function unseal({ source_id, key_id, nonce, sealed }: SealedSecret, known: readonly Key[]): string {
  const key = known.find(({ id }) => id === key_id);
  if (!key) throw wrongKey(source_id);
  try {
    const opening = createDecipheriv(cipher, key.bytes, nonce, { authTagLength: tagBytes });
    opening.setAAD(Buffer.from(source_id));
    opening.setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([opening.update(sealed.subarray(0, -tagBytes)), opening.final()]).toString('utf8');
  } catch {
    throw wrongKey(source_id);
  }
}

const wrongKey = (sourceId: string) =>
  new Refusal(
    'secret_unreadable',
    {
      zh: `报送源“${sourceId}”的密码用另一把密钥加密，打不开；请恢复原来的密钥（PARKSTAT_SECRET_KEY或数据目录中的secret.key），或用 parkstat source secret ${sourceId} 重新录入`,
      en: `The secret of source "${sourceId}" was sealed with another key: bring that key back (PARKSTAT_SECRET_KEY, or secret.key in the data folder), or enter the secret again with parkstat source secret ${sourceId}`,
    },
    { source_id: sourceId },
  );

const keyFile = ({ settings }: Program) => join(settings.dataDir, 'secret.key');

/** The keys at hand, the one that seals first; none when there is no key yet. */
async function keys(program: Program): Promise<Key[]> {
  if (program.settings.secretKey) return [keyOf(program.settings.secretKey)];
  const file = keyFile(program);
  // A rotation may have been broken off between the secrets and the file.
  const found = [await readKey(file), await readKey(`${file}.new`)];
  return found.filter((key) => key !== null);
}

async function readKey(file: string): Promise<Key | null> {
  const entry = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (entry === null) return null;
  const text = (await readFile(file, 'utf8')).trim();
  if ((entry.mode & 0o077) !== 0 || !/^[0-9a-f]{64}$/i.test(text)) {
    throw new Refusal('configuration', {
      zh: `密钥文件“${file}”已损坏，或他人可读；请恢复原文件，并执行 chmod 600`,
      en: `The key file "${file}" is damaged, or others may read it: bring it back and set its mode with chmod 600`,
    });
  }
  return keyOf(text);
}

/** Makes a key file, complete or not at all; where another program was faster, its key is taken. */
async function makeKey(file: string): Promise<Key> {
  const temporary = `${file}-${process.pid}-${crypto.randomUUID()}`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(32).toString('hex')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  return (await readKey(file)) as Key;
}
