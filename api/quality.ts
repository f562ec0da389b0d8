import { snapshot } from '../warehouse/database.ts';
import { readQuality, reportStates } from '../warehouse/quality.ts';
import { maybe, message } from './delivery-schema.ts';
import { periodOrRefuse } from './parameters.ts';
import { maybeDecimal, maybeText, oneOf, orRefused, periodParameter, record, Type } from './schema.ts';
import type { Context, Server } from './server.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const reporting = {
  expected: count('应报企业 | Tenants due'),
  received: count('已报企业（含迟报、零申报） | Tenants that reported, late and nil ones included'),
  late: count('迟报企业：首次报送晚于截止日末 | Tenants whose first report came after the due day'),
  nil: count('零申报企业 | Tenants with a nil return'),
  held: count(
    '待核实企业：已报但尚未计入 | Tenants whose report waits for confirmations and does not count yet',
  ),
};
const share = maybeDecimal(
  '0.004120',
  '占应报企业此前12个月进出口额的份额 | Share in the value of tenants due over the twelve months before',
);
const state = oneOf(reportStates, {
  description:
    'received 已报 held 待核实 needs_fixing 待改 refused 退回 withdrawn 已撤回 not_received 未报 | Counts, waits for confirmations, has no usable row, was refused, was withdrawn, has not come',
});

const schema = {
  operationId: 'readQuality',
  tags: ['quality'],
  summary: '某月的收数情况 | How the collection of a month stands',
  description:
    '企业在全市只计一次；同月在两个园区的企业在两个园区各计一次，未报时在missing中各列一次。按值的覆盖率为已报企业占应报企业此前12个月进出口额的份额；未报企业按此份额排序，从大到小。 | A tenant counts once for the city. One that was in two parks in the month counts in both, and stands under both in `missing`. Coverage by value is the share that those who reported had in the value of all tenants due over the twelve months before; those missing are ordered by that share.',
  querystring: record({ period: periodParameter('统计期 | Month') }),
  response: {
    200: record(
      {
        period: Type.String(),
        ...reporting,
        rows_read: count('现行报送读入的行 | Rows read of the deliveries in force'),
        rejected_rows: count('其中驳回的行 | Rows of them that were rejected'),
        coverage: record({
          count: maybeDecimal(
            '0.991597',
            '已报÷应报；无应报为null | received ÷ expected; null when none is due',
          ),
          value: maybeDecimal(
            '0.983130',
            '按此前12个月进出口额的覆盖率 | Coverage by value of the twelve months before',
          ),
        }),
        parks: Type.Array(record({ park: Type.String(), ...reporting })),
        missing: Type.Array(
          record({
            uscc: Type.String(),
            name_zh: Type.String(),
            park: Type.String(),
            share_of_last_12_months: share,
          }),
          {
            description: '未报企业，按份额从大到小 | Tenants that did not report, the largest share first',
          },
        ),
        deliveries: record(
          {
            in_force: count('现行 | In force'),
            accepted: count('已接受、待回执 | Accepted, in no month before receipts come'),
            needs_confirming: count('待核实 | Waiting for confirmations'),
            needs_fixing: count('待改：没有可用的行 | No usable row'),
            withdrawn: count('已撤回 | Withdrawn'),
            refused: count('整份退回 | Refused as a whole'),
            superseded: count('已被替代 | Superseded'),
          },
          { description: '该月的报送按状态 | Deliveries of the month by state' },
        ),
        tenants: Type.Array(
          record({
            uscc: Type.String(),
            name_zh: Type.String(),
            park: Type.String(),
            expected: Type.Boolean({ description: '该月应报 | Due for the month' }),
            sources: Type.Array(Type.String(), { description: '报送源 | Its sources' }),
            state,
            received_at: maybeText({
              format: 'date-time',
              description: '首次收到的时刻 | When its first file came; null when none has',
            }),
            late: Type.Boolean(),
            nil: Type.Boolean({ description: '零申报 | A nil return' }),
            share_of_last_12_months: share,
          }),
          {
            description:
              '应报企业，在各园区各列一次，按份额从大到小 | Tenants due, once for each of their parks, the largest share first',
          },
        ),
        reminders: Type.Array(
          record({
            uscc: Type.String(),
            name_zh: Type.String(),
            state,
            share,
            coverage_after: maybeDecimal(
              '0.987000',
              '本户及以上各户报齐后的按值覆盖率 | Coverage by value once it and all before it have reported',
            ),
          }),
          { description: '催报名单，按份额从大到小 | Whom to remind, the largest share first' },
        ),
        reminder: maybe(message, '催报前几户的效果 | What the first reminders would bring, in a sentence'),
      },
      {
        description: '收数情况 | The state of the collection',
        examples: [
          {
            period: '2026-10',
            expected: 119,
            received: 118,
            late: 2,
            nil: 3,
            rows_read: 12846,
            rejected_rows: 87,
            coverage: { count: '0.991597', value: null },
            held: 0,
            parks: [{ park: 'P01', expected: 31, received: 30, late: 1, nil: 1, held: 0 }],
            missing: [
              {
                uscc: '91330100MA27XL0K61',
                name_zh: '某某家居用品有限公司',
                park: 'P01',
                share_of_last_12_months: null,
              },
            ],
            deliveries: {
              in_force: 117,
              accepted: 0,
              needs_confirming: 0,
              needs_fixing: 1,
              withdrawn: 0,
              refused: 2,
              superseded: 5,
            },
            tenants: [
              {
                uscc: '91330100MA27XL0K61',
                name_zh: '某某家居用品有限公司',
                park: 'P01',
                expected: true,
                sources: ['S001'],
                state: 'not_received',
                received_at: null,
                late: false,
                nil: false,
                share_of_last_12_months: '0.016870',
              },
            ],
            reminders: [
              {
                uscc: '91330100MA27XL0K61',
                name_zh: '某某家居用品有限公司',
                state: 'not_received',
                share: '0.016870',
                coverage_after: '1.000000',
              },
            ],
            reminder: {
              zh: '再收到这1户，覆盖率由98.3 %升至100.0 %',
              en: 'With this one, coverage goes from 98.3 % to 100.0 %',
            },
          },
        ],
      },
    ),
    ...orRefused(400),
  },
};

export function qualityRoutes(server: Server, { database }: Context): void {
  server.get('/quality', { config: { access: 'published_detail' }, schema }, async ({ query, reader }) => {
    const period = periodOrRefuse('period', query.period);
    const quality = await snapshot(database, (frozen) => readQuality(frozen, period, reader.scope));
    return {
      ...quality,
      parks: [...quality.parks],
      missing: [...quality.missing],
      tenants: quality.tenants.map((tenant) => ({ ...tenant, sources: [...tenant.sources] })),
      reminders: [...quality.reminders],
    };
  });
}
