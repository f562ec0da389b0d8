import { open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chapters } from '../catalogue/codes.ts';
import { lineColumns } from '../catalogue/line-template.ts';
import { addMonths, periodsBetween } from '../catalogue/period.ts';
import { parseHead } from '../engine/delimited.ts';
import { literal, withDuckDB } from '../engine/duckdb.ts';
import { duckEngine } from '../engine/engine.ts';
import { inLanes } from '../engine/lanes.ts';
import { accept } from '../ingest/accept.ts';
import { inspectBytes } from '../ingest/bytes.ts';
import type { Delivery } from '../ingest/delivery.ts';
import { recognise } from '../ingest/recognise.ts';
import { takeIn } from '../ingest/take-in.ts';
import { noClaims } from '../ingest/understand.ts';
import { computeFacts } from '../transform/facts.ts';
import { computeIndicators } from '../transform/indicators.ts';
import type { FactsInput } from '../transform/partitions.ts';
import {
  duckSettings,
  firstPeriod,
  ingestSettings,
  months,
  nothingKnown,
  otherUscc,
  place,
  receivedAt,
  uscc,
} from './settings.ts';

/** One measured step in a process of its own, so that its memory is its own. Prints seconds, of the clock and of the processor, and peak memory as JSON. */
const [step = '', root = ''] = process.argv.slice(2);
const { bigFile, lateFile, dataDir } = place(root);
const last = addMonths(firstPeriod, months - 1);

const steps: Record<string, () => Promise<object>> = {
  // What is least: the same file, all cells as text, in the format and with the compression of the lake.
  'bare-copy': async () => {
    const header = await headerOf(bigFile);
    const columns = header.map((name) => `${literal(name)}: 'VARCHAR'`).join(', ');
    const target = join(root, 'bare.parquet');
    return withDuckDB(duckSettings(root), (duck) =>
      timed(() =>
        duck.run(
          `copy (from read_csv(${literal(bigFile)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {${columns}})) to ${literal(target)} (format parquet, compression zstd)`,
        ),
      ),
    );
  },
  accept: async () => {
    const recognised = await recognise(bigFile);
    if ('id' in recognised) throw new Error(recognised.id);
    const facts = await inspectBytes(bigFile, (await stat(bigFile)).size, 1 << 20);
    if ('id' in facts) throw new Error(facts.id);
    const file = {
      delivery: 'bench',
      uscc,
      receivedAt,
      declaredPeriod: null,
      fileName: 'big.csv',
      claims: noClaims,
      totals: [],
      path: bigFile,
      layout: recognised.layout,
      needsPlainCells: facts.needsPlainCells,
      rows: facts.lines - 1,
      exact: false,
    };
    let counts: object = {};
    const seconds = await timed(async () => {
      counts =
        (await accept([file], await nothingKnown.history([]), ingestSettings(root))).judged[0]?.counts ?? {};
    });
    await rm(join(dataDir, 'lake'), { recursive: true, force: true });
    return { ...seconds, counts };
  },
  'take-in': async () => {
    const deliveries: Delivery[] = [];
    const seconds = await timed(async () => {
      const arrival = {
        path: bigFile,
        fileName: 'big.csv',
        fileTime: receivedAt,
        uscc,
        sourceId: null,
        declaredPeriod: null,
      };
      for (const { delivery } of await takeIn([arrival], receivedAt, ingestSettings(root), nothingKnown))
        deliveries.push(delivery);
    });
    await writeFile(join(root, 'deliveries.json'), JSON.stringify(deliveries));
    return seconds;
  },
  'take-in-late': async () => {
    const deliveries: Delivery[] = JSON.parse(await readFile(join(root, 'deliveries.json'), 'utf8'));
    const seconds = await timed(async () => {
      const arrival = {
        path: lateFile,
        fileName: 'late.csv',
        fileTime: receivedAt,
        uscc: otherUscc,
        sourceId: null,
        declaredPeriod: null,
      };
      for (const { delivery } of await takeIn([arrival], receivedAt, ingestSettings(root), nothingKnown))
        deliveries.push(delivery);
    });
    await writeFile(join(root, 'deliveries.json'), JSON.stringify(deliveries));
    return seconds;
  },
  // One plain aggregate for each kind of number at every grain that is published, over the same files; a tenant stands for its
  // park, and amounts are added as they are, unconverted.
  'bare-aggregate': async () => {
    const deliveries: Delivery[] = JSON.parse(await readFile(join(root, 'deliveries.json'), 'utf8'));
    const files = deliveries.map(({ lakeFile }) => literal(join(dataDir, lakeFile as string))).join(', ');
    const sections = chapters
      .map(({ code, section }) => `(${literal(code)}, ${literal(section)})`)
      .join(', ');
    const line = `(select * from read_parquet([${files}]) join (values ${sections}) as section(chapter, section) using (chapter)
      where outcome = 'accepted')`;
    const month = 'period, customs_mode, flow';
    const details = ['partner', 'chapter', 'section', 'customs_district', 'transport_mode'];
    const sets = [month, `${month}, uscc`].flatMap((all) => [all, ...details.map((one) => `${all}, ${one}`)]);
    const grains = sets.map((one) => `(${one})`).join(', ');
    const queries = {
      sums: `select ${month}, uscc, ${details.join(', ')}, count(*) as lines, sum(trade_amount) as amount from ${line} group by grouping sets (${grains})`,
      declarations: `select ${month}, uscc, ${details.join(', ')}, count(distinct declaration_no) as declarations from ${line} group by grouping sets (${grains})`,
      parcels: `select ${month}, uscc, count(distinct waybill_no) as parcels from ${line} group by grouping sets ((${month}), (${month}, uscc))`,
    };
    return withDuckDB(duckSettings(root), (duck) =>
      timed(async () => {
        for (const [name, sql] of Object.entries(queries))
          await duck.run(`copy (${sql}) to ${literal(join(root, `${name}.parquet`))} (format parquet)`);
      }),
    );
  },
  aggregate: async () => {
    const deliveries: Delivery[] = JSON.parse(await readFile(join(root, 'deliveries.json'), 'utf8'));
    const input = factsInput(deliveries);
    const kinds = [uscc, otherUscc].map((one) => ({ uscc: one, kind: 'merchant' as const }));
    let computed = 0;
    let partitions = 0;
    const seconds = await timed(() =>
      inLanes(duckSettings(root), periodsBetween(firstPeriod, last), async (period, own) => {
        const engine = duckEngine(own);
        const facts = await computeFacts(
          { ...input, inForce: input.inForce.filter((one) => one.period === period) },
          dataDir,
          engine,
        );
        computed += facts.computed.length;
        partitions += Object.keys(facts.fingerprints).length;
        const tenants = [uscc, otherUscc].map((one) => ({
          uscc: one,
          park_id: 'P01',
          received: true,
          on_time: true,
        }));
        await computeIndicators(
          { period, parks: ['P01', 'P02'], facts, kinds, tenants, deliveries: [] },
          dataDir,
          engine,
        );
      }),
    );
    return { ...seconds, computed, partitions };
  },
};

