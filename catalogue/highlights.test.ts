import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from './comparison.ts';
import { changeSentence, clausesOf, restSentence, revisionSentence } from './highlight-words.ts';
import { factsOf, linesTold, partsOfTenants, rankContributions, type ToldTransform } from './highlights.ts';
import { type Period, parsePeriod, periodsBetween } from './period.ts';

const month = (text: string) => parsePeriod(text) as Period;
const fenOf = (cny: string) => BigInt(cny.replace('.', ''));
const textOf = (fen: bigint) => {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

describe('contributions', () => {
  it('are ranked by size either way, and a cell that came or went counts with nothing on that side', () => {
    const { amount, points, lines, rest } = rankContributions({ current: '1000.00', base: '800.00' }, [
      { park: 'P01', mode: '9610', current: '100.00', base: '150.00' },
      { park: 'P01', mode: '9710', current: '500.00', base: '200.00' },
      { park: 'P02', mode: '9710', current: '150.00', base: null },
      { park: 'P02', mode: '9810', current: null, base: '250.00' },
      { park: 'P03', mode: '1210', current: '210.00', base: '170.00' },
      { park: 'P03', mode: '9610', current: '30.00', base: '20.00' },
      { park: 'P03', mode: '9710', current: '10.00', base: '10.00' },
    ]);
    expect([amount, points]).toEqual(['200.00', '0.250000000000']);
    expect(lines.map((line) => [line.park, line.mode, line.amount, line.points])).toEqual([
      ['P01', '9710', '300.00', '0.375000000000'],
      ['P02', '9810', '-250.00', '-0.312500000000'],
      ['P02', '9710', '150.00', '0.187500000000'],
      ['P01', '9610', '-50.00', '-0.062500000000'],
      ['P03', '1210', '40.00', '0.050000000000'],
    ]);
    expect(rest).toEqual({ cells: 1, amount: '10.00', points: '0.012500000000', unallocated: '0.00' });
  });

  it('leave what belongs to no cell in the rest, named', () => {
    const { rest } = rankContributions({ current: '12.00', base: '5.00' }, [
      { park: 'P01', mode: '9710', current: '9.00', base: '4.00' },
    ]);
    expect(rest).toEqual({ cells: 0, amount: '2.00', points: '0.400000000000', unallocated: '2.00' });
  });

  it('add up to the change, to the fen and to the last decimal of the points', () => {
    const fen = fc.option(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 15n }));
    const cells = fc.array(fc.record({ current: fen, base: fen }), { maxLength: 40 });
    fc.assert(
      fc.property(cells, fc.bigInt({ min: -100n, max: 100n }), (drawn, stray) => {
        const sum = (side: 'current' | 'base') => drawn.reduce((all, cell) => all + (cell[side] ?? 0n), 0n);
        const [now, before] = [sum('current') + stray, sum('base')];
        const { amount, points, lines, rest } = rankContributions(
          { current: textOf(now), base: textOf(before) },
          drawn.map(({ current, base }, at) => ({
            park: `P${at}`,
            mode: '9710',
            current: current === null ? null : textOf(current),
            base: base === null ? null : textOf(base),
          })),
        );
        const told = [...lines, rest];
        expect(fenOf(amount)).toBe(now - before);
        expect(told.reduce((all, line) => all + fenOf(line.amount), 0n)).toBe(now - before);
        expect(fenOf(rest.unallocated)).toBe(stray);
        expect(lines.length).toBeLessThanOrEqual(linesTold);
        const largest = drawn
          .map(({ current, base }) => (current ?? 0n) - (base ?? 0n))
          .map((one) => (one < 0n ? -one : one))
          .filter((one) => one > 0n)
          .sort((a, b) => (a < b ? 1 : -1));
        expect(lines.map((line) => fenOf(line.amount.replace('-', '')))).toEqual(largest.slice(0, linesTold));
        expect(rest.cells).toBe(Math.max(0, largest.length - linesTold));
        if (points === null) expect(before <= 0n).toBe(true);
        else expect(told.reduce((all, line) => all + fenOf(line.points as string), 0n)).toBe(fenOf(points));
      }),
      { numRuns: 150, endOnFailure: true },
    );
  });
});

