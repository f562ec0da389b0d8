import { total } from '../../catalogue/mode.ts';
import { h } from '../element.ts';
import { periodName } from '../figures.ts';
import { type Drawn, type Frame, openPage } from '../page.ts';
import { placeLink } from '../parts/toolbar.ts';
import { controls, nothing, notices, scopeOf } from '../standing/controls.ts';
import { viewAddress } from '../view.ts';
import { type Key, type Loaded, load, own } from './load.ts';
import { partnerPanel } from './panel.ts';
import { allPartners } from './sections/all.ts';
import { concentration, heads, mapCard, regionCard, topCard } from './sections/charts.ts';
import { word } from './text.ts';

function draw(loaded: Loaded | undefined, page: Frame<Key>): Drawn {
  const { language, partner } = page.view;
  const lead = word('lead', language);
  if (!loaded) return { lead, main: [nothing(language)] };
  const looked = loaded.partners.find(({ key }) => key === partner);
  return {
    lead,
    shows: `${periodName(loaded.period, language)} · ${scopeOf(loaded)}`,
    controls: controls(loaded, page),
    release: { release: loaded.release, coverage: loaded.whole?.coverage ?? null },
    releases: loaded.releases,
    notices: notices(loaded),
    main: [
      heads(loaded),
      mapCard(loaded, page),
      h(
        'div',
        { class: 'columns' },
        topCard(loaded, page),
        h('div', { class: 'stack' }, regionCard(loaded), concentration(loaded)),
      ),
      allPartners(loaded, page),
      crossing(page),
    ],
    panel: looked && partnerPanel(looked, loaded, page),
  };
}

/** What a reader would expect here, and why it is not. */
function crossing({ view }: Frame<Key>): HTMLElement {
  const { language } = view;
  const to = `./goods.html${viewAddress({ ...view, park: view.park ?? total })}`;
  return h(
    'p',
    { class: 'caption crossing' },
    word('crossing', language),
    ' ',
    placeLink({}, to, () => location.assign(to), word('toGoods', language)),
  );
}

openPage({ name: 'partners', own, load, draw });
