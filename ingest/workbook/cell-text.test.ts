import { describe, expect, test } from 'vitest';
import { dayText, isoDayText, numberText, styleOfFormat, unescaped } from './cell-text.ts';

describe('numbers', () => {
  test.each([
    ['1234.5600000000001', '1234.56'],
    ['0.30000000000000004', '0.3'],
    ['100', '100'],
    ['1.0', '1'],
    ['12.50', '12.5'],
    ['-3.5', '-3.5'],
    ['0', '0'],
    ['-0', '0'],
    ['1E-7', '0.0000001'],
    ['1.0000000000000001E-2', '0.01'],
    ['1.5E+3', '1500'],
    ['999999999999999', '999999999999999'],
    ['123456789012345.6', '123456789012346'],
    ['99999999999999.95', '100000000000000'],
    // 18 digits never survive as a number.
    ['801202610000000123', '8.01202610000000E+17'],
    ['8.012026100000001E+17', '8.01202610000000E+17'],
    ['1000000000000000', '1.00000000000000E+15'],
    ['text', 'text'],
    ['', ''],
  ])('%s is shown as %s', (raw, shown) => {
    expect(numberText(raw)).toBe(shown);
  });
});

describe('formats', () => {
  test.each<[number, string | undefined, ReturnType<typeof styleOfFormat>]>([
    [0, undefined, 'plain'],
    [2, undefined, 'plain'],
    [14, undefined, 'day'],
    [22, undefined, 'day'],
    [27, undefined, 'day'],
    [36, undefined, 'day'],
    [37, undefined, 'plain'],
    [45, undefined, 'day'],
    [58, undefined, 'day'],
    [49, undefined, 'plain'],
    [164, 'yyyy"年"m"月"d"日"', 'day'],
    [164, 'yyyy\\-mm\\-dd', 'day'],
    [164, '[$-804]yyyy/m/d;@', 'day'],
    [164, '[h]:mm', 'day'],
    [164, 'm/d/yy h:mm', 'day'],
    [164, '#,##0.00', 'plain'],
    [164, '0.00"days"', 'plain'],
    [164, '0.00E+00', 'plain'],
    [164, 'General', 'plain'],
    [164, 'G/通用格式', 'plain'],
    [164, '[Red]#,##0;[Blue]-#,##0', 'plain'],
    [164, '"¥"#,##0.00_);[Red]\\("¥"#,##0.00\\)', 'plain'],
    [164, '@', 'plain'],
    [164, '0000', 4],
    [164, '0000000000', 10],
  ])('%i %s', (id, code, style) => {
    expect(styleOfFormat(id, code)).toBe(style);
  });
});

describe('days', () => {
  test.each<[string, 1900 | 1904, string | undefined]>([
    ['43895', 1900, '2020-03-05'],
    ['42433', 1904, '2020-03-05'],
    ['46307', 1900, '2026-10-12'],
    ['46307.354166666664', 1900, '2026-10-12 08:30:00'],
    ['46307.99999999', 1900, '2026-10-13'],
    ['1', 1900, '1900-01-01'],
    ['59', 1900, '1900-02-28'],
    ['61', 1900, '1900-03-01'],
    ['0', 1904, '1904-01-01'],
    ['0.5', 1900, '12:00:00'],
    ['2958465', 1900, '9999-12-31'],
    ['2958466', 1900, undefined],
    ['-1', 1900, undefined],
    ['x', 1900, undefined],
    ['', 1900, undefined],
  ])('%s in the %i system is %s', (raw, system, day) => {
    expect(dayText(raw, system)).toBe(day);
  });

  test.each([
    ['2026-10-12T00:00:00', '2026-10-12'],
    ['2026-10-12T08:30:00.000Z', '2026-10-12 08:30:00'],
    ['2026-10-12', '2026-10-12'],
  ])('%s is written as %s', (raw, day) => {
    expect(isoDayText(raw)).toBe(day);
  });
});

test.each([
  ['a_x000D_b', 'a\rb'],
  ['_x005F_x000D_', '_x000D_'],
  ['a_x0000_b', 'ab'],
  ['_xyz_', '_xyz_'],
])('%s stands for %j', (raw, text) => {
  expect(unescaped(raw)).toBe(text);
});
