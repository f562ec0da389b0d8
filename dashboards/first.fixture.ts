import { clausesOf, restSentence } from '../catalogue/highlight-words.ts';
import {
  type Facts,
  rankContributions,
  type ToldTransform,
  toldTransforms,
} from '../catalogue/highlights.ts';
import { total } from '../catalogue/mode.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import { answerTo as answerOfCity, lastPeriod } from './answers.fixture.ts';
import type { Row, Series } from './answers.ts';
import type { Highlights, Me, Month, Overview, OverviewRow, Reminders } from './index/answers.ts';
import { firstQueries } from './index/queries.ts';
import { seriesPath } from './series-path.ts';

/** What the API answers to the first screen, of the made-up city of answers.fixture.ts. */
const rowsOf = (path: string): readonly Row[] => (answerOfCity(path) as Series).rows;

function overview(period: Period, park: string): Overview {
  const of = (transform: 'level' | 'yoy' | 'ytd' | 'ytd_yoy') =>
    new Map(
      rowsOf(seriesPath('trade_value', period, { by: { park, mode: '*' }, transform })).map((row) => [
        row.mode,
        row,
      ]),
    );
  const [level, yoy, ytd, ytdYoy] = [of('level'), of('yoy'), of('ytd'), of('ytd_yoy')];
  const figure = (row: Row | undefined) => ({ value: row?.value ?? null, reason: row?.reason ?? null });
  const rows = [...level.values()].map(
    (row): OverviewRow => ({
      mode: row.mode,
      ...{ value: row.value, status: row.status, reason: row.reason },
      ...{
        yoy: figure(yoy.get(row.mode)),
        ytd: figure(ytd.get(row.mode)),
        ytd_yoy: figure(ytdYoy.get(row.mode)),
      },
      like_for_like: { ...figure(yoy.get(row.mode)), tenants: 113 },
      january_february: null,
      expected_revision: { n: 22, mean: '2.134000', low: '-0.400000', high: '5.049999' },
      low_coverage: false,
      marks: row.mode === total ? ['SCOPE_CHANGE'] : [],
    }),
  );
  const next = { period: addMonths(lastPeriod, 1), planned_at: '2026-12-12T01:00:00.000Z' };
  const published = { release: `${period}.1`, published_at: `${addMonths(period, 1)}-12T01:00:00.000Z` };
  const coverage = { by_count: '0.975000', by_value: { value: '0.983130', reason: null } };
  return { period, status: 'p', ...published, next, coverage, rows };
}

const plainFacts: Facts = {
  ...{ growth: '0.123000000000', growth_reason: null, highest_since: null, first_fall: null, base: null },
  ...{ festival: false, january_february: null, low_coverage: false },
};

function change(transform: ToldTransform, period: Period, park: string): Highlights['changes'][number] {
  const base_period = addMonths(period, transform === 'yoy' ? -12 : -1);
  const by = { park: park === total ? '*' : park, mode: '*' };
  const values = (month: Period) =>
    new Map(
      rowsOf(seriesPath('trade_value', month, { by })).map((row) => [`${row.park} ${row.mode}`, row.value]),
    );
  const [now, before] = [values(period), values(base_period)];
  const cells = [...now].flatMap(([key, current]) => {
    const [own, mode] = key.split(' ') as [string, string];
    if (mode === total || (own === total && park === total)) return [];
    return [{ park: own, mode, current, base: before.get(key) ?? null }];
  });
  const whole = { current: now.get(`${park} ${total}`) ?? '0', base: before.get(`${park} ${total}`) ?? '0' };
  const { amount, points, lines, rest } = rankContributions(whole, cells);
  return {
    ...{ transform, base_period, amount, points, reason: null },
    summary: { zh: `与${base_period}相比有变动`, en: `There is a change on ${base_period}` },
    lines: lines.map(({ current: _c, base: _b, ...line }) => ({
      ...line,
      sentence: { zh: `${line.mode}有变动`, en: `${line.mode} moved` },
      clauses: clausesOf({ transform, ...line, facts: plainFacts, parts: null }),
    })),
    rest: { ...rest, sentence: restSentence(rest) },
    base_revision: [
      { part: 'late_report', amount: '950000.00' },
      { part: 'revision', amount: '0.00' },
    ],
  };
}

function highlights(period: Period, park: string): Highlights {
  const sentence = { zh: '2026年8月P01 9710由1.00万元修订为2.00万元', en: 'Aug 2026: revised' };
  return {
    changes: toldTransforms.map((transform) => change(transform, period, park)),
    revisions: {
      since: '2026-10-12T01:00:00.000Z',
      cells: 7,
      rows: Array.from({ length: 5 }, () => ({
        ...{ period: addMonths(period, -2), park: 'P01', mode: '9710', sentence },
      })),
    },
  };
}

