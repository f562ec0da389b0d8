import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  correctedAt,
  correctedMarch,
  openApp,
  openWarehouse,
  publish,
  publishQuarters,
  recordMarch,
  registerParks,
  type Warehouse,
} from './app.fixture.ts';
import {
  type Description,
  type Operation,
  openChecker,
  operationsOf,
  type Parameter,
} from './contract.fixture.ts';
import type { Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let warehouse: Warehouse;
let app: Server;
let checker: Awaited<ReturnType<typeof openChecker>>;
let reads: [path: string, Operation][];

beforeAll(async () => {
  checker = await openChecker();
  warehouse = await openWarehouse();
  await registerParks(warehouse.database);
  await publishQuarters(warehouse.database);
  await publish(warehouse.database, '2026-03', correctedAt, correctedMarch);
  await recordMarch(warehouse.database);
  app = await openApp(warehouse.database);
  const description: Description = (await app.inject('/openapi.json')).json();
  reads = operationsOf(description).flatMap(([route, operation]): [string, Operation][] =>
    route.startsWith('get ') ? [[route.slice('get '.length), operation]] : [],
  );
});
afterAll(async () => {
  await checker.close();
  await app.close();
  await warehouse.close();
});

/** What is known in the warehouse, for any parameter: most are wrong for most, and so make refusals too. */
const known = [
  ...['P01', 'P02', '_T', '*', '9610', '9610,9710', 'export', 'import', 'USA', 'USA,DEU', '61', '0801'],
  ...['2025-01', '2026-02', '2026-03', '2026-03.1', '2026-03.2', '2026-05-08', '2026-05-08T02:00:00Z'],
  ...['trade_value', 'declarations', 'active_tenants', 'average_ticket', 'reporting_rate', 'd1', 'd2', 'd4'],
  ...['91330100MA27XL0K6A', '0', '1', '3', '12', 'true', 'zh', 'json', 'yoy', 'share', 'park', 'mode'],
];

/** What somebody sends who means no good, or whose program went wrong. */
const hostile = [
  ...["' or '1'='1", "1'; drop table release; --", '" union select * from account --', '$1', '%', '_', '\\'],
  ...[
    '../../etc/passwd',
    '..\\..\\secret.key',
    '\u0000',
    'a\u0000b',
    '\r\nset-cookie: a=b',
    '<script>alert(1)</script>',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '[object Object]',
    '{"a":1}',
    '[]',
    'null',
    'NaN',
  ],
  ...[
    '-1',
    '1e9',
    '9'.repeat(30),
    '0x10',
    '1.5',
    '',
    ' ',
    ',',
    ',,',
    '*,*',
    '_T,_T',
    '２０２６-０３',
    '２０２６',
  ],
  ...[
    '\u202e9610',
    '\ufeff',
    '👩‍👩‍👧‍👦',
    '\ud800',
    'é',
    'é',
    '9610,',
    '2026-13',
    '0000-00',
    '2026-02-30',
    '275760-09-13',
  ],
  ...['x'.repeat(5000), '9610,'.repeat(2000)],
];

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...hostile) },
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(...known),
);

/** A value that the schema allows, or at least might. */
function plausible({ schema, example }: Parameter): fc.Arbitrary<string> {
  const { enum: values = [], pattern } = (schema ?? {}) as { enum?: string[]; pattern?: string };
  if (values.length) return fc.constantFrom(...values);
  const told = example === undefined ? [] : [String(example)];
  const matching = pattern && !pattern.includes('\\p') ? [fc.stringMatching(new RegExp(pattern))] : [];
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...told, ...known) }, ...matching);
}

type Pairs = readonly (readonly [name: string, value: string])[];

/** A question of the route: each parameter by its own arbitrary, the optional ones now and then. */
function question(
  { parameters = [] }: Operation,
  arbitraryOf: (parameter: Parameter) => fc.Arbitrary<string>,
): fc.Arbitrary<{ path: Pairs; query: Pairs }> {
  const pairs = (place: string) =>
    fc.tuple(
      ...parameters
        .filter((parameter) => parameter.in === place)
        .map((parameter) => {
          const pair = arbitraryOf(parameter).map((value) => [[parameter.name, value]] as Pairs);
          return parameter.required
            ? pair
            : fc.oneof(pair, fc.constant([] as Pairs), fc.constant([] as Pairs));
        }),
    );
  return fc.record({
    path: pairs('path').map((all) => all.flat()),
    query: pairs('query').map((all) => all.flat()),
  });
}

