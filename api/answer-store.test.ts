import { describe, expect, test } from 'vitest';
import { createAnswerStore } from './answer-store.ts';

describe('the store', () => {
  const answer = (bytes: number) => ({ headers: {}, tag: '', body: Buffer.alloc(bytes) });

  test('drops what was asked for longest ago when it is full', () => {
    const store = createAnswerStore(20_000);
    for (const key of ['a', 'b', 'c', 'd']) store.put(key, answer(3_500));
    expect(store.size).toBe(4);
    store.get('a');
    store.put('e', answer(3_500));
    expect(['a', 'b', 'c', 'd', 'e'].filter((key) => store.get(key))).toEqual(['a', 'c', 'd', 'e']);
    expect(store.bytes).toBeLessThanOrEqual(20_000);
  });

  test('does not take what would push out most others, and counts a replaced answer once', () => {
    const store = createAnswerStore(20_000);
    store.put('large', answer(6_000));
    expect(store.size).toBe(0);
    store.put('a', answer(100));
    const { bytes } = store;
    store.put('a', answer(100));
    expect([store.size, store.bytes]).toEqual([1, bytes]);
    store.clear();
    expect([store.size, store.bytes]).toEqual([0, 0]);
  });
});
