import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, expect, test, vi } from 'vitest';
import { writeWorkbook } from './workbook.ts';

afterEach(() => {
  vi.useRealTimers();
});

async function written(on: string): Promise<Buffer> {
  vi.useFakeTimers({ now: new Date(on), toFake: ['Date'] });
  const stream = new PassThrough();
  const bytes = buffer(stream);
  const workbook = writeWorkbook(stream, new Date('2026-04-12T02:00:00Z'));
  const sheet = workbook.sheet('数据', { columns: [{ width: 10 }] });
  await sheet.row(1, [{ value: '9610' }]);
  sheet.end();
  await workbook.end();
  return bytes;
}

test('the same content is the same file on any day it is written', async () => {
  const first = await written('2026-05-01T08:00:00Z');
  expect((await written('2026-05-02T09:30:10Z')).equals(first)).toBe(true);
});
