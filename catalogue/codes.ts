import bondedLines from './codes/bonded_lines.json' with { type: 'json' };
import countries from './codes/countries.json' with { type: 'json' };
import currencies from './codes/currencies.json' with { type: 'json' };
import customsDistricts from './codes/customs_districts.json' with { type: 'json' };
import hs from './codes/hs.json' with { type: 'json' };
import tradeTerms from './codes/trade_terms.json' with { type: 'json' };
import transportModes from './codes/transport_modes.json' with { type: 'json' };
import units from './codes/units.json' with { type: 'json' };
import type { Detail } from './indicators.ts';
import { customsModes, flows, tenantKinds } from './mode.ts';

/** One entry of a code list. `older` holds the codes of the list's predecessor; validity is by calendar day, null = open. */
export interface Code {
  readonly code: string;
  readonly older: readonly string[];
  readonly zh: string;
  readonly en: string;
  readonly aliases: readonly string[];
  readonly valid_from: string | null;
  readonly valid_to: string | null;
}

const modeCodes: Code[] = Object.entries(customsModes).map(([code, mode]) => ({
  code,
  older: [],
  zh: mode.zh,
  en: mode.en,
  aliases: [mode.full],
  valid_from: mode.valid_from,
  valid_to: null,
}));
const flowCodes: Code[] = Object.entries(flows).map(([code, flow]) => ({
  code,
  older: [],
  zh: flow.zh,
  en: flow.en,
  aliases: flow.aliases,
  valid_from: null,
  valid_to: null,
}));

/** Every code list that a cell of the line template is checked against. Sources stand in the data files. */
export const codeLists = {
  customs_mode: modeCodes,
  flow: flowCodes,
  partner: countries.items as Code[],
  currency: currencies.items as Code[],
  unit: units.items as Code[],
  transport_mode: transportModes.items as Code[],
  customs_district: customsDistricts.items as Code[],
  trade_terms: tradeTerms.items as Code[],
  bonded_line: bondedLines.items as Code[],
} as const satisfies Record<string, readonly Code[]>;
export type CodeList = keyof typeof codeLists;

export const sections = hs.sections;
export const chapters = hs.chapters;

export interface Spelling {
  readonly text: string;
  readonly code: string;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
}

/**
 * Every text that stands for exactly one code of a list: the code, the older system's code, the names. Upper case.
 * A name that two codes share stands for neither: the row is rejected and asks for the code.
 */
export function spellings(list: CodeList): Spelling[] {
  const found = new Map<string, Spelling | undefined>();
  for (const { code, older, zh, en, aliases, valid_from, valid_to } of codeLists[list]) {
    for (const text of new Set([code, ...older, zh, en, ...aliases].map((name) => name.toUpperCase()))) {
      found.set(text, found.has(text) && text !== code ? undefined : { text, code, valid_from, valid_to });
    }
  }
  return [...found.values()].filter((spelling) => spelling !== undefined);
}

/** A part that is known to be there, but not where it belongs. */
export const unknownCode = { code: '_U', zh: '不详', en: 'Unknown' } as const;

interface Named {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** The codes of each dimension that has a list; `_U` is for what is known in total only. */
export const dimensionCodes = {
  mode: codeLists.customs_mode,
  flow: codeLists.flow,
  partner: [...codeLists.partner, unknownCode],
  chapter: [...chapters, unknownCode],
  section: [...sections, unknownCode],
  district: [...codeLists.customs_district, unknownCode],
  transport: [...codeLists.transport_mode, unknownCode],
  kind: Object.entries(tenantKinds).map(([code, names]) => ({ code, ...names })),
} as const satisfies Record<'mode' | 'flow' | Detail, readonly Named[]>;
export type CodedDimension = keyof typeof dimensionCodes;

const namesByCode = new Map<string, Named>(
  Object.entries(dimensionCodes).flatMap(([dimension, list]) =>
    list.map((named: Named) => [`${dimension}:${named.code}`, named] as const),
  ),
);

/** The display name of a code (港澳台 as 中国香港, 中国澳门, 中国台湾). */
export function nameOf(dimension: CodedDimension, code: string): { zh: string; en: string } | undefined {
  return namesByCode.get(`${dimension}:${code}`);
}

export function isChapter(code: string): boolean {
  return code !== unknownCode.code && namesByCode.has(`chapter:${code}`);
}

export function isPartner(code: string): boolean {
  return code !== unknownCode.code && namesByCode.has(`partner:${code}`);
}
