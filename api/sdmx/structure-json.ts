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
  codesTold,
  constraintId,
  type Form,
  flowOfStructure,
  itemUrn,
  type Kind,
  kindNames,
  type StructureMessage,
  urnOf,
} from './artefacts.ts';
import type { Codelist } from './codelists.ts';
import { type Head, type Language, named, second } from './message.ts';

const lists: Readonly<Record<Kind, string>> = {
  agencyscheme: 'agencySchemes',
  dataflow: 'dataflows',
  codelist: 'codelists',
  conceptscheme: 'conceptSchemes',
  datastructure: 'dataStructures',
  contentconstraint: 'contentConstraints',
};

const schema =
  'https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/1.0/sdmx-json-structure-schema.json';

/** A structure message of SDMX-JSON 1.0. */
export function structureJson(message: StructureMessage, head: Head): string {
  const { language } = head;
  const meta = {
    schema,
    id: head.id,
    test: false,
    prepared: second(head.prepared),
    contentLanguages: language === 'zh' ? ['zh', 'en'] : ['en', 'zh'],
    sender: { id: agency.id, ...named(agency, language) },
  };
  const data = Object.fromEntries(
    kindNames.flatMap((kind) => {
      const own = message.artefacts.filter(({ artefact }) => artefact.kind === kind);
      return own.length
        ? [[lists[kind], own.map(({ artefact, form }) => artefactJson(artefact, form, message, language))]]
        : [];
    }),
  );
  return JSON.stringify({ meta, data });
}

function artefactJson(artefact: Artefact, form: Form, message: StructureMessage, language: Language) {
  const { kind, id, agency: owner } = artefact;
  const isStub = form !== 'full';
  const self = { rel: 'self', urn: urnOf(artefact) };
  return {
    id,
    ...named(artefact, language),
    version,
    agencyID: owner,
    isExternalReference: isStub,
    isFinal: kind !== 'agencyscheme',
    links: [self],
    ...(isStub ? {} : contentOf(artefact, message, language)),
  };
}

function contentOf(artefact: Artefact, message: StructureMessage, language: Language): object {
  const { kind, id } = artefact;
  const item = (one: { id: string; zh: string; en: string }) => ({
    id: one.id,
    ...named(one, language),
    links: [{ rel: 'self', urn: itemUrn(artefact, one.id) }],
  });
  switch (kind) {
    case 'agencyscheme':
      return { agencies: [item(agency)] };
    case 'dataflow':
      return {
        structure: own('datastructure', (dataflows.find((flow) => flow.id === id) as Dataflow).structure),
      };
    case 'codelist':
      return codelistJson(message.lists.find((list) => list.id === id) as Codelist, item, message);
    case 'conceptscheme':
      return {
        concepts: concepts
          .filter((one) => message.items === null || message.items.includes(one.id))
          .map(item),
      };
    case 'datastructure':
      return { dataStructureComponents: componentsJson(flowOfStructure(id)) };
    case 'contentconstraint':
      return constraintJson(dataflows.find((flow) => constraintId(flow) === id) as Dataflow, message);
  }
}

type Item = (one: { id: string; zh: string; en: string }) => object;

function codelistJson(list: Codelist, item: Item, message: StructureMessage): object {
  const { codes, isPartial } = codesTold(list, message);
  const told = new Set(codes.map((code) => code.id));
  const rows = codes.map((code) => ({
    ...item(code),
    ...(code.parent !== undefined && told.has(code.parent) ? { parent: code.parent } : {}),
  }));
  return { isPartial, codes: rows };
}

function own(kind: Kind, id: string): string {
  return urnOf({ kind, id, agency: agency.id });
}

function concept({ id }: Component): string {
  return itemUrn({ kind: 'conceptscheme', id: conceptScheme.id, agency: agency.id }, id);
}

function represented({ codelist }: Component): object {
  return codelist === null
    ? { textFormat: { textType: 'String' } }
    : { enumeration: own('codelist', codelist) };
}

function componentsJson(flow: Dataflow): object {
  const dimensions = flow.key.map((dimension, position) => ({
    id: dimension.id,
    position,
    type: 'Dimension',
    conceptIdentity: concept(dimension),
    localRepresentation: represented(dimension),
  }));
  const time = {
    id: timeDimension.id,
    position: flow.key.length,
    type: 'TimeDimension',
    conceptIdentity: concept(timeDimension),
    localRepresentation: { textFormat: { textType: 'ObservationalTimePeriod' } },
  };
  return {
    dimensionList: { id: 'DimensionDescriptor', dimensions, timeDimensions: [time] },
    attributeList: {
      id: 'AttributeDescriptor',
      attributes: attributes.map((one) => attributeJson(one, flow)),
    },
    measureList: {
      id: 'MeasureDescriptor',
      primaryMeasure: { id: measure.id, conceptIdentity: concept(measure) },
    },
  };
}

function attributeJson(attribute: Attribute, flow: Dataflow): object {
  return {
    id: attribute.id,
    assignmentStatus: attribute.mandatory ? 'Mandatory' : 'Conditional',
    attributeRelationship:
      attribute.of === 'series'
        ? { dimensions: flow.key.map(({ id }) => id) }
        : { primaryMeasure: measure.id },
    conceptIdentity: concept(attribute),
    localRepresentation: represented(attribute),
  };
}

function constraintJson(flow: Dataflow, { regions }: StructureMessage): object {
  const region = regions.get(flow.id);
  const codes = (region?.values ?? [])
    .filter((one) => one.codes.length > 0)
    .map((one) => ({ id: one.id, values: one.codes }));
  const time =
    region?.from && region.to
      ? [
          {
            id: timeDimension.id,
            timeRange: {
              startPeriod: { period: region.from, isInclusive: true },
              endPeriod: { period: region.to, isInclusive: true },
            },
          },
        ]
      : [];
  return {
    type: 'Actual',
    constraintAttachment: { dataflows: [own('dataflow', flow.id)] },
    cubeRegions: [{ isIncluded: true, keyValues: [...codes, ...time] }],
  };
}
