import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { addMonths } from '../catalogue/period.ts';
import { writeBigFile, writeMonthFile } from '../fixtures/generator.ts';
import { writeCollectionInputs } from './collection-inputs.ts';
import { firstPeriod, months, place, seed } from './settings.ts';

const { values } = parseArgs({
  options: { lines: { type: 'string', default: '10000000' }, rounds: { type: 'string', default: '3' } },
});
const lines = Number(values.lines);
const rounds = Number(values.rounds);
const run = promisify(execFile);

interface Measured {
  readonly seconds: number;
  /** Of the processor; on a busy machine these tell more. Not every step says them. */
  readonly cpuSeconds?: number;
  readonly peakMb: number;
}

async function child<T>(file: string, ...parameters: string[]): Promise<T> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const { stdout } = await run(process.execPath, [path, ...parameters], { maxBuffer: 1 << 26 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T;
}

const step = (name: string, root: string, file = './step.ts') =>
  child<Measured & Record<string, unknown>>(file, name, root);

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

function cpuOf(pairs: readonly { baseline: Measured; product: Measured }[]) {
  const told = pairs.flatMap(({ baseline, product }) =>
    baseline.cpuSeconds && product.cpuSeconds ? [[baseline.cpuSeconds, product.cpuSeconds] as const] : [],
  );
  if (told.length === 0) return {};
  return {
    baseline_cpu_seconds: median(told.map(([baseline]) => baseline)),
    cpu_seconds: median(told.map(([, product]) => product)),
    cpu_ratio: median(told.map(([baseline, product]) => product / baseline)),
  };
}

/** Baseline and product in turn, so that a drifting machine slows both; the ratio is the median of the pairs. */
async function paired(root: string, baseline: string, product: string, file?: string) {
  const pairs: { baseline: Measured; product: Measured }[] = [];
  for (let round = 0; round < rounds; round += 1)
    pairs.push({
      baseline: await step(baseline, root, file),
      product: await step(product, root, file),
    });
  return {
    baseline_seconds: median(pairs.map((pair) => pair.baseline.seconds)),
    seconds: median(pairs.map((pair) => pair.product.seconds)),
    ratio: median(pairs.map((pair) => pair.product.seconds / pair.baseline.seconds)),
    ...cpuOf(pairs),
    peak_mb: Math.max(...pairs.map((pair) => pair.product.peakMb)),
    baseline_peak_mb: Math.max(...pairs.map((pair) => pair.baseline.peakMb)),
  };
}

const root = await mkdtemp(join(tmpdir(), 'parkstat-bench-'));
const results: Record<string, unknown> = { lines, months, node: process.version };
const note = (name: string, value: unknown) => {
  results[name] = value;
  console.log(
    name,
    JSON.stringify(value, (_key, one) =>
      typeof one === 'number' && !Number.isInteger(one) ? Number(one.toFixed(3)) : one,
    ),
  );
};

try {
  const { bigFile, lateFile, dataDir } = place(root);
  await mkdir(join(dataDir, 'tmp'), { recursive: true });
  const small = join(root, 'small');
  await mkdir(join(small, 'data', 'tmp'), { recursive: true });
  await writeBigFile(place(small).bigFile, { seed, lines: Math.ceil(lines / 10), firstPeriod, months });
  await writeBigFile(bigFile, { seed, lines, firstPeriod, months });
  const period = addMonths(firstPeriod, 12);
  await writeMonthFile(lateFile, { seed, lines: 2000, period, mode: '9710', flow: 'export' });
  note('input', { bytes: (await stat(bigFile)).size, lines });

  note('a_accept', { budget: 1.6, ...(await paired(root, 'bare-copy', 'accept')) });
  note('a_accept_a_tenth', { peak_mb: (await step('accept', small)).peakMb });
  note('a_take_in_with_landing', await step('take-in', root));

  const formats = './collection-step.ts';
  // A place of its own: these steps leave no lake behind.
  const other = join(root, 'formats');
  await mkdir(join(other, 'data', 'tmp'), { recursive: true });
  await writeCollectionInputs(other, {
    textLines: Math.ceil(lines / 10),
    sheetRows: Math.ceil(lines / 50),
    messages: Math.ceil(lines / 100),
  });
  note('e_gb18030', { budget: 1.5, ...(await paired(other, 'text-utf-8', 'text-gb18030', formats)) });
  note('f_workbook', { budget: 3, ...(await paired(other, 'bare-sheet', 'sheet', formats)) });
  note('g_messages', { budget: 2, ...(await paired(other, 'bare-messages', 'messages', formats)) });
  note('g_messages_take_in', await step('messages-take-in', other, formats));

  const bare = await step('bare-aggregate', root);
  const full = await step('aggregate', root);
  note('b_facts_and_indicators', {
    budget: 2,
    baseline_seconds: bare.seconds,
    seconds: full.seconds,
    ratio: full.seconds / bare.seconds,
    peak_mb: full.peakMb,
    computed: full.computed,
    partitions: full.partitions,
  });
  const nothing = await step('aggregate', root);
  note('b_again_with_nothing_new', { seconds: nothing.seconds, computed: nothing.computed });
  const late = await step('take-in-late', root);
  const partial = await step('aggregate', root);
  note('c_one_late_file', {
    budget: 0.1,
    seconds: partial.seconds,
    ratio: partial.seconds / full.seconds,
    computed: partial.computed,
    partitions: partial.partitions,
    take_in_seconds: late.seconds,
  });

  const served = await child<{
    cached: { requests: number; p99: number };
    bare: { requests: number; p99: number };
    bytes: number;
    peakMb: number;
  }>('./serve-step.ts', join(root, 'serve'));
  note('d_cached_series', { budget: 0.5, ratio: served.cached.requests / served.bare.requests, ...served });
  note('h_as_of_series', { budget: 2, ...(await child<Record<string, unknown>>('./vintage-step.ts')) });
  note('i_release_of_a_million', {
    budget_seconds: 20,
    ...(await child<Record<string, unknown>>('./release-step.ts', root)),
  });
  note('j_late_file_to_draft', await child<Record<string, unknown>>('./draft-step.ts', root, String(lines)));
  note('k_reading', await child<Record<string, unknown>>('./reading-step.ts'));
  note('l_export_of_a_million', await child<Record<string, unknown>>('./export-step.ts'));
  await writeFile(new URL('./results.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
  console.log('→ bench/results.json');
} finally {
  await rm(root, { recursive: true, force: true });
}
