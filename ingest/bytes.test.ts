import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeGb18030 } from '../fixtures/gb18030.ts';
import { type Encoding, inspectBytes, transcode } from './bytes.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parkstat-bytes-'));
});
afterAll(() => rm(dir, { recursive: true }));

let files = 0;
async function fileOf(content: string | Buffer): Promise<{ path: string; size: number }> {
  const path = join(dir, String(files++));
  await writeFile(path, content);
  return { path, size: Buffer.byteLength(content) };
}

async function inspect(content: string | Buffer, chunkSize?: number, maxLineBytes = 1000) {
  const { path, size } = await fileOf(content);
  return inspectBytes(path, size, maxLineBytes, chunkSize);
}

async function copy(content: Buffer, encoding: Encoding) {
  const { path } = await fileOf(content);
  const problem = await transcode(path, encoding, `${path}.utf8`);
  return problem ?? (await readFile(`${path}.utf8`, 'utf8'));
}

/** Every way in which a short file can be cut into pieces of one size. */
async function atEveryChunkSize(content: string | Buffer, maxLineBytes?: number) {
  const sizes = Array.from({ length: Math.min(Buffer.byteLength(content) + 1, 24) }, (_, at) => at + 1);
  return Promise.all(sizes.map((size) => inspect(content, size, maxLineBytes)));
}

const clean = { needsPlainCells: false, blankLines: false, lines: 2 };

describe('what a file is', () => {
  test('is decided in the order byte order mark, strict UTF-8, GB18030', async () => {
    const text = '清单编号,币制\n1,美元\n';
    expect(await inspect(text)).toEqual({ encoding: 'utf-8', ...clean });
    expect(await inspect(`\ufeff${text}`)).toEqual({ encoding: 'utf-8-bom', ...clean });
    expect(await inspect(encodeGb18030(text))).toMatchObject({ encoding: 'gb18030' });
    expect(await inspect(Buffer.from(`\ufeff${text}`, 'utf16le'))).toMatchObject({ encoding: 'utf-16le' });
    expect(await inspect('a,b\n1,2\n')).toEqual({ encoding: 'utf-8', ...clean });
  });

  test('UTF-16 is known by its byte order mark, or by where its zero bytes stand', async () => {
    const wide = Buffer.from('清单编号,币制\n美元,1\n', 'utf16le');
    const mark = Buffer.from([0xff, 0xfe]);
    for (const bytes of [wide, Buffer.concat([mark, wide])]) {
      expect(await inspect(bytes)).toMatchObject({ encoding: 'utf-16le' });
      expect(await inspect(Buffer.from(bytes).swap16())).toMatchObject({ encoding: 'utf-16be' });
    }
  });

  test('UTF-8 that GB18030 would take without complaint is UTF-8', async () => {
    // Six bytes that are two characters of UTF-8 and three of GB18030.
    const text = '手机'.repeat(50);
    expect(() => new TextDecoder('gb18030', { fatal: true }).decode(Buffer.from(text))).not.toThrow();
    expect(await inspect(text)).toMatchObject({ encoding: 'utf-8' });
  });

  test('does not depend on where sequences of 2, 3 and 4 bytes are cut', async () => {
    for (const text of ['é中𠀀\n', '中'.repeat(7), 'aé𠀀b中\n𠀀', '\ufeff中é'])
      for (const facts of await atEveryChunkSize(text))
        expect(facts).toMatchObject({ encoding: expect.stringMatching(/^utf-8/) });
  });

  test.each([
    ['cut off at the end', Buffer.from('中文').subarray(0, 5)],
    ['a lone continuation byte', Buffer.from([0x61, 0x80, 0x0a])],
    ['an overlong form', Buffer.from([0xc0, 0xaf])],
    ['a surrogate', Buffer.from([0xed, 0xa0, 0x80])],
    ['beyond the last character', Buffer.from([0xf4, 0x90, 0x80, 0x80])],
  ])('%s is no UTF-8, wherever the bytes are cut', async (_, bytes) => {
    for (const facts of await atEveryChunkSize(bytes)) expect(facts).toMatchObject({ encoding: 'gb18030' });
  });

  test('a byte order mark of UTF-8 before other bytes is a mixture, named by its line', async () => {
    const bytes = Buffer.concat([
      Buffer.from('\ufeffa,b\n1,2\n3,'),
      encodeGb18030('美元'),
      Buffer.from('\n'),
    ]);
    for (const facts of await atEveryChunkSize(bytes))
      expect(facts).toEqual({ id: 'encoding_mixed', value: '3' });
  });

  test.each([
    ['XLSX/ZIP', Buffer.from('504b0304140006000800', 'hex')],
    ['XLS/DOC', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['PNG图片 / PNG picture', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['JPEG图片 / JPEG picture', Buffer.from('ffd8ffe000104a46', 'hex')],
    ['GZIP', Buffer.from('1f8b0800', 'hex')],
    ['PDF文档 / PDF document', Buffer.from('%PDF-1.7\n')],
    ['Parquet数据 / Parquet data', Buffer.from('PAR1....')],
    ['XML', Buffer.from('\ufeff  <?xml version="1.0"?>')],
    ['HTML', Buffer.from('<!DOCTYPE html><table>')],
    ['JSON', Buffer.from('{"a": 1}')],
    ['二进制 / binary', Buffer.from('a,b\n1,\0\n')],
    ['二进制 / binary', Buffer.from('a,\t\0')],
    ['二进制 / binary', Buffer.from('清单编号,币制\n美元,1\n,\0')],
    ['二进制 / binary', Buffer.from('fffe0000610000002c000000', 'hex')],
  ])('%s is not text', async (value, bytes) => {
    expect(await inspect(bytes)).toEqual({ id: 'not_text', value });
  });

  test('nothing, blanks and a byte order mark alone are empty', async () => {
    for (const content of ['', ' ', '\n\n', '\r\n\t \r\n', '\ufeff', '\ufeff\n '])
      expect(await inspect(content)).toEqual({ id: 'empty_file', value: '' });
  });

  test('any text in UTF-8 is found to be UTF-8 in pieces of any size', async () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).map((some) => `a,${some}`);
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (some, size) => {
        const facts = await inspect(some, size);
        expect(facts).toMatchObject(some.includes('\0') ? { id: 'not_text' } : { encoding: 'utf-8' });
      }),
      { numRuns: 150 },
    );
  });
});

