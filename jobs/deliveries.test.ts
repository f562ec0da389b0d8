import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dimensions } from '../catalogue/indicators.ts';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { confirmDelivery } from '../warehouse/confirmations.ts';
import { deliverySteps, describeDeliveries } from '../warehouse/delivery-description.ts';
import { groupFindings } from '../warehouse/findings.ts';
import { monthsWithNews } from '../warehouse/in-force.ts';
import { readQuality } from '../warehouse/quality.ts';
import { reinstate, withdraw } from '../warehouse/versions.ts';
import { changes } from './changes.ts';
import { deliver } from './collect.ts';
import { impact } from './impact.ts';
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
import { publish } from './publish.ts';
import { registry } from './registry.ts';
import { status } from './status.ts';

const server = await openTestServer();
afterAll(() => server.close());

const month = (text: string) => parsePeriod(text) as Period;
const at = (text: string) => new Date(`${text}+08:00`);
const act = (reason_code: 'checked_with_tenant' | 'wrong_file' | 'withdrawn_in_error') =>
  ({ reason_code, note: null, by: '李敏', at: at('2026-11-09T10:00') }) as const;

async function started(): Promise<Program> {
  const program = await server.program();
  await registry(program, {
    folder: await writeRegistry(join(program.settings.dataDir, 'registry')),
    now: at('2026-09-01T08:00'),
  });
  return program;
}

/** Delivers lines for a tenant; answers the delivery. */
async function send(
  program: Program,
  tenant: number,
  name: string,
  lines: readonly TestLine[],
  when: string,
) {
  const path = await writeAt(join(program.settings.dataDir, 'in', name), lineFile(lines));
  const arrival = {
    path,
    fileName: name,
    fileTime: at(when),
    uscc: usccOf(tenant),
    sourceId: null,
    declaredPeriod: null,
  };
  const { deliveries } = await deliver(program, arrival, at(when));
  const [one] = deliveries;
  if (!one) throw new Error('not taken in');
  return one;
}

async function stateOf({ database }: Program, id: string): Promise<string | undefined> {
  const [one] = await describeDeliveries(database, [id]);
  return one?.state;
}

const eight = (released: string, amount: string, rest: Partial<TestLine> = {}): TestLine[] =>
  Array.from({ length: 8 }, (_, index) => ({
    no: Number(released.slice(5, 7)) * 100 + index + 1,
    released,
    amount,
    ...(index === 0 ? rest : {}),
  }));

describe('a file of a company that nobody knows', () => {
  it('is taken in when it comes again and the company is registered by then', async () => {
    const program = await started();
    const folder = join(program.settings.dataDir, 'registry');
    const text = `企业名称：沈阳丁丁贸易有限公司\n${lineFile(eight('2026-09-10', '120.00'))}`;
    const path = await writeAt(join(program.settings.dataDir, 'in', 'sep.csv'), text);
    const hand = (when: string) =>
      deliver(
        program,
        { path, fileName: 'sep.csv', fileTime: at(when), uscc: null, sourceId: null, declaredPeriod: null },
        at(when),
      );
    const first = await hand('2026-10-08T08:00');
    expect(first.deliveries.map(({ refusal }) => refusal?.id)).toEqual(['tenant_unclear']);
    // Who sent it is all that is unclear: what was recognised is shown.
    expect(first.deliveries[0]).toMatchObject({
      ...{ format: 'csv', encoding: 'utf-8', template: 'line' },
      recognition: {
        tenant_from: null,
        sample: [
          { header: '清单编号', column: 'declaration_no', value: '080120260000000901' },
          { header: '放行日期', column: 'released_on', value: '2026-09-10' },
          { header: '总价', column: 'amount', value: '120.00' },
        ],
      },
    });
    const refused = first.deliveries[0]?.id as string;
    const second = await hand('2026-10-08T09:00');
    expect([second.deliveries, second.counts.new, second.again.map(({ id }) => id)]).toEqual([
      [],
      0,
      [refused],
    ]);
    const tenants = await readFile(join(folder, 'tenants.csv'), 'utf8');
    await writeFile(join(folder, 'tenants.csv'), tenants.replace('平台,丙', '平台,丙;沈阳丁丁贸易有限公司'));
    await registry(program, { folder, now: at('2026-10-08T10:00') });
    const third = await hand('2026-10-08T11:00');
    expect(third.deliveries.map(({ uscc, state, accepted }) => [uscc, state, accepted])).toEqual([
      [usccOf(3), 'in_force', 8],
    ]);
    expect(await stateOf(program, refused)).toBe('superseded');
    expect((await deliverySteps(program.database, refused)).map(({ state, note }) => [state, note])).toEqual([
      ['received', null],
      ['refused', null],
      ['superseded', third.deliveries[0]?.id],
    ]);
    await program.close();
  });
});

