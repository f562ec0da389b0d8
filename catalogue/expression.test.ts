import { describe, expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import {
  above,
  and,
  asText,
  cell,
  code,
  concat,
  contains,
  count,
  day,
  daysBetween,
  decimal,
  type Expression,
  equal,
  isGiven,
  isNull,
  isWhole,
  lengthOf,
  matches,
  minus,
  monthOf,
  not,
  number,
  oneOf,
  or,
  slice,
  startsWith,
  text,
  times,
  validOn,
} from './expression.ts';
import { toSql } from './expression-sql.ts';
import { goodRow } from './rules/good-row.ts';
import { typeRow } from './typed-row.ts';

const row = typeRow(
  { ...goodRow, quantity: '0.1', gross_kg: '0.2', goods_name: '𠮷棉T恤', freight: '' },
  { receivedOn: '2026-11-08', declaredPeriod: null },
);
const yes = equal(text('a'), text('a'));
const no = equal(text('a'), text('b'));
const none = equal(cell('freight'), text('a'));

describe('evaluate', () => {
  const cases: readonly (readonly [string, Expression, string | boolean | null])[] = [
    ['an empty cell', cell('freight'), null],
    ['a comparison with null', above(decimal('freight'), number('0')), null],
    ['not null', not(none), null],
    ['null or true', or(none, yes), true],
    ['null or false', or(none, no), null],
    ['null and false', and(none, no), false],
    ['null and true', and(none, yes), null],
    ['is null of null', isNull(none), true],
    ['is given of a cell', isGiven(cell('amount')), true],
    ['decimals as decimals', equal(decimal('amount'), number('120')), true],
    ['0.1 × 3 = 0.3', equal(times(decimal('quantity'), number('3')), number('0.3')), true],
    ['0.2 − 0.1 = 0.1', equal(minus(decimal('gross_kg'), decimal('quantity')), number('0.1')), true],
    ['9 < 10 as numbers', above(decimal('amount'), number('9')), true],
    ['a whole decimal', isWhole(decimal('amount')), true],
    ['a decimal with a fraction', isWhole(decimal('quantity')), false],
    ['characters, not code units', lengthOf(cell('goods_name')), '4'],
    ['a slice by characters', slice(cell('goods_name'), 2, 2), '棉T'],
    ['a whole match', matches(cell('hs_code'), '6109'), false],
    ['a part', contains(cell('hs_code'), '6109'), true],
    ['a beginning', startsWith(cell('declaration_no'), code('customs_district')), true],
    ['one of', oneOf(code('currency'), ['CNY', 'USD']), true],
    ['a concatenation with null', concat(cell('freight'), text('x')), null],
    ['days', daysBetween(day('declared_on'), day('released_on')), '3'],
    ['more days than two', above(daysBetween(day('declared_on'), day('released_on')), count(2)), true],
    ['a month', monthOf(day('declared_on')), '2026-10'],
    ['five decimals', asText(decimal('quantity')), '0.10000'],
    ['a code without end', validOn('currency', text('USD'), day('declared_on')), true],
    ['a code that has ended', validOn('currency', text('DEM'), day('declared_on')), false],
    ['a code that has ended, on no day', validOn('currency', text('DEM'), day('freight')), null],
  ];
  test.each(cases)('%s', (_name, expression, expected) => {
    expect(evaluate(expression, row)).toBe(expected);
  });
});

describe('toSql', () => {
  const cases: readonly (readonly [Expression, string])[] = [
    [equal(code('flow'), text('import')), "flow_code = cast('import' as flow_enum)"],
    [equal(cell('goods_name'), text("it's")), "goods_name = 'it''s'"],
    [and(isGiven(cell('vat')), isNull(decimal('vat'))), '(not (vat is null) and vat_value is null)'],
    [daysBetween(day('declared_on'), day('released_on')), '(released_on_value - declared_on_value)'],
    [validOn('unit', code('unit'), day('declared_on')), 'unit_valid(unit_code, declared_on_value)'],
    [minus(decimal('vat'), decimal('duty')), '(cast(vat_value as decimal(38, 10)) - duty_value)'],
  ];
  test.each(cases)('%#', (expression, expected) => {
    expect(toSql(expression)).toBe(expected);
  });
});
