import { readAudit } from '../../warehouse/audit.ts';
import {
  instant,
  listOf,
  oneOf,
  orRefused,
  pageOf,
  pageParameters,
  record,
  Type,
  whyEmpty,
} from '../schema.ts';
import type { Server } from '../server.ts';
import type { AccessContext } from './context.ts';
import { tags } from './schema.ts';

const entry = record({
  id: Type.String({ examples: ['1204'] }),
  at: instant('何时 | When'),
  account: Type.String({
    description:
      '账户；cli 命令行，local 本机（无账户时），schedule 定时任务，- 未知 | Account; cli: command line, local: this machine without accounts, schedule: scheduled, -: nobody known',
    examples: ['limin'],
  }),
  kind: oneOf(['act', 'read'], { description: 'act 操作 read 查看企业明细 | Did, or read tenant detail' }),
  act: Type.String({ description: '何事 | The operation', examples: ['confirmFinding'] }),
  act_name: Type.Unsafe<{ zh: string; en: string } | null>({
    anyOf: [record({ zh: Type.String(), en: Type.String() }), { type: 'null' }],
    description: '名称，命令行与定时任务为null | Its name; null for commands and scheduled jobs',
  }),
  target: Type.String({ description: '对何 | What it was about', examples: ['/findings/1204/confirm'] }),
  outcome: oneOf(['done', 'refused'], { description: '已做或被拒 | Done, or refused' }),
});
const example = {
  id: '1204',
  at: '2026-11-12T02:00:00.000Z',
  account: 'limin',
  kind: 'act' as const,
  act: 'confirmFinding',
  act_name: { zh: '确认一条疑点', en: 'Confirm a finding' },
  target: '/findings/1204/confirm',
  outcome: 'done' as const,
};

/** Who did what, and who read what of single tenants. */
export function auditRoutes(server: Server, { database }: AccessContext): void {
  server.get(
    '/audit',
    {
      config: { access: 'audit' },
      schema: {
        operationId: 'readAudit',
        tags,
        summary: '操作和查看记录，新的在前 | The audit, newest first',
        description: '只增不改。 | It is only ever added to.',
        querystring: record({
          account: Type.Optional(
            Type.String({ maxLength: 60, description: '账户 | Account', examples: ['limin'] }),
          ),
          kind: Type.Optional(
            oneOf(['act', 'read'], { description: '操作或查看 | Acts or reads', examples: ['act'] }),
          ),
          act: Type.Optional(
            Type.String({ maxLength: 60, description: '何事 | Operation', examples: ['signIn'] }),
          ),
          ...pageParameters,
        }),
        response: {
          200: listOf(
            entry,
            { total: Type.Integer({ description: '总行数 | Rows in all' }) },
            { description: '记录 | Entries', examples: [{ total: 1, rows: [example], reason: null }] },
          ),
          ...orRefused(400),
        },
      },
    },
    async ({ query }, reply) => {
      reply.header('cache-control', 'no-store');
      const { limit, offset } = pageOf(query);
      const { account, kind, act } = query;
      const { rows, total } = await readAudit(database, { account, kind, act }, limit, offset);
      return {
        total,
        rows: rows.map(({ audit_id, at, act: what, ...rest }) => ({
          ...{ id: audit_id, ...rest, at: at.toISOString(), act: what },
          act_name: server.operationNames.get(what) ?? null,
        })),
        reason: whyEmpty(rows, total, '没有符合条件的记录 | No entry fits'),
      };
    },
  );
}
