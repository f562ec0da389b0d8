import { h } from '../element.ts';
import { periodName } from '../figures.ts';
import { type Drawn, type Frame, openPage } from '../page.ts';
import { placeLink } from '../parts/toolbar.ts';
import { controls, nothing, notices, scopeOf } from '../standing/controls.ts';
import { viewAddress } from '../view.ts';
import { type Key, type Loaded, load, own } from './load.ts';
import { allChapters, chapterCard, heads, moverCard, sectionCard, treeCard } from './sections.ts';
import { word } from './text.ts';

function draw(loaded: Loaded | undefined, page: Frame<Key>): Drawn {
  const { language } = page.view;
  const lead = word('lead', language);
  if (!loaded) return { lead, main: [nothing(language)] };
  return {
    lead,
    shows: `${periodName(loaded.period, language)} · ${scopeOf(loaded)}`,
    controls: controls(loaded, page),
    release: { release: loaded.release, coverage: loaded.whole?.coverage ?? null },
    releases: loaded.releases,
    notices: notices(loaded),
    main: [
      heads(loaded),
      h('div', { class: 'columns even' }, sectionCard(loaded, page), chapterCard(loaded, page)),
      treeCard(loaded, page),
      moverCard(loaded),
      allChapters(loaded, page),
      crossing(page),
    ],
  };
}

/** What a reader would expect here, and why it is not. */
function crossing({ view }: Frame<Key>): HTMLElement {
  const { language } = view;
  const to = `./partners.html${viewAddress(view)}`;
  return h(
    'p',
    { class: 'caption crossing' },
    word('crossing', language),
    ' ',
    placeLink({}, to, () => location.assign(to), word('toPartners', language)),
  );
}

openPage({ name: 'goods', own, load, draw });
