import { growthDecimals } from '../catalogue/comparison.ts';
import {
  dimensions,
  type IndicatorId,
  indicatorIds,
  indicators,
  type Transform,
} from '../catalogue/indicators.ts';
import { type CustomsMode, type Flow, isPossibleCell, legalPairs, total } from '../catalogue/mode.ts';
import { divide, growth } from '../catalogue/number.ts';
import { addMonths, type Period, parsePeriod, periodsBetween } from '../catalogue/period.ts';
import type { Reason } from '../catalogue/status.ts';
import type {
  CodeName,
  List,
  MissingTenant,
  Park,
  Quality,
  Release,
  Reporting,
  Row,
  Series,
} from './answers.ts';

/** A made-up city as its API would describe it: 6 parks, 20 partners, 24 released months that end in October 2026. */
export const lastPeriod = period('2026-10');
const firstReleased = addMonths(lastPeriod, -23);

function period(text: string): Period {
  const parsed = parsePeriod(text);
  if (!parsed) throw new Error(`no period: ${text}`);
  return parsed;
}

export const parks: readonly Park[] = [
  park('P01', '江北服装产业园', 'Jiangbei Apparel Cluster', 'industry_cluster', '江北区', '2019-05-01'),
  park(
    'P02',
    '城西智能家居跨境电商产业园',
    'Chengxi Smart Home Cross-Border E-commerce Park',
    'industry_cluster',
    '城西区',
    '2021-03-01',
  ),
  park(
    'P03',
    '空港保税物流园',
    'Airport Bonded Logistics Park',
    'warehouse_logistics',
    '空港区',
    '2018-01-01',
  ),
  park(
    'P04',
    '内河港海外仓集货园',
    'River Port Consolidation Park',
    'warehouse_logistics',
    '港口区',
    '2020-09-01',
  ),
  park(
    'P05',
    '国际邮件互换局监管场所',
    'International Mail Supervised Site',
    'supervised_site',
    '城东区',
    '2017-06-01',
  ),
  park(
    'P06',
    '综保区监管作业场所',
    'Comprehensive Bonded Zone Site',
    'supervised_site',
    '空港区',
    '2026-02-01',
  ),
];

function park(
  park_id: string,
  name_zh: string,
  name_en: string,
  type: Park['type'],
  district: string,
  opened_on: string,
): Park {
  return { park_id, name_zh, name_en, type, district, opened_on };
}

const partners = [
  ['USA', '美国', 'United States', 26],
  ['GBR', '英国', 'United Kingdom', 11],
  ['DEU', '德国', 'Germany', 9],
  ['JPN', '日本', 'Japan', 8.5],
  ['KOR', '韩国', 'South Korea', 7],
  ['AUS', '澳大利亚', 'Australia', 5.5],
  ['FRA', '法国', 'France', 5],
  ['HKG', '中国香港', 'Hong Kong, China', 4.6],
  ['THA', '泰国', 'Thailand', 3.8],
  ['VNM', '越南', 'Vietnam', 3.3],
  ['MYS', '马来西亚', 'Malaysia', 3],
  ['NLD', '荷兰', 'Netherlands', 2.6],
  ['CAN', '加拿大', 'Canada', 2.2],
  ['ESP', '西班牙', 'Spain', 1.8],
  ['RUS', '俄罗斯', 'Russia', 1.6],
  ['BRA', '巴西', 'Brazil', 1.4],
  ['SGP', '新加坡', 'Singapore', 1.2],
  ['NZL', '新西兰', 'New Zealand', 1],
  ['SAU', '沙特阿拉伯', 'Saudi Arabia', 0.9],
  ['CHL', '智利', 'Chile', 0.6],
] as const;

const codes: readonly CodeName[] = [
  ...partners.map(([code, zh, en]) => ({ dimension: 'partner' as const, code, zh, en })),
  { dimension: 'chapter', code: '61', zh: '针织或钩编的服装及衣着附件', en: 'Apparel, knitted or crocheted' },
];

/** Monthly level of each mode and flow in ten thousand yuan at the start, yearly growth, and what each park has of it. */
const levels: Readonly<Record<string, readonly [level: number, growth: number, parks: readonly number[]]>> = {
  '9610 import': [420, 0.04, [0, 0, 5, 0, 4, 1]],
  '9610 export': [7800, 0.09, [3, 2, 2, 1, 5, 1]],
  '1210 import': [15600, 0.05, [0, 0, 9, 2, 0, 4]],
  '1210 export': [1900, 0.15, [1, 1, 5, 2, 0, 2]],
  '1239 import': [640, -0.12, [0, 0, 4, 0, 0, 1]],
  '9710 export': [27500, 0.16, [9, 8, 1, 3, 0, 1]],
  '9810 export': [10200, 0.08, [2, 5, 2, 7, 0, 0]],
};

