import { type CodeList, codeLists, dimensionCodes, spellings } from '../codes.ts';
import {
  type Dimension,
  dimensions,
  type IndicatorId,
  indicatorIds,
  indicators,
  type Transform,
} from '../indicators.ts';
import { total } from '../mode.ts';
import type { Period } from '../period.ts';
import type { Meaning, ParkName } from './meaning.ts';
import {
  byWords,
  dimensionWords,
  fillWords,
  firstWords,
  flowWords,
  indicatorWords,
  latestWords,
  monthlyWords,
  totalWords,
  transformWords,
} from './words.ts';

/** One way to understand a phrase: all of these together; nothing for a word without a meaning of its own. */
export type Reading = readonly Meaning[];

export interface Vocabulary {
  /** Every phrase, narrow and in lower case, with its readings, the likeliest first. */
  readonly phrases: ReadonlyMap<string, readonly Reading[]>;
  /** Names of dimensions. */
  readonly labels: ReadonlyMap<string, Dimension>;
  /** What stands for the codes of a dimension behind its name. */
  readonly codes: Readonly<Record<Dimension, ReadonlyMap<string, string>>>;
  readonly longest: number;
  readonly parks: readonly ParkName[];
  readonly latest: Period;
}

/** Narrow and in lower case: how phrases are compared. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Dimensions whose codes people write without saying of what: they look like nothing else. */
const selfEvident: readonly Dimension[] = ['park', 'mode', 'flow', 'partner', 'kind'];

const lists = {
  mode: 'customs_mode',
  flow: 'flow',
  partner: 'partner',
  district: 'customs_district',
  transport: 'transport_mode',
} as const satisfies Partial<Record<Dimension, CodeList>>;

interface CodeText {
  readonly text: string;
  readonly code: string;
}

function codeTexts(dimension: Dimension, parks: readonly ParkName[]): CodeText[] {
  if (dimension === 'park')
    return parks.flatMap(({ park_id, name_zh, name_en }) =>
      [park_id, name_zh, name_en].map((text) => ({ text, code: park_id })),
    );
  const list = lists[dimension as keyof typeof lists];
  const spelled: CodeText[] = list ? [...spellings(list)] : [];
  const aliases =
    dimension === 'flow'
      ? codeLists.flow.flatMap(({ code, aliases }) => aliases.map((text) => ({ text, code })))
      : [];
  const named = dimensionCodes[dimension].flatMap(({ code, zh, en }) =>
    [code, zh, en].map((text) => ({ text, code })),
  );
  return [...named, ...spelled, ...aliases];
}

/** Names of a single character, and the short ones of customs districts, would be found everywhere. */
function standsAlone(dimension: Dimension, text: string): boolean {
  if (/^\d+$/.test(text)) return dimension === 'mode' || (dimension === 'district' && text.length === 4);
  if (/^[\x20-\x7e]+$/.test(text))
    return selfEvident.includes(dimension)
      ? text.length > (dimension === 'partner' ? 2 : 1)
      : text.length > 4;
  return [...text].length >= (dimension === 'district' ? 4 : 2);
}

/** The words of the catalogue and of the registry's parks; `latest` is the newest released month. */
export function vocabularyOf(parks: readonly ParkName[], latest: Period): Vocabulary {
  const phrases = new Map<string, Reading[]>();
  const put = (text: string, reading: Reading) => {
    const key = folded(text).trim();
    if (!key) return;
    const known = phrases.get(key) ?? [];
    const same = (one: Reading) => JSON.stringify(one) === JSON.stringify(reading);
    if (!known.some(same)) phrases.set(key, [...known, reading]);
  };
  for (const word of fillWords) put(word, []);
  putIndicators(put);
  putOthers(put);
  const codes = Object.fromEntries(
    dimensions.map((dimension) => [dimension, codesOf(dimension, codeTexts(dimension, parks), put)]),
  ) as Record<Dimension, ReadonlyMap<string, string>>;
  const labels = new Map<string, Dimension>(
    dimensions.flatMap((dimension) =>
      dimensionWords[dimension].map((word) => [folded(word), dimension] as const),
    ),
  );
  const longest = Math.max(...[...phrases.keys(), ...labels.keys()].map((text) => text.length));
  return { phrases, labels, codes, longest, parks, latest };
}

type Put = (text: string, reading: Reading) => void;

function putIndicators(put: Put): void {
  for (const id of indicatorIds) {
    const { zh, en } = indicators[id];
    const plain = [zh.replace(/（.*）$/, ''), zh.replace(/[（）]/g, ''), zh, en, id, id.replaceAll('_', ' ')];
    const shared = zh !== plain[0] && indicatorIds.some((other) => indicators[other].zh === plain[0]);
    for (const text of shared ? plain.slice(1) : plain) put(text, [{ kind: 'indicator', id }]);
  }
  for (const [id, words] of Object.entries(indicatorWords) as [IndicatorId, readonly string[]][])
    for (const word of words) put(word, [{ kind: 'indicator', id }]);
  for (const [word, { id, flow }] of Object.entries(flowWords))
    put(word, [
      { kind: 'indicator', id },
      { kind: 'code', dimension: 'flow', code: flow },
    ]);
  // Said alone it is the value more often than the breakdown.
  put('进出口', [{ kind: 'indicator', id: 'trade_value' }]);
  put('进出口', [{ kind: 'breakdown', dimension: 'flow' }]);
}

function putOthers(put: Put): void {
  for (const [transform, words] of Object.entries(transformWords) as [Transform, readonly string[]][])
    for (const word of words) put(word, [{ kind: 'transform', transform }]);
  for (const word of monthlyWords) put(word, [{ kind: 'monthly' }]);
  for (const word of firstWords) put(word, [{ kind: 'vintage', vintage: 'first' }]);
  for (const word of latestWords) put(word, [{ kind: 'vintage', vintage: 'latest' }]);
  for (const word of totalWords) put(word, []);
  for (const dimension of dimensions)
    for (const word of dimensionWords[dimension])
      for (const by of byWords) put(`${by}${word}`, [{ kind: 'breakdown', dimension }]);
}

function codesOf(dimension: Dimension, texts: readonly CodeText[], put: Put): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  for (const text of [total, ...totalWords]) codes.set(folded(text), total);
  for (const { text, code } of texts) {
    const key = folded(text);
    if (!codes.has(key)) codes.set(key, code);
    if (standsAlone(dimension, key)) put(key, [{ kind: 'code', dimension, code }]);
  }
  return codes;
}
