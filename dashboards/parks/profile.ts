import { total } from '../../catalogue/mode.ts';
import { compare } from '../../catalogue/number.ts';
import { lineChart } from '../charts/line.ts';
import { rankHistoryChart, rankHistorySentence } from '../charts/rank-history.ts';
import { ratesChart } from '../charts/rates.ts';
import { trendChart, trendDescription, trendTable } from '../charts/trend.ts';
import { type Child, h } from '../element.ts';
import { count, noValue, percent, periodName } from '../figures.ts';
import type { Frame as PageFrame } from '../page.ts';
import { chartCard } from '../parts/chart-card.ts';
import { ledgerCard, tile, tiles, totalTile } from '../standing/cards.ts';
import type { CellKey } from '../standing/load.ts';
import { movedWord } from '../standing/text.ts';
import type { Profile, TopParts } from './load.ts';
import { namesCard } from './names.ts';
import { word } from './text.ts';

export function profile(known: Profile, page: PageFrame<CellKey>): Child[] {
  const { language } = known;
  return [
    heads(known),
    h('div', { class: 'columns' }, trend(known), h('div', { class: 'stack' }, modes(known), flowsOf(known))),
    h('div', { class: 'columns even' }, history(known), tenants(known)),
    h(
      'div',
      { class: 'columns even' },
      top('partners', known, known.partners),
      top('chapters', known, known.chapters),
    ),
    h('p', { class: 'caption crossing' }, word('crossing', language)),
    h('div', { class: 'columns even' }, punctuality(known), notes(known)),
    namesCard(known, page),
  ];
}

function heads(known: Profile): HTMLElement {
  const { language, row, tenants: counts } = known;
  const latest = (key: 'active' | 'fresh' | 'leaving') => {
    const value = counts[key].rows.at(-1)?.value;
    return value == null ? noValue : count(value);
  };
  return tiles(
    totalTile(row, known),
    tile(
      'rank',
      word('rank', language),
      row?.rank == null ? noValue : word('rankFigure', language, { rank: row.rank }),
      word('rankOf', language, {
        ranked: row?.ranked ?? noValue,
        month: movedWord(row?.moved_month, language),
        year: movedWord(row?.moved_year, language),
      }),
    ),
    tile(
      'tenants',
      word('tenants', language),
      latest('active'),
      word('tenantsBelow', language, { fresh: latest('fresh'), left: latest('leaving') }),
    ),
    tile(
      'coverage',
      word('coverage', language),
      percent(row?.coverage ?? null),
      `${word('onTime', language)} ${percent(known.onTime.rows.at(-1)?.value ?? null)}`,
    ),
  );
}

function trend(known: Profile): HTMLElement {
  const { language, unit, paths } = known;
  const { rows } = known.trend;
  const sentence = trendDescription(rows, { unit, language });
  return chartCard({
    id: 'trend',
    title: word('trend', language),
    sentence,
    draw: (width) =>
      trendChart(rows, {
        width,
        height: width < 500 ? 280 : 460,
        language,
        unit,
        document,
        interactive: true,
      }),
    table: trendTable(rows, language),
    language,
    path: paths.trend,
  });
}

function modes(known: Profile): HTMLElement {
  const { language, paths, row, mode } = known;
  return ledgerCard(
    {
      id: 'modes',
      title: word('modes', language),
      parts: known.modes.filter((part) => part.row?.value == null || compare(part.row.value, '0') !== 0),
      what: word('mode', language),
      path: paths.modes,
      measure: 'value',
      highlight: mode === total ? undefined : mode,
      total: mode === total ? row : undefined,
    },
    known,
  );
}

function flowsOf(known: Profile): HTMLElement {
  const { language, paths, flow } = known;
  return ledgerCard(
    {
      id: 'flows',
      title: word('flows', language),
      parts: known.flows,
      what: word('flow', language),
      path: paths.flows,
      measure: 'value',
      highlight: flow === total ? undefined : flow,
    },
    known,
  );
}

