import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pullHttp } from './http.ts';
import { selfSigned } from './https.fixture.ts';
import { pullFolder, refusalOf, textsOf } from './pull.fixture.ts';

const folder = await pullFolder();
const { pull } = folder;
let app: FastifyInstance;
let other: FastifyInstance;
let base: string;
let elsewhere: string;
/** Every request that arrived, in order. */
let asked: { url: string; token: string | undefined; etag: string | undefined }[] = [];
const note = ({ url, headers }: FastifyRequest) =>
  asked.push({ url, token: headers.authorization, etag: headers['if-none-match'] });
const addresses = () => asked.map(({ url }) => url);

beforeAll(async () => {
  app = fastify({ forceCloseConnections: true });
  other = fastify({ forceCloseConnections: true });
  app.addHook('onRequest', async (request) => void note(request));
  other.addHook('onRequest', async (request) => void note(request));
  routes(app);
  other.get('/moved', async () => [{ a: 1 }]);
  base = await app.listen({ port: 0 });
  elsewhere = await other.listen({ port: 0 });
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  await app.close();
  await other.close();
  await folder.close();
});

/** How many pages of `/tagged-pages` hold something. */
let pagesThere = 2;
/** How often a path was asked before. */
const before = (path: string) => asked.filter(({ url }) => url.startsWith(path)).length - 1;

function routes(server: FastifyInstance): void {
  server.get('/exact', (_, reply) =>
    reply
      .type('application/json')
      .send('{"data":{"rows":[{"no":210120260000000123,"amount":1.10,"big":1e400,"名":"衫"},{"no":2}]}}'),
  );
  server.get<{ Querystring: { page: string } }>('/numbered', async ({ query }) =>
    Number(query.page) <= 3 ? [{ page: query.page }] : [],
  );
  server.get<{ Querystring: { after?: string } }>('/cursor', async ({ query: { after } }) =>
    after === undefined
      ? { rows: [1], next: 'a b' }
      : after === 'a b'
        ? { rows: [2], next: 7 }
        : { rows: [3], next: null },
  );
  server.get<{ Querystring: { p?: string } }>('/linked', ({ query: { p } }, reply) =>
    p === '2'
      ? reply.send([2])
      : reply.header('link', '</first>; rel="first", </linked?p=2>; title="a, b"; rel="next"').send([1]),
  );
  server.get('/same', async () => [{ always: 'the same' }]);
  server.get('/round', async () => ({ rows: [1], next: 'x' }));
  server.get('/round-link', (_, reply) => reply.header('link', '</round-link>; rel=next').send([1]));
  server.get('/flaky', (_, reply) => {
    const tries = before('/flaky');
    if (tries === 0) return reply.code(503).send('down');
    if (tries === 1) return reply.code(429).header('retry-after', '1').send('later');
    return reply.send([{ ok: true }]);
  });
  server.get('/much-later', (_, reply) => reply.code(429).header('retry-after', '3600').send('later'));
  server.get('/down', (_, reply) => reply.code(500).send('secret-of-the-server'));
  server.get('/forbidden', (_, reply) => reply.code(401).send());
  server.get('/gone', (_, reply) => reply.code(404).send());
  server.get('/breaks', (_, reply) => {
    if (before('/breaks') > 0) return reply.type('application/json').send('[{"a":1},{"a":2}]');
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': '17' });
    reply.raw.write('[{"a":1},', () => reply.raw.destroy());
  });
  server.get('/tagged', (request, reply) => {
    reply.header('etag', '"v1"');
    return request.headers['if-none-match'] === '"v1"' ? reply.code(304).send() : reply.send([{ a: 1 }]);
  });
  server.get<{ Querystring: { page: string } }>('/tagged-pages', ({ query: { page }, headers }, reply) => {
    const isThere = Number(page) <= pagesThere;
    const tag = isThere && Number(page) > 2 ? '"new"' : `"p${page}"`;
    reply.header('etag', tag);
    return headers['if-none-match'] === tag ? reply.code(304).send() : reply.send(isThere ? [{ page }] : []);
  });
  server.get('/always-304', (_, reply) => reply.code(304).send());
  server.get<{ Querystring: { since?: string } }>('/changes', async ({ query: { since = '0' } }) =>
    [9, 10, 11].filter((id) => id > Number(since)).map((id) => ({ id, meta: { at: id } })),
  );
  server.get('/to-other', (_, reply) => reply.redirect(`${elsewhere}/moved`));
  server.get('/to-self', (_, reply) => reply.redirect('/numbered?page=9'));
  server.get('/to-file', (_, reply) => reply.redirect('file:///etc/passwd'));
  server.get('/to-itself', (_, reply) => reply.redirect('/to-itself'));
  server.get('/silent', () => new Promise(() => undefined));
  server.get('/stalls', (_, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'application/json' });
    reply.raw.write('[');
  });
  server.get('/huge', (_, reply) => reply.send(`["${'x'.repeat(5000)}"]`));
  server.get('/html', (_, reply) => reply.type('text/html').send('<html>login</html>'));
  server.get('/csv', (_, reply) =>
    reply.header('etag', '"c1"').send(Buffer.from([0xba, 0xc5, 0x2c, 0x31, 0x0a])),
  );
  server.get<{ Querystring: { page: string } }>('/csv-pages', async ({ query: { page } }) =>
    page === '1' ? 'a,"b\nc"\n1,2' : page === '2' ? 'a,"b\nc"\n3,4\n' : 'a,"b\nc"\n',
  );
  server.get<{ Querystring: { page: string } }>('/csv-other', async ({ query: { page } }) =>
    page === '1' ? 'a,b\n1,2\n' : 'b,a\n3,4\n',
  );
  server.get('/empty', async () => []);
}

