import type { Message } from '../catalogue/refusal.ts';
import { h } from './element.ts';
import { word } from './parts/words.ts';
import type { Language } from './view.ts';

interface Offered {
  readonly key: string;
  readonly label: Message;
}

interface Setting {
  readonly isOn: boolean;
  readonly turn: (on: boolean) => void;
}

const words = {
  title: { zh: '键盘操作', en: 'Keyboard' },
  everywhere: { zh: '各页通用', en: 'Everywhere' },
  search: { zh: '查找，或到第一个输入项', en: 'Search, or the first field' },
  help: { zh: '本表', en: 'This list' },
  close: { zh: '关闭对话框、侧栏或菜单', en: 'Close a dialog, panel or menu' },
  pages: { zh: '先按g，再按', en: 'Go to a page: g, then' },
  charts: { zh: '图形与选项卡', en: 'Charts and tabs' },
  walk: { zh: '逐点读数；在选项卡之间移动', en: 'Read point by point; move between tabs' },
  ends: { zh: '第一个、最后一个', en: 'First, last' },
  origin: { zh: '打开所在的点', en: 'Open the point' },
  letters: {
    zh: '使用字母快捷键（/、g；语音输入者可关闭）',
    en: 'Use letter keys (/, g; turn off for speech input)',
  },
} as const satisfies Record<string, Message>;

/** The dialog that lists the keys. */
export function keysHelp(
  language: Language,
  offered: readonly Offered[],
  { isOn, turn }: Setting,
): HTMLDialogElement {
  const say = (key: keyof typeof words) => words[key][language];
  const list = (title: string, keys: readonly (readonly [readonly string[], string])[]) => [
    h('h3', {}, title),
    h(
      'dl',
      {},
      ...keys.map(([names, meaning]) =>
        h('div', {}, h('dt', {}, ...names.map((name) => h('kbd', {}, name))), h('dd', {}, meaning)),
      ),
    ),
  ];
  const letters = h('input', { type: 'checkbox', id: 'keys-letters', checked: isOn });
  letters.addEventListener('change', () => turn(letters.checked));
  const dialog: HTMLDialogElement = h(
    'dialog',
    { class: 'keys', 'aria-labelledby': 'keys-title' },
    h(
      'div',
      { class: 'panel-head' },
      h('h2', { id: 'keys-title' }, say('title')),
      h(
        'button',
        { type: 'button', id: 'keys-close', class: 'quiet small', onclick: () => dialog.close() },
        word('close', language),
      ),
    ),
    ...list(say('everywhere'), [
      [['/'], say('search')],
      [['?'], say('help')],
      [['Esc'], say('close')],
    ]),
    ...list(
      say('pages'),
      offered.map(({ key, label }) => [['g', key], label[language]] as const),
    ),
    ...list(say('charts'), [
      [['←', '→'], say('walk')],
      [['Home', 'End'], say('ends')],
      [['Enter'], say('origin')],
    ]),
    h('label', { class: 'check', for: 'keys-letters' }, letters, ' ', say('letters')),
  );
  return dialog;
}
