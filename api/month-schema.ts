import { checkIds } from '../catalogue/checks.ts';
import { monthStateIds } from '../catalogue/month-states.ts';
import { roles } from '../catalogue/roles.ts';
import { statuses } from '../catalogue/status.ts';
import { message } from './delivery-schema.ts';
import { instant, maybeDecimal, maybeText, oneOf, record, Type } from './schema.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const period = Type.String({ examples: ['2026-10'] });
const maybeInstant = (description: string) =>
  Type.Unsafe<string | null>({ ...instant(description), type: ['string', 'null'] });
const orNull = <Shape extends ReturnType<typeof record> | ReturnType<typeof Type.Array>>(
  shape: Shape,
  description: string,
) => Type.Unsafe<Type.Static<Shape> | null>({ anyOf: [shape, { type: 'null' }], description });

const queues = record({
  drafts: orNull(
    Type.Array(
      record({
        period,
        moved: count('变动单元数 | Cells that move'),
        first: Type.Boolean({ description: '该月尚未发布 | The month has not been released yet' }),
      }),
    ),
    '待发布的草稿；只看部分园区时为null | Drafts to be published; null for who sees some parks only',
  ),
  held: count('待核实的报送 | Deliveries that wait for confirmations'),
  corrections: orNull(
    Type.Array(
      record({
        period,
        release: Type.String({ examples: ['2026-09.1'] }),
        moved: Type.Unsafe<number | null>({
          type: ['integer', 'null'],
          description: '变动单元数；尚未重新起草为null | Cells that move; null where not drawn up anew yet',
        }),
        has_report: Type.Boolean({ description: '已有月报引用原值 | A report tells the old values' }),
      }),
    ),
    '已发布而数据有变的月份；只看部分园区时为null | Released months whose data changed; null for who sees some parks only',
  ),
  notes_missing: Type.Array(record({ period, park: Type.String(), mode: Type.String() }), {
    description: '贡献居前而没有说明的单元 | Large contributions that no note explains',
  }),
});

export const monthAnswer = record(
  {
    period,
    park: Type.String({ examples: ['_T'] }),
    state: oneOf(monthStateIds, {
      description:
        'collecting 收集中 closed 已截止 drafted 已起草 in_review 待复核 signed 已签发 embargoed 待发布 published 已发布 | How far the month has come',
    }),
    now: instant('回答的时刻 | When this was answered'),
    working_day: Type.Unsafe<number | null>({
      type: ['integer', 'null'],
      description:
        '报送月的第几个工作日；不在报送月为null | Working day of the month after the period; null outside it',
    }),
    due: record({
      day: Type.String({ format: 'date', description: '截止日 | Due day', examples: ['2026-11-10'] }),
      passed: Type.Boolean(),
    }),
    planned: orNull(
      record({
        at: instant('计划发布时刻 | When it is planned to be published'),
        hours_left: Type.Unsafe<number | null>({
          type: ['integer', 'null'],
          description: '余下整小时；已过为null | Whole hours left; null when past',
        }),
      }),
      '没有计划为null | Null where nobody plans it',
    ),
    release: orNull(
      record({
        id: Type.String({ examples: ['2026-10.1'] }),
        status: oneOf(Object.keys(statuses) as (keyof typeof statuses)[]),
        published_at: instant('发布时刻 | When it was published'),
      }),
      '现行发布 | The current release',
    ),
    draft: orNull(
      record({
        drawn_at: instant('起草时刻 | When it was drawn'),
        base_release: maybeText(),
        moved: count('变动单元数 | Cells that move'),
      }),
      '草稿 | The draft',
    ),
    data_as_of: maybeInstant('该月最近一份报送的收到时刻 | When the last file of the month arrived'),
    reporting: record({
      expected: count('应报企业 | Tenants due'),
      received: count('已报企业 | Tenants that reported'),
      late: count('其中迟报 | Of them late'),
      nil: count('其中零申报 | Of them nil'),
      held: count('待核实企业 | Tenants whose report waits for confirmations'),
    }),
    coverage: record({
      count: maybeDecimal('0.875622', '按户数 | By tenants'),
      value: maybeDecimal('0.934000', '按前12个月的值 | By the value of the twelve months before'),
    }),
    findings: record({
      must_fix: count('必改 | Must be fixed'),
      to_confirm: count('待核实 | To be confirmed'),
      confirmed: count('已核实 | Confirmed'),
    }),
    blocking: orNull(
      Type.Array(record({ id: oneOf(checkIds), title: message, found: count('处数 | How many') })),
      '阻断发布的检查；尚未检查为null | Blocking checks that found something; null where none have run',
    ),
    queues,
    role: oneOf(Object.keys(roles) as (keyof typeof roles)[], {
      description: 'officer 全部 park 所辖园区 | Whose view this is',
    }),
  },
  {
    description: '该月的状态 | The state of the month',
    examples: [
      {
        period: '2026-10',
        park: '_T',
        state: 'drafted',
        now: '2026-11-09T00:12:00.000Z',
        working_day: 6,
        due: { day: '2026-11-10', passed: false },
        planned: { at: '2026-11-12T01:00:00.000Z', hours_left: 72 },
        release: null,
        draft: { drawn_at: '2026-11-09T00:00:00.000Z', base_release: null, moved: 0 },
        data_as_of: '2026-11-08T23:12:00.000Z',
        reporting: { expected: 201, received: 176, late: 0, nil: 4, held: 2 },
        coverage: { count: '0.875622', value: '0.934000' },
        findings: { must_fix: 3, to_confirm: 11, confirmed: 28 },
        blocking: [],
        queues: { drafts: [], held: 2, corrections: [], notes_missing: [] },
        role: 'officer',
      },
    ],
  },
);