function factsInput(deliveries: readonly Delivery[]): FactsInput {
  const rates = periodsBetween(addMonths(firstPeriod, -1), last).flatMap((month) =>
    Object.entries({
      USD: '712.5',
      EUR: '785.3',
      JPY: '4.86',
      KRW: '0.5312',
      HKD: '91.35',
      GBP: '928.4',
      AUD: '474.6',
      RUB: '7.92',
    }).map(([currency, cny_per_100]) => ({ month, currency, cny_per_100, usd_per_100: null })),
  );
  return {
    inForce: deliveries.flatMap(({ id, uscc: tenant, lakeFile, coverage }) =>
      tenant === null
        ? []
        : coverage.map((one) => ({ uscc: tenant, delivery_id: id, lake_file: lakeFile, ...one })),
    ),
    memberships: [uscc, otherUscc].map((one) => ({
      uscc: one,
      park_id: 'P01',
      from_day: '2020-01-01',
      to_day: null,
    })),
    rates,
  };
}

async function timed(work: () => Promise<unknown>): Promise<{ seconds: number; cpuSeconds: number }> {
  const started = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
}

async function headerOf(path: string): Promise<string[]> {
  const handle = await open(path, 'r');
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1 << 14), 0, 1 << 14, 0);
  await handle.close();
  return parseHead(buffer.subarray(0, bytesRead).toString('utf8'), ',', 1)[0] ?? [...lineColumns];
}

const run = steps[step];
if (!run) throw new Error(`unknown step ${step}`);
const result = await run();
console.log(JSON.stringify({ ...result, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }));
