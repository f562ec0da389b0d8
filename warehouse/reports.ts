import { Refusal } from '../catalogue/refusal.ts';
import type { Database } from './database.ts';
import { notify } from './notify.ts';

export interface StoredReport {
  readonly release: string;
  /** `_T`: of the city. */
  readonly park: string;
  readonly format: string;
  readonly language: string;
  readonly content: Buffer;
  readonly sha256: string;
  readonly writtenAt: Date;
}

/** Keeps a report beside its release. The report of a release is written once: other bytes for it are a fault. */
export async function storeReport(database: Database, report: StoredReport): Promise<void> {
  const { release, park, format, language, content, sha256, writtenAt } = report;
  await database.kysely
    .insertInto('report')
    .values({ release_id: release, park, format, language, content, sha256, written_at: writtenAt })
    .onConflict((on) => on.doNothing())
    .execute();
  const kept = await database.kysely
    .selectFrom('report')
    .select('sha256')
    .where('release_id', '=', release)
    .where('park', '=', park)
    .where('format', '=', format)
    .where('language', '=', language)
    .executeTakeFirstOrThrow();
  if (kept.sha256 !== sha256) {
    throw new Refusal(
      'verification_failed',
      {
        zh: `发布${release}的报告已存档且内容不同：程序的版式可能已更新，存档的报告保持不变`,
        en: `The report of release ${release} is on file with other bytes: its layout may have changed since; the filed report stays as it is`,
      },
      { release, park, format, language },
    );
  }
  await notify(database, 'report_written', release);
}
