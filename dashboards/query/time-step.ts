import { transforms, transformsOf } from '../../catalogue/indicators.ts';
import type { Period } from '../../catalogue/period.ts';
import { hasPart } from '../../catalogue/query-language/gather.ts';
import {
  cutDimension,
  type PeriodChoice,
  type QueryState,
  type Vintage,
} from '../../catalogue/query-language/state.ts';
import { type Child, h } from '../element.ts';
import { monthOf, periodName } from '../figures.ts';
import { choice, type Option } from '../parts/toolbar.ts';
import { fitting, type Steps, step } from './steps.ts';
import { say } from './text.ts';

/** Released months, the newest first. */
function monthsOf({ releases }: Steps): Period[] {
  return [...new Set(releases.map(({ period }) => period))].sort().reverse();
}

/** Months as statistics speaks of them: rolling, from one to another, of every year, since a release. */
export function timeStep(steps: Steps): HTMLElement {
  const { state, language, change } = steps;
  const { period } = state;
  const months = monthsOf(steps);
  const [newest] = months;
  const set = (chosen: PeriodChoice) => change({ ...state, period: chosen });
  const usual: Record<PeriodChoice['kind'], PeriodChoice> = {
    last: { kind: 'last', months: 12 },
    range: { kind: 'range', from: months[11] ?? months.at(-1) ?? ('2026-01' as Period), to: null },
    all: { kind: 'all' },
  };
  return step(
    3,
    say('step_time', language),
    choice({
      id: 'period-kind',
      label: say('period_kind', language),
      options: (['last', 'range', 'all'] as const).map((kind) => ({
        value: kind,
        label: say(`period_${kind}`, language),
      })),
      value: period.kind,
      choose: (kind) => set(usual[kind as PeriodChoice['kind']]),
    }),
    period.kind === 'last' && lastChoice(period.months, steps, set),
    period.kind === 'range' && h('div', { class: 'pair' }, ...rangeChoices(period, months, steps, set)),
    choice({
      id: 'since-release',
      label: say('sinceRelease', language),
      options: [
        { value: '', label: say('chooseRelease', language) },
        ...steps.releases.slice(0, 36).map(({ id, period: of }) => ({ value: of, label: id })),
      ],
      value: '',
      choose: (from) => from && set({ kind: 'range', from: from as Period, to: null }),
    }),
    calendarChoice(steps, newest),
    quickChoices(steps, newest),
  );
}

const spans = [1, 6, 12, 13, 24, 36, 60];

function lastChoice(months: number, { language }: Steps, set: (chosen: PeriodChoice) => void): HTMLElement {
  const options = [...new Set([...spans, months])].sort((a, b) => a - b);
  return choice({
    id: 'last-months',
    label: say('months', language),
    options: options.map((one) => ({ value: String(one), label: String(one) })),
    value: String(months),
    choose: (chosen) => set({ kind: 'last', months: Number(chosen) }),
  });
}

function rangeChoices(
  { from, to }: Extract<PeriodChoice, { kind: 'range' }>,
  released: readonly Period[],
  { language }: Steps,
  set: (chosen: PeriodChoice) => void,
): HTMLElement[] {
  const all = [...new Set([...released, from, ...(to ? [to] : [])])].sort().reverse();
  const option = (period: Period): Option => ({ value: period, label: periodName(period, language) });
  const swapped = (a: Period, b: Period | null): PeriodChoice =>
    b !== null && b < a ? { kind: 'range', from: b, to: a } : { kind: 'range', from: a, to: b };
  return [
    choice({
      id: 'from',
      label: say('from', language),
      options: all.map(option),
      value: from,
      choose: (chosen) => set(swapped(chosen as Period, to)),
    }),
    choice({
      id: 'to',
      label: say('to', language),
      options: [{ value: '', label: say('newest', language) }, ...all.map(option)],
      value: to ?? '',
      choose: (chosen) => set(swapped(from, (chosen || null) as Period | null)),
    }),
  ];
}

