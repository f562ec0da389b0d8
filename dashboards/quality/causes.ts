import { h } from '../element.ts';
import { whyForm } from '../hand-in/sections/confirm.ts';
import { classChip } from '../hand-in/sections/findings.ts';
import type { Why } from '../hand-in/session.ts';
import { wordFor } from '../hand-in/text.ts';
import { number } from '../hand-in/words.ts';
import type { Language } from '../view.ts';
import type { Board, Cause } from './board.ts';
import { say } from './text.ts';

export interface CauseActs {
  /** Null when it is done, else why not. */
  confirm(cause: Cause, deliveries: readonly string[], why: Why): Promise<string | null>;
}

/** Findings of the month over all tenants, by cause; what waits can be confirmed for several tenants at once. */
export function causes(
  board: Board,
  shown: ReadonlySet<string>,
  language: Language,
  acts: CauseActs,
): HTMLElement {
  const groups = board.causes
    .map((cause) => within(cause, shown))
    .filter(({ deliveries }) => deliveries.length > 0);
  return h(
    'section',
    { class: 'panel causes', 'aria-labelledby': 'causes' },
    h('h2', { id: 'causes' }, say('causes', language)),
    groups.length === 0 && h('p', { class: 'caption' }, say('noCauses', language)),
    ...groups.slice(0, shownAtOnce).map((cause) => group(cause, board, language, acts)),
    groups.length > shownAtOnce && furtherCauses(groups.slice(shownAtOnce), board, language, acts),
  );
}

/** Causes that are seen without asking for more; they come by their gravity. */
const shownAtOnce = 10;

function furtherCauses(
  groups: readonly Cause[],
  board: Board,
  language: Language,
  acts: CauseActs,
): HTMLElement {
  return h(
    'details',
    { class: 'further', id: 'further-causes' },
    h(
      'summary',
      { id: 'further-causes-summary' },
      say('furtherCauses', language, { count: number(groups.length) }),
    ),
    ...groups.map((cause) => group(cause, board, language, acts)),
  );
}

/** Only what concerns the tenants shown. */
function within(cause: Cause, shown: ReadonlySet<string>): Cause {
  const deliveries = cause.deliveries.filter(({ uscc }) => shown.has(uscc));
  const sum = (of: 'count' | 'open') => deliveries.reduce((all, one) => all + one[of], 0);
  return { ...cause, deliveries, count: sum('count'), open: sum('open') };
}

function group(cause: Cause, board: Board, language: Language, acts: CauseActs): HTMLElement {
  const id = `cause-${cause.rule}-${cause.column ?? ''}`;
  const tenants = new Set(cause.deliveries.map(({ uscc }) => uscc)).size;
  const counted = say('causeCount', language, { count: number(cause.count), tenants: number(tenants) });
  const open = cause.open ? ` · ${say('causeOpen', language, { open: number(cause.open) })}` : '';
  return h(
    'details',
    { class: 'group', id },
    h(
      'summary',
      { id: `${id}-summary` },
      classChip(cause.class, wordFor('class', cause.class, language)),
      h('span', { class: 'message' }, cause.message[language]),
      h('span', { class: 'count' }, counted + open),
    ),
    h('div', { class: 'group-content' }, ...concerned(cause, id, board, language, acts)),
  );
}

function concerned(
  cause: Cause,
  id: string,
  board: Board,
  language: Language,
  acts: CauseActs,
): HTMLElement[] {
  const isOpen = cause.open > 0;
  const picks = new Map<string, HTMLInputElement>();
  const items = cause.deliveries.map(({ delivery_id, uscc, count, open }) => {
    const pick = h('input', {
      type: 'checkbox',
      id: `${id}-${delivery_id}`,
      checked: open > 0,
      disabled: open === 0,
    });
    if (isOpen && open > 0) picks.set(delivery_id, pick);
    const name = board.quality.tenants.find((tenant) => tenant.uscc === uscc)?.name_zh ?? uscc;
    return h(
      'li',
      {},
      isOpen ? h('label', { for: pick.id }, pick, name) : h('span', {}, name),
      h(
        'a',
        { href: deliveryAddress(delivery_id, language) },
        `${number(count)} ${say('findings', language)}`,
      ),
    );
  });
  const list = h('ul', { class: 'concerned', lang: 'zh-CN' }, ...items);
  return isOpen ? [bulkForm(cause, id, picks, language, acts), list] : [list];
}

export function deliveryAddress(id: string, language: Language): string {
  return `./hand-in.html?delivery=${id}${language === 'en' ? '&lang=en' : ''}`;
}

function bulkForm(
  cause: Cause,
  id: string,
  picks: ReadonlyMap<string, HTMLInputElement>,
  language: Language,
  acts: CauseActs,
): HTMLElement {
  const act = h(
    'button',
    { type: 'button', id: `${id}-confirm` },
    say('confirmDo', language, { open: number(cause.open) }),
  );
  const title = say('confirmBulk', language, { deliveries: picks.size, open: number(cause.open) });
  const form = whyForm(`${id}-why`, 'confirm', title, language, act);
  const picked = () => [...picks].filter(([, box]) => box.checked).map(([delivery]) => delivery);
  const recount = () => {
    const chosen = new Set(picked());
    const open = cause.deliveries
      .filter(({ delivery_id }) => chosen.has(delivery_id))
      .reduce((all, one) => all + one.open, 0);
    act.textContent = say('confirmDo', language, { open: number(open) });
  };
  for (const box of picks.values()) box.addEventListener('change', recount);
  act.addEventListener('click', async () => {
    const deliveries = picked();
    if (deliveries.length === 0) return form.tell(say('nonePicked', language));
    const why = form.read();
    if (!why) return;
    const problem = await acts.confirm(cause, deliveries, why);
    if (problem) form.tell(problem);
  });
  return form.element;
}
