import { join } from 'node:path';
import type { Delivery } from './delivery.ts';
import type { History } from './file-rules.ts';

type Fresh = Pick<Delivery, 'id' | 'uscc' | 'lakeFile' | 'coverage'>;

/** What is in force, and what has just been judged beside it: returns may come with their lines. */
export function withFresh(history: History, deliveries: readonly Fresh[], dataDir: string): History {
  const tenants = new Set(history.tenants.map(({ uscc }) => uscc));
  const fresh = deliveries.flatMap(({ id, uscc, lakeFile, coverage }) =>
    uscc === null || (tenants.size > 0 && !tenants.has(uscc))
      ? []
      : coverage.map(({ customs_mode, flow, period, lines }) => ({
          uscc,
          customs_mode,
          flow,
          period,
          lines,
          delivery_id: id,
          // A month of which nothing is left has no file.
          lake_file: lakeFile === null ? '' : join(dataDir, lakeFile),
        })),
  );
  const key = (one: Omit<(typeof fresh)[number], 'lake_file' | 'lines' | 'delivery_id'>) =>
    `${one.uscc} ${one.customs_mode} ${one.flow} ${one.period}`;
  const latest = new Map(fresh.map((one) => [key(one), one]));
  return { ...history, lines: [...history.lines.filter((one) => !latest.has(key(one))), ...latest.values()] };
}

/** The part of a history that is one tenant's. */
export function ofTenant(history: History, uscc: string): History {
  const own = (one: { readonly uscc: string }) => one.uscc === uscc;
  return { ...history, lines: history.lines.filter(own), events: history.events.filter(own) };
}
