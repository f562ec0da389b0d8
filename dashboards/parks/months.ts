import { type CustomsMode, customsModes, total } from '../../catalogue/mode.ts';
import { compare } from '../../catalogue/number.ts';
import { lineChart } from '../charts/line.ts';
import { parkMonthsChart, parkMonthsSentence, type SmallSeries } from '../charts/park-months.ts';
import { rankHistoryChart, rankHistorySentence } from '../charts/rank-history.ts';
import { ratesChart } from '../charts/rates.ts';
import type { Table } from '../charts/table.ts';
import { count, exact, noValue, percent, periodName } from '../figures.ts';
import { chartCard } from '../parts/chart-card.ts';
import type { Profile } from './load.ts';
import { word } from './text.ts';

/** All modes, and each that ever had trade, on one scale. */
export function trend(known: Profile): HTMLElement {
  const { language, unit, paths } = known;
  const { rows } = known.trend;
  const growthOf = new Map(known.modes.map(({ key, row }) => [key, row?.growth ?? null]));
  const series = [total, ...known.modes.map(({ key }) => key)].flatMap((mode): SmallSeries[] => {
    const months = rows.filter((row) => row.mode === mode);
    if (months.every(({ value }) => value === null || compare(value, '0') === 0)) return [];
    const label =
      mode === total ? word('allModes', language) : `${mode} ${customsModes[mode as CustomsMode][language]}`;
    const growth = mode === total ? (known.row?.growth ?? null) : (growthOf.get(mode) ?? null);
    return [{ key: mode, label, rows: months, growth }];
  });
  const sentence = parkMonthsSentence(series, word('mode', language), { unit, language });
  return chartCard({
    id: 'trend',
    title: word('trend', language),
    sentence,
    draw: (width) => parkMonthsChart(series, sentence, { width, language, unit, document }),
    table: trendTable(rows, language),
    language,
    path: paths.trend,
    hasPoints: true,
  });
}

export function history(known: Profile): HTMLElement {
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

export function tenants(known: Profile): HTMLElement {
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

export function punctuality(known: Profile): HTMLElement {
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

/** A month a row, newest first; a mode a column. */
function trendTable(rows: Profile['trend']['rows'], language: Profile['language']): Table {
  const modes = [...new Set(rows.map(({ mode }) => mode))];
  const months = [...new Set(rows.map(({ period }) => period))].sort().reverse();
  const cells = new Map(rows.map((row) => [`${row.mode} ${row.period}`, row.value]));
  return {
    columns: [
      word('month', language),
      ...modes.map((mode) => (mode === total ? word('allModes', language) : mode)),
    ],
    rows: months.map((month) => [
      periodName(month, language),
      ...modes.map((mode) => exact(cells.get(`${mode} ${month}`))),
    ]),
  };
}
