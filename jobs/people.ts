import type { Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { mayUse } from '../catalogue/roles.ts';
import { findAccount, hasAccounts, unknownAccount } from '../warehouse/accounts.ts';
import { activeSubmission, monthEvents } from '../warehouse/month-events.ts';
import type { Program } from './program.ts';

/** Whether months are published only when two people have put their names to them. */
export async function needsSignature({ database, settings }: Program): Promise<boolean> {
  if (settings.signature !== 'auto') return settings.signature === 'required';
  return hasAccounts(database);
}

/** The same of one month: what somebody submitted is not overtaken by a publication without a signature. */
export async function awaitsSignature(program: Program, period: Period): Promise<boolean> {
  if (await needsSignature(program)) return true;
  return activeSubmission(await monthEvents(program.database, period)) !== null;
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
