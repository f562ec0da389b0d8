import { Refusal } from '../catalogue/refusal.ts';
import type { ReportEdit, SentenceKey } from '../warehouse/report-edits.ts';
import type { Passage, Report, Section } from './content.ts';
import { plainText } from './layout.ts';
import { type Language, type NumberRef, nameOfRef, writeNumber } from './number-ref.ts';
import { faultKinds, faultsOf, type Known } from './sound.ts';
import { edited, templateOf } from './templates.ts';

/** A generated sentence: what it is called, what it says, and what officers may move. */
export interface Sentence {
  readonly section: Section['id'];
  readonly id: string;
  readonly text: string;
  readonly template: string;
  readonly template_sha256: string;
  readonly numbers: readonly BoundNumber[];
}

export interface BoundNumber {
  /** `{1}`. */
  readonly place: string;
  readonly ref: string;
  readonly written: string;
  readonly number: NumberRef;
}

/** What a paragraph is called within its section. */
export function nameOfSentence({ id }: Passage, at: number): string {
  return id ?? String(at + 1);
}

/** The sentences of a report in order, as the rules made them. */
export function sentencesOf(generated: Report, language: Language): Sentence[] {
  return generated.sections.flatMap(({ id: section, paragraphs }) =>
    paragraphs.map((passage, at) => {
      const { text, sha256 } = templateOf(passage, language);
      return {
        section,
        id: nameOfSentence(passage, at),
        text: plainText(passage, language),
        template: text,
        template_sha256: sha256,
        numbers: boundNumbers(passage, language),
      };
    }),
  );
}

function boundNumbers(passage: Passage, language: Language): BoundNumber[] {
  return passage[language]
    .flatMap((piece) => (typeof piece === 'object' && 'number' in piece ? [piece] : []))
    .map(({ number, form }, at) => ({
      place: `{${at + 1}}`,
      ref: nameOfRef(number),
      written: writeNumber(number, form, language),
      number,
    }));
}

export interface Edited {
  readonly report: Report;
  /** Edits of sentences that are no longer made, or made otherwise. */
  readonly stale: readonly ReportEdit[];
}

/** A report with the edits in force; one whose generated sentence has changed since does not apply. */
export function applyEdits(generated: Report, edits: readonly ReportEdit[]): Edited {
  const applied = new Set<string>();
  const written = (passage: Passage, section: string, name: string): Passage => {
    const own = edits
      .filter((edit) => edit.section === section && edit.sentence === name)
      .filter(({ language, template_sha256 }) => templateOf(passage, language).sha256 === template_sha256);
    for (const { edit_id } of own) applied.add(edit_id);
    const texts = own.map((edit) => [edit.language, edited(passage, edit.language, edit.edited)] as const);
    return own.length
      ? { ...passage, ...Object.fromEntries(texts), edited: own.map(({ language }) => language) }
      : passage;
  };
  const sections = generated.sections.map((section) => ({
    ...section,
    paragraphs: section.paragraphs.map((passage, at) =>
      written(passage, section.id, nameOfSentence(passage, at)),
    ),
  }));
  return {
    report: { ...generated, sections },
    stale: edits.filter(({ edit_id }) => !applied.has(edit_id)),
  };
}

/** An edit that the report can be built with; everything else is refused. */
export function judgedEdit(
  generated: Report,
  known: Known,
  { section, sentence, language }: SentenceKey,
  text: string,
): { readonly edited: string; readonly template_sha256: string } {
  const paragraphs = generated.sections.find(({ id }) => id === section)?.paragraphs ?? [];
  const passage = paragraphs.find((one, at) => nameOfSentence(one, at) === sentence);
  if (!passage) throw unknownSentence(generated, section, sentence);
  const written = text.trim();
  const pieces = edited(passage, language, written);
  const [fault] = faultsOf({ ...passage, [language]: pieces, edited: [language] }, language, {
    release: generated.release,
    known,
  });
  if (fault) {
    const { zh, en } = faultKinds[fault.kind];
    throw new Refusal(
      'usage',
      {
        zh: `改写未保存：“${fault.written}”：${zh}，请改用相符的说法`,
        en: `The edit was not kept: "${fault.written}": ${en}; use words that fit`,
      },
      { parameter: 'text', reason: fault.kind, found: fault.written },
    );
  }
  return { edited: written, template_sha256: templateOf(passage, language).sha256 };
}

function unknownSentence(generated: Report, section: string, sentence: string): Refusal {
  const known = sentencesOf(generated, 'zh').map(({ section: of, id }) => `${of}/${id}`);
  return new Refusal(
    'not_found',
    {
      zh: `${generated.release}的月报没有句子${section}/${sentence}，可选：${known.join('、')}`,
      en: `The report of ${generated.release} has no sentence ${section}/${sentence}; there are: ${known.join(', ')}`,
    },
    { value: `${section}/${sentence}`, allowed: known },
  );
}
