import type { Capability } from '../catalogue/roles.ts';
import { fromFolder } from './ask.ts';
import { h } from './element.ts';
import { word } from './parts/words.ts';
import { request } from './request.ts';
import type { View } from './view.ts';
import { viewAddress } from './view.ts';

/** Who is asking, as `/me` says. */
export interface Me {
  readonly signed_in: boolean;
  readonly name: string | null;
  readonly display_name: string | null;
  readonly roles: readonly string[];
  readonly scope: {
    readonly all: boolean;
    readonly parks: readonly string[];
    readonly tenants: readonly string[];
  };
  readonly capabilities: readonly string[];
  readonly first_start: boolean;
  readonly sign_in_with: string | null;
}

let known: Promise<Me | undefined> | undefined;

/** Asked once for a page; undefined where nothing answers. */
export function whoAmI(): Promise<Me | undefined> {
  known ??= request<Me>('me').then(({ answer }) => answer);
  return known;
}

/** A page of ours with what stands behind it: nothing that leads elsewhere. */
const pageForm = /^[a-z][a-z-]*\.html([?#][^\s\\]*)?$/;

/** Where to go after signing in. */
export function pageToReturnTo(wanted: string, otherwise: string): string {
  return `./${pageForm.test(wanted) && !wanted.startsWith('sign-in.html') ? wanted : otherwise}`;
}

/** Ends the session; where an identity provider knows of it, there as well. */
export async function signOut(): Promise<void> {
  const { answer } = await request<{ continue_at: string | null }>('sign-out', {});
  location.assign(answer?.continue_at ?? './sign-in.html');
}

/** The server says with a cookie of its own that somebody has signed in: without it nobody is asked about. */
const isKnown = (): boolean => !fromFolder && document.cookie.includes('parkstat_known=1');

/** Leaves out of `links` those of pages that the account may make no use of. Whoever has none sees them all. */
export function forAccount(links: ReadonlyMap<HTMLElement, Capability>): void {
  if (!isKnown()) return;
  void whoAmI().then((me) => {
    if (!me?.signed_in) return;
    leadOnlyWhere(me);
    for (const [link, access] of links) link.hidden = !me.capabilities.includes(access);
  });
}

/** Pages that are of use only to who may do this. */
const needs: Readonly<Record<string, string>> = { 'hand-in': 'hand_in', quality: 'detail' };

/** Takes the ways out of the navigation that end at a closed door. */
function leadOnlyWhere({ capabilities }: Me): void {
  for (const [page, capability] of Object.entries(needs))
    if (!capabilities.includes(capability))
      document.querySelector(`nav.pages a[href^="./${page}.html"]`)?.remove();
}

/** The account in the masthead: its name leads to its page, and beside it the way out. Comes when it is known. */
export function accountMenu(view: View): HTMLElement | undefined {
  if (!isKnown()) return undefined;
  const { language } = view;
  const place = h('span', { class: 'account', id: 'account-menu' });
  void whoAmI().then((me) => {
    if (!me?.signed_in) return;
    const address = viewAddress(view);
    place.append(
      h(
        'a',
        { class: 'plain', href: `./accounts.html${address === '?' ? '' : address}`, title: me.name ?? '' },
        me.display_name ?? me.name,
      ),
      h(
        'button',
        { type: 'button', id: 'sign-out', class: 'plain', onclick: () => void signOut() },
        word('signOut', language),
      ),
    );
  });
  return place;
}
