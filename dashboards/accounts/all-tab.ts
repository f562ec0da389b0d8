import { type AccountRole, accountRoles, roles } from '../../catalogue/roles.ts';
import { h } from '../element.ts';
import { instant } from '../figures.ts';
import { askingForm, field } from '../parts/field.ts';
import { request } from '../request.ts';
import type { Language } from '../view.ts';
import { roleNames } from './own-tab.ts';
import type { AccountsFrame, Known, Link, Listed } from './shapes.ts';
import { shownOnce } from './shown-once.ts';
import { say, type Key as Word } from './text.ts';

/** Every account, and the form that makes one or changes one. */
export function allTab({ accounts }: Known, frame: AccountsFrame): HTMLElement {
  const rows = accounts?.rows ?? [];
  const { language, account } = frame.view;
  const place = h('div', { id: 'link-place' });
  const chosen = rows.find(({ name }) => name === account);
  const title = chosen ? say('changeOf', language, { name: chosen.name }) : say('add', language);
  return h(
    'div',
    { class: 'work' },
    h(
      'section',
      { class: 'panel', 'aria-labelledby': 'accounts' },
      h('h2', { id: 'accounts' }, say('accounts', language)),
      place,
      rows.length ? accountTable(rows, frame, place) : h('p', {}, say('noAccounts', language)),
    ),
    h(
      'section',
      { class: 'panel', 'aria-labelledby': 'account-form' },
      h('h2', { id: 'account-form', tabindex: '-1' }, title),
      !chosen && h('p', { class: 'caption' }, say('addLead', language)),
      accountForm(chosen, frame, place),
    ),
  );
}

function accountTable(rows: readonly Listed[], frame: AccountsFrame, place: HTMLElement): HTMLElement {
  const { language } = frame.view;
  const words = ['name', 'roles', 'scope', 'state', 'seen', 'actions'] as const;
  const heads = words.map((key) => h('th', { scope: 'col' }, say(key, language)));
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-labelledby': 'accounts' },
    h(
      'table',
      { class: 'account-table' },
      h('thead', {}, h('tr', {}, ...heads)),
      h('tbody', {}, ...rows.map((row) => line(row, frame, place))),
    ),
  );
}

function line(row: Listed, frame: AccountsFrame, place: HTMLElement): HTMLElement {
  const { language } = frame.view;
  const { name, display_name, roles: held, parks, tenants, disabled, seen_at } = row;
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, display_name, ' ', h('small', {}, name)),
    h('td', {}, roleNames(held, language)),
    h('td', { class: 'codes' }, [...parks, ...tenants].join(' ') || '–'),
    h('td', {}, h('span', { class: disabled ? 'chip chip-x' : 'chip' }, say(stateOf(row), language))),
    h('td', {}, seen_at ? instant(seen_at) : '–'),
    h(
      'td',
      { class: 'actions' },
      act(`change-${name}`, ['change', 'changeOf'], row, language, () => {
        frame.navigate({ account: name }, 'replace');
        document.getElementById('account-form')?.focus();
      }),
      !row.external &&
        act(`link-${name}`, ['link', 'linkOf'], row, language, () => void giveLink(row, frame, place)),
      disabled
        ? act(`enable-${name}`, ['enable', 'enableOf'], row, language, () => void turn(row, false, frame))
        : act(`disable-${name}`, ['disable', 'disableOf'], row, language, () => void turn(row, true, frame)),
    ),
  );
}

function stateOf({ disabled, has_password, external }: Listed): 'disabled' | 'active' | 'invited' {
  if (disabled) return 'disabled';
  return has_password || external ? 'active' : 'invited';
}

function act(
  id: string,
  [word, full]: readonly [Word, Word],
  { name }: Listed,
  language: Language,
  onclick: () => void,
): HTMLElement {
  const label = say(full, language, { name });
  return h(
    'button',
    { type: 'button', class: 'quiet small', id, 'aria-label': label, title: label, onclick },
    say(word, language),
  );
}

async function giveLink({ name }: Listed, { view: { language } }: AccountsFrame, place: HTMLElement) {
  const { answer, failure } = await request<Link>(`accounts/${name}/link`, {});
  if (answer) showLink(name, answer, language, place);
  else place.replaceChildren(h('p', { class: 'wrong', role: 'alert' }, failure?.message[language]));
}

