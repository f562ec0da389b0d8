import { dimensionNames } from '../../catalogue/query-language/meaning.ts';
import { type Child, h } from '../element.ts';
import { instant } from '../figures.ts';
import { request } from '../request.ts';
import type { Language } from '../view.ts';
import type { SavedAnswer } from './answers.ts';
import { say } from './text.ts';

interface SavedPage {
  readonly saved: readonly SavedAnswer[];
  readonly language: Language;
  readonly open: (one: SavedAnswer) => void;
  readonly reload: () => void;
  readonly announce: (said: string) => void;
}

/** One's own saved queries: open, rename, share, take to Excel, delete. */
export function savedPanel(page: SavedPage): HTMLElement {
  const { saved, language } = page;
  if (saved.length === 0) return h('section', { class: 'panel' }, h('p', {}, say('noneSaved', language)));
  const heads = ['name', 'kind', 'lastUsed', 'sharing', 'actions'] as const;
  return h(
    'section',
    { class: 'panel' },
    h('p', { class: 'caption' }, say('savedLead', language)),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': say('tab_saved', language) },
      h(
        'table',
        { class: 'saved' },
        h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, say(head, language))))),
        h('tbody', {}, ...saved.map((one) => savedRow(one, page))),
      ),
    ),
  );
}

/** The address of the page for a saved query of the first kind. */
export function pageAddress({ address = '' }: SavedAnswer): string {
  const said = new URLSearchParams(address);
  const park = said.get('park') ?? '';
  if (park === '*' || park.includes(',')) {
    said.delete('park');
    said.set('parks', park);
  }
  if (said.get('asOf') === 'first') {
    said.delete('asOf');
    said.set('vintage', 'first');
  }
  return `?${said}`;
}

/** Excel reads CSV from the address, and again when it is refreshed; what rolls goes on rolling. */
export function excelAddress({ address = '' }: SavedAnswer): string {
  const said = new URLSearchParams(address);
  said.set('format', 'csv');
  said.set('bom', 'true');
  return new URL(`./api/v1/query?${said}`, location.href).href;
}

function savedRow(one: SavedAnswer, page: SavedPage): HTMLElement {
  const { language, open } = page;
  const rolls = new URLSearchParams(one.address ?? '').has('last');
  return h(
    'tr',
    { id: `saved-${one.id}` },
    h(
      'th',
      { scope: 'row' },
      h(
        'button',
        { type: 'button', class: 'link', id: `open-${one.id}`, onclick: () => open(one) },
        one.name,
      ),
      rolls && h('span', { class: 'chip' }, say('rollingNote', language)),
      one.line ? h('p', { class: 'caption' }, one.line) : null,
      ...brokenLines(one, page),
    ),
    h('td', {}, say(`kind_${one.kind}`, language)),
    h('td', {}, instant(one.used_at)),
    h('td', {}, say(one.shared ? 'shared' : 'private', language)),
    h('td', {}, h('div', { class: 'saved-actions' }, ...actions(one, page))),
  );
}

/** Codes that are gone: what may stand in their place is one click away. */
export function brokenLines(one: SavedAnswer, { language, reload, announce }: SavedPage): Child[] {
  return one.broken.map(({ parameter, code, instead }) => {
    const of =
      parameter === 'indicator' ? say('step_indicator', language) : dimensionNames[parameter][language];
    const use = async (by: string | null) => {
      const said = new URLSearchParams(one.address ?? '');
      const codes = (said.get(parameter) ?? '')
        .split(',')
        .flatMap((was) => (was === code ? (by ?? []) : was));
      if (codes.length) said.set(parameter, [...new Set(codes)].join(','));
      else said.delete(parameter);
      const state = { kind: 'series', address: String(said), line: one.line ?? '' };
      const { failure } = await request(`queries/${one.id}`, { state });
      if (failure) announce(failure.message[language]);
      reload();
    };
    return h(
      'p',
      { class: 'notice', role: 'note' },
      say('broken', language, { parameter: of, code }),
      ' ',
      ...instead.map((by) =>
        h(
          'button',
          { type: 'button', class: 'quiet small', onclick: () => use(by) },
          say('replaceBy', language, { code: by }),
        ),
      ),
      parameter !== 'indicator' &&
        h(
          'button',
          { type: 'button', class: 'quiet small', onclick: () => use(null) },
          say('drop', language),
        ),
    );
  });
}

function actions(one: SavedAnswer, page: SavedPage): Child[] {
  const { language, announce } = page;
  const { name, id } = one;
  const button = (key: string, label: string, title: string, act: () => void) =>
    h(
      'button',
      { type: 'button', class: 'tool', id: `${key}-${id}`, 'aria-label': title, onclick: act },
      label,
    );
  const change = async (body: object) => {
    const { failure } = await request(`queries/${id}`, body);
    if (failure) announce(failure.message[language]);
    page.reload();
  };
  const copy = async (text: string) => {
    await navigator.clipboard?.writeText(text).catch(() => undefined);
    announce(say('copied', language));
  };
  const link = () => new URL(`?tab=build&saved=${id}`, location.href).href;
  return [
    button(
      'share',
      say(one.shared ? 'stopSharing' : 'sharing', language),
      say(one.shared ? 'unshare' : 'share', language, { name }),
      () => change({ shared: !one.shared }),
    ),
    one.shared && button('link', say('link', language), say('link', language), () => copy(link())),
    one.kind === 'series' &&
      h(
        'a',
        { class: 'tool', id: `excel-${id}`, href: excelAddress(one), title: say('excelHelp', language) },
        say('excelLink', language),
      ),
    renameForm(one, language, change),
    deleteForm(one, page),
  ];
}

function renameForm(
  { id, name }: SavedAnswer,
  language: Language,
  change: (body: object) => void,
): HTMLElement {
  const field = h('input', {
    type: 'text',
    id: `name-${id}`,
    value: name,
    maxlength: 80,
    'aria-label': say('name', language),
  });
  return h(
    'details',
    { class: 'menu' },
    h(
      'summary',
      { class: 'tool', 'aria-label': say('renameOf', language, { name }) },
      say('rename', language),
    ),
    h(
      'div',
      { class: 'menu-panel' },
      field,
      h(
        'button',
        {
          type: 'button',
          class: 'small',
          onclick: () => field.value.trim() && change({ name: field.value }),
        },
        say('rename', language),
      ),
    ),
  );
}

function deleteForm({ id, name }: SavedAnswer, { language, reload, announce }: SavedPage): HTMLElement {
  const remove = async () => {
    const { failure } = await request(`queries/${id}/delete`, {});
    announce(failure ? failure.message[language] : say('deleted', language, { name }));
    reload();
  };
  return h(
    'details',
    { class: 'menu' },
    h(
      'summary',
      { class: 'tool', 'aria-label': say('deleteOf', language, { name }) },
      say('delete', language),
    ),
    h(
      'div',
      { class: 'menu-panel' },
      h('button', { type: 'button', class: 'small', onclick: remove }, say('sure', language)),
    ),
  );
}
