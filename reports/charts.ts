import { parseHTML } from 'linkedom';
import { parksChart } from '../dashboards/charts/parks.ts';
import { trendChart } from '../dashboards/charts/trend.ts';
import type { Chart } from './content.ts';
import type { Language } from './number-ref.ts';

const document = parseHTML('<!doctype html><html><body></body></html>').document as unknown as Document;

export interface DrawnChart {
  /** One sentence for those who cannot see it. */
  readonly description: string;
  readonly svg: string;
}

/** The chart as SVG text, drawn by the pages' own chart functions. */
export function drawChart(chart: Chart, width: number, language: Language): DrawnChart {
  const element = draw(chart, width, language);
  const description = element.getAttribute('aria-label') ?? '';
  element.setAttribute('aria-hidden', 'true');
  element.removeAttribute('aria-label');
  return { description, svg: element.outerHTML };
}

function draw(chart: Chart, width: number, language: Language): Element {
  const options = { width, language, unit: chart.unit, document };
  if (chart.chart === 'trend')
    return trendChart(chart.rows, { ...options, height: Math.max(240, Math.round(width * 0.38)) });
  return parksChart(chart.figures, { ...options, highlight: chart.highlight ?? undefined });
}
