import { codeLists } from './codes.ts';
import type { Dimension, IndicatorId } from './indicators.ts';
import type { Message } from './refusal.ts';

export const changeKinds = {
  added: { zh: '新增', en: 'Added' },
  changed: { zh: '变更', en: 'Changed' },
  renamed: { zh: '改名', en: 'Renamed' },
  retired: { zh: '停用', en: 'Retired' },
} as const satisfies Record<string, Message>;
export type ChangeKind = keyof typeof changeKinds;

/** One change of a name or a meaning, told to whoever has built on it. */
export interface CatalogueChange extends Message {
  readonly kind: ChangeKind;
  readonly of: 'indicator' | 'dimension' | 'transform';
  readonly id: string;
  /** What to ask instead of a name that has gone. */
  readonly replaced_by?: string;
}

/** Semantic: a meaning that changed or a name that went is a major version; what is new is a minor one. */
export interface CatalogueVersion {
  readonly version: string;
  readonly released_on: string;
  readonly changes: readonly CatalogueChange[];
}

const added = (of: CatalogueChange['of'], ids: readonly string[]): CatalogueChange[] =>
  ids.map((id) => ({ kind: 'added', of, id, zh: '新增', en: 'Added' }));

/** Oldest first. A release of the catalogue is never changed: a correction is a new one. */
export const catalogueVersions: readonly CatalogueVersion[] = [
  {
    version: '1.0.0',
    released_on: '2026-11-24',
    changes: [
      ...added('indicator', [
        ...['trade_value', 'trade_value_usd', 'declarations', 'parcels', 'lines', 'active_tenants'],
        ...['average_ticket', 'partner_hhi', 'top5_tenant_share', 'reporting_rate', 'rejection_rate'],
      ]),
      ...added('dimension', ['park', 'mode', 'flow', 'partner', 'chapter']),
      ...added('transform', ['level', 'mom', 'yoy', 'ytd', 'ytd_yoy']),
    ],
  },
  {
    version: '2.0.0',
    released_on: '2026-11-24',
    changes: [
      {
        kind: 'changed',
        of: 'indicator',
        id: 'trade_value',
        zh: '写明园区按放行日的入驻关系归属；保税一线进区不再计入，另列为first_line_value',
        en: 'A park has the lines of its tenants on the day of release; goods entering a bonded area on the first line no longer count and stand in first_line_value',
      },
      {
        kind: 'changed',
        of: 'indicator',
        id: 'declarations',
        zh: '可按HS类等分组；一票可计入多个类',
        en: 'May be broken down by HS section and more; one declaration may count in several sections',
      },
      {
        kind: 'changed',
        of: 'indicator',
        id: 'active_tenants',
        zh: '各月累计时重新去重，不再没有累计',
        en: 'Counted anew over months, where there was no year to date before',
      },
      ...added('indicator', [
        ...['trade_value_by_site', 'first_line_value', 'second_line_value', 'tax_assessed'],
        ...['simplified_declarations', 'summary_declarations', 'over_limit_lists', 'release_hours_median'],
        ...['returned_value', 'returned_declarations', 'cancelled_declarations', 'return_rate'],
        ...['net_trade_value', 'new_tenants', 'leaving_tenants', 'on_time_rate'],
      ]),
      ...added('dimension', ['section', 'district', 'transport', 'kind']),
      ...added('transform', ['r12', 'share', 'contribution']),
    ],
  },
];

export const catalogueVersion = (catalogueVersions.at(-1) as CatalogueVersion).version;

/** How often the definition has changed, from 1, and with which release of the catalogue it did last. */
export function definitionVersion(
  id: IndicatorId,
  versions: readonly CatalogueVersion[] = catalogueVersions,
): { readonly number: number; readonly catalogue: string } {
  const with_it = versions.filter(({ changes }) =>
    changes.some((change) => change.of === 'indicator' && change.id === id && isDefinition(change)),
  );
  return { number: with_it.length, catalogue: with_it.at(-1)?.version ?? '' };
}

function isDefinition({ kind }: CatalogueChange): boolean {
  return kind === 'added' || kind === 'changed';
}

/** Code lists whose entries know the codes of their predecessors, by the dimension that uses them. */
const lists = {
  mode: 'customs_mode',
  flow: 'flow',
  partner: 'partner',
  district: 'customs_district',
  transport: 'transport_mode',
} as const satisfies Partial<Record<Dimension, keyof typeof codeLists>>;

export interface Retired {
  readonly of: string;
  readonly id: string;
  readonly replaced_by: string;
}

/** Codes of earlier lists, each with the code that took its place; one that two codes share stands for neither. */
export const retiredCodes: readonly Retired[] = Object.entries(lists).flatMap(([of, list]) => {
  const known = new Set(codeLists[list].map(({ code }) => code));
  const pairs = codeLists[list].flatMap(({ code, older }) =>
    older.map((id) => ({ of, id, replaced_by: code })),
  );
  return pairs.filter(({ id }) => !known.has(id) && pairs.filter((pair) => pair.id === id).length === 1);
});

/** Names of the catalogue itself that went, with what took their place. */
export function retiredNames(versions: readonly CatalogueVersion[] = catalogueVersions): Retired[] {
  return versions.flatMap(({ changes }) =>
    changes.flatMap(({ of, id, replaced_by }) =>
      replaced_by === undefined ? [] : [{ of, id, replaced_by }],
    ),
  );
}

/** What took the place of a name or code, over as many changes as there were; undefined for one that never was. */
export function replacementOf(
  of: string,
  id: string,
  retired: readonly Retired[] = [...retiredNames(), ...retiredCodes],
): string | undefined {
  let found: string | undefined;
  const seen = new Set<string>();
  for (let asked = id; !seen.has(asked); ) {
    seen.add(asked);
    const next = retired.find((one) => one.of === of && one.id === asked)?.replaced_by;
    if (next === undefined) return found;
    found = next;
    asked = next;
  }
  return undefined;
}
