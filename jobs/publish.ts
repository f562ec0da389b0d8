import { addMonths, firstDay, lastDay, localInstant, type Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { computeFacts } from '../transform/facts.ts';
import { computeIndicators } from '../transform/indicators.ts';
import type { FactsInput } from '../transform/partitions.ts';
import { alone, snapshot } from '../warehouse/database.ts';
import { inForce, judgedRows, reportingTenants } from '../warehouse/deliveries.ts';
import { listMemberships, listParks, listRates } from '../warehouse/registry.ts';
import { publishRelease, type Release } from '../warehouse/releases.ts';
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
  };
  readonly release: Release;
  /** False when nothing had changed since the last release of the month. */
  readonly published: boolean;
}

/** Draws up a month from the deliveries in force and publishes it, unless it equals its last release. */
export async function publish(
  program: Program,
  { period, now }: { period: Period; now: Date },
): Promise<PublishResult> {
  refuseUnfinished(period, now);
  return alone(program.database, 'publish', () =>
    runJob(program, 'publish', period, now, async (station, runId) => {
      const { month, manifest, partitions, computed } = await draft(program, period, station);
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
            tenantValues: month.tenantValues,
          },
          now,
          runId,
        ),
      );
      const counts = {
        partitions,
        computed,
        cells: month.observations,
        published: published ? 1 : 0,
        not_reported: month.warnings.not_reported?.length ?? 0,
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

async function draft(program: Program, period: Period, station: Station) {
  const input = await station('stage', () => monthInput(program, period));
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
  };
  const partitions = Object.keys(facts.fingerprints).length;
  return { month, manifest, partitions, computed: facts.computed.length };
}

/** What a month is made from, read at one state of the registry and the deliveries. */
export async function monthInput({ database }: Program, period: Period) {
  return snapshot(database, async (frozen) => {
    const facts: FactsInput = {
      inForce: await inForce(frozen, [period]),
      memberships: await listMemberships(frozen),
      rates: await listRates(frozen),
    };
    const parks = (await listParks(frozen)).filter(({ opened_on }) => opened_on <= lastDay(period));
    const tenants = await reportingTenants(frozen, period);
    const month = {
      period,
      parks: parks.map(({ park_id }) => park_id),
      tenants: tenants.map(({ uscc, park_id, received }) => ({ uscc, park_id, received })),
      deliveries: await judgedRows(frozen, period),
    };
    return { facts, month };
  });
}
