import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lakeLine } from '../catalogue/line-template.ts';
import { divide } from '../catalogue/number.ts';
import { firstDay, lastDay, type Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Duck, Row } from '../engine/duckdb.ts';
import type { Engine, Source } from '../engine/engine.ts';
import { checks, factsFingerprint, fingerprint, models } from './models.ts';

/** One delivery's lines of one mode, flow and month, in force. */
export interface InForce {
  readonly uscc: string;
  readonly customs_mode: string;
  readonly flow: string;
  readonly period: string;
  readonly delivery_id: string;
  readonly lake_file: string | null;
  readonly lines: number;
  readonly rates: readonly string[];
}

export interface Membership {
  readonly uscc: string;
  readonly park_id: string;
  readonly from_day: string;
  readonly to_day: string | null;
}

export interface Rate {
  readonly month: string;
  readonly currency: string;
  readonly cny_per_100: string;
  readonly usd_per_100: string | null;
}

/** Everything that the facts of some months are made from. */
export interface FactsInput {
  readonly inForce: readonly InForce[];
  readonly memberships: readonly Membership[];
  readonly rates: readonly Rate[];
}

interface Partition {
  readonly id: string;
  readonly period: string;
  readonly fingerprint: string;
  readonly inForce: readonly InForce[];
}

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
    lines: 'DECIMAL(38,0)',
    cny_fen: 'DECIMAL(38,0)',
    usd_cent: 'DECIMAL(38,0)',
  },
  declaration_count: {
    period: 'VARCHAR',
    customs_mode: 'VARCHAR',
    flow: 'VARCHAR',
    park: 'VARCHAR',
    partner: 'VARCHAR',
    chapter: 'VARCHAR',
    declarations: 'DECIMAL(38,0)',
  },
  parcel_count: {
    period: 'VARCHAR',
    customs_mode: 'VARCHAR',
    flow: 'VARCHAR',
    park: 'VARCHAR',
    parcels: 'DECIMAL(38,0)',
  },
} as const;
export type Dataset = keyof typeof datasets;

/** Lines of at most so many are aggregated in one go; memory follows from it, not from history. */
const linesPerRun = 1_500_000;

/**
 * Facts of every partition (mode, flow, month) in `input`, each under the fingerprint of what it is made from.
 * A partition whose file stands already is not computed. Refuses, with the rows, what a blocking check finds.
 */
