import { Refusal } from '../../catalogue/refusal.ts';
import { version } from '../../catalogue/sdmx/vocabulary.ts';
import { nearest } from '../nearest.ts';
import { type Artefact, type Form, type Kind, kindNames } from './artefacts.ts';

export const detailForms = [
  'full',
  'allstubs',
  'referencestubs',
  'allcompletestubs',
  'referencecompletestubs',
  'referencepartial',
] as const;
export type StructureDetail = (typeof detailForms)[number];

/** Resources of SDMX 2.1 that are not offered here. */
export const otherKinds = [
  'metadatastructure',
  'categoryscheme',
  'hierarchicalcodelist',
  'organisationscheme',
  'dataproviderscheme',
  'dataconsumerscheme',
  'organisationunitscheme',
  'metadataflow',
  'reportingtaxonomy',
  'provisionagreement',
  'structureset',
  'process',
  'categorisation',
  'actualconstraint',
  'allowedconstraint',
  'attachmentconstraint',
  'transformationscheme',
  'rulesetscheme',
  'userdefinedoperatorscheme',
  'customtypescheme',
  'namepersonalisationscheme',
  'vtlmappingscheme',
  'valuelist',
] as const;

export const referenceForms = [
  'none',
  'parents',
  'parentsandsiblings',
  'children',
  'descendants',
  'all',
  ...kindNames,
  ...otherKinds,
] as const;
export type References = (typeof referenceForms)[number];

export interface StructureQuery {
  /** `structure` asks for every kind. */
  readonly kind: Kind | 'structure';
  readonly agency: string;
  readonly id: string;
  readonly version: string;
  readonly references: References;
  readonly detail: StructureDetail;
}

/** The artefacts asked for and what they are to come with, each once, in the order of a message. */
export function selectArtefacts(
  all: readonly Artefact[],
  query: StructureQuery,
): { artefact: Artefact; form: Form }[] {
  const asked = all.filter((artefact) => isAsked(artefact, query));
  if (asked.length === 0) throw noSuch(all, query);
  const wanted = new Set(asked);
  for (const artefact of asked.flatMap((one) => referred(one, all, query.references))) wanted.add(artefact);
  return all
    .filter((artefact) => wanted.has(artefact))
    .map((artefact) => ({ artefact, form: formOf(query.detail, asked.includes(artefact)) }));
}

function isAsked(artefact: Artefact, { kind, agency, id, version: wanted }: StructureQuery): boolean {
  const names = (text: string, own: string) => text.split('+').some((one) => one === 'all' || one === own);
  return (
    (kind === 'structure' || artefact.kind === kind) &&
    names(agency, artefact.agency) &&
    names(id, artefact.id) &&
    wanted.split('+').some((one) => one === 'all' || one === 'latest' || one === version)
  );
}

/** What an artefact brings along. */
function referred(artefact: Artefact, all: readonly Artefact[], references: References): Artefact[] {
  const parents = all.filter(({ refers }) => refers.some((one) => isSame(one, artefact)));
  switch (references) {
    case 'none':
      return [];
    case 'children':
      return children(artefact, all);
    case 'descendants':
      return descendants(artefact, all);
    case 'parents':
      return parents;
    case 'parentsandsiblings':
      return [...parents, ...parents.flatMap((parent) => children(parent, all))];
    case 'all':
      return [
        ...all.filter(({ kind }) => kind === 'agencyscheme'),
        ...parents,
        ...parents.flatMap((parent) => children(parent, all)),
        ...descendants(artefact, all),
      ];
    default:
      return [...parents, ...descendants(artefact, all)].filter(({ kind }) => kind === references);
  }
}

function children(artefact: Artefact, all: readonly Artefact[]): Artefact[] {
  return all.filter((one) => artefact.refers.some((reference) => isSame(reference, one)));
}

function descendants(artefact: Artefact, all: readonly Artefact[]): Artefact[] {
  return children(artefact, all).flatMap((child) => [child, ...descendants(child, all)]);
}

function isSame(one: Pick<Artefact, 'kind' | 'id'>, other: Pick<Artefact, 'kind' | 'id'>): boolean {
  return one.kind === other.kind && one.id === other.id;
}

function formOf(detail: StructureDetail, isAsked: boolean): Form {
  switch (detail) {
    case 'allstubs':
      return 'stub';
    case 'allcompletestubs':
      return 'completestub';
    case 'referencestubs':
      return isAsked ? 'full' : 'stub';
    case 'referencecompletestubs':
      return isAsked ? 'full' : 'completestub';
    default:
      return 'full';
  }
}

function noSuch(all: readonly Artefact[], { kind, agency, id, version: wanted }: StructureQuery): Refusal {
  const known = all
    .filter((artefact) => kind === 'structure' || artefact.kind === kind)
    .map((one) => `${one.agency}/${one.id}/${version}`);
  const asked = `${agency}/${id}/${wanted}`.slice(0, 100);
  return new Refusal(
    'not_found',
    {
      zh: `没有${kind} ${asked}；可用的有${known.join('、')}`,
      en: `There is no ${kind} ${asked}; there are ${known.join(', ')}`,
    },
    { value: asked, allowed: known, nearest: nearest(asked, known) },
  );
}
