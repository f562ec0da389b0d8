import { type AttributeId, type Dataflow, measure, reference } from '../../catalogue/sdmx/flows.ts';
import { agency, version } from '../../catalogue/sdmx/vocabulary.ts';
import type { Attributes, Entry, Group, Layout } from './layout.ts';
import { allDimensions } from './layout.ts';
import { type Head, second } from './message.ts';
import { attributesText, element, xmlDocument } from './xml.ts';

const base = 'http://www.sdmx.org/resources/sdmxml/schemas/v2_1';
export const messageNamespaces = {
  'xmlns:mes': `${base}/message`,
  'xmlns:str': `${base}/structure`,
  'xmlns:com': `${base}/common`,
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
};

/** Elements of the head in the order of the schema; structure messages have no structure. */
export function headElements({ id, prepared }: Head): string[] {
  return [
    element('mes:ID', {}, id),
    element('mes:Test', {}, 'false'),
    element('mes:Prepared', {}, second(prepared)),
    element('mes:Sender', { id: agency.id }, [
      element('com:Name', { 'xml:lang': 'zh' }, agency.zh),
      element('com:Name', { 'xml:lang': 'en' }, agency.en),
    ]),
    element('mes:Receiver', { id: 'not_supplied' }),
  ];
}

function dataHead(head: Head, { flow, dimensionAtObservation }: Layout, namespace?: string): string {
  const ref = element('Ref', {
    agencyID: agency.id,
    id: flow.structure,
    version,
    package: 'datastructure',
    class: 'DataStructure',
  });
  const structure = element(
    'mes:Structure',
    { structureID: flow.structure, namespace, dimensionAtObservation },
    [element('com:Structure', {}, [ref])],
  );
  return element('mes:Header', {}, [...headElements(head), structure]);
}

/** SDMX-ML 2.1, generic: readable with no more than the message. */
export function genericXml(layout: Layout, head: Head): string {
  const sets = layout.sets.map(({ action, validFrom, groups }) =>
    element(
      'mes:DataSet',
      {
        structureRef: layout.flow.structure,
        action,
        validFromDate: validFrom ? second(validFrom) : undefined,
      },
      groups.flatMap((group) => genericGroup(group, layout)),
    ),
  );
  return xmlDocument('mes:GenericData', { ...messageNamespaces, 'xmlns:gen': `${base}/data/generic` }, [
    dataHead(head, layout),
    ...sets,
  ]);
}

function genericGroup({ codes, attributes, entries }: Group, layout: Layout): string[] {
  const flat = layout.dimensionAtObservation === allDimensions;
  const observations = entries.map((entry) => genericEntry(entry, layout, flat));
  if (flat) return observations;
  const key = element('gen:SeriesKey', {}, values(layout.groupIds.map((id, at) => [id, codes[at]])));
  return [
    element('gen:Series', {}, [
      key,
      ...genericAttributes(attributes, layout.groupAttributes),
      ...observations,
    ]),
  ];
}

function genericEntry({ codes, value, attributes }: Entry, layout: Layout, flat: boolean): string {
  const { entryIds, entryAttributes } = layout;
  const place = flat
    ? element('gen:ObsKey', {}, values(entryIds.map((id, at) => [id, codes[at]])))
    : element('gen:ObsDimension', { value: codes[0] });
  const measured = value === null ? [] : [element('gen:ObsValue', { value })];
  return element('gen:Obs', {}, [place, ...measured, ...genericAttributes(attributes, entryAttributes)]);
}

function genericAttributes(attributes: Attributes, ids: readonly AttributeId[]): string[] {
  const set = values(ids.map((id) => [id, attributes[id] ?? undefined]));
  return set.length ? [element('gen:Attributes', {}, set)] : [];
}

function values(pairs: readonly (readonly [string, string | undefined])[]): string[] {
  return pairs.flatMap(([id, value]) => (value === undefined ? [] : element('gen:Value', { id, value })));
}

/** Namespace of the structure-specific messages of a dataflow. */
export function specificNamespace(flow: Dataflow, dimensionAtObservation: string): string {
  return `urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=${reference(flow.structure)}:ObsLevelDim:${dimensionAtObservation}`;
}

/** SDMX-ML 2.1, structure-specific: an attribute for each component. */
export function specificXml(layout: Layout, head: Head): string {
  const namespace = specificNamespace(layout.flow, layout.dimensionAtObservation);
  const sets = layout.sets.map(({ action, validFrom, groups }) =>
    element(
      'mes:DataSet',
      {
        'ss:structureRef': layout.flow.structure,
        'xsi:type': 'ns1:DataSetType',
        'ss:dataScope': 'DataStructure',
        'ss:action': action,
        'ss:validFromDate': validFrom ? second(validFrom) : undefined,
      },
      groups.flatMap((group) => specificGroup(group, layout)),
    ),
  );
  const namespaces = {
    ...messageNamespaces,
    'xmlns:ss': `${base}/data/structurespecific`,
    'xmlns:ns1': namespace,
  };
  return xmlDocument('mes:StructureSpecificData', namespaces, [dataHead(head, layout, namespace), ...sets]);
}

function specificGroup({ codes, attributes, entries }: Group, layout: Layout): string[] {
  const { groupIds, entryIds, groupAttributes, entryAttributes } = layout;
  const observations = entries.map((entry) => {
    const own = components(entryIds, entry.codes, entryAttributes, entry.attributes, entry.value);
    return `<Obs${attributesText(own)}/>`;
  });
  if (layout.dimensionAtObservation === allDimensions) return observations;
  return [element('Series', components(groupIds, codes, groupAttributes, attributes, null), observations)];
}

function components(
  ids: readonly string[],
  codes: readonly string[],
  attributeIds: readonly AttributeId[],
  attributes: Attributes,
  value: string | null,
): Record<string, string | undefined> {
  const found: Record<string, string | undefined> = {};
  for (const [at, id] of ids.entries()) found[id] = codes[at];
  if (value !== null) found[measure.id] = value;
  for (const id of attributeIds) found[id] = attributes[id] ?? undefined;
  return found;
}