describe('lines', () => {
  test('of the greatest length pass, one byte more is refused with its number', async () => {
    const line = 'x'.repeat(20);
    for (const end of ['\n', ''])
      for (const facts of await atEveryChunkSize(`a\n${line}${end}`, 20))
        expect(facts).toEqual({ encoding: 'utf-8', ...clean });
    for (const end of ['\n', '', '\na\n'])
      for (const facts of await atEveryChunkSize(`a\n${line}y${end}`, 20))
        expect(facts).toEqual({ id: 'line_too_long', value: '2' });
  });

  test('that are blank are noticed at the beginning, within and at the seams', async () => {
    for (const text of ['\na,b\n1,2\n', 'a,b\n\n1,2', 'a,b\r\n\r\n1,2', 'a,b\r\r1,2', '\ufeff\na,b\n1,2'])
      for (const facts of await atEveryChunkSize(text)) expect(facts).toMatchObject({ blankLines: true });
    for (const text of ['a\r\rb', 'a\n\r\n', 'a\r\n\n', 'a\n\n\nb\n\n', 'a\r\n\r\nb', 'a\r\r'])
      for (const facts of await atEveryChunkSize(text)) expect(facts).toMatchObject({ blankLines: true });
    for (const text of ['a,b\n1,2\n', 'a,b\r\n1,2\r\n', 'a,b\r1,2\r'])
      for (const facts of await atEveryChunkSize(text)) expect(facts).toMatchObject({ blankLines: false });
  });

  test('that are blank at the very end do not count', async () => {
    for (const end of ['\n', '\n\n', '\n\n\n\n\n', '\r\n\r\n', '\r\n\r\n\r\n'])
      for (const facts of await atEveryChunkSize(`a,b\n1,2${end}`))
        expect(facts).toEqual({ encoding: 'utf-8', ...clean });
  });
});

describe('cells that must be made plain', () => {
  test.each([
    ['a full-width digit', '1,１,2'],
    ['a full-width letter', 'ｘ'],
    ['a full-width comma', '1，2'],
    ['a no-break space', '1\u00a0,2'],
    ['an ideographic space', '1\u3000,2'],
    ['an em space', '\u20032'],
    ['a narrow no-break space', '2\u202f'],
    ['a zero-width space', '\u200b2'],
    ['a word joiner', '2\u2060'],
    ['an inner byte order mark', '1,\ufeff2'],
    ['a blank before a comma', '1 ,2'],
    ['a blank after a comma', '1, 2'],
    ['a blank before a semicolon', '1 ;2'],
    ['a blank after a semicolon', '1; 2'],
    ['a blank before a bar', '1 |2'],
    ['a blank after a bar', '1| 2'],
    ['a blank at the end of a line', '1,2 \n3,4'],
    ['a blank before CRLF', '1,2 \r\n3,4'],
    ['a blank at the beginning of a line', '1,2\n 3,4'],
    ['a blank inside quotes', '" 1",2'],
    ['a blank before a closing quote', '"1 ",2'],
    ['a tab', '1\t,2'],
    ['a blank at the very end', '1,2 '],
  ])('%s is noticed at every seam', async (_, text) => {
    for (const content of [`a,b\n${text}`, `\ufeffa,b\n${text}`])
      for (const facts of await atEveryChunkSize(content))
        expect(facts).toMatchObject({ needsPlainCells: true });
  });

  test('are not those with blanks between words or other characters of three bytes', async () => {
    for (const text of ['a,b\nT shirt,棉“男”—…\n', '\ufeffa,b\nT shirt,中\n', 'a,b\r\n1,two words\r\n'])
      for (const facts of await atEveryChunkSize(text))
        expect(facts).toMatchObject({ needsPlainCells: false });
  });
});

