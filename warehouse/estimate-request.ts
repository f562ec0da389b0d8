import {
  type ClassChange,
  carriedOn,
  classChange,
  type EstimateMethod,
  estimateMethods,
  estimation,
} from '../catalogue/estimation.ts';
import { isLegalPair } from '../catalogue/mode.ts';
import { add, compare, type Decimal } from '../catalogue/number.ts';
import { addMonths, firstDay, lastDay, type Period, periodsBetween } from '../catalogue/period.ts';
import { type Message, Refusal } from '../catalogue/refusal.ts';
import { alone, type Database } from './database.ts';
import {
  type Estimate,
  type EstimateAct,
  keepEstimate,
  listEstimates,
  releasedTenants,
} from './estimates.ts';
import { findTenant, listMemberships } from './registry.ts';
import { reportingTenants } from './reporting.ts';

/** What is to be estimated: a tenant's month in one mode and flow. */
export interface EstimateRequest {
  readonly period: Period;
  readonly uscc: string;
  readonly mode: string;
  readonly flow: string;
  readonly method: EstimateMethod;
}

/** What an estimate is made from, kept with it. */
interface Evidence {
  readonly base: {
    readonly period: string;
    readonly release: string;
    readonly cny: Decimal;
    readonly usd: Decimal;
  };
  /** From the base month on, one after the other. */
  readonly changes: readonly (ClassChange & {
    readonly from: string;
    readonly to: string;
    readonly releases: readonly [string, string];
  })[];
}

/**
 * Estimates what a tenant has not reported: its last value, carried on by how its class changed since (ratio imputation).
 * The result is fixed; it counts until the tenant reports or until it is taken back.
 */
export async function requestEstimate(
  database: Database,
  request: EstimateRequest,
  { note, by, at, along }: EstimateAct,
): Promise<Estimate> {
  return alone(database, 'estimate', async () => {
    const park = await parkOf(database, request);
    await refuseReported(database, request);
    const base = await baseOf(database, request);
    const evidence = await carry(database, request, park, base);
    const amounts = carriedOn(evidence.base, evidence.changes);
    const { period, uscc, mode, flow, method } = request;
    const id = await keepEstimate(
      database,
      {
        ...{ period, uscc, park, mode, flow, method, ...amounts, evidence, note },
        requested_by: by,
        requested_at: at,
      },
      along,
    );
    return (await listEstimates(database, period)).find(({ estimate_id }) => estimate_id === id) as Estimate;
  });
}

/** Where the tenant was due; of several parks the one in which the month ended for it. */
async function parkOf(database: Database, { period, uscc, mode, flow }: EstimateRequest): Promise<string> {
  if (!isLegalPair(mode, flow))
    throw new Refusal(
      'impossible_code',
      { zh: `监管方式${mode}没有“${flow}”`, en: `Mode ${mode} has no ${flow}` },
      { parameter: 'flow', value: flow },
    );
  if (!(await findTenant(database, uscc)))
    throw new Refusal(
      'unknown_tenant',
      { zh: `企业“${uscc}”未登记`, en: `Tenant "${uscc}" is not registered` },
      { parameter: 'tenant', value: uscc },
    );
  const stays = (await listMemberships(database))
    .filter((one) => one.uscc === uscc && one.from_day <= lastDay(period))
    .filter(({ to_day }) => to_day === null || to_day > firstDay(period))
    .toSorted((a, b) => (a.from_day < b.from_day ? -1 : 1));
  const last = stays.at(-1);
  if (last) return last.park_id;
  throw refused('not_due', {
    zh: `企业${uscc}在${period}不在任何园区，不应报送，不能估算`,
    en: `Tenant ${uscc} was in no park in ${period}: it is not due, and nothing is estimated`,
  });
}

