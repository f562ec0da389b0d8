import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { duckEngine } from '../engine/engine.ts';
import { inLanes } from '../engine/lanes.ts';
import { takeAgain } from '../ingest/take-again.ts';
import { landedDeliveries } from '../warehouse/in-force.ts';
import { alteredReleases } from '../warehouse/integrity.ts';
import { listReleases } from '../warehouse/releases.ts';
import { known } from './known.ts';
import { computeMonth, monthInput, relocated } from './month.ts';
import type { Program } from './program.ts';

export interface Verification {
  readonly periods: number;
  /** Months whose deliveries, registry or rates have changed since their last release: to be published again. */
  readonly changed: readonly string[];
}

/**
 * Takes the fingerprint of every release again over what readers get, then rebuilds every published month from the landed
 * bytes, in a place of its own, and compares to the last byte with what is published. Refuses when a release is no longer
 * what was published, or when a month differs although nothing it is made from has changed.
 */
export async function verify(program: Program): Promise<Verification> {
  const dataDir = join(program.settings.dataDir, 'tmp', `verify-${process.pid}-`);
  const folders = { ...program.ingest.duck, folders: [program.settings.dataDir] };
  refuseAltered(await alteredReleases(program.database));
  try {
    const files = await relandAll(program, dataDir, folders);
    const current = (await listReleases(program.database)).filter((release) => release.current);
    const months = await inLanes(folders, current, async ({ period }, own) => {
      const placed = relocated(
        await monthInput(program, period as Period),
        ({ delivery_id }) => files.get(delivery_id)?.lakeFile ?? null,
        ({ delivery_id }) => files.get(delivery_id)?.eventFile ?? null,
      );
      return (await computeMonth(placed, dataDir, duckEngine(own))).month;
    });
    const changed = current.filter(({ inputs }, at) => inputs !== months[at]?.inputs);
    const wrong = current.filter(
      (release, at) => !changed.includes(release) && release.fingerprint !== months[at]?.fingerprint,
    );
    if (wrong.length) {
      throw new Refusal(
        'verification_failed',
        {
          zh: `重建结果与已发布的${wrong.map(({ id }) => id).join('、')}不一致，请停止发布并排查`,
          en: `Rebuilt ${wrong.map(({ id }) => id).join(', ')} differ from what is published: stop publishing and find out why`,
        },
        { releases: wrong.map(({ id }) => id) },
      );
    }
    return { periods: current.length, changed: changed.map(({ period }) => period) };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

function refuseAltered(releases: readonly string[]): void {
  if (releases.length === 0) return;
  throw new Refusal(
    'verification_failed',
    {
      zh: `${releases.join('、')}的观测值或清单已不是发布时的样子：有人改动了数据库。请停止发布，由备份恢复并排查`,
      en: `The observations or the manifest of ${releases.join(', ')} are not what was published: somebody changed the database. Stop publishing, restore a backup and find out who`,
    },
    { releases },
  );
}

interface AtRest {
  readonly lakeFile: string | null;
  readonly eventFile: string | null;
}

async function relandAll(
  program: Program,
  dataDir: string,
  duck: Program['ingest']['duck'],
): Promise<Map<string, AtRest>> {
  const files = new Map<string, AtRest>();
  const messageFiles = new Map<string, string[]>();
  const { dataDir: keptIn } = program.settings;
  const deliveries = await landedDeliveries(program.database);
  const asBefore = {
    ...known(program, async () => false),
    messageFiles: async () => messageFiles,
  };
  for (const group of Map.groupBy(deliveries, ({ received_at }) => received_at.getTime()).values()) {
    const resting = group.map((one) => ({
      path: '',
      fileName: one.file_name,
      fileTime: one.file_time,
      uscc: one.uscc,
      sourceId: one.source_id,
      declaredPeriod: one.declared_period as Period | null,
      sha256: one.sha256,
      messageFile: one.message_file === null ? null : join(keptIn, one.message_file),
    }));
    const receivedAt = (group[0] as (typeof group)[number]).received_at;
    const settings = { ...program.ingest, dataDir, duck };
    const taken = await takeAgain(resting, receivedAt, keptIn, settings, asBefore);
    for (const { delivery } of taken) {
      files.set(delivery.id, delivery);
      if (delivery.uscc && delivery.messageFile)
        messageFiles.set(delivery.uscc, [
          ...(messageFiles.get(delivery.uscc) ?? []),
          join(dataDir, delivery.messageFile),
        ]);
    }
  }
  return files;
}
