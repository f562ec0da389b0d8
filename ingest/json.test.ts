import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeGb18030 } from '../fixtures/gb18030.ts';
import type { FileProblem } from './bytes.ts';
import { readJson } from './json.ts';
import type { JsonLimits } from './json-rows.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parkstat-json-'));
});
afterAll(() => rm(dir, { recursive: true }));

const limits: JsonLimits = { maxCellCharacters: 100, maxColumns: 10, maxRows: 1000, maxXmlDepth: 8 };

let files = 0;
async function rowsOf(
  content: string | Buffer,
  some: Partial<JsonLimits> = {},
): Promise<FileProblem | string[][]> {
  const path = join(dir, `${files++}.json`);
  await writeFile(path, content);
  const parts = await readJson(path, { ...limits, ...some });
  if ('id' in parts) return parts;
  const found: string[][] = [];
  for await (const { rows } of parts)
    for await (const { row, cells } of rows) found.push([String(row), ...cells]);
  return found;
}

const table = [
  ['0', 'no', 'amount'],
  ['1', '080120260000000001', '0.1'],
  ['2', '080120260000000002', '2'],
];
const one = '{"no": "080120260000000001", "amount": 0.1}';
const two = '{"no": "080120260000000002", "amount": 2}';

describe('rows of JSON', () => {
  test.each([
    ['an array', `[${one}, ${two}]`],
    ['an array with a byte order mark', `\ufeff[${one},${two}]`],
    ['data', `{"code": 0, "data": [${one},${two}], "page": {"no": 1, "of": [1, 2]}}`],
    ['rows', `{"rows": [${one},${two}]}`],
    ['list in data', `{"data": {"total": 2, "list": [${one},${two}]}}`],
    ['records', `{"records":\n[${one},\n${two}]\n}\n`],
    ['an object a line', `${one}\n${two}\n`],
    ['an object a line with blank ones', `\n${one}\r\n\r\n${two}`],
  ])('stand in %s', async (_, content) => {
    expect(await rowsOf(content)).toEqual(table);
  });

  test('of one object are one row', async () => {
    expect(await rowsOf(one)).toEqual(table.slice(0, 2));
  });

  test('keep every digit of a number, as it is written', async () => {
    const numbers = [
      '123456789012345678',
      '0.1',
      '1.20',
      '-0.00',
      '1E+17',
      '8.01202e+16',
      '12345678901234567890.123456789',
    ];
    expect(await rowsOf(numbers.map((number) => `{"a": ${number}}`).join('\n'))).toEqual([
      ['0', 'a'],
      ...numbers.map((number, at) => [String(at + 1), number]),
    ]);
  });

  test('hold words, nothing and escapes', async () => {
    expect(await rowsOf('[{"a": true, "b": false, "c": null, "d": "\\u4e2d\\ud840\\udc00\\"\\n,"}]')).toEqual(
      [
        ['0', 'a', 'b', 'c', 'd'],
        ['1', 'true', 'false', '', '中𠀀"\n,'],
      ],
    );
  });

  test('have the keys of all objects, in the order in which they come', async () => {
    expect(await rowsOf('[{"b": 1}, {"a": 2, "b": 3}, {"c": 4}]')).toEqual([
      ['0', 'b', 'a', 'c'],
      ['1', '1', '', ''],
      ['2', '3', '2', ''],
      ['3', '', '', '4'],
    ]);
  });

  test('may be written in GBK', async () => {
    const text = '[{"币制": "美元"}]';
    expect(await rowsOf(encodeGb18030(text))).toEqual([
      ['0', '币制'],
      ['1', '美元'],
    ]);
  });

  test('longer than a read buffer are whole', async () => {
    const rows = Array.from({ length: 900 }, (_, at) => ({ a: `${'中'.repeat(50)}${at}`, b: at }));
    const found = await rowsOf(JSON.stringify(rows));
    expect(found).toEqual([['0', 'a', 'b'], ...rows.map(({ a, b }, at) => [String(at + 1), a, String(b)])]);
  });
});

