import { h } from '../element.ts';

/**
 * The points of a drawing that can be read one by one: its marks with an `aria-label` (Plot's option `ariaLabel`), in the
 * order in which they were drawn. The groups around them have labels too, which are Plot's own names of marks.
 */
function pointsOf(place: Element): SVGGraphicsElement[] {
  return [...place.querySelectorAll<SVGGraphicsElement>('svg g [aria-label]:not(g)')];
}

interface Reading {
  /** What is read to the reader. */
  readonly said: HTMLElement;
  /** Enter on a point, or a click: where the figure comes from. Given the point's label. */
  readonly choose: ((label: string) => void) | undefined;
}

/** Lets arrow keys walk over the points of a drawing; each is marked, and its label is said in the live region. */
export function walkable(place: HTMLElement, { said, choose }: Reading): void {
  let at = -1;
  const show = (index: number) => {
    const points = pointsOf(place);
    at = Math.max(0, Math.min(points.length - 1, index));
    const point = points[at];
    if (!point) return;
    mark(point);
    said.textContent = point.getAttribute('aria-label');
  };
  place.addEventListener('keydown', (event) => {
    const { key } = event;
    if (key === 'Enter') {
      // Else the same key would press the button that a panel opening now gives the focus to.
      event.preventDefault();
      const label = pointsOf(place)[at]?.getAttribute('aria-label');
      if (label) choose?.(label);
      return;
    }
    const to = target(key, at, pointsOf(place));
    if (to === undefined) return;
    event.preventDefault();
    show(to);
  });
  place.addEventListener('blur', () => unmark(place));
  if (choose) place.addEventListener('click', (event) => chosenByPointer(event, choose));
}

function chosenByPointer(event: Event, choose: (label: string) => void): void {
  const point = (event.target as Element).closest('svg g [aria-label]:not(g)');
  const label = point?.getAttribute('aria-label');
  if (label) choose(label);
}

/** Left and right go by the order of the points; up and down to the one above or below, if any, else by the order too. */
function target(key: string, at: number, points: readonly SVGGraphicsElement[]): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return points.length - 1;
  if (key === 'ArrowRight') return at + 1;
  if (key === 'ArrowLeft') return at - 1;
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return undefined;
  const way = key === 'ArrowDown' ? 1 : -1;
  return vertical(points, at, way) ?? at + way;
}

function vertical(points: readonly SVGGraphicsElement[], at: number, way: 1 | -1): number | undefined {
  const centres = points.map(centreOf);
  const from = centres[at];
  if (!from) return undefined;
  const reachable = centres
    .map(({ x, y }, index) => ({ index, aside: Math.abs(x - from.x), down: (y - from.y) * way }))
    .filter(({ aside, down }) => aside < 2 && down > 0.5)
    .sort((a, b) => a.down - b.down);
  return reachable[0]?.index;
}

function centreOf(point: Element): { x: number; y: number } {
  const { x, y, width, height } = point.getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2 };
}

const room = 4;

/** A ring around the point, in the drawing's own coordinates. */
function mark(point: SVGGraphicsElement): void {
  const svg = point.ownerSVGElement;
  if (!svg) return;
  unmark(svg);
  const box = point.getBoundingClientRect();
  const frame = svg.getBoundingClientRect();
  const scale = frame.width ? svg.width.baseVal.value / frame.width : 1;
  const ring = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const numbers = {
    x: (box.x - frame.x) * scale - room,
    y: (box.y - frame.y) * scale - room,
    width: box.width * scale + 2 * room,
    height: box.height * scale + 2 * room,
    rx: 3,
  };
  for (const [name, value] of Object.entries(numbers)) ring.setAttribute(name, value.toFixed(1));
  ring.setAttribute('class', 'reading-ring');
  svg.append(ring);
}

function unmark(within: Element): void {
  within.querySelector('.reading-ring')?.remove();
}

/** The line under a drawing in which its points are read. */
export function readingLine(): HTMLElement {
  return h('p', { class: 'reading', role: 'status' });
}
