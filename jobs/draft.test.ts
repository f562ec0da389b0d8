import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../api/app.ts';
import type { Server } from '../api/server.ts';
import { dimensions } from '../catalogue/indicators.ts';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { findDraft } from '../warehouse/drafts.ts';
import { alteredReleases } from '../warehouse/integrity.ts';
import { publishRelease } from '../warehouse/publication.ts';
import { findRelease, latestRelease, noParts } from '../warehouse/releases.ts';
import { deliver } from './collect.ts';
import { draft, drawMonth } from './draft.ts';
import {
  cellOf,
  lineFile,
  openTestServer,
  type TestLine,
  usccOf,
  writeAt,
  writeRegistry,
} from './jobs.fixture.ts';
import type { Program } from './program.ts';
import { publish, releaseDrawn } from './publish.ts';
import { registry } from './registry.ts';
import { status } from './status.ts';

const server = await openTestServer();
afterAll(() => server.close());

const october = parsePeriod('2026-10') as Period;
const at = (text: string) => new Date(`${text}+08:00`);

async function started(): Promise<Program> {
  const program = await server.program();
  const folder = join(program.settings.dataDir, 'registry');
  await registry(program, { folder: await writeRegistry(folder), now: at('2026-10-01T08:00') });
  return program;
}

async function send(
  program: Program,
  tenant: number,
  lines: readonly TestLine[],
  when: string,
): Promise<void> {
  const path = await writeAt(
    join(program.settings.dataDir, 'in', when.replace(':', ''), 'f.csv'),
    lineFile(lines),
  );
  const arrival = { path, fileName: 'f.csv', fileTime: at(when), uscc: usccOf(tenant) };
  await deliver(program, { ...arrival, sourceId: null, declaredPeriod: null }, at(when));
}

const line = (no: number, amount: string, rest: Partial<TestLine> = {}): TestLine => ({
  no,
  released: '2026-10-05',
  amount,
  ...rest,
});

const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
};

const noStation = <T>(_name: string, work: () => Promise<T>) => work();

describe('a draft', () => {
  let program: Program;
  let app: Server;
  beforeAll(async () => {
    program = await started();
    app = buildApp({ database: program.database, siteDir: null, now: () => at('2027-06-01T08:00') });
    await app.ready();
  });
  afterAll(async () => {
    await app.close();
    await program.close();
  });
  const ask = async (path: string) => (await app.inject(`/api/v1${path}`)).json();

  it('of a month without any delivery is refused by name, and nothing is kept', async () => {
    expect(await refusal(draft(program, { period: october, now: at('2026-10-20T08:00') }))).toMatchObject({
      code: 'no_delivery',
      details: { period: '2026-10' },
    });
    expect(await ask('/drafts')).toMatchObject({
      rows: [],
      reason: expect.stringContaining('parkstat draft'),
    });
    expect(await ask('/drafts/2026-10')).toMatchObject({ code: 'no_draft' });
  });

  it('can be drawn before the month is over, and has nothing to be compared with before its first release', async () => {
    await send(program, 1, [line(1, '100')], '2026-10-19T08:00');
    const drawn = await draft(program, { period: october, now: at('2026-10-20T08:00') });
    expect(drawn.draft).toMatchObject({ period: '2026-10', base_release: null, moved: 0, causes: [] });
    expect(await ask('/drafts/2026-10')).toMatchObject({
      base_release: null,
      moved: 0,
      causes: [],
      causes_reason: '该月第一次发布 | The first release of its month',
    });
    expect((await refusal(publish(program, { period: october, now: at('2026-10-20T08:00') }))).code).toBe(
      'period_not_over',
    );
    expect(await latestRelease(program.database, october)).toBeUndefined();
  });

  it('is used up by its release', async () => {
    await publish(program, { period: october, now: at('2026-11-12T09:00') });
    expect(await ask('/drafts/2026-10')).toMatchObject({ code: 'no_draft' });
  });

  it('tells the cells that would move, the largest effect first, with from, to and why', async () => {
    // 丙 in P02: 300 × 7.0987 = 2129.61; with 709.87 of 甲 2839.48.
    await send(program, 3, [line(31, '300', { partner: 'JPN', hs: '3304990010' })], '2026-11-13T08:00');
    const drawn = await draft(program, { period: october, now: at('2026-11-13T09:00') });
    const changes = await ask('/drafts/2026-10/changes?limit=1000');
    expect(changes).toMatchObject({ period: '2026-10', base_release: '2026-10.1', total: drawn.draft.moved });
    expect(changes.rows).toHaveLength(drawn.draft.moved);
    expect(changes.rows[0]).toEqual({
      indicator: 'trade_value',
      ...Object.fromEntries(dimensions.map((dimension) => [dimension, '_T'])),
      period: '2026-10',
      from: '709.87',
      to: '2839.48',
      status: 'r',
      reason: null,
      causes: ['LATE_REPORT'],
    });
    const value = (row: { indicator: string }) => row.indicator === 'trade_value';
    const effects = (changes.rows as { indicator: string; from: string | null; to: string | null }[])
      .filter(value)
      .map(({ from, to }) => Math.abs(Number(to) - Number(from)));
    expect(effects).toEqual(effects.toSorted((a, b) => b - a));
    expect((changes.rows as { indicator: string }[]).slice(effects.length).some(value)).toBe(false);
    const second = await ask('/drafts/2026-10/changes?limit=2&offset=1');
    expect(second.rows).toEqual(changes.rows.slice(1, 3));
    expect(await ask('/drafts')).toMatchObject({
      rows: [{ period: '2026-10', moved: drawn.draft.moved, causes: [{ code: 'LATE_REPORT', count: 1 }] }],
      reason: null,
    });
  });

  it('drawn again from the same inputs is the same draft', async () => {
    const before = await findDraft(program.database, october);
    const again = await draft(program, { period: october, now: at('2026-11-14T09:00') });
    expect(again.counts.computed).toBe(0);
    expect(await findDraft(program.database, october)).toEqual(before);
  });

  it('is what is published, with its causes', async () => {
    const before = await findDraft(program.database, october);
    const foretold = (await ask('/drafts/2026-10/changes?limit=1000')).rows;
    const { release, causes } = await publish(program, { period: october, now: at('2026-11-15T09:00') });
    expect(release).toMatchObject({ id: '2026-10.2', fingerprint: before?.fingerprint });
    expect(causes).toEqual(before?.causes);
    const byCode = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(byCode((await ask('/releases/2026-10.2/changes?limit=1000')).rows)).toEqual(byCode(foretold));
    const kept = await findRelease(program.database, release.id);
    expect(kept).toMatchObject({ manifest: before?.manifest, manifest_sha256: before?.manifest_sha256 });
  });
});

