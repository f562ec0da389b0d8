import { createHash, randomBytes } from 'node:crypto';

/** Something that opens a door by being known: its text goes out once, only the hash is kept. */
export interface SecretText {
  readonly text: string;
  readonly hash: Buffer;
}

/** 256 bits of chance; too many to guess, so a plain hash keeps them. */
export function newSecret(prefix: '' | 'pkt_' = ''): SecretText {
  const text = `${prefix}${randomBytes(32).toString('base64url')}`;
  return { text, hash: hashOf(text) };
}

export function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
