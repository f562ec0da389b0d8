import { createHash } from 'node:crypto';
import type { ReportContent } from '../warehouse/submissions.ts';
import type { Block, Report } from './content.ts';
import { plainText } from './layout.ts';

export function summaryOf(report: Report): ReportContent {
  const { park, notice } = report;
  const first = notice ? [{ id: 'notice', paragraphs: notice.paragraphs, blocks: [notice.table] }] : [];
  const sections = [...first, ...report.sections];
  const blocks: readonly Block[] = sections.flatMap((section) => section.blocks);
  return {
    park,
    sentences: sections.flatMap(({ id, paragraphs }) =>
      paragraphs.map((passage, at) => ({
        id: `${id}.${at + 1}`,
        zh: plainText(passage, 'zh'),
        en: plainText(passage, 'en'),
      })),
    ),
    charts: hashes(blocks.filter(({ kind }) => kind === 'chart')),
    tables: hashes(blocks.filter(({ kind }) => kind === 'table')),
  };
}

function hashes(blocks: readonly Block[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    blocks.map((block) => [
      block.id,
      createHash('sha256').update(JSON.stringify(block)).digest('hex').slice(0, 16),
    ]),
  );
}
