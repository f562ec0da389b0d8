import type { Period } from '../../catalogue/period.ts';
import { h } from '../element.ts';
import { failedPanel } from '../parts/states.ts';
import type { Loaded } from './load.ts';
import type { Question } from './queries.ts';
import { tell } from './text.ts';
import { type Frame, pointText } from './view.ts';

/** What the tabs are drawn from. */
export interface Shown {
  readonly loaded: Loaded;
  readonly question: Question;
  readonly frame: Frame;
}

/** A card in the place of figures that could not be had. */
export function troubled({ loaded, frame }: Shown, title: string, path: string): HTMLElement {
  const { language } = frame.view;
  const problem = loaded.answers.problem(path);
  const left = problem?.kind === 'not_carried';
  return left || !problem
    ? h('section', { class: 'panel' }, h('h2', {}, title), h('p', {}, tell('copyLeavesOut', language)))
    : failedPanel(title, problem, language, frame.reload);
}

/** Opens the origin of a figure. */
export function open(frame: Frame, { cell }: Pick<Question, 'cell'>, period: Period | undefined): void {
  if (period) frame.navigate({ point: pointText({ cell, period }) });
}
