import pg from 'pg';
import type { Database } from './database.ts';
import type { Channel } from './notify.ts';

/** Told what a listening connection lives through. Between `lost` and the next `listening` nothing is heard. */
export interface Listener {
  listening(): void;
  heard(channel: Channel): void;
  lost(): void;
}

export interface Listening {
  close(): Promise<void>;
}

const firstPause = 100;
const longestPause = 10_000;
const heartbeat = 15_000;
const patience = 5_000;

/**
 * Listens on channels with a connection of its own, and connects again when it is lost. Resolves when the first attempt
 * is over, whatever came of it. A heartbeat notices a connection that the network dropped without a word.
 */
export async function listen(
  { pool }: Database,
  channels: readonly Channel[],
  listener: Listener,
): Promise<Listening> {
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const later = (wait: number, work: () => unknown) => {
    timer = setTimeout(work, wait).unref();
  };

  const connect = async (pause = firstPause): Promise<void> => {
    const mine = new pg.Client({
      ...pool.options,
      // Not enumerable in a pool's options.
      password: pool.options.password,
      connectionTimeoutMillis: patience,
      query_timeout: patience,
      keepAlive: true,
    } as pg.ClientConfig);
    client = mine;
    mine.on('error', () => undefined);
    mine.on('notification', ({ channel }) => listener.heard(channel as Channel));
    try {
      await mine.connect();
      for (const channel of channels) await mine.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch {
      await mine.end().catch(() => undefined);
      if (!closed) later(pause, () => connect(Math.min(2 * pause, longestPause)));
      return;
    }
    mine.once('end', () => {
      clearTimeout(timer);
      listener.lost();
      if (!closed) later(firstPause, connect);
    });
    listener.listening();
    later(heartbeat, () => beat(mine));
  };

  const beat = async (mine: pg.Client): Promise<void> => {
    const alive = await mine.query('select 1').then(
      () => true,
      () => false,
    );
    if (closed || client !== mine) return;
    if (alive) later(heartbeat, () => beat(mine));
    else mine.end().catch(() => undefined);
  };

  await connect();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
