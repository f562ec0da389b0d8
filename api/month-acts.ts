import { checklistIds } from '../catalogue/checklist.ts';
import type { Period } from '../catalogue/period.ts';
import { type ReasonUse, reasonCodesFor } from '../catalogue/reason-codes.ts';
import { Refusal } from '../catalogue/refusal.ts';
import {
  agreeOverride,
  closeMonth,
  type MonthAction,
  proposeOverride,
  reopenMonth,
  returnMonth,
  signMonth,
} from '../warehouse/month-acts.ts';
import { stateOfMonth } from '../warehouse/month-events.ts';
import { served } from './delivery-work.ts';
import type { Desk } from './desk.ts';
import {
  doneAnswer,
  publishedAnswer,
  rolledBackAnswer,
  simulatedAnswer,
  submittedAnswer,
} from './month-acts-schema.ts';
import { monthPath } from './months-schema.ts';
import { instantOrRefuse, periodOrRefuse } from './parameters.ts';
import { maybeText, oneOf, orRefused, record, type TSchema, Type } from './schema.ts';
import type { Context, Request, Server } from './server.ts';
import { actBody, actOf, writer, writerOf, written } from './writes.ts';

const config = { access: 'statistics' as const };
const tags = ['months'];
const byOnly = record({ by: writer }, { description: '何人 | Who' });
const maybeNote = (description: string) => Type.Optional(maybeText({ maxLength: 500, description }));
const flag = (description: string) => Type.Optional(Type.Boolean({ description }));

function schemaOf(
  operationId: string,
  summary: string,
  { body, answer = doneAnswer }: { body: TSchema; answer?: TSchema },
) {
  return {
    operationId,
    tags,
    summary,
    params: monthPath,
    body,
    response: { 200: answer, ...orRefused(400, 404, 409, 415) },
  };
}

type Said = Readonly<Record<string, unknown>> & { readonly by?: string };

/** Acts on months. Who has signed in acts as themselves, whatever the body says. */
export function monthActRoutes(server: Server, context: Context, desk: Desk | null): void {
  const { database, now } = context;
  const actionOf = (request: Request): MonthAction => ({
    period: periodOrRefuse('period', (request.params as { period: string }).period),
    by: writerOf(request.reader, (request.body as Said).by),
    at: now(),
  });
  const done = async (period: Period) => {
    server.answers.forget();
    return { period, state: (await stateOfMonth(database, period, now())).state };
  };
  const whyOf = (body: unknown, request: Request) => {
    const { reason_code, note } = actOf(body as Parameters<typeof actOf>[0], request, now());
    return { reason_code, note };
  };

  server.post(
    '/months/:period/close',
    { config, schema: schemaOf('closeMonth', '截止收集 | Close collection', { body: byOnly }) },
    async (request) => {
      const action = actionOf(request as Request);
      await closeMonth(database, action);
      return done(action.period);
    },
  );
  for (const [verb, act, use, summary] of [
    ['reopen', reopenMonth, 'reopen', '重新收集 | Collect again'],
    [
      'return',
      returnMonth,
      'return',
      '退回送审内容，签发随之失效 | Return what was submitted; its signature is void',
    ],
  ] as const)
    server.post(
      `/months/:period/${verb}`,
      { config, schema: schemaOf(`${verb}Month`, summary, { body: actBody(use satisfies ReasonUse, {}) }) },
      async (request) => {
        const action = actionOf(request as Request);
        await act(database, action, whyOf(request.body, request as Request));
        return done(action.period);
      },
    );
  server.post(
    '/months/:period/sign',
    {
      config,
      schema: schemaOf('signMonth', '签发所复核的内容 | Sign exactly what was reviewed', { body: signBody }),
    },
    async (request) => {
      const action = actionOf(request as Request);
      await signMonth(database, action, (request.body as { subject_sha256: string }).subject_sha256);
      return done(action.period);
    },
  );
  server.post(
    '/months/:period/overrides',
    {
      config,
      schema: schemaOf(
        'overrideItem',
        '提请放行阻断项，或同意放行 | Ask that a blocking item be let pass, or agree',
        { body: overrideBody },
      ),
    },
    async (request) => {
      const action = actionOf(request as Request);
      const { item, agree, ...why } = request.body as {
        item: (typeof checklistIds)[number];
        agree?: boolean;
      };
      if (agree) await agreeOverride(database, action, item);
      else await proposeOverride(database, action, { item, ...whyOf(reasoned(why), request as Request) });
      return done(action.period);
    },
  );
  longActRoutes(server, { context, desk, actionOf });
}

