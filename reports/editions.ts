import { type CellCodes, causeCodes, causes, causesOf, type ReleaseCause } from '../catalogue/causes.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { Row } from '../dashboards/answers.ts';
import type { Database } from '../warehouse/database.ts';
import { formerReadings, type Rows, readMonth, readRows } from './readings.ts';

/** A release as far as others speak of it; its manifest may be large and is not read. */
export interface Published {
  readonly id: string;
  readonly period: string;
  readonly number: number;
  readonly published_at: Date;
  readonly dated_at: Date | null;
  readonly causes: readonly ReleaseCause[];
  readonly note_public: string | null;
}

/** The release that a correction edition replaces, and the numbers that it had. */
export interface Former {
  readonly release: Published;
  readonly rows: Rows;
}

/** An earlier month that was published anew since the last report. */
export interface RevisedMonth {
  readonly period: Period;
  /** Trade value of the scope as it stood in the last report, and as it stands now. */
  readonly before: Row;
  readonly after: Row;
  /** Releases since the last report, and the public causes of them all. */
  readonly releases: readonly Published[];
}

/** What was published before the report's release. */
export interface Editions {
  readonly former: Former | null;
  /** The release of the last report: of the month before, or the edition that this one replaces; null for the first report of all. */
  readonly last: Published | null;
  /** Newest month first. */
  readonly revised: readonly RevisedMonth[];
  /** Corrections among the releases of the last twelve months. */
  readonly corrections: number;
}

export async function readEditions(
  database: Database,
  release: Published,
  scope: string,
  parks: readonly string[],
): Promise<Editions> {
  const earlier = await releasesUntil(database, release);
  const period = release.period as Period;
  const replaced = earlier.findLast((one) => one.period === period && one.number < release.number) ?? null;
  const last =
    replaced ?? earlier.find((one) => one.period === addMonths(period, -1) && one.number === 1) ?? null;
  const since = addMonths(period, -11);
  return {
    former: replaced && { release: replaced, rows: await formerRows(database, replaced, scope, parks) },
    last,
    revised: last ? await revisedMonths(database, release, last, earlier, scope) : [],
    corrections: earlier.filter((one) => one.number > 1 && one.period >= since && one.period <= period)
      .length,
  };
}

/** Releases published until this one, itself among them, in order of publication. */
async function releasesUntil({ kysely }: Database, { published_at }: Published): Promise<Published[]> {
  return kysely
    .selectFrom('release')
    .select(['id', 'period', 'number', 'published_at', 'dated_at', 'note_public'])
    .select((release) => release.ref('causes').$castTo<readonly ReleaseCause[]>().as('causes'))
    .where('published_at', '<=', published_at)
    .orderBy('published_at')
    .orderBy('period')
    .orderBy('number')
    .execute();
}

function formerRows(
  database: Database,
  { period, published_at }: Published,
  scope: string,
  parks: readonly string[],
): Promise<Rows> {
  return readRows(database, { period: period as Period, at: published_at }, formerReadings(scope, parks));
}

async function revisedMonths(
  database: Database,
  release: Published,
  last: Published,
  earlier: readonly Published[],
  scope: string,
): Promise<RevisedMonth[]> {
  const news = earlier.filter(
    ({ period, number, published_at }) =>
      period !== release.period && number > 1 && published_at > last.published_at,
  );
  const months = [...Map.groupBy(news, ({ period }) => period as Period)].sort(([a], [b]) =>
    a < b ? 1 : -1,
  );
  const read = months.map(async ([period, releases]): Promise<RevisedMonth[]> => {
    const level = async (at: Date) =>
      (
        await readMonth(
          database,
          { period, at },
          { indicator: 'trade_value', by: { park: [scope] }, transform: 'level' },
        )
      )[0];
    const [before, after] = [await level(last.published_at), await level(release.published_at)];
    return before && after ? [{ period, before, after, releases }] : [];
  });
  return (await Promise.all(read)).flat();
}

/** What readers are told of why a cell was published anew, each cause once, in the order in which causes are told. */
export function publicCauses(releases: readonly Pick<Published, 'causes'>[], cell: CellCodes): Message[] {
  const found = new Set(releases.flatMap((release) => causesOf(cell, release.causes)));
  return causeCodes.filter((code) => found.has(code)).map((code) => causes[code].public);
}
