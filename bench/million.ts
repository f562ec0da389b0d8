import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dimensionCodes } from '../catalogue/codes.ts';
import { dimensions } from '../catalogue/indicators.ts';
import { isPossibleCell, total } from '../catalogue/mode.ts';
import { addMonths, localInstant, type Period, periodsBetween } from '../catalogue/period.ts';
import type { Database } from '../warehouse/database.ts';
import { publishRelease } from '../warehouse/publication.ts';
import { noParts } from '../warehouse/releases.ts';
import { firstPeriod, months } from './settings.ts';

/** A million observations of trade value by park, mode, flow and partner: two releases of each of 24 months. */
const parks = [total, 'P01', 'P02', 'P03', 'P04', 'P05', 'P06'];
const modes = [total, '9610', '1210', '1239', '9710', '9810'];
export const lastPeriod = addMonths(firstPeriod, months - 1);
/** After every first release, before any second. */
export const pastInstant = localInstant(`${addMonths(lastPeriod, 1)}-20`, 9);

const header = ['indicator', ...dimensions, 'value', 'status', 'reason', 'coverage'].join(',');
const partners = [total, ...dimensionCodes.partner.map(({ code }) => code)];
const cells = parks.flatMap((park) =>
  modes.flatMap((mode) =>
    [total, 'import', 'export']
      .filter((flow) => isPossibleCell(mode, flow))
      .flatMap((flow) => partners.map((partner) => ({ park, mode, flow, partner }))),
  ),
);

/** Fills an empty warehouse; resolves with the number of observations. */
export async function publishMillion(database: Database, folder: string): Promise<number> {
  await database.kysely
    .insertInto('park')
    .values(
      parks.slice(1).map((park_id) => ({
        park_id,
        name_zh: park_id,
        name_en: park_id,
        type: 'industry_cluster',
        district: '-',
        opened_on: '2020-01-01',
      })),
    )
    .execute();
  const periods = periodsBetween(firstPeriod, lastPeriod);
  for (const period of periods)
    await release(database, folder, period, localInstant(`${addMonths(period, 1)}-12`, 9), 1);
  for (const [at, period] of periods.entries())
    await release(database, folder, period, localInstant(`${addMonths(lastPeriod, 2)}-12`, 9, at), 2);
  await database.pool.query('vacuum analyze observation');
  return 2 * periods.length * cells.length;
}

async function release(database: Database, folder: string, period: Period, at: Date, number: number) {
  const rows = cells.map((cell, place) => {
    const codes = dimensions.map((dimension) => (cell as Record<string, string>)[dimension] ?? total);
    return ['trade_value', ...codes, `${(place * 7919 + number) % 100_000}.25`, 'p', '', '0.950000'].join(
      ',',
    );
  });
  const path = join(folder, `${period}.csv`);
  await writeFile(path, `${[header, ...rows].join('\n')}\n`);
  const made = `${period} ${number}`;
  await publishRelease(
    database,
    {
      period,
      observed: { path },
      fingerprint: made,
      inputs: made,
      observations: rows.length,
      manifest: {},
      parts: noParts,
    },
    at,
    null,
  );
}
