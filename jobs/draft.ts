import type { ReleaseCause } from '../catalogue/causes.ts';
import type { Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { alone } from '../warehouse/database.ts';
import { deliveryFiles } from '../warehouse/deliveries.ts';
import {
  findDraft,
  type MovedGroup,
  type NewDraft,
  type StoredDraft,
  sameDraft,
  storeDraft,
} from '../warehouse/drafts.ts';
import type { Held } from '../warehouse/in-force.ts';
import type { Draft } from '../warehouse/publication.ts';
import { listParks, listTenants } from '../warehouse/registry.ts';
import { findRelease, latestRelease, noParts, type ReleaseParts } from '../warehouse/releases.ts';
import { explained } from './cause-texts.ts';
import { differencesOf } from './causes.ts';
import { checkMonth } from './check.ts';
import { type Manifest, manifestOf } from './manifest.ts';
import { computeMonth, monthInput, releaseTenants, tenantCells } from './month.ts';
import type { Program } from './program.ts';
import { runJob, type Station } from './run-job.ts';

/** A month drawn up, ready to be published. */
export interface DrawnMonth {
  readonly draft: Draft & { readonly observed: { readonly path: string }; readonly parts: ReleaseParts };
  readonly stored: StoredDraft;
  /** What was in force when it was drawn up, as one text. */
  readonly digest: string;
  readonly counts: {
    readonly partitions: number;
    readonly computed: number;
    readonly cells: number;
    readonly not_reported: number;
    /** Deliveries that wait for confirmations and were left out. */
    readonly held: number;
  };
}

export interface DraftResult {
  readonly runId: string;
  readonly counts: DrawnMonth['counts'] & { readonly moved: number };
  readonly draft: StoredDraft;
}

/** Draws up a month as it would be published now and keeps it as the month's draft, with what it would change and why. */
export async function draft(
  program: Program,
  { period, now, leaveOutHeld = false }: { period: Period; now: Date; leaveOutHeld?: boolean },
): Promise<DraftResult> {
  return alone(program.database, 'publish', () =>
    runJob(program, 'draft', period, now, async (station) => {
      const { stored, counts } = await drawMonth(program, { period, now, leaveOutHeld }, station);
      return { counts: { ...counts, moved: stored.moved }, draft: stored };
    }),
  );
}

/** The same for a caller who sees to it that nobody else draws or publishes meanwhile. */
export async function drawMonth(
  program: Program,
  { period, now, leaveOutHeld }: { period: Period; now: Date; leaveOutHeld: boolean },
  station: Station,
): Promise<DrawnMonth> {
  const input = await station('stage', () => monthInput(program, period));
  if (!leaveOutHeld) refuseHeld(period, input.held);
  if (input.facts.inForce.length === 0) throw nothingDelivered(period);
  const { dataDir } = program.settings;
  const { facts, events, month } = await computeMonth(input, dataDir, program.engine, station);
  const ids = [...input.facts.inForce, ...input.events.events].map(({ delivery_id }) => delivery_id);
  const files = await deliveryFiles(program.database, ids);
  const checks = await station('checks', () => checkMonth(program, { period, input, facts, events, month }));
  const manifest = manifestOf({ period, input, facts, events, month, files, checks });
  const drawn = { ...month, period, manifest };
  const stored = await station('compare', () => compareWithRelease(program, drawn, now));
  return {
    draft: {
      period,
      observed: { path: month.path },
      fingerprint: month.fingerprint,
      inputs: month.inputs,
      observations: month.observations,
      manifest: { ...manifest },
      parts: {
        ...noParts,
        tenant_cell: tenantCells(input.month.estimates ?? [], month),
        release_tenant: releaseTenants(input.month.tenants),
        event_origin: month.eventOrigins,
        bridge_cell: month.bridgeCells,
      },
      causes: stored.causes,
    },
    stored,
    digest: input.digest,
    counts: {
      partitions: Object.keys(facts.fingerprints).length,
      computed: facts.computed.length,
      cells: month.observations,
      not_reported: new Set(input.month.tenants.filter(({ received }) => !received).map(({ uscc }) => uscc))
        .size,
      held: heldDeliveries(input.held).length,
    },
  };
}

/** The month's draft. Nothing is compared when the stored one has the same observations, manifest and base release. */
async function compareWithRelease(
  { database }: Program,
  drawn: Omit<NewDraft, 'base' | 'manifest'> & { readonly manifest: Manifest },
  now: Date,
): Promise<StoredDraft> {
  const { period } = drawn;
  const base = await latestRelease(database, period);
  const wanted: NewDraft = { ...drawn, manifest: { ...drawn.manifest }, base };
  const stored = await sameDraft(database, wanted);
  if (stored) return stored;
  const before = base && (await findRelease(database, base.id));
  const differences = differencesOf(before?.manifest, drawn.manifest) ?? [];
  const names = {
    period: period as Period,
    parks: new Map((await listParks(database)).map((park) => [park.park_id, park])),
    tenants: new Map((await listTenants(database)).map(({ uscc, name_zh }) => [uscc, name_zh])),
  };
  const explain = (groups: readonly MovedGroup[]): ReleaseCause[] => explained(differences, groups, names);
  await storeDraft(database, wanted, now, explain);
  return (await findDraft(database, period)) as StoredDraft;
}

function nothingDelivered(period: Period): Refusal {
  return new Refusal(
    'no_delivery',
    {
      zh: `统计期${period}没有任何报送（含零申报），请先收集`,
      en: `Nothing was delivered for ${period}, not even a nil return: collect first`,
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
