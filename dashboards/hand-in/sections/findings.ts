import type { RuleClass } from '../../../catalogue/rules/rule.ts';
import { apiRoot } from '../../ask.ts';
import type { Finding } from '../../collection-answers.ts';
import { type Child, h } from '../../element.ts';
import type { Check } from '../check.ts';
import { say, wordFor } from '../text.ts';
import { number } from '../words.ts';
import { confirmForm } from './confirm.ts';
import { groupRows } from './rows.ts';
import type { Group, Showing } from './showing.ts';

const order: readonly RuleClass[] = ['must_fix', 'confirm', 'notice', 'set_aside'];

/** Findings of the check here, by cause: the gravest first, then the largest. */
export function groupsOf({ findings }: Check): Group[] {
  const causes = Map.groupBy(findings, ({ rule, column }) => `${rule} ${column}`);
  return [...causes.values()]
    .map((found): Group => {
      const rows = found.map((finding, at) => ({
        ...finding,
        id: `here-${at}`,
        part: null,
        period: null,
        state: 'told' as const,
        confirmation: null,
      }));
      const first = rows[0] as Finding;
      return {
        rule: first.rule,
        class: first.class,
        column: first.column,
        count: rows.length,
        open: 0,
        message: first.message,
        rows,
      };
    })
    .sort((a, b) => order.indexOf(a.class) - order.indexOf(b.class) || b.count - a.count);
}

export function findingGroups(groups: readonly Group[], showing: Showing): HTMLElement {
  const { language } = showing.session.view;
  return h(
    'section',
    { class: 'panel findings', 'aria-labelledby': 'findings' },
    h(
      'div',
      { class: 'panel-head' },
      h('h2', { id: 'findings' }, say('findings', language)),
      showing.delivery &&
        groups.length > 0 &&
        h(
          'a',
          {
            class: 'annotated',
            id: 'annotated',
            href: `${apiRoot}deliveries/${showing.delivery.id}/annotated.xlsx`,
            download: '',
          },
          say('annotated', language),
        ),
    ),
    ...(groups.length
      ? groups.map((group) => findingGroup(group, showing))
      : [h('p', { class: 'caption' }, say('noFindings', language))]),
  );
}

export function classChip(name: RuleClass, label: string): HTMLElement {
  return h('span', { class: `class-chip class-${name}` }, label);
}

function findingGroup(group: Group, showing: Showing): HTMLElement {
  const { language } = showing.session.view;
  const content = h('div', { class: 'group-content' });
  const key = `group-${group.rule}-${group.column ?? ''}`;
  const details = h(
    'details',
    { class: 'group', id: key, ontoggle: () => details.open && content.childElementCount === 0 && fill() },
    h(
      'summary',
      { id: `${key}-summary` },
      classChip(group.class, wordFor('class', group.class, language)),
      h('span', { class: 'message' }, group.message[language]),
      ...counted(group, showing),
    ),
    content,
  );
  const fill = () => content.append(...groupContent(group, showing));
  // What waits for the clerk lies open from the start.
  if (group.open > 0) details.open = true;
  return details;
}

function counted({ count, open, class: of }: Group, { session }: Showing): Child[] {
  const { language } = session.view;
  const how = count === 1 ? say('oneRow', language) : say('sameCause', language, { count: number(count) });
  if (of !== 'confirm') return [h('span', { class: 'count' }, how)];
  const left = open ? say('openOf', language, { open: number(open) }) : say('allConfirmed', language);
  return [h('span', { class: 'count' }, `${how} · ${left}`)];
}

function groupContent(group: Group, showing: Showing): Node[] {
  const form = group.open > 0 && showing.delivery ? confirmForm(group, showing) : null;
  const rows = groupRows(group, showing, form);
  return form ? [form.element, rows] : [rows];
}
