import { createHash } from 'node:crypto';
import type { Database } from '../warehouse/database.ts';
import type { Report } from './content.ts';
import { renderHtml } from './html.ts';
import type { Language } from './number-ref.ts';
import { buildReport, type ReportOptions } from './report.ts';

type Render = (report: Report, language: Language) => Promise<Buffer>;

/** Each is loaded when it is asked for: together they take longer to load than a page to write. */
const renderers = {
  html: async () => async (report, language) => Buffer.from(renderHtml(report, language), 'utf8'),
  docx: async () => (await import('./documents/docx.ts')).renderDocx,
  pdf: async () => (await import('./documents/pdf.ts')).renderPdf,
  xlsx: async () => (await import('./documents/xlsx.ts')).renderXlsx,
} as const satisfies Record<string, () => Promise<Render>>;
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
  const render: Render = await renderers[format]();
  const content = await render(report, language);
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
