import fc from 'fast-check';
import { XmlDocument } from 'libxml2-wasm';
import { expect, test } from 'vitest';
import { multiply } from '../../catalogue/number.ts';
import { dataFormatOf } from './media.ts';
import { languageOf } from './message.ts';
import { movePoint } from './read.ts';
import { monthsOf } from './time.ts';
import { element } from './xml.ts';

test.each([
  ['2025', '2025-01', '2025-12'],
  ['2025-A1', '2025-01', '2025-12'],
  ['2025-S2', '2025-07', '2025-12'],
  ['2025-T3', '2025-09', '2025-12'],
  ['2025-Q1', '2025-01', '2025-03'],
  ['2025-M03', '2025-03', '2025-03'],
  ['2025-03', '2025-03', '2025-03'],
  ['2025-03-15', '2025-03', '2025-03'],
  ['2025-03-15T10:00:00', '2025-03', '2025-03'],
  ['2025-03-15T10:00:00.5+08:00', '2025-03', '2025-03'],
  // ISO weeks: of 2025 the first begins on 30 December 2024, the fifth on 27 January.
  ['2025-W1', '2024-12', '2025-01'],
  ['2025-W05', '2025-01', '2025-02'],
  ['2025-D060', '2025-03', '2025-03'],
  ['2024-D060', '2024-02', '2024-02'],
])('%s is from %s to %s', (text, first, last) => {
  expect(monthsOf(text)).toEqual({ first, last });
});

test.each([
  '',
  'soon',
  '25',
  '2025-13',
  '2025-Q5',
  '2025-S3',
  '2025-W54',
  '2025-D0',
  '2025-02-30',
  '1999',
  '2025-3',
  '2025-Q1Q',
  "2025';",
])('%s is no time period', (text) => {
  expect(monthsOf(text)).toBeUndefined();
});

test('any text comes back from an element as it went in, but for what XML cannot hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (value, text) => {
      const document = XmlDocument.fromString(element('a', { b: value }, text));
      const back = [document.root.attr('b')?.value, document.root.content];
      document.dispose();
      const possible = (one: string) =>
        one.replace(/[^\P{Cc}\t\n\r\u007f-\u009f]|[\ufffe\uffff]/gu, '\ufffd');
      expect(back).toEqual([possible(value), possible(text)]);
    }),
    { endOnFailure: true },
  );
});

test('a half of a surrogate pair is no character', () => {
  expect(element('a', {}, 'x\ud800y')).toBe('<a>x\ufffdy</a>');
});

test('moving the point by two places is multiplying by a hundred', () => {
  const decimals = fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.stringMatching(/^\d{0,14}$/))
    .map(([whole, fraction]) => (fraction ? `${whole}.${fraction}` : String(whole)));
  fc.assert(
    fc.property(decimals, (text) => {
      expect(Number(movePoint(text, 2))).toBeCloseTo(Number(multiply(text, '100')), 6);
      expect(movePoint(text, 2).split('.')[1]?.length ?? 0).toBe(
        Math.max(0, (text.split('.')[1]?.length ?? 0) - 2),
      );
    }),
    { endOnFailure: true },
  );
  expect(
    ['0.083000', '-0.040000', '1', '-1.5', '0.00', '-0.001', '9007199254740993.0123'].map((text) =>
      movePoint(text, 2),
    ),
  ).toEqual(['8.3000', '-4.0000', '100', '-150', '0', '-0.1', '900719925474099301.23']);
});

test.each([
  [undefined, 'genericdata'],
  ['*/*', 'genericdata'],
  ['application/*', 'genericdata'],
  ['application/xml', 'genericdata'],
  ['application/vnd.sdmx.data+json', 'jsondata'],
  ['application/vnd.sdmx.data+json;version=2.0', 'jsondata2'],
  ['application/vnd.sdmx.data+csv;version="2.0.0"', 'csvdata2'],
  ['image/png, application/vnd.sdmx.structurespecificdata+xml;version=2.1;q=0.3', 'structurespecificdata'],
])('who accepts %s gets %s', (accept, format) => {
  expect(dataFormatOf(accept)).toBe(format);
});

test.each([
  [undefined, 'zh'],
  ['en', 'en'],
  ['en-US,zh;q=0.9', 'en'],
  ['zh-CN,en;q=0.5', 'zh'],
  ['fr', 'zh'],
  ['*', 'zh'],
])('%s is answered in %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});
