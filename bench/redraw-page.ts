import { addMonths, type Period } from '../catalogue/period.ts';
import { linesChart } from '../dashboards/charts/lines.ts';
import { measureOf } from '../dashboards/charts/measure.ts';
import { multiplesChart } from '../dashboards/charts/multiples.ts';

declare global {
  var redraw: Readonly<Record<'together' | 'multiples', (width: number) => void>>;
}

/** In the browser: 24 months of 20 series, drawn as lines together and as one small drawing each, and laid out. */
const months = Array.from({ length: 24 }, (_, at) => addMonths('2024-11' as Period, at));
const series = Array.from({ length: 20 }, (_, line) => ({
  key: `S${line}`,
  name: `系列 ${line + 1}`,
  colour: 'var(--accent, #0f4c9c)',
  points: months.map((period, at) => ({
    period,
    value: `${1_000_000 * (20 + line * 7 + ((at * (line + 3)) % 11))}.00`,
    label: `系列 ${line + 1} ${period}`,
  })),
}));
const values = series.flatMap(({ points }) => points.map(({ value }) => value));
const measure = measureOf({
  ...{ unit: 'CNY', decimals: 2, transform: 'level', language: 'zh', amounts: 'yi', values },
});
const common = {
  language: 'zh',
  unit: 'yi',
  document,
  measure,
  description: '二十个系列',
  interactive: true,
} as const;

function show(chart: Element): void {
  document.body.replaceChildren(chart);
  // Reading a size lays the page out, as the browser would before it paints.
  document.body.getBoundingClientRect();
}

globalThis.redraw = {
  together: (width) => show(linesChart({ months, lines: series }, { ...common, width, height: 420 })),
  multiples: (width) => show(multiplesChart({ months, panels: series }, { ...common, width })),
};
