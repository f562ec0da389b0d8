import { appendFile, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Period } from '../catalogue/period.ts';
import { addAlertRule } from '../warehouse/alert-rules.ts';
import {
  agreeOverride,
  closeMonth,
  moveDate,
  proposeOverride,
  reopenMonth,
  returnMonth,
  signMonth,
} from '../warehouse/month-acts.ts';
import { stateOfMonth } from '../warehouse/month-events.ts';
import { latestRelease, listReleases } from '../warehouse/releases.ts';
import { findSubmission, submissionReports } from '../warehouse/submissions.ts';
import { addSubscription } from '../warehouse/subscriptions.ts';
import { collect } from './collect.ts';
import {
  cellOf,
  lineFile,
  openTestServer,
  type TestLine,
  usccOf,
  writeAt,
  writeRegistry,
} from './jobs.fixture.ts';
import { awaitsSignature } from './people.ts';
import { openProgram, type Program } from './program.ts';
import { publish } from './publish.ts';
import { publishSubmission } from './publish-submission.ts';
import { registry } from './registry.ts';
import { report } from './report.ts';
import { reportTexts, withinDraft } from './report-texts.ts';
import { readReview } from './review.ts';
import { rollBack } from './roll-back.ts';
import { simulate } from './simulate.ts';
import { submit } from './submit.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const server = await openTestServer();
const at = (text: string) => new Date(`${text}+08:00`);
const [month, before] = ['2026-10', '2026-09'] as Period[] as [Period, Period];
const plan = { day: 12, hour: 9 };
let program: Program;

const header = (file: 'parks' | 'memberships') =>
  file === 'parks' ? 'park_id,name_zh,name_en,type,district,opened_on' : 'uscc,park_id,from,to';

/** Each tenant's file of a month: one line, of so many yuan. */
async function send(period: Period, amounts: Readonly<Record<string, string>>, day: string): Promise<void> {
  for (const [at_, [source, amount]] of Object.entries(amounts).entries()) {
    const line: TestLine = {
      no: Number(period.slice(5)) * 10 + at_,
      released: `${period}-05`,
      amount,
      currency: 'CNY',
    };
    const name = `${period}-${day}.csv`;
    await writeAt(
      join(program.settings.dataDir, 'inbox', source, name),
      lineFile([line]),
      at(`${day}T09:00`),
    );
  }
  await collect(program, { now: at(`${day}T10:00`) });
}

const acting = (by: string, when: string, period = month) => ({ period, by, at: at(when) });
const sending = (by: string, when: string, period = month) => ({ period, by, now: at(when) });
const stateAt = async (when: string, period = month) =>
  (await stateOfMonth(program.database, period, at(when))).state;
const release = async (period = month) => (await latestRelease(program.database, period))?.id;

beforeAll(async () => {
  program = await openProgram({ ...(await server.settings()), site: false });
  const folder = await writeRegistry(join(program.settings.dataDir, 'registry'));
  await appendFile(join(folder, 'fx_rates.csv'), '2026-08,CNY,100,\n2026-09,CNY,100,\n2026-10,CNY,100,\n');
  // One park: fewer documents to write.
  await writeFile(
    join(folder, 'parks.csv'),
    `${header('parks')}\nP01,甲园,Park A,industry_cluster,浑南区,2020-01-01\n`,
  );
  const members = [1, 2, 3].map((tenant) => `${usccOf(tenant)},P01,2024-01-01,`);
  await writeFile(join(folder, 'memberships.csv'), `${[header('memberships'), ...members].join('\n')}\n`);
  await registry(program, { folder, now: at('2026-10-01T08:00') });
  await send(before, { S1: '1000.00', S2: '500.00', S3: '500.00' }, '2026-10-09');
  await publish(program, { period: before, now: at('2026-10-12T09:00') });
  await send(month, { S1: '2000.00', S2: '700.00', S3: '300.00' }, '2026-11-09');
});
afterAll(async () => {
  await program.close();
  await server.close();
});

