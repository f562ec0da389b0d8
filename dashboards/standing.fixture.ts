import { groupings, groupsOf } from '../catalogue/groupings.ts';
import { total } from '../catalogue/mode.ts';
import { add, compare, divide, growth, subtract } from '../catalogue/number.ts';
import { addMonths, type Period, parsePeriod, periodsBetween } from '../catalogue/period.ts';
import { answerTo, parks } from './answers.fixture.ts';
import type { Row, Series } from './answers.ts';
import type { GroupRow, RankedRow } from './standing-answers.ts';

/** What the made-up city of answers.fixture.ts has by rank, in groups and by goods; ranks are counted, not sorted. */
export const chapterCodes = ['85', '95', '61', '62', '84', '64', '63', '94', '42', '39', '96', '90'] as const;
const sectionCodes = ['16', '20', '11', '12', '08', '07', '18'] as const;

const sectionNames = {
  '16': ['机器、机械器具、电气设备及其零件；录音机及放声机', 'Machinery; electrical equipment'],
  '20': ['杂项制品', 'Miscellaneous manufactured articles'],
  '11': ['纺织原料及纺织制品', 'Textiles and textile articles'],
} as const;

type By = 'park' | 'mode' | 'flow' | 'partner' | 'chapter' | 'section';

function month(text: string | null): Period {
  const parsed = parsePeriod(text ?? '');
  if (!parsed) throw new Error(`no period: ${text}`);
  return parsed;
}

/** The rows of every code: goods have the figures of partners under other codes, and one is unknown. */
function rowsBy(by: By, asked: URLSearchParams, from: Period, to: Period): Row[] {
  const of = by === 'chapter' || by === 'section' ? 'partner' : by;
  const cell = (['park', 'mode', 'flow'] as const).flatMap((name) => {
    const code = asked.get(name);
    return code && name !== by ? [`&${name}=${code}`] : [];
  });
  const path = `series?indicator=${asked.get('indicator')}&${of}=*${cell.join('')}&from=${from}&to=${to}`;
  const { rows } = answerTo(path) as Series;
  if (of === by) return [...rows];
  const codes: readonly string[] = by === 'chapter' ? chapterCodes : sectionCodes;
  const partners = [...new Set(rows.map(({ partner }) => partner))].filter((code) => code !== total);
  const codeOf = new Map(partners.map((code, at) => [code, codes[at] ?? (at === codes.length ? '_U' : '')]));
  return rows
    .filter(({ partner }) => partner === total || codeOf.get(partner))
    .map((row) => ({ ...row, partner: total, [by]: codeOf.get(row.partner) ?? total }));
}

function standing(row: Row, before: Row | undefined, whole: Row, wholeBefore: Row | undefined) {
  const [value, base] = [row.value ?? '0', before?.value ?? '0'];
  const grew = compare(base, '0') > 0;
  const of = (is: boolean, made: () => string) => (is ? made() : null);
  const all = wholeBefore?.value ?? '0';
  return {
    growth: of(grew, () => growth(value, base, 12)),
    growth_reason: grew ? null : ('BASE_ZERO' as const),
    share: of(whole.value !== null, () => divide(value, whole.value as string, 12)),
    share_reason: null,
    contribution: of(compare(all, '0') > 0, () => divide(subtract(value, base), all, 12)),
    contribution_reason: null,
  };
}

