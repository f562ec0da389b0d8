import { sql } from 'kysely';
import { total } from '../catalogue/mode.ts';
import type { Database } from './database.ts';

/** Reports on file for a month, those of the newest release first. */
export async function listReports({ kysely }: Database, period: string) {
  return kysely
    .selectFrom('report')
    .innerJoin('release', 'release.id', 'report.release_id')
    .select(['report.release_id as release', 'report.park', 'report.format', 'report.language'])
    .where('release.period', '=', period)
    .orderBy('release.number', 'desc')
    .orderBy('report.park')
    .orderBy('report.format')
    .orderBy('report.language')
    .execute();
}

export async function readReport(
  { kysely }: Database,
  { release, park, format, language }: Readonly<Record<'release' | 'park' | 'format' | 'language', string>>,
): Promise<Buffer | undefined> {
  const row = await kysely
    .selectFrom('report')
    .select('content')
    .where('release_id', '=', release)
    .where('park', '=', park)
    .where('format', '=', format)
    .where('language', '=', language)
    .executeTakeFirst();
  return row?.content;
}

/** Documents of one release, place and language, by their formats. */
export interface ReportSet {
  readonly period: string;
  readonly release: string;
  readonly park: string;
  readonly language: string;
  readonly formats: readonly string[];
}

/** What is on file, of the newest release that has any for its month: newest month first, the city before the parks. */
export async function reportSets(
  { kysely }: Database,
  { period, park }: { readonly period?: string | undefined; readonly park?: string | undefined },
): Promise<ReportSet[]> {
  const { rows } = await sql<ReportSet>`
    with filed as (
      select release.period, release.number, report.release_id, report.park, report.language,
        array_agg(report.format order by array_position(array['html', 'docx', 'pdf', 'xlsx'], report.format)) as formats
      from report join release on release.id = report.release_id
      where (${period ?? null}::text is null or release.period = ${period ?? null})
        and (${park ?? null}::text is null or report.park = ${park ?? null})
      group by release.period, release.number, report.release_id, report.park, report.language)
    select distinct on (period, park, language) period, release_id as release, park, language, formats from filed
    order by period desc, park, language desc, number desc`.execute(kysely);
  return rows.toSorted(
    (a, b) => b.period.localeCompare(a.period) || Number(b.park === total) - Number(a.park === total),
  );
}
