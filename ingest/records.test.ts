import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { write } from './ingest.fixture.ts';
import { readEnd, readOn, startReading } from './records.ts';

/** All records of a text that comes in pieces. */
function read(pieces: readonly string[], delimiter = ',') {
  const reading = startReading(delimiter);
  const records = pieces.flatMap((piece) => readOn(reading, piece));
  return { records: [...records, ...readEnd(reading)], inQuotes: reading.inQuotes };
}

const records = (text: string, delimiter?: string) => read([text], delimiter).records;

describe('records', () => {
  test.each<[string, string, string[][]]>([
    [
      'end with LF',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'end with CRLF',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'end with CR',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'end with a mixture',
      'a,b\r\n1,2\n3,4\r5,6',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
    ],
    [
      'end with the text',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'may end with an empty cell',
      'a,\n1,',
      [
        ['a', ''],
        ['1', ''],
      ],
    ],
    ['may be blank lines', 'a\n\n\r\n\rb', [['a'], [''], [''], [''], ['b']]],
    ['may be none', '', []],
    ['hold line breaks in quotes', 'a,"1\n2\r\n\r3",b\nc', [['a', '1\n2\r\n\r3', 'b'], ['c']]],
    ['hold separators in quotes', '"a,b",c', [['a,b', 'c']]],
    ['hold doubled quotes', '"a""b","""",""', [['a"b', '"', '']]],
    ['take a quote inside a cell as text', '5" x,a"b"c', [['5" x', 'a"b"c']]],
    ['take what follows a closing quote as text', '"LED"x,"a"b"c', [['LEDx', 'ab"c']]],
    ['drop blanks around quotes', 'a, "b, c" ,d', [['a', 'b, c', 'd']]],
    ['keep other blanks', ' a ,b ', [[' a ', 'b ']]],
  ])('%s', (_, text, expected) => {
    expect(records(text)).toEqual(expected);
  });

  test.each(['\t', ';', '|'])('are told apart by %j alone', (delimiter) => {
    expect(records(`a,b${delimiter}c\n"d${delimiter}e"${delimiter}f`, delimiter)).toEqual([
      ['a,b', 'c'],
      [`d${delimiter}e`, 'f'],
    ]);
  });

  test('an open quote takes the rest, and is told', () => {
    expect(read(['a,"b\nc,d\n'])).toEqual({ records: [['a', 'b\nc,d\n']], inQuotes: true });
    expect(read(['a,"b"\nc,d\n']).inQuotes).toBe(false);
  });

  const text = fc
    .array(fc.constantFrom('a', '中', '𠀀', ',', '"', '"', '\n', '\r', '\r\n', ' ', '""', '","'), {
      maxLength: 30,
    })
    .map((some) => some.join(''));

  test('are the same wherever the text is cut', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(40), { maxLength: 6 }), (whole, cuts) => {
        const places = [
          0,
          ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b),
          whole.length,
        ];
        const pieces = places.slice(1).map((to, at) => whole.slice(places[at], to));
        expect(read(pieces)).toEqual(read([whole]));
      }),
      { numRuns: 1000 },
    );
  });

  test('are what was written, whatever stands in the cells', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '中', ',', ';', '"', '\n', '\r', ' x', '\t') });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 });
    const writing = fc.record({
      delimiter: fc.constantFrom(',', '\t', ';', '|'),
      newline: fc.constantFrom('\n', '\r\n', '\r'),
      quoteAll: fc.boolean(),
    });
    fc.assert(
      fc.property(table, writing, (rows, how) => {
        // A cell that begins or ends with a blank is the same only in quotes.
        const kept = how.quoteAll ? rows : rows.map((row) => row.map((one) => one.replace(/^ +/, '')));
        expect(records(write(kept, how), how.delimiter)).toEqual(kept);
      }),
      { numRuns: 500 },
    );
  });
});
