import { roles } from '../../catalogue/roles.ts';
import type { Me } from '../account.ts';
import { h } from '../element.ts';
import { instant } from '../figures.ts';
import { askingForm, field } from '../parts/field.ts';
import { request } from '../request.ts';
import type { Language } from '../view.ts';
import type { AccountsFrame, Known, Token } from './shapes.ts';
import { shownOnce } from './shown-once.ts';
import { say } from './text.ts';

/** Who one is, one's password, and the tokens of one's programs. */
export function ownTab({ me, tokens }: Known, frame: AccountsFrame): HTMLElement {
  const { language } = frame.view;
  if (!me.signed_in) return h('section', { class: 'panel' }, h('p', {}, say('local', language)));
  return h(
    'div',
    { class: 'work' },
    h('div', { class: 'stack' }, identity(me, language), ownTokens(tokens?.rows ?? [], frame)),
    passwordPanel(frame),
  );
}

export const roleNames = (held: readonly string[], language: Language) =>
  held
    .map((role) => roles[role as keyof typeof roles]?.[language] ?? role)
    .join(language === 'zh' ? '、' : ', ');

function identity({ name, display_name, roles: held, scope }: Me, language: Language): HTMLElement {
  const codes = [...scope.parks, ...scope.tenants].join(language === 'zh' ? '、' : ', ');
  const sees = scope.all ? say('seesAll', language) : codes || say('seesNone', language);
  const rows = [
    ['name', name],
    ['displayName', display_name],
    ['roles', roleNames(held, language)],
    ['sees', sees],
  ] as const;
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'who' },
    h('h2', { id: 'who' }, say('who', language)),
    h(
      'dl',
      { class: 'facts' },
      ...rows.flatMap(([key, value]) => [h('dt', {}, say(key, language)), h('dd', {}, value)]),
    ),
  );
}

function passwordPanel(frame: AccountsFrame): HTMLElement {
  const { language } = frame.view;
  const now = field({
    id: 'password-now',
    type: 'password',
    label: say('passwordNow', language),
    autocomplete: 'current-password',
  });
  const fresh = field({
    id: 'password-new',
    type: 'password',
    label: say('passwordNew', language),
    help: say('passwordHelp', language),
    autocomplete: 'new-password',
  });
  const send = async () => {
    const body = { password: now.input.value, new_password: fresh.input.value };
    const { failure } = await request('me/password', body);
    if (failure) return failure.message[language];
    now.input.value = '';
    fresh.input.value = '';
    done.textContent = say('passwordDone', language);
    return undefined;
  };
  const done = h('p', { role: 'status' });
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'change-password' },
    h('h2', { id: 'change-password' }, say('changePassword', language)),
    h('p', { class: 'caption' }, say('passwordLead', language)),
    askingForm(
      { id: 'password', submit: say('save', language), label: say('changePassword', language), send },
      now.element,
      fresh.element,
    ),
    done,
  );
}

function ownTokens(rows: readonly Token[], frame: AccountsFrame): HTMLElement {
  const { language } = frame.view;
  const place = h('div', {});
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'tokens' },
    h('h2', { id: 'tokens' }, say('tokens', language)),
    h('p', { class: 'caption' }, say('tokensLead', language)),
    rows.length === 0 ? h('p', {}, say('noTokens', language)) : tokenTable(rows, frame),
    place,
    tokenForm(frame, place),
  );
}

function tokenTable(rows: readonly Token[], frame: AccountsFrame): HTMLElement {
  const { language } = frame.view;
  const end = async ({ id }: Token) => {
    await request(`me/tokens/${id}/end`, {});
    frame.announce(say('tokenEnded', language));
    frame.reload();
  };
  const heads = (['tokenName', 'made', 'ends', 'used', 'actions'] as const).map((key) =>
    h('th', { scope: 'col' }, say(key, language)),
  );
  const lines = rows.map((token) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, token.name),
      h('td', {}, instant(token.created_at)),
      h('td', {}, instant(token.expires_at)),
      h('td', {}, token.last_used_at ? instant(token.last_used_at) : say('never', language)),
      h(
        'td',
        {},
        h(
          'button',
          {
            type: 'button',
            class: 'quiet small',
            id: `end-${token.id}`,
            'aria-label': say('endTokenOf', language, { name: token.name }),
            onclick: () => void end(token),
          },
          say('endToken', language),
        ),
      ),
    ),
  );
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-labelledby': 'tokens' },
    h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...lines)),
  );
}

const lengths = [30, 90, 180, 366] as const;

function tokenForm(frame: AccountsFrame, place: HTMLElement): HTMLElement {
  const { language } = frame.view;
  const name = field({
    id: 'token-name',
    label: say('tokenName', language),
    help: say('tokenNameHelp', language),
    maxlength: 60,
  });
  const options = lengths.map((days) =>
    h('option', { value: days, selected: days === 90 }, say('days', language, { days: String(days) })),
  );
  const days = h('select', { id: 'token-days' }, ...options);
  const send = async () => {
    const body = { name: name.input.value, days: Number(days.value) };
    const { answer, failure } = await request<Token & { token: string }>('me/tokens', body);
    if (!answer) return failure?.message[language];
    name.input.value = '';
    place.replaceChildren(shownOnce('token', say('tokenMade', language), answer.token, language));
    document.getElementById('token')?.focus();
    return undefined;
  };
  return askingForm(
    { id: 'new-token', submit: say('makeToken', language), label: say('makeToken', language), send },
    name.element,
    h('div', { class: 'field' }, h('label', { for: 'token-days' }, say('tokenDays', language)), days),
  );
}
