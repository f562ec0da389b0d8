import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chapters } from '../catalogue/codes.ts';
import { type Dimension, details, dimensions } from '../catalogue/indicators.ts';
import { lakeLine } from '../catalogue/line-template.ts';
import { legalPairs } from '../catalogue/mode.ts';
import { literal, withDuckDB } from '../engine/duckdb.ts';
import { duckEngine } from '../engine/engine.ts';
import { computeFacts } from './facts.ts';
import { computeIndicators } from './indicators.ts';
import type { FactsInput } from './partitions.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-recomputed-'));
});
afterAll(() => rm(folder, { recursive: true }));

const periods = ['2026-09', '2026-10'] as const;
const kinds = { A: 'merchant', B: 'merchant', C: 'platform' } as const;
type Tenant = keyof typeof kinds;
/** B moves on the 16th of October; site S2 does on the 10th. */
const parkOf = (tenant: Tenant, day: string) =>
  tenant === 'A' || (tenant === 'B' && day < '2026-10-16') ? 'P1' : 'P2';
const sitePark = (site: string | null, day: string) =>
  site === 'S1' ? 'P1' : site === 'S2' ? (day < '2026-10-10' ? 'P1' : 'P2') : '_U';

const line = fc.record({
  tenant: fc.constantFrom<Tenant>('A', 'B', 'C'),
  pair: fc.constantFrom(...legalPairs),
  number: fc.integer({ min: 1, max: 12 }),
  day: fc.constantFrom(
    '2026-09-03',
    '2026-09-30',
    '2026-10-01',
    '2026-10-09',
    '2026-10-15',
    '2026-10-16',
    '2026-10-31',
  ),
  wait: fc.constantFrom(0, 1, 7),
  minutes: fc.option(fc.integer({ min: 0, max: 3000 })),
  partner: fc.constantFrom('USA', 'JPN'),
  chapter: fc.constantFrom('33', '34', '61', '85'),
  district: fc.constantFrom('0801', '0901'),
  transport: fc.constantFrom('2', '5'),
  waybill: fc.constantFrom(null, 'W1', 'W2', 'W3'),
  site: fc.constantFrom(null, 'S1', 'S2', 'S9'),
  currency: fc.constantFrom('CNY', 'USD'),
  /** In 1/100,000 of the currency. */
  amount: fc.oneof(fc.bigInt({ min: 1n, max: 90_000_000n }), fc.bigInt({ min: 1n, max: 10n ** 12n })),
  vat: fc.option(fc.bigInt({ min: 0n, max: 10_000_000n })),
  flag: fc.constantFrom(null, 'A', 'B'),
  first: fc.boolean(),
});
type Drawn = typeof line extends fc.Arbitrary<infer T> ? T : never;

const halfUp = (numerator: bigint, denominator: bigint) =>
  (2n * numerator + denominator) / (2n * denominator);
const sectionOf = new Map(chapters.map(({ code, section }) => [code, section]));
const daysBefore = (day: string, days: number) =>
  new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
const text = (scaled: bigint) => `${scaled / 100_000n}.${String(scaled % 100_000n).padStart(5, '0')}`;
const isFirst = ({ first, pair }: Drawn) =>
  first && pair.flow === 'import' && (pair.mode === '1210' || pair.mode === '1239');

/** 100 dollars are 712.34 yuan in September and before, 709.87 in October. */
const rates = { '2026-08': 71234n, '2026-09': 71234n, '2026-10': 70987n };
const declaredOf = ({ day, wait }: Drawn) => daysBefore(day, wait);
function yuan(one: Drawn): bigint {
  const rate = rates[declaredOf(one).slice(0, 7) as keyof typeof rates];
  return one.currency === 'CNY' ? halfUp(one.amount, 1000n) : halfUp(one.amount * rate, 100_000_00n);
}
function dollars(one: Drawn): bigint {
  const rate = rates[declaredOf(one).slice(0, 7) as keyof typeof rates];
  return one.currency === 'USD' ? halfUp(one.amount, 1000n) : halfUp(one.amount * 100n, rate * 10n);
}

type Codes = Readonly<Record<Dimension, string>>;
function codesOf(one: Drawn): Codes {
  return {
    park: parkOf(one.tenant, one.day),
    mode: one.pair.mode,
    flow: one.pair.flow,
    partner: one.partner,
    chapter: one.chapter,
    section: sectionOf.get(one.chapter) ?? '',
    district: one.district,
    transport: one.transport,
    kind: kinds[one.tenant],
  };
}

