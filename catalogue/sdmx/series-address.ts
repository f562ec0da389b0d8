import { type Dimension, dimensions, type IndicatorId, type Transform } from '../indicators.ts';
import { total } from '../mode.ts';
import { dataflows, type KeyDimension } from './flows.ts';
import { agency, flowCodes, monthly, transformCodes, unadjusted } from './vocabulary.ts';

/** A question to `series` in the words of its parameters: codes by comma, `*` for all. */
export interface SeriesWords extends Readonly<Partial<Record<Dimension, string>>> {
  readonly indicator: IndicatorId;
  readonly transform?: Transform;
  readonly from?: string;
  readonly to?: string;
  readonly last?: string;
  readonly asOf?: string;
}

export interface SdmxAddress {
  readonly agency: string;
  readonly flow: string;
  readonly key: string;
  /** Parameters by name, in order. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The same question to SDMX; undefined where it names breakdowns that no dataflow has together. */
export function sdmxAddress(words: SeriesWords): SdmxAddress | undefined {
  const named = dimensions.filter((dimension) => (words[dimension] ?? total) !== total);
  const flow = dataflows.find(({ key }) =>
    named.every((dimension) => key.some(({ of }) => of === dimension)),
  );
  if (!flow) return undefined;
  const { from, to, last, asOf } = words;
  const asked = { startPeriod: from, endPeriod: to, lastNObservations: last, asOf };
  return {
    agency: agency.id,
    flow: flow.id,
    key: flow.key.map(({ of }) => codesOf(of, words)).join('.'),
    parameters: Object.fromEntries(
      Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}

/** Empty is everything, as `*` is. The unit follows from indicator and transform. */
function codesOf(of: KeyDimension['of'], words: SeriesWords): string {
  switch (of) {
    case 'frequency':
      return monthly.id;
    case 'adjustment':
      return unadjusted.id;
    case 'indicator':
      return words.indicator;
    case 'transform':
      return transformCodes[words.transform ?? 'level'];
    case 'unit':
      return '';
    default: {
      const codes = words[of] ?? total;
      if (codes === '*') return '';
      return codes
        .split(',')
        .map((code) => (of === 'flow' ? (flowCodes[code as keyof typeof flowCodes] ?? code) : code))
        .join('+');
    }
  }
}
