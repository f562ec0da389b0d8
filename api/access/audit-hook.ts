import type { Message } from '../../catalogue/refusal.ts';
import { type Capability, capabilityIds, isScoped, type Scope } from '../../catalogue/roles.ts';
import { type Along, type AuditEntry, recordAudit } from '../../warehouse/audit.ts';
import type { Database } from '../../warehouse/database.ts';
import type { Context, Request, Server } from '../server.ts';
import { auditName } from './reader.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What each operation is called, by its id: the first words of its summary, `中文 | English`. */
    operationNames: Map<string, Message>;
  }
  interface FastifyRequest {
    /** What an act was about, where its address does not say it: ids and codes, nothing of persons. */
    about: string | null;
    /** Its entry was written in the transaction of the act itself. */
    isAudited: boolean;
  }
}

/** Every act, and every read of tenant detail, is in the audit before its answer leaves, from the cache or not. */
export function keepAudit(server: Server, { database, now }: Context): void {
  const names = new Map<string, Message>();
  server.decorate('operationNames', names);
  server.addHook('onRoute', ({ schema }) => {
    const { operationId, summary } = (schema ?? {}) as { operationId?: string; summary?: string };
    if (operationId && summary) names.set(operationId, nameIn(summary));
  });
  server.decorateRequest('about', null);
  server.decorateRequest('isAudited', false);
  // Nothing waits where there is nothing to write down.
  server.addHook('onSend', (request: Request, reply, payload, done) => {
    const entry = entryOf(request, reply.statusCode);
    const isWritten = request.isAudited && entry?.outcome === 'done';
    if (entry && !isWritten)
      recordAudit(database, { at: now(), ...entry }).then(() => done(null, payload), done);
    else done(null, payload);
  });
}

/** `撤回一份报送：上一版… | Withdraw a delivery: the version…` up to what explains it. */
function nameIn(summary: string): Message {
  const [zh = '', en = zh] = summary.split(' | ');
  return { zh: zh.split(/[：，；]/)[0] ?? zh, en: en.split(/[:;]/)[0] ?? en };
}

type Told = Pick<AuditEntry, 'account' | 'kind' | 'act' | 'target' | 'outcome'>;

function entryOf(request: Request, status: number): Told | undefined {
  const { method, reader, routeOptions } = request;
  const { access } = routeOptions.config;
  // Signing in and out is told by its own routes, which know who it was about.
  if (access === undefined || access === 'anyone') return undefined;
  const outcome = status < 400 ? 'done' : 'refused';
  const isRead = method === 'GET' || method === 'HEAD';
  // Of reads those that told of tenants, and those that were not allowed to.
  const isTold = outcome === 'done' && isScoped(access) && tellsOfTenants(reader.scope);
  if (isRead && !isTold && !(status === 403 && tellOfTenants.includes(access))) return undefined;
  // Whoever has not signed in was refused, and says who they are as they like.
  if (outcome === 'refused' && reader.by === 'nobody') return undefined;
  const { schema } = routeOptions as { schema?: { operationId?: string } };
  const target = [request.url.replace(/^\/api\/v1/, ''), request.about].filter(Boolean).join(' ');
  const act = schema?.operationId ?? routeOptions.url ?? '';
  return { account: auditName(reader), kind: isRead ? 'read' : 'act', act, target, outcome };
}

/** What is about single tenants or accounts throughout. */
const tellOfTenants: readonly Capability[] = capabilityIds.filter(
  (one) => one !== 'published_detail' && (isScoped(one) || one === 'accounts' || one === 'audit'),
);

/** Writes the entry of an act with the act: to be called in its transaction, as its last step but for notices. */
export function auditAlong(request: Request, at: Date): Along {
  return async (kysely) => {
    const entry = entryOf(request, 200);
    if (!entry) return;
    await recordAudit({ kysely }, { at, ...entry });
    request.isAudited = true;
  };
}

function tellsOfTenants(scope: Scope): boolean {
  return scope === 'all' || scope.parks.length > 0 || scope.tenants.length > 0;
}

/** An act that happens outside of the routes' rule, such as signing in. */
export function auditAct(
  database: Database,
  entry: Pick<AuditEntry, 'at' | 'account' | 'act' | 'target' | 'outcome'>,
): Promise<void> {
  return recordAudit(database, { kind: 'act', ...entry });
}