async function refuseReported(
  database: Database,
  { period, uscc, mode, flow }: EstimateRequest,
): Promise<void> {
  const standing = await database.kysely
    .selectFrom('in_force')
    .select('delivery_id')
    .where('uscc', '=', uscc)
    .where('period', '=', period)
    .where('customs_mode', '=', mode)
    .where('flow', '=', flow)
    .executeTakeFirst();
  if (standing)
    throw refused('reported', {
      zh: `企业${uscc}已报送${period}的${mode}（${standing.delivery_id}），不能估算`,
      en: `Tenant ${uscc} has reported ${mode} for ${period} (${standing.delivery_id}): nothing is estimated`,
    });
  const same = (await listEstimates(database, period)).find(
    (one) => one.state === 'active' && one.uscc === uscc && one.mode === mode && one.flow === flow,
  );
  if (same)
    throw refused('estimated', {
      zh: `已有估算${same.estimate_id}，请先撤销：parkstat estimate --end ${same.estimate_id}`,
      en: `Estimate ${same.estimate_id} stands already: take it back first, parkstat estimate --end ${same.estimate_id}`,
    });
}

/** The month of the last report, at most as many silent months ago as are carried on; a year ago for `ratio_12`. */
async function baseOf(database: Database, request: EstimateRequest): Promise<Evidence['base']> {
  const { period, uscc, mode, flow, method } = request;
  const lastReport = await lastReportBefore(database, request);
  const { monthsBack } = estimateMethods[method];
  const month = monthsBack === 1 ? lastReport : addMonths(period, -monthsBack);
  const released = await releasedOrRefuse(database, month);
  const own = released.values.filter((one) => one.uscc === uscc && one.mode === mode && one.flow === flow);
  const sum = (currency: 'cny' | 'usd') => own.reduce((all, one) => add(all, one[currency]), '0');
  const base = { period: month, release: released.release, cny: sum('cny'), usd: sum('usd') };
  if (compare(base.cny, '0') > 0) return base;
  throw noEarlierValue(uscc, month);
}

function noEarlierValue(uscc: string, month: Period): Refusal {
  return refused('no_earlier_value', {
    zh: `企业${uscc}在${month}没有该方式的货值，无从推算`,
    en: `Tenant ${uscc} had no such value in ${month}: there is nothing to carry on`,
  });
}

async function lastReportBefore(database: Database, { period, uscc }: EstimateRequest): Promise<Period> {
  const months = periodsBetween(addMonths(period, -estimation.silentMonths), addMonths(period, -1)).reverse();
  let wasDue = false;
  for (const month of months) {
    const own = (await reportingTenants(database, month)).filter((one) => one.uscc === uscc);
    if (own.some(({ received }) => received)) return month;
    wasDue ||= own.length > 0;
  }
  if (!wasDue) throw noEarlierValue(uscc, addMonths(period, -1));
  throw refused('silent', {
    zh: `企业${uscc}已连续${estimation.silentMonths}个月未报送，请先查询，不再估算`,
    en: `Tenant ${uscc} has been silent for ${estimation.silentMonths} months: ask it, nothing is estimated any more`,
  });
}

async function carry(
  database: Database,
  { period, mode, flow, method }: EstimateRequest,
  park: string,
  base: Evidence['base'],
): Promise<Evidence> {
  const from = base.period as Period;
  const months = method === 'ratio' ? periodsBetween(from, period) : [from, period];
  const changes = [];
  for (const [at, to] of months.slice(1).entries()) {
    const earlier = months[at] as Period;
    const [before, after] = [await releasedOrRefuse(database, earlier), await releasedOrRefuse(database, to)];
    const change = classChange({ park, mode, flow }, before.values, after.values);
    if (!change)
      throw refused('too_few', {
        zh: `${earlier}和${to}都报送的企业不足${estimation.minUnits}户，不能推算`,
        en: `Fewer than ${estimation.minUnits} tenants reported in both ${earlier} and ${to}: nothing can be estimated`,
      });
    changes.push({ from: earlier, to, releases: [before.release, after.release] as const, ...change });
  }
  return { base, changes };
}

async function releasedOrRefuse(database: Database, period: Period) {
  const released = await releasedTenants(database, period);
  if (released) return released;
  throw new Refusal(
    'no_release',
    {
      zh: `统计期${period}尚未发布，估算以已发布的数据为据：请先发布`,
      en: `${period} is not published, and estimates are made from what is: publish it first`,
    },
    { period },
  );
}

function refused(reason: string, text: Message): Refusal {
  return new Refusal('wrong_state', text, { reason });
}
