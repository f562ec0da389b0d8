import { h } from '../../element.ts';
import type { Session, Stage } from '../session.ts';
import { say } from '../text.ts';

const steps = ['check', 'send', 'judge', 'settle', 'receipt'] as const;

/** The five steps, with those done and the one that is under way or waits for the clerk. */
export function progress({ stage, view: { language } }: Session): HTMLElement {
  const { at, isHeld } = placeOf(stage);
  const items = steps.map((step, index) => {
    const state = index < at ? 'done' : index === at ? (isHeld ? 'held' : 'now') : 'ahead';
    const said = {
      done: say('stepDone', language),
      now: say('stepNow', language),
      held: say('stepHeld', language),
      ahead: '',
    }[state];
    return h(
      'li',
      { class: `is-${state}`, 'aria-current': index === at && 'step' },
      h('span', {}, say(`step_${step}`, language)),
      h('small', {}, said),
    );
  });
  return h('ol', { class: 'progress-steps', 'aria-label': say('steps', language) }, ...items);
}

function placeOf(stage: Stage): { at: number; isHeld: boolean } {
  switch (stage.kind) {
    case 'checking':
      return { at: 0, isHeld: false };
    case 'checked':
    case 'stopped':
      return { at: 0, isHeld: true };
    case 'sending':
      return { at: stage.share < 1 ? 1 : 2, isHeld: false };
    case 'failed':
      return { at: 1, isHeld: true };
    case 'judged':
      return judgedPlace(stage.delivery.state);
    default:
      return { at: 0, isHeld: false };
  }
}

function judgedPlace(state: string): { at: number; isHeld: boolean } {
  if (state === 'refused') return { at: 2, isHeld: true };
  if (state === 'needs_fixing' || state === 'needs_confirming') return { at: 3, isHeld: true };
  return { at: steps.length, isHeld: false };
}
