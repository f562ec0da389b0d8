import type { Period } from '../catalogue/period.ts';
import { snapshot } from '../warehouse/database.ts';
import {
  type Reminder,
  type ReminderMethod,
  type Reminders,
  readReminders,
  reminderMethods,
} from '../warehouse/reminders.ts';
import { maybe, message } from './delivery-schema.ts';
import { mediaTypes } from './packing.ts';
import { parkMonthOrRefuse, parkMonthParameters, parksOrRefuse } from './park-month.ts';
import { listOf, maybeDecimal, oneOf, orRefused, record, Type } from './schema.ts';
import type { Context, Reply, Server } from './server.ts';

const { park, period } = parkMonthParameters.properties;
const methods = Object.keys(reminderMethods) as ReminderMethod[];
const states = ['not_received', 'needs_fixing', 'refused', 'withdrawn', 'held', 'received'] as const;

const row = record({
  uscc: Type.String({ examples: ['91330100MA27XL0K61'] }),
  name_zh: Type.String({ examples: ['某某家居用品有限公司'] }),
  parks: Type.Array(Type.String(), { examples: [['P01']] }),
  state: oneOf(states, {
    description:
      'not_received 未报 needs_fixing 待改 refused 退回 withdrawn 已撤回 | What came of its report',
  }),
  expected: maybeDecimal('16300000.00', '预计进出口额，元 | Trade value expected, CNY'),
  share: maybeDecimal('0.016870', '占应报企业 | In all tenants due'),
  cumulative: maybeDecimal('0.810000', '本户及以上各户占未报额 | It and all before it, in what is missing'),
  coverage_after: maybeDecimal(
    '0.987000',
    '报齐至本户的按额覆盖率 | Coverage by value once all up to it reported',
  ),
});

const example = {
  period: '2026-10',
  method: 'last_12_months',
  method_text: reminderMethods.last_12_months,
  months: 12,
  coverage: '0.934000',
  missing: '0.00',
  sentence: null,
  rows: [],
  reason: '应报企业已全部报送 | Every tenant due has reported',
};
const answer = listOf(
  row,
  {
    period: Type.String({ examples: ['2026-10'] }),
    method: oneOf(methods),
    method_text: message,
    months: Type.Integer({ description: '所据月数 | Months that it is made of', examples: [12] }),
    coverage: maybeDecimal('0.934000', '现按额覆盖率 | Coverage by value now'),
    missing: maybeDecimal(
      '58000000.00',
      '未报企业预计进出口额合计，元 | Expected of all who are missing, CNY',
    ),
    sentence: maybe(message, '先催哪几户 | What the first calls would bring'),
  },
  { description: '催报名单，预计额大的在前 | Whom to remind, the largest expected value first' },
);

const schema = {
  operationId: 'listReminders',
  tags: ['quality'],
  summary: '催报名单，按预计额排序 | Tenants that have not reported, by what they are expected to bring',
  querystring: record({
    period,
    park,
    method: Type.Optional(
      oneOf(methods, {
        description:
          '预计方法，不写为last_12_months | last_12_months 前12个月月均 same_month 上年同月; last_12_months when not given',
        examples: ['last_12_months'],
      }),
    ),
    format: Type.Optional(
      oneOf(['json', 'csv'], {
        description: 'csv可直接用Excel打开 | csv opens in Excel',
        examples: ['json'],
      }),
    ),
  }),
  response: {
    200: {
      description: '名单 | The list',
      content: {
        [mediaTypes.json]: { schema: answer, example },
        [mediaTypes.csv]: {
          schema: Type.String({ description: 'RFC 4180, UTF-8 with BOM' }),
          example: csvOf([]),
        },
      },
    },
    ...orRefused(400, 403),
  },
};

export function reminderRoutes(server: Server, { database }: Context): void {
  server.get('/reminders', { config: { access: 'month' }, schema }, async ({ query, reader }, reply) => {
    const { method = 'last_12_months', format = 'json' } = query;
    const asked = await parkMonthOrRefuse(database, query);
    const parks = parksOrRefuse(reader.scope, asked.park);
    const found = await snapshot(database, (frozen) =>
      readReminders(frozen, { period: asked.period, parks, method }),
    );
    if (format === 'json') return shown(found, asked.period);
    const named = found.rows.map((one) => ({
      ...one,
      park: one.parks.map((id) => asked.names.get(id)?.name_zh ?? id),
    }));
    (reply as Reply)
      .type(`${mediaTypes.csv}; charset=utf-8`)
      .header('content-disposition', `attachment; filename="reminders_${asked.period}.csv"`)
      .send(csvOf(named));
    return reply as never;
  });
}

function shown({ rows, ...found }: Reminders, period: Period) {
  return {
    period,
    ...found,
    method_text: reminderMethods[found.method],
    rows: rows.map((row) => ({ ...row, parks: [...row.parks] })),
    reason: rows.length ? null : '应报企业已全部报送 | Every tenant due has reported',
  };
}

const stateNames: Readonly<Record<Reminder['state'], string>> = {
  not_received: '未报',
  needs_fixing: '待改',
  refused: '退回',
  withdrawn: '已撤回',
  held: '待核实',
  received: '已报',
};

/** For people: it opens in Excel, and a code stays the text that it is. */
function csvOf(rows: readonly (Reminder & { readonly park: readonly string[] })[]): string {
  const header = '序号,统一社会信用代码,企业,园区,状态,预计进出口额(元),占应报额,累计占未报额,报齐后覆盖率';
  const lines = rows.map((row, at) =>
    [
      at + 1,
      row.uscc,
      row.name_zh,
      row.park.join('、'),
      stateNames[row.state],
      row.expected,
      row.share,
      row.cumulative,
      row.coverage_after,
    ]
      .map((cell) => quoted(String(cell ?? '')))
      .join(','),
  );
  return `\uFEFF${[header, ...lines].join('\r\n')}\r\n`;
}

/** A name that a spreadsheet would take for a formula is told as text. */
function quoted(cell: string): string {
  const safe = /^[=+\-@\t]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
