import { createHash } from 'node:crypto';
import type { Database } from '../warehouse/database.ts';
import type { Report } from './content.ts';
import { renderDocx } from './documents/docx.ts';
import { renderPdf } from './documents/pdf.ts';
import { renderXlsx } from './documents/xlsx.ts';
import { renderHtml } from './html.ts';
import type { Language } from './number-ref.ts';
import { buildReport, type ReportOptions } from './report.ts';

const renderers = {
  html: async (report: Report, language: Language) => Buffer.from(renderHtml(report, language), 'utf8'),
  docx: renderDocx,
  pdf: renderPdf,
  xlsx: renderXlsx,
} as const;
export type ReportFormat = keyof typeof renderers;
export const reportFormats = Object.keys(renderers) as readonly ReportFormat[];
export const reportLanguages = ['zh', 'en'] as const satisfies readonly Language[];

export interface ReportDocument {
  readonly release: string;
  /** `_T`: of the city. */
  readonly park: string;
  readonly format: ReportFormat;
  readonly language: Language;
  readonly content: Buffer;
  readonly sha256: string;
}

/** A report as a document. The same release gives the same bytes. */
export async function documentOf(
  report: Report,
  format: ReportFormat,
  language: Language,
): Promise<ReportDocument> {
  const content = await renderers[format](report, language);
  const { release, park } = report;
  return {
    release,
    park,
    format,
    language,
    content,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}

/** The monthly report of the city, or of a park, as one document. */
export async function writeReport(
  database: Database,
  { language, format = 'html', ...options }: ReportOptions & { language: Language; format?: ReportFormat },
): Promise<ReportDocument> {
  return documentOf(await buildReport(database, options), format, language);
}
