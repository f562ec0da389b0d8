import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lineFile, openPlace, type Place, send, take, takeOne } from './ingest.fixture.ts';
import { findingsHeld } from './row-findings.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

const worthless = { amount: '0' };
const phone = { goods_name: '联系13800138000' };
const toldOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('findings that are too many to be held stand in a file, in file order, as those that are held', async () => {
  const many = Array.from({ length: findingsHeld }, () => worthless);
  const taken = await takeOne(place, lineFile([...many, phone]));
  const few = await takeOne(place, lineFile([worthless, phone]));

  expect(few.findingFile).toBeNull();
  expect(taken.findings.map(({ rule }) => rule)).toEqual(['many_rejected']);
  const told = toldOf(await readFile(taken.findingFile as string, 'utf8'));
  expect(told.map(({ row }) => row)).toEqual([...many.keys(), findingsHeld].map((at) => at + 2));
  const [first, last] = few.findings;
  expect(told[0]).toEqual(first);
  expect(told.at(-1)).toEqual({
    ...last,
    row: findingsHeld + 2,
    subject: `9710 export 0801202600${String(findingsHeld + 1).padStart(8, '0')} 1`,
  });
  expect(taken.delivery.kept).toBe('cleansed');
});

test('each delivery of a batch has a file of its own, or none', async () => {
  const many = Array.from({ length: findingsHeld }, () => worthless);
  const files = [
    { name: 'many.csv', content: lineFile(many) },
    { name: 'one.csv', content: lineFile([{ ...worthless, amount: '-1' }]) },
    { name: 'good.csv', content: lineFile([{}]) },
  ];
  const taken = await take(place, await send(place, files));
  const found = await Promise.all(
    taken.map(async ({ delivery, findingFile }) => [
      delivery.fileName,
      findingFile ? toldOf(await readFile(findingFile, 'utf8')).length : null,
    ]),
  );
  expect(Object.fromEntries(found)).toEqual({
    'many.csv': findingsHeld,
    'one.csv': 1,
    'good.csv': null,
  });
});
