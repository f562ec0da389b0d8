import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { estimation } from '../catalogue/estimation.ts';
import { dimensions, indicators, releasedIndicatorIds } from '../catalogue/indicators.ts';
import { type Duck, literal } from '../engine/duckdb.ts';
import type { Engine } from '../engine/engine.ts';
import { eventSource, noEvents } from './events.ts';
import { factsSources, refuseBlocked } from './facts.ts';
import { fingerprint, indicatorsFingerprint, model, models } from './models.ts';
import { catalogueSources, type MonthInput, reportingSources } from './month-input.ts';

export {
  type MonthInput,
  possibleCells,
  type ReportingDelivery,
  type ReportingTenant,
} from './month-input.ts';

export interface BridgeCell {
  readonly mode: string;
  readonly flow: string;
  readonly park: string;
  readonly site_park: string;
  readonly lines: string;
  readonly cny: string;
}

export interface TenantCell {
  readonly uscc: string;
  readonly park: string;
  readonly mode: string;
  readonly flow: string;
  readonly lines: string;
  readonly cny: string;
  readonly usd: string;
}

/** Events of the month by the month of their line (`_U`: not known), in yuan. */
export interface EventOrigin {
  readonly kind: string;
  readonly mode: string;
  readonly flow: string;
  readonly park: string;
  readonly original_period: string;
  readonly events: string;
  readonly cny: string;
}

export interface MonthResult {
  /** CSV with a header: indicator, the dimensions, value, status, reason, coverage; in canonical order. */
  readonly path: string;
  /** SHA-256 over those bytes. */
  readonly fingerprint: string;
  readonly inputs: string;
  readonly observations: number;
  readonly computed: boolean;
  /** Tenants due and tenants that reported, by park and for the city (`_T`). */
  readonly reporting: Readonly<Record<string, { expected: number; received: number }>>;
  /** Value of each tenant in the month by park, mode and flow, in yuan and dollars. Never published. */
  readonly tenantCells: readonly TenantCell[];
  readonly eventOrigins: readonly EventOrigin[];
  /** Value by the park of the tenant and the park of the supervision site (`_U`: none), in yuan. */
  readonly bridgeCells: readonly BridgeCell[];
}

type Noted = Pick<MonthResult, 'observations' | 'reporting' | 'tenantCells' | 'eventOrigins' | 'bridgeCells'>;

/** The observations of a month from its facts; nothing is computed when they stand already. */
export async function computeIndicators(
  input: MonthInput,
  dataDir: string,
  engine: Engine,
): Promise<MonthResult> {
  const inputs = fingerprint(
    indicatorsFingerprint(),
    indicators,
    input.period,
    [...input.parks].sort(),
    input.facts.fingerprints,
    input.events?.fingerprints ?? {},
    sortedRows(input.estimates ?? []),
    estimation.maxShare,
    [...(input.siteParks ?? [])].sort(),
    sortedRows(input.kinds),
    sortedRows(input.tenants),
    sortedRows(input.deliveries),
  );
  const path = join(dataDir, 'indicators', input.period, `${inputs}.csv`);
  const notes = `${path}.json`;
  const computed = !existsSync(notes);
  if (computed) await compute(input, path, notes, engine);
  const noted = JSON.parse(await readFile(notes, 'utf8')) as Noted;
  const digest = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  return { path, fingerprint: digest, inputs, computed, ...noted };
}

async function compute(input: MonthInput, path: string, notes: string, engine: Engine): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  const values = {
    name: 'indicators.all_values',
    // A model names the dimensions that it breaks down by; in all others its cells are totals.
    sql: `select indicator, ${dimensions.map((dimension) => `coalesce(${dimension}, '_T') as ${dimension}`).join(', ')}, cast(value as decimal(38, 6)) as value
      from (
        (select null::varchar as indicator, ${dimensions.map((dimension) => `null::varchar as ${dimension}`).join(', ')}, null::decimal(38, 6) as value limit 0)
        union all by name
        ${releasedIndicatorIds.map((id) => `select ${literal(id)} as indicator, * from indicators.${id}`).join('\nunion all by name\n')}
      ) as value
      where exists (select 1 from catalogue.possible as possible where possible.indicator = value.indicator
        and possible.mode = coalesce(value.mode, '_T') and possible.flow = coalesce(value.flow, '_T'))`,
  };
  const views = [
    ...models('cells'),
    ...models('indicators'),
    values,
    model('publication', 'coverage'),
    model('publication', 'estimated'),
  ];
  try {
    const found = await engine.run(
      {
        sources: [
          ...factsSources(input.facts),
          eventSource(input.events ?? noEvents),
          ...reportingSources(input),
          ...catalogueSources(input),
        ],
        views: [],
        outputs: [],
      },
      async (duck) => {
        await duck.run(
          'create macro divide_half_up(a, b) as (2 * cast(a as hugeint) + cast(b as hugeint)) // (2 * cast(b as hugeint))',
        );
        for (const schema of ['cells', 'indicators', 'publication'])
          await duck.run(`create schema ${schema}`);
        for (const { name, sql } of views)
          await duck.run(`create ${name.startsWith('cells.') ? 'table' : 'view'} ${name} as ${sql}`);
        await duck.run(`create table publication.observation as ${model('publication', 'observation').sql}`);
        await refuseBlocked(duck, ['totals_add_up']);
        await duck.run(`copy (select indicator, ${dimensions.join(', ')}, ${publishedValue()} as value, status, reason, coverage
        from publication.observation order by all) to ${literal(temporary)} (format csv, header true)`);
        const [{ n }] = (await duck.rows<{ n: string }>(
          'select count(*)::varchar as n from publication.observation',
        )) as [{ n: string }];
        const tenantCells = await duck.rows<TenantCell>(model('publication', 'tenant_cell').sql);
        const eventOrigins = await duck.rows<EventOrigin>(model('publication', 'event_origin').sql);
        return {
          observations: Number(n),
          reporting: await reporting(duck),
          tenantCells,
          eventOrigins,
          bridgeCells: await duck.rows<BridgeCell>(model('publication', 'bridge_cell').sql),
        };
      },
    );
    await rename(temporary, path);
    await writeFile(`${notes}.tmp`, JSON.stringify(found));
    await rename(`${notes}.tmp`, notes);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function reporting(duck: Duck): Promise<MonthResult['reporting']> {
  const rows = await duck.rows<{ park: string; expected: string; received: string }>(
    'select park, expected, received from publication.coverage order by park',
  );
  return Object.fromEntries(
    rows.map(({ park, expected, received }) => [
      park,
      { expected: Number(expected), received: Number(received) },
    ]),
  );
}

/** A value with the decimals of its indicator; every model yields it rounded already, so this only drops zeros. */
function publishedValue(): string {
  const arms = releasedIndicatorIds.map(
    (id) =>
      `when ${literal(id)} then cast(cast(value as decimal(38, ${indicators[id].decimals})) as varchar)`,
  );
  return `case indicator ${arms.join(' ')} end`;
}

function sortedRows(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
