import { transformsOf } from '../../catalogue/indicators.ts';
import type { Release } from '../answers.ts';
import { ask } from '../ask.ts';
import { sparkOf } from '../charts/spark.ts';
import { h } from '../element.ts';
import { growth, periodName } from '../figures.ts';
import type { IndicatorEntry, MarkedSeries } from './answers.ts';
import { firstSentence } from './head.ts';
import type { Standing } from './load.ts';
import { measureFor } from './names.ts';
import { seriesOf, wholeCell } from './queries.ts';
import { tell } from './text.ts';
import { type Frame, questionOf } from './view.ts';

/** Every indicator, in its group, with its last value; found by name, code or definition. */
export function cataloguePage(standing: Standing, frame: Frame): HTMLElement {
  const { language } = frame.view;
  const { entries } = standing;
  const said = h(
    'p',
    { class: 'caption', role: 'status', id: 'found' },
    tell('found', language, { count: entries.length }),
  );
  const families = [...Map.groupBy(entries, ({ family }) => family)].map(([family, own]) =>
    familyPart(family, own, standing, frame),
  );
  const search = h('input', {
    ...{ type: 'search', id: 'search', placeholder: tell('searchHint', language) },
    'aria-describedby': 'found',
    oninput: () => narrow(families, search.value, said, language),
  });
  return h(
    'div',
    { class: 'catalogue' },
    h(
      'div',
      { class: 'catalogue-search', role: 'search' },
      h('label', { for: 'search' }, h('span', {}, tell('search', language)), search),
      said,
    ),
    ...families,
  );
}

/** Shows what has all the words that are asked for. */
function narrow(
  families: readonly HTMLElement[],
  asked: string,
  said: HTMLElement,
  language: 'zh' | 'en',
): void {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const family of families) {
    const items = [...family.querySelectorAll<HTMLElement>('[data-words]')];
    for (const item of items) {
      item.hidden = !words.every((word) => item.dataset.words?.includes(word));
      count += Number(!item.hidden);
    }
    family.hidden = items.every(({ hidden }) => hidden);
  }
  said.textContent =
    count === 0 ? tell('noneFound', language, { asked }) : tell('found', language, { count });
}

function familyPart(
  family: string,
  entries: readonly IndicatorEntry[],
  standing: Standing,
  frame: Frame,
): HTMLElement {
  const { language } = frame.view;
  const [first] = entries;
  const name = (language === 'zh' ? first?.family_zh : first?.family_en) ?? family;
  return h(
    'section',
    { class: 'family', 'aria-labelledby': `family-${family}` },
    h('h2', { id: `family-${family}` }, name),
    h('ul', {}, ...entries.map((entry) => entryItem(entry, standing, frame))),
  );
}

function entryItem(entry: IndicatorEntry, { releases }: Standing, frame: Frame): HTMLElement {
  const { language } = frame.view;
  const { zh, en, id, definition } = entry;
  const figure = h('div', { class: 'entry-figure' });
  if (releases.length) void fill(figure, entry, releases, frame);
  return h(
    'li',
    { 'data-words': [zh, en, id, definition.zh, definition.en].join(' ').toLowerCase() },
    h(
      'div',
      { class: 'entry-text' },
      h('a', { class: 'entry-name', href: frame.address({ indicator: id }) }, entry[language]),
      h('code', {}, id),
      h('p', {}, firstSentence(definition[language])),
    ),
    figure,
  );
}

/** The last value with its growth and a small line; what cannot be had is left out. */
async function fill(
  place: HTMLElement,
  entry: IndicatorEntry,
  releases: readonly Release[],
  frame: Frame,
): Promise<void> {
  const { language } = frame.view;
  const whole = { ...questionOf(frame.view, entry.id, releases), cell: wholeCell };
  const [series, grown] = await Promise.all([
    ask<MarkedSeries>(seriesOf(whole, 'level')).catch(() => undefined),
    transformsOf(entry.id).includes('yoy')
      ? ask<MarkedSeries>(seriesOf(whole, 'yoy')).catch(() => undefined)
      : undefined,
  ]);
  const last = series?.rows.at(-1);
  if (!series || !last) return;
  const measure = measureFor(
    { entry, transform: 'level' },
    frame.view,
    series.rows.map(({ value }) => value),
  );
  const yoy = grown?.rows.at(-1)?.value;
  const points = series.rows.map(({ value }) => measure.point(value));
  place.replaceChildren(
    h(
      'p',
      {},
      h('b', {}, measure.show(last.value)),
      h('small', {}, measure.name === '%' ? '' : ` ${measure.name}`),
      h(
        'span',
        {},
        yoy == null ? periodName(last.period, language) : `${tell('yoy', language)} ${growth(yoy)}`,
      ),
    ),
    sparkOf(points, { width: 120, height: 36, document }),
  );
}