function calendarChoice({ state, language, change }: Steps, newest: Period | undefined): HTMLElement {
  const last = Number(newest?.slice(5) ?? 12);
  const upTo = Array.from({ length: last }, (_, at) => at + 1);
  const value = state.calendar?.join(',') ?? '';
  const monthName = (month: number) =>
    language === 'zh' ? String(month) : monthOf(`2026-${String(month).padStart(2, '0')}` as Period, language);
  const options: Option[] = [
    { value: '', label: say('calendar_all', language) },
    ...(last > 1 && last < 12
      ? [{ value: upTo.join(','), label: say('calendar_upto', language, { month: monthName(last) }) }]
      : []),
    ...Array.from({ length: 12 }, (_, at) => ({
      value: String(at + 1),
      label: say('calendar_one', language, { month: monthName(at + 1) }),
    })),
  ];
  if (!options.some((one) => one.value === value)) options.push({ value, label: value });
  return choice({
    id: 'calendar',
    label: say('calendar', language),
    options,
    value,
    choose: (chosen) =>
      change({
        ...state,
        calendar: chosen ? chosen.split(',').map(Number) : null,
        period: chosen && state.period.kind === 'last' ? { kind: 'all' } : state.period,
      }),
  });
}

/** One click for what is asked every month. */
function quickChoices({ state, language, change }: Steps, newest: Period | undefined): Child {
  if (!newest || !transformsOf(state.indicator).includes('ytd')) return null;
  const [year, month] = [newest.slice(0, 4), Number(newest.slice(5))];
  const to: QueryState = {
    ...state,
    period: { kind: 'range', from: newest, to: newest },
    calendar: null,
    transform: 'ytd',
  };
  return h(
    'div',
    { class: 'quick' },
    h(
      'button',
      { type: 'button', class: 'quiet small', id: 'quick-ytd', onclick: () => change(to) },
      say('quick_ytd', language, { year, month }),
    ),
  );
}

interface Compare extends Steps {
  /** `latest`, `first`, an instant, or nothing. */
  readonly against: string;
  readonly changeAgainst: (against: string) => void;
}

const tops = [3, 5, 10, 20, 50];

export function compareStep(steps: Compare): HTMLElement {
  const { state, language, change } = steps;
  const offered = transformsOf(state.indicator).filter(
    (one) => (one !== 'share' && one !== 'contribution') || hasPart(state.indicator, state.select),
  );
  const cut = cutDimension(state.select);
  const counts = [...new Set([...tops, ...(state.top ? [state.top] : [])])].sort((a, b) => a - b);
  return step(
    4,
    say('step_compare', language),
    choice({
      id: 'transform',
      label: say('transform', language),
      options: offered.map((one) => ({ value: one, label: transforms[one][language] })),
      value: state.transform,
      choose: (transform) => change(fitting({ ...state, transform: transform as QueryState['transform'] })),
    }),
    cut !== null &&
      choice({
        id: 'top',
        label: say('top', language),
        options: [
          { value: '', label: say('top_all', language) },
          ...counts.map((one) => ({ value: String(one), label: say('top_of', language, { count: one }) })),
        ],
        value: state.top === null ? '' : String(state.top),
        choose: (top) => change({ ...state, top: top ? Number(top) : null }),
      }),
    ...vintageChoices(steps),
    againstChoice(steps),
  );
}

function vintageChoices({ state, releases, language, change }: Steps): Child[] {
  const { vintage } = state;
  const kind = vintage === 'latest' || vintage === 'first' ? vintage : 'day';
  const newest = releases[0]?.published_at.slice(0, 10) ?? '';
  const set = (chosen: Vintage) => change({ ...state, vintage: chosen });
  const day = h('input', {
    type: 'date',
    id: 'vintage-day',
    value: kind === 'day' ? vintage : '',
    onchange: () => day.value && set(day.value as Vintage),
  });
  return [
    choice({
      id: 'vintage-kind',
      label: say('vintage', language),
      options: (['latest', 'day', 'first'] as const).map((one) => ({
        value: one,
        label: say(`vintage_${one}`, language),
      })),
      value: kind,
      choose: (one) => set(one === 'day' ? (newest as Vintage) : (one as Vintage)),
    }),
    kind === 'day' && h('label', { class: 'choice' }, h('span', {}, say('day', language)), day),
  ];
}

function againstChoice({ state, releases, language, against, changeAgainst }: Compare): HTMLElement {
  const options: Option[] = [
    { value: '', label: say('against_none', language) },
    ...(state.vintage === 'latest' ? [] : [{ value: 'latest', label: say('against_latest', language) }]),
    ...(state.vintage === 'first' ? [] : [{ value: 'first', label: say('against_first', language) }]),
    ...releases.slice(0, 24).map(({ id, published_at }) => ({
      value: published_at,
      label: say('against_release', language, { id }),
    })),
  ];
  if (!options.some(({ value }) => value === against)) options.push({ value: against, label: against });
  return choice({
    id: 'against',
    label: say('against', language),
    options,
    value: against,
    choose: changeAgainst,
  });
}
