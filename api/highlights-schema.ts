import { causeCodes } from '../catalogue/causes.ts';
import { clauseCodes } from '../catalogue/highlight-words.ts';
import { tenantParts, toldTransforms } from '../catalogue/highlights.ts';
import { maybe, message } from './delivery-schema.ts';
import {
  instant,
  maybeDecimal,
  maybeText,
  oneOf,
  record,
  type Static,
  Type,
  vintageAsked,
} from './schema.ts';

const park = Type.String({ examples: ['P03'] });
const mode = Type.String({ examples: ['9710'] });
const orNull = <Shape extends ReturnType<typeof record>>(shape: Shape) =>
  Type.Unsafe<Static<Shape> | null>({ anyOf: [shape, { type: 'null' }] });

const change = {
  amount: maybeDecimal('21400000.00', '对总变动的贡献，元 | What it adds to the change, CNY'),
  points: maybeDecimal(
    '0.032000000000',
    '贡献÷总体基期，0.01为1个百分点 | Over the base of the whole; 0.01 is a percentage point',
  ),
};
const line = record({
  park,
  mode,
  current: maybeDecimal('139000000.00', '本期值 | Value of the month'),
  base: maybeDecimal('117600000.00', '基期值 | Value of the base'),
  ...change,
  growth: maybeDecimal('0.181972789116', '自身增速 | Its own growth; null with a clause that says why'),
  sentence: message,
  clauses: Type.Array(record({ code: oneOf(clauseCodes), zh: Type.String(), en: Type.String() }), {
    description: '句中各分句 | The clauses of the sentence',
  }),
  parts: Type.Unsafe<{ part: (typeof tenantParts)[number]; amount: string; tenants: number }[] | null>({
    anyOf: [
      Type.Array(
        record({
          part: oneOf(tenantParts, {
            description:
              'entry 新入 exit 退出 unreported 未报 continuing 存续企业 | Tenants that came, went, did not report, went on',
          }),
          amount: Type.String({ examples: ['16300000.00'] }),
          tenants: Type.Integer({ examples: [2] }),
        }),
      ),
      { type: 'null' },
    ],
    description:
      '按企业的分解，之和为该行金额；无权查看企业信息或发布未留存企业时为null | The line by what tenants did; null for who may not see tenants, or where the release does not keep them',
  }),
});
const rest = record({
  cells: Type.Integer({ description: '其余有变动的单元数 | Other cells that moved', examples: [18] }),
  ...change,
  unallocated: maybeDecimal('0.00', '不属于任何单元的部分 | What belongs to no cell'),
  sentence: message,
});

const told = record({
  transform: oneOf(toldTransforms, { description: 'yoy 与上年同月比 mom 与上月比 | Compared with' }),
  base_period: Type.String({ examples: ['2025-10'] }),
  base_release: maybeText({ examples: ['2025-10.2'] }),
  current: maybeDecimal('890000000.00'),
  base: maybeDecimal('609000000.00'),
  ...change,
  growth: maybeDecimal('0.461412151067', '总体增速 | Growth of the whole'),
  reason: maybeText({ description: '没有变动可言的原因 | Why there is no change to tell of' }),
  summary: maybe(message, '总体的一句话 | The whole in a sentence'),
  lines: Type.Array(line, {
    description: '贡献最大的各行，至多5行 | The largest contributions, at most five',
  }),
  rest: orNull(rest),
  base_revision: Type.Unsafe<{ part: 'late_report' | 'revision'; amount: string }[] | null>({
    anyOf: [
      Type.Array(
        record({
          part: oneOf(['late_report', 'revision'], {
            description:
              '基期首发后补报、更正 | Late reports and corrections of the base since it was first published',
          }),
          amount: Type.String({ examples: ['-1200000.00'] }),
        }),
      ),
      { type: 'null' },
    ],
    description:
      '本期与首次发布的基期之差 = 变动 + 这两项 | The difference to the base as first published is the change and these two',
  }),
});

const revision = record({
  period: Type.String({ examples: ['2026-09'] }),
  park,
  mode,
  from: maybeDecimal('31000000.00', '原值 | As it was'),
  to: maybeDecimal('28000000.00', '现值 | As it is'),
  amount: maybeDecimal('-3000000.00'),
  from_release: Type.String({ examples: ['2026-09.1'] }),
  release: Type.String({ examples: ['2026-09.2'] }),
  causes: Type.Array(oneOf(causeCodes)),
  sentence: message,
});

export const highlightsAnswer = record(
  {
    period: Type.String({ examples: ['2026-10'] }),
    park: Type.String({ examples: ['_T'] }),
    as_of: vintageAsked,
    release: Type.String({ description: '该月的发布 | Release of the month', examples: ['2026-10.1'] }),
    changes: Type.Array(told),
    revisions: record({
      since: Type.Unsafe<string | null>({
        ...instant('上月首次发布时刻 | When the month before was first published'),
        type: ['string', 'null'],
      }),
      months: Type.Array(Type.String(), { description: '有数值修订的月份 | Months with revised values' }),
      cells: Type.Integer({
        description: '修订的园区×监管方式单元数 | Park and mode cells that were revised',
      }),
      rows: Type.Array(revision, { description: '修订最大的，至多5行 | The largest, at most five' }),
    }),
  },
  {
    description: '当月发生了什么 | What happened in the month',
    examples: [
      {
        period: '2026-10',
        park: '_T',
        as_of: null,
        release: '2026-10.1',
        changes: [
          {
            transform: 'yoy',
            base_period: '2025-10',
            base_release: '2025-10.2',
            current: '300.00',
            base: '200.00',
            amount: '100.00',
            points: '0.500000000000',
            growth: '0.500000000000',
            reason: null,
            summary: { zh: '全市较上年同月增加0.01万元', en: 'The city: up CNY 0.0001 million' },
            lines: [],
            rest: {
              cells: 0,
              amount: '100.00',
              points: '0.500000000000',
              unallocated: '100.00',
              sentence: { zh: '其余+0.01万元', en: 'All others: +CNY 0.0001 million' },
            },
            base_revision: null,
          },
        ],
        revisions: { since: '2026-10-12T01:00:00.000Z', months: [], cells: 0, rows: [] },
      },
    ],
  },
);
