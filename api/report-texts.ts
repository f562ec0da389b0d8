import { total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { ReportEdit, SentenceKey } from '../warehouse/report-edits.ts';
import { periodOrRefuse } from './parameters.ts';
import {
  sentenceList,
  sentenceParameters,
  sentenceText,
  sentenceWithdrawal,
  wordingList,
  writtenSentence,
} from './report-texts-schema.ts';
import { orRefused, record, type Static, Type } from './schema.ts';
import type { Context, Request, Server } from './server.ts';
import { writerOf } from './writes.ts';

type Language = 'zh' | 'en';
/** Asks for the month as it would be published now. */
export const draftRelease = 'draft';

/** Whose report: of a month, the city (`_T`) or a park, in a release or the newest, as this language has it. */
export interface ReportAsked {
  readonly period: Period;
  readonly park: string;
  readonly language: Language;
  readonly release: string | undefined;
}

interface ToldEdit {
  readonly text: string;
  readonly by: string;
  readonly at: Date;
}

/** The sentences of a report, with what officers wrote instead. */
export interface ReportSentences {
  readonly release: string;
  readonly rows: readonly {
    readonly section: string;
    readonly sentence: string;
    readonly text: string;
    readonly template: string;
    readonly numbers: readonly {
      readonly place: string;
      readonly written: string;
      readonly ref: string;
      readonly value: string | null;
    }[];
    readonly edit: (ToldEdit & { readonly shown: string; readonly in_report: boolean }) | null;
  }[];
  /** Edits whose generated sentence is made otherwise by now, or no longer. */
  readonly stale: readonly (ToldEdit & Pick<ReportEdit, 'section' | 'sentence'>)[];
}

/** This month's sentences beside last month's. */
export interface ReportWording {
  readonly release: string;
  /** Of the month before; null where it has no report. */
  readonly release_before: string | null;
  readonly rows: readonly {
    readonly section: string;
    readonly sentence: string;
    readonly before: string | null;
    readonly now: string | null;
    readonly edited_before: boolean;
    readonly edited_now: boolean;
    readonly difference: readonly { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }[];
    readonly numbers: readonly {
      readonly number: string;
      readonly before: string | null;
      readonly now: string | null;
      readonly ref_before: string | null;
      readonly ref_now: string | null;
    }[];
  }[];
}

export interface EditAct {
  readonly by: string;
  readonly account: string | null;
  readonly at: Date;
}

/** What only who can write reports can tell. */
export interface ReportTexts {
  sentences(asked: ReportAsked): Promise<ReportSentences>;
  wording(asked: ReportAsked): Promise<ReportWording>;
  write(asked: ReportAsked, key: SentenceKey, text: string, act: EditAct): Promise<ReportEdit>;
  withdraw(key: SentenceKey, act: EditAct): Promise<ReportEdit>;
}

const tags = ['reports'];
const params = record({ period: Type.String({ description: '统计期 | Month', examples: ['2026-10'] }) });

/** Reading the sentences of a report as officers edit them, and as last month had them. */
export function reportTextRoutes(server: Server, _: Context, texts: ReportTexts | null): void {
  server.get(
    '/reports/:period/sentences',
    {
      config: { access: 'desk' },
      schema: {
        operationId: 'listReportSentences',
        tags,
        summary: '月报的句子与改写 | The sentences of a report, and their edits',
        description:
          '各句由规则写成；template为可改写的形式：{1}、{2}为依次的数字，方括号内为月份和名称。edit为现行改写，stale为原句已变、不再生效的改写。 | Rules make the sentences; `template` is how officers edit one: {1}, {2} are its numbers in order, brackets hold months and names. `edit` is in force; `stale` are edits whose sentence has changed since, which no longer hold.',
        params,
        querystring: sentenceParameters,
        response: { 200: sentenceList, ...orRefused(400, 404) },
      },
    },
    async ({ params, query }) => {
      const found = await served(texts).sentences(askedOf(params, query));
      const rows = found.rows.map(({ edit, numbers, ...row }) => ({
        ...row,
        numbers: [...numbers],
        edit: edit && { ...edit, at: edit.at.toISOString() },
      }));
      const stale = found.stale.map((edit) => ({ ...edit, at: edit.at.toISOString() }));
      return { release: found.release, stale, rows, reason: none(rows) };
    },
  );
  server.get(
    '/reports/:period/wording',
    {
      config: { access: 'desk' },
      schema: {
        operationId: 'compareReportWording',
        tags,
        summary: '本月与上月文字对照 | The wording of this month beside last month’s',
        description:
          '逐句给出上月最新一版月报的文字、本月的文字、逐词差异和并列的数字。 | Sentence by sentence the text of last month’s newest report, that of this month, the difference word by word, and the numbers side by side.',
        params,
        querystring: sentenceParameters,
        response: { 200: wordingList, ...orRefused(400, 404) },
      },
    },
    async ({ params, query }) => {
      const found = await served(texts).wording(askedOf(params, query));
      const rows = found.rows.map((row) => ({
        ...row,
        difference: [...row.difference],
        numbers: [...row.numbers],
      }));
      return { release: found.release, release_before: found.release_before, rows, reason: none(rows) };
    },
  );
}

/** Editing a sentence, and giving it back to the rules. Every version stays. */
export function reportTextActRoutes(server: Server, { now }: Context, texts: ReportTexts | null): void {
  const act = (operationId: string, summary: string, body: object) => ({
    config: { access: 'statistics' as const },
    schema: {
      operationId,
      tags,
      summary,
      params,
      body,
      response: { 200: writtenSentence, ...orRefused(400, 404, 415) },
    },
  });
  server.post(
    '/reports/:period/sentences',
    act('editReportSentence', '改写一句，数字不可改 | Edit a sentence; its numbers stay', sentenceText),
    async ({ params, body, reader }) => {
      const said = body as Static<typeof sentenceText>;
      const asked = askedOf(params as { period: string }, said);
      const edit = await served(texts).write(
        asked,
        keyOf(asked, said),
        said.text,
        actOf(reader, said, now()),
      );
      server.answers.forget();
      return toldEdit(edit);
    },
  );
  server.post(
    '/reports/:period/sentences/withdraw',
    act('withdrawReportEdit', '撤回改写，恢复原句 | Take an edit back', sentenceWithdrawal),
    async ({ params, body, reader }) => {
      const said = body as Static<typeof sentenceWithdrawal>;
      const asked = askedOf(params as { period: string }, said);
      const edit = await served(texts).withdraw(keyOf(asked, said), actOf(reader, said, now()));
      server.answers.forget();
      return { ...toldEdit(edit), text: null };
    },
  );
}

interface Said {
  readonly park?: string;
  readonly language?: Language;
  readonly release?: string;
}

function askedOf(
  { period }: { period: string },
  { park = total, language = 'zh', release }: Said,
): ReportAsked {
  return { period: periodOrRefuse('period', period), park, language, release };
}

function keyOf(
  { period, park, language }: ReportAsked,
  { section, sentence }: { readonly section: string; readonly sentence: string },
): SentenceKey {
  return { period, park, section, sentence, language };
}

function actOf(reader: Request['reader'], { by }: { readonly by?: string }, at: Date): EditAct {
  return { by: writerOf(reader, by), account: reader.account?.name ?? null, at };
}

function toldEdit({ period, park, section, sentence, language, edited, written_by, written_at }: ReportEdit) {
  return {
    period,
    park,
    section,
    sentence,
    language,
    text: edited,
    by: written_by,
    at: written_at.toISOString(),
  };
}

function none(rows: readonly unknown[]): string | null {
  return rows.length ? null : '月报没有句子 | The report has no sentence';
}

function served(texts: ReportTexts | null): ReportTexts {
  if (texts) return texts;
  throw new Refusal('not_found', {
    zh: '本服务不生成月报，没有句子可看',
    en: 'This server writes no reports, and so has no sentences to show',
  });
}
