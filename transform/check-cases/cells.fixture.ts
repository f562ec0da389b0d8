import { before, type Case, line, lines, now, observed, past, pastEach, tenant } from './rows.fixture.ts';

const city = (value: string, months = 0) => observed('trade_value', value, { period: before(months) });
const wavy = Array.from({ length: 30 }, (_, at) => city(at % 2 ? '110' : '100', at + 1));
const index = (value: string, over = {}) =>
  observed('partner_hhi', value, { mode: '9710', flow: 'export', ...over });
const indexBefore = (months: number) =>
  Array.from({ length: months }, (_, at) => index('3000', { period: before(at + 1) }));
const earlier = (over = {}) =>
  line({ period: before(1), delivery: 'd0', released_on: '2026-09-15', ...over });

export const cellCases: readonly Case[] = [
  {
    id: 'cell_month_jump',
    fires: { 'history.observation': wavy, 'publication.observation': [city('50')] },
    silent: { 'history.observation': wavy, 'publication.observation': [city('90')] },
    finds: [{ park: '_T', mode: '_T', flow: '_T', cny_before: '100.00', cny: '50.00', growth: '-0.5000' }],
  },
  {
    id: 'reporters_explain',
    fires: {
      'history.reporter': [
        { period: before(1), uscc: 'A' },
        { period: before(1), uscc: 'B' },
      ],
      'history.tenant_cell': [past(1, 100), past(1, 30, { uscc: 'B', park: 'P02' })],
      'reporting.tenant': [tenant('A', true), tenant('B', false, 'P02')],
      'facts.tenant_value': [now(80)],
    },
    silent: {
      'history.reporter': [{ period: before(1), uscc: 'A' }],
      'history.tenant_cell': [past(1, 100)],
      'reporting.tenant': [tenant('A', true), tenant('B', true)],
      'facts.tenant_value': [now(80), now(4, { uscc: 'B' })],
    },
    // Of the city's 50 less, 30 are B's; of the first park's 20 less, none.
    finds: [
      { park: 'P02', mode: '9710', by_reporters: '-30.00', effect_cny: '30.00' },
      { park: 'P02', mode: '_T', by_reporters: '-30.00', effect_cny: '30.00' },
      { park: '_T', mode: '9710', cny_before: '130.00', cny: '80.00', by_reporters: '-30.00' },
      { park: '_T', mode: '_T', by_reporters: '-30.00' },
    ],
  },
  {
    id: 'share_shift',
    fires: {
      'history.tenant_cell': [...pastEach(3, 60), ...pastEach(3, 40, { mode: '9810' })],
      'facts.tenant_value': [now(71), now(29, { customs_mode: '9810' })],
    },
    silent: {
      'history.tenant_cell': [...pastEach(3, 60), ...pastEach(3, 40, { mode: '9810' })],
      'facts.tenant_value': [now(69), now(31, { customs_mode: '9810' })],
    },
    finds: [
      { dimension: 'mode', code: '9710', share_before: '0.6000', share: '0.7100', effect_cny: '11.00' },
      { dimension: 'mode', code: '9810', share_before: '0.4000', share: '0.2900', effect_cny: '11.00' },
    ],
  },
  {
    id: 'partners_concentrated',
    fires: {
      'history.observation': indexBefore(6),
      'publication.observation': [
        index('4501'),
        observed('trade_value', '900', { mode: '9710', flow: 'export' }),
      ],
    },
    silent: {
      'history.observation': [...indexBefore(6), ...indexBefore(5).map((row) => ({ ...row, mode: '9810' }))],
      'publication.observation': [index('4500'), index('9000', { mode: '9810' })],
    },
    finds: [
      { mode: '9710', flow: 'export', index_before: '3000.0000', index: '4501.0000', effect_cny: '900.00' },
    ],
  },
  {
    id: 'unit_value_shift',
    fires: {
      'lake.line': [
        ...lines(30, { amount: '31' }),
        ...lines(30, { period: before(1), delivery: 'd0', released_on: '2026-09-15', amount: '10' }),
      ],
    },
    silent: {
      'lake.line': [
        ...lines(30, { amount: '30' }),
        ...lines(30, { period: before(1), delivery: 'd0', released_on: '2026-09-15', amount: '10' }),
        ...lines(29, { chapter: '95', amount: '90' }),
        ...lines(30, {
          chapter: '95',
          period: before(1),
          delivery: 'd0',
          released_on: '2026-09-15',
          amount: '10',
        }),
        // Another unit, and one line only.
        earlier({ chapter: '61', unit: '035', amount: '1' }),
      ],
    },
    finds: [
      {
        chapter: '61',
        unit: '007',
        lines: '30',
        price_before: '10.00',
        price: '31.00',
        effect_cny: '930.00',
      },
    ],
  },
];
