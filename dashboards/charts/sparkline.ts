import type { Decimal } from '../../catalogue/number.ts';
import { type ChartOptions, colours, point } from './frame.ts';

const namespace = 'http://www.w3.org/2000/svg';
const margin = 4;

interface SparklineOptions extends Pick<ChartOptions, 'width' | 'unit' | 'document'> {
  readonly height: number;
  /** Said of it: what it shows. */
  readonly label: string;
  readonly colour?: string;
}

/**
 * Values of successive months as a small line from zero without axes, its last value marked; a month without a value is a
 * gap. Drawn without Plot: the first screen has it many times and needs nothing else.
 */
export function sparkline(values: readonly (Decimal | null)[], options: SparklineOptions): Element {
  const { width, height, unit, document, label, colour = colours.accent } = options;
  const points = values.map((value) => point(value, unit));
  const known = points.filter((value) => !Number.isNaN(value));
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)];
  const x = (at: number) => margin + (at * (width - 2 * margin)) / Math.max(1, points.length - 1);
  const y = (value: number) => height - margin - ((value - low) * (height - 2 * margin)) / (high - low || 1);
  const place = (at: number) => `${x(at).toFixed(1)},${y(points[at] as number).toFixed(1)}`;
  const element = (name: string, attributes: Readonly<Record<string, string | number>>) => {
    const made = document.createElementNS(namespace, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    return made;
  };
  const box = { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': label };
  const root = element('svg', { ...box, fill: 'none' });
  for (const run of runsOf(points)) {
    const [first, last] = [run[0] as number, run.at(-1) as number];
    const line = `M${run.map(place).join('L')}`;
    const foot = y(0).toFixed(1);
    root.append(
      element('path', { d: `${line}V${foot}H${x(first).toFixed(1)}Z`, fill: colour, 'fill-opacity': 0.08 }),
      element('path', {
        d: first === last ? `${line}h0.01` : line,
        ...{ stroke: colour, 'stroke-width': 1.5, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' },
      }),
    );
  }
  const last = points.length - 1;
  if (last >= 0 && !Number.isNaN(points[last]))
    root.append(
      element('circle', {
        cx: x(last).toFixed(1),
        cy: y(points[last] as number).toFixed(1),
        r: 2.5,
        fill: colour,
      }),
    );
  return root;
}

/** Places of values without a gap between them. */
function runsOf(points: readonly number[]): number[][] {
  const runs: number[][] = [];
  points.forEach((value, at) => {
    if (Number.isNaN(value)) return;
    const open = runs.at(-1);
    if (open && open.at(-1) === at - 1) open.push(at);
    else runs.push([at]);
  });
  return runs;
}
