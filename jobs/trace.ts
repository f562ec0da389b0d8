import type { Trace, TraceDelivery, TraceEvent, TraceQuery, TraceRow } from '../api/tracing.ts';
import { eventIndicators } from '../catalogue/indicators/events.ts';
import { type Indicator, type IndicatorId, indicators } from '../catalogue/indicators.ts';
import { kindCode } from '../catalogue/mode.ts';
import { add, compare, divide, multiply, round } from '../catalogue/number.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { type FactsInput, partitionsOf } from '../transform/partitions.ts';
import {
  type Contributor,
  modelsBehind,
  type TracedLine,
  traceEvents,
  traceLines,
} from '../transform/trace.ts';
import { describeDeliveries } from '../warehouse/delivery-description.ts';
import { listMemberships, listRates, listSites, listTenants } from '../warehouse/registry.ts';
import { findRelease, visibleReleases } from '../warehouse/releases.ts';
import { tenantsTold } from '../warehouse/scope.ts';
import { cellOf, coveredBy, findingsAt } from '../warehouse/trace.ts';
import type { Program } from './program.ts';

type FoundRelease = NonNullable<Awaited<ReturnType<typeof findRelease>>>;
interface Manifest {
  readonly deliveries?: readonly { readonly delivery_id: string }[];
  readonly partitions?: Readonly<Record<string, string>>;
  readonly rates?: FactsInput['rates'];
  readonly memberships?: { readonly rows?: FactsInput['memberships'] };
  readonly sites?: FactsInput['sites'];
  readonly event_partitions?: Readonly<Record<string, string>>;
}

/** From a cell of a release to its formula, partitions, deliveries and rows, with what was found and confirmed. */
export async function trace(program: Program, query: TraceQuery): Promise<Trace> {
  const { database, settings, engine } = program;
  const release = await releaseOf(program, query);
  const observed = await cellOf(database, release.release_key, query.indicator, query.cell);
  if (!observed) throw notHeld(release, query);
  const tenants = await listTenants(database);
  const facts = await madeFrom(program, release);
  const kinds = tenants.map(({ uscc, kind }) => ({ uscc, kind: kindCode(kind) }));
  const { limit, offset, cell } = query;
  const only = await tenantsTold(database, query.scope, release.period);
  const found = await traceLines({ facts, cell, kinds, only, limit, offset }, settings.dataDir, engine);
  const told = found.contributors.filter(({ uscc }) => only === null || only.has(uscc));
  const deliveries = await deliveriesOf(program, told, tenants);
  const sum = sumOf(found.contributors);
  const value = observed.value === null ? null : round(observed.value, indicators[query.indicator].decimals);
  return {
    indicator: query.indicator,
    cell,
    period: release.period,
    release: release.id,
    value,
    status: observed.status,
    reason: observed.reason,
    formula: formulaOf(query.indicator),
    partitions: Object.entries(found.partitions).map(([id, fingerprint]) => ({ id, fingerprint })),
    deliveries,
    sum,
    adds_up: addsUp(query.indicator, value, sum),
    total: sumOf(told).lines,
    rows: await rowsOf(program, found.rows, deliveries, facts),
    events: (await eventsOf(program, release, query)).filter(({ uscc }) => only === null || only.has(uscc)),
  };
}

async function releaseOf(
  { database }: Program,
  { release, period, asOf }: TraceQuery,
): Promise<FoundRelease> {
  const visible = await visibleReleases(database, asOf);
  const id = release ?? visible.find((one) => one.period === period)?.id;
  const found = id === undefined ? undefined : await findRelease(database, id);
  if (found && found.period === period) return found;
  throw new Refusal(
    'no_release',
    {
      zh: `${period}没有${release === null ? '已发布的数据' : `发布${release}`}，见/api/v1/releases`,
      en: `${period} has no ${release === null ? 'release' : `release ${release}`}, see /api/v1/releases`,
    },
    { period, release },
  );
}

function notHeld({ id }: FoundRelease, { indicator, cell }: TraceQuery): Refusal {
  return new Refusal(
    'not_found',
    {
      zh: `发布${id}中没有指标${indicator}的这个单元：没有申报行属于它，请换分组或代码`,
      en: `Release ${id} holds no such cell of ${indicator}: no line belongs to it; choose other codes`,
    },
    { release: id, indicator, ...cell },
  );
}

