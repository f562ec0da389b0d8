import type { Period } from '../../catalogue/period.ts';
import { whoAmI } from '../account.ts';
import type { List, Park } from '../answers.ts';
import { type Child, h } from '../element.ts';
import { instant, periodName } from '../figures.ts';
import { type Drawn, openPage } from '../page.ts';
import { stateLine } from '../parts/state-line.ts';
import { choice } from '../parts/toolbar.ts';
import { answerOf } from '../request.ts';
import { type ViewWith, viewAddress } from '../view.ts';
import { actsPanel } from './acts.ts';
import { checklistPanel } from './checklist.ts';
import {
  type Key,
  type Known,
  type MonthFrame,
  type MonthRow,
  own,
  parkOf,
  type Review,
  type Wording,
} from './shapes.ts';
import { submissionPanel, submittedParts } from './submission.ts';
import { say } from './text.ts';
import { timeline } from './timeline.ts';

async function load(view: ViewWith<Key>): Promise<Known> {
  const [me, months, parks] = await Promise.all([
    whoAmI(),
    answerOf<List<MonthRow>>('months'),
    answerOf<List<Park>>('parks'),
  ]);
  const period = view.period ?? months.rows[0]?.period;
  const review = await answerOf<Review>(`months/${period}/review`);
  const wanted = view.tab === 'wording' && review.submission;
  const wording = wanted
    ? await answerOf<Wording>(
        `months/${period}/submission/wording?park=${encodeURIComponent(parkOf(view, review))}`,
      )
    : undefined;
  return { me, months: months.rows, parks: parks.rows, review, wording };
}

function draw(known: Known, frame: MonthFrame): Drawn {
  const { language } = frame.view;
  const { review } = known;
  const period = review.period as Period;
  return {
    title: say('title', language),
    lead: say('lead', language),
    shows: `${periodName(period, language)} · ${review.state_name[language]}`,
    controls: [monthChoice(known, frame)],
    mainClass: 'month',
    main: [
      stepper(review, frame),
      h(
        'div',
        { class: 'work' },
        h(
          'div',
          { class: 'stack' },
          checklistPanel(known, frame),
          review.submission && submittedParts(known, frame),
        ),
        h(
          'div',
          { class: 'stack side' },
          actsPanel(known, frame),
          submissionPanel(review, frame),
          timeline(review, language),
        ),
      ),
    ],
  };
}

function monthChoice({ months, review }: Known, frame: MonthFrame): HTMLElement {
  const { language } = frame.view;
  const label = (period: string, state: string) =>
    say('monthOption', language, { period: periodName(period as Period, language), state });
  const options = months.map(({ period, state_name }) => ({
    value: period,
    label: label(period, state_name[language]),
  }));
  const isListed = months.some(({ period }) => period === review.period);
  const own = { value: review.period, label: label(review.period, review.state_name[language]) };
  return choice({
    id: 'period',
    label: say('month', language),
    options: isListed ? options : [own, ...options],
    value: review.period,
    choose: (period) => frame.navigate({ period }),
  });
}

/** The states with the day on which each was reached, or is to be. */
function stepper(review: Review, { view }: MonthFrame): HTMLElement {
  const { language } = view;
  const { closed, submission, releases, closes_at, planned_at, events } = review;
  const small = (...told: Child[]) => h('small', {}, ...told);
  const time = (at: string) => h('time', { datetime: at }, instant(at));
  const drafted = submission?.submitted_at;
  const published = releases[0]?.published_at ?? events.findLast(({ kind }) => kind === 'published')?.at;
  const hour = submission ? submission.release_at : planned_at;
  const coming = hour ? say('planned', language, { at: instant(hour) }) : say('byHandShort', language);
  return h(
    'section',
    { class: 'panel month-steps' },
    stateLine({
      state: review.state,
      language,
      label: say('steps', language),
      below: {
        collecting: [small(say('closes', language, { at: endOf(closes_at) }))],
        closed: closed ? [small(time(closed.at))] : [],
        drafted: drafted ? [small(time(drafted))] : [],
        in_review: submission ? [small(submission.submitted_by)] : [],
        signed: submission?.signed_at ? [small(time(submission.signed_at))] : [],
        embargoed: submission?.release_at ? [small(time(submission.release_at))] : [],
        published: [published && !submission ? small(time(published)) : small(coming)],
      },
    }),
    h(
      'a',
      { href: `./calendar.html${viewAddress({ ...view, period: undefined })}` },
      say('toCalendar', language),
    ),
  );
}

/** 24:00 of a day, rather than 00:00 of the next. */
function endOf(at: string): string {
  return `${instant(new Date(Date.parse(at) - 1).toISOString()).slice(0, 10)} 24:00`;
}

openPage<Key, Known>({
  name: 'month',
  own,
  load,
  // The language of the page needs nothing new, nor that of a document.
  loadKey: ({ period, park, tab }) =>
    JSON.stringify([period, tab === 'wording' ? park : '', tab === 'wording']),
  draw,
});
