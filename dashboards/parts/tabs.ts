import { h } from '../element.ts';

interface Tab {
  readonly key: string;
  readonly label: string;
}

interface Tabs {
  /** Names the set: `tab-…` and `panel-…` of its members begin with it. */
  readonly id: string;
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly selected: string;
  /** Usually `navigate({ tab })`: the address says which tab is open. */
  readonly choose: (key: string) => void;
}

/** Tabs with the panel of the selected one. Arrow keys, Home and End go through them. */
export function tabs({ id, label, tabs: all, selected, choose }: Tabs, panel: HTMLElement): HTMLElement {
  const current = all.find(({ key }) => key === selected) ?? all[0];
  const button = (tab: Tab) =>
    h(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `${id}-tab-${tab.key}`,
        'aria-selected': String(tab === current),
        'aria-controls': `${id}-panel`,
        tabindex: tab === current ? '0' : '-1',
        onclick: () => choose(tab.key),
      },
      tab.label,
    );
  const go = (event: Event) => {
    const target = all[next((event as KeyboardEvent).key, all.indexOf(current as Tab), all.length)];
    if (!target) return;
    event.preventDefault();
    document.getElementById(`${id}-tab-${target.key}`)?.focus();
    choose(target.key);
  };
  const list = h(
    'div',
    { role: 'tablist', class: 'tabs', 'aria-label': label, onkeydown: go },
    ...all.map(button),
  );
  const shown = h(
    'div',
    {
      role: 'tabpanel',
      id: `${id}-panel`,
      class: 'tab-panel',
      'aria-labelledby': `${id}-tab-${current?.key}`,
    },
    panel,
  );
  return h('div', { class: 'tabbed' }, list, shown);
}

function next(key: string, at: number, count: number): number {
  if (key === 'ArrowRight') return (at + 1) % count;
  if (key === 'ArrowLeft') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : -1;
}