describe('a copy in UTF-8', () => {
  test('holds all of GB18030, wherever a character is cut', async () => {
    // Longer than a read buffer; one byte first, so that the buffer's end cuts a pair.
    const text = `x${'跨境电商，出口。'.repeat(9000)}\n`;
    expect(await copy(encodeGb18030(text), 'gb18030')).toBe(text);
    const four = Buffer.from([0x95, 0x32, 0x82, 0x36]);
    expect(await copy(Buffer.concat([Buffer.from('a,'), four]), 'gb18030')).toBe('a,𠀀');
  });

  test('of UTF-16 begins without a byte order mark', async () => {
    const wide = Buffer.from('\ufeff清单,𠀀\n', 'utf16le');
    expect(await copy(wide, 'utf-16le')).toBe('清单,𠀀\n');
    expect(await copy(Buffer.from(wide).swap16(), 'utf-16be')).toBe('清单,𠀀\n');
  });

  test.each<[string, Encoding, Buffer, string]>([
    [
      'a broken byte at the end',
      'gb18030',
      Buffer.concat([encodeGb18030('一,二\n三\n'), Buffer.from([0xb0])]),
      '3',
    ],
    [
      'a byte of no encoding',
      'gb18030',
      Buffer.concat([encodeGb18030('一\n二'), Buffer.from([0xff, 0x0a])]),
      '2',
    ],
    ['half a UTF-16 character', 'utf-16le', Buffer.from('\ufeffa\nb\nc', 'utf16le').subarray(0, 11), '3'],
    ['a lone surrogate', 'utf-16le', Buffer.from('\ufeffa\n\ud800b\n', 'utf16le'), '2'],
    [
      'a line of GBK in a UTF-8 file',
      'gb18030',
      Buffer.concat([
        Buffer.from('清单编号,币制\n一,美元\n'),
        encodeGb18030('二,欧元\n'),
        Buffer.from('三,日元\n'),
      ]),
      '3',
    ],
    [
      'a line of UTF-8 in a GBK file',
      'gb18030',
      Buffer.concat([
        encodeGb18030('清单编号,币制\n一,美元\n'),
        Buffer.from('手机,美元\n'),
        encodeGb18030('三\n'),
      ]),
      '3',
    ],
    [
      'a line of two Chinese characters of UTF-8 in a GBK file',
      'gb18030',
      Buffer.concat([encodeGb18030('清单编号,币制\n一,欧元\n'), Buffer.from('1,美元\n')]),
      '3',
    ],
    [
      'a line of two Chinese characters of GBK in a UTF-8 file',
      'gb18030',
      Buffer.concat([Buffer.from('0801,美元\n'), encodeGb18030('0801,欧元\n')]),
      '2',
    ],
    [
      'a last line of UTF-8 without its end',
      'gb18030',
      Buffer.concat([encodeGb18030('清单编号,币制\n'), Buffer.from('手机,美元')]),
      '2',
    ],
  ])('is not made of %s', async (_, encoding, bytes, line) => {
    expect(await copy(bytes, encoding)).toEqual({ id: 'encoding_mixed', value: line });
  });

  test('a mixture far into a large file is named by its line', async () => {
    const line = '0801,手机壳,千克\n';
    const bytes = Buffer.concat([
      encodeGb18030(line.repeat(20_000)),
      Buffer.from('0801,手机壳与充电线,千克\n'),
      encodeGb18030(line),
    ]);
    expect(await copy(bytes, 'gb18030')).toEqual({ id: 'encoding_mixed', value: '20001' });
  });

  test('no table of common characters in GB18030 is taken for a mixture', async () => {
    // The 3755 characters of level one, in the order of their codes.
    const common = Array.from({ length: 0xd7 - 0xb0 + 1 }, (_, row) =>
      Array.from({ length: 94 }, (_, at) => [0xb0 + row, 0xa1 + at]),
    ).flat();
    const hanzi = fc
      .constantFrom(...common)
      .map((pair) => new TextDecoder('gb18030').decode(Buffer.from(pair)))
      .filter((character) => !'\ufffd'.includes(character) && /\p{Script=Han}/u.test(character));
    const cell = fc.array(hanzi, { maxLength: 8 }).map((some) => some.join(''));
    const table = fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const text = rows.map((row) => `${row.join(',')}\n`).join('');
        expect(await copy(encodeGb18030(text), 'gb18030')).toBe(text);
      }),
      { numRuns: 150 },
    );
  });
});
