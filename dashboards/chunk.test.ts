import { expect, test } from 'vitest';
import { carrierScript, chunkOf } from './chunk.ts';
import { csvOf } from './parts/chart-file.ts';

test.each([
  ['releases', 'releases'],
  ['codes?dimension=partner,chapter', 'codes'],
  ['indicators/trade_value/method', 'indicators-trade_value-method'],
  ['quality?period=2026-10', 'quality.2026-10'],
  [
    'series?indicator=trade_value&park=*&mode=9710&from=2024-11&to=2026-10&transform=yoy',
    'series.trade_value.2026-10.all',
  ],
  ['series?indicator=trade_value&park=../P%2F1&from=2026-10&to=2026-10', 'series.trade_value.2026-10.---P-1'],
])('%s lies in %s', (path, chunk) => {
  expect(chunkOf(path)).toBe(chunk);
});

test('a carrier can stand in a page: nothing in it ends a script', () => {
  const answers = { a: { name: '</script><!--' } };
  const script = carrierScript({ answers });
  expect(script).not.toContain('<');
  expect(JSON.parse(script.slice(script.indexOf('.push(') + 6, -3))).toEqual({ answers });
});

test('a table as CSV: marked as UTF-8, quoted where needed, figures without separators', () => {
  const table = {
    columns: ['月份', '金额'],
    rows: [
      ['2026年10月', '1,234,567.89'],
      ['a"b', '−1,000'],
      ['甲,乙', '—'],
    ],
  };
  expect(csvOf(table, ['说明，一句'])).toBe(
    '\ufeff月份,金额\r\n2026年10月,1234567.89\r\n"a""b",-1000\r\n"甲,乙",—\r\n说明，一句\r\n',
  );
});
