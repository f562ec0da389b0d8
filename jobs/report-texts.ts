import {
  draftRelease,
  type ReportAsked,
  type ReportSentences,
  type ReportTexts,
  type ReportWording,
} from '../api/report-texts.ts';
import { total } from '../catalogue/mode.ts';
import { addMonths } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Report } from '../reports/content.ts';
import { applyEdits, judgedEdit, nameOfSentence, sentencesOf } from '../reports/edits.ts';
import { plainText } from '../reports/layout.ts';
import { buildReport, generateReport, type ReportOptions } from '../reports/report.ts';
import { wordingBeside } from '../reports/wording-beside.ts';
import { alone, type Database } from '../warehouse/database.ts';
import { latestRelease } from '../warehouse/releases.ts';
import { editsInForce, withdrawEdit, writeEdit } from '../warehouse/report-edits.ts';
import type { Program } from './program.ts';
import { rehearse } from './rehearse.ts';
import { drafted } from './simulate.ts';

/** Gives `work` a database in which the month asked for is released: the live one, or a rehearsal's. */
export type Within = <Found>(
  asked: Pick<ReportAsked, 'period' | 'release'>,
  work: (database: Database) => Promise<Found>,
) => Promise<Found>;

/** The sentences of reports as officers read and edit them; edits are kept in `database` itself. */
export function reportTexts(database: Database, within: Within = (_, work) => work(database)): ReportTexts {
  return {
    sentences: (asked) => within(asked, (reading) => readSentences(reading, asked)),
    wording: (asked) => within(asked, (reading) => readWording(reading, asked)),
    write: async (asked, key, text, act) => {
      const judged = await within(asked, async (reading) => {
        const { generated, known } = await generateReport(reading, optionsOf(asked));
        return judgedEdit(generated, known, key, text);
      });
      return writeEdit(database, key, judged, act);
    },
    withdraw: (key, act) => withdrawEdit(database, key, act),
  };
}

/**
 * A month that is not released yet, and any as `draft`, is rehearsed: its publication is shown and taken back. Edits count up
 * to the submission, or to now where nothing is submitted.
 */
export function withinDraft(program: Program, now: () => Date): Within {
  const { database } = program;
  return async ({ period, release }, work) => {
    const isReleased = release !== undefined || (await latestRelease(database, period)) !== undefined;
    if (release !== draftRelease && isReleased) return work(database);
    return alone(database, 'publish', async () => {
      const at = now();
      const { draft } = await drafted(program, period, at);
      return rehearse(program, { writtenAt: at, ...draft }, at, work);
    });
  };
}

function optionsOf({ period, park, release: asked }: ReportAsked): ReportOptions {
  const release = asked === draftRelease ? undefined : asked;
  return { period, release, ...(park === total ? {} : { park }) };
}

async function readSentences(database: Database, asked: ReportAsked): Promise<ReportSentences> {
  const { generated, writtenAt } = await generateReport(database, optionsOf(asked));
  const edits = (await editsInForce(database, asked, null)).filter(
    ({ language }) => language === asked.language,
  );
  const { report, stale } = applyEdits(generated, edits);
  const editOf = (section: string, sentence: string) =>
    edits.find((edit) => edit.section === section && edit.sentence === sentence && !stale.includes(edit));
  const rows = sentencesOf(generated, asked.language).map(({ section, id, text, template, numbers }) => {
    const edit = editOf(section, id);
    return {
      section,
      sentence: id,
      text,
      template,
      numbers: numbers.map(({ place, written, ref, number }) => ({
        place,
        written,
        ref,
        value: number.value,
      })),
      edit: edit
        ? {
            text: edit.edited,
            shown: shown(report, section, id, asked.language),
            by: edit.written_by,
            at: edit.written_at,
            in_report: edit.written_at <= writtenAt,
          }
        : null,
    };
  });
  return {
    release: generated.release,
    rows,
    stale: stale.map(({ section, sentence, edited, written_by, written_at }) => ({
      section,
      sentence,
      text: edited,
      by: written_by,
      at: written_at,
    })),
  };
}

function shown({ sections }: Report, section: string, sentence: string, language: 'zh' | 'en'): string {
  const paragraphs = sections.find(({ id }) => id === section)?.paragraphs ?? [];
  const found = paragraphs.find((passage, at) => nameOfSentence(passage, at) === sentence);
  return found ? plainText(found, language) : '';
}

async function readWording(database: Database, asked: ReportAsked): Promise<ReportWording> {
  const now = await buildReport(database, optionsOf(asked));
  const earlier = { ...optionsOf(asked), period: addMonths(asked.period, -1), release: undefined };
  const before = await buildReport(database, earlier).catch(ifNone);
  return {
    release: now.release,
    release_before: before?.release ?? null,
    rows: wordingBeside(before, now, asked.language),
  };
}

/** A month that was not released, or a park that it did not know, has no wording to compare with. */
function ifNone(error: unknown): null {
  if (error instanceof Refusal && ['no_release', 'not_found'].includes(error.code)) return null;
  throw error;
}
