import { before, type Case, line, lines, now, observed, past, pastEach } from './rows.fixture.ts';

const list = (over = {}) =>
  line({
    customs_mode: '9610',
    period: before(1),
    statistics_flag: 'B',
    order_no: 'O1',
    delivery: 'd0',
    ...over,
  });
const merged = (over = {}) => line({ customs_mode: '9610', ...over });
const cell = (indicator: string, value: string, over = {}) =>
  observed(indicator, value, { park: 'P01', mode: '9710', flow: 'export', ...over });
/** Amounts that begin with 1, 2, … as Benford's law has it, from 1 to 9999. */
const benford = (at: number) => ({ amount: String(Math.floor(10 ** ((at * 4) / 1200))) });

export const copyCases: readonly Case[] = [
  {
    id: 'declaration_shared',
    fires: { 'lake.line': [line(), line({ uscc: 'B', delivery: 'd2', line_no: 2, amount: '40' })] },
    silent: {
      'lake.line': [line(), line({ line_no: 2 }), line({ uscc: 'B', delivery: 'd2', declaration_no: 'N2' })],
    },
    finds: [
      { declaration_no: 'N1', tenants: '2', uscc: 'A', other_uscc: 'B', lines: '2', effect_cny: '40.00' },
    ],
  },
  {
    id: 'merged_declaration',
    fires: {
      'lake.line': [
        list({ amount: '600' }),
        list({ amount: '400', line_no: 2 }),
        merged({ amount: '1004.99' }),
      ],
    },
    silent: {
      'lake.line': [
        list({ amount: '1000' }),
        merged({ amount: '1006' }),
        // Another tenant's lists of the same month that were counted as A; the same amount with order numbers.
        list({ uscc: 'B', amount: '70', statistics_flag: 'A' }),
        merged({ uscc: 'B', amount: '70' }),
        list({ uscc: 'C', amount: '80' }),
        merged({ uscc: 'C', amount: '80', order_no: 'O2' }),
      ],
    },
    finds: [
      { uscc: 'A', currency: 'CNY', declarations: '1', amount_before: '1000.00000', effect_cny: '1004.99' },
    ],
  },
  {
    id: 'month_copied',
    fires: { 'history.tenant_cell': [past(3, 123.45)], 'facts.tenant_value': [now(0, { cny_fen: 12345 })] },
    silent: {
      'history.tenant_cell': [past(3, 123.46), past(4, 77, { uscc: 'B' })],
      'facts.tenant_value': [now(0, { cny_fen: 12345 }), now(77, { uscc: 'B', lines: 4 })],
    },
    finds: [{ uscc: 'A', other_month: before(3), lines: '10', effect_cny: '123.45' }],
  },
  {
    id: 'lines_repeated',
    fires: {
      'history.tenant_cell': pastEach(2, 9, { lines: 50 }),
      'facts.tenant_value': [now(8, { lines: 50 })],
    },
    silent: {
      'history.tenant_cell': [
        past(1, 9, { lines: 50 }),
        past(2, 9, { lines: 51 }),
        ...pastEach(2, 9, { uscc: 'B', lines: 49 }),
      ],
      'facts.tenant_value': [now(8, { lines: 50 }), now(8, { uscc: 'B', lines: 49 })],
    },
    finds: [{ uscc: 'A', lines: '50', effect_cny: '8.00' }],
  },
  {
    id: 'declarations_repeated',
    fires: {
      'history.observation': [cell('declarations', '100', { period: before(1) })],
      'publication.observation': [cell('declarations', '100'), cell('trade_value', '5000')],
    },
    silent: {
      'history.observation': [
        cell('declarations', '100', { period: before(2) }),
        cell('declarations', '99', { period: before(1), park: 'P02' }),
      ],
      'publication.observation': [cell('declarations', '100'), cell('declarations', '99', { park: 'P02' })],
    },
    finds: [{ park: 'P01', declarations: '100', effect_cny: '5000.00' }],
  },
  {
    id: 'round_amounts',
    fires: { 'lake.line': lines(50, (at) => ({ amount: at < 25 ? '1200' : '99.5' })) },
    silent: {
      'lake.line': [
        ...lines(50, (at) => ({ amount: at < 24 ? '1200' : '99.5' })),
        ...lines(49, { uscc: 'B' }),
      ],
    },
    finds: [{ uscc: 'A', lines: '50', round_lines: '25', effect_cny: '32487.50' }],
  },
  {
    id: 'last_digit_uneven',
    fires: { 'lake.line': lines(300, (at) => ({ amount: at < 120 ? '137.5' : `${110 + (at % 7)}` })) },
    silent: { 'lake.line': lines(300, (at) => ({ amount: at < 119 ? '129.5' : `${110 + (at % 7)}` })) },
    // 120 of 300, and of the other 180 none ends in 7.
    finds: [{ uscc: 'A', digit: '7', share: '0.4000', lines: '300', effect_cny: '16500.00' }],
  },
  {
    id: 'first_digit_unlike',
    fires: { 'lake.line': lines(1000, (at) => ({ amount: at % 2 ? '5' : '5000' })) },
    silent: {
      'lake.line': [
        ...lines(1200, benford),
        ...lines(999, (at) => ({ uscc: 'B', amount: at % 2 ? '5' : '5000' })),
      ],
    },
    // |1 - 0.0792| for the five, and the other digits' own frequency, over nine digits: 2 × 0.9208 ÷ 9.
    finds: [{ uscc: 'A', lines: '1000', deviation: '0.2046', effect_cny: '2502500.00' }],
  },
];
