import { addMonths, type Period } from '../../catalogue/period.ts';
import {
  type AttributeId,
  attributes,
  type Component,
  concepts,
  measure,
  reference,
  timeDimension,
} from '../../catalogue/sdmx/flows.ts';
import { agency } from '../../catalogue/sdmx/vocabulary.ts';
import type { Codelist } from './codelists.ts';
import { allDimensions, type Group, type Layout } from './layout.ts';
import { type Head, type Language, named, second } from './message.ts';

export type JsonVersion = 'draft' | '1.0' | '2.0';

const schemas = 'https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas';
const schemaOf = {
  '1.0': `${schemas}/1.0/sdmx-json-data-schema.json`,
  '2.0': `${schemas}/2.0.0/sdmx-json-data-schema.json`,
} as const;

/** SDMX-JSON: codes are places in the lists of values that the message declares; decimals are written as they are. */
export function dataJson(
  layout: Layout,
  head: Head,
  lists: readonly Codelist[],
  version: JsonVersion,
): string {
  const values = usedValues(layout, lists);
  const structure = structureOf(layout, values, head.language, version);
  const dataSets = dataSetsOf(layout, values, version);
  if (version === 'draft') {
    const sender = { id: agency.id, name: agency[head.language] };
    const header = { id: head.id, test: false, prepared: second(head.prepared), sender };
    return JSON.stringify({ header, structure, dataSets });
  }
  const meta = {
    schema: schemaOf[version],
    id: head.id,
    test: false,
    prepared: second(head.prepared),
    contentLanguages: head.language === 'zh' ? ['zh', 'en'] : ['en', 'zh'],
    sender: { id: agency.id, ...named(agency, head.language) },
  };
  const data = version === '1.0' ? { dataSets, structure } : { dataSets, structures: [structure] };
  return JSON.stringify({ meta, data });
}

/** The values of a component that a message uses, each with its place; in the order of its code list, else of the text. */
interface Used {
  readonly values: readonly { readonly id: string; readonly zh: string; readonly en: string }[];
  readonly places: ReadonlyMap<string, number>;
}
type Values = ReadonlyMap<string, Used>;

function usedValues({ flow, sets, groupIds, entryIds }: Layout, lists: readonly Codelist[]): Values {
  const used = new Map<string, Set<string>>();
  const see = (id: string, code: string | null | undefined) => {
    if (code == null) return;
    const codes = used.get(id) ?? new Set();
    used.set(id, codes.add(code));
  };
  for (const { groups } of sets)
    for (const { codes, attributes: own, entries } of groups) {
      for (const [at, id] of groupIds.entries()) see(id, codes[at]);
      for (const id in own) see(id, own[id as AttributeId]);
      for (const entry of entries) {
        for (const [at, id] of entryIds.entries()) see(id, entry.codes[at]);
        for (const id in entry.attributes) see(id, entry.attributes[id as AttributeId]);
      }
    }
  const components: readonly Component[] = [...flow.key, timeDimension, ...attributes];
  return new Map(
    components.map(({ id, codelist }) => [
      id,
      ordered(
        used.get(id) ?? new Set(),
        lists.find((list) => list.id === codelist),
      ),
    ]),
  );
}

function ordered(codes: ReadonlySet<string>, list: Codelist | undefined): Used {
  const values = list
    ? list.codes.filter(({ id }) => codes.has(id))
    : [...codes].sort().map((id) => ({ id, zh: id, en: id }));
  return { values, places: new Map(values.map(({ id }, at) => [id, at])) };
}

function structureOf(layout: Layout, values: Values, language: Language, version: JsonVersion) {
  const { flow, groupIds, entryIds, groupAttributes, entryAttributes } = layout;
  const ids = [...flow.key.map(({ id }) => id), timeDimension.id];
  const dimension = (id: string) => dimensionOf(id, ids.indexOf(id), values, language, version);
  const attribute = (id: AttributeId) => attributeOf(id, layout, values, language, version);
  const common = {
    ...(version === 'draft' ? { name: flow[language] } : named(flow, language)),
    dimensions: {
      dataSet: [],
      series: groupIds.map(dimension),
      observation: layout.hasObservations ? entryIds.map(dimension) : [],
    },
    attributes: {
      dataSet: [],
      ...(version === '2.0' ? { dimensionGroup: [] } : {}),
      series: groupAttributes.map(attribute),
      observation: entryAttributes.map(attribute),
    },
  };
  if (version === 'draft') return common;
  const links = [linkTo('DataStructure', flow.structure)];
  if (version === '1.0') return { ...common, links, annotations: [] };
  const observation = [{ id: measure.id, ...named(measure, language), roles: [] }];
  return {
    ...common,
    links,
    annotations: [],
    measures: { observation },
    dataSets: layout.sets.map((_, at) => at),
  };
}