/** Spring Festival, the promotions of June and November. */
const season = [0.94, 0.68, 0.97, 0.99, 1.01, 1.12, 0.96, 0.98, 1.04, 1.06, 1.34, 1.18];

/** A number from 0 to 1 that depends on the text alone. */
function chance(text: string): number {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

interface Cell {
  readonly park: string;
  readonly mode: CustomsMode;
  readonly flow: Flow;
  readonly partner: string;
}

const cells: readonly Cell[] = parks.flatMap(({ park_id }) =>
  legalPairs.flatMap((pair) => partners.map(([partner]) => ({ park: park_id, ...pair, partner }))),
);

/** Value of one cell in cents. */
function cents(cell: Cell, month: Period): number {
  const [level, yearly, shares] = levels[`${cell.mode} ${cell.flow}`] ?? [0, 0, []];
  const index = parks.findIndex(({ park_id }) => park_id === cell.park);
  if ((parks[index]?.opened_on ?? '') > `${month}-01`) return 0;
  const years = (Number(month.slice(0, 4)) - 2023) * 12 + Number(month.slice(5)) - 1;
  const partner = partners.find(([code]) => code === cell.partner)?.[3] ?? 0;
  const all = shares.reduce((sum, share) => sum + share, 0);
  const local =
    0.9 +
    0.2 * chance(`${cell.mode}${cell.flow}${month}`) +
    0.15 * chance(Object.values(cell).join() + month);
  const drift = 1 + (chance(`${cell.partner}${cell.mode}`) - 0.5) * 0.012 * years;
  const share = ((shares[index] ?? 0) / all) * (partner / 100);
  return Math.round(
    level *
      1e6 *
      share *
      (1 + yearly) ** (years / 12) *
      (season[Number(month.slice(5)) - 1] ?? 1) *
      local *
      drift,
  );
}

const measures: Partial<Record<IndicatorId, (cell: Cell, month: Period) => number>> = {
  trade_value: cents,
  declarations: (cell, month) =>
    Math.ceil(cents(cell, month) / (cell.mode.startsWith('9') && cell.mode !== '9610' ? 4.1e6 : 2.4e4)),
};

type Asked = Readonly<Record<(typeof dimensions)[number], string>>;

const known = new Map<string, number>();

function sum(indicator: IndicatorId, asked: Asked, month: Period): number {
  const key = [indicator, ...Object.values(asked), month].join();
  const found = known.get(key);
  if (found !== undefined) return found;
  const fits = (cell: Cell) =>
    (['park', 'mode', 'flow', 'partner'] as const).every(
      (name) => asked[name] === total || asked[name] === cell[name],
    );
  const value = cells
    .filter(fits)
    .reduce((so_far, cell) => so_far + (measures[indicator]?.(cell, month) ?? 0), 0);
  known.set(key, value);
  return value;
}

function level(indicator: IndicatorId, asked: Asked, month: Period): string {
  if (indicator === 'active_tenants')
    return asked.park === total ? '113' : String(14 + Math.round(9 * chance(asked.park + month)));
  if (indicator === 'reporting_rate')
    return asked.park === total ? '0.975000' : (reporting[asked.park]?.rate ?? '1.000000');
  if (indicator === 'rejection_rate') return `0.00${String(Math.round(1000 + 7000 * chance(asked.park)))}`;
  return indicator === 'trade_value'
    ? divide(String(sum(indicator, asked, month)), '100', 2)
    : String(sum(indicator, asked, month));
}

function ytd(indicator: IndicatorId, asked: Asked, month: Period): string {
  const months = periodsBetween(period(`${month.slice(0, 4)}-01`), month);
  const whole = months.reduce((so_far, one) => so_far + sum(indicator, asked, one), 0);
  return divide(String(whole), indicator === 'trade_value' ? '100' : '1', indicators[indicator].decimals);
}

function transformed(
  indicator: IndicatorId,
  asked: Asked,
  month: Period,
  transform: Transform,
): string | Reason {
  const value = transform.startsWith('ytd') ? ytd : level;
  if (transform === 'level' || transform === 'ytd') return value(indicator, asked, month);
  const before = addMonths(month, transform === 'mom' ? -1 : -12);
  const base = value(indicator, asked, before);
  return Number(base) === 0 ? 'NO_BASE' : growth(value(indicator, asked, month), base, growthDecimals);
}

function codesOf(name: keyof Asked, asked: string | null): string[] {
  if (asked === null) return [total];
  if (asked !== '*') return asked.split(',');
  const all = {
    park: parks.map((p) => p.park_id),
    partner: partners.map(([code]) => code as string),
    mode: Object.keys(modes),
    flow: ['import', 'export'],
    chapter: [],
    section: [],
    district: [],
    transport: [],
    kind: [],
  };
  return [total, ...all[name]];
}

const modes = Object.fromEntries(legalPairs.map(({ mode }) => [mode, true]));

function series(query: URLSearchParams): Series | undefined {
  const indicator = indicatorIds.find((id) => id === query.get('indicator'));
  if (!indicator) return undefined;
  const transform = (query.get('transform') ?? 'level') as Transform;
  const months = periodsBetween(period(query.get('from') ?? ''), period(query.get('to') ?? ''));
  const combinations = dimensions.reduce<Asked[]>(
    (so_far, name) =>
      so_far.flatMap((asked) => codesOf(name, query.get(name)).map((code) => ({ ...asked, [name]: code }))),
    [{} as Asked],
  );
  const rows = months.flatMap((month) =>
    combinations
      .filter(({ mode, flow }) => isPossibleCell(mode, flow))
      .map((asked): Row => {
        const result = transformed(indicator, asked, month, transform);
        const none = result === 'NO_BASE';
        const status = month === lastPeriod ? 'p' : 'r';
        return {
          indicator,
          ...asked,
          period: month,
          value: none ? null : result,
          status,
          reason: none ? 'NO_BASE' : null,
          coverage: '0.975000',
          release: `${month}.1`,
        };
      }),
  );
  return {
    indicator,
    transform,
    unit: indicators[indicator].unit,
    decimals: transform.endsWith('y') ? 6 : indicators[indicator].decimals,
    rows,
  };
}

const reporting: Readonly<Record<string, Reporting & { rate: string }>> = {
  P01: { expected: 31, received: 31, late: 0, nil: 1, rate: '1.000000' },
  P02: { expected: 27, received: 26, late: 2, nil: 0, rate: '0.962963' },
  P03: { expected: 22, received: 22, late: 1, nil: 2, rate: '1.000000' },
  P04: { expected: 18, received: 17, late: 3, nil: 1, rate: '0.944444' },
  P05: { expected: 13, received: 13, late: 0, nil: 0, rate: '1.000000' },
  P06: { expected: 9, received: 8, late: 1, nil: 1, rate: '0.888889' },
};

const missing: readonly MissingTenant[] = [
  {
    uscc: '91330100MA27XL0K61',
    name_zh: '杭州某某家居用品有限公司',
    park: 'P02',
    share_of_last_12_months: '0.004120',
  },
  {
    uscc: '91330200MA2AF1234T',
    name_zh: '宁波某某供应链管理有限公司',
    park: 'P04',
    share_of_last_12_months: '0.012750',
  },
  {
    uscc: '91330300MA2C98765X',
    name_zh: '温州某某国际贸易有限公司',
    park: 'P06',
    share_of_last_12_months: null,
  },
];

function quality(month: Period): Quality {
  const sumOf = (name: keyof Reporting) =>
    Object.values(reporting).reduce((so_far, one) => so_far + one[name], 0);
  return {
    period: month,
    expected: sumOf('expected'),
    received: sumOf('received'),
    late: sumOf('late'),
    nil: sumOf('nil'),
    rejected_rows: 87,
    rows_read: 12846,
    coverage: { count: '0.975000', value: '0.983130' },
    parks: Object.entries(reporting).map(([id, { rate: _, ...numbers }]) => ({ park: id, ...numbers })),
    missing,
    deliveries: { in_force: 117, needs_fixing: 1, refused: 2, superseded: 5 },
  };
}

function releases(): Release[] {
  return periodsBetween(firstReleased, lastPeriod)
    .reverse()
    .map((month) => ({
      id: `${month}.1`,
      period: month,
      number: 1,
      published_at: `${addMonths(month, 1)}-12T01:00:00.000Z`,
      status: month === lastPeriod ? 'p' : 'r',
      fingerprint: 'b7e23ec29af22b0b4e41da31e868d57226121c84',
      observations: 4312,
      current: true,
      has_report: true,
    }));
}

const rowsOf = <Item>(rows: readonly Item[]): List<Item> => ({ rows });

/** What the API answers to a path like `releases` or `series?indicator=…`; undefined where it has nothing. */
export function answerTo(path: string): unknown {
  const { pathname, searchParams } = new URL(path, 'http://fixture/');
  switch (pathname) {
    case '/releases':
      return rowsOf(releases());
    case '/parks':
      return rowsOf(parks);
    case '/codes':
      return rowsOf(codes);
    case '/quality':
      return quality(period(searchParams.get('period') ?? ''));
    case '/series':
      return series(searchParams);
    default:
      return undefined;
  }
}
