import { h } from '../element.ts';

export type Draw = (width: number) => Element;

const drawings = new WeakMap<Element, Draw>();
const drawnAt = new WeakMap<Element, number>();

/** A place in the page that is drawn once its width is known, and again when it changes. */
export function drawing(draw: Draw, className = ''): HTMLElement {
  const place = h('div', { class: `drawing ${className}`.trim() });
  drawings.set(place, draw);
  return place;
}

/** Draws every place whose width is new. Widths are read first, all at once: each reading between drawings lays the page out. */
export function drawAll(): void {
  const places = [...document.querySelectorAll<HTMLElement>('.drawing')];
  const widths = places.map((place) => Math.floor(place.clientWidth));
  for (const [index, place] of places.entries()) {
    const width = widths[index] ?? 0;
    const draw = drawings.get(place);
    if (!draw || width === 0 || drawnAt.get(place) === width) continue;
    put(place, draw(width));
    drawnAt.set(place, width);
  }
}

function put(place: HTMLElement, chart: Element): void {
  // Named as a whole: the labels inside are for the eye, and those of Plot's groups are no names at all.
  if (!place.hasAttribute('role')) place.setAttribute('role', 'img');
  if (!place.hasAttribute('aria-label'))
    place.setAttribute('aria-label', chart.getAttribute('aria-label') ?? '');
  chart.setAttribute('aria-hidden', 'true');
  place.replaceChildren(chart);
}
