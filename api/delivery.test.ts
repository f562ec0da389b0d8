import { createHash } from 'node:crypto';
import { DOMParser } from 'linkedom';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { alertsOf } from '../warehouse/alerts.ts';
import { queueAnnouncements } from '../warehouse/announcements.ts';
import { bound } from '../warehouse/bound.ts';
import { storeReport } from '../warehouse/reports.ts';
import { keepUnsubscribeLink } from '../warehouse/subscriptions.ts';
import { makePerson, sessionOf } from './access/access.fixture.ts';
import {
  correctedAt,
  correctedMarch,
  now,
  openApp,
  openWarehouse,
  publish,
  publishQuarters,
  recordMarch,
  registerParks,
  tenants,
  type Warehouse,
} from './app.fixture.ts';
import type { Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const [a, b, c, d] = tenants as [string, string, string, string];
let warehouse: Warehouse;
let app: Server;
const cookies = new Map<string, string>();

beforeAll(async () => {
  warehouse = await openWarehouse();
  const { database } = warehouse;
  await registerParks(database);
  await publishQuarters(database);
  await publish(database, '2026-03', correctedAt, correctedMarch);
  await recordMarch(database);
  for (const [name, role] of [
    ['boss', 'admin'],
    ['lin', 'officer'],
    ['chen', 'analyst'],
  ] as const) {
    const id = await makePerson(database, name, { roles: [role] }, now);
    cookies.set(name, await sessionOf(database, id, now));
  }
  app = await openApp(database, {
    writes: 'local',
    delivery: { mail: true, publicUrl: 'https://stat.example.gov.cn/' },
  });
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

const as = (name: string, url: string, payload?: object) =>
  app.inject({
    method: payload ? 'POST' : 'GET',
    url: `/api/v1/${url}`,
    headers: { cookie: cookies.get(name) ?? '' },
    ...(payload ? { payload } : {}),
  });
const rule = {
  ...{
    address: 'chen@example.cn',
    language: 'zh',
    indicator: 'trade_value',
    park: '_T',
    mode: '_T',
    flow: '_T',
  },
  ...{ comparison: 'yoy', direction: 'above', threshold: '0.4', hold_off: '1' },
};

test('a subscription is one’s own: added once, seen and ended by nobody else', async () => {
  const asked = { address: 'chen@example.cn', park: 'P01', indicator: 'trade_value', language: 'zh' };
  const { id } = (await as('chen', 'me/subscriptions', asked)).json();
  expect((await as('chen', 'me/subscriptions', asked)).json().id).toBe(id);
  expect((await as('chen', 'me/subscriptions')).json().rows).toEqual([
    { id, ...asked, created_at: now.toISOString() },
  ]);
  expect((await as('lin', 'me/subscriptions')).json().rows).toEqual([]);
  expect((await as('lin', `me/subscriptions/${id}/end`, {})).statusCode).toBe(404);
  expect((await as('chen', `me/subscriptions/${id}/end`, {})).json()).toEqual({ ended: id });
  expect((await as('chen', `me/subscriptions/${id}/end`, {})).statusCode).toBe(404);
  const wrong = [
    [{ ...asked, park: 'P09' }, 'P09'],
    [{ ...asked, address: 'a@b..cn' }, 'address'],
    [{ ...asked, address: 'a@example.cn\r\nBcc: b@example.cn' }, 'address'],
    [{ ...asked, indicator: 'trade' }, 'indicator'],
  ] as const;
  for (const [body, named] of wrong) {
    const { statusCode, body: said } = await as('chen', 'me/subscriptions', body);
    expect([statusCode, said.includes(named)]).toEqual([400, true]);
  }
});

test('a rule that never could fire is refused by what is wrong with it', async () => {
  const refused = [
    [{ indicator: 'reporting_rate' }, 'comparison'],
    [{ comparison: 'rank' }, 'comparison'],
    [{ mode: '9710', flow: 'import' }, 'mode'],
    [{ threshold: '1e3' }, 'threshold'],
    [{ hold_off: '37' }, 'hold_off'],
    [{ park: 'P09' }, 'park'],
  ] as const;
  for (const [part, named] of refused) {
    const { statusCode, json } = await as('chen', 'me/alerts', { ...rule, ...part });
    expect([statusCode, json().details.parameter]).toEqual([400, named]);
  }
});

test('a replay tells release by release what would have fired, as its readers saw it, silence and base applied', async () => {
  const replay = async (part: object = {}) => {
    const { address: _, language: __, ...asked } = { ...rule, ...part };
    return (await as('chen', `alerts/replay?${new URLSearchParams(asked as Record<string, string>)}`)).json();
  };
  // Year on year: January 150/100, February 60/80, March 180.50/120.25 = 0.501, corrected to 200.50: 0.667.
  const told = await replay();
  expect(told).toMatchObject({ releases: 7, fired: 2, silent: 1 });
  expect(
    told.rows.map(({ release, outcome, value }: Record<string, string>) => [release, outcome, value]),
  ).toEqual([
    ['2026-03.2', 'silent', '0.667359667360'],
    ['2026-03.1', 'fires', '0.501039501040'],
    ['2026-01.1', 'fires', '0.500000000000'],
  ]);
  expect(told.text.zh).toBe('全市进出口额同比高于40.0%，触发后静默1个月');
  expect(told.rows[1].sentence.zh).toBe('2026年3月全市进出口额同比50.1%，高于所设的40.0%（基数120.25元）。');
  expect(await replay({ hold_off: '2' })).toMatchObject({ fired: 1, silent: 2 });
  expect(await replay({ minimum_base: '120.25' })).toMatchObject({ fired: 1, silent: 1 });
  expect(await replay({ minimum_base: '120.26' })).toMatchObject({ fired: 0, silent: 0, rows: [] });
  // Month on month: down in February of both years, by a fifth and by three; up or unknown elsewhere.
  const falls = { comparison: 'mom', direction: 'below', threshold: '-0.1', hold_off: '0' };
  expect((await replay(falls)).rows.map(({ period }: { period: string }) => period)).toEqual([
    '2026-02',
    '2025-02',
  ]);
  // Everywhere three quarters have reported.
  expect(await replay({ comparison: 'coverage', threshold: '0.8', direction: 'below' })).toMatchObject({
    fired: 4,
    silent: 3,
  });
  expect(await replay({ park: 'P01', comparison: 'rank', threshold: '0', hold_off: '0' })).toMatchObject({
    // February 2025 has no value, so no place; a correction of March is March.
    fired: 5,
    silent: 1,
  });
});

test('what a release sets off can be seen before it is there, and is mailed once when it is', async () => {
  const { database } = warehouse;
  const { id } = (await as('chen', 'me/alerts', { ...rule, minimum_base: '100' })).json();
  await as('chen', 'me/subscriptions', {
    address: 'chen@example.cn',
    park: '_T',
    language: 'en',
  });
  const mails = () =>
    database.kysely
      .selectFrom('outgoing')
      .select(['kind', 'release_id', 'recipient', 'language', 'subject'])
      .orderBy('outgoing_id')
      .execute();
  const fired = (await alertsOf(database, '2026-03.2')).map(({ rule: { rule_id }, value }) => [
    rule_id,
    value,
  ]);
  expect(fired).toEqual([[id, '0.667359667360']]);
  const seen = await bound(database, async (tried) => {
    await queueAnnouncements(tried, '2026-03.2', now);
    return tried.kysely.selectFrom('outgoing').select('kind').execute();
  });
  expect(seen.map(({ kind }) => kind)).toEqual(['correction', 'alert']);
  expect(await mails()).toEqual([]);
  expect(await queueAnnouncements(database, '2026-03.2', now)).toEqual({ announcements: 1, alerts: 1 });
  const queued = await mails();
  expect(queued).toEqual([
    {
      kind: 'correction',
      release_id: '2026-03.2',
      recipient: 'chen@example.cn',
      language: 'en',
      subject: null,
    },
    {
      ...{ kind: 'alert', release_id: '2026-03.2', recipient: 'chen@example.cn', language: 'zh' },
      subject: '【提醒】2026年3月全市进出口额同比66.7%，高于所设的40.0%（基数120.25元）',
    },
  ]);
  // Again, and for another release within the silence.
  expect(await queueAnnouncements(database, '2026-03.2', now)).toEqual({ announcements: 0, alerts: 0 });
  expect(await alertsOf(database, '2026-03.1')).toEqual([]);
  expect((await alertsOf(database, '2026-01.1')).length).toBe(1);
  expect((await as('chen', 'me/alerts')).json().rows[0].fired).toEqual(['2026-03']);
  // Whose account is disabled is not written to.
  await database.kysely.updateTable('account').set({ disabled: true }).where('name', '=', 'chen').execute();
  expect(await queueAnnouncements(database, '2026-01.1', now)).toEqual({ announcements: 0, alerts: 0 });
  await database.kysely.updateTable('account').set({ disabled: false }).where('name', '=', 'chen').execute();
});

test('the link of a mail asks when it is opened and ends when it is posted to, from anywhere, twice alike', async () => {
  const { database } = warehouse;
  const token = 'u'.repeat(43);
  const { rows } = (await as('chen', 'me/subscriptions')).json();
  await keepUnsubscribeLink(database, createHash('sha256').update(token).digest(), {
    subscription_id: rows[0].id,
    rule_id: null,
  });
  const asked = await app.inject(`/unsubscribe?token=${token}`);
  expect([asked.statusCode, asked.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(asked.body).toContain('<form method="post">');
  expect(asked.body).not.toContain('chen@');
  expect((await as('chen', 'me/subscriptions')).json().rows).toHaveLength(1);
  const click = () =>
    app.inject({
      method: 'POST',
      url: `/unsubscribe?token=${token}`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...{ origin: 'https://mail.example.com', 'sec-fetch-site': 'cross-site' },
      },
      payload: 'List-Unsubscribe=One-Click',
    });
  expect((await click()).statusCode).toBe(200);
  expect((await as('chen', 'me/subscriptions')).json().rows).toEqual([]);
  expect((await click()).statusCode).toBe(200);
  expect((await app.inject(`/unsubscribe?token=${'v'.repeat(43)}`)).statusCode).toBe(404);
});

test('a reminder goes to who has not reported, the largest first, each of its own; not twice in three days', async () => {
  const { database } = warehouse;
  await database.kysely
    .insertInto('tenant_contact')
    .values({ uscc: d, email: 'd@example.cn', language: 'en' })
    .execute();
  const sent = (await as('lin', 'reminders/2026-03/send', {})).json();
  // A and C have reported; B's file had no usable row, D's was refused.
  expect(sent).toMatchObject({ queued: 1, as_file: 1, reminded_before: 0 });
  expect(sent.rows.map(({ uscc, outcome }: Record<string, string>) => [uscc, outcome]).sort()).toEqual([
    [b, 'as_file'],
    [d, 'queued'],
  ]);
  for (const { uscc, name_zh, letter } of sent.rows) {
    const others = [a, b, c, d].filter((one) => one !== uscc);
    const text = letter.subject + letter.text;
    expect(text).toContain(name_zh);
    for (const other of others) {
      expect(text).not.toContain(other);
      expect(text).not.toContain(`企业${other.at(-1)}`);
    }
    expect(text).toContain('2026年4月10日');
  }
  const letters = await database.kysely
    .selectFrom('outgoing')
    .select(['recipient', 'subject', 'paragraphs', 'sent_at'])
    .where('kind', '=', 'reminder')
    .orderBy('recipient')
    .execute();
  expect(letters.map(({ recipient, sent_at }) => [recipient, sent_at !== null])).toEqual([
    ['d@example.cn', false],
    [null, true],
  ]);
  expect(letters[0]?.paragraphs?.join(' ')).toContain(
    'Your file of Mar 2026 could not be read and was refused: please hand it in again. It was due on 10 Apr 2026.',
  );
  expect((await as('lin', 'reminders/2026-03/send', {})).json()).toMatchObject({
    ...{ queued: 0, as_file: 0, reminded_before: 2 },
  });
  expect((await as('lin', 'reminders/2026-03/send', { days: 0 })).json()).toMatchObject({
    queued: 1,
    as_file: 1,
  });
  expect((await as('chen', 'reminders/2026-03/send', {})).statusCode).toBe(403);
  expect((await as('lin', 'reminders/2026-13/send', {})).statusCode).toBe(400);
});

test('the feed tells releases, the newest first, with their reports; corrections are marked; unchanged is 304', async () => {
  const { database } = warehouse;
  for (const format of ['html', 'docx'])
    await storeReport(database, {
      ...{ release: '2026-03.2', park: '_T', format, language: 'zh', content: Buffer.from('x') },
      ...{ sha256: 'x', writtenAt: now },
    });
  const asked = (query = '', headers = {}) =>
    app.inject({ url: `/feed.atom${query}`, headers: { cookie: cookies.get('chen') ?? '', ...headers } });
  const first = await asked();
  expect(first.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
  const document = new DOMParser().parseFromString(first.body, 'text/xml');
  const entries = [...document.querySelectorAll('entry')].map((entry) => ({
    id: entry.querySelector('id')?.textContent,
    title: entry.querySelector('title')?.textContent,
    link: entry.querySelector('link')?.getAttribute('href'),
    summary: entry.querySelector('summary')?.textContent,
    marked: entry.querySelector('category')?.getAttribute('term') ?? null,
  }));
  expect(entries).toHaveLength(7);
  expect(entries[0]).toEqual({
    id: 'urn:parkstat:release:2026-03.2',
    title: '2026年3月数据（更正）',
    link: 'https://stat.example.gov.cn/api/v1/reports/2026-03.html?lang=zh&amp;release=2026-03.2',
    summary: '2026年3月进出口额200.50元，同比增长66.7%（版本2026-03.2）。',
    marked: 'correction',
  });
  expect(entries[1]).toMatchObject({ title: '2026年3月数据（初步）', marked: null });
  expect(first.body).toContain('reports/2026-03.html?lang=zh&amp;release=2026-03.2"');
  expect(first.body).toContain('reports/2026-03.docx?lang=zh&amp;');
  expect((await asked('', { 'if-none-match': first.headers.etag })).statusCode).toBe(304);
  expect((await asked('?lang=en')).body).toContain(
    'Trade value of Mar 2026: CNY 200.50, up 66.7% on a year earlier',
  );
  expect((await asked('?lang=fr')).statusCode).toBe(400);
});
