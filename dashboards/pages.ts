import type { Message } from '../catalogue/refusal.ts';
import type { Capability } from '../catalogue/roles.ts';

/** A page: `dashboards/<name>/main.ts` draws it, `<name>/<name>.css` (where there is one) adds to the common style. */
export interface Page {
  /** What the navigation and the browser's tab call it. */
  readonly label: Message;
  /** Works from a baked copy too, so it is one classic script and asks by `ask` alone. */
  readonly isStatic: boolean;
  /** Whether its amounts are in 亿 or 万, as the reader likes. */
  readonly hasAmounts: boolean;
  /** Whether it can be seen as of an earlier instant. */
  readonly hasVintages: boolean;
  /** Whether the navigation leads to it. */
  readonly inNavigation: boolean;
  /** The letter that leads to it after `g` (dashboards/keys.ts). */
  readonly key?: string;
  /** What a reader must be allowed to do for the page to be of use to them. */
  readonly access: Capability;
}

/** Every page, in the order of the navigation. The name is that of its folder and of its HTML file. */
export const pages = {
  index: {
    label: { zh: '态势', en: 'Overview' },
    isStatic: true,
    hasAmounts: true,
    hasVintages: true,
    inNavigation: true,
    key: 'h',
    access: 'published',
  },

  indicator: {
    label: { zh: '指标', en: 'Indicators' },
    isStatic: true,
    hasAmounts: true,
    hasVintages: true,
    inNavigation: true,
    key: 'i',
    access: 'published',
  },

  parks: {
    label: { zh: '园区', en: 'Parks' },
    isStatic: true,
    hasAmounts: true,
    hasVintages: true,
    inNavigation: true,
    key: 'p',
    access: 'published',
  },

  partners: {
    label: { zh: '贸易伙伴', en: 'Partners' },
    isStatic: true,
    hasAmounts: true,
    hasVintages: true,
    inNavigation: true,
    key: 't',
    access: 'published',
  },

  goods: {
    label: { zh: '商品', en: 'Goods' },
    isStatic: true,
    hasAmounts: true,
    hasVintages: true,
    inNavigation: true,
    key: 'c',
    access: 'published',
  },

  query: {
    label: { zh: '查询', en: 'Query' },
    isStatic: false,
    hasAmounts: true,
    hasVintages: true,
    inNavigation: true,
    key: 'q',
    access: 'published',
  },

  api: {
    label: { zh: '接口', en: 'API' },
    isStatic: false,
    hasAmounts: false,
    hasVintages: true,
    inNavigation: true,
    key: 'a',
    access: 'published',
  },

  'hand-in': {
    label: { zh: '报送', en: 'Hand in' },
    isStatic: false,
    hasAmounts: false,
    hasVintages: false,
    inNavigation: true,
    key: 'u',
    access: 'hand_in',
  },

  quality: {
    label: { zh: '数据质量', en: 'Data quality' },
    isStatic: false,
    hasAmounts: false,
    hasVintages: false,
    inNavigation: true,
    key: 'd',
    access: 'detail',
  },

  month: {
    label: { zh: '月度发布', en: 'Release' },
    isStatic: false,
    hasAmounts: false,
    hasVintages: false,
    inNavigation: true,
    key: 'm',
    access: 'desk',
  },

  calendar: {
    label: { zh: '日程', en: 'Calendar' },
    isStatic: false,
    hasAmounts: false,
    hasVintages: false,
    inNavigation: true,
    key: 'l',
    access: 'published',
  },

  accounts: {
    label: { zh: '账户', en: 'Accounts' },
    isStatic: false,
    hasAmounts: false,
    hasVintages: false,
    inNavigation: true,
    access: 'own_account',
  },

  'sign-in': {
    label: { zh: '登录', en: 'Sign in' },
    isStatic: false,
    hasAmounts: false,
    hasVintages: false,
    inNavigation: false,
    access: 'anyone',
  },
} as const satisfies Record<string, Page>;
export type PageName = keyof typeof pages;

export const pageNames = Object.keys(pages) as PageName[];
export const staticPages: readonly PageName[] = pageNames.filter((name) => pages[name].isStatic);
