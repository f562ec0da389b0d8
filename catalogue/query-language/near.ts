/** Letters to insert, delete or replace (Levenshtein). */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[b.length] ?? 0;
}

/** Longer than any word of ours: comparing it would only cost time. */
const longestCompared = 24;

/** Up to three phrases that look most like a word, or hold it, or are held by it. */
export function nearPhrases(word: string, phrases: readonly string[]): string[] {
  if (word.length > longestCompared) return [];
  const scored: { phrase: string; score: number }[] = [];
  for (const phrase of phrases) {
    if (Math.abs(phrase.length - word.length) > Math.max(6, word.length)) continue;
    const holds = word.length > 1 && phrase.length > 1 && (phrase.includes(word) || word.includes(phrase));
    const score = holds
      ? 0.3 + Math.abs(phrase.length - word.length) / 20
      : distance(word, phrase) / Math.max(word.length, phrase.length);
    if (score <= 0.6) scored.push({ phrase, score });
  }
  return scored
    .sort((a, b) => a.score - b.score || a.phrase.length - b.phrase.length || (a.phrase < b.phrase ? -1 : 1))
    .slice(0, 3)
    .map(({ phrase }) => phrase);
}
