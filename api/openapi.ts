import swagger from '@fastify/swagger';
import { noParameters, orRefused, Type } from './schema.ts';
import type { Server } from './server.ts';

/** What one answer and one client may have at most; null = no limit. */
export interface Limits {
  readonly cells: number;
  readonly requests_per_minute: number | null;
}

/** Describes every route that is registered after it. */
export function describeApi(server: Server, limits: Limits): void {
  server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'parkstat 园区统计',
        version: '1.0.0',
        description:
          '跨境电商产业园区统计数据接口。未知的参数和不存在的代码一律回答400并指明，从不默默忽略。 | Statistics of cross-border e-commerce parks. Unknown parameters and impossible codes are answered by a 400 that names them, never ignored.',
        ...{ 'x-limits': limits },
      },
      servers: [{ url: '/' }],
      tags: [
        { name: 'catalogue', description: '指标、代码、园区 | Indicators, codes, parks' },
        { name: 'observations', description: '观测值 | Observations' },
        { name: 'queries', description: '保存的查询、SQL | Saved queries, SQL' },
        { name: 'releases', description: '发布与修订 | Releases and revisions' },
        { name: 'trace', description: '溯源 | From a number to its rows, and back' },
        { name: 'notes', description: '说明 | Notes on the numbers' },
        { name: 'estimates', description: '对未报企业的估算 | Estimates for tenants that have not reported' },
        { name: 'quality', description: '收数情况 | State of the collection' },
        { name: 'deliveries', description: '报送与疑点 | Deliveries and findings' },
        { name: 'sdmx', description: 'SDMX 2.1：数据与结构 | SDMX 2.1: data and structures' },
        { name: 'months', description: '月度发布、日程 | Months from closing to publication, calendar' },
        { name: 'reports', description: '月报 | Monthly reports' },
        { name: 'delivery', description: '订阅、提醒、催报 | Subscriptions, alerts, reminders' },
        { name: 'accounts', description: '登录与账户 | Signing in and accounts' },
        { name: 'saved queries', description: '保存的查询 | Saved queries' },
        { name: 'sql', description: 'SQL模式 | SQL over released files' },
        { name: 'operation', description: '运行状态 | State of the program' },
      ],
    },
  });
}

export function openApiRoute(server: Server): void {
  server.get(
    '/openapi.json',
    {
      config: { access: 'anyone' },
      schema: {
        operationId: 'describeApi',
        tags: ['operation'],
        summary: '本说明 | This description',
        querystring: noParameters,
        response: {
          200: Type.Object(
            {},
            {
              additionalProperties: true,
              description: 'OpenAPI 3.1',
              examples: [{ openapi: '3.1.0' }],
            },
          ),
          ...orRefused(400),
        },
      },
    },
    async () => server.swagger() as object,
  );
}
