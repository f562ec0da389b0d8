import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { Report } from '../content.ts';
import type { Language } from '../number-ref.ts';
import { fontBytes } from './pictures.ts';
import { typstOf } from './typst.ts';

/**
 * The report as PDF: the font embedded, bookmarks of its sections, charts as drawings with alternative text, tagged for
 * readers who listen. The same report gives the same bytes.
 */
export async function renderPdf(report: Report, language: Language): Promise<Buffer> {
  const { source, drawings } = typstOf(report, language);
  const compiler = NodeCompiler.create({ workspace: '/', fontArgs: [{ fontBlobs: await fontBytes() }] });
  for (const [name, svg] of drawings) compiler.mapShadow(`/${name}`, Buffer.from(svg));
  const compiled = compiler.compile({ mainFileContent: source });
  const { result } = compiled;
  if (!result) throw new Error(`typst: ${JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics)}`);
  const pdf = compiler.pdf(result, { creationTimestamp: Math.floor(report.publishedAt.getTime() / 1000) });
  compiler.evictCache(0);
  return pdf;
}
