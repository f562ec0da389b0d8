import { describe, expect, test } from 'vitest';
import { encodingOf, matches, mediaKindOf } from './packing.ts';

describe('what a client takes', () => {
  test.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['deflate', 'identity'],
    ['*', 'br'],
  ])('accept-encoding %s: %s', (header, expected) => expect(encodingOf(header)).toBe(expected));

  test.each([
    [undefined, 'json'],
    ['*/*', 'json'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'json'],
    ['text/csv', 'csv'],
    ['text/csv, */*', 'csv'],
    ['text/csv;q=0.1, */*', 'json'],
    ['application/json, text/csv', 'json'],
    ['application/json;q=0.5, text/csv;q=0.9', 'csv'],
    ['application/vnd.apache.arrow.stream', 'arrow'],
  ])('accept %s: %s', (header, expected) => expect(mediaKindOf(header)).toBe(expected));

  test('an entity tag matches weakly, in a list, or by a star', () => {
    expect(['"a"', 'W/"a"', '"b", "a"', '*'].map((header) => matches(header, '"a"'))).toEqual(
      Array(4).fill(true),
    );
    expect([undefined, '"b"', 'a'].map((header) => matches(header, '"a"'))).toEqual([false, false, false]);
  });
});