/** Draw up, write documents, or make pages: they answer when all is done. */
function longActRoutes(
  server: Server,
  {
    context,
    desk,
    actionOf,
  }: { context: Context; desk: Desk | null; actionOf: (request: Request) => MonthAction },
): void {
  server.post(
    '/months/:period/submit',
    {
      config,
      schema: schemaOf(
        'submitMonth',
        '起草、试发布并送审，至多约一分钟 | Draw up, rehearse and submit; up to a minute',
        { body: submitBody, answer: submittedAnswer },
      ),
    },
    async (request) => {
      const { period, by } = actionOf(request as Request);
      const said = request.body as Partial<Record<'note_public' | 'note_internal', string | null>> &
        Partial<Record<'final' | 'special_revision' | 'leave_out_held' | 'by_hand', boolean>>;
      const word = {
        final: said.final ?? false,
        specialRevision: said.special_revision ?? false,
        notePublic: written(said.note_public ?? '') || undefined,
        noteInternal: written(said.note_internal ?? '') || undefined,
      };
      const { leave_out_held = false, by_hand = false } = said;
      const sent = await served(desk).submit({
        period,
        by,
        word,
        leaveOutHeld: leave_out_held,
        byHand: by_hand,
      });
      server.answers.forget();
      const { submission_id, subject_sha256, release_at, counts, refused } = sent;
      return {
        ...{ period, submission_id, subject_sha256, release_at: release_at?.toISOString() ?? null },
        ...{ observations: counts.observations, documents: counts.documents, pages_refused: [...refused] },
      };
    },
  );
  server.post(
    '/months/:period/publish',
    {
      config,
      schema: schemaOf('publishMonth', '发布已签发的内容 | Publish what is signed', {
        body: byOnly,
        answer: publishedAnswer,
      }),
    },
    async (request) => {
      const { period, by } = actionOf(request as Request);
      const { release } = await served(desk).publish({ period, by });
      server.answers.forget();
      return { period, release };
    },
  );
  server.post(
    '/months/:period/rollback',
    {
      config,
      schema: schemaOf('rollBackMonth', '回退到较早的发布 | Put an earlier release in force again', {
        body: rollBackBody,
        answer: rolledBackAnswer,
      }),
    },
    async (request) => {
      const { period, by } = actionOf(request as Request);
      const { to } = request.body as { to?: string };
      const { reason_code, note } = actOf(
        request.body as Parameters<typeof actOf>[0],
        request as Request,
        context.now(),
      );
      if (note === null) throw needsNote();
      const rolled = await served(desk).rollBack({ period, by, reason_code, note, to });
      server.answers.forget();
      return { period, ...rolled };
    },
  );
  server.post(
    '/months/:period/simulate',
    {
      config,
      schema: schemaOf(
        'simulateMonth',
        '模拟发布：读者届时看到什么 | Simulate the publication: what readers will see',
        { body: simulateBody, answer: simulatedAnswer },
      ),
    },
    async (request) => {
      const { period } = request.params as { period: string };
      const { at } = request.body as { at?: string };
      const month = periodOrRefuse('period', period);
      const shown = await served(desk).simulate(
        month,
        at === undefined ? context.now() : instantOrRefuse('at', at),
      );
      const { release, submitted, moved, refused, mails } = shown;
      return {
        period: month,
        release,
        submitted,
        moved,
        pages_refused: [...refused],
        mails: mails.map((mail) => ({ ...mail })),
        address: `/simulated/${month}/site/index.html`,
      };
    },
  );
}

const signBody = record(
  {
    subject_sha256: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: '所复核内容的签发标记 | The hash of what was reviewed',
    }),
    by: writer,
  },
  { description: '所签内容与签发人 | What is signed, and by whom' },
);
const submitBody = record(
  {
    by: writer,
    note_public: maybeNote('对外说明 | What readers are told'),
    note_internal: maybeNote('内部说明 | For officers only'),
    final: flag('作为定稿发布 | Published as final'),
    special_revision: flag('特别修订 | A special revision'),
    leave_out_held: flag('不计待核实的报送 | Leave out deliveries that wait for confirmation'),
    by_hand: flag('签发后手动发布，不按日程 | Published by hand once signed, not by the calendar'),
  },
  { description: '送审的条件 | How it is submitted' },
);
const overrideBody = record(
  {
    item: oneOf(checklistIds, { description: '清单项 | Item of the checklist' }),
    agree: flag('同意已有的提请 | Agree to what was asked'),
    reason_code: Type.Optional(
      oneOf(reasonCodesFor('override'), { description: '理由代码，提请时必填 | Reason code; needed to ask' }),
    ),
    note: maybeNote('说明 | A note'),
    by: writer,
  },
  { description: '放行哪一项 | Which item is let pass' },
);
const rollBackBody = actBody('roll_back', {
  to: Type.Optional(
    Type.String({
      maxLength: 20,
      description:
        '恢复哪次发布，不写为前一次 | The release whose numbers stand again; the one before when not given',
    }),
  ),
});
const simulateBody = record(
  {
    at: Type.Optional(
      Type.String({
        maxLength: 40,
        description:
          '模拟的发布时刻，不写为此刻 | The instant of the simulated publication; now when not given',
      }),
    ),
  },
  { description: '何时 | When' },
);

function reasoned(why: { readonly reason_code?: string }): object {
  if (why.reason_code !== undefined) return why;
  throw new Refusal(
    'usage',
    { zh: '提请放行须给出理由代码reason_code', en: 'To ask for an override, give a reason_code' },
    { parameter: 'reason_code', allowed: reasonCodesFor('override') },
  );
}

function needsNote(): Refusal {
  return new Refusal(
    'usage',
    { zh: '回退须在note中写明对外说明', en: 'To roll back, the note must say what readers are told' },
    { parameter: 'note' },
  );
}