const cents = (value: bigint) => `${value / 100n}.${String(value % 100n).padStart(2, '0')}`;
const sum = (values: readonly bigint[]) => values.reduce((before, value) => before + value, 0n);
const numberOf = (one: Drawn) => `${one.pair.mode} ${one.pair.flow} ${one.number}`;
const distinct = (values: readonly unknown[]) => String(new Set(values).size);

function lists(lines: readonly Drawn[]) {
  return [...Map.groupBy(lines, numberOf).values()].map((own) => ({
    flow: own[0]?.pair.flow,
    cny: sum(own.map(yuan)),
    flags: own.map(({ flag }) => flag),
    minutes: Math.max(...own.map(({ minutes, wait }) => minutes ?? wait * 1440)),
  }));
}

function median(lines: readonly Drawn[]): string {
  const minutes = lists(lines)
    .map((one) => one.minutes)
    .sort((a, b) => a - b);
  const middle = minutes[Math.ceil(minutes.length / 2) - 1];
  return middle === undefined ? '' : cents(halfUp(BigInt(middle) * 100n, 60n));
}

const bonded = ({ pair }: Drawn) => pair.flow === 'import' && (pair.mode === '1210' || pair.mode === '1239');
/** Each from the lines of a cell, but those of the first line. */
const measures: Readonly<Record<string, (lines: readonly Drawn[]) => string>> = {
  trade_value: (lines) => cents(sum(lines.map(yuan))),
  trade_value_usd: (lines) => cents(sum(lines.map(dollars))),
  second_line_value: (lines) => cents(sum(lines.filter(bonded).map(yuan))),
  tax_assessed: (lines) =>
    cents(sum(lines.map(({ pair, vat }) => (pair.flow === 'import' ? halfUp(vat ?? 0n, 1000n) : 0n)))),
  lines: (lines) => String(lines.length),
  declarations: (lines) => distinct(lines.map(numberOf)),
  parcels: (lines) =>
    distinct(lines.flatMap(({ waybill, pair }) => (waybill ? [`${waybill} ${pair.mode} ${pair.flow}`] : []))),
  active_tenants: (lines) => distinct(lines.map(({ tenant }) => tenant)),
  over_limit_lists: (lines) =>
    String(lists(lines).filter(({ flow, cny }) => flow === 'import' && cny > 500_000n).length),
  release_hours_median: median,
};
for (const [name, flag] of [
  ['simplified_declarations', 'A'],
  ['summary_declarations', 'B'],
] as const)
  Object.assign(measures, {
    [name]: (lines: readonly Drawn[]) =>
      String(
        lists(
          lines.filter(({ pair }) => pair.flow === 'export' && pair.mode !== '9710' && pair.mode !== '9810'),
        ).filter(({ flags }) => flags.includes(flag)).length,
      ),
  });

