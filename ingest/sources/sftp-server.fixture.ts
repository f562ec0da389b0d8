import { timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2, { type Connection, type FileEntry, type SFTPWrapper } from 'ssh2';

export interface ServedFile {
  readonly content: Buffer;
  readonly mtime: number;
  /** Of the entry: a regular file unless said otherwise. */
  readonly mode?: number;
}

const regular = 0o100644;
const { STATUS_CODE } = ssh2.utils.sftp;

/** A real SSH server with one folder in memory, `/out`. */
export async function sftpServer({ password, publicKey }: { password: string; publicKey?: string }) {
  const host = ssh2.utils.generateKeyPairSync('ed25519');
  const files = new Map<string, ServedFile>();
  const seen = { read: [] as string[], logins: [] as string[], lists: 0 };
  const hooks: { afterList?: () => void; duringRead?: (name: string) => 'stall' | undefined } = {};
  const connections = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [host.private] }, (connection) => {
    connections.add(connection);
    (connection as Connection & { setNoDelay(on: boolean): void }).setNoDelay(true);
    connection.on('error', () => undefined).on('close', () => connections.delete(connection));
    connection.on('authentication', (context) => {
      seen.logins.push(context.method);
      if (context.method === 'password' && same(context.password, password)) return context.accept();
      if (context.method === 'publickey' && publicKey) {
        const key = ssh2.utils.parseKey(publicKey);
        if (!(key instanceof Error) && context.key.data.equals(key.getPublicSSH())) {
          const proven =
            !context.signature ||
            key.verify(context.blob ?? Buffer.alloc(0), context.signature, context.hashAlgo);
          if (proven === true) return context.accept();
        }
      }
      context.reject(['password', 'publickey']);
    });
    connection.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => serveFolder(acceptSftp(), files, seen, hooks));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    location: `sftp://clerk@127.0.0.1:${port}/out`,
    hostKey: ssh2.utils.parseKey(host.public),
    files,
    seen,
    hooks,
    close: async () => {
      for (const connection of connections) connection.end();
      await new Promise((done) => server.close(done));
    },
  };
}

const same = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

function serveFolder(
  sftp: SFTPWrapper,
  files: Map<string, ServedFile>,
  seen: { read: string[]; lists: number },
  hooks: { afterList?: () => void; duringRead?: (name: string) => 'stall' | undefined },
): void {
  const handles = new Map<number, string>();
  const listed = new Set<number>();
  let next = 0;
  const open = (id: number, name: string) => {
    handles.set(next, name);
    sftp.handle(id, Buffer.from([next]));
    next += 1;
  };
  const nameOf = (path: string) => (path.startsWith('/out/') ? path.slice('/out/'.length) : undefined);
  const tell = (id: number, path: string) => {
    const file = files.get(nameOf(path) ?? '');
    if (file) sftp.attrs(id, attributes(file));
    else sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
  };
  sftp.on('OPENDIR', (id, path) => {
    if (path !== '/out') sftp.status(id, STATUS_CODE.NO_SUCH_FILE, 'No such file');
    else open(id, '');
  });
  sftp.on('READDIR', (id, handle) => {
    const key = handle[0] ?? -1;
    if (listed.has(key)) {
      sftp.status(id, STATUS_CODE.EOF);
      hooks.afterList?.();
      return;
    }
    listed.add(key);
    seen.lists += 1;
    sftp.name(
      id,
      [...files].map(([filename, file]) => entry(filename, file)),
    );
  });
  sftp.on('OPEN', (id, path) => {
    const name = nameOf(path);
    if (name === undefined || !files.has(name)) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    seen.read.push(name);
    open(id, name);
  });
  sftp.on('READ', (id, handle, offset, length) => {
    const name = handles.get(handle[0] ?? -1) ?? '';
    if (hooks.duringRead?.(name) === 'stall') return;
    const bytes = files.get(name)?.content.subarray(offset, offset + length) ?? Buffer.alloc(0);
    if (bytes.length) sftp.data(id, bytes);
    else sftp.status(id, STATUS_CODE.EOF);
  });
  sftp.on('CLOSE', (id) => sftp.status(id, STATUS_CODE.OK));
  sftp.on('STAT', tell).on('LSTAT', tell);
}

function attributes({ content, mtime, mode = regular }: ServedFile) {
  return { mode, uid: 0, gid: 0, size: content.length, atime: mtime, mtime };
}

function entry(filename: string, file: ServedFile): FileEntry {
  return { filename, longname: filename, attrs: attributes(file) } as FileEntry;
}
