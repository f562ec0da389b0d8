import type { DeliveryDetails } from '../../collection-answers.ts';
import { h } from '../../element.ts';
import type { Acts, Session } from '../session.ts';
import { say } from '../text.ts';
import { whyForm } from './confirm.ts';

/** Takes the delivery out of what counts, or puts it back; nothing of either kind can be done to what never counted. */
export function moveForm(
  delivery: DeliveryDetails,
  { view: { language } }: Session,
  acts: Acts,
): HTMLElement | undefined {
  const verb = verbOf(delivery);
  if (!verb) return undefined;
  const act = h(
    'button',
    { type: 'button', id: `do-${verb}`, class: 'quiet' },
    say(verb === 'withdraw' ? 'doWithdraw' : 'doReinstate', language),
  );
  const form = whyForm(`why-${verb}`, verb, say(`${verb}Lead`, language), language, act);
  act.addEventListener('click', async () => {
    const why = form.read();
    if (!why) return;
    const problem = await acts.move(verb, why);
    if (problem) form.tell(problem);
  });
  return h(
    'details',
    { class: 'panel move', id: 'move' },
    h('summary', { id: 'move-summary' }, say(verb, language)),
    form.element,
  );
}

function verbOf({ state }: DeliveryDetails): 'withdraw' | 'reinstate' | undefined {
  if (state === 'withdrawn') return 'reinstate';
  return ['in_force', 'accepted', 'superseded', 'needs_confirming'].includes(state) ? 'withdraw' : undefined;
}
