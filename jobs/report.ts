import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Period } from '../catalogue/period.ts';
import { writeReport } from '../reports/reports.ts';
import { storeReport } from '../warehouse/reports.ts';
import type { Program } from './program.ts';
import { runJob } from './run-job.ts';

export interface ReportResult {
  readonly runId: string;
  readonly counts: { documents: number };
  readonly release: string;
  readonly files: readonly string[];
}

const languages = ['zh', 'en'] as const;

/** Writes the monthly report of a period at its latest release (or a given one): kept beside the release, and as files. */
export async function report(
  program: Program,
  { period, now, release }: { period: Period; now: Date; release?: string | undefined },
): Promise<ReportResult> {
  return runJob(program, 'report', release ?? period, now, async (station) => {
    const files: string[] = [];
    let of = '';
    for (const language of languages) {
      const document = await station(`write ${language}`, () =>
        writeReport(program.database, { period, release, language }),
      );
      of = document.release;
      await storeReport(program.database, {
        release: document.release,
        format: 'html',
        language,
        content: document.html,
        sha256: document.sha256,
        writtenAt: now,
      });
      files.push(await save(program, period, `${document.release}.${language}.html`, document.html));
    }
    return { counts: { documents: files.length }, release: of, files };
  });
}

async function save({ settings }: Program, period: Period, name: string, content: Buffer): Promise<string> {
  const folder = join(settings.dataDir, 'reports', period);
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(`${path}.tmp`, content, { flush: true });
  await rename(`${path}.tmp`, path);
  return path;
}
