import { type Child, h } from './element.ts';
import { keysHelp } from './keys-help.ts';
import { type Page, type PageName, pageNames, pages } from './pages.ts';

/** So long a `g` waits for its second letter. */
const patience = 1500;
const remembered = 'parkstat.keys';

/** Keys of all pages: `/` to search, `?` for the list of them, `g` and a letter to go to a page (`key` in pages.ts). */
export function followKeys(): void {
  let went: number | undefined;
  document.addEventListener('keydown', (event) => {
    const waits = went !== undefined && event.timeStamp - went < patience;
    went = undefined;
    if (event.defaultPrevented || isElsewhere(event)) return;
    const { key } = event;
    if (key === '?' || key === '？') return handled(event, showKeys());
    if (!areOn()) return;
    if (waits) return handled(event, goTo(key));
    if (key === '/' || key === '、') return handled(event, toFirstField());
    if (key === 'g') went = event.timeStamp;
  });
}

/** Keys are let alone while something is typed, in a dialog, and where they belong to the browser. */
function isElsewhere({ target, ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent): boolean {
  const typing = target instanceof Element && target.closest('input, textarea, select, [contenteditable]');
  return ctrlKey || metaKey || altKey || isComposing || typing !== null || openDialog() !== null;
}

const openDialog = () => document.querySelector('dialog[open]');

function handled(event: KeyboardEvent, did: boolean): void {
  if (did) event.preventDefault();
}

/** By the navigation's own link, with its view and as far as the account may go there. */
function goTo(letter: string): boolean {
  const name = pageNames.find((one) => keyOf(one) === letter.toLowerCase());
  const link = name && document.querySelector<HTMLAnchorElement>(`nav.pages a[href^="./${name}.html"]`);
  if (!link || link.hidden) return false;
  link.click();
  return true;
}

const keyOf = (name: PageName): string | undefined => (pages[name] as Page).key;

const fields = 'input:not([type=hidden], [type=file], [type=radio], [type=checkbox]), select, textarea';

/** Into what searches, or the first field of the content, or that of the heading; Escape leads back. */
function toFirstField(): boolean {
  const wanted = ['[type=search]', `main :is(${fields})`, `.heading :is(${fields})`];
  const found = wanted
    .flatMap((selector) => [...document.querySelectorAll<HTMLElement>(selector)])
    .find((field) => field.checkVisibility() && !(field as HTMLInputElement).disabled);
  if (!found) return false;
  const before = document.activeElement;
  found.focus();
  if (found instanceof HTMLInputElement) found.select();
  const back = ({ key, defaultPrevented }: KeyboardEvent) => {
    if (key !== 'Escape' || defaultPrevented) return;
    if (before instanceof HTMLElement && before !== document.body && before.isConnected) before.focus();
    else found.blur();
  };
  found.addEventListener('keydown', back);
  found.addEventListener('blur', () => found.removeEventListener('keydown', back), { once: true });
  return true;
}

function showKeys(): boolean {
  const isChinese = document.documentElement.lang !== 'en';
  const offered = pageNames.flatMap((name) => {
    const key = keyOf(name);
    const link = document.querySelector<HTMLElement>(`nav.pages a[href^="./${name}.html"]`);
    return key && link && !link.hidden ? [{ key, label: pages[name].label }] : [];
  });
  const help = keysHelp(isChinese ? 'zh' : 'en', offered, { isOn: areOn(), turn });
  const before = document.activeElement;
  help.addEventListener('close', () => {
    help.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  });
  document.body.append(help);
  help.showModal();
  return true;
}

/** Who speaks to the computer, or hits keys unawares, turns single letters off; where nothing can be kept, for this page. */
let off = false;

function areOn(): boolean {
  try {
    return localStorage.getItem(remembered) !== 'off' && !off;
  } catch {
    return !off;
  }
}

function turn(on: boolean): void {
  off = !on;
  try {
    if (on) localStorage.removeItem(remembered);
    else localStorage.setItem(remembered, 'off');
  } catch {
    // A copy opened from a folder may keep nothing.
  }
}

/** What opens the list for those who do not know its key. */
export function keysButton(label: string): Child {
  return h(
    'button',
    {
      type: 'button',
      id: 'keys',
      class: 'plain',
      'aria-label': label,
      title: label,
      onclick: () => showKeys(),
    },
    '?',
  );
}
