import { expect, test } from 'vitest';
import type { Status } from './status.ts';
import { statusLines } from './status-lines.ts';

const waiting: Status = {
  period: '2026-10' as Status['period'],
  month: {
    state: 'closed',
    closes_at: '2026-11-10T16:00:00.000Z',
    release_at: '2026-11-12T01:00:00.000Z',
    blocking: [{ id: 'open_confirmations', count: 2, text: { zh: '2处待核实', en: '2 to be confirmed' } }],
  },
  expected: 3,
  received: 2,
  late: 1,
  nil: 0,
  held: 1,
  reminder: '再报1户，覆盖由80%到100% | With this one, coverage goes from 80 % to 100 %',
  reminders: [
    { uscc: '91210100MA0000003X', name_zh: '丙公司', state: 'missing', share: '0.2', coverage_after: '1' },
  ] as unknown as Status['reminders'],
  release: null,
  releases: 4,
  months_with_news: ['2026-09'],
  open_slots: [{ job: 'publish', slot: '2026-10', attempts: 1 }],
  last_runs: [
    {
      id: '7',
      job: 'collect',
      slot: '2026-11-11',
      state: 'failed',
      started_at: '2026-11-10T22:00:00.000Z',
      message: '磁盘已满',
    },
  ],
  mails: { waiting: 2, given_up: 0 },
  mail_troubles: [{ key: 'alert 3 2026-10', attempts: 2, error: '451 Greylisted', given_up: false }],
  last_backup: null,
  database: '/data/postgres',
};

test('a month under way tells who is missing, what keeps it, what waits', () => {
  expect(statusLines(waiting)).toEqual([
    '2026-10 已截止 Closed · 尚未发布 not published yet',
    '  应报 expected 3，已报 received 2（零申报 nil 0），迟报 late 1，待核实 held 1',
    '  截止 closes 2026-11-11 00:00，发布 release 2026-11-12 09:00',
    '  再报1户，覆盖由80%到100% | With this one, coverage goes from 80 % to 100 %',
    '    催报 remind: 丙公司 91210100MA0000003X',
    '  签发前须解决 before it is signed: open_confirmations, 2处待核实 | 2 to be confirmed',
    '有新数据待发布 to be published again: 2026-09',
    '到期未做 due and not done: publish 2026-10，已试 tried 1',
    '邮件 mails: 待发 waiting 2，放弃 given up 0',
    '  alert 3 2026-10，已试 tried 2：451 Greylisted',
    '任务 run #7 collect 2026-11-11 2026-11-11 06:00 失败 failed：磁盘已满',
    '最近备份 last backup: 从未 never',
    '数据库 database: /data/postgres',
  ]);
});

test('a published one is short', () => {
  const published: Status = {
    ...waiting,
    month: { ...waiting.month, state: 'published', blocking: [] },
    release: { id: '2026-10.2', published_at: '2026-11-16T01:00:00.000Z', observations: 1189 },
    months_with_news: [],
    open_slots: [],
    last_runs: [],
    mails: { waiting: 0, given_up: 0 },
    mail_troubles: [],
    last_backup: '2026-11-17T00:00:00.000Z',
  };
  expect(statusLines(published)).toEqual([
    '2026-10 已发布 Published · 现行发布 current release 2026-10.2，2026-11-16 09:00，1189 个观测值 observations',
    '  应报 expected 3，已报 received 2（零申报 nil 0），迟报 late 1，待核实 held 1',
    '  截止 closes 2026-11-11 00:00',
    '最近备份 last backup: 2026-11-17 08:00',
    '数据库 database: /data/postgres',
  ]);
});
