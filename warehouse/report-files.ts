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
