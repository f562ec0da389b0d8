import type { FileRefusalId } from '../catalogue/rules/refusals.ts';
import type { FileProblem } from './bytes.ts';

/** Thrown inside a stream whose file must be refused. It never leaves a reader: `orProblem` makes a value of it. */
export class Stop extends Error {
  readonly problem: FileProblem;
  constructor(id: FileRefusalId, value = '') {
    super(`${id} ${value}`.trim());
    this.problem = { id, value };
  }
}

/** What the work comes to, or the problem that stopped it. */
export async function orProblem<T>(work: () => Promise<T>): Promise<T | FileProblem> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Stop) return error.problem;
    throw error;
  }
}
