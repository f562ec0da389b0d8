import type { Dimension } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import { Refusal } from '../../catalogue/refusal.ts';
import { type Dataflow, dataflows, type KeyDimension } from '../../catalogue/sdmx/flows.ts';
import { agency, flowCodes, version } from '../../catalogue/sdmx/vocabulary.ts';
import type { Selection } from '../../warehouse/series.ts';
import { nearest } from '../nearest.ts';
import { impossibleCode } from '../refusals.ts';
import type { Codelist } from './codelists.ts';

/** Codes asked for in each dimension of a key, in its order; null is a wildcard. */
export type Key = readonly (readonly string[] | null)[];

/** `DF_PARK_TRADE`, `SYCBEC,DF_PARK_TRADE` or `SYCBEC,DF_PARK_TRADE,1.0`. */
export function flowOrRefuse(text: string): Dataflow {
  const parts = text.split(',');
  const [owner, id, wanted] =
    parts.length === 1 ? [agency.id, text, 'latest'] : [parts[0], parts[1], parts[2] ?? 'latest'];
  if (parts.length > 3 || !id || !owner || !wanted) throw malformed('flow', text, 'SYCBEC,DF_PARK_TRADE,1.0');
  const found = dataflows.find((flow) => flow.id === id);
  const versions = ['latest', 'all', version];
  if (found && (owner === agency.id || owner === 'all') && versions.includes(wanted)) return found;
  const known = dataflows.map((flow) => flow.id);
  throw new Refusal(
    'not_found',
    {
      zh: `没有数据流“${shown(text)}”；可用的有${known.join('、')}`,
      en: `There is no dataflow "${shown(text)}"; there are ${known.join(', ')}`,
    },
    { value: text, allowed: known, nearest: nearest(id, known) },
  );
}

/** `M.P01+P02..9610....LV.`: as many parts as the key has dimensions; nothing is a wildcard, `all` is one for the whole key. */
export function keyOrRefuse({ key }: Dataflow, text: string, lists: readonly Codelist[]): Key {
  if (text === 'all' || text === '') return key.map(() => null);
  const parts = text.split('.');
  if (parts.length !== key.length) throw wrongLength(key, text, parts.length);
  return key.map((dimension, at) => codesOf(dimension, parts[at] as string, lists));
}

function codesOf(
  dimension: KeyDimension,
  text: string,
  lists: readonly Codelist[],
): readonly string[] | null {
  if (text === '') return null;
  const codes = lists.find(({ id }) => id === dimension.codelist)?.codes ?? [];
  const known = codes.map(({ id }) => id);
  const chosen = [...new Set(text.split('+'))];
  if (chosen.includes('')) throw malformed('key', text, 'P01+P02');
  const wrong = chosen.find((code) => !known.includes(code));
  if (wrong !== undefined) throw impossibleCode(dimension.id, wrong, known);
  return chosen;
}

/** The part of the path for providers: all, or the only one there is. */
export function providerOrRefuse(text: string): void {
  const known = ['all', agency.id, `${agency.id},${agency.id}`];
  if (text.split('+').some((one) => known.includes(one))) return;
  throw new Refusal(
    'not_found',
    {
      zh: `没有数据提供方“${shown(text)}”；请写all或${agency.id}`,
      en: `There is no provider "${shown(text)}": write all or ${agency.id}`,
    },
    { value: text, allowed: ['all', agency.id] },
  );
}

/** What the codes of a key mean to the catalogue. */
export function selectionOf({ key }: Dataflow, codes: Key, dimension: Dimension): Selection {
  const chosen = codes[key.findIndex(({ of }) => of === dimension)];
  if (chosen === undefined) return [total];
  if (chosen === null) return '*';
  return dimension === 'flow' ? chosen.map(plainFlow) : chosen;
}

/** Codes of the dimensions that the catalogue has otherwise; null where all are asked for. */
export function chosenOf({ key }: Dataflow, codes: Key, of: KeyDimension['of']): readonly string[] | null {
  return codes[key.findIndex((dimension) => dimension.of === of)] ?? null;
}

const plainFlows = new Map<string, string>(Object.entries(flowCodes).map(([flow, code]) => [code, flow]));

function plainFlow(code: string): string {
  return plainFlows.get(code) ?? code;
}

/** The code of SDMX for a code of the catalogue. */
export function sdmxCode(dimension: Dimension, code: string): string {
  return dimension === 'flow' ? (flowCodes[code as keyof typeof flowCodes] ?? code) : code;
}

function wrongLength(key: readonly KeyDimension[], text: string, parts: number): Refusal {
  const form = key.map(({ id }) => id).join('.');
  return new Refusal(
    'usage',
    {
      zh: `键应有${key.length}段（${form}），“${shown(text)}”有${parts}段`,
      en: `A key has ${key.length} parts (${form}); "${shown(text)}" has ${parts}`,
    },
    { parameter: 'key', value: text, allowed: form },
  );
}

function malformed(parameter: string, value: string, example: string): Refusal {
  return new Refusal(
    'usage',
    {
      zh: `${parameter}“${shown(value)}”写法不对，应如${example}`,
      en: `"${shown(value)}" is no ${parameter}: write it like ${example}`,
    },
    { parameter, value, allowed: example },
  );
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