const items = { items: 'data.rows' };

describe('JSON', () => {
  test('leaves as it came: no number becomes a double', async () => {
    const pulled = await pullHttp(pull({ location: `${base}/exact`, options: items }));
    expect(await textsOf(pulled)).toEqual({
      'S1.ndjson': '{"no":210120260000000123,"amount":1.10,"big":1e400,"名":"衫"}\n{"no":2}\n',
    });
    expect(pulled.fetched[0]?.arrival).toMatchObject({ sourceId: 'S1', declaredPeriod: null });
  });

  test.each([
    ['numbered', { paging: 'number' }, '{"page":"1"}\n{"page":"2"}\n{"page":"3"}\n', 4],
    ['numbered', { paging: 'number', first: '2' }, '{"page":"2"}\n{"page":"3"}\n', 3],
    ['cursor', { paging: 'cursor', page: 'after', items: 'rows', next: 'next' }, '1\n2\n3\n', 3],
    ['linked', { paging: 'link' }, '1\n2\n', 2],
    ['linked', {}, '1\n', 1],
  ])('/%s with %j is joined to one file', async (path, options, expected, requests) => {
    const pulled = await pullHttp(pull({ location: `${base}/${path}`, options }));
    expect(await textsOf(pulled)).toEqual({ 'S1.ndjson': expected });
    expect(asked).toHaveLength(requests);
  });

  test.each([
    ['same', { paging: 'number' }, 2],
    ['round', { paging: 'cursor', items: 'rows', next: 'next' }, 2],
    ['round-link', { paging: 'link' }, 1],
  ])('/%s, paging that goes in circles, is refused', async (path, options, requests) => {
    const refusal = await refusalOf(pullHttp(pull({ location: `${base}/${path}`, options })));
    expect(refusal).toContain('分页没有尽头');
    expect(asked.length).toBe(requests);
  });

  test('no more pages than allowed are asked for', async () => {
    const location = `${base}/numbered`;
    const options = { paging: 'number' };
    expect(await refusalOf(pullHttp(pull({ location, options, limits: { maxPages: 2 } })))).toContain(
      '没有尽头',
    );
    expect(asked).toHaveLength(2);
  });

  test('what is no JSON, or has no such array, is refused in words', async () => {
    expect(await refusalOf(pullHttp(pull({ location: `${base}/html` })))).toContain('不是UTF-8编码的JSON');
    expect(await refusalOf(pullHttp(pull({ location: `${base}/exact` })))).toContain('请用items指明');
    expect(
      await refusalOf(pullHttp(pull({ location: `${base}/exact`, options: { items: 'data.row' } }))),
    ).toContain('“data.row”');
  });

  test('without items there is no file', async () => {
    expect((await pullHttp(pull({ location: `${base}/empty` }))).fetched).toEqual([]);
  });
});

