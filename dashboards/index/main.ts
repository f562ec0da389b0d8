import { total } from '../../catalogue/mode.ts';
import { type Child, h } from '../element.ts';
import { periodName } from '../figures.ts';
import { type Drawn, type Frame, openPage } from '../page.ts';
import { failedPanel } from '../parts/states.ts';
import { parkChoice, periodChoice } from '../parts/toolbar.ts';
import { say, type TextKey } from '../text.ts';
import { type Loaded, load, scope, type Unreleased } from './load.ts';
import type { QueryKey } from './queries.ts';
import { parks, partners, trend } from './sections/charts.ts';
import { collection } from './sections/collection.ts';
import { headline } from './sections/headline.ts';
import { notes, nothingReleased } from './sections/states.ts';

/** The parts of the page, the answers that each cannot do without, and its title where these are missing. */
const sections = {
  headline: { title: 'headline', needs: ['trend'], draw: headline },
  trend: { title: 'trend', needs: ['trend'], draw: trend },
  parks: { title: 'parks', needs: ['parkValues'], draw: parks },
  partners: { title: 'partners', needs: ['partners'], draw: partners },
  collection: { title: 'collection', needs: ['quality'], draw: collection },
} as const satisfies Record<
  string,
  { title: TextKey; needs: QueryKey[]; draw: (loaded: Loaded) => HTMLElement }
>;

function draw(loaded: Loaded | Unreleased, frame: Frame<never>): Drawn {
  const { language } = frame.view;
  const lead = say('city', language);
  if (loaded.period === undefined) return { lead, main: [nothingReleased(loaded, language)] };
  const section = (name: keyof typeof sections): HTMLElement => {
    const { title, needs, draw: drawn } = sections[name];
    const absent = needs.map((key) => loaded.paths[key]);
    const problem = loaded.problems.find(({ path }) => absent.some((needed) => needed === path));
    return problem ? failedPanel(say(title, language), problem, language, frame.reload) : drawn(loaded);
  };
  return {
    lead,
    shows: `${periodName(loaded.period, language)} · ${scope(loaded)}`,
    controls: controls(loaded, frame),
    release: {
      release: loaded.release,
      coverage: loaded.rows.parkValues?.find((row) => row.park === total)?.coverage ?? null,
    },
    notices: notices(loaded, frame),
    main: [
      section('headline'),
      h('div', { class: 'columns' }, section('trend'), section('parks')),
      h('div', { class: 'columns second' }, section('partners'), section('collection')),
      notes(language),
    ],
  };
}

function controls({ period, park, periods, parks, selectable }: Loaded, frame: Frame<never>): Child[] {
  const { language } = frame.view;
  const offered = parks.filter(({ park_id }) => selectable.has(park_id));
  return [
    periodChoice(periods, period, language, (chosen) => frame.navigate({ period: chosen })),
    parkChoice(offered, park, language, (chosen) => frame.navigate({ park: chosen })),
  ];
}

function notices({ period, park }: Loaded, { view }: Frame<never>): Child[] {
  const { language } = view;
  return [
    view.period &&
      view.period !== period &&
      say('periodUnknown', language, { asked: view.period, shown: periodName(period, language) }),
    view.park !== park && say('parkUnknown', language, { asked: view.park }),
  ];
}

openPage({ name: 'index', own: {}, load, draw });
