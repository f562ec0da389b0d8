import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';
import { buildReport, parksOf } from '../reports/report.ts';
import {
  documentOf,
  type ReportDocument,
  type ReportFormat,
  reportFormats,
  reportLanguages,
} from '../reports/reports.ts';
import type { Release } from '../warehouse/releases.ts';
import { listReports, readReport } from '../warehouse/report-files.ts';
import { storeReport } from '../warehouse/reports.ts';
import type { Program } from './program.ts';
import { runJob } from './run-job.ts';

export interface ReportResult {
  readonly runId: string;
  readonly counts: { documents: number };
  readonly release: string;
  readonly files: readonly string[];
}

export interface ReportOrder {
  readonly period: Period;
  readonly now: Date;
  /** Without, the latest of the period. */
  readonly release?: string | undefined;
  /** Only this one, `_T` for that of the city; without, the city's and each park's. */
  readonly park?: string | undefined;
  readonly formats?: readonly ReportFormat[] | undefined;
}

/** Writes the monthly reports of a period at a release, of the city and of each park: kept beside the release, and as files. */
export async function report(
  program: Program,
  { period, now, release, park, formats = reportFormats }: ReportOrder,
): Promise<ReportResult> {
  return runJob(program, 'report', release ?? period, now, async (station) => {
    const { database } = program;
    const scopes = park ? [park] : [total, ...(await parksOf(database, { period, release }))];
    const files: string[] = [];
    let of = '';
    for (const scope of scopes) {
      const made = await station(`read ${scope}`, () =>
        buildReport(database, { period, release, park: scope === total ? undefined : scope }),
      );
      of = made.release;
      for (const language of reportLanguages)
        for (const format of formats)
          files.push(
            await station(`write ${scope} ${language} ${format}`, async () =>
              keep(program, period, await documentOf(made, format, language), now),
            ),
          );
    }
    return { counts: { documents: files.length }, release: of, files };
  });
}

/** The documents on file of a release, as files. */
export async function writeReportFiles(program: Program, { id, period }: Release): Promise<string[]> {
  const files: string[] = [];
  for (const { release, ...report } of await listReports(program.database, period)) {
    if (release !== id) continue;
    const content = await readReport(program.database, { release, ...report });
    if (content) files.push(await writeDocument(program, period, { release, ...report, content }));
  }
  return files;
}

async function keep(
  { database, settings }: Program,
  period: Period,
  document: ReportDocument,
  writtenAt: Date,
): Promise<string> {
  await storeReport(database, { ...document, writtenAt });
  return writeDocument({ settings }, period, document);
}

async function writeDocument(
  { settings }: Pick<Program, 'settings'>,
  period: string,
  document: Readonly<Record<'release' | 'park' | 'format' | 'language', string>> & {
    readonly content: Buffer;
  },
): Promise<string> {
  const { release, park, format, language, content } = document;
  const folder = join(settings.dataDir, 'reports', period);
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${release}${park === total ? '' : `.${park}`}.${language}.${format}`);
  const making = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(making, content, { flush: true });
    await rename(making, path);
  } finally {
    await rm(making, { force: true });
  }
  return path;
}
