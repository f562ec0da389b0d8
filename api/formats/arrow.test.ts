import { tableFromIPC } from 'apache-arrow';
import { expect, test } from 'vitest';
import type { Period } from '../../catalogue/period.ts';
import { seriesArrow } from './arrow.ts';
import { type SeriesContent, seriesColumns } from './columns.ts';

/** One month of cells of ten modes, with these values. */
const contentOf = (values: readonly (string | null)[], decimals = 2): SeriesContent => ({
  table: {
    indicator: 'trade_value',
    months: ['2026-10' as Period],
    cells: values.map((value, at) => ({
      told: { park: '_T', mode: `m${at % 3}`, flow: '_T', partner: '_T', chapter: '_T' },
      points: [
        {
          value,
          status: value === null ? 'x' : 'p',
          reason: value === null ? 'MISSING' : null,
          coverage: value === null ? null : '0.975000',
          release: '2026-10.1',
        },
      ],
      marks: [],
    })),
  },
  named: [],
  decimals,
});

/** The words of a 128-bit decimal, as a reader of Arrow puts them together. */
function decimals(words: Uint32Array, scale: number): string[] {
  return Array.from({ length: words.length / 4 }, (_, at) => {
    const unscaled = BigInt.asIntN(
      128,
      [...words.subarray(4 * at, 4 * at + 4)].reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n),
    );
    const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
    return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  });
}

test('an Arrow stream has the columns of the contract, with exact decimals', () => {
  const values = ['12345678901234567890123.45', '-0.01', null, '7', '0.00', '9', '9', '9', '9', '9'];
  const table = tableFromIPC(seriesArrow(contentOf(values)));
  expect(table.schema.fields.map(({ name }) => name)).toEqual(seriesColumns());
  expect(String(table.schema.fields[2]?.type)).toBe('Dictionary<Int32, Utf8>');
  expect(table.schema.fields[7]?.type).toMatchObject({ scale: 2, precision: 38, bitWidth: 128 });
  expect(table.schema.fields[10]?.type).toMatchObject({ scale: 6, precision: 38, bitWidth: 128 });
  const column = table.getChild('value');
  expect(decimals(column?.toArray() as Uint32Array, 2).slice(0, 5)).toEqual([
    '12345678901234567890123.45',
    '-0.01',
    '0.00',
    '7.00',
    '0.00',
  ]);
  expect([...values.keys()].map((at) => column?.isValid(at))).toEqual(values.map((value) => value !== null));
  expect([...(table.getChild('mode') ?? [])]).toEqual(values.map((_, at) => `m${at % 3}`));
  expect([...(table.getChild('reason') ?? [])][2]).toBe('MISSING');
  expect(table.getChild('reason')?.nullCount).toBe(9);
});

test('a value with more decimals than the column has is a fault, never cut', () => {
  expect(() => seriesArrow(contentOf(['0.001']))).toThrow('more than 2 decimals');
});

test('a page is its rows, and decimals are exact at every size', () => {
  const values = [
    '-4294967296.00',
    '-42949672.96',
    '-0.01',
    '42949672.95',
    '9999999999999.99',
    '-99999999999999.99',
  ];
  const table = tableFromIPC(seriesArrow({ ...contentOf(values), page: { from: 1, to: 6 } }));
  expect(decimals(table.getChild('value')?.toArray() as Uint32Array, 2)).toEqual(values.slice(1));
  const whole = tableFromIPC(seriesArrow(contentOf(values)));
  expect(decimals(whole.getChild('value')?.toArray() as Uint32Array, 2)).toEqual(values);
});
