import type { Period } from '../../catalogue/period.ts';

interface Brush {
  readonly months: readonly Period[];
  readonly choose: (from: Period, to: Period) => void;
}

/** Less is a click on a point. */
const shortest = 12;

/** Lets the reader drag over a card's drawing to choose the months under it; the selects beside it do the same by keyboard. */
export function brushed(card: HTMLElement, { months, choose }: Brush): HTMLElement {
  const place = card.querySelector<HTMLElement>('.drawing');
  if (!place || months.length < 3) return card;
  let from: number | undefined;
  const band = document.createElement('div');
  band.className = 'brush';
  const show = (to: number) => {
    if (from === undefined) return;
    band.style.left = `${place.offsetLeft + Math.min(from, to)}px`;
    band.style.width = `${Math.abs(to - from)}px`;
    band.style.top = `${place.offsetTop}px`;
    band.style.height = `${place.clientHeight}px`;
    band.hidden = Math.abs(to - from) < shortest;
    if (!band.isConnected) place.after(band);
  };
  const at = (event: Event) => (event as PointerEvent).clientX - place.getBoundingClientRect().left;
  // The drawing keeps presses to itself, for its own tip: they are heard before they reach it.
  const press = (event: Event) => {
    if ((event as PointerEvent).pointerType !== 'touch') from = at(event);
  };
  place.addEventListener('pointerdown', press, { capture: true });
  place.addEventListener('pointermove', (event) => show(at(event)));
  place.addEventListener('pointerleave', () => {
    from = undefined;
    band.remove();
  });
  place.addEventListener('pointerup', (event) => {
    const [start, end] = [from, at(event)];
    from = undefined;
    band.remove();
    if (start === undefined || Math.abs(end - start) < shortest) return;
    const chosen = monthsUnder(place, months, Math.min(start, end), Math.max(start, end));
    if (chosen) choose(...chosen);
  });
  return card;
}

/** The months whose points lie under a stretch of the drawing, by where the points are drawn. */
function monthsUnder(
  place: HTMLElement,
  months: readonly Period[],
  left: number,
  right: number,
): [Period, Period] | undefined {
  const frame = place.getBoundingClientRect().left;
  const ticks = [...place.querySelectorAll<SVGElement>('svg g [aria-label]:not(g)')].map((point) => {
    const { x, width } = point.getBoundingClientRect();
    return x + width / 2 - frame;
  });
  const [first, last] = [ticks[0], ticks.at(-1)];
  if (first === undefined || last === undefined || last <= first) return undefined;
  const month = (x: number) => Math.round(((x - first) / (last - first)) * (ticks.length - 1));
  const clamp = (index: number) => Math.max(0, Math.min(months.length - 1, index));
  const [from, to] = [months[clamp(month(left))], months[clamp(month(right))]];
  return from && to && from < to ? [from, to] : undefined;
}
