import { addMonths, firstDay, lastDay, localInstant, type Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { computeFacts } from '../transform/facts.ts';
import { computeIndicators } from '../transform/indicators.ts';
import { alone } from '../warehouse/database.ts';
import { type Held, noteMonthCheck } from '../warehouse/in-force.ts';
import { noParts, publishRelease, type Release } from '../warehouse/releases.ts';
import { monthInput, releaseTenants } from './month.ts';
import type { Program } from './program.ts';
import { runJob, type Station } from './run-job.ts';

export interface PublishResult {
  readonly runId: string;
  readonly counts: {
    partitions: number;
    computed: number;
    cells: number;
    published: number;
    not_reported: number;
    /** Deliveries that wait for confirmations and were left out. */
    held: number;
  };
  readonly release: Release;
  /** False when nothing had changed since the last release of the month. */
  readonly published: boolean;
}

/**
 * Draws up a month from the deliveries in force and publishes it, unless it equals its last release. Deliveries that wait
 * for confirmations hold it up, unless they are left out by name.
 */
export async function publish(
  program: Program,
  { period, now, leaveOutHeld = false }: { period: Period; now: Date; leaveOutHeld?: boolean },
): Promise<PublishResult> {
  refuseUnfinished(period, now);
  return alone(program.database, 'publish', () =>
    runJob(program, 'publish', period, now, async (station, runId) => {
      const { month, manifest, partitions, computed, digest, held } = await draft(
        program,
        period,
        leaveOutHeld,
        station,
      );
      const { release, published } = await station('release', () =>
        publishRelease(
          program.database,
          {
            period,
            path: month.path,
            fingerprint: month.fingerprint,
            inputs: month.inputs,
            observations: month.observations,
            manifest,
            parts: {
              ...noParts,
              tenant_cell: month.tenantCells.map((cell) => ({ ...cell, estimated: false })),
              release_tenant: month.tenants,
            },
          },
          now,
          runId,
        ),
      );
      await noteMonthCheck(program.database, period, digest, now);
      const counts = {
        partitions,
        computed,
        cells: month.observations,
        published: published ? 1 : 0,
        not_reported: month.warnings.not_reported?.length ?? 0,
        held,
      };
      return { counts, release, published };
    }),
  );
}

function refuseUnfinished(period: Period, now: Date): void {
  if (now >= localInstant(firstDay(addMonths(period, 1)), 0)) return;
  throw new Refusal(
    'period_not_over',
    {
      zh: `统计期${period}尚未结束（${lastDay(period)}），不能发布`,
      en: `Period ${period} is not over (${lastDay(period)}): it cannot be published yet`,
    },
    { period },
  );
}

function refuseHeld(period: Period, held: readonly Held[]): void {
  const deliveries = heldDeliveries(held);
  const [first] = deliveries;
  if (!first) return;
  const count = deliveries.length;
  throw new Refusal(
    'open_confirmations',
    {
      zh: `统计期${period}有${count}份报送待核实（首份${first.delivery_id}，${first.open}处）：请逐份确认（parkstat confirm）、撤回（parkstat withdraw）或更正后重报；若先行发布而不含这些报送，请加--leave-out-held`,
      en: `Deliveries of ${period} wait for confirmation: ${count} (first ${first.delivery_id}, ${first.open} findings). Confirm them (parkstat confirm), withdraw them (parkstat withdraw) or have them corrected; to publish without them, add --leave-out-held`,
    },
    { period, deliveries },
  );
}

/** One entry for each delivery, whatever modes and flows it is held for. */
function heldDeliveries(held: readonly Held[]) {
  return [...Map.groupBy(held, ({ delivery_id }) => delivery_id).values()].flatMap(([one]) =>
    one ? [{ delivery_id: one.delivery_id, uscc: one.uscc, file_name: one.file_name, open: one.open }] : [],
  );
}

async function draft(program: Program, period: Period, leaveOutHeld: boolean, station: Station) {
  const input = await station('stage', () => monthInput(program, period));
  if (!leaveOutHeld) refuseHeld(period, input.held);
  if (input.facts.inForce.length === 0) {
    throw new Refusal(
      'no_delivery',
      {
        zh: `统计期${period}没有任何报送（含零申报），请先收集`,
        en: `Nothing was delivered for ${period}, not even a nil return: collect first`,
      },
      { period },
    );
  }
  const { dataDir } = program.settings;
  const facts = await station('facts', () => computeFacts(input.facts, dataDir, program.engine));
  const month = await station('indicators', () =>
    computeIndicators({ ...input.month, facts }, dataDir, program.engine),
  );
  const manifest = {
    deliveries: input.facts.inForce.map(({ uscc, customs_mode, flow, delivery_id, lines }) => ({
      uscc,
      customs_mode,
      flow,
      delivery_id,
      lines,
    })),
    partitions: facts.fingerprints,
    inputs: month.inputs,
    reporting: month.reporting,
    warnings: month.warnings,
    ...(input.held.length ? { held: input.held } : {}),
  };
  const partitions = Object.keys(facts.fingerprints).length;
  return {
    month: { ...month, tenants: releaseTenants(input.month.tenants) },
    manifest,
    partitions,
    computed: facts.computed.length,
    digest: input.digest,
    held: heldDeliveries(input.held).length,
  };
}
