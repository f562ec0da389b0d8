import { Refusal } from '../../catalogue/refusal.ts';
import { type Dataflow, timeDimension } from '../../catalogue/sdmx/flows.ts';
import { snapshot } from '../../warehouse/database.ts';
import { listParks } from '../../warehouse/registry.ts';
import { instantOrRefuse } from '../parameters.ts';
import { impossibleCode, parameterClash } from '../refusals.ts';
import type { Context, Reply, Request } from '../server.ts';
import { type Codelist, codelistsOf } from './codelists.ts';
import { csv1, csv2, type Labels } from './data-csv.ts';
import { dataJson } from './data-json.ts';
import { genericXml, specificXml } from './data-xml.ts';
import { type DataQuery, readDataSets } from './datasets.ts';
import { flowOrRefuse, keyOrRefuse, providerOrRefuse } from './key.ts';
import { allDimensions, type Layout, layOut } from './layout.ts';
import { type DataFormat, dataFormatOf, dataFormats } from './media.ts';
import { type Head, headOf, languageOf } from './message.ts';
import type { DataParameters } from './parameters.ts';
import { monthsOrRefuse } from './time.ts';

export interface DataPath {
  readonly flow: string;
  readonly key?: string;
  readonly provider?: string;
}

/** Answers a data query in the form that it asks for. */
export async function answerData({ database }: Context, request: Request, reply: Reply): Promise<Reply> {
  const path = request.params as DataPath;
  const asked = request.query as DataParameters;
  const format = asked.format ?? dataFormatOf(request.headers.accept);
  if (asked.labels !== undefined && !format.startsWith('csv'))
    throw parameterClash('labels', asked.labels, {
      zh: 'labels只与CSV格式同用',
      en: '`labels` is for CSV only',
    });
  const { lists, query, answer } = await snapshot(database, async (frozen) => {
    const lists = codelistsOf(await listParks(frozen));
    const query = dataQuery(path, asked, lists);
    return { lists, query, answer: await readDataSets(frozen, query) };
  });
  const at = dimensionOrRefuse(query.flow, asked.dimensionAtObservation ?? timeDimension.id);
  const layout = layOut(query.flow, answer.dataSets, at, asked.detail ?? 'full');
  const head = headOf(request.url, answer.prepared, languageOf(request.headers['accept-language']));
  const text = write(format, layout, head, lists, asked.labels ?? 'id');
  return reply
    .type(mediaTypeOf(format))
    .header('content-language', head.language === 'zh' ? 'zh-CN' : 'en')
    .header(
      'content-disposition',
      `${asked.format ? 'attachment' : 'inline'}; filename="${query.flow.id}.${extensionOf(format)}"`,
    )
    .header('last-modified', answer.prepared.toUTCString())
    .send(text);
}

function write(
  format: DataFormat,
  layout: Layout,
  head: Head,
  lists: readonly Codelist[],
  labels: Labels,
): string {
  const words = { labels, language: head.language, lists };
  switch (format) {
    case 'genericdata':
      return genericXml(layout, head);
    case 'structurespecificdata':
      return specificXml(layout, head);
    case 'jsondata':
      return dataJson(layout, head, lists, '1.0');
    case 'jsondata2':
      return dataJson(layout, head, lists, '2.0');
    case 'draftjson':
      return dataJson(layout, head, lists, 'draft');
    case 'csvdata':
      return csv1(layout, words);
    case 'csvdata2':
      return csv2(layout, words);
  }
}

function mediaTypeOf(format: DataFormat): string {
  return `${dataFormats[format]}; charset=utf-8`;
}

function extensionOf(format: DataFormat): string {
  return format.startsWith('csv') ? 'csv' : format.includes('json') ? 'json' : 'xml';
}

/** What a data query asks for; what cannot be asked is refused. */
export function dataQuery(path: DataPath, asked: DataParameters, lists: readonly Codelist[]): DataQuery {
  const flow = flowOrRefuse(path.flow);
  const key = keyOrRefuse(flow, path.key ?? 'all', lists);
  providerOrRefuse(path.provider ?? 'all');
  return {
    flow,
    key,
    ...monthsAsked(asked),
    first: numberOf(asked.firstNObservations),
    last: numberOf(asked.lastNObservations),
    updatedAfter: instantOf('updatedAfter', asked.updatedAfter),
    asOf: instantOf('asOf', asked.asOf),
    history: asked.includeHistory === 'true',
  };
}

/** The months from one period to another, both included; an end before the start means nothing. */
export function monthsAsked({
  startPeriod,
  endPeriod,
}: Pick<DataParameters, 'startPeriod' | 'endPeriod'>): Pick<DataQuery, 'from' | 'to'> {
  const from = startPeriod === undefined ? null : monthsOrRefuse('startPeriod', startPeriod).first;
  const to = endPeriod === undefined ? null : monthsOrRefuse('endPeriod', endPeriod).last;
  if (from === null || to === null || from <= to) return { from, to };
  throw new Refusal(
    'period_invalid',
    {
      zh: `startPeriod（${startPeriod}）不能晚于endPeriod（${endPeriod}）`,
      en: `startPeriod (${startPeriod}) cannot be after endPeriod (${endPeriod})`,
    },
    { parameter: 'startPeriod', value: startPeriod, endPeriod },
  );
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

export function instantOf(parameter: string, text: string | undefined): Date | null {
  return text === undefined ? null : instantOrRefuse(parameter, text);
}

function dimensionOrRefuse({ key }: Dataflow, text: string): string {
  const known = [timeDimension.id, allDimensions, ...key.map(({ id }) => id)];
  if (known.includes(text)) return text;
  const { text: message, details } = impossibleCode('dimensionAtObservation', text, known);
  // Well written, but of a dimension that there is not: not a key that finds nothing.
  throw new Refusal('period_invalid', message, details);
}
