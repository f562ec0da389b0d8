import { Refusal } from '../catalogue/refusal.ts';
import type { Scope } from '../catalogue/roles.ts';
import type { Database } from '../warehouse/database.ts';
import { isTold } from '../warehouse/scope.ts';
import type { Collection, Upload, Workbook } from './collection.ts';
import { deliveryInFull, refuseUnknown } from './deliveries.ts';
import {
  annotatedSchema,
  changesSchema,
  handInSchema,
  impactSchema,
  templateSchema,
  xlsx,
} from './delivery-work-schema.ts';
import { missingParameter } from './refusals.ts';
import { pageOf, whyEmpty } from './schema.ts';
import type { Context, Reply, Request, Server } from './server.ts';

/** Reads the multipart body of a request; `work` gets the file, which is gone when it is done. */
export type ReceiveUpload = <T>(request: Request, work: (upload: Upload) => Promise<T>) => Promise<T>;

/** Routes whose work needs files or the engine; without `collection` each says that it is not served here. */
export function deliveryWorkRoutes(
  server: Server,
  { database }: Context,
  collection: Collection | null,
  receive: ReceiveUpload | null,
): void {
  // The body is read as it comes, part by part: the schema only describes it.
  const options = {
    config: { access: 'hand_in' as const },
    schema: handInSchema,
    validatorCompiler: () => () => true,
  };
  server.post('/deliveries', options, async (request, reply) => {
    const { handIn } = served(collection);
    const { scope } = request.reader;
    const { id, again } = await served(receive)(request as Request, async (upload) =>
      handIn({ ...upload, tenant: await senderOf(database, scope, upload.tenant) }),
    );
    request.about = id;
    server.answers.forget();
    return (reply as Reply).code(again ? 200 : 201).send(await deliveryInFull(database, id));
  });
  server.get(
    '/deliveries/:id/changes',
    { config: { access: 'detail' }, schema: changesSchema },
    async ({ params: { id }, query, reader }) => {
      await refuseUnknown(database, id, reader.scope);
      const { previous, counts, rows } = await served(collection).changes(id, pageOf(query));
      const total = counts.added + counts.removed + counts.changed;
      const nothing = previous
        ? '与上一版相同 | Same as the version before'
        : '这是第一版 | This is the first version';
      return { previous, counts, total, rows: rows.map(mutable), reason: whyEmpty(rows, total, nothing) };
    },
  );
  server.get(
    '/deliveries/:id/impact',
    { config: { access: 'desk' }, schema: impactSchema },
    async ({ params: { id }, query, reader }) => {
      await refuseUnknown(database, id, reader.scope);
      const { limit } = pageOf(query);
      const found = await served(collection).impact(id, query.action ?? 'accept', limit);
      const { months, cells, flips, releases, sentences } = found;
      return {
        ...found,
        months: [...months],
        cells: [...cells],
        flips: [...flips],
        releases: [...releases],
        sentences: [...sentences],
      };
    },
  );
  server.get(
    '/deliveries/:id/annotated.xlsx',
    { config: { access: 'detail' }, schema: annotatedSchema },
    async ({ params, reader }, reply) => {
      await refuseUnknown(database, params.id, reader.scope);
      return sendWorkbook(reply as Reply, await served(collection).annotated(params.id));
    },
  );
  server.get(
    '/templates/:id.xlsx',
    { config: { access: 'published' }, schema: templateSchema },
    async ({ params }, reply) => sendWorkbook(reply as Reply, await served(collection).template(params.id)),
  );
}

/** Whose file it is: told by the content only to who sees all; else named, or the one that the reader stands for. */
async function senderOf(database: Database, scope: Scope, named: string | null): Promise<string | null> {
  if (scope === 'all') return named;
  const [own, ...others] = scope.tenants;
  const tenant = named ?? (scope.parks.length === 0 && others.length === 0 ? own : undefined);
  if (tenant === undefined)
    throw missingParameter('tenant', {
      zh: '报送企业的统一社会信用代码',
      en: 'the USCC of the tenant whose file it is',
    });
  if (await isTold(database, scope, tenant)) return tenant;
  throw new Refusal(
    'unknown_tenant',
    {
      zh: `没有企业${tenant}，或不在您的范围内`,
      en: `There is no tenant ${tenant}, or it is not one of yours`,
    },
    { parameter: 'tenant', value: tenant },
  );
}

const mutable = <T extends { readonly columns: readonly object[] }>(row: T) => ({
  ...row,
  columns: [...row.columns] as { column: string; from: string | null; to: string | null }[],
});

/** What the server was given; a server without says how to get it. */
export function served<T>(part: T | null): T {
  if (part !== null) return part;
  throw new Refusal('not_built', {
    zh: '本服务只提供查询，没有收数功能；请用parkstat serve启动',
    en: 'This server answers queries only and takes in no files: start it with parkstat serve',
  });
}

/** The name in both forms of RFC 6266: plain letters for old clients, and as it is. */
function sendWorkbook(reply: Reply, { fileName, content }: Workbook) {
  const plain = fileName.replaceAll(/[^\w.-]+/g, '_');
  const encoded = encodeURIComponent(fileName).replaceAll(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16)}`,
  );
  return reply
    .type(xlsx)
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`)
    .send(content);
}
