import { before, type Case, line, now, observed, period } from './rows.fixture.ts';

const counted = (over = {}) => ({
  period,
  customs_mode: '9710',
  flow: 'export',
  park_id: 'P01',
  uscc: 'A',
  declaration_no: 'N1',
  line_no: 1,
  line_hash: '7',
  declared_month: period,
  currency: 'USD',
  cny_fen: '70000',
  ...over,
});
const dollars = { month: period, currency: 'USD', cny_per_100: '700', usd_ratio: '100' };
const facts = (over = {}) => ({ 'facts.valued_line': [counted(over)], 'registry.rate': [dollars] });
const partition = (delivery: string) => ({
  delivery,
  customs_mode: '9710',
  flow: 'export',
  period,
  uscc: 'A',
  lines: 1,
});
const additive = [
  { indicator: 'trade_value', dimension: 'park' },
  { indicator: 'trade_value', dimension: 'section' },
];
const value = (cny: string, over = {}) => observed('trade_value', cny, over);

export const blockingCases: readonly Case[] = [
  {
    id: 'rate_missing',
    fires: facts({ declared_month: before(1) }),
    silent: facts(),
    finds: [{ currency: 'USD', declared_month: before(1), lines: '1', effect_cny: '0.00' }],
  },
  {
    id: 'membership_missing',
    fires: facts({ park_id: null }),
    silent: facts(),
    finds: [{ uscc: 'A', first_declaration_no: 'N1', effect_cny: '700.00' }],
  },
  {
    id: 'line_counted_twice',
    fires: {
      'facts.valued_line': [counted(), counted({ uscc: 'B' })],
      'registry.rate': [dollars],
      'lake.in_force': [partition('d1'), partition('d2')],
    },
    silent: {
      'facts.valued_line': [counted(), counted({ uscc: 'B', line_no: 2, line_hash: '8' })],
      'registry.rate': [dollars],
      'lake.in_force': [partition('d1'), partition('d2')],
    },
    finds: [{ declaration_no: 'N1', times: '2', uscc: 'A', other_uscc: 'B', effect_cny: '700.00' }],
  },
  {
    id: 'totals_add_up',
    fires: {
      'catalogue.additive': additive,
      'publication.observation': [
        value('100'),
        value('60', { park: 'P01' }),
        value('39.99', { park: 'P02' }),
        value('100', { section: '11' }),
        value('60', { park: 'P01', section: '11' }),
        value('40', { park: 'P02', section: '11' }),
      ],
    },
    silent: {
      'catalogue.additive': additive,
      'publication.observation': [
        value('100'),
        value('60', { park: 'P01' }),
        value('40', { park: 'P02' }),
        value('100', { section: '11' }),
        value('60', { park: 'P01', section: '11' }),
        value('40', { park: 'P02', section: '11' }),
        // Not additive over partners here, and a park that did not report.
        value('99', { partner: 'USA' }),
        value('99', { park: 'P01', partner: 'USA' }),
        observed('trade_value', null as never, { park: 'P03' }),
      ],
    },
    finds: [
      {
        dimension: 'park',
        park: '_T',
        detail: null,
        total: '100.000000',
        parts: '99.990000',
        effect_cny: '0.01',
      },
      { dimension: 'section', park: 'P02', total: '39.990000', parts: '40.000000', effect_cny: '0.01' },
    ],
  },
  {
    id: 'code_lost',
    // A value whose product with its rate has more than 18 digits.
    fires: { 'lake.line': [line({ partner: 'QQQ', amount: '2272302.68' }), line({ line_no: 2 })] },
    silent: { 'lake.line': [line({ partner: '_U' }), line({ line_no: 2, trade_terms: null })] },
    finds: [{ list: 'partner', code: 'QQQ', lines: '1', effect_cny: '2272302.68' }],
  },
  {
    id: 'lines_lost',
    fires: {
      'lake.line': [line(), line({ line_no: 2, outcome: 'rejected' })],
      'lake.in_force': [{ ...partition('d1'), lines: 2 }],
    },
    silent: {
      'lake.line': [line(), line({ line_no: 2 })],
      'lake.in_force': [{ ...partition('d1'), lines: 2 }],
    },
    finds: [{ uscc: 'A', accepted_lines: '2', lines: '1', effect_cny: '100.00' }],
  },
  {
    id: 'month_wrong',
    fires: { 'lake.line': [line({ released_on: '2026-11-01' }), line({ line_no: 2 })] },
    silent: { 'lake.line': [line({ released_on: '2026-10-31' })] },
    finds: [{ uscc: 'A', lines: '1', first_day: '2026-11-01', effect_cny: '100.00' }],
  },
  {
    id: 'pair_impossible',
    fires: {
      'facts.tenant_value': [now(50, { flow: 'import' }), now(50, { flow: 'import', partner: 'USA' })],
    },
    silent: { 'facts.tenant_value': [now(50, { customs_mode: '9610', flow: 'import' })] },
    finds: [{ mode: '9710', flow: 'import', uscc: 'A', effect_cny: '50.00' }],
  },
];
