import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish, publishQuarters, recordMarch, registerParks, tenants } from '../api/app.fixture.ts';
import type { Period } from '../catalogue/period.ts';
import { queueAnnouncements } from '../warehouse/announcements.ts';
import type { Database } from '../warehouse/database.ts';
import { claimOutgoing, outgoingState, queueOutgoing } from '../warehouse/outgoing.ts';
import { loadRegistry } from '../warehouse/registry.ts';
import { storeReport } from '../warehouse/reports.ts';
import { addSubscription, endSubscription } from '../warehouse/subscriptions.ts';
import { deliver } from './delivery.ts';
import { deliverToFolder } from './delivery-folder.ts';
import { openTestServer, usccOf } from './jobs.fixture.ts';
import { type MailboxOptions, openMailbox } from './mail.fixture.ts';
import { pauses, sendOutgoing } from './outgoing.ts';
import type { Program } from './program.ts';
import { remind } from './remind.ts';
import { readSettings } from './settings.ts';
import type { MailPatience } from './smtp.ts';

const server = await openTestServer();
let base: Program;
const now = new Date('2026-05-20T00:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

beforeAll(async () => {
  base = await server.program();
  await registerParks(base.database);
  await publishQuarters(base.database);
  await recordMarch(base.database);
});
afterAll(async () => {
  await base.close();
  await server.close();
});

const sending = (url: string): Program => ({
  ...base,
  settings: {
    ...base.settings,
    mail: { url, from: { name: '统计月报', address: 'tongji@example.gov.cn' } },
    publicUrl: new URL('https://stat.example.gov.cn/yuanqu/'),
    contact: '市商务局统计处',
  },
});

/** A mailbox and a program that sends to it, for as long as `work` takes. */
async function withMailbox(
  options: MailboxOptions,
  work: (
    box: Awaited<ReturnType<typeof openMailbox>>,
    send: (at?: Date, patience?: MailPatience) => ReturnType<typeof sendOutgoing>,
  ) => Promise<void>,
) {
  await base.database.kysely.deleteFrom('outgoing').execute();
  const box = await openMailbox(options);
  try {
    await work(box, (at = now, patience = { ca: box.ca }) => sendOutgoing(sending(box.url), at, patience));
  } finally {
    await box.close();
  }
}

function fileReport(release: string, park: string, language: string, format: string) {
  const content = Buffer.from(`${park} ${language} ${format}`);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return storeReport(base.database, { release, park, format, language, content, sha256, writtenAt: now });
}

/** A letter of its own to each address. */
const queue = (database: Database, ...to: string[]) =>
  queueOutgoing(
    database,
    to.map((recipient) => ({
      ...{ key: `test ${recipient}`, kind: 'alert' as const, period: '2026-03', recipient },
      ...{
        language: 'zh' as const,
        letter: { subject: '提醒：增长', paragraphs: ['第一段。', '<b>不是标记</b>'] },
      },
    })),
    now,
  );
const rowOf = async (to: string) =>
  base.database.kysely
    .selectFrom('outgoing')
    .selectAll()
    .where('recipient', '=', to)
    .executeTakeFirstOrThrow();

test('a release arrives as its subscribers asked: in Chinese and English, as HTML and text, with a way to end it', async () => {
  const { database } = base;
  const subscribe = (owner: string, address: string, more: object = {}) =>
    addSubscription(database, {
      ...{ owner, address, park: '_T', indicator: null, language: 'zh', created_at: now },
      ...more,
    });
  await withMailbox({ tls: 'offered', user: { name: 'stat', password: 'p@ss/word' } }, async (box, send) => {
    await subscribe('local', 'chief@example.gov.cn');
    await subscribe('local', 'park1@example.cn', { park: 'P01', language: 'en', indicator: 'trade_value' });
    const ended = await subscribe('local', 'gone@example.cn');
    await endSubscription(database, 'local', ended.subscription_id, now);
    // Of nobody's account; of a park that the release does not hold.
    await subscribe('nobody', 'stranger@example.cn');
    await subscribe('local', 'chief@example.gov.cn', { park: 'P02' });
    expect(await queueAnnouncements(database, '2026-03.1', now)).toEqual({ announcements: 2, alerts: 0 });
    expect(await queueAnnouncements(database, '2026-03.1', now)).toEqual({ announcements: 0, alerts: 0 });
    // It leads to the reports, which are not written yet.
    expect(await send()).toEqual({ sent: 0, failed: 0, given_up: 0 });
    for (const format of ['html', 'docx']) await fileReport('2026-03.1', '_T', 'zh', format);
    expect(await send()).toEqual({ sent: 2, failed: 0, given_up: 0 });
    expect(await send()).toEqual({ sent: 0, failed: 0, given_up: 0 });
    expect(box.arrived.map(({ to, secure, user }) => [to, secure, user])).toEqual([
      ['chief@example.gov.cn', true, 'stat'],
      ['park1@example.cn', true, 'stat'],
    ]);
    const [chinese, english] = box.arrived.map(({ mail }) => mail);
    expect(chinese?.from?.value).toEqual([{ name: '统计月报', address: 'tongji@example.gov.cn' }]);
    expect(chinese?.subject).toBe('2026年3月跨境电商产业园区统计月报（初步）');
    // 180.50 yuan against 120.25.
    const first = /2026年3月，全市跨境电商产业园区进出口额0\.02万元，同比\S*增长50\.1%/;
    expect(chinese?.text).toMatch(first);
    expect(chinese?.html).toMatch(first);
    expect(chinese?.html).toContain('<html lang="zh-CN">');
    expect(chinese?.html).toContain(
      'href="https://stat.example.gov.cn/yuanqu/api/v1/reports/2026-03.docx?lang=zh&amp;release=2026-03.1"',
    );
    expect(chinese?.text).toContain('联系人：市商务局统计处');
    expect(chinese?.text).not.toContain('.xlsx');
    expect(english?.subject).toBe('Park P01: Monthly Statistical Report, March 2026 (preliminary)');
    expect(english?.text).toContain('Trade value, Park P01: CNY 60.50, up 51.3% on a year earlier.');
    for (const { mail, raw } of box.arrived) {
      expect(mail.attachments).toEqual([]);
      expect(mail.html).not.toMatch(/<(script|link|img|style)\b/);
      // What mail programs cut off.
      expect(Buffer.byteLength(raw)).toBeLessThan(100_000);
      const { url } = (mail.headers.get('list') as { unsubscribe: { url: string } }).unsubscribe;
      expect(url).toMatch(/^https:\/\/stat\.example\.gov\.cn\/yuanqu\/unsubscribe\?token=[\w-]{43}$/);
      expect(mail.text).toContain(url);
      expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    }
    // Sent once more, it is the same mail.
    await database.kysely.updateTable('outgoing').set({ sent_at: null, next_try: now }).execute();
    await send();
    const again = box.arrived.slice(2).map(({ mail }) => mail);
    expect(again.map(({ messageId, html, text }) => [messageId, html, text])).toEqual(
      box.arrived.slice(0, 2).map(({ mail }) => [mail.messageId, mail.html, mail.text]),
    );
    expect(new Set(box.arrived.map(({ mail }) => mail.messageId)).size).toBe(2);
  });
});

test('a correction reaches those whose numbers moved, and says that it is one', async () => {
  await withMailbox({ tls: 'at_once' }, async (box, send) => {
    const { database } = base;
    // The city moves, P01 does not.
    const cells = await database.kysely
      .selectFrom('observation')
      .innerJoin('release', 'release.release_key', 'observation.release_key')
      .selectAll('observation')
      .where('release.id', '=', '2026-03.1')
      .execute();
    await publish(
      database,
      '2026-03',
      '2026-05-08T02:00:00Z',
      cells.map(({ indicator, value, reason, ...codes }) => {
        const { park, mode, flow, partner, chapter } = codes;
        const moved =
          indicator === 'trade_value' && [park, mode, flow, partner, chapter].every((c) => c === '_T');
        return [indicator, { park, mode, flow, partner, chapter }, moved ? '200.50' : value, reason ?? ''];
      }),
    );
    // Publishing has queued it.
    expect(await queueAnnouncements(database, '2026-03.2', now)).toEqual({ announcements: 0, alerts: 0 });
    expect((await send(new Date('2026-05-08T07:59:00Z'))).sent).toBe(0);
    await send(new Date('2026-05-08T08:00:00Z'));
    expect(box.arrived.map(({ to, secure }) => [to, secure])).toEqual([['chief@example.gov.cn', true]]);
    const mail = box.arrived[0]?.mail;
    expect(mail?.subject).toBe('2026年3月跨境电商产业园区统计月报（更正版）');
    expect(mail?.text).toMatch(/月报的更正版（2026-03\.2），代替2026年4月12日\S* 10:00发布的2026-03\.1/);
    expect(mail?.text).toContain('当月进出口额：180.50元 → 200.50元');
    expect(mail?.text).toContain('当月进出口额同比：50.1% → 66.7%');
    expect(mail?.text).toMatch(/进出口额0\.02万元，同比\S*增长66\.7%/);
  });
});

test('whom the server does not know is given up, the others get theirs', async () => {
  const refuse: MailboxOptions['refuse'] = (to, at) =>
    to === 'unknown@example.cn' && at === 'recipient' ? { code: 550, text: 'No such user here' } : undefined;
  await withMailbox({ refuse }, async (box, send) => {
    await queue(base.database, 'a@example.cn', 'unknown@example.cn', 'b@example.cn');
    expect(await send()).toEqual({ sent: 2, failed: 1, given_up: 1 });
    expect(box.arrived.map(({ to }) => to)).toEqual(['a@example.cn', 'b@example.cn']);
    expect(box.arrived[0]?.mail.html).toContain('&lt;b&gt;不是标记&lt;/b&gt;');
    const { troubles, ...counts } = await outgoingState(base.database, new Date(0));
    expect(counts).toEqual({ waiting: 0, sent: 2, given_up: 1 });
    expect(troubles).toHaveLength(1);
    expect(troubles[0]?.error).toContain('550 No such user here');
    expect(await send(later(10_000))).toEqual({ sent: 0, failed: 0, given_up: 0 });
  });
});

test('a server that greylists, or takes the message half, gets it again after growing pauses', async () => {
  let refusals = 3;
  const refuse: MailboxOptions['refuse'] = (to, at) => {
    if (to !== 'slow@example.cn' || refusals === 0 || refusals > 1 !== (at === 'recipient')) return undefined;
    refusals -= 1;
    return { code: 451, text: 'Greylisted, try again later' };
  };
  await withMailbox({ refuse }, async (box, send) => {
    await queue(base.database, 'slow@example.cn', 'quick@example.cn');
    expect(await send()).toEqual({ sent: 1, failed: 1, given_up: 0 });
    // Not before its time.
    expect(await send()).toEqual({ sent: 0, failed: 0, given_up: 0 });
    expect(await send(later(1))).toEqual({ sent: 0, failed: 1, given_up: 0 });
    expect(await send(later(5))).toEqual({ sent: 0, failed: 0, given_up: 0 });
    // Third refusal: after the text had been sent.
    expect(await send(later(6))).toEqual({ sent: 0, failed: 1, given_up: 0 });
    expect((await rowOf('slow@example.cn')).last_error).toContain('451 Greylisted');
    expect(await send(later(21))).toEqual({ sent: 1, failed: 0, given_up: 0 });
    expect(box.arrived.map(({ to }) => to)).toEqual(['quick@example.cn', 'slow@example.cn']);
    expect((await rowOf('slow@example.cn')).last_error).toBeNull();
  });
});

test('a server that takes none is asked once a look, and a mail is given up after its last pause', async () => {
  const wrong = { name: 'stat', password: 'right' };
  await withMailbox({ tls: 'offered', user: wrong }, async (box) => {
    await queue(base.database, 'a@example.cn', 'b@example.cn');
    const program = sending(box.url.replace('right', 'wr%C3%B6ng'));
    expect(await sendOutgoing(program, now, { ca: box.ca })).toEqual({ sent: 0, failed: 1, given_up: 0 });
    expect(box.connections).toBe(1);
    const { last_error } = await rowOf('a@example.cn');
    expect(last_error).toContain('Invalid login');
    expect(last_error).not.toMatch(/wröng|wr%C3%B6ng/);
    await base.database.kysely.deleteFrom('outgoing').where('recipient', '=', 'b@example.cn').execute();
    let at = 0;
    for (const [done, pause] of pauses.entries()) {
      at += pause;
      const isLast = done === pauses.length - 1;
      expect(await sendOutgoing(program, later(at), { ca: box.ca })).toEqual({
        ...{ sent: 0, failed: 1, given_up: isLast ? 1 : 0 },
      });
    }
    expect((await outgoingState(base.database, new Date(0))).troubles).toEqual([
      { key: 'test a@example.cn', attempts: pauses.length + 1, error: last_error, given_up: true },
    ]);
  });
});

test('a password goes over no open line, a certificate of nobody is not trusted, a server may not be silent', async () => {
  await withMailbox({ tls: 'none', user: { name: 'stat', password: 'right' } }, async (box) => {
    await queue(base.database, 'a@example.cn');
    // Not this machine by its name: STARTTLS is asked for, and it has none.
    const url = box.url.replace('localhost', '0.0.0.0');
    expect(await sendOutgoing(sending(url), now, { ca: box.ca })).toEqual({
      sent: 0,
      failed: 1,
      given_up: 0,
    });
    expect((await rowOf('a@example.cn')).last_error).toMatch(/STARTTLS/);
    expect(box.arrived).toEqual([]);
  });
  await withMailbox({ tls: 'at_once' }, async (box, send) => {
    await queue(base.database, 'a@example.cn');
    expect(await send(now, {})).toEqual({ sent: 0, failed: 1, given_up: 0 });
    expect((await rowOf('a@example.cn')).last_error).toMatch(/self-signed certificate/);
    expect(await send(later(1))).toEqual({ sent: 1, failed: 0, given_up: 0 });
    // One that takes the connection and says nothing, and one that is not there.
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const url = `smtp://127.0.0.1:${port}`;
    await queue(base.database, 'b@example.cn');
    expect((await sendOutgoing(sending(url), now, { patienceMs: 200 })).failed).toBe(1);
    expect((await rowOf('b@example.cn')).last_error).toMatch(/Greeting never received|timeout/i);
    await new Promise((resolve) => silent.close(resolve));
    expect((await sendOutgoing(sending(url), later(1), { patienceMs: 200 })).failed).toBe(1);
    expect((await rowOf('b@example.cn')).last_error).toMatch(/ECONNREFUSED/);
    expect(box.arrived).toHaveLength(1);
  });
});

test('two that send at once send each mail once; what a dead program had taken is due again; without a server nothing is lost', async () => {
  await withMailbox({}, async (box, send) => {
    const to = Array.from({ length: 8 }, (_, at) => `${at}@example.cn`);
    await queue(base.database, ...to);
    const both = await Promise.all([send(), send()]);
    expect(both.map(({ sent }) => sent).reduce((a, b) => a + b)).toBe(8);
    expect(box.arrived.map(({ mail }) => mail.to && !Array.isArray(mail.to) && mail.to.text).sort()).toEqual(
      to,
    );
    await queue(base.database, 'dead@example.cn');
    expect((await claimOutgoing(base.database, now, 900_000))?.recipient).toBe('dead@example.cn');
    expect((await send(later(14))).sent).toBe(0);
    expect((await send(later(15))).sent).toBe(1);
    await queue(base.database, 'waits@example.cn');
    expect(await sendOutgoing(base, later(30))).toEqual({ sent: 0, failed: 0, given_up: 0 });
    expect((await outgoingState(base.database, new Date(0))).waiting).toBe(1);
    // A week later it is no news.
    expect(await sendOutgoing(base, later(7 * 24 * 60 + 1))).toEqual({ sent: 0, failed: 0, given_up: 1 });
  });
});

/** A folder for as long as `work` takes. */
async function withFolder(work: (folder: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'parkstat-folder-'));
  await work(folder).finally(() => rm(folder, { recursive: true, force: true }));
}

