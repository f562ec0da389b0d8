import { describe, expect, test } from 'vitest';
import {
  dimensions,
  type Indicator,
  type IndicatorId,
  indicatorIds,
  indicators,
  releasedIndicatorIds,
  transforms,
  transformsOf,
  unitNames,
} from './indicators.ts';
import { parsePeriod } from './period.ts';

const of = (id: IndicatorId): Indicator => indicators[id];
const summed = 'level mom yoy ytd ytd_yoy r12 share contribution';
const all = 'park mode flow partner chapter section district transport kind';

// DESIGN §5.5 and METHODS §1: what the first indicators are, by hand. The breakdowns; the sums over months and growth.
test.each([
  ['trade_value', 'CNY', 2, all, summed],
  ['trade_value_usd', 'USD', 2, all, summed],
  ['declarations', 'declarations', 0, all, summed],
  ['parcels', 'parcels', 0, 'park mode flow', summed],
  ['lines', 'lines', 0, all, summed],
  ['returned_value', 'CNY', 2, 'park mode flow', summed],
  ['returned_declarations', 'declarations', 0, 'park mode flow', summed],
  ['cancelled_declarations', 'declarations', 0, 'park mode flow', summed],
  ['return_rate', 'ratio', 6, 'park mode flow', 'level'],
  ['net_trade_value', 'CNY', 2, 'park mode flow', summed],
  ['active_tenants', 'tenants', 0, 'park mode flow', 'level mom yoy ytd ytd_yoy'],
  ['new_tenants', 'tenants', 0, 'park mode flow', 'level mom yoy ytd ytd_yoy'],
  ['leaving_tenants', 'tenants', 0, 'park mode flow', 'level mom yoy ytd ytd_yoy'],
  ['trade_value_by_site', 'CNY', 2, 'park mode flow', summed],
  ['first_line_value', 'CNY', 2, all, summed],
  ['second_line_value', 'CNY', 2, all, summed],
  ['tax_assessed', 'CNY', 2, all, summed],
  ['simplified_declarations', 'declarations', 0, 'park mode flow', summed],
  ['summary_declarations', 'declarations', 0, 'park mode flow', summed],
  ['over_limit_lists', 'declarations', 0, 'park mode flow', summed],
  ['release_hours_median', 'hours', 2, 'park mode flow', 'level mom yoy'],
  ['average_ticket', 'CNY_per_declaration', 2, 'park mode flow', 'level mom yoy'],
  ['partner_hhi', 'index', 4, 'park mode flow', 'level mom yoy'],
  ['top5_tenant_share', 'ratio', 6, 'park mode flow', 'level'],
  ['reporting_rate', 'ratio', 6, 'park', 'level'],
  ['on_time_rate', 'ratio', 6, 'park', 'level'],
  ['rejection_rate', 'ratio', 6, 'park', 'level'],
] as const)('%s is in %s with %i decimals, by %s, as %s', (id, unit, decimals, breakdowns, offered) => {
  expect(of(id)).toMatchObject({ unit, decimals, breakdowns: breakdowns.split(' ') });
  expect(transformsOf(id)).toEqual(offered.split(' '));
});

test('there is no other', () => {
  expect(indicatorIds).toHaveLength(27);
});

describe.each(indicatorIds)('%s', (id) => {
  const { zh, en, definition, unit, breakdowns, additivity, since } = of(id);

  test('is named and defined in both languages', () => {
    for (const text of [zh, definition.zh]) expect(text).toMatch(/\p{Script=Han}/u);
    for (const text of [en, definition.en]) expect(text).toMatch(/^[A-Z][^\p{Script=Han}]+$/u);
    expect(parsePeriod(since)).toBeDefined();
    expect(unitNames).toHaveProperty(unit);
  });

  test('has a total over each of its breakdowns, and none where it has no breakdown', () => {
    for (const dimension of breakdowns) expect([dimension, additivity[dimension]]).not.toContain('none');
    for (const dimension of dimensions)
      if (additivity[dimension] === 'none') expect(breakdowns).not.toContain(dimension);
  });

  test('a ratio, an average, an index or a count of tenants is never summed', () => {
    const isAmount = ['CNY', 'USD', 'declarations', 'parcels', 'lines'].includes(unit);
    if (isAmount) expect(additivity.time).toBe('sum');
    else expect(Object.values(additivity)).not.toContain('sum');
  });

  test('offers a year to date only where months add up or tenants are counted anew, and growth of no ratio', () => {
    const offered: string[] = transformsOf(id);
    expect(offered.includes('r12')).toBe(additivity.time === 'sum');
    expect(offered.includes('ytd')).toBe(
      additivity.time === 'sum' || (additivity.time === 'recompute' && unit === 'tenants'),
    );
    expect(offered.includes('share')).toBe(breakdowns.some((dimension) => additivity[dimension] === 'sum'));
    expect(offered.includes('contribution')).toBe(offered.includes('share'));
    expect(offered.includes('ytd_yoy')).toBe(offered.includes('ytd') && offered.includes('yoy'));
    expect(offered.includes('yoy')).toBe(unit !== 'ratio');
    expect(offered.filter((transform) => !(transform in transforms))).toEqual([]);
  });
});

test('money and lines add up over everything', () => {
  for (const id of ['trade_value', 'trade_value_usd', 'lines'] as const)
    expect([...new Set(Object.values(of(id).additivity))]).toEqual(['sum']);
});

test('distinct numbers add up over modes and flows, which number apart, and are counted anew over the rest', () => {
  for (const id of ['declarations', 'parcels'] as const)
    expect(of(id).additivity).toEqual({
      park: 'recompute',
      mode: 'sum',
      flow: 'sum',
      partner: 'recompute',
      chapter: 'recompute',
      section: 'recompute',
      district: 'recompute',
      transport: 'recompute',
      kind: 'recompute',
      time: 'sum',
    });
});

test('only retail modes have a ticket', () => {
  expect(indicatorIds.filter((id) => of(id).modes === 'retail')).toEqual(['average_ticket']);
});

test('what no release holds is a count of tenants, made from the active ones of one vintage', () => {
  expect(indicatorIds.filter((id) => !releasedIndicatorIds.includes(id))).toEqual([
    'new_tenants',
    'leaving_tenants',
  ]);
});
