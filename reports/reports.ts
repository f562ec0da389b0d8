import { createHash } from 'node:crypto';
import type { Period } from '../catalogue/period.ts';
import type { Database } from '../warehouse/database.ts';
import { renderHtml } from './html.ts';
import type { Language } from './number-ref.ts';
import { buildReport } from './report.ts';

export interface WriteOptions {
  readonly period: Period;
  /** Without, the latest of the period. */
  readonly release?: string | undefined;
  readonly language: Language;
}

export interface WrittenReport {
  readonly html: Buffer;
  readonly sha256: string;
  readonly release: string;
}

/** The city's monthly report as a document. */
export async function writeReport(
  database: Database,
  { period, release, language }: WriteOptions,
): Promise<WrittenReport> {
  const report = await buildReport(database, { period, ...(release === undefined ? {} : { release }) });
  const html = Buffer.from(renderHtml(report, language), 'utf8');
  return { html, sha256: createHash('sha256').update(html).digest('hex'), release: report.release };
}
