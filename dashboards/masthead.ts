import { fromFolder } from './ask.ts';
import { type Child, h } from './element.ts';
import { say } from './text.ts';
import type { Language } from './view.ts';

export const pageNames = ['overview', 'handIn', 'quality'] as const;
export type PageName = (typeof pageNames)[number];

const addresses = {
  overview: './index.html',
  handIn: './hand-in.html',
  quality: './quality.html',
} as const satisfies Record<PageName, string>;

/** The ways to the other pages. A copy in a folder has only the first, which is the only one that needs no API. */
export function pageLinks(current: PageName, language: Language): HTMLElement | undefined {
  if (fromFolder) return undefined;
  const links = pageNames.map((name) =>
    h(
      'a',
      {
        href: addresses[name] + (language === 'en' ? '?lang=en' : ''),
        'aria-current': name === current && 'page',
      },
      say(`page_${name}`, language),
    ),
  );
  return h('nav', { class: 'pages', 'aria-label': say('pages', language) }, ...links);
}

interface Masthead {
  readonly page: Exclude<PageName, 'overview'>;
  readonly title: string;
  readonly lead: string;
  readonly language: Language;
  readonly languageAddress: string;
}

/** Name, ways to the other pages, language switch and what else the page lets choose. */
export function masthead(
  { page, title, lead, language, languageAddress }: Masthead,
  ...controls: Child[]
): HTMLElement {
  const other = language === 'zh' ? 'English' : '中文';
  return h(
    'header',
    {},
    h('a', { class: 'skip', href: '#main' }, say('skip', language)),
    h(
      'div',
      { class: 'brand' },
      h('img', { src: './favicon.svg', alt: '', width: 36, height: 36 }),
      h('div', {}, h('h1', {}, title), h('p', {}, lead)),
      pageLinks(page, language),
    ),
    h(
      'form',
      { 'aria-label': say('view', language) },
      ...controls,
      h(
        'a',
        {
          id: 'language',
          class: 'language',
          lang: language === 'zh' ? 'en' : 'zh-CN',
          href: languageAddress,
        },
        other,
      ),
    ),
  );
}
