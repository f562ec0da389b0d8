import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rowInWords } from '../catalogue/check-words.ts';
import { checks as catalogue, isCheckId } from '../catalogue/checks.ts';
import { chapters } from '../catalogue/codes.ts';
import { lakeLine } from '../catalogue/line-template.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Duck, Row } from '../engine/duckdb.ts';
import type { Engine, Source } from '../engine/engine.ts';
import { checks, models } from './models.ts';
import { inForceSource, placedMemberships } from './partition-sources.ts';
import { type FactsInput, type Partition, partitionsOf, runs } from './partitions.ts';
import { rateSource } from './rates.ts';

export interface FactsFiles {
  /** Parquet files of the facts of all partitions, by dataset. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly fingerprints: Readonly<Record<string, string>>;
  readonly computed: readonly string[];
}

const datasets = {
  tenant_value: {
    period: 'VARCHAR',
    customs_mode: 'VARCHAR',
    flow: 'VARCHAR',
    park_id: 'VARCHAR',
    uscc: 'VARCHAR',
    partner: 'VARCHAR',
    chapter: 'VARCHAR',
    district: 'VARCHAR',
    transport: 'VARCHAR',
    lines: 'DECIMAL(38,0)',
    cny_fen: 'DECIMAL(38,0)',
    usd_cent: 'DECIMAL(38,0)',
    tax_fen: 'DECIMAL(38,0)',
  },
  declaration_count: {
    period: 'VARCHAR',
    customs_mode: 'VARCHAR',
    flow: 'VARCHAR',
    park: 'VARCHAR',
    uscc: 'VARCHAR',
    partner: 'VARCHAR',
    chapter: 'VARCHAR',
    section: 'VARCHAR',
    district: 'VARCHAR',
    transport: 'VARCHAR',
    declarations: 'DECIMAL(38,0)',
  },
  shared_declaration: {
    period: 'VARCHAR',
    customs_mode: 'VARCHAR',
    flow: 'VARCHAR',
    park_id: 'VARCHAR',
    uscc: 'VARCHAR',
    declaration_no: 'VARCHAR',
  },
  first_line_value: {
    period: 'VARCHAR',
    customs_mode: 'VARCHAR',
    flow: 'VARCHAR',
    park_id: 'VARCHAR',
    uscc: 'VARCHAR',
    partner: 'VARCHAR',
    chapter: 'VARCHAR',
    district: 'VARCHAR',
    transport: 'VARCHAR',
    lines: 'DECIMAL(38,0)',
    cny_fen: 'DECIMAL(38,0)',
    usd_cent: 'DECIMAL(38,0)',
  },
  declaration_trait: {
    period: 'VARCHAR',
    customs_mode: 'VARCHAR',
    flow: 'VARCHAR',
    park: 'VARCHAR',
    simplified: 'INTEGER',
    summary: 'INTEGER',
    over_limit: 'INTEGER',
    release_minutes: 'INTEGER',
    declarations: 'DECIMAL(38,0)',
  },
  site_value: {
    period: 'VARCHAR',
    customs_mode: 'VARCHAR',
    flow: 'VARCHAR',
    park_id: 'VARCHAR',
    site_park: 'VARCHAR',
    bonded_line: 'VARCHAR',
    lines: 'DECIMAL(38,0)',
    cny_fen: 'DECIMAL(38,0)',
  },
  parcel_count: {
    period: 'VARCHAR',
    customs_mode: 'VARCHAR',
    flow: 'VARCHAR',
    park: 'VARCHAR',
    parcels: 'DECIMAL(38,0)',
  },
} as const;

/** The HS section of every chapter. */
export const sectionSource: Source = {
  name: 'catalogue.section',
  columns: { chapter: 'VARCHAR', section: 'VARCHAR' },
  rows: chapters.map(({ code, section }) => ({ chapter: code, section })),
};

const datasetNames = Object.keys(datasets);

const partitionColumns = ['customs_mode', 'flow', 'period'] as const;
/** Models on the way to the datasets, in the order in which one reads the other. */
const steps = [
  'facts.counted_line',
  'facts.valued_line',
  'facts.second_line',
  'facts.declaration',
  'facts.split_declaration',
];
/** Made once for all that is made from them. */
const held: readonly string[] = ['facts.valued_line', 'facts.declaration', 'facts.split_declaration'];
const lineChecks = ['rate_missing', 'membership_missing', 'line_counted_twice'];

/**
 * Facts of every partition (mode, flow, month) in `input`, each under the fingerprint of what it is made from.
 * A partition whose file stands already is not computed. Refuses, with the rows, what a blocking check finds.
 */
export async function computeFacts(input: FactsInput, dataDir: string, engine: Engine): Promise<FactsFiles> {
  const partitions = partitionsOf(input);
  const due = partitions.filter((partition) =>
    datasetNames.some((dataset) => !existsSync(factsPath(dataDir, dataset, partition))),
  );
  for (const run of runs(due)) await computeRun(run, input, dataDir, engine);
  return {
    files: Object.fromEntries(
      datasetNames.map((dataset) => [
        dataset,
        partitions.map((partition) => factsPath(dataDir, dataset, partition)),
      ]),
    ),
    fingerprints: Object.fromEntries(partitions.map(({ id, fingerprint }) => [id, fingerprint])),
    computed: due.map(({ id }) => id),
  };
}

export function factsSources(facts: FactsFiles): Source[] {
  return Object.entries(datasets).map(([dataset, columns]) => ({
    name: `facts.${dataset}`,
    columns,
    files: facts.files[dataset] ?? [],
  }));
}

function factsPath(
  dataDir: string,
  dataset: string,
  { id, fingerprint }: Pick<Partition, 'id' | 'fingerprint'>,
): string {
  return join(dataDir, 'facts', dataset, id, `${fingerprint}.parquet`);
}

async function computeRun(
  partitions: readonly Partition[],
  input: FactsInput,
  dataDir: string,
  engine: Engine,
): Promise<void> {
  const inForce = partitions.flatMap((partition) => partition.inForce);
  const target = join(dataDir, 'tmp', `facts-${process.pid}-${crypto.randomUUID()}`);
  const sources = [
    sectionSource,
    {
      name: 'lake.line',
      columns: lakeLine,
      files: [...new Set(inForce.map(({ lake_file }) => join(dataDir, lake_file as string)))].sort(),
      only: { period: [...new Set(inForce.map(({ period }) => period))].sort() },
      // Without times of day, whole days lie between: files of earlier versions, and most others.
      instead: { release_minutes: '1440 * (released_on - declared_on)' },
    },
    inForceSource(inForce),
    placedMemberships(input.memberships),
    {
      name: 'registry.site',
      columns: { site_code: 'VARCHAR', park_id: 'VARCHAR', from_day: 'DATE', to_day: 'DATE' },
      rows: (input.sites ?? []).map((one) => ({ ...one, to_day: one.to_day ?? '9999-12-31' })),
    },
    rateSource(input.rates, new Set(inForce.flatMap(({ rates }) => rates.map((key) => key.slice(0, 7))))),
  ] satisfies Source[];
  const views = models('facts')
    .toSorted((a, b) => place(a) - place(b))
    .map((view) => ({ ...view, held: held.includes(view.name) }));
  const outputs = datasetNames.map((dataset) => ({
    relation: `facts.${dataset}`,
    folder: join(target, dataset),
    partitionBy: partitionColumns,
    emptyFile: emptyFile(target, dataset),
  }));
  try {
    await engine.run({ sources, views, outputs }, (duck) => refuseBlocked(duck, lineChecks));
    for (const dataset of datasetNames)
      for (const partition of partitions) {
        const folder = join(
          target,
          dataset,
          ...partitionColumns.map((column) => `${column}=${partition[column]}`),
        );
        const path = factsPath(dataDir, dataset, partition);
        if (existsSync(folder)) await settle(folder, path);
        else await settleEmpty(emptyFile(target, dataset), path);
      }
  } finally {
    await rm(target, { recursive: true, force: true });
  }
}

/** Steps first; the datasets read them. */
function place({ name }: { readonly name: string }): number {
  return steps.includes(name) ? steps.indexOf(name) : steps.length;
}

export async function refuseBlocked(duck: Duck, ids: readonly string[]): Promise<void> {
  for (const { id, sql } of checks('blocking').filter((check) => ids.includes(check.id))) {
    const rows = await duck.rows(sql);
    if (rows.length) throw blocked(id, rows);
  }
}

export function blocked(check: string, rows: readonly Row[]): Refusal {
  const { remedy } = isCheckId(check)
    ? catalogue[check]
    : { remedy: { zh: '检查未通过', en: 'a check failed' } };
  const first = rowInWords(rows[0]);
  return new Refusal(
    'check_failed',
    {
      zh: `发布被拒绝（${check}，${rows.length}处）：${remedy.zh}。首处：${first.zh}`,
      en: `Not published (${check}, ${rows.length} found): ${remedy.en}. First: ${first.en}`,
    },
    { check, rows },
  );
}

const emptyFile = (target: string, dataset: string) => join(target, `${dataset}.parquet`);

/** A partition without a row of a dataset has a file without rows. */
async function settleEmpty(empty: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await copyFile(empty, `${path}.tmp`);
  await rename(`${path}.tmp`, path);
}

/** Moves a partition's only file to its final name, durably. */
export async function settle(folder: string, path: string): Promise<void> {
  const files = await readdir(folder);
  const only = files[0];
  if (files.length !== 1 || only === undefined)
    throw new Error(`expected one file in ${folder}, found ${files.length}`);
  const handle = await open(join(folder, only), 'r+');
  await handle.sync();
  await handle.close();
  await mkdir(dirname(path), { recursive: true });
  await rename(join(folder, only), path);
}
