import type { Fed } from '../api/tracing.ts';
import { crossed } from '../catalogue/indicators.ts';
import { kindCode, total } from '../catalogue/mode.ts';
import { codesOfLines, type LineCodes } from '../transform/trace.ts';
import { describeDeliveries } from '../warehouse/delivery-description.ts';
import { listMemberships, listTenants } from '../warehouse/registry.ts';
import { cellsAt, coveredBy, eventsCoveredBy, type FedCodes, releasesWith } from '../warehouse/trace.ts';
import type { Program } from './program.ts';

type Codes = FedCodes;

/** From a delivery to every cell that it feeds, in every release that counts it. */
export async function fedCells(
  program: Program,
  deliveryId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<Fed> {
  const { database } = program;
  const releases = await releasesWith(database, deliveryId);
  const codes = withTotals(await codesOf(program, deliveryId));
  const keys = releases.map(({ release_key }) => release_key);
  const { rows, total } = await cellsAt(database, keys, codes, limit, offset);
  return { releases: releases.map(({ id, period, current }) => ({ id, period, current })), total, rows };
}

/** Codes of the delivery's lines; of returns and cancellations, modes and flows with the parks of the tenant. */
async function codesOf({ database, settings, engine }: Program, id: string): Promise<Codes[]> {
  const [delivery] = await describeDeliveries(database, [id]);
  const memberships = await listMemberships(database);
  const kinds = (await listTenants(database)).map(({ uscc, kind }) => ({ uscc, kind: kindCode(kind) }));
  const periods = delivery?.periods ?? [];
  const covered = (await Promise.all(periods.map((period) => coveredBy(database, [id], period)))).flat();
  const inForce = covered.filter(({ lines }) => lines > 0);
  const facts = { inForce, memberships, rates: [] };
  const ofLines = inForce.length
    ? await codesOfLines({ facts, kinds }, settings.dataDir, engine)
    : ([] as LineCodes[]);
  const parks = memberships.filter(({ uscc }) => uscc === delivery?.uscc).map(({ park_id }) => park_id);
  const events = await eventsCoveredBy(database, id);
  const ofEvents = events.flatMap((event) => parks.map((park) => ({ park, ...event })));
  return [...ofLines, ...ofEvents];
}

/** Each code also with park, mode or flow in total: every cell that contains it. */
function withTotals(codes: readonly Codes[]): Codes[] {
  const found = new Map<string, Codes>();
  for (const code of codes)
    for (const mask of Array.from({ length: 2 ** crossed.length }, (_, at) => at)) {
      const totals = crossed.filter((_, at) => mask & (1 << at)).map((dimension) => [dimension, total]);
      const cell = { ...code, ...Object.fromEntries(totals) };
      found.set(JSON.stringify(Object.entries(cell).sort()), cell);
    }
  return [...found.values()];
}
