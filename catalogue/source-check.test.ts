import { describe, expect, test } from 'vitest';
import { parseSourceOptions } from './source.ts';
import { checkSource } from './source-check.ts';

const row = (kind: string, location: string, options = '', more = {}) => ({
  kind,
  location,
  options,
  template: 'line',
  semantics: 'snapshot',
  ...more,
});

describe('sources that pass', () => {
  test.each([
    ['inbox', 'S1', ''],
    ['inbox', '', ''],
    ['upload', '', ''],
    ['http', 'https://erp.example.com/lines?month={period}&size=500', ''],
    ['http', 'http://10.0.0.5:8080/lines', '{"paging":"number","page":"p","first":0,"items":"data.rows"}'],
    [
      'http',
      'https://erp.example.com/lines',
      '{"paging":"cursor","page":"after","items":"rows","next":"page.next"}',
    ],
    ['http', 'https://erp.example.com/lines.csv', '{"format":"csv","paging":"link"}'],
    ['sftp', 'sftp://clerk@files.example.com:2222/out/报表', ''],
    [
      'sftp',
      'sftp://clerk@files.example.com/',
      `{"pattern":"月报*.csv","host_key":"SHA256:${'a'.repeat(43)}"}`,
    ],
    [
      'postgres',
      'postgres://clerk@db.example.com/erp',
      '{"view":"report.line","key":"id","period_column":"放行日期"}',
    ],
    ['postgres', 'postgresql://clerk@localhost:5433/erp?sslmode=disable', '{"view":"line"}'],
  ])('%s %s %s', (kind, location, options) => {
    expect(checkSource(row(kind, location, options))).toEqual([]);
  });

  test('changes since the last time, of events', () => {
    const options = '{"since":"after","since_field":"updated_at","since_start":"2026-01-01"}';
    expect(checkSource(row('http', 'https://a.example.com/', options, { semantics: 'event' }))).toEqual([]);
  });

  test("a tenant's own column names", () => {
    const options = '{"columns":{"单号":"declaration_no"},"constants":{"currency":"CNY"}}';
    expect(checkSource(row('inbox', 'S1', options, { template: 'own' }))).toEqual([]);
  });
});

describe('secrets are refused, and not shown', () => {
  test.each([
    ['http', 'https://clerk:pw@erp.example.com/'],
    ['http', 'https://:pw@erp.example.com/'],
    ['http', 'https://erp.example.com/?access_token=abc'],
    ['http', 'https://erp.example.com/?a=1&api-key=abc'],
    ['http', 'https://erp.example.com/?Sign=abc'],
    ['sftp', 'sftp://clerk:pw@files.example.com/out'],
    ['postgres', 'postgres://clerk:pw@db.example.com/erp'],
    ['postgres', 'postgres://clerk@db.example.com/erp?password=pw'],
    ['inbox', 'smb://clerk:pw@share/in'],
  ])('%s %s', (kind, location) => {
    const problems = checkSource(row(kind, location, kind === 'postgres' ? '{"view":"a"}' : ''));
    expect(problems.map(({ column, secret }) => [column, secret])).toEqual([['location', true]]);
    expect(problems[0]?.zh).toContain('parkstat source secret');
  });

  test.each(['{"token":"abc"}', '{"password":"abc"}', '{"privateKey":"abc"}', '{"client_secret":"x"}'])(
    '%s',
    (options) => {
      const problems = checkSource(row('http', 'https://a.example.com/', options));
      expect(problems.map(({ column, secret }) => [column, secret])).toEqual([['options', true]]);
    },
  );
});

