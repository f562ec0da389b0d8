import { sql, type Transaction } from 'kysely';
import type { ReasonCodeId } from '../catalogue/reason-codes.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Along } from './audit.ts';
import type { Database } from './database.ts';
import { notify } from './notify.ts';
import type { Stage, Tables } from './tables.ts';

/** Who does something to a delivery or a finding, and why. */
export interface Act {
  readonly reason_code: ReasonCodeId;
  readonly note: string | null;
  readonly by: string;
  readonly at: Date;
  /** Written within the act's transaction: its entry in the audit. */
  readonly along?: Along | undefined;
}

export interface Confirmed {
  readonly delivery_id: string;
  readonly stage: Stage;
  /** Findings that this act confirmed, or of which it took the confirmation back. */
  readonly confirmed: number;
  /** Findings of the delivery that still wait. */
  readonly open: number;
}

/** Confirmations, withdrawals and recordings of a tenant come one after the other. */
export async function lockTenants(writing: Transaction<Tables>, usccs: readonly string[]): Promise<void> {
  for (const uscc of [...new Set(usccs)].sort())
    await sql`select pg_advisory_xact_lock(hashtext(${`findings of ${uscc}`}))`.execute(writing);
}

/** Confirms one finding. */
export async function confirmFinding(database: Database, findingId: string, act: Act): Promise<Confirmed> {
  const finding = await askingFinding(database, findingId);
  return answer(database, finding.delivery_id, act, 'confirm', sql`confirm_finding.id = ${findingId}`);
}

/** Confirms what is open of a delivery: all, of a rule, of a column. */
export async function confirmDelivery(
  database: Database,
  deliveryId: string,
  { rule, column }: { readonly rule?: string | undefined; readonly column?: string | undefined },
  act: Act,
): Promise<Confirmed> {
  const wanted = sql.join(
    [
      sql`true`,
      ...(rule === undefined ? [] : [sql`confirm_finding.rule = ${rule}`]),
      ...(column === undefined ? [] : [sql`confirm_finding.column_name = ${column}`]),
    ],
    sql` and `,
  );
  const done = await answer(database, deliveryId, act, 'confirm', wanted);
  if (done.confirmed === 0) throw nothingToConfirm(deliveryId, rule, column);
  return done;
}

/** Takes a confirmation back. Once the month is released, it takes a note that says why. */
export async function revokeFinding(database: Database, findingId: string, act: Act): Promise<Confirmed> {
  const finding = await askingFinding(database, findingId);
  if (act.note === null && (await isReleased(database, finding.delivery_id)))
    throw new Refusal(
      'wrong_state',
      {
        zh: '该月已发布，撤销确认须在note中写明原因',
        en: 'The month is released: say in the note why the confirmation is taken back',
      },
      { id: findingId, delivery_id: finding.delivery_id },
    );
  return answer(database, finding.delivery_id, act, 'revoke', sql`confirm_finding.id = ${findingId}`);
}

export function unknownFinding(id: string): Refusal {
  return new Refusal(
    'not_found',
    {
      zh: '没有这条疑点，见/api/v1/deliveries/{id}/findings',
      en: 'There is no such finding, see /api/v1/deliveries/{id}/findings',
    },
    { value: id },
  );
}

