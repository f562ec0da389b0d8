import { causes } from '../catalogue/causes.ts';
import {
  cellSubject,
  changeSentence,
  clausesOf,
  restSentence,
  revisionSentence,
} from '../catalogue/highlight-words.ts';
import type { Message } from '../catalogue/refusal.ts';
import { snapshot } from '../warehouse/database.ts';
import { type Line, readHighlights, type ToldHighlights } from '../warehouse/highlights.ts';
import { type RevisedValue, recentRevisions } from '../warehouse/recent-revisions.ts';
import { notReleased } from './comparison.ts';
import { highlightsAnswer } from './highlights-schema.ts';
import { nameOfPark, type ParkMonth, parkMonthOrRefuse, parkMonthParameters } from './park-month.ts';
import { orRefused } from './schema.ts';
import type { Context, Server } from './server.ts';

const schema = {
  operationId: 'readHighlights',
  tags: ['observations'],
  summary: '当月发生了什么，按贡献排序 | What happened in a month, by contribution',
  description:
    '进出口额与上年同月、上月之差，分解为各园区×监管方式的贡献：最大的5行和其余，之和恰为总变动；以及近期发布的修订。按企业的分解只给有权查看的人。 | The change of trade value on the same month last year and on the month before as contributions of park and mode: the five largest and the rest, which add up to it exactly; and what recent releases revised. What tenants did is told only to who may see it.',
  querystring: parkMonthParameters,
  response: { 200: highlightsAnswer, ...orRefused(400, 404) },
};

export function highlightRoutes(server: Server, { database }: Context): void {
  server.get('/highlights', { config: { access: 'published_detail' }, schema }, async ({ query, reader }) => {
    const asked = await parkMonthOrRefuse(database, query);
    const { scope } = reader;
    const { found, revised } = await snapshot(database, async (frozen) => ({
      found: await readHighlights(frozen, { ...asked, scope }),
      revised: await recentRevisions(frozen, asked),
    }));
    if (!found) throw notReleased(asked);
    return {
      ...{ period: asked.period, park: asked.park, as_of: asked.asOf?.toISOString() ?? null },
      release: found.release,
      changes: found.changes.map((change) => toldChange(change, asked)),
      revisions: {
        since: revised.since?.toISOString() ?? null,
        months: [...revised.months],
        cells: revised.cells,
        rows: revised.rows.map((row) => toldRevision(row, asked)),
      },
    };
  });
}

function toldChange(change: ToldHighlights, asked: ParkMonth) {
  const { transform, amount, points, facts, lines, rest, base_revision, ...shown } = change;
  const whole = amount === null ? null : { transform, amount, points: null, facts, parts: null };
  return {
    ...shown,
    ...{ transform, amount, points, growth: facts.growth },
    summary: whole && changeSentence(nameOfPark(asked.names, asked.park), whole, clausesOf(whole)),
    lines: lines.map((line) => toldLine(line, change, asked)),
    rest: rest && { ...rest, sentence: restSentence(rest) },
    base_revision: base_revision && [...base_revision],
  };
}

function toldLine({ facts, parts, ...line }: Line, { transform }: ToldHighlights, asked: ParkMonth) {
  const told = { transform, amount: line.amount, points: line.points, facts, parts };
  const clauses = clausesOf(told);
  return {
    ...line,
    growth: facts.low_coverage || facts.festival ? null : facts.growth,
    sentence: changeSentence(subjectOf(line, asked), told, clauses),
    clauses,
    parts: parts && [...parts],
  };
}

function subjectOf(
  { park, mode }: { readonly park: string; readonly mode: string },
  { names }: ParkMonth,
): Message {
  return cellSubject(nameOfPark(names, park), mode);
}

function toldRevision({ period, causes: codes, ...row }: RevisedValue, asked: ParkMonth) {
  const why = codes.map((code) => causes[code]);
  const sentence = revisionSentence(subjectOf(row, asked), period, { ...row, why });
  return { ...row, period, causes: [...codes], sentence };
}
