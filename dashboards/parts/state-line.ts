import { type MonthStateId, monthStateIds, monthStates } from '../../catalogue/month-states.ts';
import { type Child, h } from '../element.ts';
import type { Language } from '../view.ts';
import { word } from './words.ts';

interface StateLine {
  readonly state: MonthStateId;
  readonly language: Language;
  readonly label: string;
  /** What stands below a state: its day, who brought it there. */
  readonly below?: Readonly<Partial<Record<MonthStateId, readonly Child[]>>>;
}

/** The seven states of a month, with how far it has come. */
export function stateLine({ state, language, label, below = {} }: StateLine): HTMLElement {
  const at = monthStateIds.indexOf(state);
  const finished = state === 'published';
  const step = (name: MonthStateId, place: number) => {
    const is = place < at || finished ? 'stepDone' : place === at ? 'stepNow' : 'stepLater';
    return h(
      'li',
      { class: is, 'aria-current': place === at && 'step' },
      h('b', {}, monthStates[name][language]),
      h('span', { class: 'unseen' }, ` (${word(is, language)})`),
      ...(below[name] ?? []),
    );
  };
  return h('ol', { class: 'steps-line', 'aria-label': label }, ...monthStateIds.map(step));
}
