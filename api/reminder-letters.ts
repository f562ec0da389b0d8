import { remindTenants } from '../warehouse/reminder-letters.ts';
import { periodOrRefuse } from './parameters.ts';
import { oneOf, orRefused, periodParameter, record, type Static, Type } from './schema.ts';
import type { Context, Server } from './server.ts';

const defaultDays = 3;

const body = record(
  {
    days: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 60,
        description:
          '几天内催过的不再催，不写为3 | Who was reminded within so many days is left alone; 3 when not given',
        examples: [3],
      }),
    ),
  },
  { description: '间隔 | How long to leave them alone' },
);
const row = record({
  uscc: Type.String({ examples: ['91330100MA27XL0K61'] }),
  name_zh: Type.String({ examples: ['某某家居用品有限公司'] }),
  outcome: oneOf(['queued', 'as_file', 'reminded_before'], {
    description:
      'queued 已交寄 as_file 无邮箱或未配置发信，请自行送达 reminded_before 近日已催 | Queued, to be handed over as it is, or left alone',
  }),
  recipients: Type.Integer({ description: '收件地址数 | Addresses', examples: [1] }),
  letter: record({
    subject: Type.String({ examples: ['请报送2026年10月跨境电商数据（截止2026年11月10日）'] }),
    text: Type.String({ examples: ['某某家居用品有限公司：\n\n尚未收到贵单位2026年10月的数据。'] }),
  }),
});
const count = (description: string, example: number) => Type.Integer({ description, examples: [example] });

const schema = {
  operationId: 'sendReminders',
  tags: ['delivery'],
  summary:
    '催报：每户一函，只写该户的情况 | Remind those who have not reported, each of their own state only',
  params: record({ period: periodParameter('统计期 | Month') }),
  body,
  response: {
    200: record(
      {
        queued: count('已交寄 | Queued', 1),
        as_file: count('须自行送达 | To be handed over', 0),
        reminded_before: count('近日已催 | Left alone', 0),
        rows: Type.Array(row),
      },
      {
        description: '预计额大的在前 | The largest expected value first',
        examples: [
          {
            ...{ queued: 1, as_file: 0, reminded_before: 0 },
            rows: [
              {
                ...{ uscc: '91330100MA27XL0K61', name_zh: '某某家居用品有限公司' },
                ...{ outcome: 'queued' as const, recipients: 1 },
                letter: {
                  subject: '请报送2026年10月跨境电商数据（截止2026年11月10日）',
                  text: '某某家居用品有限公司：\n\n尚未收到贵单位2026年10月的数据。',
                },
              },
            ],
          },
        ],
      },
    ),
    ...orRefused(400, 415),
  },
};

/** Reminders to tenants, by mail where there is an address. */
export function reminderLetterRoutes(server: Server, { database, now, delivery }: Context): void {
  server.post('/reminders/:period/send', { config: { access: 'desk' }, schema }, async (request) => {
    const { period } = request.params as { period: string };
    const { days = defaultDays } = request.body as Static<typeof body>;
    const order = { period: periodOrRefuse('period', period), days, mail: delivery.mail };
    const letters = await remindTenants(database, order, now());
    const number = (outcome: string) => letters.filter((one) => one.outcome === outcome).length;
    const [queued, as_file] = [number('queued'), number('as_file')];
    request.about = `queued ${queued}, as file ${as_file}`;
    return {
      ...{ queued, as_file, reminded_before: number('reminded_before') },
      rows: letters.map(({ subject, paragraphs, ...letter }) => ({
        ...letter,
        letter: { subject, text: paragraphs.join('\n\n') },
      })),
    };
  });
}
