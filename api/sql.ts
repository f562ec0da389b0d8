import { Refusal } from '../catalogue/refusal.ts';
import { tableCsv } from './formats/table-csv.ts';
import { mediaTypes } from './packing.ts';
import { instantOrRefuse } from './parameters.ts';
import { maybeText, oneOf, orRefused, record, type Static, Type } from './schema.ts';
import type { Context, Reply, Server } from './server.ts';

type Cell = string | number | boolean | null;

export interface SqlResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Cell[])[];
  readonly more: 'rows' | 'bytes' | null;
  /** Releases that `observation` was made of. */
  readonly releases: readonly string[];
}

export interface SqlRelationText {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
}

/** SQL over released files, which needs files and the engine, and so is given to the API. */
export interface SqlMode {
  readonly limits: { readonly seconds: number; readonly rows: number; readonly characters: number };
  readonly relations: readonly SqlRelationText[];
  /** `asOf` null: the newest. What is wrong with a statement, or too much, is refused. */
  run(
    sql: string,
    options: { readonly asOf: Date | null; readonly rows: number; readonly signal: AbortSignal },
  ): Promise<SqlResult>;
  /** What the engine expects of a statement, without running it. */
  estimate(
    sql: string,
    options: { readonly asOf: Date | null; readonly signal: AbortSignal },
  ): Promise<SqlEstimate>;
}

/** Estimates of the engine: rows of the result, rows read, the most rows of any step, and the steps from the top down. */
export interface SqlEstimate {
  readonly rows: number | null;
  readonly read: number;
  readonly most: number;
  readonly steps: readonly {
    readonly operator: string;
    readonly rows: number | null;
    readonly depth: number;
  }[];
}

const mostCharacters = 20_000;
const mostRows = 10_000;
/** Of the body: the text, escaped as JSON may be. */
const bodyLimit = 6 * mostCharacters + 1_000;

const body = record(
  {
    sql: Type.String({
      minLength: 1,
      maxLength: mostCharacters,
      description: `一条SELECT语句，至多${mostCharacters}字 | One SELECT statement of at most ${mostCharacters} characters`,
      examples: ['select park, sum(value) as value from observation group by park'],
    }),
    asOf: Type.Optional(
      maybeText({
        maxLength: 40,
        description: '版本：时刻或日期 | The vintage: an instant or a day',
        examples: ['2026-11-12'],
      }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: mostRows,
        description: `至多几行，1–${mostRows}，默认1000 | Most rows, 1–${mostRows}, 1000 when not given`,
        examples: [1000],
      }),
    ),
    format: Type.Optional(oneOf(['json', 'csv'], { description: '格式 | Format', examples: ['json'] })),
  },
  { description: '语句与版本 | The statement and its vintage' },
);

const cell = Type.Unsafe<Cell>({ type: ['string', 'number', 'boolean', 'null'] });
const column = record({
  name: Type.String({ examples: ['park'] }),
  type: Type.String({ examples: ['VARCHAR'] }),
});
const answer = record({
  columns: Type.Array(column),
  rows: Type.Array(Type.Array(cell), { description: '小数为文本 | Decimals as text' }),
  more: Type.Unsafe<'rows' | 'bytes' | null>({
    type: ['string', 'null'],
    description:
      '后面还有未给出的行：rows 行数所限, bytes 大小所限；null为全部 | There are more rows than are given; null = these are all',
  }),
  limit: Type.Integer({ description: '本次至多几行 | Most rows of this answer' }),
  as_of: maybeText({ description: '版本 | The vintage' }),
  releases: Type.Array(Type.String()),
});
const example = {
  columns: [{ name: 'park', type: 'VARCHAR' }],
  rows: [['P01']],
  more: null,
  limit: 1000,
  as_of: null,
  releases: ['2026-10.1'],
};
const estimatedRows = Type.Unsafe<number | null>({
  type: ['integer', 'null'],
  description: '估计行数，null为引擎未给出 | Estimated rows; null = the engine does not say',
});
const estimate = record(
  {
    rows: estimatedRows,
    read: Type.Integer({ description: '估计读取的行数 | Rows read' }),
    most: Type.Integer({ description: '任一步骤的最多行数 | The most rows of any step' }),
    steps: Type.Array(record({ operator: Type.String(), rows: estimatedRows, depth: Type.Integer() }), {
      description: '由结果到读取 | From the result down to what is read',
    }),
    seconds: Type.Integer({ description: '执行时间上限 | Most seconds that it may run' }),
  },
  {
    description: '估计 | The estimate',
    examples: [
      {
        rows: 6,
        read: 12480,
        most: 12480,
        steps: [
          { operator: 'HASH_GROUP_BY', rows: 6, depth: 0 },
          { operator: 'READ_PARQUET', rows: 12480, depth: 1 },
        ],
        seconds: 10,
      },
    ],
  },
);
const { limit: _limit, format: _format, ...question } = body.properties;
const relation = record({
  name: Type.String({ examples: ['observation'] }),
  columns: Type.Array(column),
});