function history(known: Profile): HTMLElement {
  const { language, unit, paths, it } = known;
  const ranks = { rows: known.history.rows, park: it.park_id };
  const sentence = rankHistorySentence(ranks, language);
  const own = ranks.rows.filter(({ park }) => park === it.park_id);
  return chartCard({
    id: 'history',
    title: word('history', language),
    sentence,
    draw: (width) => rankHistoryChart(ranks, sentence, { width, language, unit, document }),
    table: {
      columns: [word('month', language), word('rank', language)],
      rows: own
        .toReversed()
        .map(({ period, rank, ranked }) => [
          periodName(period, language),
          rank === null ? noValue : `${rank} / ${ranked}`,
        ]),
    },
    tableUnit: word('historyTable', language),
    language,
    path: paths.history,
    hasPoints: true,
  });
}

function tenants(known: Profile): HTMLElement {
  const { language, unit, paths, tenants: counts } = known;
  const { rows } = counts.active;
  const [first, last] = [rows[0], rows.at(-1)];
  const write = (value: string | null | undefined) => (value == null ? noValue : count(value));
  const at = (key: 'fresh' | 'leaving', period: string) =>
    write(counts[key].rows.find((row) => row.period === period)?.value);
  const sentence = word('tenantsIn', language, {
    from: first ? periodName(first.period, language) : noValue,
    to: last ? periodName(last.period, language) : noValue,
    now: write(last?.value),
    fresh: last ? at('fresh', last.period) : noValue,
    left: last ? at('leaving', last.period) : noValue,
  });
  return chartCard({
    id: 'tenants',
    title: word('tenants', language),
    sentence,
    draw: (width) =>
      lineChart(rows, sentence, { width, height: 214, language, unit, document, write: count }),
    table: {
      columns: [
        word('month', language),
        word('tenants', language),
        word('newTenants', language),
        word('leftTenants', language),
      ],
      rows: rows
        .toReversed()
        .map(({ period, value }) => [
          periodName(period, language),
          write(value),
          at('fresh', period),
          at('leaving', period),
        ]),
    },
    tableUnit: word('tenantsUnit', language),
    language,
    path: paths.active,
    hasPoints: true,
  });
}

function top(key: 'partners' | 'chapters', known: Profile, { parts, whole }: TopParts): HTMLElement {
  const { language, paths } = known;
  return ledgerCard(
    {
      id: key,
      title: word(key, language),
      parts,
      what: word(key === 'partners' ? 'partner' : 'chapter', language),
      path: paths[key],
      measure: 'value',
      ranked: true,
      total: whole,
    },
    known,
  );
}

function punctuality(known: Profile): HTMLElement {
  const { language, unit, paths, reporting, onTime } = known;
  const lines = [
    { key: 'reporting', label: word('reporting', language), rows: reporting.rows },
    { key: 'onTime', label: word('onTime', language), rows: onTime.rows },
  ];
  const [first, last] = [onTime.rows[0], onTime.rows.at(-1)];
  const late = onTime.rows.filter(({ value }) => value !== null && compare(value, '1') < 0).length;
  const sentence = word('punctualityIn', language, {
    from: first ? periodName(first.period, language) : noValue,
    to: last ? periodName(last.period, language) : noValue,
    reporting: percent(reporting.rows.at(-1)?.value ?? null),
    onTime: percent(last?.value ?? null),
    late,
  });
  return chartCard({
    id: 'punctuality',
    title: word('punctuality', language),
    sentence,
    draw: (width) => ratesChart(lines, sentence, { width, language, unit, document }),
    table: {
      columns: [word('month', language), ...lines.map(({ label }) => label)],
      rows: onTime.rows
        .toReversed()
        .map(({ period, value }) => [
          periodName(period, language),
          percent(reporting.rows.find((row) => row.period === period)?.value ?? null),
          percent(value),
        ]),
    },
    tableUnit: word('rateUnit', language),
    language,
    path: paths.onTime,
    hasPoints: true,
  });
}

function notes({ language, notes: all }: Profile): HTMLElement {
  const items = all.map(({ from, to, zh, en }) =>
    h(
      'li',
      {},
      h(
        'span',
        { class: 'caption' },
        word('noteFor', language, {
          from: periodName(from as never, language),
          to: periodName(to as never, language),
        }),
      ),
      ' ',
      language === 'en' && en ? en : zh,
    ),
  );
  return h(
    'section',
    { class: 'panel', id: 'notes' },
    h('h2', {}, word('notes', language)),
    items.length
      ? h('ul', { class: 'park-notes' }, ...items)
      : h('p', { class: 'caption' }, word('noNotes', language)),
  );
}
