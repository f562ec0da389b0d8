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

interface Task {
  readonly place: HTMLElement;
  readonly width: number;
  readonly draw: Draw;
  readonly top: number;
}

/** Places whose width is new. All are measured before any is drawn: each reading between drawings lays the page out. */
function tasks(): Task[] {
  return [...document.querySelectorAll<HTMLElement>('.drawing')].flatMap((place) => {
    const width = Math.floor(place.clientWidth);
    const draw = drawings.get(place);
    if (!draw || width === 0 || drawnAt.get(place) === width) return [];
    return [{ place, width, draw, top: place.getBoundingClientRect().top }];
  });
}

/** Draws what is to be drawn, at once. */
export function drawAll(): void {
  for (const task of tasks()) perform(task);
}

/** Draws what is in sight at once, and the rest bit by bit, so that the page answers to its reader meanwhile. */
export async function drawInTurn(): Promise<void> {
  const [seen, below] = [tasks(), [] as Task[]];
  for (const task of seen) {
    if (task.top < innerHeight) perform(task);
    else below.push(task);
  }
  for (const task of below) {
    await new Promise((next) => setTimeout(next));
    if (task.place.isConnected) perform(task);
  }
}

function perform({ place, width, draw }: Task): void {
  put(place, draw(width));
  drawnAt.set(place, width);
}

function put(place: HTMLElement, chart: Element): void {
  // Named as a whole: the labels inside are for the eye, and those of Plot's groups are no names at all.
  if (!place.hasAttribute('role')) place.setAttribute('role', 'img');
  if (!place.hasAttribute('aria-label'))
    place.setAttribute('aria-label', chart.getAttribute('aria-label') ?? '');
  chart.setAttribute('aria-hidden', 'true');
  place.replaceChildren(chart);
}