const month: Month = {
  period: lastPeriod,
  state: 'published',
  now: '2026-11-24T03:00:00.000Z',
  working_day: 17,
  due: { day: '2026-11-10', passed: true },
  planned: { at: '2026-11-12T01:00:00.000Z', hours_left: null },
  release: { id: '2026-10.1', status: 'p', published_at: '2026-11-12T01:00:00.000Z' },
  draft: null,
  data_as_of: '2026-11-10T00:12:00.000Z',
  reporting: { expected: 201, received: 176, late: 3, nil: 4, held: 2 },
  coverage: { count: '0.875622', value: '0.934000' },
  findings: { must_fix: 3, to_confirm: 11, confirmed: 28 },
  blocking: [
    {
      id: 'totals_add_up',
      title: { zh: '合计与各部分之和不符', en: 'Totals differ from the sum of parts' },
      found: 2,
    },
  ],
  queues: {
    drafts: [
      { period: addMonths(lastPeriod, 1), moved: 0, first: true },
      { period: addMonths(lastPeriod, -1), moved: 128, first: false },
    ],
    held: 2,
    corrections: [
      { period: addMonths(lastPeriod, -1), release: '2026-09.1', moved: 128, has_report: true },
      { period: addMonths(lastPeriod, -2), release: '2026-08.2', moved: null, has_report: true },
    ],
    notes_missing: ['P03 9710', 'P01 1210', 'P02 9810', 'P02 9710', 'P06 9610'].map((cell) => {
      const [park = '', mode = ''] = cell.split(' ');
      return { period: lastPeriod, park, mode };
    }),
  },
  role: 'officer',
};

/** A month that is being collected, three days before it is to be published. */
export const collecting: Month = {
  ...month,
  period: addMonths(lastPeriod, 1),
  state: 'collecting',
  now: '2026-12-08T00:12:00.000Z',
  working_day: 6,
  due: { day: '2026-12-10', passed: false },
  planned: { at: '2026-12-12T01:00:00.000Z', hours_left: 96 },
  release: null,
  blocking: null,
};

function reminders(): Reminders {
  const names = ['某某家居用品', '某某供应链管理', '某某国际贸易', '某某电子商务', '某某服饰', '某某科技'];
  return {
    method_text: {
      zh: '按前12个月已发布月份的月均进出口额',
      en: 'By mean monthly trade value over the twelve months before',
    },
    ...{ coverage: '0.912000', missing: '58000000.00' },
    sentence: {
      zh: '前4户占未报额（预计5,800万元）的81.0%，报齐后按额覆盖率由91.2%升至98.7%',
      en: 'The first 4 hold 81.0% of what is missing (CNY 58.00 million expected); with them, coverage by value goes from 91.2% to 98.7%',
    },
    rows: names.map((name, at) => ({
      uscc: `9133010${at}MA27XL0K6${at}`,
      name_zh: `杭州${name}有限公司`,
      parks: ['P02'],
      state: at === 2 ? ('needs_fixing' as const) : ('not_received' as const),
      expected: `${9 - at}500000.00`,
      cumulative: `0.${30 + at * 12}0000`,
      coverage_after: `0.9${20 + at * 12}000`,
    })),
  };
}

const nobody: Me = {
  signed_in: true,
  display_name: '读者',
  capabilities: ['published'],
  scope: { all: false, parks: [] },
};

/** Who asks. */
export const readers = {
  analyst: { ...nobody, capabilities: ['published', 'published_detail', 'queries'] },
  officer: {
    ...nobody,
    capabilities: ['published', 'detail', 'month', 'desk'],
    scope: { all: true, parks: [] },
  },
  park: { ...nobody, capabilities: ['published', 'detail', 'month'], scope: { all: false, parks: ['P02'] } },
} as const satisfies Record<string, Me>;

/** A park is not told of drafts and corrections, which are the city's. */
const monthOfPark: Month = {
  ...month,
  role: 'park',
  queues: { ...month.queues, drafts: null, corrections: null },
};

/** The answers of the API to one reader; undefined where it has nothing. */
export function answersFor(reader: keyof typeof readers) {
  return (path: string): unknown => {
    const { pathname, searchParams } = new URL(path, 'http://fixture/');
    const period = (searchParams.get('period') ?? lastPeriod) as Period;
    const park = searchParams.get('park') ?? total;
    switch (pathname) {
      case '/me':
        return readers[reader];
      case '/overview':
        return overview(period, park);
      case '/highlights':
        return highlights(period, park);
      case '/month':
        return { ...(reader === 'park' ? monthOfPark : month), period };
      case '/reminders':
        return reminders();
      default:
        return answerOfCity(path);
    }
  };
}

/** What a published site carries. */
export function bakedAnswers(): Record<string, unknown> {
  const answer = answersFor('analyst');
  return Object.fromEntries(firstQueries(lastPeriod).map((path) => [path, answer(path)]));
}