/** What a release was made from, as its manifest tells; an older manifest does not tell memberships and rates. */
async function madeFrom({ database }: Program, { manifest, period }: FoundRelease): Promise<FactsInput> {
  const { deliveries = [], partitions = {}, rates, memberships, sites } = manifest as Manifest;
  const ids = [...new Set(deliveries.map(({ delivery_id }) => delivery_id))];
  const today = {
    inForce: await coveredBy(database, ids, period),
    memberships: await listMemberships(database),
    rates: await listRates(database),
    sites: await listSites(database),
  };
  // Mostly nothing was corrected since: then the release's facts stand already.
  const isSame = partitionsOf(today).every(({ id, fingerprint }) => partitions[id] === fingerprint);
  if (isSame) return today;
  return {
    inForce: today.inForce,
    memberships: memberships?.rows ?? today.memberships,
    rates: rates ?? today.rates,
    sites: sites ?? today.sites,
  };
}

async function deliveriesOf(
  { database }: Program,
  contributors: readonly Contributor[],
  tenants: Awaited<ReturnType<typeof listTenants>>,
): Promise<TraceDelivery[]> {
  const described = await describeDeliveries(database, [
    ...new Set(contributors.map(({ delivery_id }) => delivery_id)),
  ]);
  const byId = new Map(described.map((one) => [one.id, one]));
  const names = new Map(tenants.map(({ uscc, name_zh }) => [uscc, name_zh]));
  return contributors.map(({ delivery_id, uscc, customs_mode, flow, lines, cny, usd }) => {
    const { file_name = '', sha256 = '', received_at = '', state = '' } = byId.get(delivery_id) ?? {};
    const name_zh = names.get(uscc) ?? '';
    return {
      ...{ delivery_id, uscc, name_zh, file_name, sha256, received_at, state },
      ...{ mode: customs_mode, flow, lines: Number(lines), cny, usd },
    };
  });
}

function sumOf(contributors: readonly Contributor[]): Trace['sum'] {
  return {
    deliveries: contributors.length,
    lines: contributors.reduce((sum, { lines }) => sum + Number(lines), 0),
    cny: contributors.map(({ cny }) => cny).reduce(add, '0.00'),
    usd: contributors.map(({ usd }) => usd).reduce(add, '0.00'),
  };
}

/** Indicators that are the sum of something over the lines of their cell, and of what. */
const sumsOfLines: Partial<Record<IndicatorId, 'cny' | 'usd' | 'lines'>> = {
  trade_value: 'cny',
  trade_value_usd: 'usd',
  lines: 'lines',
};

function addsUp(indicator: TraceQuery['indicator'], value: string | null, sum: Trace['sum']): boolean | null {
  const of = sumsOfLines[indicator];
  return of === undefined || value === null ? null : compare(value, String(sum[of])) === 0;
}

function formulaOf(id: TraceQuery['indicator']): Trace['formula'] {
  const { definition } = indicators[id] as Indicator;
  return { ...definition, model: `indicators.${id}`, sql: modelsBehind(id) };
}

async function rowsOf(
  { database }: Program,
  lines: readonly TracedLine[],
  deliveries: readonly TraceDelivery[],
  { rates }: FactsInput,
): Promise<TraceRow[]> {
  const files = new Map(deliveries.map(({ delivery_id, file_name }) => [delivery_id, file_name]));
  const found = Map.groupBy(await findingsAt(database, lines), placeOf);
  const rateOf = new Map(rates.map((rate) => [`${rate.month} ${rate.currency}`, rate.cny_per_100]));
  return lines.map(({ delivery, period: _, declared_month, row, ...line }) => {
    const cny_per_100 =
      line.currency === 'CNY' ? '100' : (rateOf.get(`${declared_month} ${line.currency}`) ?? null);
    const findings = found.get(placeOf({ delivery, part: line.part, row })) ?? [];
    return {
      delivery_id: delivery,
      file_name: files.get(delivery) ?? '',
      ...line,
      row: Number(row),
      cny_per_100,
      cny: cny_per_100 === null ? null : divide(multiply(line.amount, cny_per_100), '100', 2),
      findings: findings.map(({ delivery: _delivery, part: _part, row: _row, ...finding }) => finding),
    };
  });
}

/** Returns and cancellations of the cell; none for an indicator of lines alone. */
async function eventsOf(
  { database, settings, engine }: Program,
  { manifest }: FoundRelease,
  { indicator, cell }: TraceQuery,
): Promise<TraceEvent[]> {
  if (!Object.hasOwn(eventIndicators, indicator)) return [];
  const { event_partitions: fingerprints = {} } = manifest as Manifest;
  const found = await traceEvents({ cell, fingerprints }, settings.dataDir, engine);
  const ids = [...new Set(found.map(({ delivery }) => delivery))];
  const names = new Map(
    (await describeDeliveries(database, ids)).map(({ id, file_name }) => [id, file_name]),
  );
  return found.map(({ delivery, row, ...event }) => ({
    delivery_id: delivery,
    file_name: names.get(delivery) ?? '',
    row: Number(row),
    ...event,
  }));
}

function placeOf({ delivery, part, row }: { delivery: string; part: string | null; row: string }): string {
  return `${delivery} ${part ?? ''} ${row}`;
}
