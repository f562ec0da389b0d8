import { causesOf, type ReleaseCause } from '../catalogue/causes.ts';
import { type Dimension, dimensions, type IndicatorId, indicators } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { add, compare, type Decimal, divide, round } from '../catalogue/number.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import type { Database } from './database.ts';

export type CellCodes = Readonly<Record<Dimension, string>>;

/** A value of a cell as one release of its month has it. */
export interface EarlierValue {
  readonly release: string;
  readonly published_at: Date;
  readonly value: Decimal | null;
  readonly status: Status | null;
  readonly reason: Reason | null;
  readonly coverage: Decimal | null;
  /** What can have moved it since the release before; empty where it did not move. */
  readonly causes: readonly Pick<ReleaseCause, 'code' | 'public'>[];
}

/** Bands of shares, so that nobody's value can be told from its share: up to a tenth, a quarter, a half, three quarters, all. */
export const shareBands = ['0.10', '0.25', '0.50', '0.75', '1.00'] as const;
export type ShareBand = (typeof shareBands)[number];

/** How many tenants are behind a value; their shares in bands, where there are at least three. */
export interface Contributors {
  readonly tenants: number | null;
  readonly largest: ShareBand | null;
  readonly top_five: ShareBand | null;
  readonly estimated: number | null;
}

/** With fewer tenants a share tells one of them about the other. */
const fewestTold = 3;

/** What every release known at an instant says of a cell of a month, the first one first. */
export async function valuesOfCell(
  { kysely }: Database,
  indicator: IndicatorId,
  cell: CellCodes,
  period: string,
  asOf: Date | null,
): Promise<EarlierValue[]> {
  let query = kysely
    .selectFrom('release')
    .leftJoin('observation', (join) => {
      let on = join
        .onRef('observation.release_key', '=', 'release.release_key')
        .on('observation.indicator', '=', indicator);
      for (const dimension of dimensions) on = on.on(`observation.${dimension}`, '=', cell[dimension]);
      return on;
    })
    .select(['release.id as release', 'published_at', 'release.causes'])
    .select(['value', 'observation.status', 'reason', 'coverage'])
    .where('release.period', '=', period);
  if (asOf) query = query.where('published_at', '<=', asOf);
  const rows = await query.orderBy('number').execute();
  const values = rows.map(({ value }) => value && round(value, indicators[indicator].decimals));
  return rows.map(({ causes, release, published_at, status, reason, coverage }, at) => ({
    ...{ release, published_at, coverage },
    value: values[at] ?? null,
    status: status as Status | null,
    reason: reason as Reason | null,
    causes:
      at > 0 && values[at] !== values[at - 1] ? causesAt(indicator, cell, causes as ReleaseCause[]) : [],
  }));
}

function causesAt(indicator: string, cell: CellCodes, all: readonly ReleaseCause[]): EarlierValue['causes'] {
  const own = causesOf({ indicator, ...cell }, all);
  return all
    .filter(({ code }) => own.includes(code))
    .map(({ code, public: said }) => ({ code, public: said }));
}

const unknown: Contributors = { tenants: null, largest: null, top_five: null, estimated: null };

/** The tenants behind a cell of a release without its details; a release that does not keep them tells nothing. */
export async function contributorsOf(
  { kysely }: Database,
  release: string,
  cell: CellCodes,
): Promise<Contributors> {
  const { park, mode, flow, ...details } = cell;
  if (Object.values(details).some((code) => code !== total)) return unknown;
  let query = kysely
    .selectFrom('tenant_cell')
    .innerJoin('release', 'release.release_key', 'tenant_cell.release_key')
    .select(['uscc', 'cny', 'estimated'])
    .where('release.id', '=', release)
    .where('tenant_cell.park', '<>', total);
  if (park !== total) query = query.where('tenant_cell.park', '=', park);
  if (mode !== total) query = query.where('tenant_cell.mode', '=', mode);
  if (flow !== total) query = query.where('tenant_cell.flow', '=', flow);
  const rows = await query.execute();
  if (rows.length === 0) return unknown;
  const byTenant = [...Map.groupBy(rows, ({ uscc }) => uscc).values()];
  const values = byTenant.map((own) => own.map(({ cny }) => cny).reduce(add));
  const estimated = byTenant.filter((own) => own.some((row) => row.estimated)).length;
  return { tenants: values.length, estimated, ...bandsOf(values) };
}

/** Bands of the largest share and of the five largest together. */
export function bandsOf(values: readonly Decimal[]): Pick<Contributors, 'largest' | 'top_five'> {
  const whole = values.reduce(add, '0');
  const isTold = values.length >= fewestTold && compare(whole, '0') > 0;
  if (!isTold || values.some((value) => compare(value, '0') < 0)) return { largest: null, top_five: null };
  const ordered = values.toSorted((a, b) => compare(b, a));
  const share = (count: number) => divide(ordered.slice(0, count).reduce(add), whole, 6);
  return { largest: bandOf(share(1)), top_five: values.length > 5 ? bandOf(share(5)) : '1.00' };
}

function bandOf(share: Decimal): ShareBand {
  return shareBands.find((limit) => compare(share, limit) <= 0) ?? '1.00';
}
