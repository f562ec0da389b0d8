import { type Case, line, lines } from './rows.fixture.ts';

const imported = { customs_mode: '9610', flow: 'import' };

export const goodsCases: readonly Case[] = [
  {
    id: 'import_untaxed',
    fires: { 'lake.line': lines(20, { ...imported, duty: '0', vat: '0' }) },
    silent: {
      'lake.line': [
        ...lines(19, { ...imported, duty: '0' }),
        ...lines(20, { ...imported, uscc: 'B' }),
        ...lines(20, (at) => ({ ...imported, uscc: 'C', vat: at === 0 ? '9.1' : '0' })),
      ],
    },
    finds: [{ uscc: 'A', mode: '9610', lines: '20', effect_cny: '2000.00' }],
  },
  {
    id: 'export_taxed',
    fires: { 'lake.line': [line({ vat: '9.1' }), line({ line_no: 2 })] },
    silent: { 'lake.line': [line({ vat: '0' }), line({ ...imported, line_no: 2, vat: '9.1' })] },
    finds: [{ uscc: 'A', lines: '1', tax: '9.10000', effect_cny: '100.00' }],
  },
  {
    id: 'released_before_declared',
    fires: { 'lake.line': [line({ declared_on: '2026-10-17' }), line({ line_no: 2 })] },
    silent: { 'lake.line': [line({ declared_on: '2026-10-14' })] },
    finds: [{ uscc: 'A', lines: '1', days: '3', effect_cny: '100.00' }],
  },
  {
    id: 'single_day',
    fires: { 'lake.line': lines(50, (at) => ({ released_on: at < 45 ? '2026-10-30' : '2026-10-14' })) },
    silent: {
      'lake.line': [
        ...lines(50, (at) => ({ released_on: at < 44 ? '2026-10-30' : '2026-10-14' })),
        ...lines(49, { uscc: 'B' }),
        // Fifty lines of one declaration.
        ...lines(50, (at) => ({ uscc: 'C', declaration_no: 'N1', line_no: at + 1 })),
      ],
    },
    finds: [
      { uscc: 'A', day: '2026-10-30', declarations: '45', all_declarations: '50', effect_cny: '4500.00' },
    ],
  },
  {
    id: 'free_days_only',
    // A Saturday and a Sunday.
    fires: { 'lake.line': lines(50, (at) => ({ released_on: at % 2 ? '2026-10-24' : '2026-10-25' })) },
    silent: { 'lake.line': lines(50, (at) => ({ released_on: at < 44 ? '2026-10-24' : '2026-10-26' })) },
    finds: [{ uscc: 'A', declarations: '50', all_declarations: '50', effect_cny: '5000.00' }],
  },
  {
    id: 'over_limit_share',
    // Two lists of twenty, each of two lines that are above the limit together; beside it one of twenty.
    fires: {
      'lake.line': [
        ...lines(20, imported),
        line({ ...imported, declaration_no: 'N1', line_no: 2, amount: '4900.01' }),
        line({ ...imported, declaration_no: 'N2', line_no: 2, amount: '5000' }),
      ],
    },
    silent: {
      'lake.line': [
        ...lines(20, imported),
        line({ ...imported, declaration_no: 'N1', line_no: 2, amount: '4900.01' }),
        line({ ...imported, declaration_no: 'N2', line_no: 2, amount: '4900' }),
        ...lines(20, { uscc: 'B', amount: '6000' }),
      ],
    },
    finds: [{ uscc: 'A', mode: '9610', lists: '20', over_limit: '2', effect_cny: '10100.01' }],
  },
  {
    id: 'freight_over_value',
    fires: { 'lake.line': [line({ freight: '60', insurance: '40.01' }), line({ line_no: 2 })] },
    silent: { 'lake.line': [line({ freight: '60', insurance: '40' })] },
    finds: [{ uscc: 'A', lines: '1', first_declaration_no: 'N1', effect_cny: '100.00' }],
  },
];
