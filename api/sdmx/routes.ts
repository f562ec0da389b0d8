import { Refusal } from '../../catalogue/refusal.ts';
import { databaseAway, isDatabaseAway, type Said, sayRefusal } from '../refusals.ts';
import { record, type TSchema, Type } from '../schema.ts';
import type { Context, Reply, Request, Server } from '../server.ts';
import { answerData } from './data.ts';
import { saidFault, sdmxCodeOf, sdmxFault, sendSdmxError } from './errors.ts';
import { dataFormats, structureFormats } from './media.ts';
import { languageOf } from './message.ts';
import { availableParameters, dataParameters, pathParts, structureParameters } from './parameters.ts';
import { answerAvailable, answerStructure } from './structure.ts';

const vary = 'Accept, Accept-Language, Accept-Encoding';

/** One answer for each Accept and language that clients ask with. */
export function sdmxVariant({ headers }: Request): string {
  return `${headers.accept ?? ''} ${languageOf(headers['accept-language'])}`;
}

/** SDMX 2.1 web services (REST 1.5): data, structures and which codes there is data for. */
export function sdmxRoutes(scope: Server, context: Context): void {
  scope.setErrorHandler((error, request, reply) => sayError(error, request as Request, reply as Reply));
  scope.setNotFoundHandler(() => {
    throw noSuchPath();
  });
  scope.addHook('preHandler', async (_request, reply) => {
    reply.header('vary', vary);
  });
  for (const { parts, ...schema } of described) {
    const url = [schema.first, ...parts.map((part) => `:${part}`)]
      .filter(Boolean)
      .map((part) => `/${part}`)
      .join('');
    const options = { config: { access: 'published' }, schema: schemaOf(parts, schema) } as const;
    scope.get(url, options, async (request, reply) => {
      await schema.answer(context, request as Request, reply as Reply);
      return reply;
    });
  }
}

interface Described {
  /** The fixed first part of the path; empty where the first part is a parameter. */
  readonly first: string;
  readonly parts: readonly (keyof typeof pathParts)[];
  readonly operationId: string;
  readonly summary: string;
  readonly query: TSchema;
  readonly types: readonly string[];
  readonly answer: (context: Context, request: Request, reply: Reply) => Promise<Reply>;
}

const operations: readonly Omit<Described, 'operationId'>[] = [
  {
    first: 'data/',
    parts: ['flow', 'key', 'provider'],
    summary: 'SDMX数据 | Data as SDMX',
    query: dataParameters,
    types: Object.values(dataFormats),
    answer: answerData,
  },
  {
    first: 'availableconstraint/',
    parts: ['flow', 'key', 'provider', 'component'],
    summary: '有数据的代码 | Codes that there is data for',
    query: availableParameters,
    types: Object.values(structureFormats),
    answer: answerAvailable,
  },
  {
    first: '',
    parts: ['resource', 'agency', 'id', 'version', 'item'],
    summary: 'SDMX结构 | Structures as SDMX',
    query: structureParameters,
    types: Object.values(structureFormats),
    answer: answerStructure,
  },
];

const names = {
  'data/': 'readSdmxData',
  'availableconstraint/': 'readSdmxConstraint',
  '': 'readSdmxStructure',
} as const;

/** Later parts of a path may be left out: each length is a route. */
const described: readonly Described[] = operations.flatMap((operation) =>
  operation.parts.map((last, at) => ({
    ...operation,
    first: operation.first.replace('/', ''),
    parts: operation.parts.slice(0, at + 1),
    operationId: `${names[operation.first as keyof typeof names]}${at === 0 ? '' : `By${last[0]?.toUpperCase()}${last.slice(1)}`}`,
  })),
);

const errorExample =
  '<mes:Error xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"><mes:ErrorMessage code="100"/></mes:Error>';

const errorTexts = {
  400: '语法错误（代码140） | Syntax error (code 140)',
  401: '须先登录（110） | Sign in first (110)',
  403: '语义错误或没有权限（150） | Semantic error, or not allowed (150)',
  404: '没有结果（100） | No results (100)',
  406: '没有所要的格式 | No such format',
  413: '结果过大（510） | Too large (510)',
  429: '请求过于频繁 | Too many requests',
  500: '程序内部错误（500） | A fault of the program (500)',
  501: '不提供（501） | Not offered (501)',
  503: '数据库不可用（503） | The database cannot be used (503)',
} as const;

function schemaOf(
  parts: Described['parts'],
  { operationId, summary, query, types }: Omit<Described, 'parts'>,
) {
  const text = (description: string) => Type.String({ description });
  return {
    operationId,
    tags: ['sdmx'],
    summary,
    params: record(Object.fromEntries(parts.map((part) => [part, pathParts[part]]))),
    querystring: query,
    response: {
      200: {
        description: 'SDMX消息 | An SDMX message',
        content: Object.fromEntries(types.map((type) => [type, { schema: text('SDMX'), example: '(SDMX)' }])),
      },
      ...Object.fromEntries(
        Object.entries(errorTexts).map(([status, description]) => [
          status,
          {
            description,
            content: { 'application/xml': { schema: text('mes:Error'), example: errorExample } },
          },
        ]),
      ),
    },
  };
}

function sayError(error: unknown, request: Request, reply: Reply): Reply {
  const { validation, statusCode = 500 } = error as { validation?: unknown[]; statusCode?: number };
  const known = sdmxFault(error, validation);
  if (known) return sendSdmxError(known[0], known[1], request, reply);
  if (isDatabaseAway(error)) return sendSdmxError(sayRefusal(databaseAway()), 503, request, reply);
  const said: Said =
    statusCode >= 400 && statusCode < 500 ? { ...sayRefusal(unreadable()), status: statusCode } : saidFault;
  if (said.status >= 500) request.log.error({ err: error, url: request.url }, 'request failed');
  return sendSdmxError(said, sdmxCodeOf(said.status), request, reply);
}

function unreadable(): Refusal {
  return new Refusal('usage', { zh: '请求无法读取', en: 'The request cannot be read' });
}

function noSuchPath(): Refusal {
  return new Refusal('not_found', {
    zh: '没有这个地址；可用的有data、availableconstraint和各种结构，见/openapi.json',
    en: 'There is no such address: there are data, availableconstraint and the structures, see /openapi.json',
  });
}
