import { setPriority } from 'node:os';
import { openReadOnly, type ReadOnlyDuck } from './read-only-duckdb.ts';
import type { SqlOrder, SqlReport } from './sql-protocol.ts';

/** A process that runs one statement at a time and may be killed at any moment: it holds nothing that is not read anew. */
const mostResident = 900 * 2 ** 20;
const lookEveryMs = 50;
export const tooLarge = 71;

const tell = (report: SqlReport) => process.send?.(report);

let duck: ReadOnlyDuck | undefined;

process.on('message', (order: SqlOrder) => {
  void follow(order).catch((error: unknown) =>
    tell({ kind: 'failed', failure: { kind: 'error', message: String(error) } }),
  );
});
process.on('disconnect', () => process.exit(0));

async function follow(order: SqlOrder): Promise<void> {
  if (order.kind === 'interrupt') return duck?.interrupt();
  if (order.kind === 'open') {
    // Whoever reads pages and asks for health comes first.
    setPriority(10);
    setInterval(() => process.memoryUsage.rss() > mostResident && process.exit(tooLarge), lookEveryMs);
    duck = await openReadOnly(order.relations, order.memoryLimit, order.threads);
    tell({ kind: 'ready' });
    return;
  }
  const found = await duck?.run(order);
  if (!found) return;
  tell('kind' in found ? { kind: 'failed', failure: found } : { kind: 'answer', answer: found });
}
