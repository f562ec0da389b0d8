import { refuseUnfit } from '../api/access/accounts.ts';
import { makeLink } from '../api/access/links.ts';
import { newSecret } from '../api/access/secret-text.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { keepToken } from '../warehouse/access-tokens.ts';
import {
  addAccount,
  changeAccount,
  findAccount,
  type NewAccount,
  unknownAccount,
} from '../warehouse/accounts.ts';
import { clock } from './clock.ts';
import type { Program } from './program.ts';

const by = 'cli';
const day = 24 * 3600_000;

/** The full address of a page, as people reach it. */
export function pageAddress({ settings }: Program, path: string): string {
  const { publicUrl, host, port } = settings;
  const own = `http://${host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/`;
  return new URL(path, publicUrl ?? own).href;
}

/** Makes an account and the link by which it sets its password. */
export async function makeAccount(program: Program, account: NewAccount) {
  if (!/^[a-z0-9][a-z0-9._@-]{1,59}$/.test(account.name))
    throw new Refusal('usage', {
      zh: '登录名为2–60个小写字母、数字或 . _ @ -',
      en: 'A name has 2–60 lower-case letters, digits or . _ @ -',
    });
  refuseUnfit(account.roles, account.parks, account.tenants);
  const at = clock();
  const made = await addAccount(program.database, account, by, at);
  return linkTo(program, made.account_id, 'invitation', made.name);
}

/** A link by which an account sets a new password. */
export async function resetAccount(program: Program, name: string) {
  const found = await findAccount(program.database, name);
  if (!found) throw unknownAccount(name);
  return linkTo(program, found.account_id, found.password_hash === null ? 'invitation' : 'reset', name);
}

async function linkTo(program: Program, accountId: string, purpose: 'invitation' | 'reset', name: string) {
  const { path, expires_at } = await makeLink(program.database, { purpose, accountId, by, at: clock() });
  return { name, link: pageAddress(program, path), expires_at: expires_at.toISOString() };
}

export async function disableAccount({ database }: Program, name: string, disabled: boolean) {
  const { name: changed } = await changeAccount(database, name, { disabled }, clock());
  return { name: changed, disabled };
}

/** An access token for a program, shown only now. */
export async function makeToken({ database }: Program, name: string, purpose: string, days: number) {
  const found = await findAccount(database, name);
  if (!found || found.disabled) throw unknownAccount(name);
  const { text, hash } = newSecret('pkt_');
  const at = clock();
  const expires_at = new Date(at.getTime() + days * day);
  const { account_id } = found;
  await keepToken(database, { token_hash: hash, account_id, name: purpose, created_at: at, expires_at });
  return { name, token: text, expires_at: expires_at.toISOString() };
}
