import {
  catalogueVersion,
  catalogueVersions,
  changeKinds,
  retiredCodes,
  retiredNames,
} from '../catalogue/catalogue-versions.ts';
import { impossibleCode } from './refusals.ts';
import { listOf, maybeText, noParameters, oneOf, orRefused, record, Type } from './schema.ts';
import type { Server } from './server.ts';

const tags = ['catalogue'];
const versions = catalogueVersions.map(({ version }) => version);

const change = record({
  version: Type.String({ description: '目录版本 | Release of the catalogue', examples: ['2.0.0'] }),
  released_on: Type.String({ examples: ['2026-11-24'] }),
  kind: oneOf(Object.keys(changeKinds), {
    description: '新增、变更、改名、停用 | Added, changed, renamed, retired',
  }),
  of: oneOf(['indicator', 'dimension', 'transform']),
  id: Type.String({ examples: ['trade_value'] }),
  zh: Type.String(),
  en: Type.String(),
  replaced_by: maybeText({ description: '改用 | What to ask instead' }),
});

const rows = catalogueVersions
  .toReversed()
  .flatMap(({ version, released_on, changes }) =>
    changes.map(({ replaced_by = null, ...rest }) => ({ version, released_on, ...rest, replaced_by })),
  );

const changesSchema = {
  operationId: 'listCatalogueChanges',
  tags,
  summary: '目录的变更，最新在前 | Changes of names and meanings, newest first',
  description:
    '含义变更或停用升主版本，新增升次版本。 | A meaning that changed or a name that went is a major version, what is new a minor one.',
  querystring: record({
    since: Type.Optional(
      Type.String({
        description: '只要该版本之后的 | Only those after this release of the catalogue',
        examples: ['1.0.0'],
      }),
    ),
  }),
  response: {
    200: listOf(
      change,
      {
        version: Type.String({
          description: '现行版本 | The release in force',
          examples: [catalogueVersion],
        }),
      },
      {
        description: '变更 | Changes',
        examples: [{ version: catalogueVersion, rows: rows.slice(0, 1), reason: null }],
      },
    ),
    ...orRefused(400),
  },
};

const retired = [...retiredNames(), ...retiredCodes];
const retiredSchema = {
  operationId: 'listRetired',
  tags,
  summary: '停用的名称和代码，及其替代 | Names and codes that went, with what took their place',
  querystring: noParameters,
  response: {
    200: listOf(
      record({
        of: Type.String({ description: '参数 | The parameter', examples: ['partner'] }),
        id: Type.String({ examples: ['502'] }),
        replaced_by: Type.String({ examples: ['USA'] }),
      }),
      {},
      {
        description: '停用的名称和代码 | Names and codes that went',
        examples: [{ rows: [{ of: 'partner', id: '502', replaced_by: 'USA' }], reason: null }],
      },
    ),
    ...orRefused(400),
  },
};

/** What has become of names and meanings, for whoever has built on them. */
export function catalogueChangeRoutes(server: Server): void {
  const config = { access: 'published' } as const;
  server.get('/catalogue/changes', { config, schema: changesSchema }, async ({ query: { since } }) => {
    if (since !== undefined && !versions.includes(since)) throw impossibleCode('since', since, versions);
    const after = since === undefined ? -1 : versions.indexOf(since);
    const shown = rows.filter(({ version }) => versions.indexOf(version) > after);
    const reason = shown.length ? null : '该版本之后没有变更 | Nothing has changed since that release';
    return { version: catalogueVersion, rows: shown, reason };
  });
  server.get('/catalogue/retired', { config, schema: retiredSchema }, async () => ({
    rows: [...retired],
    reason: null,
  }));
}