const encoded = (value: string) => encodeURIComponent(value.toWellFormed());

function addressOf(path: string, { path: places, query }: { path: Pairs; query: Pairs }): string {
  const filled = places.reduce((sum, [name, value]) => sum.replace(`{${name}}`, encoded(value)), path);
  return `${filled}?${query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')}`;
}

/** Nothing of ours that a reader should not see: where the code lies, what it asks the database. */
const leak =
  /\.ts\b.*:\d+|node_modules|\bat .+:\d+:\d+|syntax error|violates|invalid input|\bselect\b.+\bfrom\b/i;

async function faultsOf(operation: Operation, url: string, said: readonly string[]): Promise<string | null> {
  const { statusCode, headers, body } = await app.inject({ url, headers: { host: 'localhost' } });
  const status = String(statusCode);
  const documented = operation.responses[status];
  if (statusCode >= 500) return `${status} ${body}`;
  // Where no route is, there is no operation either.
  if (!documented)
    return statusCode === 404 && body.includes('/openapi.json')
      ? null
      : `${status} is not documented: ${body}`;
  const type = String(headers['content-type']).split(';')[0] ?? '';
  // A type may be documented with its version.
  const name = Object.keys(documented.content ?? {}).find((one) => one.split(';')[0] === type);
  const media = name === undefined ? undefined : documented.content?.[name];
  // Refused before any route is found: the path is longer than any of ours.
  const isUnread = statusCode === 400 && type === 'application/json';
  if (documented.content && !media && !isUnread) return `${status} has the undocumented type ${type}`;
  if (statusCode >= 400 && leak.test(withoutSaid(body, said))) return `it tells ${body}`;
  if (type !== 'application/json' || !media?.schema) return null;
  const faults = checker.faults(media.schema, JSON.parse(body));
  return faults === null ? null : `${status} ${JSON.stringify(faults).slice(0, 600)}`;
}

/** What the server says of its own: a refusal repeats the value that it is about. */
function withoutSaid(body: string, said: readonly string[]): string {
  const { message } = body.startsWith('{') ? JSON.parse(body) : { message: body };
  const inXml = said.map((value) => value.replaceAll('"', '&quot;').replaceAll("'", '&apos;'));
  return [...said, ...inXml]
    .filter(Boolean)
    .reduce((rest, value) => rest.replaceAll(value, ''), String(message));
}

/** Asks every route many things, and says of the first that is answered wrongly what is wrong. */
async function expectAnswered(
  runs: number,
  arbitraryOf: (operation: Operation) => fc.Arbitrary<{ path: Pairs; query: Pairs }>,
) {
  for (const [path, operation] of reads)
    await fc.assert(
      fc.asyncProperty(arbitraryOf(operation), async (asked) => {
        const url = addressOf(path, asked);
        const said = [...asked.path, ...asked.query].flat();
        expect(await faultsOf(operation, url, said), url.slice(0, 300)).toBeNull();
      }),
      { numRuns: runs, endOnFailure: true, seed: 5 },
    );
}

test('whatever is plausible is answered as it is described', async () => {
  expect(reads.length).toBeGreaterThan(40);
  await expectAnswered(14, (operation) => question(operation, plausible));
});

test('whatever is hostile in one parameter is answered as it is described', async () => {
  await expectAnswered(14, (operation) =>
    fc.tuple(question(operation, plausible), fc.nat(), text).map(([{ path, query }, place, value]) => {
      const at = place % Math.max(path.length + query.length, 1);
      const put = (pairs: Pairs, from: number): Pairs =>
        pairs.map(([name, old], index) => [name, index + from === at ? value : old]);
      return { path: put(path, 0), query: put(query, path.length) };
    }),
  );
});

test('unknown and repeated parameters, and hostile ones in all places, are named', async () => {
  await expectAnswered(8, (operation) =>
    fc
      .tuple(
        question(operation, () => text),
        fc.constantFrom('colour', 'indicator[]', '__proto__', ''),
        text,
      )
      .map(([{ path, query }, name, value]) => ({ path, query: [...query, [name, value], [name, value]] })),
  );
});