test('documents go to the folder complete, once, with their checksums; a folder that is away is caught up with', async () => {
  await withFolder(async (root) => {
    const folder = join(root, 'share');
    const program = { ...base, settings: { ...base.settings, deliveryFolder: folder } };
    const file = (...of: [string, string, string]) => fileReport('2026-02.1', ...of);
    await file('_T', 'zh', 'docx');
    await file('_T', 'zh', 'xlsx');
    await file('P01', 'en', 'pdf');
    const said: string[] = [];
    await deliver(program, now, (line) => said.push(line));
    expect(said).toEqual([expect.stringContaining(`“${folder}”不存在`)]);
    await mkdir(folder);
    // And two of March, which the first test has filed.
    expect(await deliverToFolder(program, now)).toEqual({ releases: 2, documents: 5 });
    const place = join(folder, '2026-02', '2026-02.1');
    const names = ['2026-02.1.zh.docx', '2026-02.1.zh.xlsx', '2026-02.1.P01.en.pdf'];
    expect(await readdir(join(folder, '2026-02'))).toEqual(['2026-02.1']);
    expect((await readdir(place)).sort()).toEqual([...names, 'SHA256SUMS'].sort());
    const sums = (await readFile(join(place, 'SHA256SUMS'), 'utf8')).trimEnd().split('\n');
    expect(sums.map((line) => line.split('  ')[1]).sort()).toEqual([...names].sort());
    for (const line of sums) {
      const [sum, name = ''] = line.split('  ');
      expect(
        createHash('sha256')
          .update(await readFile(join(place, name)))
          .digest('hex'),
      ).toBe(sum);
    }
    // Nothing new; what somebody put beside stays.
    await writeFile(join(place, 'note.txt'), 'x');
    expect(await deliverToFolder(program, now)).toEqual({ releases: 0, documents: 0 });
    expect(await readdir(place)).toContain('note.txt');
    // One more document, and what a program that died had left.
    await mkdir(join(folder, '2026-02', '.2026-02.1-1-dead'));
    await file('P01', 'zh', 'pdf');
    expect(await deliverToFolder(program, now)).toEqual({ releases: 1, documents: 4 });
    expect(await readdir(join(folder, '2026-02'))).toEqual(['2026-02.1']);
    expect(await readdir(place)).toHaveLength(5);
  });
});