async function askingFinding({ kysely }: Database, id: string) {
  const finding = await kysely
    .selectFrom('finding')
    .select(['id', 'delivery_id', 'class', 'rule'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!finding) throw unknownFinding(id);
  if (finding.class === 'confirm') return finding;
  const text =
    finding.class === 'must_fix'
      ? {
          zh: '必改的行不能确认，请改正文件后重新报送',
          en: 'A row that must be fixed cannot be confirmed: correct the file and deliver it again',
        }
      : { zh: '这条疑点不需要确认', en: 'This finding asks for no confirmation' };
  throw new Refusal('not_confirmable', text, { id, class: finding.class, rule: finding.rule });
}

/** Answers the findings that fit and are not so answered yet, then lets every delivery of the tenant stand where it now does. */
async function answer(
  database: Database,
  deliveryId: string,
  act: Act,
  action: 'confirm' | 'revoke',
  wanted: ReturnType<typeof sql>,
): Promise<Confirmed> {
  const delivery = await answerable(database, deliveryId);
  const confirmed = await database.kysely.transaction().execute(async (writing) => {
    await lockTenants(writing, [delivery.uscc]);
    const { rows } = await sql<{ findings: string }>`
      with chosen as (
        select * from confirm_finding
        where delivery_id = ${deliveryId} and confirmed = ${action === 'revoke'} and ${wanted}
      ),
      answered as (
        insert into confirmation (uscc, rule, subject, column_name, value, action, reason_code, note, confirmed_by, confirmed_at, delivery_id)
        select uscc, rule, subject, coalesce(column_name, ''), coalesce(value, ''),
          ${action}, ${act.reason_code}, ${act.note}, ${act.by}, ${act.at}::timestamptz, ${deliveryId}
        from chosen
        group by uscc, rule, subject, coalesce(column_name, ''), coalesce(value, '')
        order by min(id)
      )
      select count(*) as findings from chosen`.execute(writing);
    await settleStages(writing, delivery.uscc, act);
    const findings = Number(rows[0]?.findings ?? 0);
    if (findings > 0) await act.along?.(writing);
    return findings;
  });
  await notify(database, 'deliveries_recorded', deliveryId);
  return { ...(await standing(database, deliveryId)), confirmed };
}

async function answerable({ kysely }: Database, id: string) {
  const delivery = await kysely
    .selectFrom('delivery')
    .select(['uscc', 'stage'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!delivery) throw unknownDelivery(id);
  const { uscc, stage } = delivery;
  if (uscc !== null && (stage === 'needs_confirming' || stage === 'accepted')) return { uscc };
  const text = {
    withdrawn: {
      zh: '该报送已撤回，请先恢复再确认',
      en: 'The delivery is withdrawn: reinstate it before you confirm',
    },
    needs_fixing: {
      zh: '该报送没有可用的行，必改的行不能确认，请改正后重新报送',
      en: 'No row of the delivery could be used, and rows that must be fixed cannot be confirmed: correct it and deliver it again',
    },
    refused: {
      zh: '该报送已整份退回，无可确认',
      en: 'The delivery was refused as a whole: there is nothing to confirm',
    },
  }[stage as 'withdrawn' | 'needs_fixing' | 'refused'];
  throw new Refusal('wrong_state', text, { id, state: stage });
}

export function unknownDelivery(id: string): Refusal {
  return new Refusal(
    'not_found',
    { zh: '没有这份报送，见/api/v1/deliveries', en: 'There is no such delivery, see /api/v1/deliveries' },
    { value: id },
  );
}

function nothingToConfirm(id: string, rule: string | undefined, column: string | undefined): Refusal {
  return new Refusal(
    'not_confirmable',
    {
      zh: '没有待核实的疑点符合所给条件；必改的行不能确认，须改正后重新报送',
      en: 'No finding that waits for confirmation fits; rows that must be fixed cannot be confirmed, but corrected and delivered again',
    },
    { id, rule: rule ?? null, column: column ?? null },
  );
}

async function isReleased({ kysely }: Database, deliveryId: string): Promise<boolean> {
  const found = await kysely
    .selectFrom('delivery_coverage')
    .innerJoin('release', 'release.period', 'delivery_coverage.period')
    .select('release.id')
    .where('delivery_id', '=', deliveryId)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Deliveries of a tenant whose stage no longer fits their confirmations get the one that does, with a step that says why. */
export async function settleStages(writing: Transaction<Tables>, uscc: string, act: Act): Promise<void> {
  await sql`
    with counted as (
      select delivery.id, case when exists (
        select from confirm_finding where confirm_finding.delivery_id = delivery.id and not confirmed
      ) then 'needs_confirming' else 'accepted' end as stage
      from delivery
      where uscc = ${uscc} and stage in ('accepted', 'needs_confirming')
        and exists (select from finding where finding.delivery_id = delivery.id and class = 'confirm')
    ),
    moved as (
      update delivery set stage = counted.stage from counted
      where delivery.id = counted.id and delivery.stage <> counted.stage
      returning delivery.id, delivery.stage
    )
    insert into delivery_step (delivery_id, at, state, actor, reason_code, note)
    select id, ${act.at}::timestamptz, stage, ${act.by}, ${act.reason_code}, ${act.note} from moved order by id`.execute(
    writing,
  );
}

async function standing({ kysely }: Database, id: string): Promise<Omit<Confirmed, 'confirmed'>> {
  const { rows } = await sql<{ stage: Stage; open: string }>`
    select stage, (select count(*) from confirm_finding where delivery_id = ${id} and not confirmed) as open
    from delivery where id = ${id}`.execute(kysely);
  const { stage, open } = rows[0] as { stage: Stage; open: string };
  return { delivery_id: id, stage, open: Number(open) };
}
