import { snapshot } from '../warehouse/database.ts';
import { readQuality } from '../warehouse/quality.ts';
import { periodOrRefuse } from './parameters.ts';
import { maybeDecimal, orRefused, periodParameter, record, Type } from './schema.ts';
import type { Context, Server } from './server.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const reporting = {
  expected: count('应报企业 | Tenants due'),
  received: count('已报企业（含迟报、零申报） | Tenants that reported, late and nil ones included'),
  late: count('迟报企业：首次报送晚于截止日末 | Tenants whose first report came after the due day'),
  nil: count('零申报企业 | Tenants with a nil return'),
};

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
            share_of_last_12_months: maybeDecimal(
              '0.004120',
              '占应报企业此前12个月进出口额的份额 | Share in the value of tenants due over the twelve months before',
            ),
          }),
          {
            description: '未报企业，按份额从大到小 | Tenants that did not report, the largest share first',
          },
        ),
        deliveries: record(
          {
            in_force: count('现行 | In force'),
            needs_fixing: count('待改：没有可用的行 | No usable row'),
            refused: count('整份退回 | Refused as a whole'),
            superseded: count('已被替代 | Superseded'),
          },
          { description: '该月的报送按状态 | Deliveries of the month by state' },
        ),
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
            parks: [{ park: 'P01', expected: 31, received: 30, late: 1, nil: 1 }],
            missing: [
              {
                uscc: '91330100MA27XL0K61',
                name_zh: '某某家居用品有限公司',
                park: 'P01',
                share_of_last_12_months: null,
              },
            ],
            deliveries: { in_force: 117, needs_fixing: 1, refused: 2, superseded: 5 },
          },
        ],
      },
    ),
    ...orRefused(400),
  },
};

export function qualityRoutes(server: Server, { database }: Context): void {
  server.get('/quality', { schema }, async ({ query }) => {
    const period = periodOrRefuse('period', query.period);
    const quality = await snapshot(database, (frozen) => readQuality(frozen, period));
    return { ...quality, parks: [...quality.parks], missing: [...quality.missing] };
  });
}
