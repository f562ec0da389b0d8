import type { PartRow } from '../reader.ts';

export interface LookAhead {
  next(): Promise<PartRow | undefined>;
  peek(): Promise<PartRow | undefined>;
}

export function lookAhead(rows: AsyncIterable<PartRow>): LookAhead {
  const iterator = rows[Symbol.asyncIterator]();
  let held: PartRow | undefined;
  const read = async () => {
    const { done, value } = await iterator.next();
    return done ? undefined : (value as PartRow);
  };
  return {
    async next() {
      const row = held ?? (await read());
      held = undefined;
      return row;
    },
    async peek() {
      held ??= await read();
      return held;
    },
  };
}
