import { whoAmI } from '../account.ts';
import type { Problem } from '../ask.ts';
import { type Drawn, openPage } from '../page.ts';
import { tabs } from '../parts/tabs.ts';
import { type Failure, request } from '../request.ts';
import { askToSignIn } from '../to-sign-in.ts';
import type { ViewWith } from '../view.ts';
import { allTab } from './all-tab.ts';
import { auditTab } from './audit-tab.ts';
import { deliveryTab } from './delivery-tab.ts';
import { ownTab } from './own-tab.ts';
import {
  type AccountsFrame,
  type Delivery,
  type Entry,
  type Key,
  type Known,
  type Listed,
  own,
  pageRows,
  type Rows,
  type Token,
} from './shapes.ts';
import { say } from './text.ts';

const shown = { own: ownTab, delivery: deliveryTab, all: allTab, audit: auditTab } as const;
type Tab = keyof typeof shown;
/** What one must be allowed to do to see a part. */
const needs = {
  own: 'own_account',
  delivery: 'own_account',
  all: 'accounts',
  audit: 'audit',
} as const satisfies Record<Tab, string>;

async function load(view: ViewWith<Key>): Promise<Known> {
  const me = await whoAmI();
  if (me && !me.capabilities.includes('own_account')) askToSignIn();
  if (!me?.capabilities.includes('own_account')) throw problem(undefined);
  const tab = tabOf(view.tab, me.capabilities);
  if (tab === 'own') return me.signed_in ? { me, tokens: await asked<Rows<Token>>('me/tokens') } : { me };
  if (tab === 'delivery') return { me, delivery: await deliveryOf() };
  if (tab === 'all') return { me, accounts: await asked<Rows<Listed>>('accounts') };
  const kind = view.kind === 'act' || view.kind === 'read' ? `&kind=${view.kind}` : '';
  const offset = /^\d{1,8}$/.test(view.offset) ? Number(view.offset) : 0;
  return { me, entries: await asked<Rows<Entry>>(`audit?limit=${pageRows}&offset=${offset}${kind}`) };
}

async function deliveryOf(): Promise<Delivery> {
  const [subscriptions, alerts, parks, indicators] = await Promise.all([
    asked<Delivery['subscriptions']>('me/subscriptions'),
    asked<Delivery['alerts']>('me/alerts'),
    asked<Rows<Delivery['parks'][number]>>('parks'),
    asked<Rows<Delivery['indicators'][number]>>('indicators'),
  ]);
  return { subscriptions, alerts, parks: parks.rows, indicators: indicators.rows };
}

function tabOf(wanted: string, capabilities: readonly string[]): Tab {
  const tab = Object.hasOwn(shown, wanted) ? (wanted as Tab) : 'own';
  return capabilities.includes(needs[tab]) ? tab : 'own';
}

async function asked<Answer>(path: string): Promise<Answer> {
  const { answer, failure } = await request<Answer>(path);
  if (answer) return answer;
  throw problem(failure);
}

function problem(failure: Failure | undefined): Error {
  const message = failure ? `${failure.message.zh} | ${failure.message.en}` : '请先登录 | Sign in first';
  const cause: Problem = { kind: 'refused', path: '', message, status: failure?.status ?? 401 };
  return new Error(message, { cause });
}

function draw(known: Known, frame: AccountsFrame): Drawn {
  const { language } = frame.view;
  const { capabilities } = known.me;
  const selected = tabOf(frame.view.tab, capabilities);
  const all = (Object.keys(shown) as Tab[])
    .filter((tab) => capabilities.includes(needs[tab]))
    .map((key) => ({ key, label: say(`tab_${key}`, language) }));
  const set = {
    id: 'accounts',
    label: say('parts', language),
    tabs: all,
    selected,
    choose: (tab: string) => frame.navigate({ tab, account: '', kind: '', offset: '0' }),
  };
  return {
    title: say(`tab_${selected}`, language),
    shows: say(`tab_${selected}`, language),
    main: [tabs(set, shown[selected](known, frame))],
  };
}

openPage<Key, Known>({
  name: 'accounts',
  own,
  load,
  // Which account is being changed needs nothing new.
  loadKey: ({ tab, kind, offset }) => JSON.stringify([tab, kind, offset]),
  draw,
});
