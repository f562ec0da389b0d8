import { accountMenu, forAccount } from './account.ts';
import type { Release } from './answers.ts';
import { baked, fromFolder } from './ask.ts';
import { type Child, h } from './element.ts';
import { instant, percent } from './figures.ts';
import { keysButton } from './keys.ts';
import { type PageName, pageNames, pages } from './pages.ts';
import { reportMenu } from './parts/documents.ts';
import { statusChip } from './parts/numbers.ts';
import { choice, placeLink, switcher } from './parts/toolbar.ts';
import { vintageChoice } from './parts/vintage.ts';
import { word } from './parts/words.ts';
import { say } from './text.ts';
import { type Language, type Theme, type View, viewAddress } from './view.ts';

/** What stands above every page. */
export interface Masthead {
  readonly page: PageName;
  readonly title: string;
  readonly lead?: string | undefined;
  readonly view: View;
  /** The address of this page with a change of the common view. */
  readonly address: (change: Partial<View>) => string;
  readonly navigate: (change: Partial<View>) => void;
  /** What else the page lets choose: before the switches that all pages have. */
  readonly controls?: readonly Child[] | undefined;
  /** The release that the figures are of, and how complete its reports are. */
  readonly release?: ReleaseShown | undefined;
  /** Released versions, newest first, to be seen as of. */
  readonly releases?: readonly Release[] | undefined;
  readonly notices?: readonly Child[] | undefined;
}

export interface ReleaseShown {
  readonly release: Release;
  /** A ratio. */
  readonly coverage: string | null;
}

/** Name and ways to the other pages; then what this page is, what it shows, and of which release that is. */
export function masthead(head: Masthead): HTMLElement {
  const { page, title, lead, view, controls = [], release } = head;
  const { language } = view;
  return h(
    'header',
    { class: 'masthead' },
    h('a', { class: 'skip', href: '#main' }, word('skip', language)),
    h(
      'div',
      { class: 'bar' },
      h('div', { class: 'bar-inside' }, brand(view), pageLinks(page, view), settings(head)),
    ),
    h(
      'div',
      { class: 'heading' },
      h('div', { class: 'heading-name' }, h('h1', {}, title), lead ? h('p', {}, lead) : undefined),
      h('form', { 'aria-label': word('view', language) }, ...controls, unitSwitch(head), vintageChoice(head)),
    ),
    release && releaseLine(release, view),
    ...notices(head),
  );
}

function brand(view: View): HTMLElement {
  const { language } = view;
  const home = `./index.html${elsewhere(view)}`;
  const mark = h('img', { src: './favicon.svg', alt: '', width: 28, height: 28 });
  return h(
    'a',
    { class: 'brand', href: home },
    mark,
    h('span', {}, h('b', {}, say('product', language)), h('small', {}, say('city', language))),
  );
}

/** The ways to the other pages, which show the same period, park, vintage and language. */
function pageLinks(current: PageName, view: View): HTMLElement {
  const shown = pageNames.filter((name) => {
    const { inNavigation, isStatic } = pages[name];
    return inNavigation && (isStatic || !fromFolder);
  });
  const link = (name: PageName) =>
    h(
      'a',
      { href: `./${name}.html${elsewhere(view)}`, 'aria-current': name === current && 'page' },
      pages[name].label[view.language],
    );
  const links = new Map(shown.map((name) => [link(name), pages[name].access] as const));
  forAccount(links);
  return h('nav', { class: 'pages', 'aria-label': word('pages', view.language) }, ...links.keys());
}

function elsewhere(view: View): string {
  const address = viewAddress(view);
  return address === '?' ? '' : address;
}

const themes = ['system', 'light', 'dark'] as const satisfies readonly Theme[];

function settings({ view, address, navigate }: Masthead): HTMLElement {
  const { language, theme } = view;
  const other: Language = language === 'zh' ? 'en' : 'zh';
  const lang = other === 'zh' ? 'zh-CN' : 'en';
  const change = { language: other };
  return h(
    'div',
    { class: 'settings', role: 'group', 'aria-label': word('settings', language) },
    choice({
      id: 'theme',
      label: word('theme', language),
      options: themes.map((value) => ({ value, label: word(`theme_${value}`, language) })),
      value: theme,
      choose: (value) => navigate({ theme: value as Theme }),
    }),
    h(
      'button',
      { type: 'button', id: 'print', class: 'plain', onclick: () => print() },
      word('print', language),
    ),
    keysButton(word('keys', language)),
    placeLink(
      { id: 'language', class: 'plain', lang, hreflang: lang },
      address(change),
      () => navigate(change),
      other === 'zh' ? '中文' : 'English',
    ),
    accountMenu(view),
  );
}

function unitSwitch({ page, view, address, navigate }: Masthead): HTMLElement | undefined {
  if (!pages[page].hasAmounts) return undefined;
  const { language, unit } = view;
  return switcher({
    id: 'unit',
    label: word('unit', language),
    options: (['yi', 'wan'] as const).map((value) => ({
      value,
      label: say(`unitButton_${value}`, language),
      title: say(`unit_${value}`, language),
    })),
    value: unit,
    address: (value) => address({ unit: value as View['unit'] }),
    choose: (value) => navigate({ unit: value as View['unit'] }),
  });
}

function releaseLine({ release, coverage }: ReleaseShown, view: View): HTMLElement {
  const { language, park } = view;
  const published = h(
    'time',
    { datetime: release.published_at, title: say('beijingTime', language) },
    instant(release.published_at),
  );
  return h(
    'p',
    { class: 'release' },
    h('strong', {}, release.id),
    statusChip(release.status, language),
    h('span', {}, say('published', language, { at: '' }).trim(), ' ', published),
    coverage !== null && h('span', {}, say('coverage', language, { rate: percent(coverage) })),
    release.has_report && reportMenu({ id: 'report', period: release.period, park, view }),
  );
}

function notices({ view, notices: own = [] }: Masthead): HTMLElement[] {
  const { language, asOf } = view;
  const copy = baked
    ? word('bakedNotice', language, { release: baked.release, at: instant(baked.published_at) })
    : fromFolder && word('folderNotice', language);
  const vintage = asOf && !fromFolder && word('vintageNotice', language, { at: seenAt(asOf) });
  return [...own, vintage, copy]
    .filter((said) => said !== false && said !== undefined && said !== null && said !== '')
    .map((said) => h('p', { class: 'notice', role: 'note' }, said));
}

/** A day as it was written, an instant as Beijing time. */
function seenAt(asOf: string): string {
  return asOf.length <= 10 || Number.isNaN(Date.parse(asOf)) ? asOf : instant(asOf);
}