function showLink(name: string, { path, expires_at }: Link, language: Language, place: HTMLElement): void {
  const said = say('linkMade', language, { name, until: instant(expires_at) });
  place.replaceChildren(shownOnce('one-time-link', said, new URL(path, location.href).href, language));
  document.getElementById('one-time-link')?.focus();
}

async function turn({ name }: Listed, disabled: boolean, frame: AccountsFrame): Promise<void> {
  const { language } = frame.view;
  const { failure } = await request(`accounts/${name}`, { disabled });
  const place = document.getElementById('link-place');
  if (failure) place?.replaceChildren(h('p', { class: 'wrong', role: 'alert' }, failure.message[language]));
  else {
    frame.announce(say('changed', language, { name }));
    frame.reload();
  }
}

function accountForm(chosen: Listed | undefined, frame: AccountsFrame, place: HTMLElement): HTMLElement {
  const { language } = frame.view;
  const name = field({
    id: 'name',
    label: say('name', language),
    help: say('nameHelp', language),
    maxlength: 60,
  });
  const shown = field({
    id: 'display-name',
    label: say('displayName', language),
    value: chosen?.display_name ?? '',
    maxlength: 60,
  });
  const codes = (id: 'parks' | 'tenants') =>
    field({
      id,
      label: say(id, language),
      help: say(`${id}Help`, language),
      value: chosen?.[id].join(', ') ?? '',
      required: false,
      maxlength: 2000,
    });
  const [parks, tenants] = [codes('parks'), codes('tenants')];
  const boxes = new Map(accountRoles.map((role) => [role, roleBox(role, chosen)]));
  const send = async () => {
    const wanted = [...boxes].filter(([, box]) => box.checked).map(([role]) => role);
    if (wanted.length === 0) return say('needsRole', language);
    const lists = { roles: wanted, parks: listed(parks.input.value), tenants: listed(tenants.input.value) };
    const body = { display_name: shown.input.value.trim(), ...lists };
    return chosen
      ? change(chosen.name, body, frame)
      : invite({ name: name.input.value.trim(), ...body }, frame, place);
  };
  const cancel =
    chosen &&
    h(
      'button',
      {
        type: 'button',
        id: 'cancel',
        class: 'quiet',
        onclick: () => frame.navigate({ account: '' }, 'replace'),
      },
      say('cancel', language),
    );
  return askingForm(
    {
      id: chosen ? 'change' : 'invite',
      submit: say(chosen ? 'save' : 'invite', language),
      label: chosen ? say('changeOf', language, { name: chosen.name }) : say('add', language),
      send,
      more: [cancel],
    },
    !chosen && name.element,
    shown.element,
    h(
      'fieldset',
      { class: 'choices' },
      h('legend', {}, say('roles', language)),
      ...[...boxes].map(([role, box]) => h('label', {}, box, h('span', {}, roles[role][language]))),
    ),
    parks.element,
    tenants.element,
  );
}

function roleBox(role: AccountRole, chosen: Listed | undefined): HTMLInputElement {
  return h('input', { type: 'checkbox', id: `role-${role}`, checked: chosen?.roles.includes(role) ?? false });
}

const listed = (text: string) => text.split(/[,，、\s]+/).filter(Boolean);

async function invite(body: { readonly name: string }, frame: AccountsFrame, place: HTMLElement) {
  const { language } = frame.view;
  const { answer, failure } = await request<{ link: Link }>('accounts', body);
  if (!answer) return failure?.message[language];
  frame.reload();
  // The page is drawn anew first.
  const waiting = new MutationObserver(() => {
    const fresh = document.getElementById('link-place');
    if (!fresh || fresh === place) return;
    waiting.disconnect();
    showLink(body.name, answer.link, language, fresh);
  });
  waiting.observe(document.body, { childList: true, subtree: true });
  return undefined;
}

async function change(name: string, body: object, frame: AccountsFrame) {
  const { language } = frame.view;
  const { failure } = await request(`accounts/${name}`, body);
  if (failure) return failure.message[language];
  frame.announce(say('changed', language, { name }));
  frame.navigate({ account: '' }, 'replace');
  frame.reload();
  return undefined;
}
