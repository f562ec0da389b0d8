import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dimensionCodes } from '../catalogue/codes.ts';
import { openApp, openWarehouse, publish, registerParks, type Warehouse } from './app.fixture.ts';
import type { Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let warehouse: Warehouse;
const partners = dimensionCodes.partner.map(({ code }) => code);
/** Far more than connections hold in their buffers: 250 partners × 240 months. */
const large = '/api/v1/series?indicator=trade_value&partner=*&from=2006-04&to=2026-03';
const small = '/api/v1/series?indicator=trade_value&from=2026-03';

beforeAll(async () => {
  warehouse = await openWarehouse();
  await registerParks(warehouse.database);
  const cells = partners.map((partner) => ['trade_value', { partner }, '1.00'] as const);
  await publish(warehouse.database, '2006-04', '2006-05-12T02:00:00Z', [
    ['trade_value', {}, '250.00'],
    ...cells,
  ]);
  await publish(warehouse.database, '2026-03', '2026-04-12T02:00:00Z', [
    ['trade_value', {}, '250.00'],
    ...cells,
  ]);
});
afterAll(() => warehouse.close());

const patienceMs = 1_500;

async function listening(bytes: number): Promise<{ app: Server; address: URL }> {
  const app = await openApp(warehouse.database, { outflow: { patienceMs, bytes } });
  return { app, address: new URL(await app.listen({ host: '127.0.0.1', port: 0 })) };
}

/** A reader that asks and then reads nothing but the first bytes. */
async function slowReader(
  { port, hostname }: URL,
  path: string,
): Promise<{ socket: Socket; status: number }> {
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(`GET ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n\r\n`);
  await once(socket, 'readable');
  const head = String(socket.read(64) ?? '');
  return { socket, status: Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length)) };
}

test('a hundred readers that take nothing keep nobody waiting, and are let go', async () => {
  const { app, address } = await listening(256 * 2 ** 20);
  const ends = new Map<number | undefined, Promise<unknown>>();
  app.server.on('connection', (socket) => ends.set(socket.remotePort, once(socket, 'close')));
  const slow = await Promise.all(Array.from({ length: 100 }, () => slowReader(address, large)));
  expect(new Set(slow.map(({ status }) => status))).toEqual(new Set([200]));
  for (let time = 0; time < 20; time++) {
    const answer = await fetch(new URL(small, address));
    expect([answer.status, (await answer.json()).rows.length]).toEqual([200, 1]);
  }
  await Promise.all(slow.map(({ socket }) => ends.get(socket.localPort)));
  for (const { socket } of slow) socket.destroy();
  await app.close();
});

test('while too much is on its way, large answers are put off and small ones given', async () => {
  const { app, address } = await listening(2 ** 20);
  // A request from within holds no connection.
  expect((await app.inject(large)).statusCode).toBe(200);
  const first = await slowReader(address, large);
  const others = await Promise.all(
    [1, 2, 3].map((month) => fetch(new URL(large.replace('2006-04', `2006-0${month}`), address))),
  );
  expect([first.status, ...others.map(({ status }) => status)]).toEqual([200, 429, 429, 429]);
  expect(others[0]?.headers.get('retry-after')).toBe('5');
  expect(await others[0]?.json()).toMatchObject({ code: 'busy', details: { export: '/api/v1/exports' } });
  expect((await fetch(new URL(small, address))).status).toBe(200);
  const closed = once(first.socket, 'close');
  first.socket.destroy();
  await closed;
  await app.close();
});
