import { Refusal } from '../../catalogue/refusal.ts';
import { type Dataflow, dataflows, type KeyDimension } from '../../catalogue/sdmx/flows.ts';
import { type Database, snapshot } from '../../warehouse/database.ts';
import { listParks } from '../../warehouse/registry.ts';
import { listReleases } from '../../warehouse/releases.ts';
import { nearest } from '../nearest.ts';
import { impossibleCode, parameterClash } from '../refusals.ts';
import type { Context, Reply, Request } from '../server.ts';
import { artefactsOf, constraintId, type Kind, kindNames, type StructureMessage } from './artefacts.ts';
import { type Codelist, codelistsOf } from './codelists.ts';
import { type Region, readRegion } from './constraint.ts';
import { instantOf, monthsAsked } from './data.ts';
import { newest } from './datasets.ts';
import { flowOrRefuse, keyOrRefuse, providerOrRefuse } from './key.ts';
import { type StructureFormat, structureFormatOf, structureFormats } from './media.ts';
import { headOf, languageOf } from './message.ts';
import type { AvailableParameters, StructureParameters } from './parameters.ts';
import { structureJson } from './structure-json.ts';
import { structureXml } from './structure-xml.ts';
import { otherKinds, selectArtefacts } from './structures.ts';

/** Where the routes stand; the address of what a stub leaves out. */
export const base = '/sdmx/2.1';

interface StructurePath {
  readonly resource: string;
  readonly agency?: string;
  readonly id?: string;
  readonly version?: string;
  readonly item?: string;
}

/** Answers a structure query with the artefacts asked for and what they are to come with. */
export async function answerStructure({ database }: Context, request: Request, reply: Reply): Promise<Reply> {
  const { resource, agency = 'all', id = 'all', version = 'latest', item } = request.params as StructurePath;
  const { references = 'none', detail = 'full', format } = request.query as StructureParameters;
  const form = format ?? structureFormatOf(request.headers.accept);
  const kind = kindOrRefuse(resource);
  const { message, prepared } = await snapshot(database, async (frozen) => {
    const lists = codelistsOf(await listParks(frozen));
    const artefacts = selectArtefacts(artefactsOf(lists), { kind, agency, id, version, references, detail });
    const told = new Set(artefacts.filter((one) => one.form === 'full').map(({ artefact }) => artefact.id));
    const flows = dataflows.filter(
      (flow) => told.has(constraintId(flow)) || (detail === 'referencepartial' && told.has(flow.id)),
    );
    const regions = new Map<string, Region>();
    for (const flow of flows) regions.set(flow.id, await wholeRegion(frozen, flow, lists));
    const items = itemsOrRefuse(kind, id, item, lists);
    const partial = detail === 'referencepartial' ? codesWithData(regions) : noCodes;
    return {
      message: { artefacts, lists, regions, items, partial, base },
      prepared: newest(await listReleases(frozen)),
    };
  });
  return send(message, prepared, form, request, reply);
}

const noCodes: ReadonlyMap<string, ReadonlySet<string>> = new Map();

async function wholeRegion(database: Database, flow: Dataflow, lists: readonly Codelist[]): Promise<Region> {
  const key = flow.key.map(() => null);
  return readRegion(database, { flow, key, from: null, to: null, updatedAfter: null, open: null }, lists);
}

/** Of each code list of a key, the codes that any of the dataflows has data for. */
function codesWithData(regions: ReadonlyMap<string, Region>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const flow of dataflows)
    for (const { id, codes } of regions.get(flow.id)?.values ?? []) {
      const { codelist } = flow.key.find((dimension) => dimension.id === id) as KeyDimension;
      const set = found.get(codelist) ?? new Set();
      for (const code of codes) set.add(code);
      found.set(codelist, set);
    }
  return found;
}

interface AvailablePath {
  readonly flow: string;
  readonly key?: string;
  readonly provider?: string;
  readonly component?: string;
}

