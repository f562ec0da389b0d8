import { growthDecimals } from '../catalogue/comparison.ts';
import {
  type Dimension,
  dimensions,
  type Indicator,
  indicators,
  type UnitId,
  unitNames,
} from '../catalogue/indicators.ts';
import type { Message } from '../catalogue/refusal.ts';
import { type Status, statuses } from '../catalogue/status.ts';
import { periodsOf, type SeriesQuery } from '../warehouse/series.ts';
import type { SeriesTable } from '../warehouse/series-table.ts';
import { seriesColumns } from './formats/columns.ts';
import type { Fact, FileContent } from './formats/files.ts';
import { type Citation, canonicalQuery, titleOf } from './permalink.ts';

/** Growth is a ratio, whatever it is the growth of. */
export function measureOf({ indicator, transform }: Pick<SeriesQuery, 'indicator' | 'transform'>): {
  unit: UnitId;
  decimals: number;
} {
  if (transform === 'level' || transform === 'ytd' || transform === 'r12') return indicators[indicator];
  return { unit: 'ratio', decimals: growthDecimals };
}

export function namedIn({ select }: SeriesQuery): Dimension[] {
  return dimensions.filter((dimension) => select[dimension] !== undefined);
}

export type StatusCounts = Readonly<Partial<Record<Status, number>>>;

/** How many of the rows have which status; statuses that none has are left out. */
export function statusCounts({ cells }: Pick<SeriesTable, 'cells'>): Partial<Record<Status, number>> {
  const counts: Partial<Record<Status, number>> = {};
  for (const { points } of cells) for (const { status } of points) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

interface Release {
  readonly id: string;
  readonly period: string;
}

/** The releases of the months shown and of those they are compared with. */
export function releasesRead<R extends Release>(
  query: SeriesQuery,
  { months }: Pick<SeriesTable, 'months'>,
  releases: readonly R[],
): R[] {
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return [];
  const { from, to } = periodsOf(query, first, last);
  return releases.filter(({ period }) => period >= from && period <= to);
}

/** `trade_value_yoy_2025-01_2026-10`, for a file to be saved under. */
export function fileName(
  { indicator, transform }: SeriesQuery,
  { months }: Pick<SeriesTable, 'months'>,
): string {
  return [indicator, transform, ...new Set([months[0], months.at(-1)])].join('_');
}

export interface Described {
  readonly query: SeriesQuery;
  readonly citation: Citation;
  readonly months: SeriesTable['months'];
  readonly releases: readonly Release[];
  readonly rows: number;
  /** Null where they are not known before the file is written. */
  readonly counts: StatusCounts | null;
}

/** The answer with all that a file must say about itself to be read, checked and cited without this system. */
export function fileContent(described: Described, parts: FileContent['parts']): FileContent {
  const { query, rows } = described;
  return {
    title: titleOf(query),
    facts: factsOf(described),
    notes: notesOn(described),
    columns: seriesColumns(namedIn(query)),
    decimals: measureOf(query).decimals,
    rows,
    madeAt: new Date(described.citation.vintage),
    parts,
  };
}

function factsOf({ query, citation, months, releases, rows, counts }: Described): Fact[] {
  const { definition } = indicators[query.indicator] as Indicator;
  const { unit, decimals } = measureOf(query);
  const fact = (zh: string, en: string, value: string): Fact => ({ zh, en, value });
  return [
    fact('指标', 'Indicator', query.indicator),
    fact('定义', 'Definition', `${definition.zh}\n${definition.en}`),
    fact('单位', 'Unit', `${unitNames[unit].zh} | ${unitNames[unit].en}`),
    fact('小数位', 'Decimals', String(decimals)),
    fact('统计期', 'Months', `${months[0] ?? ''} – ${months.at(-1) ?? ''}`),
    fact('发布', 'Releases', releases.map(({ id }) => id).join(', ')),
    fact('版本时刻', 'As of', citation.vintage),
    fact('查询', 'Query', canonicalQuery(query)),
    fact('查询地址', 'Query URL', citation.permalink),
    fact('固定地址', 'Pinned URL', citation.pinned),
    fact('查询编号', 'Query hash', citation.id),
    fact('行数', 'Rows', String(rows)),
    ...(counts ? [fact('状态计数', 'Status counts', countsText(counts))] : []),
    fact('引用', 'How to cite', `${citation.cite.zh}\n${citation.cite.en}`),
  ];
}

export function countsText(counts: StatusCounts): string {
  return Object.entries(counts)
    .map(([status, count]) => `${status}=${count}`)
    .join(', ');
}

function notesOn({ query }: Described): Message[] {
  const { unit } = measureOf(query);
  return [
    ...Object.entries(statuses).map(([status, { zh, en }]) => ({
      zh: `状态${status}：${zh}`,
      en: `Status ${status}: ${en}`,
    })),
    {
      zh: '没有值的行写明原因（reason）；零是实测的零，缺报不是零。_T为合计。',
      en: 'A row without a value says why (reason). Zero is a measured zero; what is missing is not zero. _T is the total.',
    },
    ...(unit === 'ratio' ? [{ zh: '比率：0.05即5%。', en: 'Ratios: 0.05 is 5 %.' }] : []),
    {
      zh: '电子表格的数只有15位有效数字；更长的值另以文本写在value_exact列，以它为准。',
      en: 'A spreadsheet keeps 15 digits of a number; a longer value stands as text in value_exact, which is the one that counts.',
    },
  ];
}
