import { Refusal } from '../catalogue/refusal.ts';
import { mayUse } from '../catalogue/roles.ts';
import { findAccount, hasAccounts, unknownAccount } from '../warehouse/accounts.ts';
import type { Program } from './program.ts';

/** Whether a month is published only when two people have put their names to it. */
export async function needsSignature({ database, settings }: Program): Promise<boolean> {
  if (settings.signature !== 'auto') return settings.signature === 'required';
  return hasAccounts(database);
}

/**
 * Who acts, at the command line: an account that may act on months, where there are accounts; else whoever they say. Who has
 * the data folder can do anything with it: the name is for the record.
 */
export async function personOf({ database }: Program, by: string): Promise<string> {
  if (!(await hasAccounts(database))) return by;
  const account = await findAccount(database, by);
  if (!account || account.disabled) throw unknownAccount(by);
  if (!mayUse(account.roles, 'statistics', false))
    throw new Refusal('forbidden', {
      zh: `账户${by}不是统计人员，不能办理月份`,
      en: `${by} is not a statistics officer: months are not theirs to act on`,
    });
  return `${account.display_name} (${account.name})`;
}
