/** Up to three of `known` that look most like `text`; none when nothing does. */
export function nearest(text: string, known: readonly string[]): string[] {
  // Longer than any code: comparing it would only cost time.
  if (text.length > 40) return [];
  const wanted = text.toLowerCase();
  const enough = Math.max(1, Math.floor(wanted.length / 2));
  return known
    .map((code) => ({ code, apart: distance(wanted, code.toLowerCase()) }))
    .filter(({ apart }) => apart <= enough)
    .sort((a, b) => a.apart - b.apart || (a.code < b.code ? -1 : 1))
    .slice(0, 3)
    .map(({ code }) => code);
}

/** Letters to insert, delete, replace, or exchange with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let twoAbove: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isExchange = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const exchanged = isExchange ? (twoAbove[j - 2] as number) + 1 : replaced;
      row.push(Math.min(replaced, exchanged, (above[j] as number) + 1, (row[j - 1] as number) + 1));
    }
    [twoAbove, above] = [above, row];
  }
  return above[b.length] as number;
}