describe('what cannot be is refused with its column', () => {
  test.each([
    ['http', 'ftp://a.example.com/', '', 'location', 'https://erp.example.com'],
    ['http', 'file:///etc/passwd', '', 'location', 'https://erp.example.com'],
    ['http', 'erp.example.com/lines', '', 'location', 'https://erp.example.com'],
    ['http', 'https://clerk@a.example.com/', '', 'location', 'https://erp.example.com'],
    ['http', '', '', 'location', 'https://erp.example.com'],
    ['sftp', 'sftp://files.example.com/out', '', 'location', 'sftp://user@'],
    ['sftp', 'sftp://clerk@files.example.com/a/%2e%2e/b/..%2f..', '', 'location', 'sftp://user@'],
    ['postgres', 'postgres://clerk@db.example.com/', '{"view":"a"}', 'location', 'postgres://user@'],
    ['postgres', 'postgres://db.example.com/erp', '{"view":"a"}', 'location', 'postgres://user@'],
    [
      'postgres',
      'postgres://clerk@db.example.com/erp?sslmode=prefer',
      '{"view":"a"}',
      'location',
      'postgres://user@',
    ],
    ['postgres', 'postgres://clerk@db.example.com/erp', '', 'options', '缺少“view”'],
    ['postgres', 'postgres://clerk@db.example.com/erp', '{"view":"a; drop table b"}', 'options', '“view”'],
    ['postgres', 'postgres://clerk@db.example.com/erp', '{"view":"a.b.c"}', 'options', '“view”'],
    ['sftp', 'sftp://clerk@a.example.com/', '{"pattern":"../*.csv"}', 'options', '“pattern”'],
    ['sftp', 'sftp://clerk@a.example.com/', '{"host_key":"MD5:aa:bb"}', 'options', '“host_key”'],
    ['http', 'https://a.example.com/', '{"paging":"all"}', 'options', '“paging”'],
    ['http', 'https://a.example.com/', '{"pages":"number"}', 'options', '“pages”未知'],
    ['http', 'https://a.example.com/', '{"toString":"x"}', 'options', '“toString”未知'],
    ['http', 'https://a.example.com/', '{"paging":"cursor"}', 'options', 'next'],
    ['http', 'https://a.example.com/', '{"format":"csv","items":"rows"}', 'options', '仅用于json'],
    ['http', 'https://a.example.com/', '{"paging":true}', 'options', 'JSON对象'],
    ['http', 'https://a.example.com/', '["json"]', 'options', 'JSON对象'],
    ['http', 'https://a.example.com/', '{', 'options', 'JSON对象'],
    ['inbox', 'S1', '{"paging":"none"}', 'options', '“paging”未知'],
    ['inbox', 'S1', '{"columns":{"单号":"declaration_no"}}', 'options', 'template为own'],
  ])('%s %s %s: %s %s', (kind, location, options, column, words) => {
    const problems = checkSource(row(kind, location, options));
    expect(problems.map((problem) => problem.column)).toEqual([column]);
    expect(problems[0]?.zh).toContain(words);
    expect(problems[0]?.secret).toBeUndefined();
  });

  test('changes of a snapshot, and half of what they need', () => {
    const since = '{"since":"after","since_field":"id"}';
    expect(checkSource(row('http', 'https://a.example.com/', since)).map(({ zh }) => zh)).toEqual([
      '中的since仅用于semantics为event的报送源：快照须每次给出整月数据',
    ]);
    const half = checkSource(
      row('http', 'https://a.example.com/', '{"since":"after"}', { semantics: 'event' }),
    );
    expect(half.map(({ zh }) => zh)).toEqual(['中的since和since_field应同时给出']);
  });

  test('a column that the line template does not have', () => {
    const problems = checkSource(row('inbox', 'S1', '{"columns":{"单号":"number"}}', { template: 'own' }));
    expect(problems.map(({ zh }) => zh)).toEqual(['中的“number”不是行模板的列']);
  });
});

test('options are texts; numbers are the text that they are', () => {
  expect(parseSourceOptions('{"first":0,"page":"p"}')).toEqual({ first: '0', page: 'p' });
  expect(parseSourceOptions('')).toEqual({});
  expect(parseSourceOptions('{"a":null}')).toBeUndefined();
});
