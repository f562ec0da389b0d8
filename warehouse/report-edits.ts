import { sql } from 'kysely';
import { Refusal } from '../catalogue/refusal.ts';
import type { Database } from './database.ts';

/** A sentence of the reports of a month: `_T` is the city's report. */
export interface SentenceKey {
  readonly period: string;
  readonly park: string;
  readonly section: string;
  readonly sentence: string;
  readonly language: 'zh' | 'en';
}

/** What an officer wrote instead of a generated sentence, with `{1}` for its first number. */
export interface ReportEdit extends SentenceKey {
  readonly edit_id: string;
  /** Of the generated sentence that was edited. */
  readonly template_sha256: string;
  readonly edited: string;
  readonly written_by: string;
  readonly account: string | null;
  readonly written_at: Date;
}

export interface EditAct {
  readonly by: string;
  readonly account: string | null;
  readonly at: Date;
}

const columns = sql.raw(
  'edit_id::text, period, park, section, sentence, language, template_sha256, edited, written_by, account, written_at',
);

/** The edits in force at an instant (null = now) of a month's report, of each sentence the latest. */
export async function editsInForce(
  { kysely }: Database,
  { period, park }: Pick<SentenceKey, 'period' | 'park'>,
  asOf: Date | null,
): Promise<ReportEdit[]> {
  const { rows } = await sql<ReportEdit>`
    select ${columns} from (
      select distinct on (section, sentence, language) * from report_edit
      where period = ${period} and park = ${park} and written_at <= coalesce(${asOf}::timestamptz, 'infinity')
      order by section, sentence, language, edit_id desc
    ) as latest
    where not withdrawn
    order by section, sentence, language`.execute(kysely);
  return rows;
}

export async function writeEdit(
  { kysely }: Database,
  key: SentenceKey,
  { edited, template_sha256 }: Pick<ReportEdit, 'edited' | 'template_sha256'>,
  act: EditAct,
): Promise<ReportEdit> {
  const { rows } = await insert(key, edited, template_sha256, act).execute(kysely);
  return rows[0] as ReportEdit;
}

/** Takes an edit back: the sentence is the generated one again. */
export async function withdrawEdit(database: Database, key: SentenceKey, act: EditAct): Promise<ReportEdit> {
  const { section, sentence, language } = key;
  const found = (await editsInForce(database, key, null)).find(
    (edit) => edit.section === section && edit.sentence === sentence && edit.language === language,
  );
  if (!found)
    throw new Refusal(
      'not_found',
      {
        zh: `${key.period}月报的${section}/${sentence}没有改写，无可撤回`,
        en: `Sentence ${section}/${sentence} of the report of ${key.period} has no edit to take back`,
      },
      { ...key },
    );
  await insert(key, null, found.template_sha256, act).execute(database.kysely);
  return found;
}

function insert(
  { period, park, section, sentence, language }: SentenceKey,
  edited: string | null,
  template: string,
  { by, account, at }: EditAct,
) {
  return sql<ReportEdit>`
    insert into report_edit (period, park, section, sentence, language, template_sha256, edited, withdrawn, written_by, account, written_at)
    values (${period}, ${park}, ${section}, ${sentence}, ${language}, ${template}, ${edited}, ${edited === null}, ${by}, ${account}, ${at})
    returning ${columns}`;
}
