import {
  crossed,
  type Detail,
  type Dimension,
  type Indicator,
  type IndicatorId,
  indicatorIds,
  indicators,
  type Transform,
  transformsOf,
} from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import type { Dataflow } from '../../catalogue/sdmx/flows.ts';
import { type Told, toldAs, transformCodes } from '../../catalogue/sdmx/vocabulary.ts';
import type { Selection } from '../../warehouse/series.ts';
import { measureOf } from '../series-content.ts';
import { chosenOf, type Key, selectionOf } from './key.ts';

type Select = Readonly<Partial<Record<Dimension, Selection>>>;

/** One read of series that answers a part of a key. */
export interface Read {
  readonly indicator: IndicatorId;
  readonly transform: Transform;
  readonly select: Select;
  /** The detail that its cells name; null for cells that name none. */
  readonly detail: Detail | null;
  /** For share and contribution: the last dimension that a cell names is the one whose total is the whole. */
  readonly of: Dimension | null;
  /** Cells that are total in one of these belong to another read. */
  readonly named: readonly Dimension[];
  readonly told: Told;
  readonly decimals: number;
}

/** Everything that a key asks for, each cell once: details are never crossed, and parts know their whole. */
export function readsOf(flow: Dataflow, key: Key): Read[] {
  const wantedIndicators = chosenOf(flow, key, 'indicator');
  const wantedTransforms = chosenOf(flow, key, 'transform');
  const wantedUnits = chosenOf(flow, key, 'unit');
  const isWanted = (wanted: readonly string[] | null, code: string) =>
    wanted === null || wanted.includes(code);
  return indicatorIds
    .filter((indicator) => isWanted(wantedIndicators, indicator))
    .flatMap((indicator) =>
      transformsOf(indicator)
        .filter((transform) => isWanted(wantedTransforms, transformCodes[transform]))
        .flatMap((transform) => {
          const { unit, decimals } = measureOf({ indicator, transform });
          const told = toldAs(unit, transform);
          if (!isWanted(wantedUnits, told.unit)) return [];
          const common = { indicator, transform, told, decimals: decimals - told.shift };
          return cellsOf(flow, key, indicator).flatMap((part) =>
            wholes(part, indicator, transform).map((one) => ({ ...common, ...one })),
          );
        }),
    );
}

interface Part {
  readonly select: Select;
  readonly detail: Detail | null;
  readonly of: Dimension | null;
  readonly named: readonly Dimension[];
}

/** The cells of a key that name no detail, and those that name each. */
function cellsOf(flow: Dataflow, key: Key, indicator: IndicatorId): Part[] {
  const { breakdowns } = indicators[indicator] as Indicator;
  const selected = (dimension: Dimension): Selection => {
    const codes = selectionOf(flow, key, dimension);
    return breakdowns.includes(dimension) ? codes : takesTotal(codes) ? [total] : [];
  };
  const crossing = Object.fromEntries(crossed.map((dimension) => [dimension, selected(dimension)]));
  const parts = [null, ...flow.details].flatMap((detail): Part[] => {
    const others = flow.details.filter((one) => one !== detail);
    if (others.some((other) => !takesTotal(selected(other)))) return [];
    if (detail === null) return [{ select: crossing, detail, of: null, named: [] }];
    const codes = withoutTotal(selected(detail));
    return [{ select: { ...crossing, [detail]: codes }, detail, of: null, named: [detail] }];
  });
  return parts.filter(({ select }) => Object.values(select).every((codes) => codes.length > 0));
}

/** For parts of a whole, the cells by the last dimension that they name; else the cells as they are. */
function wholes(part: Part, indicator: IndicatorId, transform: Transform): Part[] {
  if (transform !== 'share' && transform !== 'contribution') return [part];
  const { additivity } = indicators[indicator] as Indicator;
  const candidates: readonly Dimension[] = part.detail ? [part.detail] : [...crossed];
  return candidates
    .filter((of) => additivity[of] === 'sum')
    .flatMap((of): Part[] => {
      const after = part.detail ? [] : crossed.slice(crossed.indexOf(of as 'park') + 1);
      if (after.some((dimension) => !takesTotal(part.select[dimension] ?? [total]))) return [];
      const codes = withoutTotal(part.select[of] ?? [total]);
      if (codes.length === 0) return [];
      const totals = Object.fromEntries(after.map((dimension) => [dimension, [total]]));
      return [{ ...part, select: { ...part.select, ...totals, [of]: codes }, of, named: [of] }];
    });
}

function takesTotal(codes: Selection): boolean {
  return codes === '*' || codes.includes(total);
}

function withoutTotal(codes: Selection): Selection {
  return codes === '*' ? codes : codes.filter((code) => code !== total);
}

/** The indicator that releases hold of one: counts over several months are made of the active tenants. */
export function madeOf(id: IndicatorId): IndicatorId {
  return (indicators[id] as Indicator).made === 'vintage' ? 'active_tenants' : id;
}