async function computed(lines: readonly Drawn[], run: number): Promise<(Codes & Record<string, string>)[]> {
  const dataDir = join(folder, String(run));
  await mkdir(join(dataDir, 'lake'), { recursive: true });
  const duck = { folders: [folder], tempDir: join(folder, 'tmp'), memoryLimit: '500MB', threads: 2 };
  const rows = lines.map((one, at) => ({
    delivery: one.tenant,
    outcome: 'accepted',
    uscc: one.tenant,
    customs_mode: one.pair.mode,
    flow: one.pair.flow,
    period: one.day.slice(0, 7),
    declaration_no: String(one.number),
    line_no: at + 1,
    declared_on: declaredOf(one),
    declared_month: declaredOf(one).slice(0, 7),
    released_on: one.day,
    customs_district: one.district,
    supervision_site: one.site,
    partner: one.partner,
    transport_mode: one.transport,
    waybill_no: one.waybill,
    chapter: one.chapter,
    currency: one.currency,
    trade_amount: text(one.amount),
    vat: one.vat === null ? null : text(one.vat),
    statistics_flag: one.flag,
    line_hash: String(at + 1),
    release_minutes: one.minutes,
    bonded_line: isFirst(one) ? '1' : null,
  }));
  await withDuckDB(duck, async (session) => {
    await session.table(
      'line',
      lakeLine,
      rows.map((row) => ({
        ...Object.fromEntries(Object.keys(lakeLine).map((name) => [name, null])),
        ...row,
      })),
    );
    await session.run(`copy line to ${literal(join(dataDir, 'lake', 'all.parquet'))} (format parquet)`);
  });
  const stay = (uscc: string, park_id: string, from_day: string, to_day: string | null) => ({
    uscc,
    park_id,
    from_day,
    to_day,
  });
  const place = (site_code: string, park_id: string, from_day: string, to_day: string | null) => ({
    site_code,
    park_id,
    from_day,
    to_day,
  });
  const engine = duckEngine(duck);
  const input: FactsInput = {
    inForce: [
      ...Map.groupBy(rows, (row) => [row.uscc, row.customs_mode, row.flow, row.period].join(' ')).values(),
    ].flatMap((own) =>
      own.slice(0, 1).map(({ uscc, customs_mode, flow, period }) => ({
        uscc,
        customs_mode,
        flow,
        period,
        delivery_id: uscc,
        lake_file: join('lake', 'all.parquet'),
        lines: own.length,
        rates: [...new Set(own.map((row) => `${row.declared_month} ${row.currency}`))],
      })),
    ),
    memberships: [
      stay('A', 'P1', '2020-01-01', null),
      stay('B', 'P1', '2020-01-01', '2026-10-16'),
      stay('B', 'P2', '2026-10-16', null),
      stay('C', 'P2', '2020-01-01', null),
    ],
    sites: [
      place('S1', 'P1', '2020-01-01', null),
      place('S2', 'P1', '2020-01-01', '2026-10-10'),
      place('S2', 'P2', '2026-10-10', null),
    ],
    rates: Object.entries(rates).map(([month, rate]) => ({
      month,
      currency: 'USD',
      cny_per_100: cents(rate),
      usd_per_100: null,
    })),
  };
  const found: (Codes & Record<string, string>)[] = [];
  for (const period of periods) {
    const facts = await computeFacts(
      { ...input, inForce: input.inForce.filter((one) => one.period === period) },
      dataDir,
      engine,
    );
    const tenants = (
      [
        ['A', 'P1'],
        ['B', 'P1'],
        ['B', 'P2'],
        ['C', 'P2'],
      ] as const
    ).map(([uscc, park_id]) => ({ uscc, park_id, received: true, on_time: true }));
    const month = await computeIndicators(
      {
        period,
        parks: ['P1', 'P2'],
        siteParks: ['P1', 'P2'],
        facts,
        kinds: Object.entries(kinds).map(([uscc, kind]) => ({ uscc, kind })),
        tenants,
        deliveries: [],
      },
      dataDir,
      engine,
    );
    const [header = '', ...lines] = (await readFile(month.path, 'utf8')).trimEnd().split('\n');
    const names = header.split(',');
    for (const one of lines)
      found.push({
        period,
        ...Object.fromEntries(one.split(',').map((cell, at) => [names[at], cell])),
      } as (typeof found)[number]);
  }
  return found;
}

const told = (row: Readonly<Record<string, string | undefined>>) =>
  [row.indicator, row.period, ...dimensions.map((dimension) => row[dimension])].join(' ');

test('every cell is what a plain recomputation from the lines gives, whatever it is broken down by', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 120 }), async (lines) => {
      const rows = await computed(lines, run++);
      const within = (row: Codes & Record<string, string>) =>
        lines.filter((one) => {
          const codes = codesOf(one);
          return (
            one.day.startsWith(row.period ?? '') &&
            dimensions.every((name) => row[name] === '_T' || row[name] === codes[name])
          );
        });
      const compared = rows.filter(
        ({ indicator = '' }) => indicator in measures || indicator === 'first_line_value',
      );
      const expected = compared.map((row) => {
        const all = within(row);
        const measure = measures[row.indicator ?? ''];
        const value = measure
          ? measure(all.filter((one) => !isFirst(one)))
          : cents(sum(all.filter(isFirst).map(yuan)));
        return [told(row), value];
      });
      expect(compared.map((row) => [told(row), row.value])).toEqual(expected);
      // No cell of a detail is wanting.
      const present = new Set(rows.map(told));
      const total = Object.fromEntries(dimensions.map((dimension) => [dimension, '_T']));
      const wanted = lines
        .filter((one) => !isFirst(one))
        .flatMap((one) => {
          const { park, mode, flow, ...codes } = codesOf(one);
          return details.map((detail) =>
            told({
              ...total,
              indicator: 'trade_value',
              period: one.day.slice(0, 7),
              park,
              mode,
              flow,
              [detail]: codes[detail],
            }),
          );
        });
      expect(wanted.filter((one) => !present.has(one))).toEqual([]);
      // By site, the total has what no park has.
      for (const row of rows.filter(({ indicator }) => indicator === 'trade_value_by_site')) {
        const all = within({ ...row, park: '_T' } as typeof row).filter((one) => !isFirst(one));
        const own = all.filter((one) => row.park === '_T' || sitePark(one.site, one.day) === row.park);
        expect([told(row), row.value]).toEqual([told(row), cents(sum(own.map(yuan)))]);
      }
    }),
    { numRuns: 4, seed: 20261124, endOnFailure: true },
  );
});
