import type { DuckSettings } from './duckdb.ts';

/**
 * Many pieces of work that DuckDB hardly spreads over threads, such as months of a few hundred thousand lines: as many at a
 * time as there are threads, each with one thread and its share of the memory. Results stand in the order of the items; the
 * first failure ends the work after what is under way.
 */
export async function inLanes<Item, Result>(
  settings: DuckSettings,
  items: readonly Item[],
  work: (item: Item, own: DuckSettings) => Promise<Result>,
): Promise<Result[]> {
  const lanes = Math.max(1, Math.min(settings.threads, items.length));
  const own = {
    ...settings,
    threads: Math.max(1, Math.floor(settings.threads / lanes)),
    memoryLimit: share(settings.memoryLimit, lanes),
  };
  const results: Result[] = [];
  let next = 0;
  let failed = false;
  const lane = async () => {
    while (next < items.length && !failed) {
      const at = next++;
      try {
        results[at] = await work(items[at] as Item, own);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return results;
}

/** `1GB` in two lanes is `512MB` each. */
function share(limit: string, lanes: number): string {
  const [, amount = '', unit = ''] = /^(\d+)(MB|GB)$/.exec(limit) ?? [];
  return `${Math.floor((Number(amount) * (unit === 'GB' ? 1024 : 1)) / lanes)}MB`;
}
