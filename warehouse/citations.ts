import { type Dimension, dimensions } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import type { Database } from './database.ts';
import { readReport, reportSets } from './report-files.ts';

/** A sentence of a report that tells a cell of its month. */
export interface Citation {
  readonly release: string;
  /** Whose report: `_T` of the city. */
  readonly park: string;
  readonly language: string;
  /** The section's id in the report, and its heading. */
  readonly section: string;
  readonly heading: string;
  readonly sentence: string;
}

type Cell = Readonly<Record<Dimension, string>>;

/** Dimensions that a number of a report names, in this order: `reports/number-ref.ts`. */
const named = ['park', 'mode', 'flow', 'partner', 'chapter'] as const;

/**
 * Where the month's newest report, of the city and of the cell's own park, tells a cell, by the reference that each number
 * of a report carries; level and growth alike. None where the report names no such cell.
 */
export async function citationsOf(
  database: Database,
  indicator: string,
  cell: Cell,
  period: string,
): Promise<Citation[]> {
  if (dimensions.some((one) => !named.includes(one as never) && cell[one] !== total)) return [];
  const places = [...new Set([total, cell.park])];
  const sets = (await reportSets(database, { period })).filter(
    ({ park, formats }) => places.includes(park) && formats.includes('html'),
  );
  const wanted = `:${named.map((one) => cell[one]).join('.')}:${period}@`;
  const found: Citation[] = [];
  for (const set of sets) {
    const content = await readReport(database, { ...set, format: 'html' });
    const { release, park, language } = set;
    for (const one of sentencesWith(content?.toString('utf8') ?? '', indicator, wanted))
      found.push({ release, park, language, ...one });
  }
  return found;
}

/** The reports are our own and regular: sections with a heading, paragraphs of text. */
function sentencesWith(html: string, indicator: string, wanted: string) {
  return [
    ...html.matchAll(/<section id="([\w-]+)"[^>]*>\s*<h2>([\s\S]*?)<\/h2>([\s\S]*?)<\/section>/g),
  ].flatMap(([, section = '', heading = '', body = '']) =>
    [...body.matchAll(/<p>([\s\S]*?)<\/p>/g)]
      .flatMap(([, paragraph = '']) => paragraph.split(/(?<=[。！])|(?<=\.)\s+(?=<|[A-Z])/))
      .filter((sentence) =>
        [...sentence.matchAll(/data-ref="([^"]*)"/g)].some(
          ([, ref = '']) => ref.startsWith(`${indicator}:`) && ref.includes(wanted),
        ),
      )
      .map((sentence) => ({ section, heading: plain(heading), sentence: plain(sentence) })),
  );
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function plain(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')
    .trim();
}
