import type { Passage, Report, Section } from './content.ts';
import { nameOfSentence } from './edits.ts';
import { plainText } from './layout.ts';
import { type Form, type Language, type NumberRef, nameOfRef, writeNumber } from './number-ref.ts';
import { type Stretch, wordDifference } from './word-difference.ts';

/** A sentence as last month's report had it and as this month's has it; null where one of them has none. */
export interface SentencePair {
  readonly section: Section['id'];
  readonly sentence: string;
  readonly before: string | null;
  readonly now: string | null;
  /** Whether an officer wrote it. */
  readonly edited_before: boolean;
  readonly edited_now: boolean;
  readonly difference: readonly Stretch[];
  readonly numbers: readonly NumberPair[];
}

/** The same number of both months: what it is, without month and release, and how each report writes it. */
export interface NumberPair {
  readonly number: string;
  readonly before: string | null;
  readonly now: string | null;
  readonly ref_before: string | null;
  readonly ref_now: string | null;
}

interface Named {
  readonly section: Section['id'];
  readonly sentence: string;
  readonly passage: Passage;
}

/** Sentences by name, in this month's order; what only last month had stands at the end of its section. */
export function wordingBeside(before: Report | null, now: Report, language: Language): SentencePair[] {
  const earlier = before === null ? [] : named(before);
  const later = named(now);
  const isOf = (one: Named) => (other: Named) =>
    other.section === one.section && other.sentence === one.sentence;
  const sections = [...new Set([...later, ...earlier].map(({ section }) => section))];
  return sections.flatMap((section) => {
    const own = later.filter((one) => one.section === section);
    const gone = earlier.filter((one) => one.section === section && !own.some(isOf(one)));
    return [
      ...own.map((one) => pair(one, earlier.find(isOf(one))?.passage, one.passage, language)),
      ...gone.map((one) => pair(one, one.passage, undefined, language)),
    ];
  });
}

function named({ sections }: Report): Named[] {
  return sections.flatMap(({ id: section, paragraphs }) =>
    paragraphs.map((passage, at) => ({ section, sentence: nameOfSentence(passage, at), passage })),
  );
}

function pair(
  { section, sentence }: Named,
  before: Passage | undefined,
  now: Passage | undefined,
  language: Language,
): SentencePair {
  const [earlier, later] = [before, now].map((one) => (one ? plainText(one, language) : null));
  return {
    section,
    sentence,
    before: earlier ?? null,
    now: later ?? null,
    edited_before: before?.edited?.includes(language) ?? false,
    edited_now: now?.edited?.includes(language) ?? false,
    difference: wordDifference(earlier ?? '', later ?? '', language),
    numbers: numbersBeside(before, now, language),
  };
}

interface Written {
  readonly key: string;
  readonly ref: string;
  readonly written: string;
}

function numbersBeside(
  before: Passage | undefined,
  now: Passage | undefined,
  language: Language,
): NumberPair[] {
  const [earlier, later] = [before, now].map((one) => writtenIn(one, language)) as [Written[], Written[]];
  const keys = [...new Set([...later, ...earlier].map(({ key }) => key))];
  return keys.map((key) => {
    const [a, b] = [earlier, later].map((all) => all.find((one) => one.key === key));
    return {
      number: key,
      before: a?.written ?? null,
      now: b?.written ?? null,
      ref_before: a?.ref ?? null,
      ref_now: b?.ref ?? null,
    };
  });
}

/** A second number of the same name in a sentence, as last month's rank beside this month's, gets a name of its own. */
function writtenIn(passage: Passage | undefined, language: Language): Written[] {
  const seen = new Map<string, number>();
  return (passage?.[language] ?? [])
    .flatMap((piece) => (typeof piece === 'object' && 'number' in piece ? [piece] : []))
    .map(({ number, form }: { number: NumberRef; form: Form }) => {
      const ref = nameOfRef(number);
      const name = ref.replace(/:[^:]*@[^#]*/, '');
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      return {
        key: times > 1 ? `${name} ${times}` : name,
        ref,
        written: writeNumber(number, form, language),
      };
    });
}
