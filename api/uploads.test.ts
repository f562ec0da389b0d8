import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { safeFileName } from '../catalogue/file-name.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { createServer, type Request, type Server } from './server.ts';
import { acceptUploads, createReceiver } from './uploads.ts';

let folder: string;
let server: Server;
let address: string;
let port: number;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-uploads-'));
  server = createServer(false);
  acceptUploads(server, 300);
  const limits = { maxUploadBytes: 1 << 20, minBytesPerSpan: 1000, spanMs: 1000, maxUploadsAtOnce: 3 };
  const receive = createReceiver(limits, folder);
  server.post('/deliveries', async (request) =>
    receive(request as Request, async ({ path, ...told }) => {
      const content = await readFile(path);
      if (told.fileName === 'fails.csv') throw new Error('work failed');
      return { ...told, content: content.subarray(0, 40).toString() };
    }),
  );
  const refusing = {
    preHandler: async () => Promise.reject(new Refusal('forbidden', { zh: '否', en: 'No' })),
  };
  server.post('/nowhere', refusing, async () => 'never');
  server.post('/words', async ({ body }) => body);
  server.get('/ping', async () => ({ ok: true }));
  address = await server.listen({ host: '127.0.0.1', port: 0 });
  port = (server.server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.server.closeAllConnections();
  await server.close();
  await rm(folder, { recursive: true });
});

