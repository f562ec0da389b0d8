import { h } from '../element.ts';
import { instant } from '../figures.ts';
import { type AccountsFrame, type Entry, type Known, pageRows } from './shapes.ts';
import { say } from './text.ts';

/** Who did what, and who read what of single tenants; by page. */
export function auditTab({ entries }: Known, frame: AccountsFrame): HTMLElement {
  const { language } = frame.view;
  const rows = entries?.rows ?? [];
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'audit' },
    h('h2', { id: 'audit' }, say('audit', language)),
    h('p', { class: 'caption' }, say('auditLead', language)),
    kinds(frame),
    rows.length ? entryTable(rows, frame) : h('p', {}, say('nothing', language)),
    pager(entries?.total ?? 0, frame),
  );
}

function kinds({ view, navigate }: AccountsFrame): HTMLElement {
  const options = (['all', 'act', 'read'] as const).map((kind) => {
    const value = kind === 'all' ? '' : kind;
    return h('option', { value, selected: view.kind === value }, say(`kind_${kind}`, view.language));
  });
  const select = h(
    'select',
    { id: 'kind', onchange: () => navigate({ kind: select.value, offset: '0' }) },
    ...options,
  );
  const label = h('label', { class: 'choice' }, h('span', {}, say('kind', view.language)), select);
  return h('div', { class: 'filters' }, label);
}

function entryTable(rows: readonly Entry[], { view: { language } }: AccountsFrame): HTMLElement {
  const words = ['when', 'account', 'act', 'target', 'outcome'] as const;
  const heads = words.map((key) => h('th', { scope: 'col' }, say(key, language)));
  const lines = rows.map(({ at, account, act, target, outcome }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row', class: 'instant' }, instant(at)),
      h('td', {}, account),
      h('td', {}, act),
      h('td', { class: 'codes' }, target),
      h('td', {}, h('span', { class: outcome === 'done' ? 'chip' : 'chip chip-x' }, say(outcome, language))),
    ),
  );
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-labelledby': 'audit' },
    h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...lines)),
  );
}

function pager(total: number, { view, navigate }: AccountsFrame): HTMLElement | undefined {
  const at = Number(view.offset) || 0;
  if (total === 0) return undefined;
  const go = (id: 'newer' | 'older', offset: number, off: boolean) =>
    h(
      'button',
      {
        type: 'button',
        class: 'quiet small',
        id,
        disabled: off,
        onclick: () => navigate({ offset: String(offset) }),
      },
      say(id, view.language),
    );
  const values = { from: String(at + 1), to: String(Math.min(at + pageRows, total)), total: String(total) };
  return h(
    'div',
    { class: 'pager' },
    go('newer', Math.max(0, at - pageRows), at === 0),
    go('older', at + pageRows, at + pageRows >= total),
    h('span', {}, say('place', view.language, values)),
  );
}
