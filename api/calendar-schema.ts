import { instant, listOf, oneOf, orRefused, record, Type } from './schema.ts';
import { writer } from './writes.ts';

const day = (description: string) => Type.String({ format: 'date', description, examples: ['2026-11-10'] });
const period = Type.String({ examples: ['2026-10'] });
const park = Type.String({ description: '园区，_T为全部 | Park; _T: all', examples: ['_T'] });

const move = record({
  id: Type.String({ examples: ['2'] }),
  kind: oneOf(['due', 'release']),
  park,
  before_at: instant('原定 | As it was'),
  at: instant('改为 | As it is'),
  reason: Type.String({ examples: ['国庆假期后延'] }),
  by: Type.String({ examples: ['李敏'] }),
  set_at: instant('何时改的 | When it was moved'),
});
const row = record({
  period,
  due: Type.Array(record({ park, day: day('截止日，当日24时止 | Due day, until its end') })),
  closes_at: instant('收集截止：最后一个园区的截止日24时 | When collection closes'),
  release_at: instant('发布时刻 | The hour of publication'),
  arranged: Type.Boolean({
    description: '所涉年份的节假日安排是否已公布 | Whether the holidays of the year are announced',
  }),
  moves: Type.Array(move, { description: '改过的日期，先后为序 | What was moved, oldest first' }),
});
const special = record({
  day: day('日期 | The day'),
  kind: oneOf(['holiday', 'make_up'], {
    description: '节假日、调休上班 | Public holiday, make-up working day',
  }),
  zh: Type.String({ examples: ['国庆节'] }),
  en: Type.String({ examples: ['National Day'] }),
});
const exampleRow = {
  period: '2026-10',
  due: [{ park: 'P01', day: '2026-11-10' }],
  closes_at: '2026-11-10T16:00:00.000Z',
  release_at: '2026-11-13T01:00:00.000Z',
  arranged: true,
  moves: [
    {
      id: '2',
      kind: 'release' as const,
      park: '_T',
      before_at: '2026-11-12T01:00:00.000Z',
      at: '2026-11-13T01:00:00.000Z',
      reason: '与海关公布时间衔接',
      by: '李敏 (limin)',
      set_at: '2026-11-02T02:00:00.000Z',
    },
  ],
};

export const calendarAnswer = listOf(
  row,
  {
    now: instant('回答的时刻 | When this was answered'),
    days: Type.Array(special, { description: '节假日与调休 | Holidays and make-up working days' }),
  },
  {
    description: '日程 | The calendar',
    examples: [
      {
        now: '2026-11-02T03:00:00.000Z',
        days: [{ day: '2026-10-01', kind: 'holiday', zh: '国庆节', en: 'National Day' }],
        rows: [exampleRow],
        reason: null,
      },
    ],
  },
);

export const calendarSchema = {
  operationId: 'readCalendar',
  tags: ['months'],
  summary: '日程：各月截止日、发布时刻、改期、节假日 | The calendar: due days, publication, moves, holidays',
  description:
    '不写from、to时为此前6个月至此后11个月。 | From 6 months back to 11 months on when no months are given.',
  querystring: record({
    from: Type.Optional(Type.String({ description: '起始统计期 | First month', examples: ['2026-01'] })),
    to: Type.Optional(
      Type.String({
        description: '截止统计期，至多36个月 | Last month; 36 months at most',
        examples: ['2026-12'],
      }),
    ),
  }),
  response: {
    200: calendarAnswer,
    ...orRefused(400),
  },
};
export const moveSchema = {
  operationId: 'moveDate',
  tags: ['months'],
  summary: '改期，原定日期与理由一并保留 | Move a day; the old one is kept with the reason',
  body: record(
    {
      period: Type.String({ description: '统计期 | Month', examples: ['2026-10'] }),
      kind: oneOf(['due', 'release'], { description: '截止日、发布时刻 | Due day, hour of publication' }),
      park: Type.Optional(park),
      day: day('改为哪天（北京时间） | The new day, in Beijing'),
      time: Type.Optional(
        Type.String({
          pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
          description: '发布时刻，改发布时必填 | The hour, needed for a publication',
          examples: ['09:00'],
        }),
      ),
      reason: Type.String({
        minLength: 1,
        maxLength: 500,
        pattern: '[\\p{L}\\p{N}]',
        description: '理由 | The reason',
      }),
      by: writer,
    },
    { description: '改哪一天 | Which day is moved' },
  ),
  response: {
    200: record(
      { ...row.properties },
      { description: '该月的日程 | The month as it is now', examples: [exampleRow] },
    ),
    ...orRefused(400, 409, 415),
  },
};

export const fileSchema = {
  operationId: 'readCalendarFile',
  tags: ['months'],
  summary: '日程文件（iCalendar），可订阅 | The calendar as a file to subscribe to (iCalendar)',
  description:
    '此前6个月至此后11个月。事件的UID不变，每改期一次SEQUENCE加一。 | From 6 months back to 11 months on. The UID of an event stays, its SEQUENCE grows with each move.',
  querystring: record({
    lang: Type.Optional(oneOf(['zh', 'en'], { description: '语言，不写为zh | Language', examples: ['zh'] })),
  }),
  response: {
    200: {
      description: 'iCalendar (RFC 5545)',
      content: {
        'text/calendar': { schema: Type.String(), example: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n…' },
      },
    },
    304: {
      description: '与If-None-Match所示相同 | Same as what If-None-Match names',
      content: { 'text/calendar': { schema: Type.String(), example: '' } },
    },
    ...orRefused(400),
  },
};
