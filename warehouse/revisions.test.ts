import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { publishRelease } from './publication.ts';
import { noParts } from './releases.ts';
import { bandOf, quantile, revisionStatistics } from './revision-statistics.ts';
import { readRevisions, revisionBand } from './revisions.ts';
import { openTestServer } from './server.fixture.ts';

const server = await openTestServer('revisions');
const folder = await mkdtemp(join(tmpdir(), 'parkstat-revisions-'));
afterAll(() => server.close());

const cell = { indicator: 'trade_value', park: '_T', mode: '9710', flow: 'export' } as const;
let files = 0;

/** Publishes one value of the cell; null is missing. */
async function publish(database: Database, period: string, value: string | null, at: string): Promise<void> {
  const path = join(folder, `${files++}.csv`);
  const row = value === null ? ',x,MISSING' : `${value},p,`;
  await writeFile(
    path,
    `indicator,park,mode,flow,value,status,reason,coverage\ntrade_value,_T,9710,export,${row},\n`,
  );
  const draft = {
    period,
    observed: { path },
    fingerprint: path,
    inputs: path,
    observations: 1,
    manifest: {},
    parts: noParts,
  };
  await publishRelease(database, draft, new Date(at), null);
}

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const { databaseUrl } = await server.place();
  const database = await openDatabase({ connectionString: databaseUrl });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

