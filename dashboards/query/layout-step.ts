import { h } from '../element.ts';
import type { Language } from '../view.ts';
import { axisName } from './cells.ts';
import { type Axis, type Layout, moved } from './layout.ts';
import { step } from './steps.ts';
import { say } from './text.ts';

interface LayoutStep {
  readonly layout: Layout;
  readonly language: Language;
  readonly change: (layout: Layout) => void;
  readonly announce: (said: string) => void;
}

const places = ['rows', 'columns'] as const;

/** Where each dimension stands: by dragging, or by arrow keys on the chosen one. */
export function layoutStep(steps: LayoutStep): HTMLElement {
  const { language } = steps;
  return step(
    5,
    say('step_layout', language),
    h('div', { class: 'axes' }, ...places.map((place) => axisList(place, steps))),
    h('p', { class: 'caption' }, say('moveHelp', language)),
  );
}

function axisList(place: keyof Layout, steps: LayoutStep): HTMLElement {
  const { layout, language } = steps;
  const list: HTMLUListElement = h(
    'ul',
    {
      class: 'axis-list',
      'aria-label': say(place, language),
      ondragover: (event) => event.preventDefault(),
      ondrop: (event) => {
        event.preventDefault();
        const axis = (event as DragEvent).dataTransfer?.getData('text/plain') as Axis;
        const items = [...list.querySelectorAll('li')];
        const before = items.findIndex((item) => (event as DragEvent).clientX < middleOf(item));
        move(axis, place, before < 0 ? items.length : before, steps);
      },
    },
    ...layout[place].map((axis, at) => h('li', {}, axisChip(axis, place, at, steps))),
  );
  return h('div', { class: 'axis-place' }, h('span', { class: 'caption' }, say(place, language)), list);
}

function middleOf(item: Element): number {
  const { left, width } = item.getBoundingClientRect();
  return left + width / 2;
}

function axisChip(axis: Axis, place: keyof Layout, at: number, steps: LayoutStep): HTMLElement {
  const { layout, language } = steps;
  const what = axisName(axis, language);
  return h(
    'button',
    {
      type: 'button',
      id: `axis-${axis}`,
      class: 'axis',
      draggable: 'true',
      'aria-label': say('moveChip', language, { what, where: say(place, language), at: at + 1 }),
      ondragstart: (event) => (event as DragEvent).dataTransfer?.setData('text/plain', axis),
      onkeydown: (event) => {
        const to = target((event as KeyboardEvent).key, place, at, layout);
        if (!to) return;
        event.preventDefault();
        move(axis, to.place, to.at, steps);
      },
      onclick: () => move(axis, place === 'rows' ? 'columns' : 'rows', 99, steps),
    },
    what,
  );
}

function target(key: string, place: keyof Layout, at: number, layout: Layout) {
  if (key === 'ArrowLeft' && at > 0) return { place, at: at - 1 };
  if (key === 'ArrowRight' && at < layout[place].length - 1) return { place, at: at + 1 };
  if (key === 'ArrowDown' && place === 'rows') return { place: 'columns' as const, at: 99 };
  if (key === 'ArrowUp' && place === 'columns') return { place: 'rows' as const, at: 99 };
  return undefined;
}

function move(
  axis: Axis,
  place: keyof Layout,
  at: number,
  { layout, language, change, announce }: LayoutStep,
): void {
  if (!layout.rows.includes(axis) && !layout.columns.includes(axis)) return;
  const next = moved(layout, axis, place, at);
  change(next);
  const where = {
    what: axisName(axis, language),
    where: say(place, language),
    at: next[place].indexOf(axis) + 1,
  };
  announce(say('movedTo', language, where));
}