describe('a file that arrives during the build', () => {
  it('does not enter the release, and is news for the next', async () => {
    const program = await started();
    try {
      await send(program, 1, [line(1, '100')], '2026-11-05T08:00');
      const order = { period: october, now: at('2026-11-12T09:00'), leaveOutHeld: false };
      const drawn = await drawMonth(program, order, noStation);
      await send(program, 3, [line(31, '300')], '2026-11-12T09:00');
      const made = await releaseDrawn(program, drawn, { now: order.now, word: {}, runId: null });
      expect(made).toMatchObject({ published: true, release: { id: '2026-10.1' } });
      expect(await cellOf(program, october, 'trade_value')).toBe('709.87');
      const told = await status(program, { period: october, now: at('2026-11-12T10:00') });
      expect(told.months_with_news).toEqual(['2026-10']);
      await publish(program, { period: october, now: at('2026-11-13T09:00') });
      expect(await cellOf(program, october, 'trade_value')).toBe('2839.48');
      const after = await status(program, { period: october, now: at('2026-11-13T10:00') });
      expect(after.months_with_news).toEqual([]);
    } finally {
      await program.close();
    }
  });
});

describe('a final month', () => {
  let program: Program;
  beforeAll(async () => {
    program = await started();
    await send(program, 1, [line(1, '100')], '2026-11-05T08:00');
    await publish(program, { period: october, now: at('2026-11-12T09:00') });
  });
  afterAll(() => program.close());

  const release = (when: string, word = {}) => publish(program, { period: october, now: at(when), word });
  const statuses = async (id: string) => {
    const { rows } = await program.database.pool.query<{ status: string; has_value: boolean }>(
      `select distinct observation.status, value is not null as has_value
       from observation join release using (release_key) where release.id = $1 order by 1, 2`,
      [id],
    );
    return rows.map((row) => `${row.status} ${row.has_value ? 'value' : 'none'}`);
  };

  it('has final values, also where none moved', async () => {
    expect(await statuses('2026-10.1')).toEqual(['p none', 'p value', 'x none']);
    const made = await release('2027-02-01T09:00', { final: true });
    expect(made).toMatchObject({ published: true, release: { id: '2026-10.2', status: 'f' }, causes: [] });
    expect(await statuses('2026-10.2')).toEqual(['f value', 'p none', 'x none']);
    expect(await release('2027-02-02T09:00', { final: true })).toMatchObject({ published: false });
    expect(await alteredReleases(program.database)).toEqual([]);
  });

  it('is published again as it is without a word, but not with other values', async () => {
    expect(await release('2027-02-03T09:00')).toMatchObject({
      published: false,
      release: { id: '2026-10.2' },
    });
    await send(program, 3, [line(31, '300')], '2027-02-04T09:00');
    for (const word of [{}, { final: true }, { specialRevision: true }, { notePublic: '更正' }])
      expect(await refusal(release('2027-02-05T09:00', word))).toMatchObject({
        code: 'month_final',
        details: { release: '2026-10.2' },
      });
    expect((await latestRelease(program.database, october))?.id).toBe('2026-10.2');
    const told = await status(program, { period: october, now: at('2027-02-05T10:00') });
    expect(told.months_with_news).toEqual(['2026-10']);
  });

  it('is put right by a special revision whose readers are told why', async () => {
    const word = { specialRevision: true, notePublic: '补入漏报企业', noteInternal: '丙公司去年漏报' };
    const made = await release('2027-02-06T09:00', word);
    expect(made).toMatchObject({ published: true, release: { id: '2026-10.3', status: 'f' } });
    const app = buildApp({ database: program.database, siteDir: null, now: () => at('2027-06-01T08:00') });
    const told = (await app.inject('/api/v1/releases/2026-10.3')).json();
    await app.close();
    expect(told).toMatchObject({
      status: 'f',
      special_revision: true,
      note: '补入漏报企业',
      causes: [{ code: 'LATE_REPORT' }],
      internal: { note: '丙公司去年漏报' },
    });
    expect(await statuses('2026-10.3')).toContain('r value');
    expect(await statuses('2026-10.3')).toContain('f value');
    expect(await alteredReleases(program.database)).toEqual([]);
  });

  it('a month that is not final has no special revision', async () => {
    const september = parsePeriod('2026-09') as Period;
    await send(program, 1, [line(41, '5', { released: '2026-09-05' })], '2027-02-06T10:00');
    const word = { specialRevision: true, notePublic: '更正' };
    const refused = await refusal(publish(program, { period: september, now: at('2027-02-07T09:00'), word }));
    expect(refused.code).toBe('usage');
  });
});

