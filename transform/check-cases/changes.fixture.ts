import { before, type Case, line, now, past, pastEach } from './rows.fixture.ts';

const earlier = (over = {}) =>
  line({ period: before(1), delivery: 'd0', released_on: '2026-09-15', ...over });
/** Two years and more in which values go up and down by a tenth. */
const wavy = Array.from({ length: 30 }, (_, at) => past(at + 1, at % 2 ? 110 : 100));

export const changeCases: readonly Case[] = [
  {
    id: 'mode_new',
    fires: {
      'history.tenant_cell': pastEach(6, 50),
      'facts.tenant_value': [now(50), now(7, { customs_mode: '9810' })],
    },
    silent: {
      'history.tenant_cell': [
        ...pastEach(6, 50),
        past(12, 1, { mode: '9810' }),
        ...pastEach(5, 50, { uscc: 'B' }),
      ],
      'facts.tenant_value': [
        now(50),
        now(7, { customs_mode: '9810' }),
        now(7, { uscc: 'B', customs_mode: '9810' }),
      ],
    },
    finds: [{ uscc: 'A', mode: '9810', flow: 'export', months: '6', effect_cny: '7.00' }],
  },
  {
    id: 'tenant_year_jump',
    fires: { 'history.tenant_cell': [past(12, 100), past(1, 290)], 'facts.tenant_value': [now(301)] },
    silent: {
      'history.tenant_cell': [past(12, 100), past(11, 10), past(12, 400, { uscc: 'B' })],
      // The second is a multiple too, but a three hundredth of the city.
      'facts.tenant_value': [now(300), now(4, { uscc: 'C' }), now(400, { uscc: 'B' })],
    },
    finds: [{ uscc: 'A', cny_before: '100.00', cny: '301.00', effect_cny: '201.00' }],
  },
  {
    id: 'tenant_month_jump',
    fires: { 'history.tenant_cell': wavy, 'facts.tenant_value': [now(200)] },
    silent: { 'history.tenant_cell': wavy, 'facts.tenant_value': [now(120)] },
    // A month's change is up or down by a tenth; the median of 27 of them, one more down than up, is down.
    finds: [{ uscc: 'A', cny_before: '100.00', cny: '200.00', growth: '1.0000' }],
  },
  {
    id: 'average_line_unlike',
    fires: {
      'history.tenant_cell': pastEach(6, 100),
      'facts.tenant_value': [now(1, { lines: 10, cny_fen: 50001 })],
    },
    silent: {
      'history.tenant_cell': [...pastEach(6, 100), ...pastEach(5, 100, { uscc: 'B' })],
      'facts.tenant_value': [now(500), now(900, { uscc: 'B' })],
    },
    finds: [{ uscc: 'A', average_before: '10.00', average: '50.00', effect_cny: '500.01' }],
  },
  {
    id: 'district_new',
    fires: {
      'lake.line': [
        earlier(),
        line({ amount: '80' }),
        line({ line_no: 2, amount: '20', customs_district: '0901' }),
      ],
    },
    silent: {
      'lake.line': [
        earlier(),
        earlier({ line_no: 2, customs_district: '0902', period: before(3), released_on: '2026-07-15' }),
        line({ amount: '81' }),
        line({ line_no: 2, amount: '19', customs_district: '0901' }),
        line({ line_no: 3, amount: '50', customs_district: '0902' }),
        // Has no past here.
        line({ uscc: 'B', customs_district: '0901' }),
      ],
    },
    finds: [{ uscc: 'A', district: '0901', share: '0.2000', effect_cny: '20.00' }],
  },
  {
    id: 'transport_new',
    fires: { 'lake.line': [earlier(), line({ transport_mode: '2' })] },
    silent: { 'lake.line': [earlier(), line(), line({ uscc: 'B', transport_mode: '2' })] },
    finds: [{ uscc: 'A', transport: '2', share: '1.0000', effect_cny: '100.00' }],
  },
  {
    id: 'currency_shift',
    fires: {
      'lake.line': [earlier(), line({ amount: '49' }), line({ line_no: 2, currency: 'USD', amount: '7.3' })],
    },
    silent: {
      'lake.line': [earlier(), line({ amount: '51' }), line({ line_no: 2, currency: 'USD', amount: '7' })],
    },
    // A dollar is seven yuan: 51.10 of 100.10.
    finds: [{ uscc: 'A', currency: 'USD', share_before: '0.0000', share: '0.5105', effect_cny: '51.10' }],
  },
];
