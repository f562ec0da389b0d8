import { parkTypes, total } from '../../catalogue/mode.ts';
import { fromFolder } from '../ask.ts';
import { parkName } from '../charts/names.ts';
import { h } from '../element.ts';
import { periodName } from '../figures.ts';
import { type Drawn, type Frame, openPage } from '../page.ts';
import { placeLink } from '../parts/toolbar.ts';
import { controls, nothing, notices, scopeOf } from '../standing/controls.ts';
import { type CellKey, cellOwn } from '../standing/load.ts';
import { comparison } from './comparison.ts';
import { type Comparison, load, type Profile } from './load.ts';
import { profile } from './profile.ts';
import { word } from './text.ts';

function draw(known: Comparison | Profile | undefined, page: Frame<CellKey>): Drawn {
  const { language } = page.view;
  if (!known) return { lead: word('lead', language), main: [nothing(language)] };
  const common = {
    shows: `${periodName(known.period, language)} · ${scopeOf(known)}`,
    controls: controls(known, page),
    releases: known.releases,
    notices: notices(known),
  };
  const releaseWith = (coverage: string | null) => ({ release: known.release, coverage });
  if (known.kind === 'comparison')
    return {
      ...common,
      lead: word('lead', language),
      release: releaseWith(known.whole?.coverage ?? null),
      main: comparison(known, page),
    };
  const { type, district, opened_on } = known.it;
  return {
    ...common,
    title: parkName(known.it, language),
    lead: word('profileLead', language, { type: parkTypes[type][language], district, opened: opened_on }),
    release: releaseWith(known.row?.coverage ?? null),
    main: [back(page), ...profile(known, page)],
  };
}

function back(page: Frame<CellKey>): HTMLElement {
  const { language } = page.view;
  const change = { park: total };
  return h(
    'p',
    { class: 'crumb' },
    placeLink({ id: 'back' }, page.address(change), () => page.navigate(change), word('back', language)),
    fromFolder && h('span', { class: 'caption' }, ' ', word('copyProfile', language)),
  );
}

openPage({ name: 'parks', own: cellOwn, load, draw });
