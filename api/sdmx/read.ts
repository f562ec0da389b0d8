import type { Dimension } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import type { Period } from '../../catalogue/period.ts';
import type { Dataflow } from '../../catalogue/sdmx/flows.ts';
import {
  confidentiality,
  monthly,
  observationStatus,
  releaseStates,
  transformCodes,
  unadjusted,
} from '../../catalogue/sdmx/vocabulary.ts';
import type { Status } from '../../catalogue/status.ts';
import type { Database } from '../../warehouse/database.ts';
import { countHeld } from '../../warehouse/held-cells.ts';
import { readSeries, type SeriesRow } from '../../warehouse/series.ts';
import { refuseTooLarge } from '../../warehouse/series-size.ts';
import { sdmxCode } from './key.ts';
import { madeOf, type Read } from './plan.ts';

export interface Observation {
  readonly period: string;
  /** Decimal text in the unit that the key names; null where there is none. */
  readonly value: string | null;
  /** By attribute; null where it has none. */
  readonly attributes: Readonly<
    Record<'OBS_STATUS' | 'CONF_STATUS' | 'RELEASE' | 'VINTAGE' | 'REASON' | 'COVERAGE', string | null>
  >;
}

/** Observations of one key over time. */
export interface Series {
  /** Codes in the order of the dataflow's key. */
  readonly key: readonly string[];
  readonly attributes: Readonly<Record<'UNIT_MULT' | 'DECIMALS', string>>;
  readonly observations: readonly Observation[];
}

/** Observations that were valid from one instant, null = of one vintage; or that were so no longer. */
export interface DataSet {
  readonly validFrom: Date | null;
  readonly action: 'Replace' | 'Delete';
  readonly series: readonly Series[];
}

type State = keyof typeof releaseStates;

/** One vintage of the months asked for. */
export interface Vintage {
  readonly from: Period;
  readonly to: Period;
  readonly asOf: Date | null;
  /** State of each release, by its id. */
  readonly states: ReadonlyMap<string, State>;
}

/**
 * The reads that there is something to read for: an indicator that is not named and that the releases do not hold is not
 * asked for. Refuses before the work what would be too large; `times` for answers that hold as many vintages.
 */
export async function sizedReads(
  database: Database,
  reads: readonly Read[],
  releaseKeys: readonly number[],
  isNamed: boolean,
  times: number,
): Promise<Read[]> {
  const counts = new Map<string, number>();
  const found: Read[] = [];
  let cells = 0;
  for (const read of reads) {
    const { indicator, select, detail } = read;
    const key = JSON.stringify([indicator, detail, read.of === null ? null : select]);
    const held = { indicators: [madeOf(indicator)], select, releaseKeys };
    const count = counts.get(key) ?? (await countHeld(database, held));
    counts.set(key, count);
    cells += count;
    if (count > 0 || isNamed) found.push(read);
    refuseTooLarge(cells * times);
  }
  return found;
}

/** Series of every read, in their order, of one vintage. A month that has no release then has no observation. */
export async function readVintage(
  database: Database,
  flow: Dataflow,
  reads: readonly Read[],
  vintage: Vintage,
): Promise<Series[]> {
  const found: Series[] = [];
  let observations = 0;
  for (const read of reads) {
    const { indicator, transform, select, of } = read;
    const { from, to, asOf } = vintage;
    const rows = await readSeries(database, { indicator, transform, select, of, from, to, asOf, last: null });
    for (const series of seriesOf(flow, read, rows, vintage)) {
      found.push(series);
      observations += series.observations.length;
    }
    refuseTooLarge(observations);
  }
  return found;
}

/** Rows come cell by cell. */
function seriesOf(flow: Dataflow, read: Read, rows: readonly SeriesRow[], { states }: Vintage): Series[] {
  const found: { key: string[]; observations: Observation[] }[] = [];
  let current = '';
  for (const row of rows) {
    if (row.release === null || read.named.some((dimension) => row[dimension] === total)) continue;
    const key = keyOf(flow, read, row);
    const text = key.join('.');
    if (text !== current) found.push({ key, observations: [] });
    current = text;
    found
      .at(-1)
      ?.observations.push(observationOf(row, read.told.shift, stateOf(row.status, states.get(row.release))));
  }
  const attributes = { UNIT_MULT: '0', DECIMALS: String(read.decimals) };
  return found.map((series) => ({ ...series, attributes }));
}

/** A cell that its release did not move is not revised; what has no state of its own has that of its release. */
function stateOf(status: Status, release: State = 'p'): State {
  return status === 'p' || status === 'r' || status === 'f' ? status : release;
}

function keyOf({ key }: Dataflow, { transform, told }: Read, row: SeriesRow): string[] {
  return key.map(({ of }) => {
    switch (of) {
      case 'frequency':
        return monthly.id;
      case 'adjustment':
        return unadjusted.id;
      case 'indicator':
        return row.indicator;
      case 'transform':
        return transformCodes[transform];
      case 'unit':
        return told.unit;
      default:
        return sdmxCode(of, row[of as Dimension] ?? total);
    }
  });
}

function observationOf(row: SeriesRow, shift: number, state: State): Observation {
  const { period, value, status, reason, release, coverage } = row;
  const observed = observationStatus(status, reason);
  return {
    period,
    // Whatever it was read as: what is confidential has no value.
    value: value === null || observed === 'Q' ? null : movePoint(value, shift),
    attributes: {
      OBS_STATUS: observed,
      CONF_STATUS: confidentiality(observed),
      RELEASE: releaseStates[state].id,
      VINTAGE: release,
      REASON: reason,
      COVERAGE: coverage,
    },
  };
}

/** `0.083000` by two places → `8.3000`: exact, and with as many fewer decimals. */
export function movePoint(decimal: string, places: number): string {
  if (places === 0) return decimal;
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  const moved = fraction.padEnd(places, '0');
  const before = `${whole}${moved.slice(0, places)}`.replace(/^0+(?=\d)/, '');
  const after = moved.slice(places);
  const text = after ? `${before}.${after}` : before;
  return /[1-9]/.test(text) ? `${sign}${text}` : text;
}
