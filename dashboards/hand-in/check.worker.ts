import { judgeRow } from '../../catalogue/judge-row.ts';
import { type CheckContext, cellsOf, checkFile } from './check.ts';
import type { FileLayout } from './layout.ts';

/** What the page asks of the worker: a check of a file, or the cells of some of its rows. */
export type Asked =
  | { readonly work: 'check'; readonly file: Blob; readonly context: CheckContext }
  | {
      readonly work: 'cells';
      readonly file: Blob;
      readonly layout: FileLayout;
      readonly rows: ReadonlySet<number>;
    };

addEventListener('message', async ({ data }: MessageEvent<Asked>) => {
  if (data.work === 'cells') return postMessage({ done: await cellsOf(data.file, data.layout, data.rows) });
  const progress = (share: number) => postMessage({ share });
  postMessage({ done: await checkFile(data.file, judgeRow, data.context, progress) });
});