test('contacts are loaded with the registry, and who has none gets a letter as a file', async () => {
  const [, b = '', , d = ''] = tenants;
  const e = usccOf(7);
  await withFolder(async (folder) => {
    const contacts = (...lines: string[]) =>
      writeFile(join(folder, 'contacts.csv'), ['uscc,email,language', ...lines, ''].join('\n'));
    await writeFile(join(folder, 'tenants.csv'), `uscc,name_zh,kind\n${e},企业E,电商企业\n`);
    await writeFile(join(folder, 'memberships.csv'), `uscc,park_id,from\n${e},P02,2024-01-01\n`);
    await contacts(`${e},Bao.Guan@Example.cn,zh`, `${e},not an address,zh`);
    await expect(loadRegistry(base.database, folder)).rejects.toThrow(/contacts\.csv 第3行 email/);
    await contacts(`${e},Bao.Guan@Example.cn,zh`);
    expect(await loadRegistry(base.database, folder)).toMatchObject({ contacts: 1 });
    expect(await loadRegistry(base.database, folder)).toMatchObject({ contacts: 1 });
    await withMailbox({}, async (box, send) => {
      const letters = join(folder, 'letters');
      const order = { period: '2026-03' as Period, days: 3, folder: letters };
      const made = await remind(sending(box.url), order, now);
      expect(made.letters.map(({ uscc, outcome }) => [uscc, outcome]).sort()).toEqual(
        [
          [b, 'as_file'],
          [d, 'as_file'],
          [e, 'queued'],
        ].sort(),
      );
      expect(made.files).toHaveLength(2);
      for (const file of made.files) {
        const letter = await readFile(file, 'utf8');
        const own = file.includes(b) ? '企业B' : '企业D';
        expect(letter.match(/企业[A-E]/g)).toEqual([own]);
      }
      expect(await send()).toEqual({ sent: 1, failed: 0, given_up: 0 });
      const [arrived] = box.arrived;
      expect(arrived?.to).toBe('bao.guan@example.cn');
      expect(arrived?.mail.subject).toBe('请报送2026年3月跨境电商数据（截止2026年4月10日）');
      expect(arrived?.mail.text).toContain('企业E：\n\n尚未收到贵单位2026年3月的数据。');
      expect(arrived?.mail.html).toContain('href="https://stat.example.gov.cn/yuanqu/hand-in.html"');
      expect(arrived?.mail.text).not.toMatch(/企业[A-D]|退订/);
      expect(
        (await remind(sending(box.url), order, later(60))).letters.map(({ outcome }) => outcome),
      ).toEqual(['reminded_before', 'reminded_before', 'reminded_before']);
    });
  });
});

