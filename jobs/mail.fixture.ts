import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { selfSigned } from '../ingest/sources/https.fixture.ts';

export interface MailboxOptions {
  /** TLS from the first byte, an offer of STARTTLS, or neither. */
  readonly tls?: 'at_once' | 'offered' | 'none';
  readonly user?: { readonly name: string; readonly password: string };
  /** What is answered instead of taking a recipient or a message; undefined: it is taken. */
  readonly refuse?: (to: string, at: 'recipient' | 'message') => { code: number; text: string } | undefined;
}

export interface Arrived {
  readonly to: string;
  readonly secure: boolean;
  readonly user: string | undefined;
  readonly raw: string;
  readonly mail: ParsedMail;
}

/** A real mail server on this machine, and what has arrived at it. */
export async function openMailbox({ tls = 'none', user, refuse = () => undefined }: MailboxOptions = {}) {
  const arrived: Arrived[] = [];
  let connections = 0;
  const refusalOf = (to: string, at: 'recipient' | 'message') => {
    const said = refuse(to, at);
    return said ? Object.assign(new Error(said.text), { responseCode: said.code }) : null;
  };
  const server = new SMTPServer({
    ...selfSigned,
    secure: tls === 'at_once',
    disabledCommands: [...(tls === 'offered' ? [] : ['STARTTLS']), ...(user ? [] : ['AUTH'])],
    authOptional: !user,
    closeTimeout: 100,
    onConnect: (_session, callback) => {
      connections += 1;
      callback();
    },
    onAuth: ({ username, password }, _session, callback) =>
      username === user?.name && password === user?.password
        ? callback(null, { user: username })
        : callback(new Error('Invalid username or password')),
    onRcptTo: ({ address }, _session, callback) => callback(refusalOf(address, 'recipient')),
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const to = session.envelope.rcptTo[0]?.address ?? '';
        const refused = refusalOf(to, 'message');
        if (refused) return callback(refused);
        const raw = Buffer.concat(chunks);
        const mail = await simpleParser(raw);
        arrived.push({ to, secure: session.secure, user: session.user, raw: raw.toString(), mail });
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const login = user ? `${encodeURIComponent(user.name)}:${encodeURIComponent(user.password)}@` : '';
  return {
    arrived,
    get connections() {
      return connections;
    },
    url: `${tls === 'at_once' ? 'smtps' : 'smtp'}://${login}localhost:${port}`,
    ca: selfSigned.cert,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
