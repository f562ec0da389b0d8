import { type Dimension, dimensions, transforms } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import { h } from '../element.ts';
import type { Frame } from '../page.ts';
import { choice, type Option } from '../parts/toolbar.ts';
import type { Language } from '../view.ts';
import type { ApiKey, ApiView } from './asked.ts';
import { type CodeEntry, codesOf, type IndicatorEntry, type Known } from './load.ts';
import { say, type TextKey } from './text.ts';

type ApiFrame = Frame<ApiKey>;
type Change = Partial<ApiView>;

/** The question, made from the catalogue: only what the indicator offers can be chosen. */
export function form(known: Known, frame: ApiFrame): HTMLElement {
  const { view } = frame;
  const { language } = view;
  const indicator = known.indicators.find(({ id }) => id === view.indicator) ?? known.indicators[0];
  if (!indicator) return h('p', {}, '');
  const offered = dimensions.filter((dimension) => indicator.breakdowns.includes(dimension));
  return h(
    'section',
    { class: 'panel api-form' },
    h('h2', {}, say('question', language)),
    h(
      'form',
      { onsubmit: (event) => event.preventDefault(), 'aria-label': say('question', language) },
      indicatorChoice(known, frame),
      transformChoice(indicator, frame),
      ...offered.map((dimension) => dimensionField(dimension, known, frame)),
      ...ofChoice(offered, frame),
      ...months(known, frame),
      h('button', { type: 'submit', class: 'quiet' }, say('apply', language)),
    ),
  );
}

function indicatorChoice({ indicators }: Known, { view, navigate }: ApiFrame): HTMLElement {
  const cleared = Object.fromEntries(
    dimensions.map((dimension) => [dimension, dimension === 'park' ? total : '']),
  );
  return choice({
    id: 'indicator',
    label: say('indicator', view.language),
    options: indicators.map((one) => ({ value: one.id, label: one[view.language] })),
    value: view.indicator,
    // Another indicator may have none of these.
    choose: (indicator) => navigate({ ...cleared, indicator, transform: '', of: '' } as Change),
  });
}

function transformChoice(indicator: IndicatorEntry, { view, navigate }: ApiFrame): HTMLElement {
  return choice({
    id: 'transform',
    label: say('transform', view.language),
    options: indicator.transforms.map((value) => ({ value, label: transforms[value][view.language] })),
    value: view.transform || 'level',
    choose: (transform) => navigate({ transform: transform === 'level' ? '' : transform, of: '' }),
  });
}

function ofChoice(offered: readonly Dimension[], { view, navigate }: ApiFrame): HTMLElement[] {
  if (view.transform !== 'share' && view.transform !== 'contribution') return [];
  const { language } = view;
  const named = offered.filter((dimension) => codesAsked(view, dimension) !== total);
  const options = [
    { value: '', label: say('of_last', language) },
    ...named.map((value) => ({ value, label: say(value, language) })),
  ];
  return [
    choice({
      id: 'of',
      label: say('of', language),
      options,
      value: view.of,
      choose: (of) => navigate({ of }),
    }),
  ];
}

function codesAsked(view: ApiView, dimension: Dimension): string {
  return view[dimension] || total;
}

/** Few codes are chosen from; many are written, with names offered. */
function dimensionField(dimension: Dimension, known: Known, frame: ApiFrame): HTMLElement {
  const { view, navigate } = frame;
  const { language } = view;
  const value = codesAsked(view, dimension);
  const set = (chosen: string) => {
    const usual = dimension === 'park' ? total : '';
    navigate({ [dimension]: chosen === total || chosen === '' ? usual : chosen } as Change);
  };
  const codes = optionsOf(dimension, known, language);
  if (!codes) return written(dimension, value, set, language);
  const ways: Option[] = [
    { value: total, label: say('total', language) },
    { value: '*', label: say('each', language) },
    ...codes,
  ];
  const isListed = ways.some((way) => way.value === value);
  const options = isListed ? ways : [...ways, { value, label: value }];
  return choice({ id: dimension, label: say(dimension, language), options, value, choose: set });
}

/** The codes to choose from; none of a dimension that has too many. */
function optionsOf(dimension: Dimension, { parks, codes }: Known, language: Language): Option[] | undefined {
  if (dimension === 'park')
    return parks.map((park) => ({
      value: park.park_id,
      label: language === 'zh' ? park.name_zh : park.name_en,
    }));
  const own = codes.filter((code) => code.dimension === dimension);
  return own.length ? own.map((code) => ({ value: code.code, label: nameOf(code, language) })) : undefined;
}

function nameOf(code: CodeEntry, language: Language): string {
  return `${code.code} ${code[language]}`;
}

function written(
  dimension: Dimension,
  value: string,
  set: (value: string) => void,
  language: Language,
): HTMLElement {
  const list = h('datalist', { id: `${dimension}-codes` });
  // Names come when somebody is about to write.
  const offer = () =>
    void codesOf(dimension).then(
      ({ rows }) =>
        list.replaceChildren(...rows.map((row) => h('option', { value: row.code }, nameOf(row, language)))),
      () => undefined,
    );
  const input = h('input', {
    type: 'text',
    id: dimension,
    list: list.id,
    value: value === total ? '' : value,
    placeholder: say('total', language),
    title: say('codesHint', language),
    autocomplete: 'off',
    spellcheck: 'false',
    onfocus: offer,
    onchange: () => set(input.value.replaceAll(/\s+/g, '').replaceAll('，', ',')),
  });
  const label = h('label', { class: 'choice' }, h('span', {}, say(dimension, language)), input);
  return h('span', { class: 'written' }, label, list);
}

function months({ releases }: Known, { view, navigate }: ApiFrame): HTMLElement[] {
  const { language } = view;
  const known = [...new Set(releases.map(({ period }) => period))];
  const field = (name: 'from' | 'to' | 'last', hint: TextKey | undefined) => {
    const shown = name === 'to' && !view.from && !view.to && !view.last ? (view.period ?? '') : view[name];
    const input = h('input', {
      type: 'text',
      id: name,
      list: name === 'last' ? undefined : 'months',
      value: shown || (name === 'last' && !view.from && !view.to ? '12' : ''),
      inputmode: name === 'last' ? 'numeric' : undefined,
      placeholder: hint && say(hint, language),
      autocomplete: 'off',
      // The last months and a first month exclude one another.
      onchange: () =>
        navigate({
          [name]: input.value.trim(),
          ...(name === 'from' ? { last: '' } : name === 'last' ? { from: '' } : {}),
        } as Change),
    });
    return h('label', { class: 'choice month' }, h('span', {}, say(name, language)), input);
  };
  const list = h('datalist', { id: 'months' }, ...known.map((value) => h('option', { value })));
  return [field('from', 'monthHint'), field('to', 'monthHint'), field('last', undefined), list];
}
