import { type Me, pageToReturnTo, signOut, whoAmI } from '../account.ts';
import { apiRoot } from '../ask.ts';
import { type Child, h } from '../element.ts';
import { type Drawn, type Frame, openPage } from '../page.ts';
import { askingForm, field } from '../parts/field.ts';
import { type Failure, request } from '../request.ts';
import type { Language } from '../view.ts';
import { say } from './text.ts';

interface Opened {
  readonly purpose: 'first' | 'invitation' | 'reset';
  readonly name: string | null;
  readonly display_name: string | null;
}

interface Known {
  readonly me: Me | undefined;
  readonly link?: Opened | undefined;
  readonly over?: Failure | undefined;
}

type Key = 'return' | 'problem';

/** What opens stands behind the #: kept here, and taken out of the address and its history. */
const secret = /^#link=([\w-]+)$/.exec(location.hash)?.[1];
if (secret) history.replaceState(null, '', location.pathname + location.search);

async function load(): Promise<Known> {
  const me = await whoAmI();
  if (!secret) return { me };
  const { answer, failure } = await request<Opened>('links/open', { link: secret });
  return { me, link: answer, over: failure };
}

function draw({ me, link, over }: Known, { view }: Frame<Key>): Drawn {
  const { language } = view;
  if (link) return { ...headOf(link, language), main: [box(linkForm(link, view.return, language))] };
  if (over)
    return {
      title: say('linkOver', language),
      main: [box(h('p', {}, over.message[language]), toSignIn(language))],
    };
  if (me?.signed_in)
    return { title: say('signIn', language), main: [box(...signedIn(me, view.return, language))] };
  if (me?.first_start)
    return { title: say('noAccounts', language), main: [box(h('p', {}, say('noAccountsLead', language)))] };
  return {
    title: say('signIn', language),
    lead: say('lead', language),
    main: [
      box(
        problemOf(view.problem, me, language),
        signInForm(view.return, language),
        provider(me, view.return, language),
      ),
    ],
  };
}

const box = (...children: readonly Child[]) => h('section', { class: 'panel door' }, ...children);

function headOf({ purpose, name, display_name }: Opened, language: Language): Pick<Drawn, 'title' | 'lead'> {
  const lead =
    purpose === 'first'
      ? say('firstLead', language)
      : say('invitationLead', language, { name: display_name ?? '', account: name ?? '' });
  return { title: say(purpose, language), lead };
}

function signInForm(back: string, language: Language): HTMLElement {
  const name = field({ id: 'name', label: say('name', language), autocomplete: 'username', maxlength: 100 });
  const password = field({
    id: 'password',
    type: 'password',
    label: say('password', language),
    autocomplete: 'current-password',
  });
  const send = async () => {
    const body = { name: name.input.value, password: password.input.value };
    const { answer, failure } = await request<Me>('sign-in', body);
    if (answer) return goOn(answer, back);
    password.input.value = '';
    password.input.focus();
    return failure?.message[language];
  };
  return askingForm(
    { id: 'sign-in', submit: say('signIn', language), label: say('signIn', language), send },
    name.element,
    password.element,
    h('small', {}, say('forgotten', language)),
  );
}

function linkForm({ purpose, name }: Opened, back: string, language: Language): HTMLElement {
  const account = field({
    id: 'name',
    label: say('name', language),
    help: say('nameHelp', language),
    autocomplete: 'username',
    maxlength: 60,
  });
  const shown = field({
    id: 'display-name',
    label: say('displayName', language),
    help: say('displayNameHelp', language),
    autocomplete: 'name',
    maxlength: 60,
  });
  const fresh = { type: 'password', autocomplete: 'new-password' } as const;
  const password = field({
    id: 'password',
    label: say('newPassword', language),
    help: say('passwordHelp', language),
    ...fresh,
  });
  const again = field({ id: 'again', label: say('repeat', language), ...fresh });
  const send = async () => {
    if (password.input.value !== again.input.value) {
      again.input.focus();
      return say('differs', language);
    }
    const who =
      purpose === 'first' ? { name: account.input.value.trim(), display_name: shown.input.value.trim() } : {};
    const { answer, failure } = await request<Me>('links/use', {
      link: secret,
      password: password.input.value,
      ...who,
    });
    return answer ? goOn(answer, back) : failure?.message[language];
  };
  // A password manager learns whose password it is.
  const known = h('input', {
    type: 'text',
    value: name ?? '',
    autocomplete: 'username',
    hidden: true,
    readonly: true,
  });
  return askingForm(
    { id: 'link', submit: say('save', language), label: say(purpose, language), send },
    ...(purpose === 'first' ? [account.element, shown.element] : [known]),
    password.element,
    again.element,
  );
}

/** To where one wanted to go; else to the page that one's role begins with. */
function goOn({ roles }: Me, back: string): undefined {
  const first = roles.every((role) => role === 'tenant') ? 'hand-in.html' : 'index.html';
  location.replace(pageToReturnTo(back, first));
  return undefined;
}

function signedIn({ display_name, name }: Me, back: string, language: Language): Child[] {
  return [
    h('p', {}, say('here', language, { name: display_name ?? name ?? '' })),
    h(
      'div',
      { class: 'actions' },
      h(
        'a',
        { class: 'button', id: 'go-on', href: pageToReturnTo(back, 'index.html') },
        say('goOn', language),
      ),
      h(
        'button',
        { type: 'button', class: 'quiet', id: 'leave', onclick: () => void signOut() },
        say('signOut', language),
      ),
    ),
  ];
}

function provider(me: Me | undefined, back: string, language: Language): HTMLElement | undefined {
  if (!me?.sign_in_with) return undefined;
  const href = `${apiRoot}oidc/start?return=${encodeURIComponent(back)}`;
  return h(
    'div',
    { class: 'elsewhere' },
    h('p', {}, say('or', language)),
    h('a', { class: 'button quiet', id: 'provider', href }, say('with', language, { name: me.sign_in_with })),
  );
}

function problemOf(code: string, me: Me | undefined, language: Language): HTMLElement | undefined {
  if (!code) return undefined;
  const values = { provider: me?.sign_in_with ?? say('provider', language) };
  const said = say(code === 'forbidden' ? 'problem_forbidden' : 'problem_other', language, values);
  return h('p', { class: 'wrong', role: 'alert' }, said);
}

const toSignIn = (language: Language) =>
  h('a', { class: 'button', href: './sign-in.html' }, say('toSignIn', language));

openPage<Key, Known>({ name: 'sign-in', own: { return: '', problem: '' }, load, draw });
