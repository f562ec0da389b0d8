import { Socket } from 'node:net';
import { Refusal } from '../catalogue/refusal.ts';
import type { Server } from './server.ts';

export interface OutflowLimits {
  /** A reader that takes nothing for so long is let go. */
  readonly patienceMs: number;
  /** Of large answers on their way, each counted once however many read it. */
  readonly bytes: number;
}

export const outflowLimits: OutflowLimits = { patienceMs: 60_000, bytes: 256 * 2 ** 20 };

/** Below this an answer fits into the buffers of its connection. */
const large = 256 * 1024;

export interface Outflow {
  /** For the routes of a scope; after what makes their answers ready. */
  watch(scope: Server): void;
}

/**
 * What is being sent stays in memory until its reader has taken it. Readers that take nothing are let go, and while too
 * much is on its way, no more large answers are begun: small ones are served as ever.
 */
export function createOutflow({ patienceMs, bytes: limit }: OutflowLimits = outflowLimits): Outflow {
  const readers = new Map<Buffer, number>();
  let bytes = 0;
  const begin = (body: Buffer) => {
    if (!readers.has(body)) {
      if (bytes + body.length > limit && bytes > 0) throw busy();
      bytes += body.length;
    }
    readers.set(body, (readers.get(body) ?? 0) + 1);
  };
  const end = (body: Buffer) => {
    const left = (readers.get(body) ?? 1) - 1;
    if (left > 0) readers.set(body, left);
    else if (readers.delete(body)) bytes -= body.length;
  };
  return {
    watch: (scope) =>
      scope.addHook('onSend', async (_request, reply, payload) => {
        const isStream = typeof payload === 'object' && payload !== null && 'pipe' in payload;
        if (!isStream && !(Buffer.isBuffer(payload) && payload.length > large)) return payload;
        const { raw } = reply;
        // Node lets go of a connection over which nothing went for so long. A request from within has none.
        if (raw.socket instanceof Socket) raw.socket.setTimeout(patienceMs);
        if (Buffer.isBuffer(payload)) {
          begin(payload);
          raw.once('close', () => end(payload));
        }
        return payload;
      }),
  };
}

function busy(): Refusal {
  return new Refusal(
    'busy',
    {
      zh: '正在发送的大型回答过多，请稍后再试，或用POST /api/v1/exports导出',
      en: 'Too many large answers are on their way: try again soon, or export with POST /api/v1/exports',
    },
    { seconds: 5, export: '/api/v1/exports' },
  );
}
