import type { Language } from './number-ref.ts';

/** A stretch of words that stands in both texts, in the later one only, or in the earlier one only. */
export interface Stretch {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

const locales = { zh: 'zh-CN', en: 'en-GB' } as const;

function wordsOf(text: string, language: Language): string[] {
  const segmenter = new Intl.Segmenter(locales[language], { granularity: 'word' });
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

/** What became of a text, word by word, by the longest common sequence of words. */
export function wordDifference(before: string, now: string, language: Language): Stretch[] {
  const [a, b] = [wordsOf(before, language), wordsOf(now, language)];
  const lengths = commonLengths(a, b);
  const stretches: { kind: Stretch['kind']; text: string }[] = [];
  const say = (kind: Stretch['kind'], text = '') => {
    const last = stretches.at(-1);
    if (last?.kind === kind) last.text += text;
    else stretches.push({ kind, text });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && a[i] === b[j]) {
      say('same', a[i]);
      i++;
      j++;
    } else if (j === b.length || (i < a.length && at(lengths, i + 1, j) >= at(lengths, i, j + 1)))
      say('removed', a[i++]);
    else say('added', b[j++]);
  }
  return stretches;
}

/** Of every two endings of the texts the number of words in common. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      (lengths[i] as number[])[j] =
        a[i] === b[j]
          ? at(lengths, i + 1, j + 1) + 1
          : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1));
  return lengths;
}

function at(lengths: readonly (readonly number[])[], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0;
}
