import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { total } from '../catalogue/mode.ts';
import { addMonths, localInstant, type Period, parsePeriod } from '../catalogue/period.ts';
import type { Refusal } from '../catalogue/refusal.ts';
import type { Row } from '../dashboards/answers.ts';
import { type Database, openDatabase } from '../warehouse/database.ts';
import { openPostgres, type Postgres, removeCluster } from '../warehouse/postgres.ts';
import { findRelease } from '../warehouse/releases.ts';
import { editsInForce, withdrawEdit, writeEdit } from '../warehouse/report-edits.ts';
import { draftLines, fillCity, lastPeriod, publishLines, releaseDay } from './city.fixture.ts';
import type { NumberPiece, Passage, Report } from './content.ts';
import { applyEdits, judgedEdit, sentencesOf } from './edits.ts';
import { plainText } from './layout.ts';
import { expected, type Found, parseName, readEverything, showIn } from './observed.fixture.ts';
import { buildReport, generateReport, reportOf } from './report.ts';
import { documentOf } from './reports.ts';
import { refuseUnsound } from './sound.ts';
import { ownValue, readVintage, type Vintage } from './vintage.ts';
import { wordingBeside } from './wording-beside.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let folder: string;
let postgres: Postgres;
let database: Database;
let vintage: Vintage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parkstat-bound-'));
  postgres = await openPostgres({ dataDir: join(folder, 'data') });
  database = await openDatabase(postgres.connection);
  await fillCity(database, folder);
  const release = await findRelease(database, '2026-10.1');
  vintage = await readVintage(database, release as NonNullable<typeof release>, total);
});

afterAll(async () => {
  await database.close();
  await postgres.close();
  await removeCluster(join(folder, 'data'));
  await rm(folder, { recursive: true });
});

const period = (text: string) => parsePeriod(text) as Period;
const known = (number: Parameters<typeof ownValue>[1]) => ownValue(vintage, number);
const said = (report: Report, section: string, name: string, language: 'zh' | 'en' = 'zh') => {
  const found = report.sections.find(({ id }) => id === section)?.paragraphs.find(({ id }) => id === name);
  return found && plainText(found, language);
};