describe('a month', () => {
  test('is closed, opened again with a reason, and closed once only', async () => {
    const { database } = program;
    expect(await stateAt('2026-11-10T00:00')).toBe('collecting');
    expect(await closeMonth(database, acting('李敏', '2026-11-11T06:00'))).toBe(true);
    expect(await closeMonth(database, acting('李敏', '2026-11-11T06:01'))).toBe(false);
    expect(await stateAt('2026-11-11T07:00')).toBe('closed');
    await reopenMonth(database, acting('李敏', '2026-11-11T08:00'), {
      reason_code: 'late_reports',
      note: null,
    });
    expect(await stateAt('2026-11-11T08:00')).toBe('collecting');
    await closeMonth(database, acting('李敏', '2026-11-11T09:00'));
    await expect(signMonth(database, acting('王芳', '2026-11-11T10:00'), 'x')).rejects.toMatchObject({
      code: 'wrong_state',
    });
  });

  test('has sentences that an officer edits before there is a release', async () => {
    const { database } = program;
    const texts = reportTexts(
      database,
      withinDraft(program, () => at('2026-11-11T09:30')),
    );
    const asked = { period: month, park: '_T', language: 'zh', release: undefined } as const;
    const key = { ...asked, section: 'highlights', sentence: 'reporting' };
    const read = async () =>
      (await texts.sentences(asked)).rows.find(
        ({ section, sentence }) => section === key.section && sentence === key.sentence,
      );
    expect((await read())?.text).toBe('应报企业3家，已报3家，报送率100.0%。');
    await texts.write(asked, key, '企业应报{1}，已报{2}，报送率{3}。', {
      by: '李敏',
      account: null,
      at: at('2026-11-11T09:30'),
    });
    expect((await read())?.edit).toMatchObject({
      shown: '企业应报3家，已报3家，报送率100.0%。',
      in_report: true,
    });
    expect((await texts.wording(asked)).release_before).toBe('2026-09.1');
    expect(await release()).toBeUndefined();
  });

  test('is signed by somebody else, exactly as reviewed, and published at its hour and not before', async () => {
    const { database } = program;
    // No accounts here: months are published at their hour, but for what somebody has submitted.
    expect(await awaitsSignature(program, month)).toBe(false);
    const sent = await submit(program, sending('李敏 (limin)', '2026-11-11T10:00'));
    expect(await awaitsSignature(program, month)).toBe(true);
    expect(sent.release_at).toEqual(at('2026-11-12T09:00'));
    // City and park, two languages, four formats.
    expect(sent.counts.documents).toBe(2 * 2 * 4);
    expect(await stateAt('2026-11-11T10:00')).toBe('in_review');
    expect(await release()).toBeUndefined();
    await expect(submit(program, sending('王芳', '2026-11-11T10:30'))).rejects.toMatchObject({
      code: 'wrong_state',
    });
    const { subject_sha256: subject } = sent;
    const signing = (by: string, of = subject) => signMonth(database, acting(by, '2026-11-11T11:00'), of);
    await expect(signing('改了名 (limin)')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(signing('王芳 (wangfang)', '0'.repeat(64))).rejects.toMatchObject({
      code: 'signature_void',
    });
    await signing('王芳 (wangfang)');
    await expect(signing('赵强')).rejects.toMatchObject({ code: 'wrong_state' });
    expect(await stateAt('2026-11-12T08:59')).toBe('embargoed');
    expect(await stateAt('2026-11-12T09:00')).toBe('signed');
    await expect(publishSubmission(program, sending('x', '2026-11-12T08:59'))).rejects.toMatchObject({
      code: 'not_signed',
    });
    const withPages = { ...program, settings: { ...program.settings, site: true } };
    const made = await publishSubmission(withPages, sending('schedule', '2026-11-12T09:00'));
    expect(made.site?.refused).toEqual([]);
    const shown = join(program.settings.dataDir, 'site', 'current');
    expect(await readlink(shown)).toBe('2026-10.1');
    expect(await readdir(join(shown, 'reports'))).toHaveLength(16);
    expect(made.release).toMatchObject({
      id: '2026-10.1',
      status: 'p',
      published_at: at('2026-11-12T09:00'),
    });
    expect(await stateAt('2026-11-12T09:00')).toBe('published');
    expect(await cellOf(program, month, 'trade_value')).toBe('3000.00');
    // The documents on file are those that were signed, and writing them again gives the same bytes.
    const signed = await submissionReports(database, sent.submission_id);
    const filed = await database.kysely
      .selectFrom('report')
      .select(['park', 'format', 'language', 'sha256'])
      .where('release_id', '=', '2026-10.1')
      .orderBy('park')
      .orderBy('language')
      .orderBy('format')
      .execute();
    expect(filed).toEqual(signed);
    const { content } = await database.kysely
      .selectFrom('report')
      .select('content')
      .where('release_id', '=', '2026-10.1')
      .where((where) => where.and({ park: '_T', format: 'html', language: 'zh' }))
      .executeTakeFirstOrThrow();
    expect(content.toString().replace(/<[^>]*>/g, '')).toContain('企业应报3家，已报3家，报送率100.0%。');
    expect((await report(program, { period: month, now: at('2026-12-01T00:00') })).counts.documents).toBe(16);
    await expect(publishSubmission(program, sending('x', '2026-11-12T10:00'))).rejects.toMatchObject({
      code: 'not_signed',
    });
  });

  test('is looked at beforehand as its readers would see it, and nothing of that stays', async () => {
    await send(month, { S1: '2500.00' }, '2026-11-20');
    const to = { owner: 'local', address: 'a@example.cn', language: 'zh', indicator: null } as const;
    for (const park of ['_T', 'P01'])
      await addSubscription(program.database, { ...to, park, created_at: at('2026-11-20T10:00') });
    const releases = await listReleases(program.database);
    const reader = { owner: 'local', address: 'chief@example.gov.cn', language: 'zh' as const };
    await addAlertRule(program.database, {
      ...{ ...reader, created_at: at('2026-11-20T10:30') },
      cell: { indicator: 'trade_value', park: '_T', mode: '_T', flow: '_T' },
      condition: {
        ...{ comparison: 'level', direction: 'above', threshold: '3000', minimumBase: null, holdOff: 0 },
      },
    });
    const shown = await simulate(program, {
      period: month,
      at: at('2026-12-01T09:00'),
      now: at('2026-11-20T11:00'),
    });
    expect(shown).toMatchObject({ release: '2026-10.2', submitted: false });
    const city = {
      indicator: 'trade_value',
      park: '_T',
      mode: '_T',
      flow: '_T',
      partner: '_T',
      chapter: '_T',
    };
    expect(shown.changes).toContainEqual(
      expect.objectContaining({ ...city, from: '3000.00', to: '3500.00' }),
    );
    expect(shown.mails.map(({ kind, recipient }) => `${kind} ${recipient}`)).toEqual([
      'correction a@example.cn',
      'correction a@example.cn',
      'alert chief@example.gov.cn',
    ]);
    const { rows: waiting } = await program.database.pool.query('select from outgoing');
    expect(waiting).toHaveLength(0);
    expect(await readdir(join(shown.folder, 'reports'))).toHaveLength(4);
    expect(await readFile(join(shown.folder, 'reports', '_T.zh.html'), 'utf8')).toContain('2026年12月1日');
    expect(shown.mails.map(({ subject }) => subject)).toEqual([
      expect.stringMatching('更正版'),
      expect.stringMatching('更正版'),
      '【提醒】2026年10月全市进出口额当月值3,500.00元，高于所设的3,000.00元',
    ]);
    expect(await readdir(join(shown.folder, 'mails'))).toHaveLength(3);
    expect(await listReleases(program.database)).toEqual(releases);
  });

  test('returned and submitted again shows what the reviewer has not seen', async () => {
    const { database } = program;
    const first = await submit(program, sending('李敏', '2026-11-20T12:00'));
    expect(first.release_at).toBeNull();
    await returnMonth(database, acting('王芳', '2026-11-20T13:00'), {
      reason_code: 'correction_needed',
      note: null,
    });
    expect(await stateAt('2026-11-20T13:00')).toBe('published');
    await send(month, { S1: '2600.00' }, '2026-11-21');
    const second = await submit(program, sending('李敏', '2026-11-21T12:00'));
    const { changes } = await readReview(program, { period: month, now: at('2026-11-21T12:00') });
    expect(changes?.cells).toContainEqual(
      expect.objectContaining({
        indicator: 'trade_value',
        park: '_T',
        mode: '_T',
        from: '3500.00',
        to: '3600.00',
      }),
    );
    expect(changes?.sentences.map(({ park }) => park)).toContain('_T');
    expect(changes?.charts).toContainEqual({ park: '_T', id: 'trend' });
    expect(second.subject_sha256).not.toBe(first.subject_sha256);
    await expect(
      signMonth(database, acting('王芳', '2026-11-21T13:00'), first.subject_sha256),
    ).rejects.toMatchObject({ code: 'signature_void' });
    await signMonth(database, acting('王芳', '2026-11-21T13:00'), second.subject_sha256);
  });

  test('whose base is revised after the signature is not published: the signature is void', async () => {
    await send(before, { S1: '1100.00' }, '2026-11-22');
    await publish(program, { period: before, now: at('2026-11-22T12:00') });
    await expect(publishSubmission(program, sending('李敏', '2026-11-22T13:00'))).rejects.toMatchObject({
      code: 'signature_void',
    });
    expect(await release()).toBe('2026-10.1');
    expect(await stateAt('2026-11-22T13:00')).toBe('published');
    const { events } = await readReview(program, { period: month, now: at('2026-11-22T13:00') });
    expect(events.at(-1)).toMatchObject({ kind: 'voided', acted_by: 'parkstat' });
  });

  test('whose submitted numbers were edited is not published', async () => {
    const { database } = program;
    const sent = await submit(program, sending('李敏', '2026-11-23T12:00'));
    await signMonth(database, acting('王芳', '2026-11-23T13:00'), sent.subject_sha256);
    const { file } = (await findSubmission(database, sent.submission_id)) ?? { file: '' };
    await appendFile(join(program.settings.dataDir, 'submitted', file), 'x\n');
    await expect(publishSubmission(program, sending('李敏', '2026-11-23T14:00'))).rejects.toMatchObject({
      code: 'signature_void',
    });
    expect(await release()).toBe('2026-10.1');
  });

  test('goes past a blocking item only when two people let it', async () => {
    const { database } = program;
    await reopenMonth(database, acting('李敏', '2026-11-24T08:00'), {
      reason_code: 'late_reports',
      note: null,
    });
    // The edited file is in its place: the same numbers are kept under the same name.
    await send(month, { S1: '2700.00' }, '2026-11-24');
    const { subject_sha256 } = await submit(program, sending('李敏', '2026-11-24T12:00'));
    const sign = () => signMonth(database, acting('王芳', '2026-11-24T13:00'), subject_sha256);
    await expect(sign()).rejects.toMatchObject({
      code: 'check_failed',
      details: { items: [{ id: 'not_closed', count: 1 }] },
    });
    const why = { item: 'not_closed', reason_code: 'awaiting_others', note: null } as const;
    await proposeOverride(database, acting('李敏', '2026-11-24T13:00'), why);
    await expect(sign()).rejects.toMatchObject({ code: 'check_failed' });
    await expect(
      agreeOverride(database, acting('李敏', '2026-11-24T13:01'), 'not_closed'),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await agreeOverride(database, acting('王芳', '2026-11-24T13:01'), 'not_closed');
    await sign();
    const made = await publishSubmission(program, sending('李敏', '2026-11-24T14:00'));
    expect(made.release).toMatchObject({ id: '2026-10.2', status: 'r' });
    expect(await cellOf(program, month, 'trade_value')).toBe('3700.00');
  });

  test('is rolled back in one act to an earlier release, whose numbers stand again as a new one', async () => {
    const made = await rollBack(program, {
      ...sending('李敏', '2026-11-25T09:00'),
      reason_code: 'wrong_release',
      note: '误发布',
    });
    expect(made).toMatchObject({ from: '2026-10.2', to: '2026-10.1', release: { id: '2026-10.3' } });
    expect(await cellOf(program, month, 'trade_value')).toBe('3000.00');
    const [now, first] = ['2026-10.3', '2026-10.1'].map((id) =>
      listReleases(program.database).then((all) => all.find((one) => one.id === id)),
    );
    expect((await now)?.fingerprint).toBe((await first)?.fingerprint);
    // The numbers of 2026-10.3 are those of 2026-10.1.
    const again = { ...sending('李敏', '2026-11-25T10:00'), reason_code: 'wrong_release', note: 'x' };
    await expect(rollBack(program, { ...again, to: '2026-10.1' })).rejects.toMatchObject({
      code: 'wrong_state',
    });
    expect(await release()).toBe('2026-10.3');
    await expect(
      rollBack(program, {
        period: '2026-08' as Period,
        now: at('2026-11-25T09:00'),
        by: '李敏',
        reason_code: 'wrong_release',
        note: 'x',
      }),
    ).rejects.toMatchObject({ code: 'no_release' });
  });

  test('has days that can be moved with a reason, and not while its hour is being signed', async () => {
    const { database } = program;
    const next = '2026-11' as Period;
    const move = (kind: 'due' | 'release', park: string, to: string) =>
      moveDate(database, acting('李敏', '2026-12-01T09:00', next), {
        ...{ kind, park, plan },
        to: at(to),
        reason: '系统检修',
      });
    // The 12th of December is a Saturday: the month is due to come out on Monday the 14th.
    expect(await move('release', '_T', '2026-12-15T10:00')).toEqual(at('2026-12-14T09:00'));
    expect(await move('due', 'P01', '2026-12-12T00:00')).toEqual(at('2026-12-11T00:00'));
    expect(await move('due', 'P01', '2026-12-13T00:00')).toEqual(at('2026-12-12T00:00'));
  });
});
