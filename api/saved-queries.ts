import { brokenCodes } from '../catalogue/query-language/broken.ts';
import { listParks } from '../warehouse/registry.ts';
import {
  changeQuery,
  deleteQuery,
  listQueries,
  openQuery,
  type SavedQuery,
  type SavedState,
  saveQuery,
} from '../warehouse/saved-queries.ts';
import { auditName } from './access/reader.ts';
import { wrongForm } from './refusals.ts';
import {
  instant,
  listOf,
  maybeText,
  noParameters,
  oneOf,
  orRefused,
  record,
  type Static,
  Type,
} from './schema.ts';
import type { Context, Request, Server } from './server.ts';
import { written } from './writes.ts';

const tags = ['queries'];

const name = Type.String({
  minLength: 1,
  maxLength: 80,
  pattern: '\\S',
  description: '名称，至多80字 | Name, at most 80 characters',
  examples: ['各园区出口同比'],
});
const stateFields = {
  kind: oneOf(['series', 'sql'], { description: '查询页的查询，或SQL | Of the query page, or SQL' }),
  address: Type.Optional(
    Type.String({
      maxLength: 2000,
      description: 'series：查询页地址中的参数 | series: the parameters in the address of the query page',
      examples: ['indicator=trade_value&park=*&last=12&transform=yoy'],
    }),
  ),
  line: Type.Optional(
    Type.String({
      maxLength: 500,
      description: 'series：一句话 | series: as a line',
      examples: ['进出口额 按园区 最近12个月 同比'],
    }),
  ),
  sql: Type.Optional(
    Type.String({
      maxLength: 20_000,
      description: 'sql：语句 | sql: the statement',
      examples: ['select * from observation limit 10'],
    }),
  ),
  asOf: Type.Optional(maybeText({ maxLength: 40, description: 'sql：版本 | sql: the vintage' })),
};
const broken = Type.Array(
  record({
    parameter: Type.String({ examples: ['partner'] }),
    code: Type.String({ examples: ['502'] }),
    instead: Type.Array(Type.String(), {
      description: '可代之以 | What may stand in its place',
      examples: [['USA']],
    }),
  }),
  { description: '已不存在的代码 | Codes that are no longer known' },
);
const saved = record({
  id: Type.String({ examples: ['0190c6a2-9f0e-4f6c-8a4e-0d9a3c1f2b3d'] }),
  name: Type.String(),
  owner: Type.String({ examples: ['local'] }),
  mine: Type.Boolean({ description: '是否本人的 | Whether it is one’s own' }),
  shared: Type.Boolean({ description: '有链接者可读 | Who has the link may read it' }),
  ...stateFields,
  created_at: instant('保存于 | When it was saved'),
  changed_at: instant('改于 | When it was changed'),
  used_at: instant('所有者上次使用 | When its owner last used it'),
  broken,
});
const example = {
  id: '0190c6a2-9f0e-4f6c-8a4e-0d9a3c1f2b3d',
  name: '各园区出口同比',
  owner: 'local',
  mine: true,
  shared: false,
  kind: 'series' as const,
  address: 'indicator=trade_value&park=*&last=12&transform=yoy',
  line: '进出口额 按园区 最近12个月 同比',
  created_at: '2026-11-12T02:00:00.000Z',
  changed_at: '2026-11-12T02:00:00.000Z',
  used_at: '2026-11-12T02:00:00.000Z',
  broken: [],
};
const answer = { ...saved, examples: [example] };

const newQuery = record({ name, ...stateFields }, { description: '要保存的查询 | The query to save' });
const change = record(
  {
    name: Type.Optional(name),
    shared: Type.Optional(Type.Boolean({ description: '是否共享 | Whether to share it' })),
    state: Type.Optional(record(stateFields, { description: '新的查询 | The new query' })),
  },
  { description: '改名、共享或更新 | A new name, sharing, or a new state' },
);
const idParameter = record({
  id: Type.String({ pattern: '^[0-9a-f-]{36}$', description: '查询 | Query', examples: [example.id] }),
});

type State = Static<ReturnType<typeof record<typeof stateFields>>>;

