import countries from './codes/countries.json' with { type: 'json' };
import currencies from './codes/currencies.json' with { type: 'json' };
import customsDistricts from './codes/customs_districts.json' with { type: 'json' };
import hs from './codes/hs.json' with { type: 'json' };
import tradeTerms from './codes/trade_terms.json' with { type: 'json' };
import transportModes from './codes/transport_modes.json' with { type: 'json' };
import units from './codes/units.json' with { type: 'json' };
import { customsModes, flows } from './mode.ts';

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

const namesByCode = new Map<string, { zh: string; en: string }>([
  ...codeLists.partner.map((c) => [`partner:${c.code}`, c] as const),
  ...chapters.map((c) => [`chapter:${c.code}`, c] as const),
]);

/** The display name of a partner (港澳台 as 中国香港, 中国澳门, 中国台湾) or of an HS chapter. */
export function nameOf(
  dimension: 'partner' | 'chapter',
  code: string,
): { zh: string; en: string } | undefined {
  return namesByCode.get(`${dimension}:${code}`);
}

export function isChapter(code: string): boolean {
  return namesByCode.has(`chapter:${code}`);
}

export function isPartner(code: string): boolean {
  return namesByCode.has(`partner:${code}`);
}
