import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeGb18030 } from '../fixtures/gb18030.ts';
import { compound } from './compound.fixture.ts';
import { detect, detectMember } from './format.ts';
import { zip } from './zip.fixture.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parkstat-format-'));
});
afterAll(() => rm(dir, { recursive: true }));

let files = 0;
async function fileOf(content: string | Buffer): Promise<[string, number]> {
  const path = join(dir, String(files++));
  await writeFile(path, content);
  return [path, Buffer.byteLength(content)];
}
const formatOf = async (content: string | Buffer) => detect(...(await fileOf(content)));

const named = (...names: string[]) => zip(names.map((name) => ({ name, content: 'x' })));
const workbook = named('[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml', 'xl/worksheets/sheet1.xml');
const wide = (text: string) => Buffer.from(text, 'utf16le');

describe('a format', () => {
  test.each<[string, string, string | Buffer]>([
    ['a workbook', 'xlsx', workbook],
    ['a workbook with macros', 'xlsx', named('[Content_Types].xml', 'xl/workbook.xml', 'xl/vbaProject.bin')],
    ['an archive', 'zip', named('十月.csv')],
    ['an archive of a workbook', 'zip', named('xl/workbook.xml')],
    ['an old workbook', 'xls', compound(['Workbook', '\u0005SummaryInformation'])],
    ['an older workbook', 'xls', compound(['Book'])],
    ['a web page', 'html', '\ufeff\n<!DOCTYPE html PUBLIC "-//W3C//DTD"><html><table>'],
    ['a bare table', 'html', '<TABLE border=1><tr><td>清单编号'],
    [
      'a page of an office program',
      'html',
      '<?xml version="1.0"?><html xmlns:x="urn:schemas-microsoft-com:office:excel">',
    ],
    ['a page in GBK', 'html', encodeGb18030('<meta charset=gbk><table><tr><td>清单编号')],
    [
      'an XML workbook',
      'xls',
      '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    ],
    [
      'an XML workbook with a prefix',
      'xls',
      '<?xml version="1.0"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">',
    ],
    ['a message', 'ceb', '<?xml version="1.0" encoding="UTF-8"?><!-- x --><ceb:CEB621Message guid="1">'],
    ['a message without prefix', 'ceb', '<CEB603Message xmlns="http://www.chinaport.gov.cn/ceb">'],
    ['messages in a wrapping', 'ceb', `<Root><Head>${' '.repeat(70_000)}</Head><x:CEB622Message>`],
    ['an array', 'json', ' [\n {"清单编号": "1"}]'],
    ['an empty array', 'json', '[]'],
    ['an object', 'json', '{\n  "data": []}'],
    ['an object in one line', 'json', '{"data": [{"a": 1}]}\n'],
    ['lines of objects', 'ndjson', '{"a": 1}\n{"a": 2}\n'],
    ['lines of objects with blank ones', 'ndjson', '{"a": "{"}\r\n\r\n{"a": 2}'],
    ['text', 'csv', '清单编号,币制\n1,USD\n'],
    ['text in GBK', 'csv', encodeGb18030('清单编号,币制\n1,USD\n')],
    ['text in UTF-16', 'csv', wide('\ufeff清单编号\t币制\n')],
    ['text in UTF-16 with the big end first', 'csv', wide('\ufeff清单编号\t币制\n').swap16()],
    ['text in UTF-16 without a mark', 'csv', wide('清单编号,币制\n1,USD\n')],
    ['text that begins with a brace', 'csv', '{编号},币制\n1,USD\n'],
    ['text that begins with a bracket', 'csv', '[编号],币制\n1,USD\n'],
    ['text that begins with a sign', 'csv', '< 1000,币制\n1,USD\n'],
    ['text like the name of a format', 'csv', 'PK,币制\n1,USD\n'],
  ])('of %s is %s', async (_, format, content) => {
    expect(await formatOf(content)).toBe(format);
  });

  test.each<[string, string, string | Buffer]>([
    ['empty_file', '', ''],
    ['not_text', 'PDF文档 / PDF document', '%PDF-1.7\n'],
    ['not_text', 'PNG图片 / PNG picture', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['not_text', 'Word文档 / Word document', named('[Content_Types].xml', 'word/document.xml')],
    ['not_text', 'Word文档 / Word document', compound(['WordDocument', '1Table'])],
    [
      'not_text',
      'Excel二进制工作簿 / Excel binary workbook (XLSB)',
      named('[Content_Types].xml', 'xl/workbook.bin'),
    ],
    ['not_text', 'ODS/ODT文档 / OpenDocument file', named('mimetype', 'content.xml')],
    ['not_text', 'Office旧格式文件 / old Office file', compound(['Contents'])],
    ['not_text', '单个文件网页 / single-file web page', 'MIME-Version: 1.0\n'],
    ['not_text', '二进制 / binary', Buffer.from('a,b\n1,\0\n')],
    ['packed_otherwise', 'RAR', Buffer.from('526172211a0700', 'hex')],
    ['packed_otherwise', '7Z', Buffer.from('377abcaf271c0004', 'hex')],
    ['packed_otherwise', 'GZIP', Buffer.from('1f8b0800', 'hex')],
    ['packed_otherwise', 'TAR', Buffer.concat([Buffer.alloc(257, 'a'), Buffer.from('ustar\0')])],
    ['password_needed', 'XLSX', compound(['EncryptionInfo', 'EncryptedPackage'])],
    ['xml_unknown', 'Invoice', '<?xml version="1.0"?><Invoice>'],
    ['xml_unknown', 'root', '<!DOCTYPE root [<!ENTITY a "b">]><x:root>'],
    ['archive_damaged', '', workbook.subarray(0, 200)],
    ['archive_damaged', 'XLS', compound(['Workbook']).subarray(0, 600)],
    ['archive_empty', '', zip([])],
  ])('is refused: %s, %s', async (id, value, content) => {
    expect(await formatOf(content)).toEqual({ id, value });
  });

  test('of a member may be a workbook, but no other archive', async () => {
    const [book, size] = await fileOf(workbook);
    expect(await detectMember(book, size, 'a.dat')).toBe('xlsx');
    const [inner, innerSize] = await fileOf(named('a.csv'));
    expect(await detectMember(inner, innerSize, 'a.xlsx')).toEqual({
      id: 'archive_in_archive',
      value: 'a.xlsx',
    });
  });

  test('is told of a Word file in which a workbook is embedded by what the file itself is', async () => {
    expect(await formatOf(compound(['WordDocument', 'ObjectPool'], ['Workbook']))).toMatchObject({
      id: 'not_text',
    });
  });

  test('of a large old workbook is found beyond the sectors that the header lists', async () => {
    expect(await formatOf(compound(['Workbook'], [], 109 * 128 + 5))).toBe('xls');
  });
});

test('whatever the bytes are, they have a format or a reason', async () => {
  const seeds = [
    workbook,
    compound(['Workbook']),
    Buffer.from('<?xml version="1.0"?><ceb:CEB621Message>'),
    Buffer.from('{"a": 1}\n{"a": 2}\n'),
    wide('清单编号,币制\n1,USD\n'),
  ];
  const change = fc.tuple(fc.nat(), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...seeds),
      fc.array(change, { maxLength: 8 }),
      fc.nat(),
      async (seed, changes, cut) => {
        const bytes = Buffer.from(seed);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        const found = await formatOf(bytes.subarray(0, cut % 2 ? bytes.length : cut % bytes.length));
        expect(typeof found === 'string' || found.id.length > 0).toBe(true);
      },
    ),
    { numRuns: 1500 },
  );
});
