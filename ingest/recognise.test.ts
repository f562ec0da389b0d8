import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LineColumn, lineColumns, lineTemplate } from '../catalogue/line-template.ts';
import { lineFile } from './ingest.fixture.ts';
import { recognise } from './recognise.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parkstat-recognise-'));
});
afterAll(() => rm(dir, { recursive: true }));

let files = 0;
async function recognised(content: string) {
  const path = join(dir, String(files++));
  await writeFile(path, content);
  const found = await recognise(path);
  return 'id' in found ? found : found.layout;
}

const required = lineColumns.filter((name) => lineTemplate[name].required);
const zh = required.map((name) => lineTemplate[name].zh);
const under = (header: readonly string[], rest = '\n1\n') => recognised(header.join(',') + rest);

describe('a header', () => {
  test.each([',', '\t', ';', '|'])('is recognised with %j between its cells', async (delimiter) => {
    const text = lineFile([{ goods_name: 'a,b;c|d\te' }], { delimiter });
    expect(await recognised(text)).toEqual({
      delimiter,
      canonical: false,
      constants: {},
      header: lineColumns.map((name) => lineTemplate[name].zh),
      columns: lineColumns,
    });
  });

  test('is recognised under every name of every column', async () => {
    const { declaration_no: _, ...others } = lineTemplate;
    for (const [name, { aliases, zh }] of Object.entries(others)) {
      for (const header of [name, name.toUpperCase(), zh, ...aliases, ` ${zh} `]) {
        const names = required.map((one) => (one === name ? header : one));
        const layout = await under(lineTemplate[name as LineColumn].required ? names : [...names, header]);
        expect(layout).toMatchObject({ columns: expect.arrayContaining([name, 'declaration_no']) });
      }
    }
  });

  test('may hold columns that are not ours', async () => {
    expect(await under(['备注', ...zh, '', 'internal'])).toMatchObject({
      header: ['备注', ...zh, '', 'internal'],
      columns: [null, ...required, null, null],
    });
  });

  test('may stand in quotes, behind a byte order mark, under blank lines and over several', async () => {
    const quoted = zh.map((name) => `"${name.replace('(', '\n(')}"`);
    for (const before of ['', '\ufeff', '\n\r\n\n\n\n'])
      expect(await recognised(`${before}${quoted.join(',')}\n1\n`)).toMatchObject({ columns: required });
  });
});

describe('a file is refused', () => {
  test('when required columns are missing, all of them named', async () => {
    expect(await under(zh.filter((name) => name !== '币制' && name !== '总价'))).toEqual({
      id: 'header_missing_column',
      value: '币制、总价',
    });
    expect(await under(['a', 'b'])).toEqual({ id: 'header_missing_column', value: zh.join('、') });
  });

  test('when a column stands twice, under the same or another name', async () => {
    for (const again of ['总价', '金额', 'amount', '总 价'])
      expect(await under([...zh, again])).toEqual({ id: 'header_duplicate_column', value: '总价' });
  });

  test('when nothing follows the header', async () => {
    for (const rest of ['', '\n', '\r\n', '\n\n\n'])
      expect(await under(zh, rest)).toEqual({ id: 'no_rows', value: '' });
  });

  test('when a header names personal data, in either language and any dress', async () => {
    for (const header of [
      '收件人姓名',
      '手机号',
      '身份证号码',
      '收货地址',
      'Consignee Name',
      'PHONE',
      '电 话',
      'ＰＨＯＮＥ',
    ])
      expect(await under([...zh, header])).toEqual({ id: 'personal_data', value: header });
    expect(await under(['订购人', ...zh, '邮箱'])).toEqual({ id: 'personal_data', value: '订购人、邮箱' });
  });

  test('and what is told of such a header holds no cell of a file that has none', async () => {
    const found = await under([
      '收货地址:沈阳市浑南区某某路一百二十八号三单元五零二室',
      '电话13912345678',
      '1',
    ]);
    expect(found).toEqual({ id: 'personal_data', value: '#1、#2' });
  });

  test('when its first line is longer than any header', async () => {
    const wide = [...zh, ...Array.from({ length: 9000 }, (_, at) => `内部列${at}`)];
    expect(await under([...wide, '手机号'])).toEqual({ id: 'line_too_long', value: '1' });
  });
});

test('what follows the header may be longer than what is looked at: a row, blank rows, blank lines', async () => {
  for (const rest of [`"${'长'.repeat(40_000)}"`, `${','.repeat(16)}\n`.repeat(8000), '\n'.repeat(70_000)])
    expect(await under(zh, `\n${rest}\n1\n`)).toMatchObject({ columns: required });
});
