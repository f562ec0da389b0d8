import type { Database } from '../warehouse/database.ts';
import { databaseAway } from './refusals.ts';
import { noParameters, oneOf, orRefused, record } from './schema.ts';
import type { Context, Server } from './server.ts';

const patienceMs = 2_000;

const good = (description: string) =>
  record({ status: oneOf(['ok']) }, { description, examples: [{ status: 'ok' }] });

/** At the root for the machine that watches, and beside the rest of the API; `name` tells the two apart. */
export function healthRoutes(server: Server, { database }: Context, name: string): void {
  const tags = ['operation'];
  server.get(
    '/health',
    {
      config: { access: 'anyone' },
      schema: {
        operationId: `${name}Health`,
        tags,
        summary: '程序在运行 | The program runs',
        querystring: noParameters,
        response: { 200: good('在运行 | It runs'), ...orRefused(400) },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      return { status: 'ok' as const };
    },
  );
  server.get(
    '/ready',
    {
      config: { access: 'anyone' },
      schema: {
        operationId: `${name}Ready`,
        tags,
        summary: '可以回答查询 | It can answer: the database can be reached',
        querystring: noParameters,
        response: { 200: good('可以回答 | It can'), ...orRefused(400) },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      if (!(await answers(database))) throw databaseAway();
      return { status: 'ok' as const };
    },
  );
}

/** False when the database fails or takes too long. */
async function answers({ pool }: Database): Promise<boolean> {
  const { promise: tooLong, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), patienceMs);
  const asked = pool.query('select 1').then(
    () => true,
    () => false,
  );
  return Promise.race([asked, tooLong]).finally(() => clearTimeout(timer));
}
