import type { Dimension, IndicatorId, Transform } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';

export interface Asked {
  /** Codes by dimension, `*` for each; what is not named is the total. */
  readonly by?: Partial<Record<Dimension, string>>;
  readonly transform?: Transform;
  /** The first month; the last one alone when left out. */
  readonly from?: Period;
  /** As seen at this instant. */
  readonly asOf?: string | undefined;
}

/** A question to `series`. The path is also the key of a baked answer, so the same question is always spelled the same way. */
export function seriesPath(indicator: IndicatorId, to: Period, asked: Asked = {}): string {
  const { by = {}, transform = 'level', from = to, asOf } = asked;
  const cells = Object.entries(by)
    .filter(([, code]) => code !== total)
    .map(([dimension, code]) => `&${dimension}=${encodeURIComponent(code).replaceAll('%2C', ',')}`)
    .join('');
  const change = transform === 'level' ? '' : `&transform=${transform}`;
  const vintage = asOf ? `&asOf=${encodeURIComponent(asOf)}` : '';
  return `series?indicator=${indicator}${cells}&from=${from}&to=${to}${change}${vintage}`;
}

/** What documents of a month's report there are. */
export function documentsPath(period: string): string {
  return `reports?period=${period}`;
}

/** The name that a document of a report has as a file. */
export function documentFile(
  { release, park, language }: { readonly release: string; readonly park: string; readonly language: string },
  format: string,
): string {
  return `${release}${park === total ? '' : `.${park}`}.${language}.${format}`;
}
