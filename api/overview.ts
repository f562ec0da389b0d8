import { customsModes, total } from '../catalogue/mode.ts';
import { addMonths } from '../catalogue/period.ts';
import { statuses } from '../catalogue/status.ts';
import { readCalendar } from '../warehouse/calendar-entries.ts';
import { snapshot } from '../warehouse/database.ts';
import { type OverviewRow, readOverview } from '../warehouse/overview.ts';
import { notReleased } from './comparison.ts';
import { parkMonthOrRefuse, parkMonthParameters } from './park-month.ts';
import { band } from './revisions.ts';
import {
  instant,
  maybeDecimal,
  maybeText,
  oneOf,
  orRefused,
  record,
  type Static,
  Type,
  vintageAsked,
} from './schema.ts';
import { markList } from './series-schema.ts';
import type { Context, Server } from './server.ts';

const reason = maybeText({ description: '无值的原因 | Why there is no value', examples: ['NO_BASE'] });
const figure = (description: string, example = '0.123000000000') =>
  record({ value: maybeDecimal(example, description), reason });
const orNull = <Shape extends ReturnType<typeof record>>(shape: Shape) =>
  Type.Unsafe<Static<Shape> | null>({ anyOf: [shape, { type: 'null' }] });
const status = oneOf(Object.keys(statuses) as (keyof typeof statuses)[], { examples: ['p'] });

const row = record({
  mode: oneOf([total, ...Object.keys(customsModes)], {
    description: '监管方式，_T为全部 | Customs mode; _T is all',
  }),
  value: maybeDecimal('890000000.00', '当月进出口额，元 | Trade value of the month, CNY'),
  status,
  reason,
  coverage: maybeDecimal('0.950000', '已报企业占应报企业 | Tenants that reported over tenants due'),
  yoy: figure('同比 | Year on year'),
  ytd: figure('累计 | Year to date', '7233000000.00'),
  ytd_yoy: figure('累计同比 | Year to date, year on year'),
  like_for_like: record({
    value: maybeDecimal(
      '0.074000000000',
      '可比口径同比：本期范围内的企业；2月为1—2月合计 | Like for like: tenants in scope now; in February of both months',
    ),
    reason,
    tenants: Type.Unsafe<number | null>({
      type: ['integer', 'null'],
      description: '企业数 | Tenants compared',
    }),
  }),
  january_february: orNull(figure('2月：1—2月合计同比 | In February: both months together')),
  expected_revision: orNull(band),
  low_coverage: Type.Boolean({
    description: '覆盖率不足80%，不宜比较 | Below 80 %: not to be compared',
  }),
  marks: markList,
});

const none = { value: null, reason: 'NO_BASE' };
const answer = record(
  {
    period: Type.String({ examples: ['2026-10'] }),
    park: Type.String({ examples: ['_T'] }),
    as_of: vintageAsked,
    release: Type.String({ examples: ['2026-10.1'] }),
    status,
    published_at: instant('发布时刻 | When it was published'),
    next: Type.Unsafe<{ period: string; planned_at: string } | null>({
      anyOf: [
        record({
          period: Type.String({ examples: ['2026-11'] }),
          planned_at: instant('计划发布时刻 | When it is planned'),
        }),
        { type: 'null' },
      ],
      description: '下一次发布 | The next release; null where no schedule is kept',
    }),
    coverage: record({
      by_count: maybeDecimal('0.950000', '按户数 | By number of tenants due'),
      by_value: figure('按前12个月的值 | By the value of the twelve months before', '0.912000'),
    }),
    rows: Type.Array(row),
  },
  {
    description: '总体情况 | The headline',
    examples: [
      {
        period: '2026-10',
        park: '_T',
        as_of: null,
        release: '2026-10.1',
        status: 'p',
        published_at: '2026-11-12T01:00:00.000Z',
        next: { period: '2026-11', planned_at: '2026-12-12T01:00:00.000Z' },
        coverage: { by_count: '0.950000', by_value: { value: null, reason: 'NO_BASE' } },
        rows: [
          {
            mode: '_T',
            value: '890000000.00',
            status: 'p',
            reason: null,
            coverage: '0.950000',
            yoy: none,
            ytd: { value: '890000000.00', reason: null },
            ytd_yoy: none,
            like_for_like: { ...none, tenants: null },
            january_february: null,
            expected_revision: null,
            low_coverage: false,
            marks: [],
          },
        ],
      },
    ],
  },
);

const schema = {
  operationId: 'readOverview',
  tags: ['observations'],
  summary: '当月进出口额总体情况，按监管方式 | Trade value of a month at a glance, by customs mode',
  description:
    '同一版本的当月值、同比、累计、累计同比、可比口径和首发值通常的修订。 | Value, growth, year to date, like-for-like growth and the usual revision of first values, of one vintage.',
  querystring: parkMonthParameters,
  response: { 200: answer, ...orRefused(400, 404) },
};

/** Of published numbers only: the same for whoever may see them. */
export function overviewRoutes(server: Server, { database, plan }: Context): void {
  server.get('/overview', { config: { access: 'published' }, schema }, async ({ query }) => {
    const asked = await parkMonthOrRefuse(database, query);
    const found = await snapshot(database, (frozen) => readOverview(frozen, asked));
    if (!found) throw notReleased(asked);
    const { newest, published_at, rows, ...shown } = found;
    const following = addMonths(newest, 1);
    const next = plan && (await readCalendar(database, following, plan));
    return {
      ...{ period: asked.period, park: asked.park, as_of: asked.asOf?.toISOString() ?? null },
      ...shown,
      published_at: published_at.toISOString(),
      next: next && { period: following, planned_at: next.release_at.toISOString() },
      rows: rows.map(shownRow),
    };
  });
}

function shownRow({ marks, ...row }: OverviewRow) {
  return { ...row, marks: [...marks] };
}
