import type { Message } from '../refusal.ts';
import { gather } from './gather.ts';
import type { Meaning } from './meaning.ts';
import { normalState, type QueryState } from './state.ts';
import { tokensOf } from './tokens.ts';
import type { Reading, Vocabulary } from './vocabulary.ts';

/** A part of a line as it is shown: what it was taken for, what else it could be, or that it is not known. */
export interface Chip {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Empty for what is not known. */
  readonly meanings: readonly Meaning[];
  /** Other ways to understand it. */
  readonly choices: readonly Reading[];
  /** Why it has no effect, though it is understood. */
  readonly problem: Message | null;
  /** Of what is not known: phrases that look like it. */
  readonly near: readonly string[];
}

export interface Understood {
  readonly chips: readonly Chip[];
  /** Always a question that can be asked: what does not fit is told at its chip and left out. */
  readonly state: QueryState;
  /** False where the line does not name an indicator: then it is trade value. */
  readonly namesIndicator: boolean;
}

/** A line in the words of people → chips and a question. Rules only: the same line and vocabulary, the same answer. */
export function parseLine(line: string, vocabulary: Vocabulary): Understood {
  const tokens = tokensOf(line, vocabulary).filter(
    ({ readings }) => readings.length === 0 || readings.some((reading) => reading.length > 0),
  );
  const chosen = tokens.map(({ readings }) => readings[0] ?? []);
  const { state, problems, namesIndicator } = gather(chosen);
  const chips = tokens.map(({ from, to, readings, near = [] }, at) => ({
    from,
    to,
    text: line.slice(from, to),
    meanings: chosen[at] ?? [],
    choices: readings.slice(1),
    problem: problems[at] ?? null,
    near,
  }));
  return { chips, state: normalState(state), namesIndicator };
}
