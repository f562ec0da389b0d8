import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileRules } from '../catalogue/rules/file.ts';
import type { FileRule } from '../catalogue/rules/file-example.ts';
import { withDuckDB } from '../engine/duckdb.ts';
import { findingsOf } from './file-rules.fixture.ts';
import { openPlace, type Place } from './ingest.fixture.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

const session = <T>(work: Parameters<typeof withDuckDB<T>>[1]) =>
  withDuckDB({ ...place.settings.duck, folders: [place.settings.dataDir], joinsAsWritten: true }, work);

const examples = Object.entries<FileRule>(fileRules).flatMap(([id, rule]) =>
  rule.examples.map((example, at) => ({ id, number: at + 1, fires: example.fires, example })),
);

describe('every example of every rule', () => {
  test.each(examples)('$id, example $number: fires is $fires', async ({ id, fires, example }) => {
    const found = await session((duck) => findingsOf(place, duck, example));
    expect(found.some(({ rule }) => rule === id)).toBe(fires);
  });
});