describe('the triangle of a cell', () => {
  it('has a row for each month and a value for each release, and what was revised by lag', async () => {
    await withDatabase(async (database) => {
      // January 100 → 110 → 99, February 200 → 190, March 50, April missing → 80.
      await publish(database, '2026-01', '100.00', '2026-02-12T02:00:00Z');
      await publish(database, '2026-01', '110.00', '2026-03-12T02:00:00Z');
      await publish(database, '2026-02', '200.00', '2026-03-12T03:00:00Z');
      await publish(database, '2026-01', '99.00', '2026-04-12T02:00:00Z');
      await publish(database, '2026-02', '190.00', '2026-04-12T03:00:00Z');
      await publish(database, '2026-03', '50.00', '2026-04-12T04:00:00Z');
      await publish(database, '2026-04', null, '2026-05-12T04:00:00Z');
      await publish(database, '2026-04', '80.00', '2026-06-12T04:00:00Z');
      const found = await readRevisions(database, cell, null);
      expect(
        found.months.map(({ period, releases }) => [period, releases.map(({ value }) => value)]),
      ).toEqual([
        ['2026-01', ['100.00', '110.00', '99.00']],
        ['2026-02', ['200.00', '190.00']],
        ['2026-03', ['50.00']],
        ['2026-04', [null, '80.00']],
      ]);
      expect(found.months[0]?.releases[1]).toEqual({
        number: 2,
        release: '2026-01.2',
        published_at: new Date('2026-03-12T02:00:00Z'),
        value: '110.00',
        status: 'r',
        revision: '10.000000',
        causes: [],
      });
      // Lag 1: +10 % and −5 %: mean 2.5, mean absolute 7.5, (10 + 10) ÷ (110 + 190), √((100 + 25) ÷ 2) = 7.9056942,
      // standard deviation √(2 · 7.5²) = 10.6066017, t = 2.5 ÷ (10.6066017 ÷ √2) = 2.5 ÷ 7.5.
      expect(found.lags[0]).toEqual({
        lag: 1,
        n: 2,
        excluded: 0,
        mr: '2.500000',
        mar: '7.500000',
        rmar: '0.066667',
        rmsr: '7.905694',
        sd: '10.606602',
        t: '0.333333',
        share_up: '0.500000',
        sign_agreement: '1.000000',
        min: '-5.000000',
        max: '10.000000',
      });
      // Lag 2: January only, −1 %.
      expect(found.lags[1]).toEqual({
        lag: 2,
        n: 1,
        excluded: 0,
        mr: '-1.000000',
        mar: '1.000000',
        rmar: '0.010101',
        rmsr: '1.000000',
        sd: null,
        t: null,
        share_up: '0.000000',
        sign_agreement: '1.000000',
        min: '-1.000000',
        max: '-1.000000',
      });
      expect(found.lags).toHaveLength(2);
      // Latest: −1 %, −5 %, 0: mean −2, √(26 ÷ 3), squares of deviations 1 + 9 + 4.
      expect(found.latest).toMatchObject({
        n: 3,
        mr: '-2.000000',
        mar: '2.000000',
        rmsr: '2.943920',
        sd: '2.645751',
      });
      expect(found.band).toEqual({ n: 3, reason: 'TOO_FEW', mean: null, low: null, high: null });
      const then = await readRevisions(database, cell, new Date('2026-03-12T02:30:00Z'));
      expect(then.months.map(({ period, releases }) => [period, releases.length])).toEqual([['2026-01', 2]]);
      expect(then.latest).toMatchObject({ n: 1, mr: '10.000000' });
    });
  });

  it('knows nothing that was published after the instant asked for', async () => {
    const values = fc.integer({ min: 0, max: 400 });
    const story = fc.array(fc.record({ month: fc.integer({ min: 1, max: 9 }), value: values }), {
      minLength: 1,
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(story, fc.nat(), async (events, pick) => {
        await withDatabase(async (database) => {
          const at = (hour: number) => new Date(Date.UTC(2027, 0, 1, hour));
          for (const [hour, { month, value }] of events.entries())
            await publish(database, `2026-0${month}`, `${value}.00`, at(hour).toISOString());
          const last = pick % events.length;
          // Recomputed from the story alone, cut off at the instant.
          const known = Map.groupBy(events.slice(0, last + 1), ({ month }) => month);
          const months = [...known.keys()].sort();
          const revised = (some: readonly number[]) =>
            some.flatMap((month) => {
              const all = (known.get(month) ?? []).map(({ value }) => value);
              const [first = 0, latest = 0] = [all[0], all.at(-1)];
              return first === 0 ? [] : [((latest - first) / first) * 100];
            });
          const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
          const found = await readRevisions(database, cell, at(last));
          const all = revised(months);
          expect(found.months.map(({ releases }) => releases.length)).toEqual(
            months.map((month) => known.get(month)?.length),
          );
          expect(found.latest.n).toBe(all.length);
          if (all.length) expect(Number(found.latest.mr)).toBeCloseTo(mean(all), 5);
          const settled = revised(months.slice(0, -1));
          const band = await revisionBand(database, cell, at(last));
          expect(band).toEqual(found.band);
          expect([band.n, band.reason]).toEqual([settled.length, settled.length < 6 ? 'TOO_FEW' : null]);
          if (band.mean !== null) expect(Number(band.mean)).toBeCloseTo(mean(settled), 5);
        });
      }),
      { numRuns: 6, seed: 20261124, endOnFailure: true },
    );
  }, 120_000);
});

describe('statistics of revisions', () => {
  const pairs = (...values: [string, string][]) => values.map(([first, later]) => ({ first, later }));

  it('gives rates in percentage points and leaves zeros out of percentages', () => {
    const rates = pairs(['0.900000', '0.950000'], ['0.800000', '0.790000']);
    expect(revisionStatistics(rates, true)).toMatchObject({
      n: 2,
      excluded: 0,
      mr: '2.000000',
      mar: '3.000000',
      rmar: '0.034483', // 0.06 ÷ 1.74
      min: '-1.000000',
      max: '5.000000',
    });
    const levels = pairs(['0.00', '10.00'], ['-20.00', '10.00']);
    expect(revisionStatistics(levels, false)).toMatchObject({
      n: 1,
      excluded: 1,
      mr: '150.000000', // of 20, upwards
      share_up: '1.000000',
      sign_agreement: '0.000000',
    });
    expect(revisionStatistics([], false)).toMatchObject({
      n: 0,
      mr: null,
      rmar: null,
      share_up: null,
      t: null,
    });
  });

  it('reckons with months that hang together from thirty on', () => {
    const few = pairs(
      ...Array.from({ length: 29 }, (_, at): [string, string] => ['100', at % 2 ? '99' : '101']),
    );
    // Mean 1/29, deviations (28/29)² · 15 + (30/29)² · 14 over 28: sd 1.0171…, t = (1/29) ÷ (sd ÷ √29).
    const sd = Math.sqrt((15 * (28 / 29) ** 2 + 14 * (30 / 29) ** 2) / 28);
    expect(Number(revisionStatistics(few, false).t)).toBeCloseTo((1 / 29 / sd) * Math.sqrt(29), 5);
    const many = pairs(
      ...Array.from({ length: 30 }, (_, at): [string, string] => ['100', at % 2 ? '99' : '102']),
    );
    // Mean 0.5, deviations ±1.5. Three lags, weights ¾, ½, ¼; autocovariances 2.25 · (−29, 28, −27) ÷ 30.
    const covariance = (lag: number) => (2.25 * (-1) ** lag * (30 - lag)) / 30;
    const variance = covariance(0) + 2 * (0.75 * covariance(1) + 0.5 * covariance(2) + 0.25 * covariance(3));
    expect(Number(revisionStatistics(many, false).t)).toBeCloseTo(0.5 / Math.sqrt(variance / 30), 5);
  });

  it('bands first values by the seventh definition of quantiles', () => {
    expect(quantile([1, 2, 3, 4], 0.1)).toBeCloseTo(1.3, 12);
    // −10, 0, 1, 2, 3, 20 % : 10 % lies half way from the first to the second, 90 % half way from the fifth to the sixth.
    const revised = pairs(
      ['100', '102'],
      ['100', '90'],
      ['100', '100'],
      ['100', '120'],
      ['100', '101'],
      ['100', '103'],
    );
    expect(bandOf(revised, false)).toEqual({
      n: 6,
      reason: null,
      mean: '2.666667',
      low: '-5.000000',
      high: '11.500000',
    });
  });
});