export async function computeFacts(input: FactsInput, dataDir: string, engine: Engine): Promise<FactsFiles> {
  const partitions = partitionsOf(input);
  const due = partitions.filter((partition) =>
    Object.keys(datasets).some((dataset) => !existsSync(factsPath(dataDir, dataset, partition))),
  );
  for (const run of runs(due)) await computeRun(run, input, dataDir, engine);
  return {
    files: Object.fromEntries(
      Object.keys(datasets).map((dataset) => [
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

function partitionsOf(input: FactsInput): Partition[] {
  const models = factsFingerprint();
  const membershipsOf = Map.groupBy(input.memberships, ({ uscc }) => uscc);
  const ratesOf = Map.groupBy(input.rates, ({ month }) => month);
  const withLines = input.inForce.filter(({ lines }) => lines > 0);
  const groups = Map.groupBy(
    withLines,
    ({ customs_mode, flow, period }) => `${customs_mode}-${flow}-${period}`,
  );
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, inForce]) => {
      const period = (inForce[0] as InForce).period as Period;
      const tenants = [...new Set(inForce.map(({ uscc }) => uscc))].sort();
      const keys = new Set(inForce.flatMap(({ rates }) => rates));
      const months = new Set([...keys].map((key) => key.slice(0, 7)));
      const rates = [...months]
        .sort()
        .flatMap((month) =>
          (ratesOf.get(month) ?? []).filter(
            ({ currency }) => currency === 'USD' || keys.has(`${month} ${currency}`),
          ),
        );
      const memberships = tenants.flatMap((uscc) =>
        (membershipsOf.get(uscc) ?? []).filter((one) => overlaps(one, period)),
      );
      return {
        id,
        period,
        inForce,
        fingerprint: fingerprint(
          models,
          inForce.map(({ delivery_id }) => delivery_id).sort(),
          sorted(rates),
          sorted(memberships),
        ),
      };
    });
}

export function overlaps({ from_day, to_day }: Membership, period: Period): boolean {
  return from_day <= lastDay(period) && (to_day === null || to_day > firstDay(period));
}

function sorted<T>(rows: readonly T[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** Partitions of a few months at a time, months whole, so that a lake file is read once. */
function runs(partitions: readonly Partition[]): Partition[][] {
  const found: Partition[][] = [];
  let lines = 0;
  for (const month of [...Map.groupBy(partitions, ({ period }) => period).values()]) {
    const size = month.flatMap(({ inForce }) => inForce).reduce((sum, one) => sum + one.lines, 0);
    const current = found.at(-1);
    if (current && lines + size <= linesPerRun) current.push(...month);
    else found.push([...month]);
    lines = current && lines + size <= linesPerRun ? lines + size : size;
  }
  return found;
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
    {
      name: 'lake.line',
      columns: lakeLine,
      files: [...new Set(inForce.map(({ lake_file }) => join(dataDir, lake_file as string)))].sort(),
    },
    {
      name: 'lake.in_force',
      columns: { delivery: 'VARCHAR', customs_mode: 'VARCHAR', flow: 'VARCHAR', period: 'VARCHAR' },
      rows: inForce.map(({ delivery_id, customs_mode, flow, period }) => ({
        delivery: delivery_id,
        customs_mode,
        flow,
        period,
      })),
    },
    {
      name: 'registry.membership',
      columns: { uscc: 'VARCHAR', park_id: 'VARCHAR', from_day: 'DATE', to_day: 'DATE' },
      rows: input.memberships.map((one) => ({ ...one, to_day: one.to_day ?? '9999-12-31' })),
    },
    rateSource(input.rates, new Set(inForce.flatMap(({ rates }) => rates.map((key) => key.slice(0, 7))))),
  ] satisfies Source[];
  try {
    await engine.run({ sources, views: [], outputs: [] }, async (duck) => {
      const views = models('facts');
      const counted = views.filter(({ name }) => name === 'facts.counted_line');
      await duck.run('create schema facts');
      for (const { sql } of counted) await duck.run(`create table facts.counted_line as ${sql}`);
      await refuseBlocked(duck, ['rate_missing', 'membership_missing', 'line_counted_twice']);
      for (const { name, sql } of views.filter((view) => !counted.includes(view))) {
        const dataset = name.split('.')[1] as string;
        await mkdir(join(target, dataset), { recursive: true });
        await duck.run(
          `copy (select *, customs_mode || '-' || flow || '-' || period as partition from (${sql}))
           to '${join(target, dataset)}' (format parquet, compression zstd, partition_by (partition), overwrite_or_ignore true)`,
        );
      }
    });
    for (const dataset of Object.keys(datasets))
      for (const partition of partitions)
        await settle(
          join(target, dataset, `partition=${partition.id}`),
          factsPath(dataDir, dataset, partition),
        );
  } finally {
    await rm(target, { recursive: true, force: true });
  }
}

/** CNY stands for itself. The dollar quotient of a currency is num ÷ den; `usd_ratio` is its nearest value, in cents. */
function rateSource(rates: readonly Rate[], months: ReadonlySet<string>): Source {
  const usd = new Map(
    rates.filter(({ currency }) => currency === 'USD').map(({ month, cny_per_100 }) => [month, cny_per_100]),
  );
  const yuan = [...months].map((month) => ({
    month,
    currency: 'CNY',
    cny_per_100: '100',
    usd_per_100: null,
  }));
  const rows = [
    ...yuan,
    ...rates.filter(({ month, currency }) => months.has(month) && currency !== 'CNY'),
  ].map((rate): Row => {
    const [num, den] =
      rate.usd_per_100 === null ? [rate.cny_per_100, usd.get(rate.month) ?? null] : [rate.usd_per_100, '100'];
    return {
      month: rate.month,
      currency: rate.currency,
      cny_per_100: rate.cny_per_100,
      usd_num: num,
      usd_den: den,
      usd_ratio: den === null ? null : divide(hundredfold(num), den, 15),
    };
  });
  const decimal = 'DECIMAL(14,6)';
  return {
    name: 'registry.rate',
    columns: {
      month: 'VARCHAR',
      currency: 'VARCHAR',
      cny_per_100: decimal,
      usd_num: decimal,
      usd_den: decimal,
      usd_ratio: 'DECIMAL(20,15)',
    },
    rows,
  };
}

function hundredfold(value: string): string {
  return divide(value, '0.01', 6);
}

export async function refuseBlocked(duck: Duck, ids: readonly string[]): Promise<void> {
  for (const { id, sql } of checks('blocking').filter((check) => ids.includes(check.id))) {
    const rows = await duck.rows(sql);
    if (rows.length) throw blocked(id, rows);
  }
}

const remedies: Record<string, { zh: string; en: string }> = {
  rate_missing: {
    zh: '缺少申报月汇率，请在fx_rates.csv补充后重新载入',
    en: 'exchange rates are missing: add them to fx_rates.csv and load the registry',
  },
  membership_missing: {
    zh: '有申报行的企业在放行日不在任何园区，请更正memberships.csv后重新载入',
    en: 'tenants with lines were in no park on the day of release: correct memberships.csv and load the registry',
  },
  line_counted_twice: {
    zh: '同一申报行出现在多份现行报送中，请由其中一方撤回或更正',
    en: 'the same line stands in several deliveries in force: one of the senders must correct it',
  },
  totals_add_up: {
    zh: '合计与分项之和不一致，请勿发布并报告开发者',
    en: 'totals are not the sum of their parts: do not publish, and report this fault',
  },
};

export function blocked(check: string, rows: readonly Row[]): Refusal {
  const remedy = remedies[check] ?? { zh: '检查未通过', en: 'a check failed' };
  const first = Object.entries(rows[0] ?? {})
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(', ');
  return new Refusal(
    'check_failed',
    {
      zh: `发布被拒绝（${check}，${rows.length}处）：${remedy.zh}。首处：${first}`,
      en: `Not published (${check}, ${rows.length} found): ${remedy.en}. First: ${first}`,
    },
    { check, rows },
  );
}

/** Moves a partition's only file to its final name, durably. */
async function settle(folder: string, path: string): Promise<void> {
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
