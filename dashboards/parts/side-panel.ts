import { type Child, h } from '../element.ts';
import type { Language } from '../view.ts';
import { word } from './words.ts';

interface SidePanel {
  readonly id: string;
  readonly title: string;
  readonly language: Language;
  /** Called once when it was closed, by whatever way. */
  readonly closed: () => void;
  readonly content: readonly Child[];
}

/** A dialog at the side of the page: what it is about stays in sight. `showPanel` shows it. */
export function sidePanel({ id, title, language, closed, content }: SidePanel): HTMLDialogElement {
  const dialog: HTMLDialogElement = h(
    'dialog',
    { class: 'drawer', id, 'aria-labelledby': `${id}-title`, onclose: () => dialog.isConnected && closed() },
    h(
      'div',
      { class: 'panel-head' },
      h('h2', { id: `${id}-title` }, title),
      h(
        'button',
        { type: 'button', id: `${id}-close`, class: 'quiet small', onclick: () => dialog.close() },
        word('close', language),
      ),
    ),
    ...content,
  );
  return dialog;
}

/** Puts a panel on the page in place of the one that is there; without one, takes that away. */
export function showPanel(panel: HTMLDialogElement | undefined): void {
  const before = document.querySelector('dialog.drawer');
  if (before === (panel ?? null)) return;
  before?.remove();
  if (!panel) return;
  document.body.append(panel);
  panel.showModal();
}
