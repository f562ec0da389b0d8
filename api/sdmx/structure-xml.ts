import {
  type Attribute,
  attributes,
  type Component,
  conceptScheme,
  concepts,
  type Dataflow,
  dataflows,
  measure,
  timeDimension,
} from '../../catalogue/sdmx/flows.ts';
import { agency, version } from '../../catalogue/sdmx/vocabulary.ts';
import {
  type Artefact,
  agencyScheme,
  codesTold,
  constraintId,
  type Form,
  flowOfStructure,
  itemUrn,
  type Kind,
  kindNames,
  kinds,
  type StructureMessage,
  urnOf,
} from './artefacts.ts';
import type { Codelist } from './codelists.ts';
import { headElements, messageNamespaces } from './data-xml.ts';
import type { Head } from './message.ts';
import { element, type XmlAttributes, xmlDocument } from './xml.ts';

/** What a kind's artefacts stand in. */
const containers: Readonly<Record<Kind, string>> = {
  agencyscheme: 'OrganisationSchemes',
  dataflow: 'Dataflows',
  codelist: 'Codelists',
  conceptscheme: 'Concepts',
  datastructure: 'DataStructures',
  contentconstraint: 'Constraints',
};

/** A structure message of SDMX-ML 2.1. */
export function structureXml(message: StructureMessage, head: Head): string {
  const sections = kindNames.flatMap((kind) => {
    const own = message.artefacts.filter(({ artefact }) => artefact.kind === kind);
    return own.length
      ? [
          element(
            `str:${containers[kind]}`,
            {},
            own.map(({ artefact, form }) => artefactXml(artefact, form, message)),
          ),
        ]
      : [];
  });
  return xmlDocument('mes:Structure', messageNamespaces, [
    element('mes:Header', {}, headElements(head)),
    element('mes:Structures', {}, sections),
  ]);
}

function artefactXml(artefact: Artefact, form: Form, message: StructureMessage): string {
  const { kind, id, agency: owner } = artefact;
  const isStub = form !== 'full';
  const content = isStub ? { attributes: {}, elements: [] } : contentOf(artefact, message);
  const stub = isStub
    ? { isExternalReference: 'true', structureURL: `${message.base}/${kind}/${owner}/${id}/${version}` }
    : {};
  const attributes = {
    id,
    agencyID: owner,
    version,
    // Agency schemes never change their version.
    isFinal: kind === 'agencyscheme' ? 'false' : 'true',
    urn: urnOf(artefact),
    ...stub,
    ...content.attributes,
  };
  return element(`str:${kinds[kind].class}`, attributes, [...names(artefact), ...content.elements]);
}

interface Content {
  readonly attributes: XmlAttributes;
  readonly elements: readonly string[];
}

function contentOf(artefact: Artefact, message: StructureMessage): Content {
  const { kind, id } = artefact;
  const plain = (elements: readonly string[]): Content => ({ attributes: {}, elements });
  switch (kind) {
    case 'agencyscheme':
      return plain([item('Agency', agency, itemUrn(artefact, agency.id))]);
    case 'dataflow':
      return plain([flowStructure(dataflows.find((flow) => flow.id === id) as Dataflow)]);
    case 'codelist':
      return codelistContent(artefact, message.lists.find((list) => list.id === id) as Codelist, message);
    case 'conceptscheme': {
      const told = concepts.filter((concept) => message.items === null || message.items.includes(concept.id));
      return plain(told.map((concept) => item('Concept', concept, itemUrn(artefact, concept.id))));
    }
    case 'datastructure':
      return plain([componentsXml(flowOfStructure(id))]);
    case 'contentconstraint':
      return constraintContent(dataflows.find((flow) => constraintId(flow) === id) as Dataflow, message);
  }
}

function item(name: string, { id, zh, en }: { id: string; zh: string; en: string }, urn: string): string {
  return element(`str:${name}`, { id, urn }, names({ zh, en }));
}

function names({ zh, en }: { zh: string; en: string }): string[] {
  return [element('com:Name', { 'xml:lang': 'zh' }, zh), element('com:Name', { 'xml:lang': 'en' }, en)];
}

function ref(attributes: XmlAttributes): string {
  return element('Ref', attributes);
}

