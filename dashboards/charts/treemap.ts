import { toPoint } from '../../catalogue/number.ts';
import { growth, percent } from '../figures.ts';
import { type ChartOptions, colours, textWidth } from './frame.ts';
import { type Part, partSentence, wayOf } from './part.ts';
import { type Box, squares } from './squares.ts';
import { shape, sheet } from './svg.ts';

/** A group, like an HS section, with its parts, like its chapters. */
export interface TreeGroup extends Part {
  readonly parts: readonly Part[];
}

const headHeight = 18;
const gap = 1.5;

export function treemapHeight(width: number): number {
  return width < 560 ? Math.round(width * 1.15) : Math.min(460, Math.round(width * 0.42));
}

/** Groups side by side, their parts within, as large as their values; the largest first, which is the order of reading. */
export function treemap(groups: readonly TreeGroup[], description: string, options: ChartOptions): Element {
  const { width, document } = options;
  const height = treemapHeight(width);
  const shown = sized(groups);
  const boxes = squares(shown.map(weightOf), { x: 0, y: 0, width, height });
  return sheet(
    document,
    { width, height, label: description },
    ...shown.map((group, at) => groupOf(group, boxes[at] as Box, options)),
  );
}

const weightOf = ({ row }: Part): number => (row?.value == null ? 0 : toPoint(row.value));

/** What has an area, the largest first. */
function sized<Shown extends Part>(parts: readonly Shown[]): Shown[] {
  return parts.filter((part) => weightOf(part) > 0).toSorted((a, b) => weightOf(b) - weightOf(a));
}

function groupOf(group: TreeGroup, { x, y, width, height }: Box, options: ChartOptions): SVGElement {
  const { document } = options;
  const hasHead = height > 3 * headHeight && width > 60;
  const head = hasHead ? headHeight : 0;
  const parts = sized(group.parts);
  const inside = { x: x + gap, y: y + gap + head, width: width - 2 * gap, height: height - 2 * gap - head };
  const boxes = squares(parts.map(weightOf), inside);
  const share = group.row?.share == null ? '' : ` ${percent(group.row.share)}`;
  return shape(
    document,
    'g',
    {},
    shape(document, 'rect', {
      x: x + gap / 2,
      y: y + gap / 2,
      width: width - gap,
      height: height - gap,
      fill: colours.surface,
      stroke: colours.muted,
    }),
    hasHead &&
      line(
        document,
        { x: x + 6, y: y + 14, 'font-weight': 600, fill: colours.ink },
        fitted(group.label, share, width - 12),
      ),
    ...parts.flatMap((part, at) => leaf(part, boxes[at] as Box, options)),
  );
}

/** Up and down differ in shade, in the line around, and in the sign that is written where there is room. */
const shades = {
  '1': { fill: colours.quiet, stroke: colours.surface },
  '-1': { fill: 'var(--hold-soft, #fff4de)', stroke: colours.hold, 'stroke-dasharray': '3 2' },
  '0': { fill: colours.track, stroke: colours.surface },
} as const;

function leaf(part: Part, { x, y, width, height }: Box, options: ChartOptions): SVGElement[] {
  const { document } = options;
  const { row, label } = part;
  const rect = shape(document, 'rect', {
    ...{ x: x + 0.5, y: y + 0.5, width: Math.max(0.5, width - 1), height: Math.max(0.5, height - 1) },
    ...shades[`${wayOf(part) ?? 0}`],
    'aria-label': partSentence(part, options),
  });
  const room = width - 8;
  const written = { x: x + 5, fill: colours.ink, 'font-size': 11, 'pointer-events': 'none' };
  const hasName = height > 18 && room > 24;
  const hasGrowth = hasName && height > 33 && row?.growth != null && room > 40;
  return [
    rect,
    ...(hasName ? [line(document, { ...written, y: y + 14 }, fitted(label, '', room))] : []),
    ...(hasGrowth ? [line(document, { ...written, y: y + 28 }, growth(row?.growth ?? '0'))] : []),
  ];
}

function line(document: Document, attributes: Parameters<typeof shape>[2], text: string): SVGElement {
  return shape(document, 'text', { 'font-variant': 'tabular-nums', ...attributes }, text);
}

/** As much of a label as fits beside what must stand behind it. */
function fitted(label: string, behind: string, room: number): string {
  if (textWidth(label + behind, 12) <= room) return label + behind;
  const left = [...label];
  while (left.length > 1 && textWidth(`${left.join('')}…${behind}`, 12) > room) left.pop();
  return `${left.join('').trimEnd()}…${behind}`;
}