describe('a release that an earlier version made', () => {
  it('still has its fingerprint, and what follows it has no causes', async () => {
    const program = await started();
    try {
      const cells = 'indicator,park,mode,flow,partner,chapter,value,status,reason,coverage\n';
      const text = `${cells}trade_value,P01,_T,_T,_T,_T,709.87,p,,0.333333\ntrade_value,_T,_T,_T,USA,_T,709.87,p,,0.333333\n`;
      const path = await writeAt(join(program.settings.dataDir, 'early.csv'), text);
      const early = {
        period: october,
        observed: { path },
        fingerprint: createHash('sha256').update(text).digest('hex'),
        inputs: 'early',
        observations: 2,
        manifest: {
          deliveries: [{ uscc: usccOf(1), customs_mode: '9710', flow: 'export', delivery_id: 'x', lines: 1 }],
        },
        parts: noParts,
      };
      await publishRelease(program.database, early, at('2026-11-12T09:00'), null);
      expect(await alteredReleases(program.database)).toEqual([]);
      await send(program, 1, [line(1, '200')], '2026-11-13T08:00');
      const { release, causes } = await publish(program, { period: october, now: at('2026-11-14T09:00') });
      expect([release.id, causes]).toEqual(['2026-10.2', []]);
      const app = buildApp({ database: program.database, siteDir: null, now: () => at('2027-06-01T08:00') });
      const changes = (await app.inject('/api/v1/releases/2026-10.2/changes?limit=1000')).json();
      await app.close();
      expect(changes.causes_reason).toContain('2026-10.1的清单不足以比较');
      const park = changes.rows.find(
        (row: Record<string, string>) =>
          row.indicator === 'trade_value' &&
          row.park === 'P01' &&
          dimensions.every((dimension) => dimension === 'park' || row[dimension] === '_T'),
      );
      expect(park).toMatchObject({ from: '709.87', to: '1419.74', causes: [] });
    } finally {
      await program.close();
    }
  });
});
