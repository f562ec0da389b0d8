import type { Problem } from '../ask.ts';
import { type Child, h } from '../element.ts';
import { periodName } from '../figures.ts';
import { type Drawn, type Frame, openPage } from '../page.ts';
import { failedPanel } from '../parts/states.ts';
import { parkChoice, periodChoice } from '../parts/toolbar.ts';
import { say } from '../text.ts';
import { type Answered, type Desk, type Loaded, load, placeName, type Unreleased } from './load.ts';
import { queues, reminders } from './sections/desk.ts';
import { happened } from './sections/happened.ts';
import { calendar, reports, search } from './sections/reader.ts';
import { nothingReleased } from './sections/states.ts';
import { monthStatus, releaseStatus } from './sections/status.ts';
import { tiles } from './sections/tiles.ts';
import { type TextKey, tell } from './text.ts';

/** `by`: what the change is told against. */
const own = { by: 'yoy' } as const;
type Key = keyof typeof own;

function draw(loaded: Loaded | Unreleased, frame: Frame<Key>): Drawn {
  const { view } = frame;
  const { language } = view;
  if (loaded.period === undefined) return { main: [nothingReleased(loaded, language)] };
  const { desk, park, parks, period, releases } = loaded;
  const place = placeName(parks, park, language);
  const part = <Known>(answer: Answered<Known>, title: TextKey, drawn: (known: Known) => HTMLElement) =>
    'known' in answer ? drawn(answer.known) : trouble(answer.problem, title, frame);
  return {
    title: tell(desk ? 'deskTitle' : 'overviewTitle', language),
    lead: `${periodName(period, language)} · ${place}`,
    shows: `${periodName(period, language)} · ${place}`,
    controls: controls(loaded, frame),
    releases,
    notices: notices(loaded, frame),
    mainClass: desk ? 'first desk' : 'first',
    main: [
      desk
        ? part(desk, 'state', ({ month }) => monthStatus(month, view))
        : part(loaded.overview, 'state', (overview) => releaseStatus(overview, view)),
      part(loaded.overview, 'tiles', (overview) => {
        const trend = 'known' in loaded.trend ? loaded.trend.known : [];
        return tiles({ view, park, place, overview, trend });
      }),
      h(
        'div',
        { class: 'lower' },
        part(loaded.highlights, 'happened', (highlights) =>
          happened({
            ...{ view, by: view.by, park, place, period, parks, highlights },
            address: (by) => frame.address({ by }),
            choose: (by) => frame.navigate({ by }),
          }),
        ),
        h('div', { class: 'side' }, ...(desk ? deskSide(desk, loaded, frame) : readerSide(loaded, frame))),
      ),
    ],
  };
}

function trouble(problem: Problem, title: TextKey, { view, reload }: Frame<Key>): HTMLElement {
  return failedPanel(tell(title, view.language), problem, view.language, reload);
}

function deskSide(desk: Answered<Desk>, { parks }: Loaded, frame: Frame<Key>): Child[] {
  const { view } = frame;
  if ('problem' in desk) return [trouble(desk.problem, 'queues', frame)];
  const { month, reminders: found, remindersPath } = desk.known;
  return [
    queues(month, view, parks),
    'known' in found
      ? reminders(found.known, remindersPath, view, parks)
      : trouble(found.problem, 'reminders', frame),
  ];
}

function readerSide(
  { overview, period, releases }: Loaded,
  { view, address, navigate }: Frame<Key>,
): Child[] {
  const next = 'known' in overview ? overview.known.next : null;
  return [
    search(view, period),
    calendar({ view, releases, next, address, navigate: (change) => navigate(change) }),
    reports(view, releases),
  ];
}

function controls({ period, park, periods, selectable, me, desk }: Loaded, frame: Frame<Key>): Child[] {
  const { language } = frame.view;
  const month = desk && 'known' in desk ? desk.known.month.period : period;
  return [
    periodChoice(periods, month, language, (chosen) => frame.navigate({ period: chosen })),
    // Whoever has one park only has nothing to choose.
    (me.scope.parks.length !== 1 || me.scope.all) &&
      parkChoice(selectable, park, language, (chosen) => frame.navigate({ park: chosen })),
  ];
}

function notices({ period, park, desk }: Loaded, { view }: Frame<Key>): Child[] {
  const { language } = view;
  const month = desk && 'known' in desk ? desk.known.month.period : undefined;
  const shown = periodName(period, language);
  if (month !== undefined && month !== period)
    return [tell('notReleasedYet', language, { period: periodName(month, language), shown })];
  return [
    view.period && view.period !== period && say('periodUnknown', language, { asked: view.period, shown }),
    view.park !== '_T' && view.park !== park && say('parkUnknown', language, { asked: view.park }),
  ];
}

openPage({
  name: 'index',
  own,
  load,
  draw,
  loadKey: ({ period, park, asOf }) => [period, park, asOf].join(' '),
});