async function post(parts: readonly (readonly [name: string, value: string | File])[]) {
  const body = new FormData();
  for (const [name, value] of parts) body.append(name, value);
  const response = await fetch(`${address}/deliveries`, { method: 'POST', body });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const file = (content: string | Buffer, name = '十月.csv') => new File([content as string], name);
const gone = () => vi.waitFor(async () => expect(await readdir(folder)).toEqual([]), 5000);

const boundary = 'xyz';
const head = (length: string) =>
  `POST /deliveries HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\n${length}\r\n\r\n`;
const opening = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n`;

async function open(text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}
async function answer(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}
const statusOf = (text: string) => text.split('\r\n')[0];

describe('an upload', () => {
  test('is read with its fields, in any order, and is gone afterwards', async () => {
    const expected = {
      fileName: '十月.csv',
      bytes: 4,
      tenant: '91330100MA27XL0K61',
      period: '2026-10',
      content: 'a,b\n',
    };
    const parts = [
      ['tenant', '91330100MA27XL0K61'],
      ['period', '2026-10'],
      ['file', file('a,b\n')],
    ] as const;
    for (const some of [parts, parts.toReversed()])
      expect(await post(some)).toEqual({ status: 200, body: expected });
    expect(await readdir(folder)).toEqual([]);
  });

  test('may say nothing but its file', async () => {
    const { body } = await post([
      ['tenant', ''],
      ['file', file('x')],
    ]);
    expect(body).toMatchObject({ tenant: null, period: null, content: 'x' });
  });

  test('that is worked on in vain leaves nothing', async () => {
    expect((await post([['file', file('x', 'fails.csv')]])).status).toBe(500);
    expect(await readdir(folder)).toEqual([]);
  });

  test.each<[string, number, string, readonly (readonly [string, string | File])[]]>([
    ['no file', 400, 'usage', [['tenant', '91330100MA27XL0K61']]],
    ['no file but text', 400, 'usage', [['file', 'a,b']]],
    [
      'two files',
      400,
      'usage',
      [
        ['file', file('x')],
        ['file', file('y')],
      ],
    ],
    [
      'a field of another name',
      400,
      'usage',
      [
        ['user', 'x'],
        ['file', file('x')],
      ],
    ],
    ['a file of another name', 400, 'usage', [['data', file('x')]]],
    [
      'a field twice',
      400,
      'usage',
      [
        ['period', '2026-10'],
        ['period', '2026-10'],
        ['file', file('x')],
      ],
    ],
    [
      'a long field',
      400,
      'usage',
      [
        ['tenant', 'X'.repeat(300)],
        ['file', file('x')],
      ],
    ],
    ['many fields', 400, 'usage', Array.from({ length: 9 }, () => ['tenant', 'x'] as const)],
    [
      'no tenant of the form',
      400,
      'usage',
      [
        ['tenant', '张三'],
        ['file', file('x')],
      ],
    ],
    [
      'no month',
      400,
      'period_invalid',
      [
        ['period', '2026-13'],
        ['file', file('x')],
      ],
    ],
    [
      'a name of the language',
      400,
      'usage',
      [
        ['__proto__', 'x'],
        ['file', file('x')],
      ],
    ],
  ])('with %s is refused', async (_, status, code, parts) => {
    expect(await post(parts)).toMatchObject({ status, body: { code } });
    await gone();
  });

  test('as large as allowed passes, one byte more is refused', async () => {
    expect((await post([['file', file(Buffer.alloc(1 << 20, 'a'))]])).status).toBe(200);
    const more = await post([['file', file(Buffer.alloc((1 << 20) + 1, 'a'))]]);
    expect(more).toMatchObject({ status: 413, body: { code: 'upload_too_large' } });
    await gone();
  });

  test('that is broken off in its head or cut short is refused', async () => {
    for (const body of ['--xyz\r\nnothing', opening, `${opening}a,b\r\n--xy`, '']) {
      const socket = await open(`${head(`Content-Length: ${body.length}`)}${body}`);
      expect(statusOf(await answer(socket))).toBe('HTTP/1.1 400 Bad Request');
      await gone();
    }
  });
});

describe('a client that means no good', () => {
  test('and announces ten gigabytes is told at once', async () => {
    const socket = await open(head('Content-Length: 10737418240') + opening);
    expect(statusOf(await answer(socket))).toBe('HTTP/1.1 413 Payload Too Large');
    await gone();
  });

  test('and sends without end is cut off at the limit', async () => {
    const socket = await open(head('Transfer-Encoding: chunked'));
    const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
    socket.write(chunk(opening));
    const endless = setInterval(() => socket.writable && socket.write(chunk('a'.repeat(1 << 18))), 5);
    try {
      expect(statusOf(await answer(socket))).toBe('HTTP/1.1 413 Payload Too Large');
    } finally {
      clearInterval(endless);
    }
    await gone();
  });

  test('and sends nothing after its head is let go', async () => {
    const socket = await open(head('Content-Length: 5000'));
    expect(statusOf(await answer(socket))).toBe('HTTP/1.1 408 Request Timeout');
  });

  test('and sends next to nothing is let go, while others are answered', async () => {
    const text = `${head('Content-Length: 5000')}${opening}`;
    const slow = await Promise.all([open(text), open(text), open(`${text}a`)]);
    const drops = setInterval(() => {
      for (const socket of slow) if (socket.writable) socket.write('a');
    }, 50);
    try {
      const answers = Promise.all(slow.map(answer));
      await vi.waitFor(async () => expect(await readdir(folder)).toHaveLength(3), { interval: 5 });
      // Three uploads are all there may be at once.
      expect((await post([['file', file('x')]])).status).toBe(429);
      expect(await (await fetch(`${address}/ping`)).json()).toEqual({ ok: true });
      expect((await answers).map(statusOf)).toEqual(Array(3).fill('HTTP/1.1 408 Request Timeout'));
    } finally {
      clearInterval(drops);
    }
    await gone();
    expect((await post([['file', file('x')]])).status).toBe(200);
  });

  test('and sends a short body slowly is let go, too', async () => {
    const words = 'POST /words HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
    const slow = await open(`${words}Content-Length: 100\r\n\r\n{`);
    const drops = setInterval(() => slow.writable && slow.write(' '), 50);
    expect(await answer(slow)).toBe('');
    clearInterval(drops);
    const whole = await open(`${words}Connection: close\r\nContent-Length: 7\r\n\r\n{"a":1}`);
    expect(await answer(whole)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\{"a":1\}$/s);
  });

  test('and goes away leaves nothing', async () => {
    const socket = await open(`${head('Content-Length: 500000')}${opening}${'a'.repeat(100_000)}`);
    await vi.waitFor(async () => expect(await readdir(folder)).toHaveLength(1), 2000);
    socket.destroy();
    await gone();
    expect((await post([['file', file('x')]])).status).toBe(200);
  });
});

describe('the name of a file', () => {
  test.each([
    ['十月.csv', '十月.csv'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\数据\\十月.csv', '十月.csv'],
    ['a\u0000b\r\n.csv', 'ab.csv'],
    ['\u202evsc.exe', 'vsc.exe'],
    ['a\u200b\u2066b.csv', 'ab.csv'],
    ['<a>:"|?*.csv', '_a______.csv'],
    ['  a   b .csv. ', 'a b .csv'],
    ['CON.csv', '_CON.csv'],
    ['nul', '_nul'],
    ['..', 'upload'],
    ['', 'upload'],
    ['\ud800.csv', 'csv'],
    [`${'长'.repeat(200)}.xlsx`, `${'长'.repeat(115)}.xlsx`],
  ])('%j is shown as %s', (name, expected) => {
    expect(safeFileName(name)).toBe(expected);
  });

  test('is safe, whatever it was, and stays what it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const safe = safeFileName(name);
        expect(safe).toMatch(/^[^\p{Cc}\p{Cf}/\\<>:"|?*]+$/u);
        expect([...safe].length).toBeLessThanOrEqual(121);
        expect(safeFileName(safe)).toBe(safe);
      }),
      { numRuns: 2000 },
    );
  });
});

test('a client that was refused before its file was read is let go, though it goes on sending', async () => {
  const socket = await open(
    head('Content-Length: 1000000').replace('/deliveries', '/nowhere').replace('Connection: close\r\n', ''),
  );
  const sending = setInterval(() => socket.write('x'), 50);
  const text = await answer(socket);
  clearInterval(sending);
  expect(statusOf(text)).toBe('HTTP/1.1 403 Forbidden');
});