function artefactRef(kind: Kind, id: string): string {
  return ref({ id, version, agencyID: agency.id, package: kinds[kind].package, class: kinds[kind].class });
}

function flowStructure(flow: Dataflow): string {
  return element('str:Structure', {}, [artefactRef('datastructure', flow.structure)]);
}

function codelistContent(artefact: Artefact, list: Codelist, message: StructureMessage): Content {
  const { codes, isPartial } = codesTold(list, message);
  const told = new Set(codes.map(({ id }) => id));
  const elements = codes.map(({ id, zh, en, parent }) => {
    const above =
      parent !== undefined && told.has(parent) ? [element('str:Parent', {}, [ref({ id: parent })])] : [];
    return element('str:Code', { id, urn: itemUrn(artefact, id) }, [...names({ zh, en }), ...above]);
  });
  return { attributes: isPartial ? { isPartial: 'true' } : {}, elements };
}

function componentsXml(flow: Dataflow): string {
  const dimensions = flow.key.map((dimension, at) =>
    element('str:Dimension', { id: dimension.id, position: String(at + 1) }, [
      identity(dimension),
      representation(dimension),
    ]),
  );
  const time = element('str:TimeDimension', { id: timeDimension.id, position: String(flow.key.length + 1) }, [
    identity(timeDimension),
    element('str:LocalRepresentation', {}, [
      element('str:TextFormat', { textType: 'ObservationalTimePeriod' }),
    ]),
  ]);
  return element('str:DataStructureComponents', {}, [
    element('str:DimensionList', { id: 'DimensionDescriptor' }, [...dimensions, time]),
    element(
      'str:AttributeList',
      { id: 'AttributeDescriptor' },
      attributes.map((attribute) => attributeXml(attribute, flow)),
    ),
    element('str:MeasureList', { id: 'MeasureDescriptor' }, [
      element('str:PrimaryMeasure', { id: measure.id }, [identity(measure)]),
    ]),
  ]);
}

function attributeXml(attribute: Attribute, flow: Dataflow): string {
  const related =
    attribute.of === 'series'
      ? flow.key.map(({ id }) => element('str:Dimension', {}, [ref({ id })]))
      : [element('str:PrimaryMeasure', {}, [ref({ id: measure.id })])];
  const status = attribute.mandatory ? 'Mandatory' : 'Conditional';
  return element('str:Attribute', { id: attribute.id, assignmentStatus: status }, [
    identity(attribute),
    representation(attribute),
    element('str:AttributeRelationship', {}, related),
  ]);
}

function identity({ id }: Component): string {
  return element('str:ConceptIdentity', {}, [
    ref({
      id,
      maintainableParentID: conceptScheme.id,
      maintainableParentVersion: version,
      agencyID: agency.id,
      package: 'conceptscheme',
      class: 'Concept',
    }),
  ]);
}

function representation({ codelist }: Component): string {
  const values =
    codelist === null
      ? element('str:TextFormat', { textType: 'String' })
      : element('str:Enumeration', {}, [artefactRef('codelist', codelist)]);
  return element('str:LocalRepresentation', {}, [values]);
}

function constraintContent(flow: Dataflow, { regions }: StructureMessage): Content {
  const attachment = element('str:ConstraintAttachment', {}, [
    element('str:Dataflow', {}, [artefactRef('dataflow', flow.id)]),
  ]);
  const region = regions.get(flow.id);
  const keys = (region?.values ?? [])
    .filter(({ codes }) => codes.length > 0)
    .map(({ id, codes }) =>
      element(
        'com:KeyValue',
        { id },
        codes.map((code) => element('com:Value', {}, code)),
      ),
    );
  const time =
    region?.from && region.to
      ? [
          element('com:KeyValue', { id: timeDimension.id }, [
            element('com:TimeRange', {}, [
              element('com:StartPeriod', { isInclusive: 'true' }, region.from),
              element('com:EndPeriod', { isInclusive: 'true' }, region.to),
            ]),
          ]),
        ]
      : [];
  const cube = element('str:CubeRegion', { include: 'true' }, [...keys, ...time]);
  return { attributes: { type: 'Actual' }, elements: [attachment, cube] };
}

export { agencyScheme };