function ranking(asked: URLSearchParams) {
  const by = asked.get('by') as By;
  const [from, to] = [month(asked.get('from')), month(asked.get('to'))];
  const all = rowsBy(by, asked, addMonths(from, -12), to);
  const codeOf = (row: Row) => row[by] ?? total;
  const cell = (code: string, period: string) =>
    all.find((row) => codeOf(row) === code && row.period === period);
  const rankOf = (code: string, period: Period) => {
    const own = cell(code, period)?.value;
    if (own == null || code === '_U') return null;
    const rivals = all.filter((row) => row.period === period && ![total, '_U'].includes(codeOf(row)));
    return 1 + rivals.filter(({ value }) => value !== null && compare(value, own) > 0).length;
  };
  const moved = (then: number | null, now: number | null) =>
    then === null || now === null ? null : then - now;
  const rows = periodsBetween(from, to).flatMap((period) => {
    const parts = all.filter((row) => row.period === period && codeOf(row) !== total);
    const whole = cell(total, period) as Row;
    return parts
      .map((row): RankedRow => {
        const code = codeOf(row);
        const rank = rankOf(code, period);
        const [last, year] = [rankOf(code, addMonths(period, -1)), rankOf(code, addMonths(period, -12))];
        return {
          ...row,
          ...standing(row, cell(code, addMonths(period, -12)), whole, cell(total, addMonths(period, -12))),
          ...{ rank, ranked: parts.filter((one) => codeOf(one) !== '_U').length },
          ...{ rank_month_ago: last, rank_year_ago: year },
          ...{ moved_month: moved(last, rank), moved_year: moved(year, rank) },
        };
      })
      .sort((a, b) => (a.rank ?? 99) - (b.rank ?? 99));
  });
  const totals = periodsBetween(from, to).map((period) => {
    const row = cell(total, period) as Row;
    const before = cell(total, addMonths(period, -12));
    const { growth: rate, growth_reason } = standing(row, before, row, before);
    return { ...row, growth: rate, growth_reason };
  });
  const top = Number(asked.get('top') ?? 99);
  const shown = rows.filter(({ rank }) => rank === null || rank <= top);
  const behind = rows.filter((row) => !shown.includes(row));
  const value = behind.map((row) => row.value ?? '0').reduce(add, '0');
  return { rows: shown, totals, others: top === 99 ? [] : [{ period: to, count: behind.length, value }] };
}

function groups(asked: URLSearchParams): { rows: GroupRow[] } {
  const by = asked.get('by') as keyof typeof groupings;
  const { of, groups: names } = groupings[by];
  const to = month(asked.get('to'));
  const before = addMonths(to, -12);
  const all = rowsBy(of, asked, before, to);
  const sum = (codes: readonly string[], period: Period): Row => {
    const rows = all.filter((row) => row.period === period && codes.includes(row[of]));
    const whole = all.find((row) => row.period === period && row[of] === total) as Row;
    return { ...whole, value: rows.map(({ value }) => value ?? '0').reduce(add, '0.00') };
  };
  const [whole, wholeBefore] = [sum([total], to), sum([total], before)];
  const rows = [...groupsOf(by, parks)].map(([group, codes]): GroupRow => {
    const row = sum(codes, to);
    const { zh, en } = (names as Record<string, { zh: string; en: string }>)[group] ?? {
      zh: group,
      en: group,
    };
    return {
      ...{ group, zh, en, members: codes.length, ...row },
      ...standing(row, sum(codes, before), whole, wholeBefore),
    };
  });
  return { rows };
}

const notes = [
  {
    id: '1',
    from: '2026-09',
    to: '2026-10',
    zh: '两户企业由9610转为9710申报。',
    en: 'Two tenants moved from 9610 to 9710.',
  },
];

export const namedTenants = [
  {
    ...{ uscc: '91330100MA27XL0K6A', name_zh: '某某家居用品有限公司', kind: '电商企业' },
    ...{
      due: true,
      received: true,
      on_time: false,
      active: true,
      is_new: true,
      is_leaving: false,
      value: '1234567.89',
    },
  },
  {
    ...{ uscc: '91330100MA27XL0K6B', name_zh: '某某供应链管理有限公司', kind: '物流' },
    ...{
      due: true,
      received: false,
      on_time: null,
      active: false,
      is_new: false,
      is_leaving: false,
      value: null,
    },
  },
];

/** What the API answers to the pages of parks, partners and goods. */
export function standingAnswerTo(path: string): unknown {
  const { pathname, searchParams } = new URL(path, 'http://fixture/');
  if (pathname === '/ranking') return ranking(searchParams);
  if (pathname === '/groups') return groups(searchParams);
  if (pathname === '/notes') return { rows: notes };
  if (pathname.startsWith('/parks/')) return { rows: namedTenants };
  if (pathname === '/codes' && searchParams.get('dimension') === 'partner,chapter') {
    const unknown = { code: '_U', zh: '不详', en: 'Unknown' };
    const known = (answerTo(path) as { rows: object[] }).rows;
    return { rows: [...known, { dimension: 'partner', ...unknown }, { dimension: 'chapter', ...unknown }] };
  }
  if (pathname === '/codes' && searchParams.get('dimension') === 'section')
    return {
      rows: Object.entries(sectionNames).map(([code, [zh, en]]) => ({ dimension: 'section', code, zh, en })),
    };
  if (pathname === '/series' && searchParams.get('indicator') === 'partner_hhi') {
    const rows = (answerTo(path) as Series).rows;
    return { rows: rows.map((row, at) => ({ ...row, value: `${800 + at}.1234` })) };
  }
  return answerTo(path);
}
