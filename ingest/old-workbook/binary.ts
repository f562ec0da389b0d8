import { Worker } from 'node:worker_threads';
import type { FileProblem } from '../bytes.ts';
import type { Part, ReadLimits } from '../reader.ts';
import type { Answer, OldSheet } from './sheets.ts';

/** What a hostile file can use up before its thread is ended. */
const memory = { maxOldGenerationSizeMb: 700, maxYoungGenerationSizeMb: 64 };
const mostMilliseconds = 60_000;

/** The sheets of an .xls or .et. */
export async function readBinary(
  path: string,
  limits: ReadLimits,
): Promise<FileProblem | AsyncIterable<Part>> {
  const answer = await ask(path, limits);
  return 'problem' in answer ? answer.problem : parts(answer.sheets, answer.dateSystem);
}

async function* parts(sheets: readonly OldSheet[], dateSystem: 1900 | 1904): AsyncGenerator<Part> {
  for (const { name, hidden, hiddenRows, rows } of sheets) {
    async function* all() {
      for (const [row, cells] of rows) yield { row, cells };
    }
    yield {
      name: name.slice(0, 80),
      hidden,
      dateSystem,
      rows: all(),
      concealed: { rows: hiddenRows, columns: [] },
    };
  }
}

function ask(path: string, { maxColumns, maxRows, maxCellCharacters }: ReadLimits): Promise<Answer> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { path, maxColumns, maxRows, maxCellCharacters },
      resourceLimits: memory,
      // What the library prints about a file is of no use to anyone.
      stdout: true,
      stderr: true,
    });
    const end = (answer: Answer) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(answer);
    };
    const timer = setTimeout(() => end(unreadable('> 60 s')), mostMilliseconds);
    worker.once('message', end);
    worker.once('error', () => end(unreadable('XLS')));
    worker.once('exit', () => end(unreadable('XLS')));
  });
}

function unreadable(value: string): Answer {
  return { problem: { id: 'workbook_old', value } };
}
