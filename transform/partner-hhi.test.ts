import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { duckEngine } from '../engine/engine.ts';
import { models } from './models.ts';

const [, ...lines] = readFileSync(new URL('../fixtures/growth/hhi_cases.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const cases = lines.map((line) => {
  const [name = '', values = '', hhi = ''] = line.split(',');
  return {
    name,
    values: values.split(' ').filter((value) => value !== ''),
    hhi: hhi.startsWith('null') ? null : hhi,
  };
});

let folder: string;
let found: Map<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-hhi-'));
  const cell = (park: string, partner: string, value: bigint) => ({
    park,
    mode: '_T',
    flow: '_T',
    partner,
    is_total: partner === '_T',
    cny_fen: String(value),
  });
  // Every case is a park, its values are partners.
  const rows = cases.flatMap(({ name, values }) => [
    ...values.map((value, at) => cell(name, `P${at}`, BigInt(value))),
    ...(values.length
      ? [
          cell(
            name,
            '_T',
            values.reduce((sum, value) => sum + BigInt(value), 0n),
          ),
        ]
      : []),
  ]);
  const source = {
    name: 'cells.value',
    columns: {
      park: 'VARCHAR',
      mode: 'VARCHAR',
      flow: 'VARCHAR',
      partner: 'VARCHAR',
      is_total: 'BOOLEAN',
      cny_fen: 'HUGEINT',
    },
    rows,
  };
  const hhi = models('indicators').find(({ name }) => name === 'indicators.partner_hhi');
  const engine = duckEngine({ folders: [], tempDir: join(folder, 'tmp'), memoryLimit: '500MB', threads: 1 });
  found = await engine.run({ sources: [source], views: [], outputs: [] }, async (duck) => {
    await duck.run(
      'create macro divide_half_up(a, b) as (2 * cast(a as hugeint) + cast(b as hugeint)) // (2 * cast(b as hugeint))',
    );
    const values = await duck.rows<{ park: string; value: string }>(
      `select park, cast(cast(value as decimal(38, 4)) as varchar) as value from (${hhi?.sql})`,
    );
    return new Map(values.map(({ park, value }) => [park, value]));
  });
});
afterAll(() => rm(folder, { recursive: true }));

test('all reference cases are here', () => {
  expect(cases).toHaveLength(10);
});

test.each(cases)('concentration of $name: $hhi', ({ name, hhi }) => {
  expect(found.get(name) ?? null).toBe(hhi);
});
