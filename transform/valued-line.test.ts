import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { duckEngine } from '../engine/engine.ts';
import { model } from './models.ts';
import { rateSource } from './rates.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-valued-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Line {
  /** In 1/100,000 of the currency. */
  readonly amount: bigint;
  /** Yuan and dollars' yuan for 100 units, in 1/10,000. */
  readonly cny: bigint;
  readonly usd: bigint;
}

const text = (scaled: bigint, decimals: number) => {
  const digits = scaled.toString().padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};

const halfUp = (numerator: bigint, denominator: bigint) =>
  (2n * numerator + denominator) / (2n * denominator);

const wholeRange = fc.oneof(
  fc.bigInt({ min: 1n, max: 10n ** 12n - 1n }),
  fc.bigInt({ min: 10n ** 12n, max: 10n ** 16n }),
  fc.constantFrom(1n, 50_000n, 99_999n, 100_000n, 10n ** 12n - 1n, 10n ** 12n, 10n ** 12n + 1n),
  // Hundredths and halves of them, where rounding turns.
  fc.bigInt({ min: 1n, max: 10n ** 9n }).map((n) => n * 500n),
);
const rate = fc.oneof(
  fc.bigInt({ min: 1n, max: 99_999_999n }),
  fc.bigInt({ min: 10n ** 8n, max: 10n ** 9n }),
  fc.constantFrom(1n, 1_000_000n, 7_125_000n, 99_999_999n, 100_000_000n),
);
const dollarRate = fc.oneof(
  fc.bigInt({ min: 4_000_000n, max: 10_000_000n }),
  fc.constantFrom(7_125_000n, 9_999_999n, 6_666_667n),
);
const line = fc.record({ amount: wholeRange, cny: rate, usd: dollarRate });

/** One line for each month, so that each has rates of its own. */
async function valued(all: readonly Line[]): Promise<{ cny_fen: string; usd_cent: string }[]> {
  const month = (at: number) => `M${String(at).padStart(4, '0')}`;
  const rates = all.flatMap(({ cny, usd }, at) => [
    { month: month(at), currency: 'EUR', cny_per_100: text(cny, 4), usd_per_100: null },
    { month: month(at), currency: 'USD', cny_per_100: text(usd, 4), usd_per_100: null },
  ]);
  const nothing = {
    customs_mode: '9710',
    flow: 'export',
    park_id: 'P',
    uscc: 'U',
    partner: 'USA',
    chapter: '61',
    district: '0801',
    transport: '5',
    declaration_no: '1',
    line_no: '1',
    line_hash: '1',
    waybill_no: null,
    bonded_line: null,
    supervision_site: null,
    statistics_flag: null,
  };
  const counted = {
    name: 'facts.counted_line',
    columns: {
      ...Object.fromEntries(Object.keys(nothing).map((column) => [column, 'VARCHAR'])),
      period: 'VARCHAR',
      declared_month: 'VARCHAR',
      currency: 'VARCHAR',
      trade_amount: 'DECIMAL(18,5)',
      released_on: 'DATE',
      release_minutes: 'INTEGER',
      duty: 'DECIMAL(18,5)',
      vat: 'DECIMAL(18,5)',
      consumption_tax: 'DECIMAL(18,5)',
    },
    rows: all.map(({ amount }, at) => ({
      ...nothing,
      period: month(at),
      declared_month: month(at),
      currency: 'EUR',
      trade_amount: text(amount, 5),
      released_on: '2026-10-01',
      release_minutes: 0,
      duty: null,
      vat: null,
      consumption_tax: null,
    })),
  };
  const engine = duckEngine({ folders: [], tempDir: join(folder, 'tmp'), memoryLimit: '500MB', threads: 2 });
  return engine.run(
    {
      sources: [counted, rateSource(rates, new Set(all.map((_, at) => month(at))))],
      views: [model('facts', 'valued_line')],
      outputs: [],
    },
    (duck) =>
      duck.rows(
        'select cny_fen::varchar as cny_fen, usd_cent::varchar as usd_cent from facts.valued_line order by period',
      ),
  );
}

test('a line is worth the same to the fen and the cent, whatever way its product is taken', async () => {
  const all = fc.sample(line, { numRuns: 8000, seed: 20261124 });
  const found = await valued(all);
  const wrong = all.flatMap(({ amount, cny, usd }, at) => {
    const expected = {
      cny_fen: halfUp(amount * cny, 10n ** 9n).toString(),
      usd_cent: halfUp(amount * cny * 100n, 10n ** 5n * usd).toString(),
    };
    const got = found[at];
    const same = got?.cny_fen === expected.cny_fen && got.usd_cent === expected.usd_cent;
    return same ? [] : [{ amount, cny, usd, expected, got }];
  });
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(all.filter(({ amount }) => amount < 10n ** 12n).length).toBeGreaterThan(2000);
});