function stateOf({ kind, address, line = '', sql, asOf = null }: State): SavedState {
  if (kind === 'sql' && sql !== undefined && sql.trim()) return { kind, sql, asOf };
  if (kind === 'series' && address !== undefined && new URLSearchParams(address).has('indicator'))
    return { kind, address, line: written(line) };
  throw kind === 'sql'
    ? wrongForm('usage', 'sql', sql ?? '', { zh: 'SQL语句', en: 'an SQL statement' })
    : wrongForm('usage', 'address', address ?? '', {
        zh: '查询页地址中的参数，至少有indicator',
        en: 'the parameters of the query page, indicator at least',
      });
}

const ownerOf = (request: unknown) => auditName((request as Request).reader);

/** Queries that people keep: under their own name, readable by others with the link when shared. */
export function savedQueryRoutes(server: Server, { database, now }: Context): void {
  const shown = async ({ state, created_at, changed_at, used_at, ...rest }: SavedQuery, reader: string) => {
    const parks = await listParks(database);
    const address = state.kind === 'series' ? new URLSearchParams(state.address) : null;
    const codes = address
      ? brokenCodes(
          address,
          parks.map(({ park_id }) => park_id),
        )
      : [];
    return {
      ...rest,
      ...state,
      mine: rest.owner === reader,
      created_at: created_at.toISOString(),
      changed_at: changed_at.toISOString(),
      used_at: used_at.toISOString(),
      broken: codes.map(({ parameter, code, instead }) => ({ parameter, code, instead: [...instead] })),
    };
  };
  const config = { access: 'queries' as const };
  const route = (operationId: string, summary: string, more: object) => ({
    config,
    schema: { operationId, tags, summary, ...more },
  });
  const one = (extra: object = {}) => ({
    params: idParameter,
    ...extra,
    response: { 200: answer, ...orRefused(400, 403, 404, 415) },
  });
  server.get(
    '/queries',
    route('listQueries', '自己保存的查询 | One’s own saved queries', {
      querystring: noParameters,
      response: {
        200: listOf(
          saved,
          {},
          {
            description: '最近使用的在前 | The last used first',
            examples: [{ rows: [example], reason: null }],
          },
        ),
        ...orRefused(400),
      },
    }),
    async (request) => {
      const owner = ownerOf(request);
      const rows = await Promise.all((await listQueries(database, owner)).map((row) => shown(row, owner)));
      return { rows, reason: rows.length ? null : '还没有保存查询 | No query is saved yet' };
    },
  );
  server.post(
    '/queries',
    route('saveQuery', '保存一个查询 | Save a query', {
      body: newQuery,
      response: { 200: answer, ...orRefused(400, 403, 415) },
    }),
    async (request) => {
      const { name: given, ...state } = request.body as Static<typeof newQuery>;
      const owner = ownerOf(request);
      const row = { owner, name: written(given), state: stateOf(state), at: now() };
      return shown(await saveQuery(database, row), owner);
    },
  );
  server.get(
    '/queries/:id',
    route(
      'openQuery',
      '一个查询：自己的，或他人共享的 | One’s own query, or one that is shared',
      one({ querystring: noParameters }),
    ),
    async (request) => {
      const { id } = request.params as { id: string };
      const reader = ownerOf(request);
      return shown(await openQuery(database, id, reader, now()), reader);
    },
  );
  server.post(
    '/queries/:id',
    route(
      'changeQuery',
      '改名、共享或更新自己的查询 | Rename, share or renew one’s own query',
      one({ body: change }),
    ),
    async (request) => {
      const { id } = request.params as { id: string };
      const { name: given, shared, state } = request.body as Static<typeof change>;
      const owner = ownerOf(request);
      const changes = {
        name: given === undefined ? undefined : written(given),
        shared,
        state: state === undefined ? undefined : stateOf(state),
      };
      return shown(await changeQuery(database, id, owner, changes, now()), owner);
    },
  );
  server.post(
    '/queries/:id/delete',
    route('deleteQuery', '删除自己的查询 | Delete one’s own query', {
      params: idParameter,
      body: record({}, { description: '空对象 | An empty object' }),
      response: {
        200: record({ deleted: Type.String() }, { examples: [{ deleted: example.id }] }),
        ...orRefused(400, 403, 404, 415),
      },
    }),
    async (request) => {
      const { id } = request.params as { id: string };
      await deleteQuery(database, id, ownerOf(request));
      return { deleted: id };
    },
  );
}