test('mail needs a server, a sender and an address of the pages; a password is not told', () => {
  const mail = {
    PARKSTAT_SMTP_URL: 'smtp://stat:hush@mail.example.cn:587',
    PARKSTAT_MAIL_FROM: '统计月报 <tongji@example.gov.cn>',
    PARKSTAT_PUBLIC_URL: 'https://stat.example.gov.cn',
  };
  expect(readSettings(mail).mail).toEqual({
    url: mail.PARKSTAT_SMTP_URL,
    from: { name: '统计月报', address: 'tongji@example.gov.cn' },
  });
  expect(readSettings({}).mail).toBeNull();
  for (const [name, value] of [
    ['PARKSTAT_SMTP_URL', 'mail.hush.cn'],
    ['PARKSTAT_SMTP_URL', 'smtp://stat:hush @mail.example.cn'],
    ['PARKSTAT_MAIL_FROM', ''],
    ['PARKSTAT_MAIL_FROM', '统计月报'],
    ['PARKSTAT_MAIL_FROM', 'a@b..cn'],
    ['PARKSTAT_PUBLIC_URL', ''],
  ] as const) {
    const read = () => readSettings({ ...mail, [name]: value });
    expect(read).toThrow(name);
    expect(read).not.toThrow('hush');
  }
});