describe('amounts ten thousand times what they used to be', () => {
  let program: Program;
  let held: string;
  beforeAll(async () => {
    program = await started();
    await send(program, 1, 'sep.csv', eight('2026-09-10', '120.00'), '2026-10-08T08:00');
    await publish(program, { period: month('2026-09'), now: at('2026-10-12T09:00') });
    await send(
      program,
      2,
      'oct2.csv',
      [{ no: 900, released: '2026-10-02', amount: '50.00' }],
      '2026-11-08T08:00',
    );
    held = (await send(program, 1, 'oct.csv', eight('2026-10-10', '1500000.00'), '2026-11-08T09:00')).id;
  });
  afterAll(() => program.close());

  it('hold the delivery and the month, with what to do', async () => {
    expect(await stateOf(program, held)).toBe('needs_confirming');
    const groups = await groupFindings(program.database, held);
    expect(groups.find(({ rule }) => rule === 'amount_scale')).toMatchObject({ class: 'confirm', open: 1 });
    const refused = await publish(program, { period: month('2026-10'), now: at('2026-11-12T09:00') }).catch(
      (error: unknown) => error,
    );
    if (!(refused instanceof Refusal)) throw new Error('published');
    expect(refused.code).toBe('open_confirmations');
    expect(refused.details.deliveries).toMatchObject([
      { delivery_id: held, uscc: usccOf(1), file_name: 'oct.csv' },
    ]);
    expect(refused.text.zh).toContain('parkstat confirm');
    expect(refused.text.en).toContain('--leave-out-held');
    const quality = await readQuality(program.database, month('2026-10'));
    expect([quality.expected, quality.received, quality.held]).toEqual([3, 1, 1]);
    expect(quality.missing.map(({ uscc }) => uscc)).toEqual([usccOf(3)]);
  });

  it('are left out where that is asked for, and the release says so', async () => {
    const { release, counts } = await publish(program, {
      period: month('2026-10'),
      now: at('2026-11-12T09:00'),
      leaveOutHeld: true,
    });
    expect([release.id, counts.held]).toEqual(['2026-10.1', 1]);
    // 50 USD at 7.0987.
    expect(await cellOf(program, '2026-10', 'trade_value')).toBe('354.94');
    const { rows } = await program.database.pool.query(
      `select manifest->'held' as held from release where id = '2026-10.1'`,
    );
    expect(rows[0].held).toMatchObject([
      { delivery_id: held, customs_mode: '9710', flow: 'export', lines: 8 },
    ]);
    expect(await monthsWithNews(program.database)).toEqual([]);
  });

  it('would move what the impact says, in numbers and sentences', async () => {
    // 8 × 1,500,000 USD × 7.0987 = 85,184,400.00 CNY; with 354.94 of the other tenant 85,184,754.94.
    const { months, cells, sentences, releases, flips } = await impact(program, held, 'accept', 1000);
    expect(months).toEqual([{ period: '2026-10', release: '2026-10.1', moved: cells.length, blocked: null }]);
    const city = {
      indicator: 'trade_value',
      park: '_T',
      mode: '_T',
      flow: '_T',
      partner: '_T',
      chapter: '_T',
      section: '_T',
      district: '_T',
      transport: '_T',
      kind: '_T',
    };
    expect(cells[0]).toMatchObject({ indicator: 'trade_value', delta: '85184400.00' });
    expect(
      cells.find((cell) => Object.entries(city).every(([name, code]) => cell[name as 'park'] === code)),
    ).toEqual({
      ...city,
      period: '2026-10',
      from: '354.94',
      to: '85184754.94',
      delta: '85184400.00',
      // 85184400 ÷ 354.94
      change: '239996.619147',
    });
    expect(releases).toEqual(['2026-10.1']);
    expect(sentences).toContainEqual({
      zh: '9710 出口 2026-10 全市由0.04万元变为8,518.48万元',
      en: '9710 export 2026-10, city: from CNY 354.94 to CNY 85,184,754.94',
    });
    expect(sentences).toContainEqual({
      zh: '9710 出口 2026-10 全市环比由下降94.81 %转为增长10倍以上',
      en: '9710 export 2026-10, city, month on month: a fall of 94.81 % becomes a rise of more than 1,000 %',
    });
    // September: 8 × 120 × 7.1234 = 6838.46. Without it a fall, with it a rise.
    expect(flips).toContainEqual({
      ...city,
      period: '2026-10',
      transform: 'mom',
      from: expect.stringMatching(/^-0\.94809/),
      to: expect.stringMatching(/^12455\./),
    });
    expect(sentences.at(-1)?.zh).toBe('涉及已发布的2026-10.1，再次发布时修订');
    expect(
      (await readdir(join(program.settings.dataDir, 'tmp'))).filter((name) => name.startsWith('impact')),
    ).toEqual([]);
    expect(await stateOf(program, held)).toBe('needs_confirming');
  });

  it('count once they are confirmed, and stay confirmed while they stay the same', async () => {
    expect(await confirmDelivery(program.database, held, {}, act('checked_with_tenant'))).toMatchObject({
      stage: 'accepted',
      open: 0,
    });
    expect(await monthsWithNews(program.database)).toEqual(['2026-10']);
    await publish(program, { period: month('2026-10'), now: at('2026-11-13T09:00') });
    expect(await cellOf(program, '2026-10', 'trade_value')).toBe('85184754.94');
    const same = await send(
      program,
      1,
      'oct-b.csv',
      eight('2026-10-10', '1500000.00', { partner: 'JPN' }),
      '2026-11-14T08:00',
    );
    expect([same.state, same.finding_counts.confirm_open]).toEqual(['in_force', 0]);
    expect(same.finding_counts.confirm_done).toBeGreaterThan(0);
    expect(same.version).toEqual({ number: 2, of: 2, previous: held, next: null });
    const other = await send(program, 1, 'oct-c.csv', eight('2026-10-10', '1600000.00'), '2026-11-15T08:00');
    expect(other.state).toBe('needs_confirming');
    expect(await stateOf(program, same.id)).toBe('in_force');
  });
});