describe('JSON that is no table', () => {
  test.each<[string, string, string]>([
    ['json_broken', '#2, byte 49', `[${one},\n {"`],
    ['json_broken', '#2 no', `[${one}, {"no" "1"}]`],
    ['json_broken', '#1 a', '[{"a": 01}]'],
    ['json_broken', '#1 a', '[{"a": 1,}]'],
    ['json_broken', '#2', '[{"a": 1},]x'],
    ['json_broken', '#1 a', '[{"a": nul}]'],
    ['json_broken', '#1 a', '[{"a": "\\ud800"}]'],
    ['json_broken', '#1 a', '[{"a": "\\u0000"}]'],
    ['json_broken', '#1', '[}'],
    ['json_broken', '#1', '{]'],
    ['json_broken', '#1 b', '[{"a": 1, "b"}]'],
    ['json_nested', '#2 单价', '[{"单价": 1}, {"单价": {"值": 1}}]'],
    ['json_nested', '#1 a', '{"a": [1]}'],
    ['json_nested', '#1 a', `{"a": ${'['.repeat(7)}${']'.repeat(7)}}`],
    ['json_nested', '#1', `{"a": ${'['.repeat(9)}`],
    ['json_key_twice', '#1 a', '[{"a": 1, "a": 2}]'],
    ['json_key_twice', '#2 data', '{"data": [{"a": 1}], "data": []}'],
    ['json_key_twice', '#1 ******', '[{"13800138000": 1, "13800138000": 2}]'],
    ['json_shape', '#1', '[1, 2]'],
    ['json_shape', '#1', '[[1, 2]]'],
    ['json_shape', '#1', '"text"'],
    ['json_shape', '{}', '[{}, {}]'],
    ['json_shape', '#2 list', '{"data": [{"a": 1}], "list": [{"a": 1}]}'],
    ['no_rows', '', '[]'],
    ['no_rows', '', '{"data": []}'],
    ['cell_too_long', '#1 a', `[{"a": "${'x'.repeat(101)}"}]`],
    ['cell_too_long', '#1 a', `[{"a": "${'x'.repeat(1 << 20)}`],
    ['too_many_columns', '10', `[{${Array.from({ length: 11 }, (_, at) => `"${at}": 1`).join()}}]`],
    ['too_many_columns', '10', `[${Array.from({ length: 11 }, (_, at) => `{"${at}": 1}`).join()}]`],
    ['too_many_rows', '1000', `[${'{"a": 1},'.repeat(1000)}{"a": 1}]`],
  ])('is refused: %s, %s', async (id, value, content) => {
    expect(await rowsOf(content)).toEqual({ id, value });
  });

  test('in no encoding is refused', async () => {
    expect(await rowsOf(Buffer.from('5b7b2261223a20ff7d5d', 'hex'))).toEqual({
      id: 'json_broken',
      value: 'UTF-8/GB18030',
    });
  });
});

test('what JSON.parse takes is read alike, in pieces of any size', async () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 9 }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const rows = fc.array(
    fc.dictionary(fc.constantFrom('a', '清单', 'c"', '__proto__'), cell, { minKeys: 1 }),
    {
      minLength: 1,
      maxLength: 20,
    },
  );
  await fc.assert(
    fc.asyncProperty(rows, fc.nat(3), async (objects, indent) => {
      const keys = [...new Set(objects.flatMap((object) => Object.keys(object)))];
      const clean = objects.every((object) =>
        Object.values(object).every((text) => !String(text).includes('\0')),
      );
      const found = await rowsOf(JSON.stringify(objects, null, indent));
      if (!clean) return;
      expect(found).toEqual([
        ['0', ...keys],
        ...objects.map((object, at) => [
          String(at + 1),
          ...keys.map((key) => (Object.hasOwn(object, key) ? String(object[key] ?? '') : '')),
        ]),
      ]);
    }),
    { numRuns: 300 },
  );
});

test('mutated JSON is read or refused, and nothing else', async () => {
  const good = Buffer.from(
    `{"code": 0, "data": [${one}, ${two}, {"a": true, "b": null, "币制": "\\u4e2d"}]}`,
  );
  const change = fc.record({ at: fc.nat(good.length - 1), byte: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 4 }), fc.nat(), async (changes, cut) => {
      const bytes = Buffer.from(good);
      for (const { at, byte } of changes) bytes[at] = byte;
      const found = await rowsOf(bytes.subarray(0, cut % 3 ? bytes.length : cut % bytes.length));
      expect(Array.isArray(found) || found.id.length > 0).toBe(true);
    }),
    { numRuns: 1500 },
  );
});
