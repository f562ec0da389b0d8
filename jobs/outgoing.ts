import { createHash } from 'node:crypto';
import { claimOutgoing, giveUpOld, noteFailed, noteSent, type Outgoing } from '../warehouse/outgoing.ts';
import { keepUnsubscribeLink } from '../warehouse/subscriptions.ts';
import { endToken, letterOf, tokenHash } from './letters.ts';
import type { Program } from './program.ts';
import { signingKey } from './secrets.ts';
import { type MailPatience, type MailServer, mailServer, type Sent } from './smtp.ts';

const minute = 60_000;
/** Between one attempt and the next, minutes: a server that greylists lets in after some, one that is repaired after a weekend. */
export const pauses = [1, 5, 15, 60, 180, 360, 720, 1440, 1440, 2880] as const;
/** Longer than a server may take over one mail. */
const lease = 15 * minute;
/** What has waited longer is no news. */
const longestWait = 7 * 24 * 60 * minute;

export interface SendingResult {
  readonly sent: number;
  readonly failed: number;
  readonly given_up: number;
}

/**
 * Sends the mails that are due. One that fails is tried again after growing pauses, and given up with the reason kept. When
 * the server takes none, the others wait for the next look. A program that dies between sending and noting it sends that
 * mail once more, with the same Message-ID; none is lost.
 */
export async function sendOutgoing(
  program: Program,
  now: Date,
  patience: MailPatience = {},
): Promise<SendingResult> {
  const { mail } = program.settings;
  const { database } = program;
  let [sent, failed] = [0, 0];
  const late = '等待过久，未再发送 | waited too long and was not sent';
  let given_up = await giveUpOld(database, new Date(now.getTime() - longestWait), now, late);
  if (mail === null) return { sent, failed, given_up };
  const server = mailServer(mail, patience);
  for (;;) {
    const row = await claimOutgoing(database, now, lease);
    if (!row) return { sent, failed, given_up };
    const outcome = await sendOne(program, server, row, now);
    if (outcome.sent) {
      await noteSent(database, row.outgoing_id, now);
      sent += 1;
      continue;
    }
    const next = outcome.fault === 'recipient' ? null : nextTry(row.attempts, now);
    await noteFailed(database, row.outgoing_id, { error: outcome.error, next, now });
    failed += 1;
    given_up += next ? 0 : 1;
    if (outcome.fault === 'server') return { sent, failed, given_up };
  }
}

/** When a mail that failed so many times is tried again; null: no more. */
function nextTry(attempts: number, now: Date): Date | null {
  const pause = pauses[attempts - 1];
  return pause === undefined ? null : new Date(now.getTime() + pause * minute);
}

async function sendOne(program: Program, server: MailServer, row: Outgoing, now: Date): Promise<Sent> {
  const { database, settings } = program;
  const { publicUrl, contact } = settings;
  const endUrl = await endUrlOf(program, row);
  const messageId = `<${messageName(row.key)}@${settings.mail?.from.address.split('@')[1]}>`;
  try {
    const letter = await letterOf(database, row, { publicUrl, endUrl, contact });
    return await server.send({ letter, to: row.recipient ?? '', messageId, endUrl, date: now });
  } catch (error) {
    // A letter that cannot be written holds up no other.
    return { sent: false, fault: 'mail', error: error instanceof Error ? error.message : String(error) };
  }
}

const messageName = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 40);

/** Where a click ends what the mail is sent for; its hash is written down before the mail leaves. */
async function endUrlOf(program: Program, row: Outgoing): Promise<string | null> {
  const { publicUrl } = program.settings;
  if (!publicUrl || (row.subscription_id === null && row.rule_id === null)) return null;
  const token = endToken(await signingKey(program), row);
  await keepUnsubscribeLink(program.database, tokenHash(token), {
    subscription_id: row.subscription_id,
    rule_id: row.rule_id,
  });
  return new URL(`unsubscribe?token=${token}`, publicUrl).href;
}
