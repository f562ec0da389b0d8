import { tableFromIPC } from 'apache-arrow';
import { expect, test } from 'vitest';
import type { SeriesRow } from '../warehouse/series.ts';
import { seriesArrow } from './arrow.ts';
import { seriesColumns } from './csv.ts';

const row = (mode: string, value: string | null): SeriesRow => ({
  indicator: 'trade_value',
  park: '_T',
  mode,
  flow: '_T',
  partner: '_T',
  chapter: '_T',
  period: '2026-10',
  value,
  status: value === null ? 'x' : 'p',
  reason: value === null ? 'MISSING' : null,
  coverage: value === null ? null : '0.975000',
  release: '2026-10.1',
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
  const table = tableFromIPC(
    seriesArrow(
      values.map((value, at) => row(`m${at % 3}`, value)),
      2,
    ),
  );
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
  expect(() => seriesArrow([row('9610', '0.001')], 2)).toThrow('more than 2 decimals');
});