/** Answers which codes there is data for, as a constraint of its own. */
export async function answerAvailable({ database }: Context, request: Request, reply: Reply): Promise<Reply> {
  const path = request.params as AvailablePath;
  const asked = request.query as AvailableParameters;
  const form = asked.format ?? structureFormatOf(request.headers.accept);
  const flow = flowOrRefuse(path.flow);
  providerOrRefuse(path.provider ?? 'all');
  const open = componentOrRefuse(flow, path.component ?? 'all');
  const { message, prepared } = await snapshot(database, async (frozen) => {
    const lists = codelistsOf(await listParks(frozen));
    const key = keyOrRefuse(flow, path.key ?? 'all', lists);
    const query = {
      flow,
      key,
      ...monthsAsked(asked),
      updatedAfter: instantOf('updatedAfter', asked.updatedAfter),
    };
    const region = await readRegion(
      frozen,
      { ...query, open: asked.mode === 'available' ? open : null },
      lists,
    );
    const values = region.values.filter(({ id }) => open === null || id === open.id);
    if (values.every(({ codes }) => codes.length === 0)) throw nothingThere();
    const regions = new Map([[flow.id, { ...region, values }]]);
    const artefacts = availableArtefacts(flow, lists, asked);
    return {
      message: { artefacts, lists, regions, items: null, partial: codesWithData(regions), base },
      prepared: newest(await listReleases(frozen)),
    };
  });
  return send(message, prepared, form, request, reply);
}

function availableArtefacts(
  flow: Dataflow,
  lists: readonly Codelist[],
  { references = 'none' }: AvailableParameters,
) {
  const all = artefactsOf(lists);
  const wanted = (kind: Kind) => references === 'all' || references === kind;
  const query = {
    kind: 'dataflow',
    agency: 'all',
    id: flow.id,
    version: 'latest',
    references: 'descendants',
    detail: 'full',
  } as const;
  const constraint = all
    .filter(({ id }) => id === constraintId(flow))
    .map((artefact) => ({ artefact, form: 'full' as const }));
  return [...selectArtefacts(all, query).filter(({ artefact }) => wanted(artefact.kind)), ...constraint];
}

function send(
  message: StructureMessage,
  prepared: Date,
  form: StructureFormat,
  request: Request,
  reply: Reply,
): Reply {
  const head = headOf(request.url, prepared, languageOf(request.headers['accept-language']));
  return reply
    .type(`${structureFormats[form]}; charset=utf-8`)
    .header('content-language', head.language === 'zh' ? 'zh-CN' : 'en')
    .send(form === 'structure' ? structureXml(message, head) : structureJson(message, head));
}

function kindOrRefuse(resource: string): Kind | 'structure' {
  const known = [...kindNames, 'structure'] as const;
  const kind = known.find((one) => one === resource);
  if (kind) return kind;
  if ((otherKinds as readonly string[]).includes(resource))
    throw new Refusal(
      'not_offered',
      {
        zh: `不提供${resource}；可用的有${known.join('、')}`,
        en: `${resource} is not offered; there are ${known.join(', ')}`,
      },
      { value: resource, allowed: known },
    );
  throw new Refusal(
    'not_found',
    {
      zh: `没有这种结构；可用的有${known.join('、')}`,
      en: `There is no such kind of structure; there are ${known.join(', ')}`,
    },
    { value: resource, allowed: known, nearest: nearest(resource, known) },
  );
}

/** Single codes or concepts of one scheme. */
function itemsOrRefuse(
  kind: string,
  id: string,
  item: string | undefined,
  lists: readonly Codelist[],
): readonly string[] | null {
  if (item === undefined || item === 'all') return null;
  if (kind !== 'codelist' && kind !== 'conceptscheme')
    throw parameterClash('item', item, { zh: `${kind}没有下级`, en: `A ${kind} has no items` });
  const items = item.split('+');
  const list = lists.find((one) => one.id === id);
  const known = list?.codes.map((code) => code.id);
  const wrong = known && items.find((one) => !known.includes(one));
  if (wrong !== undefined) throw impossibleCode(id, wrong, known ?? []);
  return items;
}

function componentOrRefuse({ key }: Dataflow, text: string): KeyDimension | null {
  if (text === 'all') return null;
  const found = key.find(({ id }) => id === text);
  if (found) return found;
  throw impossibleCode('component', text, ['all', ...key.map(({ id }) => id)]);
}

function nothingThere(): Refusal {
  return new Refusal('no_release', { zh: '没有符合条件的数据', en: 'There is no data that fits the query' });
}
