import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Client, type FileEntryWithStats, type SFTPWrapper, type Stats } from 'ssh2';
import { Refusal } from '../../catalogue/refusal.ts';
import { decoded } from '../../catalogue/source.ts';
import {
  askedOf,
  type Fetched,
  failed,
  freshPath,
  option,
  type Pull,
  type Pulled,
  silent,
  tooLarge,
  writeLimited,
} from './pull.ts';

interface RemoteFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** In milliseconds; SFTP knows whole seconds. */
  readonly fileTime: number;
}

/** Fetches the files of a folder that are new or have changed. Files that are still being written are left for later. */
export async function pullSftp(pull: Pull): Promise<Pulled> {
  const url = new URL(pull.source.location);
  const client = await connect(url, pull);
  try {
    const sftp = await opened(client, pull);
    const folder = decoded(url.pathname).replace(/\/+$/, '') || '/';
    const waiting = await complete(sftp, folder, pull);
    const fetched: Fetched[] = [];
    const problems: string[] = [];
    for (const file of waiting.slice(0, pull.limits.maxFiles)) {
      const one = await fetchFile(sftp, file, pull).catch((error: unknown) => {
        if (!(error instanceof Refusal) || error.details.retry === true) throw error;
        problems.push(file.name);
        return null;
      });
      if (one) fetched.push(one);
    }
    const place = { asked: askedOf(url.href, pull.source.options), position: null, etag: null };
    return { fetched, place, problem: problems.length ? notFetched(problems, pull) : null };
  } finally {
    client.end();
    client.destroy();
  }
}

const notFetched = (names: readonly string[], { limits }: Pull) => {
  const shown = names.slice(0, 3).join(', ');
  const size = tooLarge(limits.maxFileBytes).text;
  return {
    zh: `${names.length}个文件未取（${shown}）：${size.zh}`,
    en: `${names.length} files were not fetched (${shown}): ${size.en}`,
  };
};