describe('versions of a month', () => {
  let program: Program;
  let first: string;
  let second: string;
  const october: TestLine[] = [
    { no: 1, released: '2026-10-01', amount: '100.00' },
    { no: 2, released: '2026-10-02', amount: '200.00', mode: '9610', hs: '3304' },
    { no: 3, released: '2026-10-03', amount: '300.00' },
  ];
  beforeAll(async () => {
    program = await started();
    first = (
      await send(
        program,
        1,
        'a.csv',
        [...october, { no: 9, released: '2026-09-09', amount: '9' }],
        '2026-11-08T08:00',
      )
    ).id;
    second = (
      await send(
        program,
        1,
        'b.csv',
        [
          { no: 1, released: '2026-10-01', amount: '110.5', partner: 'JPN' },
          { no: 2, released: '2026-10-02', amount: '200.00', mode: '9610', hs: '3304' },
          { no: 4, released: '2026-10-04', amount: '400.00' },
        ],
        '2026-11-09T08:00',
      )
    ).id;
    await publish(program, { period: month('2026-10'), now: at('2026-11-12T09:00') });
  });
  afterAll(() => program.close());

  it('tell what was added, removed and changed, cell by cell', async () => {
    const line = (no: number) => ({
      mode: '9710',
      flow: 'export',
      period: '2026-10',
      declaration_no: `08012026000000000${no}`,
      line_no: 1,
    });
    const all = await changes(program, second, { limit: 10, offset: 0 });
    expect(all).toEqual({
      previous: first,
      // The line of September is not removed: the second file says nothing of September.
      counts: { added: 1, removed: 1, changed: 1, same: 1 },
      rows: [
        {
          ...line(1),
          change: 'changed',
          columns: [
            { column: 'partner', from: 'USA', to: 'JPN' },
            { column: 'amount', from: '100', to: '110.5' },
          ],
        },
        { ...line(3), change: 'removed', columns: [] },
        { ...line(4), change: 'added', columns: [] },
      ],
    });
    expect((await changes(program, second, { limit: 1, offset: 1 })).rows).toEqual([all.rows[1]]);
    expect(await changes(program, first, { limit: 10, offset: 0 })).toMatchObject({
      previous: null,
      rows: [],
    });
  });

  it('give way to the one before when withdrawn, as the impact said, and come back', async () => {
    // 110.50 + 400 + 200 (9610) USD = 710.5 × 7.0987: 784.41 + 2839.48 + 1419.74 = 5043.63
    expect(await cellOf(program, '2026-10', 'trade_value')).toBe('5043.63');
    const foretold = await impact(program, second, 'withdraw', 1000);
    // 100 + 300 + 200 USD: 709.87 + 2129.61 + 1419.74 = 4259.22
    expect(
      foretold.cells.find(
        (cell) =>
          cell.indicator === 'trade_value' && dimensions.every((dimension) => cell[dimension] === '_T'),
      ),
    ).toMatchObject({ from: '5043.63', to: '4259.22', delta: '-784.41' });
    expect((await impact(program, second, 'accept', 10)).cells[0]).toMatchObject({
      delta: expect.not.stringMatching(/^-/),
    });
    await withdraw(program.database, second, act('wrong_file'));
    await publish(program, { period: month('2026-10'), now: at('2026-11-13T09:00') });
    expect(await cellOf(program, '2026-10', 'trade_value')).toBe('4259.22');
    await reinstate(program.database, second, act('withdrawn_in_error'));
    await publish(program, { period: month('2026-10'), now: at('2026-11-14T09:00') });
    expect(await cellOf(program, '2026-10', 'trade_value')).toBe('5043.63');
    expect((await impact(program, first, 'withdraw', 10)).months).toMatchObject([
      { period: '2026-09', release: null },
      { period: '2026-10', moved: 0 },
    ]);
  });
});