function linkTo(kind: 'DataStructure' | 'Dataflow', id: string): { urn: string; rel: string } {
  const urn = `urn:sdmx:org.sdmx.infomodel.datastructure.${kind}=${reference(id)}`;
  return { urn, rel: kind.toLowerCase() };
}

function dimensionOf(
  id: string,
  keyPosition: number,
  values: Values,
  language: Language,
  version: JsonVersion,
) {
  const concept = concepts.find((one) => one.id === id) as Component;
  const used = (values.get(id) as Used).values;
  if (version === 'draft')
    return {
      id,
      name: concept[language],
      keyPosition,
      values: used.map((value) => ({ id: value.id, name: value[language] })),
    };
  const roles = id === 'FREQ' || id === timeDimension.id ? [id] : [];
  return {
    id,
    ...named(concept, language),
    keyPosition,
    roles,
    values: used.map((value) => ({
      id: value.id,
      ...named(value, language),
      ...(id === timeDimension.id ? monthSpan(value.id) : {}),
    })),
  };
}

function monthSpan(month: string): { start: string; end: string } {
  const next = Date.parse(`${addMonths(month as Period, 1)}-01T00:00:00Z`);
  return { start: `${month}-01T00:00:00Z`, end: second(new Date(next - 1000)) };
}

function attributeOf(
  id: AttributeId,
  { flow, groupAttributes }: Layout,
  values: Values,
  language: Language,
  version: JsonVersion,
) {
  const concept = attributes.find((one) => one.id === id) as (typeof attributes)[number];
  const used = (values.get(id) as Used).values;
  if (version === 'draft')
    return {
      id,
      name: concept[language],
      values: used.map((value) => ({ id: value.id, name: value[language] })),
    };
  const ofObservation = version === '1.0' ? { primaryMeasure: measure.id } : { observation: {} };
  const relationship = groupAttributes.includes(id)
    ? { dimensions: flow.key.map((dimension) => dimension.id) }
    : ofObservation;
  const common = { id, ...named(concept, language), relationship, roles: [] };
  // What has no code list has no ids: version 1.0 lists its texts, 2.0 has them where they stand, and lists nothing empty.
  if (version === '2.0' && (concept.codelist === null || used.length === 0)) return common;
  const listed = used.map((value) => ({
    ...(concept.codelist === null ? {} : { id: value.id }),
    ...named(value, language),
  }));
  return { ...common, values: listed };
}

function dataSetsOf(layout: Layout, values: Values, version: JsonVersion) {
  const link = linkTo('Dataflow', layout.flow.id);
  return layout.sets.map(({ action, validFrom, groups }) => ({
    ...(version === '2.0' ? { structure: 0 } : {}),
    action: validFrom === null && action === 'Replace' ? 'Information' : action,
    ...(validFrom ? { validFrom: second(validFrom) } : {}),
    ...(version === 'draft' ? {} : { links: [link], annotations: [] }),
    ...groupsJson(groups, layout, values, version),
  }));
}

type Placed = Record<string, unknown>;

function groupsJson(groups: readonly Group[], layout: Layout, values: Values, version: JsonVersion): Placed {
  const { groupIds, entryIds, groupAttributes, entryAttributes } = layout;
  const key = (ids: readonly string[], codes: readonly string[]) =>
    ids.map((id, at) => values.get(id)?.places.get(codes[at] as string)).join(':');
  const placed = (id: AttributeId, text: string | null | undefined) => {
    if (text == null) return null;
    return version === '2.0' && isFree(id) ? text : (values.get(id)?.places.get(text) ?? null);
  };
  const observationsOf = ({ entries }: Group): Placed =>
    Object.fromEntries(
      entries.map((entry) => [
        key(entryIds, entry.codes),
        [decimal(entry.value), ...entryAttributes.map((id) => placed(id, entry.attributes[id]))],
      ]),
    );
  if (layout.dimensionAtObservation === allDimensions)
    return { observations: Object.assign({}, ...groups.map(observationsOf)) as Placed };
  const series = groups.map((group): [string, unknown] => [
    key(groupIds, group.codes),
    {
      attributes: groupAttributes.map((id) => placed(id, group.attributes[id])),
      ...(version === 'draft' ? {} : { annotations: [] }),
      ...(layout.hasObservations ? { observations: observationsOf(group) } : {}),
    },
  ]);
  return { ...(version === 'draft' ? {} : { attributes: [] }), series: Object.fromEntries(series) };
}

function isFree(id: AttributeId): boolean {
  return attributes.find((one) => one.id === id)?.codelist === null;
}

/** A number of JSON with all its digits, which no float has to hold on the way out. */
function decimal(text: string | null): unknown {
  return text === null ? null : (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);
}