/** Opens a connection to a host whose key is the one entered; any other key ends it before anything secret is sent. */
async function connect(url: URL, pull: Pull): Promise<Client> {
  const { secret, signal, limits } = pull;
  const client = new Client();
  const known = (option(pull.source.options, 'host_key') ?? '').split(/\s+/).filter(Boolean);
  let strange: string | null = null;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  // Errors after the connection stands end what is under way; without a listener they would end the program.
  client.on('error', reject).on('close', () => reject(closed(url)));
  client.once('connect', () => client.setNoDelay(true)).once('ready', resolve);
  try {
    client.connect({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port || 22),
      username: decoded(url.username),
      ...(secret?.trimStart().startsWith('-----BEGIN') ? { privateKey: secret } : { password: secret ?? '' }),
      readyTimeout: limits.silence,
      keepaliveInterval: Math.max(1000, limits.silence / 3),
      hostVerifier: (key: Buffer) => {
        const fingerprint = fingerprintOf(key);
        if (known.includes(fingerprint)) return true;
        strange = fingerprint;
        return false;
      },
    });
    await promise;
    return client;
  } catch (error) {
    client.destroy();
    if (signal.aborted) throw error;
    throw strange ? strangeKey(url, strange, known.length > 0) : noEntry(url, error);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** As ssh-keygen -l writes it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

function strangeKey({ host }: URL, fingerprint: string, wasKnown: boolean) {
  return wasKnown
    ? failed(
        `${host}的主机密钥与登记的不符，现为${fingerprint}；可能有人冒充，请向对方核实后再修改sources.csv中的host_key`,
        `The host key of ${host} is not the one registered, but ${fingerprint}: someone may pretend to be it. Ask them before you change host_key in sources.csv`,
        { fingerprint },
      )
    : failed(
        `${host}的主机密钥未登记：${fingerprint}；请向对方核实后，填入sources.csv的options：{"host_key":"${fingerprint}"}`,
        `The host key of ${host} is not registered: ${fingerprint}. Check it with them, then put it into the options in sources.csv: {"host_key":"${fingerprint}"}`,
        { fingerprint },
      );
}

const closed = ({ host }: URL) => new Error(`connection closed by ${host}`);

function noEntry({ host }: URL, error: unknown) {
  const { level, message, code } = error as Error & { level?: string; code?: string };
  if (level === 'client-authentication' || /privateKey/.test(message)) {
    return failed(
      `${host}拒绝登录，请用 parkstat source secret 重新录入密码或私钥`,
      `${host} refused the login: enter password or private key again with parkstat source secret`,
      {},
      error,
    );
  }
  return failed(
    `连接不上${host}（${code ?? message}），请核对地址和网络`,
    `Cannot reach ${host} (${code ?? message}): check address and network`,
    { retry: true },
    error,
  );
}

async function opened(client: Client, pull: Pull): Promise<SFTPWrapper> {
  return answered<SFTPWrapper>(pull, (done) => client.sftp(done));
}

/** The answer to one request, or the reason why none came. */
async function answered<T>(
  { signal, limits }: Pull,
  ask: (done: (error: Error | undefined, value: T) => void) => void,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const stop = AbortSignal.any([signal, AbortSignal.timeout(limits.silence)]);
  const abort = () => reject(signal.aborted ? signal.reason : silent(limits.silence));
  stop.addEventListener('abort', abort, { once: true });
  try {
    ask((error, value) => (error ? reject(error) : resolve(value)));
    return await promise;
  } finally {
    stop.removeEventListener('abort', abort);
  }
}

/** Files that match, have not been fetched as they are, and stand the same at two looks. */
async function complete(sftp: SFTPWrapper, folder: string, pull: Pull): Promise<RemoteFile[]> {
  const first = await list(sftp, folder, pull);
  if (first.length === 0) return [];
  await setTimeout(pull.limits.settling, undefined, { signal: pull.signal });
  const again = new Map((await list(sftp, folder, pull)).map((file) => [file.path, file]));
  return first.filter((file) => isSame(file, again.get(file.path)));
}

const isSame = (a: RemoteFile, b: { bytes: number; fileTime: number } | undefined) =>
  b !== undefined && a.bytes === b.bytes && a.fileTime === b.fileTime;

async function list(sftp: SFTPWrapper, folder: string, pull: Pull): Promise<RemoteFile[]> {
  const entries = await answered<FileEntryWithStats[]>(pull, (done) => sftp.readdir(folder, done)).catch(
    (error) => {
      if (error instanceof Refusal) throw error;
      throw failed(
        `打不开目录“${folder}”（${(error as Error).message}），请核对location`,
        `Cannot open the folder "${folder}" (${(error as Error).message}): check location`,
        {},
        error,
      );
    },
  );
  const matches = matcher(option(pull.source.options, 'pattern') ?? '*');
  return entries
    .filter(({ filename, attrs }) => attrs.isFile() && isOwnName(filename) && matches(filename))
    .map(({ filename, attrs }) => remoteFile(folder, filename, attrs))
    .filter((file) => !isSame(file, pull.seen.get(file.path)))
    .sort((a, b) => a.fileTime - b.fileTime || (a.name < b.name ? -1 : 1));
}

function remoteFile(folder: string, name: string, { size, mtime }: Stats): RemoteFile {
  return { name, path: `${folder === '/' ? '' : folder}/${name}`, bytes: size, fileTime: mtime * 1000 };
}

/** A name of the folder itself, and of a finished file: a server could send any text as a name. */
function isOwnName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in a name
  return !/[/\\\u0000-\u001f]|^(\.|~\$)|\.(part|tmp|filepart|crdownload|writing)$/i.test(name);
}

/** `*` stands for any characters, `?` for one. */
function matcher(pattern: string): (name: string) => boolean {
  const form = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const whole = new RegExp(`^${form}$`, 'iu');
  return (name) => whole.test(name);
}

/** One file; null when it changed meanwhile. */
async function fetchFile(sftp: SFTPWrapper, file: RemoteFile, pull: Pull): Promise<Fetched | null> {
  const { source, limits } = pull;
  if (file.bytes > limits.maxFileBytes) throw tooLarge(limits.maxFileBytes);
  const path = freshPath(pull.folder);
  const bytes = await writeLimited(sftp.createReadStream(file.path), path, limits.maxFileBytes, {
    signal: pull.signal,
    silence: limits.silence,
  });
  const after = await answered<Stats>(pull, (done) => sftp.stat(file.path, done));
  if (bytes !== file.bytes || !isSame(file, { bytes: after.size, fileTime: after.mtime * 1000 })) return null;
  const arrival = {
    path,
    fileName: file.name,
    fileTime: new Date(file.fileTime),
    uscc: source.uscc,
    sourceId: source.source_id,
    declaredPeriod: null,
  };
  return { arrival, seen: { path: file.path, bytes } };
}