describe('random vintages', () => {
  /** Amounts of every size with fen, rates of every sign and size, and what is missing. */
  const amount = fc.bigInt({ min: 0n, max: 10n ** 13n }).map((fen) => {
    const digits = String(fen).padStart(3, '0');
    return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
  });
  const rate = fc.integer({ min: -1_000_000, max: 3_000_000 }).map((part) => (part / 1_000_000).toFixed(6));
  const gone = fc.constantFrom(
    'MISSING' as const,
    'NO_BASE' as const,
    'BASE_ZERO' as const,
    'BREAK' as const,
  );
  const isRate = (key: string) =>
    /\|(mom|yoy|ytd_yoy)\|/.test(key) || /^(reporting|rejection)_rate/.test(key);

  /** The city's vintage with every value drawn anew from a short list, so that a failure stays small. */
  const vintages = fc
    .record({
      amounts: fc.array(amount, { minLength: 5, maxLength: 5 }),
      rates: fc.array(rate, { minLength: 5, maxLength: 5 }),
      reasons: fc.array(gone, { minLength: 3, maxLength: 3 }),
      step: fc.integer({ min: 1, max: 97 }),
      missing: fc.integer({ min: 2, max: 40 }),
    })
    .map(({ amounts, rates, reasons, step, missing }): Vintage => {
      const rows = [...vintage.rows].map(([key, row], at): [string, Row] => {
        const whole = row.park === total && row.partner === total && !isRate(key);
        if ((at * step) % missing === 1 && !whole && !/_rate/.test(key)) {
          const reason = reasons[at % reasons.length] ?? 'MISSING';
          return [key, { ...row, value: null, status: 'x', reason }];
        }
        if (row.value === null) return [key, row];
        const values = isRate(key) ? rates : amounts;
        return [key, { ...row, value: values[(at * step) % values.length] ?? '0' }];
      });
      return { ...vintage, rows: new Map(rows) };
    });

  const pieces = (report: Report) =>
    report.sections
      .flatMap(({ paragraphs }) => paragraphs)
      .flatMap((passage) => (['zh', 'en'] as const).flatMap((language) => passage[language]))
      .filter((piece): piece is NumberPiece => typeof piece === 'object' && 'number' in piece);

  test('are told soundly: every sentence passes', () => {
    fc.assert(
      fc.property(vintages, (one) => {
        const report = reportOf(one);
        refuseUnsound(report, (number) => ownValue(one, number));
        expect(pieces(report).length).toBeGreaterThan(20);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  test('of which one number is made stale, confidential or void, or turned round, are refused', () => {
    const harm = {
      stale: ({ number, form }: NumberPiece) => ({ form, number: { ...number, release: '2026-09.1' } }),
      suppressed: ({ number, form }: NumberPiece) => ({ form, number: { ...number, status: 'c' as const } }),
      blocked: ({ number, form }: NumberPiece) => ({
        form,
        number: { ...number, value: null, reason: 'MISSING' as const },
      }),
      sign: ({ number, form }: NumberPiece) => ({
        form,
        number: {
          ...number,
          value: number.value?.startsWith('-') ? number.value.slice(1) : `-${number.value}`,
        },
      }),
    } as const;
    const kinds = Object.keys(harm) as (keyof typeof harm)[];
    fc.assert(
      fc.property(vintages, fc.nat(), fc.constantFrom(...kinds), (one, at, kind) => {
        const report = reportOf(one);
        const all = pieces(report).filter(({ form }) => kind !== 'sign' || form === 'magnitude');
        const victim = all[at % all.length];
        if (!victim) return;
        const harmed = (passage: Passage): Passage => ({
          ...passage,
          zh: passage.zh.map((piece) => (piece === victim ? harm[kind](victim) : piece)),
          en: passage.en.map((piece) => (piece === victim ? harm[kind](victim) : piece)),
        });
        const sections = report.sections.map((section) => ({
          ...section,
          paragraphs: section.paragraphs.map(harmed),
        }));
        // Turned round with its release, the value is another in the release as well: only the word is wrong.
        const look =
          kind === 'sign' ? () => undefined : (number: NumberPiece['number']) => ownValue(one, number);
        let reason: unknown;
        try {
          refuseUnsound({ ...report, sections }, look);
        } catch (error) {
          reason = (error as Refusal).details.reason;
        }
        expect(reason).toBe(kind);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});

describe('what history says', () => {
  test('October 2026 is a record of the whole and of exports, not of imports', async () => {
    const everyMonth = await database.pool.query(
      `select flow, release.period, value from observation join release using (release_key)
       where indicator = 'trade_value' and park = '_T' and mode = '_T' and partner = '_T' and chapter = '_T'
       and district = '_T' and transport = '_T' and kind = '_T'`,
    );
    const highest = (flow: string) => {
      const own = everyMonth.rows.filter((row) => row.flow === flow);
      expect(own).toHaveLength(26);
      return own.sort((a, b) => Number(b.value) - Number(a.value))[0].period;
    };
    expect([highest('_T'), highest('export'), highest('import')]).toEqual(['2026-10', '2026-10', '2024-11']);
    const report = await buildReport(database, { period: lastPeriod });
    expect(said(report, 'overview', 'record')).toBe(
      '进出口额为2024年9月有数据以来月度最高；出口额为2024年9月有数据以来月度最高。',
    );
    expect(said(report, 'overview', 'record', 'en')).toMatch(
      /^Trade value was the highest of any month since/,
    );
  });

  test('one cell of a year ago that no number of October stands on moves the record, and no other sentence', async () => {
    const other = await openPostgres({ dataDir: join(folder, 'data'), database: 'moved' });
    const moved = await openDatabase(other.connection);
    try {
      const cell = { period: '2025-11', park: '_T', mode: '_T', flow: '_T' };
      await fillCity(moved, folder, { ...cell, fen: 2_0000_0000_00 });
      const [before, after] = [
        await buildReport(database, { period: lastPeriod }),
        await buildReport(moved, { period: lastPeriod }),
      ];
      const changed = wordingBeside(before, after, 'zh').filter((row) => row.before !== row.now);
      expect(changed.map(({ sentence, now }) => [sentence, now])).toEqual([
        ['record', '出口额为2024年9月有数据以来月度最高。'],
      ]);
    } finally {
      await moved.close();
      await other.close();
    }
  });

  test('the festival of 2026 is in February, that of 2025 was in January', async () => {
    const january = await buildReport(database, { period: period('2026-01') });
    expect(said(january, 'overview', 'festival')).toBe(
      '今年春节在2月，上年在1月，当月同比受春节错月影响，宜待2月数据发布后合并看。',
    );
    const february = await buildReport(database, { period: period('2026-02') });
    expect(said(february, 'overview', 'festival')).toContain('以1—2月累计同比为准');
    expect(said(await buildReport(database, { period: lastPeriod }), 'overview', 'festival')).toBeUndefined();
  });

  test('ranks: P04 had none a year ago, so P05 fell in November 2025; a park is told its own', async () => {
    const report = await buildReport(database, { period: period('2025-11') });
    expect(said(report, 'parks', 'rank')).toBe('苏家屯跨境电商监管园进出口额由上月全市园区第4位降至第5位。');
    const own = await buildReport(database, { period: period('2025-11'), park: 'P04' });
    expect(said(own, 'parks', 'rank')).toBe('于洪跨境物流港进出口额居全市园区第4位。');
    expect(said(await buildReport(database, { period: lastPeriod }), 'parks', 'rank')).toBeUndefined();
  });

  test('revisions of first values, a direction that may turn, and a base among the lowest', async () => {
    const { history, rows, period: of } = vintage;
    const growth = [...rows].find(([key]) => key.startsWith(`trade_value|yoy|${of}|_T|_T|_T|_T|_T`)) as [
      string,
      Row,
    ];
    const told = (more: Partial<Vintage['history']>, rate = '0.004') => {
      const drawn = new Map(rows).set(growth[0], { ...growth[1], value: rate });
      return reportOf({ ...vintage, rows: drawn, history: { ...history, ...more } });
    };
    const band = { n: 12, reason: null, mean: '2.1', low: '-0.4', high: '5' } as const;
    const open = told({ band, expected: { low: '-0.002', high: '0.05' } });
    expect(said(open, 'overview', 'revision')).toBe(
      '本月数为初步数，首次发布值以往有上有下，修订幅度多在-0.4%至5.0%之间。',
    );
    expect(said(open, 'highlights', 'month')).toMatch(/亿元，初步看同比小幅增长0\.4%。/);
    expect(said(open, 'highlights', 'month', 'en')).toContain(
      ', provisionally up slightly by 0.4% year on year;',
    );
    expect(said(told({ band: { ...band, low: '0.4' } }), 'overview', 'revision')).toMatch(/多为上修/);
    const none = { n: 3, reason: 'TOO_FEW', mean: null, low: null, high: null } as const;
    expect(said(told({ band: none }), 'overview', 'revision')).toBeUndefined();
    // Nothing was ever revised in this city.
    expect(said(reportOf(vintage), 'overview', 'revision')).toBeUndefined();

    const months = (history.months.get('_T|_T') ?? []).map((month) =>
      month.period === addMonths(of, -12) ? { ...month, value: '1.00' } : month,
    );
    const low = told({ months: new Map(history.months).set('_T|_T', months) }, '0.31');
    expect(said(low, 'overview', 'base')).toBe('进出口额上年同期基数处于历史低位，同比受低基数影响。');
    expect(
      said(told({ months: new Map(history.months).set('_T|_T', months) }, '0.3'), 'overview', 'base'),
    ).toBeUndefined();
  });
});

/** Units of display and what they are called in the tables' test, written down apart from the program's own list. */
const unitsOfScale: Readonly<Record<string, string>> = {
  yi: '亿元',
  wan: '万元',
  wan_usd: '万美元',
  declarations: '票',
  parcels: '件',
  tenants: '家',
  ticket: '元/票',
  rank: '位',
  places: '位',
  times_counted: '次',
  lines: '行',
  hours: '小时',
  index: '',
  yuan: '元',
  points: '个百分点',
  percent: '%',
  times: '倍',
};

describe('every number of a Word document', () => {
  const unescaped = (text = '') =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

  test('leads to its observation, and is written as that observation is to be', async () => {
    const report = await buildReport(database, { period: period('2025-11') });
    const { content } = await documentOf(report, 'docx', 'zh');
    const parts = unzipSync(content);
    const part = (name: string) => strFromU8(parts[name] as Uint8Array);
    const meant = new Map(
      [...part('customXml/item1.xml').matchAll(/<number id="(\w+)" ref="([^"]*)".*?scale="(\w+)">/g)].map(
        ([, id, ref, scale]) => [id, { ref: unescaped(ref), scale }],
      ),
    );
    const everything = await readEverything(database);
    let before = '';
    let found = 0;
    for (const [token, text] of part('word/document.xml').matchAll(
      /<w:sdt>.*?<\/w:sdt>|<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:tc>/gs,
    )) {
      if (!token.startsWith('<w:sdt>')) {
        before = token === '<w:tc>' ? token : (text ?? '');
        continue;
      }
      found += 1;
      const { ref = '', scale = '' } = meant.get(/<w:tag w:val="(\w+)"/.exec(token)?.[1]) ?? {};
      const shown = unescaped(/<w:t [^>]*>([^<]*)<\/w:t>/.exec(token)?.[1]);
      const { release, part: of, cell } = parseName(ref);
      expect(release).toBe('2025-11.1');
      // The register says of all tenants of that month that they were due and had not reported by then.
      const due = cell[0] === '_T' ? 24n : 4n;
      const counts: Record<string, bigint> = { due, received: 0n, outstanding: due };
      const value: Found =
        of in counts ? { value: { over: counts[of] as bigint, under: 1n } } : expected(everything, ref);
      if ('reason' in value) {
        expect([ref, before, shown]).toEqual([ref, '<w:tc>', expect.stringMatching(/^(—|\.\.\.|\*|\/)$/)]);
        continue;
      }
      const unit = unitsOfScale[scale] as string;
      const exact = showIn(value.value, unit);
      const isInText = before !== '<w:tc>';
      const fallen = /下降$/.test(before);
      if (/增长$|下降$/.test(before)) expect([ref, exact.startsWith('-')]).toEqual([ref, fallen]);
      const number = fallen ? exact.replace('-', '') : exact;
      const whole = scale === 'rank' ? `第${number}位` : number + unit;
      expect([ref, shown]).toEqual([ref, isInText ? whole : number]);
    }
    expect(found).toBe(meant.size);
    expect(found).toBeGreaterThan(250);
    // Two in the sentence on the park that fell, one in each row of the table of parks.
    expect([...meant.values()].filter(({ ref }) => ref.endsWith('#rank'))).toHaveLength(2 + 7);
  });
});

describe('an officer', () => {
  const act = (at: Date) => ({ by: '李敏', account: null, at });
  const hour = 3600_000;
  const key = {
    period: lastPeriod as string,
    park: total,
    section: 'highlights',
    sentence: 'reporting',
    language: 'zh' as const,
  };

  test('edits words; what was written after the release, in another language, or taken back is not in its report', async () => {
    const { generated } = await generateReport(database, { period: lastPeriod });
    const [sentence] = sentencesOf(generated, 'zh').filter(
      ({ id, section }) => id === 'reporting' && section === 'highlights',
    );
    expect(sentence?.template).toBe('应报企业{1}，已报{2}，报送率{3}。');
    expect(sentence?.numbers.map(({ place, written, ref }) => [place, written, ref])).toEqual([
      ['{1}', '24家', 'reporting_rate:level:_T._T._T._T._T:2026-10@2026-10.1#due'],
      ['{2}', '23家', 'reporting_rate:level:_T._T._T._T._T:2026-10@2026-10.1#received'],
      ['{3}', '95.8%', 'reporting_rate:level:_T._T._T._T._T:2026-10@2026-10.1'],
    ]);
    const judged = judgedEdit(generated, known, key, ' 报送率{3}：应报{1}，已报{2}。 ');
    const before = new Date(releaseDay(lastPeriod).getTime() - hour);
    const after = new Date(releaseDay(lastPeriod).getTime() + hour);
    const of = async (options = {}) => buildReport(database, { period: lastPeriod, ...options });
    await writeEdit(database, key, judged, act(after));
    expect(said(await of(), 'highlights', 'reporting')).toBe('应报企业24家，已报23家，报送率95.8%。');
    await writeEdit(database, key, judged, act(before));
    expect(said(await of(), 'highlights', 'reporting')).toBe('报送率95.8%：应报24家，已报23家。');
    expect(said(await of(), 'highlights', 'reporting', 'en')).toBe(
      'Of 24 tenants due, 23 reported, a reporting rate of 95.8%.',
    );
    expect(said(await of({ park: 'P02' }), 'highlights', 'reporting')).toBe(
      '应报企业4家，已报3家，报送率75.0%；报送尚不完整，增速仅供参考。',
    );
    await withdrawEdit(database, key, act(before));
    expect(said(await of(), 'highlights', 'reporting')).toBe('应报企业24家，已报23家，报送率95.8%。');
    await expect(withdrawEdit(database, key, act(before))).rejects.toMatchObject({ code: 'not_found' });
    await expect(database.pool.query('update report_edit set edited = null')).rejects.toThrow();
    await expect(database.pool.query('delete from report_edit')).rejects.toThrow();
  });

  test('cannot turn a word against its number, nor edit what is not there', async () => {
    const { generated } = await generateReport(database, { period: lastPeriod });
    const month = { ...key, sentence: 'month' };
    const template = sentencesOf(generated, 'zh')[0]?.template ?? '';
    expect(template).toBe(
      '[2026年10月]，全市跨境电商产业园区进出口额{1}，同比大幅增长{2}。其中，出口额{3}，同比增长{4}；进口额{5}，同比增长{6}。',
    );
    const judge = (text: string, of = month) => judgedEdit(generated, known, of, text);
    expect(judge(template.replace('大幅增长', '增长')).edited).toContain('同比增长{2}');
    for (const [text, reason] of [
      [template.replace('大幅增长', '下降'), 'sign'],
      [template.replace('大幅', '小幅'), 'sign'],
      [template.replace('{2}', '46.2%'), 'digit'],
      [template.replace('，同比大幅增长{2}', ''), 'missing_place'],
    ] as const)
      expect(() => judge(text)).toThrow(
        expect.objectContaining({ details: expect.objectContaining({ reason }) }),
      );
    expect(() => judge('x', { ...key, sentence: 'nothing' })).toThrow(
      expect.objectContaining({ code: 'not_found' }),
    );
  });

  test('is told of edits whose sentence has changed; the others go with the numbers of the next release', async () => {
    const noon = releaseDay(lastPeriod);
    const { generated } = await generateReport(database, { period: lastPeriod });
    const write = async (sentence: string, from: string, to: string) => {
      const own = { ...key, section: 'modes', sentence };
      const found = sentencesOf(generated, 'zh').find(
        ({ id, section }) => id === sentence && section === 'modes',
      );
      const text = found?.template.replace(from, to) ?? '';
      return writeEdit(database, own, judgedEdit(generated, known, own, text), act(noon));
    };
    await write('by-value', '按进出口额从大到小，', '各监管方式中，');
    const month = { ...key, section: 'quality', sentence: 'reporting' };
    const kept = sentencesOf(generated, 'zh').find(
      ({ id, section }) => id === 'reporting' && section === 'quality',
    );
    const quality = judgedEdit(generated, known, month, `据统计，${kept?.template}`);
    await writeEdit(database, month, quality, act(noon));

    // 1239 had no trade a year before; with some it gets a growth rate, and the sentence of modes is another.
    const base = addMonths(lastPeriod, -12);
    const change = { period: base, park: '_T', mode: '1239', flow: '_T', fen: 100_000_00 };
    await publishLines(database, folder, base, draftLines(base, { change }), localInstant('2026-11-21', 9));
    await publishLines(database, folder, lastPeriod, draftLines(lastPeriod), localInstant('2026-11-22', 9));
    const next = await generateReport(database, { period: lastPeriod });
    expect(next.generated.release).toBe('2026-10.2');
    const { stale, report } = applyEdits(next.generated, await editsInForce(database, key, null));
    expect(stale.map(({ section, sentence }) => `${section}/${sentence}`)).toEqual(['modes/by-value']);
    expect(said(report, 'modes', 'by-value')).toMatch(/^按进出口额从大到小，/);
    expect(said(report, 'quality', 'reporting')).toMatch(
      /^据统计，应报企业24家，已报24家，未报0家，报送率100\.0%；/,
    );
    expect(plainText(report.sections[2]?.paragraphs[0] as Passage, 'zh')).toContain(
      '1239（保税电商A）进出口额408.46万元，同比增长',
    );

    // The first release still says what it said.
    const first = await buildReport(database, { period: lastPeriod, release: '2026-10.1' });
    expect(said(first, 'modes', 'by-value')).toMatch(/^各监管方式中，/);
    expect(said(first, 'quality', 'reporting')).toMatch(
      /^据统计，应报企业24家，已报23家，未报1家，报送率95\.8%；/,
    );
  });
});

test('last month’s wording stands beside this month’s, number by number', async () => {
  const [before, now] = [
    await buildReport(database, { period: addMonths(lastPeriod, -1) }),
    await buildReport(database, { period: lastPeriod, release: '2026-10.1' }),
  ];
  const rows = wordingBeside(before, now, 'zh');
  const of = (section: string, name: string) =>
    rows.find((row) => row.section === section && row.sentence === name);
  const month = of('highlights', 'month');
  expect([month?.before, month?.now]).toEqual([
    '2026年9月，全市跨境电商产业园区进出口额8.32亿元，同比大幅增长30.1%。其中，出口额7.13亿元，同比增长35.9%；进口额1.19亿元，同比增长3.7%。',
    '2026年10月，全市跨境电商产业园区进出口额8.90亿元，同比大幅增长46.2%。其中，出口额7.63亿元，同比增长52.0%；进口额1.27亿元，同比增长19.2%。',
  ]);
  expect(month?.numbers.slice(0, 2)).toEqual([
    {
      number: 'trade_value:level:_T._T._T._T._T',
      before: '8.32亿元',
      now: '8.90亿元',
      ref_before: 'trade_value:level:_T._T._T._T._T:2026-09@2026-09.1',
      ref_now: 'trade_value:level:_T._T._T._T._T:2026-10@2026-10.1',
    },
    {
      number: 'trade_value:yoy:_T._T._T._T._T',
      before: '30.1%',
      now: '46.2%',
      ref_before: 'trade_value:yoy:_T._T._T._T._T:2026-09@2026-09.1',
      ref_now: 'trade_value:yoy:_T._T._T._T._T:2026-10@2026-10.1',
    },
  ]);
  for (const { difference, before: a, now: b } of rows) {
    const text = (kinds: string[]) =>
      difference
        .filter(({ kind }) => kinds.includes(kind))
        .map((one) => one.text)
        .join('');
    expect([text(['same', 'removed']), text(['same', 'added'])]).toEqual([a ?? '', b ?? '']);
  }
  expect([of('modes', 'without-trade')?.now, of('modes', 'without-trade')?.before]).toEqual([
    null,
    '1239（保税电商A）本月无进出口。',
  ]);
  expect(of('modes', 'by-value')).toMatchObject({ edited_before: false, edited_now: true });
});
