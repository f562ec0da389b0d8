import { expect, test } from 'vitest';
import type { DuckSettings } from './duckdb.ts';
import { inLanes } from './lanes.ts';

const settings: DuckSettings = { folders: [], tempDir: '/', memoryLimit: '1GB', threads: 3 };

test('results stand in the order of the items, whichever ends first', async () => {
  const gates = [0, 1, 2, 3, 4].map(() => Promise.withResolvers<void>());
  const begun: number[] = [];
  const all = inLanes(settings, [0, 1, 2, 3, 4], async (item) => {
    begun.push(item);
    await gates[item]?.promise;
    return item * 10;
  });
  expect(begun).toEqual([0, 1, 2]);
  for (const at of [2, 4, 3, 1, 0]) gates[at]?.resolve();
  expect(await all).toEqual([0, 10, 20, 30, 40]);
});

test('threads and memory are shared among the lanes', async () => {
  const own = (items: readonly number[]) =>
    inLanes(settings, items, async (_, { threads, memoryLimit }) => [threads, memoryLimit]);
  expect(await own([1, 2, 3, 4])).toEqual(Array.from({ length: 4 }, () => [1, '341MB']));
  expect(await own([1])).toEqual([[3, '1024MB']]);
  expect(await own([])).toEqual([]);
});

test('the first failure is told after what is under way, and nothing more begins', async () => {
  const begun: number[] = [];
  let ended = 0;
  const work = inLanes({ ...settings, threads: 2 }, [0, 1, 2, 3], async (item) => {
    begun.push(item);
    if (item === 0) throw new Error('no');
    await new Promise(setImmediate);
    ended++;
  });
  await expect(work).rejects.toThrow('no');
  expect({ begun, ended }).toEqual({ begun: [0, 1], ended: 1 });
});
