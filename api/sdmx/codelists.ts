import { dimensionCodes } from '../../catalogue/codes.ts';
import { type Dimension, indicatorIds, indicators, transforms } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import type { Message } from '../../catalogue/refusal.ts';
import { attributes, concepts, dataflows } from '../../catalogue/sdmx/flows.ts';
import {
  confidentialities,
  decimalCounts,
  flowCodes,
  monthly,
  multipliers,
  observationStatuses,
  releaseStates,
  type SdmxCode,
  totals,
  transformCodes,
  unadjusted,
  unitCodes,
} from '../../catalogue/sdmx/vocabulary.ts';
import { reasons } from '../../catalogue/status.ts';

export interface Codelist extends Message {
  readonly id: string;
  readonly codes: readonly SdmxCode[];
}

/** What a code list needs of the registry. */
export interface RegisteredPark {
  readonly park_id: string;
  readonly name_zh: string;
  readonly name_en: string;
}

/** Every code list, made from the catalogue and the registered parks. */
export function codelistsOf(parks: readonly RegisteredPark[]): readonly Codelist[] {
  const codes = new Map<string, readonly SdmxCode[]>();
  for (const { codelist, of } of dataflows.flatMap(({ key }) => key)) codes.set(codelist, codesOf(of, parks));
  for (const { id, codelist } of attributes)
    if (codelist !== null) codes.set(codelist, attributeCodes[id] ?? []);
  const named = new Map(concepts.map(({ codelist, ...names }) => [codelist, names]));
  return [...codes].map(([id, list]) => {
    const { zh, en } = named.get(id) as Message;
    return { id, zh, en, codes: list };
  });
}

function codesOf(
  of: (typeof dataflows)[number]['key'][number]['of'],
  parks: readonly RegisteredPark[],
): readonly SdmxCode[] {
  switch (of) {
    case 'frequency':
      return [monthly];
    case 'adjustment':
      return [unadjusted];
    case 'indicator':
      return indicatorIds.map((id) => ({ id, zh: indicators[id].zh, en: indicators[id].en }));
    case 'transform':
      return entries(transforms).map(([id, names]) => ({ id: transformCodes[id], ...names }));
    case 'unit':
      return Object.values(unitCodes);
    case 'park':
      return withTotal(
        of,
        parks.map(({ park_id, name_zh, name_en }) => ({ id: park_id, zh: name_zh, en: name_en })),
      );
    case 'flow':
      return withTotal(
        of,
        dimensionCodes.flow.map(({ code, zh, en }) => ({ id: flowCodes[code as 'import'], zh, en })),
      );
    default:
      return withTotal(
        of,
        dimensionCodes[of].map(({ code, zh, en }) => ({ id: code, zh, en })),
      );
  }
}

function withTotal(dimension: Dimension, codes: readonly SdmxCode[]): SdmxCode[] {
  const parent = total;
  return [{ id: total, ...totals[dimension] }, ...codes.map((code) => ({ parent, ...code }))];
}

const attributeCodes: Readonly<Record<string, readonly SdmxCode[]>> = {
  UNIT_MULT: multipliers,
  DECIMALS: decimalCounts,
  OBS_STATUS: observationStatuses,
  CONF_STATUS: confidentialities,
  RELEASE: Object.values(releaseStates),
  REASON: entries(reasons).map(([id, names]) => ({ id, ...names })),
};

function entries<Key extends string, Value>(record: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][];
}