describe('CSV', () => {
  test('of one page stays the same bytes, whatever they are', async () => {
    const pulled = await pullHttp(pull({ location: `${base}/csv`, options: { format: 'csv' } }));
    expect(pulled.fetched.map(({ arrival }) => arrival.fileName)).toEqual(['S1.csv']);
    expect(pulled.place.etag).toBe('"c1"');
    expect([...(await readFile(pulled.fetched[0]?.arrival.path ?? ''))]).toEqual([
      0xba, 0xc5, 0x2c, 0x31, 0x0a,
    ]);
  });

  test('pages are joined below one header', async () => {
    const options = { format: 'csv', paging: 'number' };
    const pulled = await pullHttp(pull({ location: `${base}/csv-pages`, options }));
    expect(await textsOf(pulled)).toEqual({ 'S1.csv': 'a,"b\nc"\n1,2\n3,4\n' });
  });

  test('a page with another header is another table', async () => {
    const options = { format: 'csv', paging: 'number' };
    expect(await refusalOf(pullHttp(pull({ location: `${base}/csv-other`, options })))).toContain(
      '第2页的表头',
    );
  });
});

describe('faults', () => {
  test('that pass are tried again, after the pause that the server asks for', async () => {
    const started = performance.now();
    const pulled = await pullHttp(pull({ location: `${base}/flaky` }));
    expect(await textsOf(pulled)).toEqual({ 'S1.ndjson': '{"ok":true}\n' });
    expect(asked).toHaveLength(3);
    expect(performance.now() - started).toBeGreaterThan(990);
  });

  test('a pause longer than ours ends the try at once', async () => {
    expect(await refusalOf(pullHttp(pull({ location: `${base}/much-later` })))).toContain('429');
    expect(asked).toHaveLength(1);
  });

  test('that stay are given up after the retries, without the body of the answer', async () => {
    const refusal = await refusalOf(pullHttp(pull({ location: `${base}/down`, limits: { retries: 2 } })));
    expect(refusal).toContain('状态500');
    expect(refusal).not.toContain('secret-of-the-server');
    expect(asked).toHaveLength(3);
  });

  test.each([
    ['forbidden', 'parkstat source secret'],
    ['gone', '状态404'],
    ['always-304', '状态304'],
  ])('/%s is not tried again', async (path, expected) => {
    expect(await refusalOf(pullHttp(pull({ location: `${base}/${path}` })))).toContain(expected);
    expect(asked).toHaveLength(1);
  });

  test('a body that breaks off is asked for again from its beginning', async () => {
    const pulled = await pullHttp(pull({ location: `${base}/breaks` }));
    expect(await textsOf(pulled)).toEqual({ 'S1.ndjson': '{"a":1}\n{"a":2}\n' });
    expect(asked).toHaveLength(2);
  });

  test.each(['silent', 'stalls'])('/%s: a server that says nothing more is left', async (path) => {
    const limits = { silence: 100, retries: 1 };
    expect(await refusalOf(pullHttp(pull({ location: `${base}/${path}`, limits })))).toContain('没有响应');
    expect(asked).toHaveLength(2);
  });

  test('the whole pull ends when its time is over', async () => {
    const signal = AbortSignal.timeout(100);
    await expect(pullHttp(pull({ location: `${base}/stalls`, signal }))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  test('nobody there', async () => {
    const closed = createServer();
    await new Promise<void>((done) => closed.listen(0, done));
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    const refusal = await refusalOf(
      pullHttp(pull({ location: `http://127.0.0.1:${port}/`, limits: { retries: 1 } })),
    );
    expect(refusal).toContain('ECONNREFUSED');
  });

  test('more than a page or a file may hold is refused', async () => {
    const location = `${base}/huge`;
    expect(await refusalOf(pullHttp(pull({ location, limits: { maxPageBytes: 4000 } })))).toContain('4000 B');
    expect(await refusalOf(pullHttp(pull({ location, limits: { maxFileBytes: 4000 } })))).toContain('4000 B');
    const options = { format: 'csv' };
    expect(await refusalOf(pullHttp(pull({ location, options, limits: { maxFileBytes: 4000 } })))).toContain(
      '4000 B',
    );
  });

  test('leave no part of a page behind', async () => {
    const others = await readdir(folder.folder);
    await refusalOf(pullHttp(pull({ location: `${base}/exact` })));
    expect((await readdir(folder.folder)).length - others.length).toBe(1);
  });
});

describe('what is unchanged', () => {
  test('is not fetched again: the tag is sent back', async () => {
    const location = `${base}/tagged`;
    const first = await pullHttp(pull({ location }));
    expect(first.fetched).toHaveLength(1);
    const second = await pullHttp(pull({ location, place: first.place }));
    expect(second).toEqual({ fetched: [], place: first.place, problem: null });
    expect(asked.map(({ etag }) => etag)).toEqual([undefined, '"v1"']);
  });

  test('of numbered pages each is asked with its tag; one that changed brings all again', async () => {
    const options = { paging: 'number' };
    const location = `${base}/tagged-pages`;
    const first = await pullHttp(pull({ location, options }));
    expect(await textsOf(first)).toEqual({ 'S1.ndjson': '{"page":"1"}\n{"page":"2"}\n' });
    asked = [];
    const second = await pullHttp(pull({ location, options, place: first.place }));
    expect(second).toEqual({ fetched: [], place: first.place, problem: null });
    expect(asked.map(({ url, etag }) => [url, etag])).toEqual([
      ['/tagged-pages?page=1', '"p1"'],
      ['/tagged-pages?page=2', '"p2"'],
      ['/tagged-pages?page=3', '"p3"'],
    ]);
    // The page that was empty holds something by now, while those before are as they were.
    pagesThere = 3;
    const third = await pullHttp(pull({ location, options, place: first.place }));
    expect(await textsOf(third)).toEqual({ 'S1.ndjson': '{"page":"1"}\n{"page":"2"}\n{"page":"3"}\n' });
    expect(third.place.etag).not.toBe(first.place.etag);
  });

  test('numbered pages of which one has no tag are fetched again', async () => {
    const { place } = await pullHttp(pull({ location: `${base}/numbered`, options: { paging: 'number' } }));
    expect(place.etag).toBe(null);
  });

  test('a tag of another address or of other options is not sent', async () => {
    const { place } = await pullHttp(pull({ location: `${base}/tagged` }));
    await pullHttp(pull({ location: `${base}/tagged?x=1`, place }));
    await pullHttp(pull({ location: `${base}/tagged`, options: { paging: 'link' }, place }));
    expect(asked.map(({ etag }) => etag)).toEqual([undefined, undefined, undefined]);
  });

  test('only what came since the last request is asked for; positions compare as numbers', async () => {
    const options = { since: 'since', since_field: 'meta.at', since_start: '8' };
    const first = await pullHttp(pull({ location: `${base}/changes`, options }));
    expect(first.place).toMatchObject({ position: '11', etag: null });
    const second = await pullHttp(pull({ location: `${base}/changes`, options, place: first.place }));
    expect(second.fetched).toEqual([]);
    expect(second.place.position).toBe('11');
    expect(addresses()).toEqual(['/changes?since=8', '/changes?since=11']);
  });

  test('a month asked for stands in the address and is the month declared', async () => {
    const location = `${base}/numbered?page=1&month={period}`;
    const pulled = await pullHttp(pull({ location, period: '2026-10' as never }));
    expect(addresses()).toEqual(['/numbered?page=1&month=2026-10']);
    expect(pulled.fetched[0]?.arrival).toMatchObject({
      fileName: 'S1-2026-10.ndjson',
      declaredPeriod: '2026-10',
    });
  });
});

describe('the token', () => {
  test('goes to the host it was entered for, through its redirects', async () => {
    await pullHttp(pull({ location: `${base}/to-self`, secret: 't-1' }));
    expect(asked).toEqual([
      { url: '/to-self', token: 'Bearer t-1', etag: undefined },
      { url: '/numbered?page=9', token: 'Bearer t-1', etag: undefined },
    ]);
  });

  test('does not go to another host', async () => {
    await pullHttp(pull({ location: `${base}/to-other`, secret: 't-1' }));
    expect(asked.map(({ url, token }) => [url, token])).toEqual([
      ['/to-other', 'Bearer t-1'],
      ['/moved', undefined],
    ]);
  });

  test('is not sent where the certificate is not valid', async () => {
    const received: unknown[] = [];
    const server = createTlsServer(selfSigned, (request, response) => {
      received.push(request.headers.authorization);
      response.end('[1]');
    });
    await new Promise<void>((done) => server.listen(0, done));
    const location = `https://localhost:${(server.address() as AddressInfo).port}/`;
    const refusal = await refusalOf(pullHttp(pull({ location, secret: 't-1' })));
    await new Promise((done) => server.close(done));
    expect(refusal).toContain('的证书无效（DEPTH_ZERO_SELF_SIGNED_CERT）');
    expect(received).toEqual([]);
  });

  test('redirects lead to http only, and not for ever', async () => {
    expect(await refusalOf(pullHttp(pull({ location: `${base}/to-file` })))).toContain('file:///etc/passwd');
    expect(await refusalOf(pullHttp(pull({ location: `${base}/to-itself` })))).toContain('重定向超过5次');
    expect(asked).toHaveLength(7);
  });
});
