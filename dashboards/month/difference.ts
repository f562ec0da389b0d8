/** A piece of a text: as it was in the other, or of this one alone. */
export interface Piece {
  readonly text: string;
  readonly isOwn: boolean;
}

/** `text` in pieces, by the longest common run of words with `other`: what `other` has not is its own. */
export function piecesOf(text: string, other: string): Piece[] {
  const [words, others] = [wordsOf(text), wordsOf(other)];
  const kept = commonWords(words, others);
  const pieces: { text: string; isOwn: boolean }[] = [];
  for (const [at, one] of words.entries()) {
    const isOwn = !kept.has(at);
    const last = pieces.at(-1);
    if (last?.isOwn === isOwn) last.text += one;
    else pieces.push({ text: one, isOwn });
  }
  return pieces;
}

/** A number, a Latin word, or a single sign: Chinese is told apart sign by sign. */
function wordsOf(text: string): string[] {
  return text.match(/[−+-]?\d[\d,.]*%?|[A-Za-z’'-]+|\s+|./gsu) ?? [];
}

/** The places of words in `one` that stand in a longest common subsequence with `other`. */
function commonWords(one: readonly string[], other: readonly string[]): ReadonlySet<number> {
  const width = other.length + 1;
  const longest = new Uint16Array((one.length + 1) * width);
  const at = (row: number, column: number) => longest[row * width + column] ?? 0;
  for (let row = one.length - 1; row >= 0; row -= 1)
    for (let column = other.length - 1; column >= 0; column -= 1)
      longest[row * width + column] =
        one[row] === other[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const kept = new Set<number>();
  for (let row = 0, column = 0; row < one.length && column < other.length; )
    if (one[row] === other[column]) {
      kept.add(row);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  return kept;
}
