import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { Refusal } from '../../catalogue/refusal.ts';
import { decoded } from '../../catalogue/source.ts';
import { askedOf, failed, freshPath, option, type Pull, type Pulled, writeLimited } from './pull.ts';

/**
 * Copies a view to CSV, every value as PostgreSQL itself writes it. Rows come in a fixed order, so that what has not
 * changed is the same bytes, and so the same delivery.
 */
export async function pullPostgres(pull: Pull): Promise<Pulled> {
  const { source, period, now } = pull;
  const path = freshPath(pull.folder);
  const bytes = await withClient(pull, (client) => copyView(client, path, pull));
  const fileName = `${[source.source_id, period].filter(Boolean).join('-')}.csv`;
  const arrival = {
    path,
    fileName,
    fileTime: now,
    uscc: source.uscc,
    sourceId: source.source_id,
    declaredPeriod: period,
  };
  return {
    fetched: bytes > 0 ? [{ arrival, seen: null }] : [],
    place: { asked: askedOf(source.location, source.options), position: null, etag: null },
    problem: null,
  };
}

async function copyView(client: pg.Client, path: string, pull: Pull): Promise<number> {
  const { limits, signal } = pull;
  await client.query('begin transaction read only');
  await client.query(`set local statement_timeout = ${Math.floor(limits.statement)}`);
  await client.query(`set local idle_in_transaction_session_timeout = ${Math.floor(limits.patience)}`);
  for (const setting of [
    "datestyle to 'ISO, YMD'",
    "timezone to 'Asia/Shanghai'",
    "intervalstyle to 'iso_8601'",
  ])
    await client.query(`set local ${setting}`);
  const rows = client.query(copyTo(`copy (${selection(pull)}) to stdout with (format csv, header)`));
  const bytes = await writeLimited(rows, path, limits.maxFileBytes, { signal, silence: limits.patience });
  await client.query('rollback');
  return bytes;
}

/** Names stand in quotes and the month has its form: nothing here can be anything but what it is. */
export function selection({ source: { options }, period }: Pick<Pull, 'source' | 'period'>): string {
  const quoted = (name: string) => name.split('.').map(pg.escapeIdentifier).join('.');
  const [key, month] = [option(options, 'key'), option(options, 'period_column')];
  const only = month && period ? ` where left(${quoted(month)}::text, 7) = ${pg.escapeLiteral(period)}` : '';
  const whole = 'source_view::text collate "C"';
  const order = key ? `${quoted(key)}, ${whole}` : whole;
  return `select * from ${quoted(option(options, 'view') ?? '')} as source_view${only} order by ${order}`;
}

async function withClient<T>(pull: Pull, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const url = new URL(pull.source.location);
  const client = new pg.Client(connectionTo(url, pull));
  // What ends a query also fails it; without a listener it would end the program.
  client.on('error', () => undefined);
  const stop = () => client.connection.stream.destroy();
  pull.signal.addEventListener('abort', stop, { once: true });
  try {
    await client.connect();
    const done = await work(client);
    await client.end();
    return done;
  } catch (error) {
    // A copy that was broken off would be waited for.
    client.connection.stream.destroy();
    if (error instanceof Refusal) throw error;
    throw pull.signal.aborted ? pull.signal.reason : explained(url, error, pull);
  } finally {
    pull.signal.removeEventListener('abort', stop);
  }
}

/** Verified TLS, except on this machine or where the address says sslmode=disable. */
function connectionTo(url: URL, { secret, limits }: Pull): pg.ClientConfig {
  const host = url.searchParams.get('host') ?? url.hostname.replace(/^\[|\]$/g, '');
  const isHere = host.startsWith('/') || /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
  const mode = url.searchParams.get('sslmode') ?? (isHere ? 'disable' : 'verify-full');
  return {
    host,
    port: Number(url.port || 5432),
    user: decoded(url.username),
    password: () => secret ?? '',
    database: decoded(url.pathname.slice(1)),
    ssl: mode === 'verify-full' ? { rejectUnauthorized: true } : false,
    connectionTimeoutMillis: limits.silence,
    application_name: 'parkstat',
  };
}

function explained({ host }: URL, error: unknown, { source }: Pull) {
  const { code, message } = error as Error & { code?: string };
  const view = option(source.options, 'view') ?? '';
  if (code === '28P01' || code === '28000' || /password/i.test(message)) {
    return failed(
      `${host}拒绝登录，请核对用户名，并用 parkstat source secret 重新录入密码`,
      `${host} refused the login: check the user, and enter the password again with parkstat source secret`,
      {},
      error,
    );
  }
  if (code === '42P01' || code === '3F000' || code === '42501' || code === '42703') {
    return failed(
      `读不到视图“${view}”（${message}），请核对视图名、列名和权限`,
      `Cannot read the view "${view}" (${message}): check its name, its columns and the right to read it`,
      {},
      error,
    );
  }
  return failed(
    `从${host}读取失败（${message}），请核对地址和网络`,
    `Reading from ${host} failed (${message}): check address and network`,
    { retry: true },
    error,
  );
}
