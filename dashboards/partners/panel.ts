import { type CustomsMode, customsModes, total } from '../../catalogue/mode.ts';
import { compare } from '../../catalogue/number.ts';
import type { Row, Series } from '../answers.ts';
import { ask, canAsk } from '../ask.ts';
import { lineChart } from '../charts/line.ts';
import { partSentence } from '../charts/part.ts';
import type { PlacedPart } from '../charts/partner-map.ts';
import { dataTable } from '../charts/table.ts';
import { h } from '../element.ts';
import { amount, exact, periodName, unitName } from '../figures.ts';
import type { Frame } from '../page.ts';
import { chartCard } from '../parts/chart-card.ts';
import { sidePanel } from '../parts/side-panel.ts';
import { later } from '../parts/states.ts';
import { besideOf } from '../standing/load.ts';
import { word as shared } from '../standing/text.ts';
import type { Key, Loaded } from './load.ts';
import { partnerPaths } from './queries.ts';
import { word } from './text.ts';

/** One partner beside the page: its sentence, its months, and its customs modes. */
export function partnerPanel(part: PlacedPart, loaded: Loaded, page: Frame<Key>): HTMLDialogElement {
  const { language, period } = loaded;
  const paths = partnerPaths(part.key, period, besideOf(loaded));
  const title = `${part.label} · ${periodName(period, language)}`;
  const known = Promise.all([ask<Series>(paths.trend), ask<Series>(paths.modes)]);
  return sidePanel({
    id: 'partner',
    title,
    language,
    closed: () => page.navigate({ partner: '' }),
    content: [
      h('p', {}, partSentence(part, loaded)),
      canAsk(paths.trend)
        ? later({
            title: word('trendOf', language),
            language,
            height: 260,
            known,
            draw: ([trend, modes]) =>
              h(
                'div',
                { class: 'stack' },
                trendCard(part, trend, paths.trend, loaded),
                modeTable(modes, loaded),
              ),
            retry: page.reload,
          })
        : h('p', { class: 'caption' }, word('noDetail', language)),
      h('p', { class: 'caption' }, word('crossing', language)),
    ],
  });
}

function trendCard(part: PlacedPart, trend: Series, path: string, loaded: Loaded): HTMLElement {
  const { language, unit } = loaded;
  const title = `${part.label} · ${word('trendOf', language)}`;
  const write = (value: string) => amount(value, unit);
  const sentence = `${title}, ${unitName(unit, language)}`;
  return chartCard({
    id: 'partner-trend',
    title,
    sentence,
    draw: (width) => lineChart(trend.rows, sentence, { width, height: 200, language, unit, document, write }),
    table: {
      columns: [word('month', language), shared('value', language)],
      rows: trend.rows.map(({ period, value }) => [periodName(period, language), exact(value)]),
    },
    language,
    path,
    hasPoints: true,
  });
}

function modeTable(modes: Series, { language, mode }: Loaded): HTMLElement | undefined {
  const rows = modes.rows.filter(
    (row) => row.mode !== total && row.value !== null && compare(row.value, '0') !== 0,
  );
  if (mode !== total || rows.length === 0) return undefined;
  const named = (row: Row) => `${row.mode} ${customsModes[row.mode as CustomsMode][language]}`;
  return dataTable(
    {
      columns: [shared('mode', language), shared('value', language)],
      rows: rows.map((row) => [named(row), exact(row.value)]),
    },
    word('modesOf', language),
    document,
  ) as unknown as HTMLElement;
}
