import {
  type Detail,
  type Dimension,
  details,
  type Indicator,
  type IndicatorId,
  indicatorIds,
  indicators,
  transformsOf,
} from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import { hasPart } from '../../catalogue/query-language/gather.ts';
import { codeName, dimensionNames, type ParkName } from '../../catalogue/query-language/meaning.ts';
import { type Chosen, normalState, type QueryState } from '../../catalogue/query-language/state.ts';
import type { Release } from '../answers.ts';
import { type Child, h } from '../element.ts';
import { count } from '../figures.ts';
import { choice } from '../parts/toolbar.ts';
import type { Language } from '../view.ts';
import type { Available } from './answers.ts';
import { say } from './text.ts';

/** What the steps show and change. */
export interface Steps {
  readonly state: QueryState;
  readonly available: Available | null;
  readonly releases: readonly Release[];
  readonly parks: readonly ParkName[];
  readonly language: Language;
  readonly change: (state: QueryState) => void;
}

export function step(number: number, title: string, ...content: readonly Child[]): HTMLElement {
  return h(
    'section',
    { class: 'step', 'aria-labelledby': `step-${number}` },
    h(
      'h2',
      { id: `step-${number}` },
      h('span', { class: 'step-number', 'aria-hidden': 'true' }, String(number)),
      title,
    ),
    ...content,
  );
}

/** The state with another indicator, as far as that has what is asked. */
function withIndicator(state: QueryState, id: IndicatorId): QueryState {
  const entry: Indicator = indicators[id];
  const select = Object.fromEntries(
    Object.entries(state.select).filter(([dimension]) => entry.breakdowns.includes(dimension as Dimension)),
  );
  return fitting({ ...state, indicator: id, select });
}

/** A comparison that the question does not have falls back to the level. */
export function fitting(state: QueryState): QueryState {
  const { indicator, transform, select } = state;
  const isPart = transform === 'share' || transform === 'contribution';
  const fits = transformsOf(indicator).includes(transform) && (!isPart || hasPart(indicator, select));
  return normalState(fits ? state : { ...state, transform: 'level' });
}

export function indicatorStep({ state, language, change }: Steps): HTMLElement {
  const entry = indicators[state.indicator];
  return step(
    1,
    say('step_indicator', language),
    choice({
      id: 'indicator',
      label: say('step_indicator', language),
      options: indicatorIds.map((id) => ({ value: id, label: indicators[id][language] })),
      value: state.indicator,
      choose: (id) => change(withIndicator(state, id as IndicatorId)),
    }),
    h('p', { class: 'caption definition' }, entry.definition[language]),
  );
}

export function dimensionStep(steps: Steps): HTMLElement {
  const entry: Indicator = indicators[steps.state.indicator];
  const crossed = details.find((one) => steps.state.select[one] !== undefined);
  return step(
    2,
    say('step_dimensions', steps.language),
    ...entry.breakdowns.map((dimension) => dimensionRow(dimension, steps)),
    crossed &&
      h(
        'small',
        { class: 'caption' },
        say('crossing', steps.language, { other: dimensionNames[crossed][steps.language] }),
      ),
  );
}

type How = 'total' | 'each' | 'some';

function dimensionRow(dimension: Dimension, steps: Steps): HTMLElement {
  const { state, available, language } = steps;
  const chosen = state.select[dimension];
  const how: How = chosen === undefined ? 'total' : chosen === '*' ? 'each' : 'some';
  const there = codesOf(dimension, available);
  const other = details.find((one) => one !== dimension && state.select[one] !== undefined);
  const crosses = other !== undefined && details.includes(dimension as Detail);
  const set = (codes: Chosen | undefined) => steps.change(withCodes(state, dimension, codes));
  const select = choice({
    id: `how-${dimension}`,
    label: dimensionNames[dimension][language],
    options: (['total', 'each', 'some'] as const).map((value) => ({
      value,
      label: optionLabel(value, there.length, chosen, language),
    })),
    value: how,
    choose: (value) =>
      set(value === 'total' ? undefined : value === 'each' ? '*' : [there[0]?.code ?? total]),
  });
  const told = available && !crosses && there.length === 0 && say('noneThere', language);
  return h(
    'div',
    { class: 'dimension' },
    select,
    told && how === 'total' && h('small', { class: 'caption' }, told),
    how === 'some' && Array.isArray(chosen) && codePicker(dimension, chosen, there, steps, set),
  );
}

function optionLabel(how: How, there: number, chosen: Chosen | undefined, language: Language): string {
  if (how === 'total') return say('inTotal', language);
  if (how === 'each') return say('each', language, { count: count(there) });
  return Array.isArray(chosen) ? say('chosen', language, { count: chosen.length }) : say('some', language);
}

/** The codes that exist beside what else is chosen; the total apart. */
function codesOf(dimension: Dimension, available: Available | null) {
  return (available?.codes ?? []).filter((one) => one.dimension === dimension && one.code !== total);
}

/** Details are never crossed: another takes the place of the one before. */
function withCodes(state: QueryState, dimension: Dimension, codes: Chosen | undefined): QueryState {
  const kept = Object.entries(state.select).filter(
    ([other]) =>
      other !== dimension &&
      !(codes !== undefined && details.includes(dimension as Detail) && details.includes(other as Detail)),
  );
  return fitting({
    ...state,
    select: { ...Object.fromEntries(kept), ...(codes === undefined ? {} : { [dimension]: codes }) },
  });
}

/** Longer lists get a field to narrow them. */
const longList = 12;

function codePicker(
  dimension: Dimension,
  chosen: readonly string[],
  there: ReturnType<typeof codesOf>,
  { parks, language }: Steps,
  set: (codes: Chosen | undefined) => void,
): HTMLElement {
  const known = new Set(there.map(({ code }) => code));
  const lost = chosen.filter((code) => code !== total && !known.has(code));
  const all = [
    { code: total, name: say('withTotal', language) },
    ...there.map(({ code, ...names }) => ({ code, name: `${code} ${names[language]}` })),
    ...lost.map((code) => ({ code, name: `${code} ${codeName(dimension, code, parks)[language]}` })),
  ];
  const toggle = (code: string, on: boolean) => {
    const codes = on ? [...chosen, code] : chosen.filter((one) => one !== code);
    set(codes.some((one) => one !== total) ? codes : undefined);
  };
  const items = all.map(({ code, name }) =>
    h(
      'li',
      { 'data-name': name.toLowerCase() },
      h(
        'label',
        {},
        h('input', {
          type: 'checkbox',
          id: `code-${dimension}-${code}`,
          checked: chosen.includes(code),
          onchange: ({ target }) => toggle(code, (target as HTMLInputElement).checked),
        }),
        h('span', {}, name),
      ),
    ),
  );
  const of = dimensionNames[dimension][language];
  const field = h('input', {
    type: 'search',
    id: `filter-${dimension}`,
    placeholder: say('filterCodes', language, { of }),
    'aria-label': say('filterCodes', language, { of }),
    oninput: () => {
      const wanted = field.value.trim().toLowerCase();
      for (const item of items) item.hidden = !(item.dataset.name ?? '').includes(wanted);
    },
  });
  return h(
    'div',
    { class: 'code-picker', role: 'group', 'aria-label': of },
    all.length > longList && field,
    h('ul', {}, ...items),
  );
}
