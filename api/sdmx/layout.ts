import { type AttributeId, attributes, type Dataflow, timeDimension } from '../../catalogue/sdmx/flows.ts';
import type { DataSet, Observation, Series } from './read.ts';

export const details = ['full', 'dataonly', 'serieskeysonly', 'nodata'] as const;
export type Detail = (typeof details)[number];

export type Attributes = Readonly<Partial<Record<AttributeId, string | null>>>;

/** One observation below its group. */
export interface Entry {
  /** Codes of the dimensions at the observation, in their order. */
  readonly codes: readonly string[];
  readonly value: string | null;
  readonly attributes: Attributes;
}

/** Observations that share the codes of all dimensions but those at the observation. */
export interface Group {
  readonly codes: readonly string[];
  readonly attributes: Attributes;
  readonly entries: readonly Entry[];
}

/** Data sets as every format writes them. */
export interface Layout {
  readonly flow: Dataflow;
  readonly dimensionAtObservation: string;
  /** Dimensions of the groups' codes, none where the observations are flat, and of the entries'. */
  readonly groupIds: readonly string[];
  readonly entryIds: readonly string[];
  readonly groupAttributes: readonly AttributeId[];
  readonly entryAttributes: readonly AttributeId[];
  readonly hasObservations: boolean;
  readonly sets: readonly {
    readonly action: DataSet['action'];
    readonly validFrom: Date | null;
    readonly groups: readonly Group[];
  }[];
}

export const allDimensions = 'AllDimensions';

/** Lays out data sets by the dimension at the observation: time, another one, or all. */
export function layOut(
  flow: Dataflow,
  dataSets: readonly DataSet[],
  dimensionAtObservation: string,
  detail: Detail,
): Layout {
  const ids = [...flow.key.map(({ id }) => id), timeDimension.id];
  const hasObservations = detail === 'full' || detail === 'dataonly';
  // Series without observations are series over time.
  const at = hasObservations ? dimensionAtObservation : timeDimension.id;
  const entryIds = at === allDimensions ? ids : [at];
  const groupIds = ids.filter((id) => !entryIds.includes(id));
  const ofSeries = attributes.filter(({ of }) => of === 'series').map(({ id }) => id);
  const ofObservation = attributes.filter(({ of }) => of === 'observation').map(({ id }) => id);
  const told = detail === 'full' || detail === 'nodata';
  // An attribute of a series depends on every dimension but time: elsewhere it belongs to each observation.
  const overTime = at === timeDimension.id;
  const layout: Omit<Layout, 'sets'> = {
    flow,
    dimensionAtObservation: at,
    groupIds,
    entryIds,
    groupAttributes: told && overTime ? ofSeries : [],
    entryAttributes: detail !== 'full' ? [] : overTime ? ofObservation : [...ofSeries, ...ofObservation],
    hasObservations,
  };
  const groupsOf = overTime
    ? (series: readonly Series[]) => timeSeries(series, layout)
    : (series: readonly Series[]) => regrouped(series, ids, layout);
  return {
    ...layout,
    sets: dataSets.map(({ action, validFrom, series }) => ({ action, validFrom, groups: groupsOf(series) })),
  };
}

type Shape = Omit<Layout, 'sets'>;

function timeSeries(series: readonly Series[], shape: Shape): Group[] {
  return series.map((one) => ({
    codes: one.key,
    attributes: pick(one, undefined, shape.groupAttributes),
    entries: shape.hasObservations
      ? one.observations.map((observation) => entryOf(one, observation, [observation.period], shape))
      : [],
  }));
}

function regrouped(series: readonly Series[], ids: readonly string[], shape: Shape): Group[] {
  const groups = new Map<string, { codes: string[]; attributes: Attributes; entries: Entry[] }>();
  const inGroup = shape.groupIds.map((id) => ids.indexOf(id));
  const inEntry = shape.entryIds.map((id) => ids.indexOf(id));
  for (const one of series)
    for (const observation of one.observations) {
      const all = [...one.key, observation.period];
      const codes = inGroup.map((at) => all[at] as string);
      const name = codes.join('.');
      const group = groups.get(name) ?? { codes, attributes: {}, entries: [] };
      groups.set(name, group);
      group.entries.push(
        entryOf(
          one,
          observation,
          inEntry.map((at) => all[at] as string),
          shape,
        ),
      );
    }
  return [...groups.values()];
}

function entryOf(series: Series, observation: Observation, codes: readonly string[], shape: Shape): Entry {
  const attributes = pick(series, observation, shape.entryAttributes);
  return { codes, value: observation.value, attributes };
}

function pick(series: Series, observation: Observation | undefined, ids: readonly AttributeId[]): Attributes {
  const all: Attributes = { ...series.attributes, ...observation?.attributes };
  return Object.fromEntries(ids.map((id) => [id, all[id] ?? null]));
}