describe('parts by what tenants did', () => {
  const values = (of: Record<string, string>) => new Map(Object.entries(of));
  const at = (due: string, received: string, inCell: Record<string, string>) => ({
    due: new Set(due),
    received: new Set(received),
    inCell: values(inCell),
    anywhere: values(inCell),
  });

  it('tell who came, who went, who is silent and who goes on', () => {
    const base = at('ABCD', 'ABCD', { A: '10.00', B: '20.00', C: '30.00' });
    const current = at('ABDE', 'ADE', { A: '15.00', D: '1.00', E: '7.00' });
    expect(partsOfTenants(current, base)).toEqual([
      { part: 'entry', amount: '7.00', tenants: 1 },
      { part: 'exit', amount: '-30.00', tenants: 1 },
      { part: 'unreported', amount: '-20.00', tenants: 1 },
      { part: 'continuing', amount: '6.00', tenants: 2 },
    ]);
  });

  it('add up to the difference of the two months', () => {
    const tenants = fc.subarray([...'ABCDEF']).map((own) => own.join(''));
    const inCell = fc.dictionary(
      fc.constantFrom(...'ABCDEF'),
      fc.bigInt({ min: -1000n, max: 10n ** 12n }).map(textOf),
    );
    const side = fc.tuple(tenants, tenants, inCell).map((drawn) => at(...drawn));
    const sum = (of: ReadonlyMap<string, string>) =>
      [...of.values()].reduce((all, one) => all + fenOf(one), 0n);
    fc.assert(
      fc.property(side, side, (current, base) => {
        const parts = partsOfTenants(current, base);
        expect(parts.reduce((all, { amount }) => all + fenOf(amount), 0n)).toBe(
          sum(current.inCell) - sum(base.inCell),
        );
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });
});

/** A cell whose months from January 2024 on have these values. */
function lookup(values: readonly (number | null)[], coverage = '1.000000') {
  const months = periodsBetween(month('2024-01'), month('2026-12')).slice(0, values.length);
  const points = new Map<string, Point>(
    months.map((period, at) => {
      const value = values[at] == null ? null : `${values[at]}.00`;
      const reason = value === null ? 'MISSING' : null;
      return [period, { value, status: 'p', reason, coverage, release: `${period}.1` }];
    }),
  );
  return { period: months.at(-1) as Period, at: (period: Period) => points.get(period) };
}

function told(values: readonly (number | null)[], transform: ToldTransform = 'yoy', coverage?: string) {
  const { period, at } = lookup(values, coverage);
  return factsOf(transform, period, at, month('2024-01'));
}

/** Twelve months of the year before, then others. */
const flat = (value: number, months: number) => Array.from({ length: months }, () => value);

describe('facts', () => {
  it('name a new high over the whole vintage, from a year of months on', () => {
    expect(told([...flat(100, 12), 110, 105, 111]).highest_since).toBe('2024-01');
    expect(told([...flat(100, 12), 110, 105, 110]).highest_since).toBeNull();
    expect(told([...flat(100, 11), 110]).highest_since).toBeNull();
    expect(told([...flat(100, 12), 110], 'yoy', '0.799000').highest_since).toBeNull();
  });

  it('name the first fall after six months of growth, and whether there was one before', () => {
    const grown = [...flat(100, 12), ...flat(110, 8)];
    expect(told([...grown, 99]).first_fall).toEqual({ months: 8, ever: true });
    expect(told([...flat(100, 12), 110, 99, ...flat(110, 6), 99]).first_fall).toEqual({
      months: 6,
      ever: false,
    });
    expect(told([...flat(100, 12), 110, 110, 99, ...flat(110, 5), 99]).first_fall).toBeNull();
    expect(told([...grown, 100]).first_fall).toBeNull();
    expect(told([...grown, 99], 'mom').first_fall).toBeNull();
  });

  it('name a base among the lowest tenth where there is much growth, and among the highest where there is a deep fall', () => {
    const year = [100, 100, 60, 100, 100, 100, 140, 100, 100, 100, 100, 100];
    expect(told([...year, 100, 100, 79]).base).toBe('low');
    expect(told([...year, 100, 100, 78]).base).toBeNull();
    expect(told([...year, 100, 100, 100, 100, 100, 100, 97]).base).toBe('high');
    expect(told([...year, 100, 100, 100, 131]).base).toBeNull();
  });

  it('compare January and February together', () => {
    const january = told([50, 150, ...flat(100, 10), 90]);
    expect([january.festival, january.january_february, january.first_fall]).toEqual([true, null, null]);
    const february = told([50, 150, ...flat(100, 10), 90, 130]);
    expect([february.festival, february.january_february]).toEqual([true, '0.100000000000']);
    expect(told([50, 150, ...flat(100, 10), 90, 130], 'mom').january_february).toBeNull();
  });
});

describe('sentences', () => {
  const subject = { zh: '全市', en: 'The city' };
  const say = (values: readonly (number | null)[], amount: string, points: string | null = null) => {
    const change = { transform: 'yoy', amount, points, facts: told(values), parts: null } as const;
    return changeSentence(subject, change, clausesOf(change));
  };

  it('tell how much, why and how rare, one clause after the other', () => {
    const change = {
      transform: 'yoy',
      amount: '21400000.00',
      points: '0.032100000000',
      facts: told([...flat(100, 14), 100, ...flat(100, 9), 100, 100, 118]),
      parts: [
        { part: 'entry', amount: '16300000.00', tenants: 2 },
        { part: 'exit', amount: '-14000.00', tenants: 1 },
        { part: 'unreported', amount: '0.00', tenants: 0 },
        { part: 'continuing', amount: '5114000.00', tenants: 9 },
      ],
    } as const;
    expect(changeSentence(subject, change, clausesOf(change))).toEqual({
      zh: '全市较上年同月增加2,140万元，同比增长18.0%，上拉3.2个百分点，其中新入2户+1,630万元，退出1户−1.4万元，为2024年1月有数据以来最高',
      en: 'The city: up CNY 21.40 million on the same month last year, +18.0% year on year, adding 3.2 points, of which 2 tenants entered +CNY 16.30 million, 1 tenant left −CNY 0.01 million, the highest since data begin in Jan 2024',
    });
  });

  it('tell falls, months of the festival, low coverage and what has no growth', () => {
    expect(say([...flat(100, 12), ...flat(110, 8), 96], '-400000000.00').zh).toBe(
      '全市较上年同月减少4.00亿元，同比下降4.0%，8个月来首次同比下降，此前从未下降',
    );
    expect(say([50, 150, ...flat(100, 10), 90, 130], '-2000000.00').zh).toBe(
      '全市较上年同月减少200万元，春节错月，单月增速不可比，1—2月合计同比增长10.0%',
    );
    expect(say([50, 150, ...flat(100, 10), 90, 130], '-2000000.00', '-0.000400000000').zh).toBe(
      '全市较上年同月减少200万元，1—2月合计同比增长10.0%，下拉0.04个百分点',
    );
    expect(say([...flat(0, 3), ...flat(100, 9), ...flat(100, 3)], '10000.00').zh).toBe(
      '全市较上年同月增加1.0万元，无增速（基期为零）',
    );
    expect(say([...flat(100, 14), 5, ...flat(100, 11), 60], '550000.00').zh).toBe(
      '全市较上年同月增加55.0万元，同比增长9倍以上，上年同月基数偏低',
    );
  });

  it('tell the rest, and what was revised and why', () => {
    expect(restSentence({ cells: 18, amount: '-6330000.00' })).toEqual({
      zh: '其余18项合计−633万元',
      en: 'All others (18): −CNY 6.33 million',
    });
    const why = [{ zh: '更正', en: 'Correction' }];
    expect(
      revisionSentence(subject, month('2026-02'), { from: '131000000.00', to: '28000000.00', why }),
    ).toEqual({
      zh: '2026年2月全市由1.3100亿元修订为0.2800亿元（更正）',
      en: 'Feb 2026, The city: revised from CNY 131.00 million to CNY 28.00 million (correction)',
    });
    expect(revisionSentence(subject, month('2026-02'), { from: null, to: '-28000000.00', why: [] }).zh).toBe(
      '2026年2月全市由无数值修订为−2,800.00万元',
    );
  });
});
