import { before, type Case, line, now, past, pastEach, period, rate, tenant, yuan } from './rows.fixture.ts';

const delivered = (delivery: string, lines: number, counts: boolean) => ({
  period,
  uscc: 'A',
  mode: '9710',
  flow: 'export',
  delivery,
  lines,
  counts,
});
const member = (park_id: string, from_day: string, to_day: string | null) => ({
  uscc: 'A',
  park_id,
  from_day,
  to_day,
});
const event = (over = {}) => ({
  customs_mode: '9610',
  flow: 'export',
  kind: 'return',
  uscc: 'A',
  delivery: 'e1',
  declaration_no: 'N1',
  line_no: 1,
  event_on: '2026-10-20',
  state: 'counted',
  cny_fen: 100,
  ...over,
});

export const collectionCases: readonly Case[] = [
  {
    id: 'not_reported',
    fires: {
      'reporting.tenant': [tenant('A', true), tenant('B', false), tenant('C', false)],
      // Months without value do not thin out the mean.
      'history.tenant_cell': [past(1, 10, { uscc: 'C' }), past(3, 30, { uscc: 'C' })],
    },
    silent: { 'reporting.tenant': [tenant('A', true)], 'history.tenant_cell': [past(1, 10, { uscc: 'C' })] },
    finds: [
      { uscc: 'C', park_id: 'P01', effect_cny: '20.00' },
      { uscc: 'B', effect_cny: '0.00' },
    ],
  },
  {
    id: 'park_silent',
    fires: {
      'reporting.tenant': [tenant('A', true), tenant('B', false, 'P02'), tenant('C', false, 'P02')],
      'history.tenant_cell': [past(1, 10, { uscc: 'B', park: 'P02' })],
    },
    silent: { 'reporting.tenant': [tenant('B', false, 'P02'), tenant('C', true, 'P02')] },
    finds: [{ park_id: 'P02', tenants: '2', effect_cny: '10.00' }],
  },
  {
    id: 'coverage_low',
    fires: {
      'reporting.tenant': [tenant('A', true), tenant('B', false)],
      'history.tenant_cell': [past(1, 79), past(1, 21, { uscc: 'B' })],
    },
    silent: {
      'reporting.tenant': [tenant('A', true), tenant('B', false)],
      'history.tenant_cell': [past(1, 80), past(1, 20, { uscc: 'B' })],
    },
    finds: [
      { park: 'P01', share: '0.7900', due_cny: '100.00', effect_cny: '21.00' },
      { park: '_T', share: '0.7900', due_cny: '100.00', effect_cny: '21.00' },
    ],
  },
  {
    id: 'nil_contradicted',
    fires: {
      'history.delivery': [delivered('d1', 7, false), delivered('d2', 0, true)],
      'history.tenant_cell': [past(2, 40)],
    },
    silent: { 'history.delivery': [delivered('d1', 0, false), delivered('d2', 7, true)] },
    finds: [{ uscc: 'A', lines_before: '7', delivery: 'd2', effect_cny: '40.00' }],
  },
  {
    id: 'rejected_many',
    fires: {
      'reporting.delivery': [{ uscc: 'A', rows_read: 20, rejected: 4 }],
      'facts.tenant_value': [now(160, { lines: 16 })],
    },
    silent: {
      'reporting.delivery': [
        { uscc: 'A', rows_read: 20, rejected: 3 },
        { uscc: 'B', rows_read: 19, rejected: 19 },
      ],
    },
    finds: [{ uscc: 'A', rows_read: '20', rejected: '4', effect_cny: '40.00' }],
  },
  {
    id: 'estimated_share',
    fires: {
      'facts.tenant_value': [now(89)],
      'reporting.estimate': [{ uscc: 'B', park: 'P01', mode: '9710', flow: 'export', cny: '11' }],
    },
    silent: {
      'facts.tenant_value': [now(90)],
      'reporting.estimate': [{ uscc: 'B', park: 'P01', mode: '9710', flow: 'export', cny: '10' }],
    },
    finds: ['P01', 'P01', '_T', '_T'].map((park, at) => ({
      park,
      mode: at % 2 ? '_T' : '9710',
      share: '0.1100',
      effect_cny: '11.00',
    })),
  },
  {
    id: 'month_missing',
    fires: { 'history.month': [{ period: before(4) }, { period: before(3) }, { period: before(1) }] },
    silent: { 'history.month': [{ period: before(2) }, { period: before(1) }] },
    finds: [{ period: before(2), effect_cny: '0.00' }],
  },
  {
    id: 'rate_incomplete',
    fires: { 'history.rate': [...yuan, rate(1, 'EUR', '800'), rate(1, 'USD', '700'), rate(0, 'USD', '701')] },
    silent: {
      'history.rate': [...yuan, rate(0, 'EUR', '800'), rate(1, 'USD', '700'), rate(0, 'USD', '701')],
    },
    finds: [{ month: period, currency: 'EUR', effect_cny: '0.00' }],
  },
  {
    id: 'rate_jump',
    fires: {
      'lake.line': [line({ currency: 'JPY', amount: '1000' })],
      'history.rate': [...yuan, rate(1, 'JPY', '5'), rate(0, 'JPY', '50')],
    },
    silent: {
      'lake.line': [line({ currency: 'JPY', amount: '1000' })],
      'history.rate': [...yuan, rate(1, 'JPY', '5'), rate(0, 'JPY', '5.25')],
    },
    // 500 yuan, of which the old rate would make 50.
    finds: [{ currency: 'JPY', declared_month: period, lines: '1', effect_cny: '450.00' }],
  },
  {
    id: 'membership_gap',
    fires: {
      'registry.membership': [member('P01', '2024-01-01', '2026-10-10'), member('P02', '2026-10-12', null)],
      'facts.tenant_value': [now(30)],
    },
    silent: {
      'registry.membership': [member('P01', '2024-01-01', '2026-10-12'), member('P02', '2026-10-12', null)],
    },
    finds: [
      {
        uscc: 'A',
        park: 'P01',
        other_park: 'P02',
        first_day: '2026-10-10',
        last_day: '2026-10-12',
        effect_cny: '30.00',
      },
    ],
  },
  {
    id: 'event_without_line',
    fires: { 'facts.event': [event({ state: 'without_line', cny_fen: 0 })] },
    silent: { 'facts.event': [event()] },
    finds: [{ uscc: 'A', declaration_no: 'N1', state: 'without_line' }],
  },
  {
    id: 'returns_exceed_line',
    fires: { 'facts.event': [event(), event({ cny_fen: 0, event_on: '2026-10-21' })] },
    silent: { 'facts.event': [event(), event({ kind: 'cancellation', cny_fen: 0 })] },
    finds: [{ uscc: 'A', declaration_no: 'N1', day: '2026-10-21', events: '1' }],
  },
  {
    id: 'tenant_silent',
    fires: { 'history.tenant_cell': pastEach(6, 60) },
    silent: {
      'history.tenant_cell': [
        ...pastEach(5, 60),
        ...pastEach(6, 9, { uscc: 'B' }),
        ...pastEach(6, 9, { uscc: 'C' }),
      ],
      // Asked for its report already.
      'reporting.tenant': [tenant('C', false)],
      'facts.tenant_value': [now(1, { uscc: 'B' })],
    },
    finds: [{ uscc: 'A', months: '6', effect_cny: '60.00' }],
  },
  {
    id: 'tenant_back',
    fires: { 'history.tenant_cell': [past(7, 60)], 'facts.tenant_value': [now(45)] },
    silent: { 'history.tenant_cell': [past(6, 60)], 'facts.tenant_value': [now(45), now(5, { uscc: 'B' })] },
    finds: [{ uscc: 'A', last_month: before(7), effect_cny: '45.00' }],
  },
];
