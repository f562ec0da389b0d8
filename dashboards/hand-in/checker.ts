import type { CheckContext, Checked } from './check.ts';
import type { Asked } from './check.worker.ts';
import type { FileLayout } from './layout.ts';

interface Said<Done> {
  readonly share: number;
  /** Missing as long as the work goes on. */
  readonly done?: Done;
}

/** Checks a file in a thread of its own, so that the page stays alive. Where that fails, only the server can check. */
export function check(
  file: File,
  context: CheckContext,
  progress: (share: number) => void,
): Promise<Checked> {
  return inWorker<Checked>({ work: 'check', file, context }, progress, { kind: 'unread' });
}

export function cellsOfRows(
  file: File,
  layout: FileLayout,
  rows: ReadonlySet<number>,
): Promise<Record<number, readonly string[]>> {
  return inWorker<Record<number, readonly string[]>>(
    { work: 'cells', file, layout, rows },
    () => undefined,
    {},
  );
}

function inWorker<Done>(asked: Asked, progress: (share: number) => void, otherwise: Done): Promise<Done> {
  const worker = new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Done>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<Said<Done>>) => {
      if (data.done === undefined) progress(data.share);
      else resolve(data.done);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      resolve(otherwise);
    };
    worker.postMessage(asked);
  }).finally(() => worker.terminate());
}
