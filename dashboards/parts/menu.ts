import { type Child, h } from '../element.ts';

interface Menu {
  /** Of what opens it. */
  readonly id: string;
  readonly label: string;
  readonly className?: string;
  readonly summaryClass?: string;
  /** Where the label alone would not say of what. */
  readonly longLabel?: string;
}

/** What opens under a button: Escape closes it, and so does whoever goes on to something else. */
export function menu(
  { id, label, className = '', summaryClass = 'tool', longLabel }: Menu,
  content: HTMLElement,
): HTMLElement {
  const details: HTMLDetailsElement = h(
    'details',
    { class: `menu ${className}`.trim(), onkeydown: (event) => closeOn(event as KeyboardEvent, details) },
    h('summary', { id, class: summaryClass, 'aria-label': longLabel }, label),
    content,
  );
  details.addEventListener('toggle', () => details.open && closeWhenLeft(details));
  return details;
}

function closeOn({ key }: KeyboardEvent, details: HTMLDetailsElement): void {
  if (key !== 'Escape' || !details.open) return;
  details.open = false;
  details.querySelector('summary')?.focus();
}

function closeWhenLeft(details: HTMLDetailsElement): void {
  const gone = new AbortController();
  const look = ({ target }: Event): void => {
    if (details.contains(target as Node)) return;
    details.open = false;
    gone.abort();
  };
  document.addEventListener('pointerdown', look, { signal: gone.signal });
  document.addEventListener('focusin', look, { signal: gone.signal });
}

/** The entries of a menu. */
export function menuList(...items: readonly Child[]): HTMLElement {
  return h('ul', {}, ...items.filter(Boolean).map((item) => h('li', {}, item)));
}
