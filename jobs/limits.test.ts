import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readLimits, readSettings, uploadLimits } from './settings.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

describe('limits', () => {
  test('stand on their page, all of them, with their defaults', () => {
    const isLimit = /^# (PARKSTAT_(?:MAX|UPLOAD)_\w+)=(.+)$/gm;
    const variables = [...read('.env.example').matchAll(isLimit)].map(([, name, value]) => [name, value]);
    const rows = [...read('docs/limits.md').matchAll(/^\| `(\w+)` \| (\S+) \|/gm)];
    expect(rows.map(([, name, value]) => [name, value])).toEqual(variables);
    expect(variables.length).toBe(12);
  });

  test('of readers follow from the environment', () => {
    const settings = readSettings({
      PARKSTAT_MAX_FILE_MB: '2',
      PARKSTAT_MAX_LINE_KB: '3',
      PARKSTAT_MAX_COLUMNS: '4',
      PARKSTAT_MAX_CELL_KB: '5',
      PARKSTAT_MAX_ROWS: '6',
      PARKSTAT_MAX_EXPANDED_MB: '7',
      PARKSTAT_MAX_RATIO: '8',
      PARKSTAT_MAX_MEMBERS: '9',
    });
    expect(readLimits(settings)).toEqual({
      maxFileBytes: 2_097_152,
      maxLineBytes: 3072,
      maxColumns: 4,
      maxCellCharacters: 5120,
      maxRows: 6,
      maxExpandedBytes: 7_340_032,
      maxExpansionRatio: 8,
      maxMembers: 9,
      maxXmlDepth: 64,
    });
  });

  test('of uploads follow from the environment, and are never above those of files', () => {
    const settings = readSettings({
      PARKSTAT_MAX_UPLOAD_MB: '2',
      PARKSTAT_MAX_UPLOADS: '3',
      PARKSTAT_UPLOAD_SECONDS: '10',
      PARKSTAT_UPLOAD_KB_PER_SECOND: '1',
    });
    const expected = {
      maxUploadBytes: 2_097_152,
      maxUploadsAtOnce: 3,
      spanMs: 10_000,
      minBytesPerSpan: 10_240,
    };
    expect(uploadLimits(settings)).toEqual(expected);
    expect(uploadLimits({ ...settings, maxFileBytes: 1000 }).maxUploadBytes).toBe(1000);
  });
});