export function sqlRoutes(server: Server, _context: Context, mode: SqlMode | null): void {
  estimateRoute(server, mode);
  server.get(
    '/sql',
    {
      config: { access: 'exports' },
      schema: {
        operationId: 'describeSql',
        tags: ['queries'],
        summary: 'SQL模式的表与限制 | Tables and limits of SQL mode',
        querystring: record({}),
        response: {
          200: record(
            {
              tables: Type.Array(relation),
              rows: Type.Integer(),
              seconds: Type.Integer(),
              characters: Type.Integer(),
            },
            {
              description: '表与限制 | Tables and limits',
              examples: [
                {
                  tables: [{ name: 'observation', columns: example.columns }],
                  rows: mostRows,
                  seconds: 10,
                  characters: mostCharacters,
                },
              ],
            },
          ),
          ...orRefused(400, 404),
        },
      },
    },
    async () => {
      if (!mode) throw notServed();
      const tables = mode.relations.map(({ name, columns }) => ({
        name,
        columns: Object.entries(columns).map(([one, type]) => ({ name: one, type })),
      }));
      return { tables, ...mode.limits };
    },
  );
  server.post(
    '/sql',
    {
      config: { access: 'exports' },
      bodyLimit,
      schema: {
        operationId: 'runSql',
        tags: ['queries'],
        summary: '对已发布数据执行一条SELECT | One SELECT over what is released',
        description:
          '只读，不能访问文件、网络和设置；行数、大小、时间、内存和并发均有限制，超出时明确说明。 | Read-only, without files, network or settings; rows, bytes, time, memory and statements at a time are limited, and it is said when a limit was met.',
        body,
        response: {
          200: {
            description: '结果 | The result',
            content: {
              [mediaTypes.json]: { schema: answer, example },
              [mediaTypes.csv]: { schema: Type.String(), example: 'park\r\nP01\r\n' },
            },
          },
          ...orRefused(400, 403, 404, 413, 415),
        },
      },
    },
    async (request, reply) => {
      if (!mode) throw notServed();
      const { sql, asOf, limit = 1000, format = 'json' } = request.body as Static<typeof body>;
      const at = asOf == null ? null : instantOrRefuse('asOf', asOf);
      const stopped = new AbortController();
      const gone = () => reply.raw.writableFinished || stopped.abort();
      reply.raw.on('close', gone);
      try {
        const found = await mode.run(sql, { asOf: at, rows: limit, signal: stopped.signal });
        if (format === 'csv') return sendCsv(reply as Reply, found);
        return {
          columns: [...found.columns],
          rows: found.rows.map((row) => [...row]),
          more: found.more,
          limit,
          as_of: at?.toISOString() ?? null,
          releases: [...found.releases],
        };
      } catch (error) {
        if (error instanceof Refusal && error.code === 'busy') reply.header('retry-after', '5');
        throw error;
      } finally {
        reply.raw.off('close', gone);
      }
    },
  );
}

/** Tells before running what a statement would cost. */
function estimateRoute(server: Server, mode: SqlMode | null): void {
  server.post(
    '/sql/estimate',
    {
      config: { access: 'exports' },
      bodyLimit,
      schema: {
        operationId: 'estimateSql',
        tags: ['queries'],
        summary: '执行前的估计 | What a statement would cost, before it runs',
        description:
          '数据库引擎的执行计划与估计行数（EXPLAIN），不执行。条件相互关联时可能相差很大。 | The plan of the engine with estimated rows (EXPLAIN); nothing runs. It may be far off where conditions depend on one another.',
        body: record(question, { description: '语句与版本 | The statement and its vintage' }),
        response: { 200: estimate, ...orRefused(400, 403, 404, 413, 415) },
      },
    },
    async (request, reply) => {
      if (!mode) throw notServed();
      const { sql, asOf } = request.body as { sql: string; asOf?: string | null };
      const at = asOf == null ? null : instantOrRefuse('asOf', asOf);
      const stopped = new AbortController();
      reply.raw.on('close', () => reply.raw.writableFinished || stopped.abort());
      const { steps, ...told } = await mode.estimate(sql, { asOf: at, signal: stopped.signal });
      return { ...told, steps: steps.map((step) => ({ ...step })), seconds: mode.limits.seconds };
    },
  );
}

/** What was cut off is said in the last line, where nobody can overlook it. */
function sendCsv(reply: Reply, { columns, rows, more }: SqlResult): Reply {
  const texts = rows.map((row) => row.map((value) => (value === null ? null : String(value))));
  const csv = tableCsv(
    columns.map(({ name }) => name),
    texts,
    true,
  );
  const cut = more ? '# 后面还有未给出的行 | there are more rows than these\r\n' : '';
  return reply
    .type(`${mediaTypes.csv}; charset=utf-8`)
    .header('content-disposition', 'attachment; filename="query.csv"')
    .header('x-truncated', String(more !== null))
    .send(`${csv}${cut}`);
}

function notServed(): Refusal {
  return new Refusal('not_found', {
    zh: '此服务没有SQL模式',
    en: 'SQL mode is not served here',
  });
}
