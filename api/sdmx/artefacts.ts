import type { Message } from '../../catalogue/refusal.ts';
import { conceptScheme, type Dataflow, dataflows } from '../../catalogue/sdmx/flows.ts';
import { agency, version } from '../../catalogue/sdmx/vocabulary.ts';
import type { Codelist } from './codelists.ts';
import type { Region } from './constraint.ts';

/** Kinds of artefacts in the order of a message, with the class of their URN and the package that it lies in. */
export const kinds = {
  agencyscheme: { class: 'AgencyScheme', package: 'base' },
  dataflow: { class: 'Dataflow', package: 'datastructure' },
  codelist: { class: 'Codelist', package: 'codelist' },
  conceptscheme: { class: 'ConceptScheme', package: 'conceptscheme' },
  datastructure: { class: 'DataStructure', package: 'datastructure' },
  contentconstraint: { class: 'ContentConstraint', package: 'registry' },
} as const;
export type Kind = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as Kind[];

/** Whole; its names only, with a description or without; or with only the codes that there is data for. */
export type Form = 'full' | 'stub' | 'completestub';

/** A maintainable artefact, without what it holds: that is known by its id. */
export interface Artefact extends Message {
  readonly kind: Kind;
  readonly id: string;
  readonly agency: string;
  /** What it refers to. */
  readonly refers: readonly { readonly kind: Kind; readonly id: string }[];
}

export const agencyScheme = { id: 'AGENCIES', zh: '机构', en: 'Agencies' } as const;

/** `DF_PARK_TRADE` → `CR_PARK_TRADE`. */
export function constraintId({ id }: Dataflow): string {
  return id.replace('DF_', 'CR_');
}

/** Every artefact that there is, in the order of a message. */
export function artefactsOf(lists: readonly Codelist[]): Artefact[] {
  const ours = (kind: Kind, { id, zh, en }: Message & { id: string }, refers: Artefact['refers'] = []) => ({
    kind,
    id,
    zh,
    en,
    agency: agency.id,
    refers,
  });
  return [
    { ...ours('agencyscheme', agencyScheme), agency: 'SDMX' },
    ...dataflows.map((flow) => ours('dataflow', flow, [{ kind: 'datastructure', id: flow.structure }])),
    ...lists.map((list) => ours('codelist', list)),
    ours('conceptscheme', conceptScheme),
    ...dataflows.map((flow) =>
      ours('datastructure', { ...flow, id: flow.structure }, [
        ...listsOf(flow, lists),
        { kind: 'conceptscheme', id: conceptScheme.id },
      ]),
    ),
    ...dataflows.map((flow) =>
      ours('contentconstraint', constraintNames(flow), [{ kind: 'dataflow', id: flow.id }]),
    ),
  ];
}

function constraintNames(flow: Dataflow): Message & { id: string } {
  const { zh, en } = flow;
  return { id: constraintId(flow), zh: `${zh}：有数据的代码`, en: `${en}: codes with data` };
}

/** Code lists of a dataflow: those of its key, and those of the attributes that every dataflow has. */
function listsOf(flow: Dataflow, lists: readonly Codelist[]): { kind: 'codelist'; id: string }[] {
  const ofKeys = new Set(dataflows.flatMap(({ key }) => key.map(({ codelist }) => codelist)));
  const own = new Set(flow.key.map(({ codelist }) => codelist));
  return lists.filter(({ id }) => own.has(id) || !ofKeys.has(id)).map(({ id }) => ({ kind: 'codelist', id }));
}

/** `urn:sdmx:org.sdmx.infomodel.codelist.Codelist=SYCBEC:CL_PARK(1.0)` */
export function urnOf({ kind, id, agency: owner }: Pick<Artefact, 'kind' | 'id' | 'agency'>): string {
  return `urn:sdmx:org.sdmx.infomodel.${kinds[kind].package}.${kinds[kind].class}=${owner}:${id}(${version})`;
}

/** The URN of an item of a scheme, such as a code or a concept. */
export function itemUrn(scheme: Pick<Artefact, 'kind' | 'id' | 'agency'>, item: string): string {
  const itemClass = { codelist: 'Code', conceptscheme: 'Concept', agencyscheme: 'Agency' }[
    scheme.kind as 'codelist'
  ];
  return `urn:sdmx:org.sdmx.infomodel.${kinds[scheme.kind].package}.${itemClass}=${scheme.agency}:${scheme.id}(${version}).${item}`;
}

/** What a structure message holds. */
export interface StructureMessage {
  readonly artefacts: readonly { readonly artefact: Artefact; readonly form: Form }[];
  readonly lists: readonly Codelist[];
  /** Of the constraints in the message, by id. */
  readonly regions: ReadonlyMap<string, Region>;
  /** Items of the schemes asked for that alone are told; null = all. */
  readonly items: readonly string[] | null;
  /** Codes that alone are told, by code list. */
  readonly partial: ReadonlyMap<string, ReadonlySet<string>>;
  /** The address of the service, for what stands elsewhere. */
  readonly base: string;
}

/** The items of a code list that a message tells, and whether they are all. */
export function codesTold(
  list: Codelist,
  message: StructureMessage,
): { codes: Codelist['codes']; isPartial: boolean } {
  const { items, partial } = message;
  const kept = partial.get(list.id);
  const told = list.codes.filter(
    ({ id }) => (items === null || items.includes(id)) && (!kept || kept.has(id)),
  );
  return { codes: told, isPartial: told.length < list.codes.length };
}

export function flowOfStructure(id: string): Dataflow {
  return dataflows.find(({ structure }) => structure === id) as Dataflow;
}
