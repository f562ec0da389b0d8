import { statusCounts } from '../series-content.ts';
import type { Context, Server } from '../server.ts';
import { createExports, type Exports } from './exports.ts';
import type { ExportLimits } from './job.ts';
import { createShelf } from './shelf.ts';
import { writeExport } from './write.ts';

declare module 'fastify' {
  interface FastifyInstance {
    exports: Exports | null;
  }
}

/** The exports of a server: taken up when it is ready, left in order when it closes. */
export function openExports(
  server: Server,
  { database, files, now }: Context,
  folder: string | null,
  limits?: ExportLimits,
): Exports | null {
  const exports =
    folder === null
      ? null
      : createExports(
          createShelf(folder),
          (job, path, told, signal) =>
            writeExport(
              database,
              files,
              job,
              path,
              (content, rows) => told(rows, statusCounts(content.table)),
              signal,
            ),
          now,
          limits,
        );
  server.decorate('exports', exports);
  if (exports) {
    server.addHook('onReady', () => exports.start());
    server.addHook('onClose', () => exports.close());
  }
  return exports;
}