describe('who has not reported', () => {
  it('is reminded in the order of what it weighs, with the coverage that each brings', async () => {
    const program = await started();
    // Trade of September in USD: 600, 300, 100.
    for (const [tenant, amount] of [
      [1, '300'],
      [2, '600'],
      [3, '100'],
    ] as const)
      await send(
        program,
        tenant,
        `s${tenant}.csv`,
        [{ no: tenant, released: '2026-09-05', amount }],
        '2026-10-08T08:00',
      );
    await publish(program, { period: month('2026-09'), now: at('2026-10-12T09:00') });
    await send(program, 3, 'o3.csv', [{ no: 13, released: '2026-10-05', amount: '10' }], '2026-11-20T08:00');
    const quality = await readQuality(program.database, month('2026-10'));
    expect(quality).toMatchObject({ expected: 3, received: 1, late: 1, coverage: { value: '0.100000' } });
    expect(quality.reminders).toEqual([
      {
        uscc: usccOf(2),
        name_zh: '乙公司',
        state: 'not_received',
        share: '0.600000',
        coverage_after: '0.700000',
      },
      {
        uscc: usccOf(1),
        name_zh: '甲公司',
        state: 'not_received',
        share: '0.300000',
        coverage_after: '1.000000',
      },
    ]);
    expect(quality.reminder).toEqual({
      zh: '再收到这2户，覆盖率由10.0 %升至100.0 %',
      en: 'With these 2, coverage goes from 10.0 % to 100.0 %',
    });
    expect(quality.tenants.find(({ uscc }) => uscc === usccOf(3))).toMatchObject({
      sources: ['S3'],
      state: 'received',
      received_at: '2026-11-20T00:00:00.000Z',
      late: true,
    });
    expect(await status(program, { period: month('2026-10'), now: at('2026-11-21T08:00') })).toMatchObject({
      received: 1,
      reminder: '再收到这2户，覆盖率由10.0 %升至100.0 % | With these 2, coverage goes from 10.0 % to 100.0 %',
    });
    await program.close();
  });
});
