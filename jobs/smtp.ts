import { createTransport, type NodemailerError } from 'nodemailer';
import type { Letter } from '../reports/digest.ts';
import type { MailSettings } from './delivery-settings.ts';
import { withoutSecret } from './strike-out.ts';

export interface MailToSend {
  readonly letter: Letter;
  readonly to: string;
  /** The same whenever it is sent again: who gets it twice sees it once. */
  readonly messageId: string;
  /** One click ends it (RFC 8058); null: nothing to end. */
  readonly endUrl: string | null;
  readonly date: Date;
}

/**
 * What came of a mail. `recipient`: the server knows no such address, trying again is of no use; `mail`: it does not take
 * this one now; `server`: it takes none now.
 */
export type Sent =
  | { readonly sent: true }
  | { readonly sent: false; readonly fault: 'recipient' | 'mail' | 'server'; readonly error: string };

export interface MailServer {
  send(mail: MailToSend): Promise<Sent>;
}

export interface MailPatience {
  /** How long a server may stay silent. */
  readonly patienceMs?: number;
  /** Certificates that are trusted instead of the machine's. */
  readonly ca?: string;
}

/** The server that mails are handed to, each over a connection of its own. A password never goes over an open line. */
export function mailServer(
  { url, from }: MailSettings,
  { patienceMs = 30_000, ca }: MailPatience = {},
): MailServer {
  const { protocol, hostname, username, password } = new URL(url);
  const isHere = /^(localhost|127\.|\[::1\])/.test(hostname);
  const transport = createTransport({
    url,
    requireTLS: protocol === 'smtp:' && username !== '' && !isHere,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(ca ? { tls: { ca } } : {}),
  });
  return {
    async send({ letter, to, messageId, endUrl, date }) {
      try {
        await transport.sendMail({ ...letter, from, to, messageId, date, headers: headersOf(endUrl) });
        return { sent: true };
      } catch (error) {
        const { message, code, command, responseCode = 0 } = error as NodemailerError;
        const said = withoutSecret(message, decodeURIComponent(password) || null);
        const text = said.replace(/\s+/g, ' ').slice(0, 300);
        return { sent: false, fault: faultOf(code, command, responseCode), error: text };
      }
    },
  };
}

function faultOf(code: string | undefined, command: string | undefined, response: number) {
  if (code === 'EENVELOPE' && command === 'RCPT TO') return response >= 500 ? 'recipient' : 'mail';
  return code === 'EENVELOPE' || code === 'EMESSAGE' ? 'mail' : 'server';
}

function headersOf(endUrl: string | null): Record<string, string> {
  return {
    // Nobody's out-of-office note comes back.
    'Auto-Submitted': 'auto-generated',
    ...(endUrl
      ? { 'List-Unsubscribe': `<${endUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
      : {}),
  };
}
