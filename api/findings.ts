import { confirmDelivery, confirmFinding, revokeFinding } from '../warehouse/confirmations.ts';
import { describeDeliveries } from '../warehouse/delivery-description.ts';
import { refuseUnknownFinding } from '../warehouse/finding-scope.ts';
import { countFindings, groupFindings, listFindings } from '../warehouse/findings.ts';
import { reinstate, withdraw } from '../warehouse/versions.ts';
import { refuseUnknown } from './deliveries.ts';
import { count, idParameter, maybe, message } from './delivery-schema.ts';
import { ruleClass, ruleClasses } from './rules.ts';
import {
  instant,
  listOf,
  maybeText,
  oneOf,
  orRefused,
  pageOf,
  pageParameters,
  record,
  Type,
  whyEmpty,
} from './schema.ts';
import type { Context, Request, Server } from './server.ts';
import { actBody, actOf } from './writes.ts';

const tags = ['deliveries'];

const confirmation = record({
  reason_code: Type.String(),
  reason: message,
  note: maybeText(),
  by: Type.String(),
  at: instant('何时 | When'),
});

const finding = record({
  id: Type.String(),
  rule: Type.String(),
  class: ruleClass,
  part: maybeText({ description: '工作表、压缩包内文件或报文 | Sheet, archive member or message' }),
  row: Type.Unsafe<number | null>({
    type: ['integer', 'null'],
    description:
      '文件中的行号；针对整份或整月的为null | Row of the file; null for the whole file or a month of it',
  }),
  period: maybeText(),
  column: maybeText(),
  value: maybeText({ description: '至多80字，个人信息已遮盖 | At most 80 characters, personal data masked' }),
  state: oneOf(['open', 'confirmed', 'told'], {
    description: 'open 待处理 confirmed 已确认 told 仅告知 | Asks for something, was answered, only tells',
  }),
  confirmation: maybe(confirmation, '确认的何人、何时、为何 | Who confirmed it, when and why'),
  message,
});
const exampleFinding = {
  id: '1204',
  rule: 'hs_chapter',
  class: 'must_fix',
  part: null,
  row: 17,
  period: '2026-10',
  column: 'hs_code',
  value: '7700',
  state: 'open',
  confirmation: null,
  message: {
    zh: '商品编码“7700”的章不存在，请核对。',
    en: 'HS code "7700" has no such chapter: check it.',
  },
};

const group = record({
  rule: Type.String(),
  class: ruleClass,
  column: maybeText(),
  count: count('条数 | Findings'),
  open: count('待核实 | Waiting for confirmation'),
  message,
});
const exampleGroup = {
  rule: 'hs_chapter',
  class: 'must_fix',
  column: 'hs_code',
  count: 14,
  open: 0,
  message: exampleFinding.message,
};

const listSchema = {
  operationId: 'listFindings',
  tags,
  summary: '疑点，按文件顺序，并按原因归组 | Findings in file order, and grouped by cause',
  params: idParameter,
  querystring: record({
    class: Type.Optional(oneOf(ruleClasses, { description: '类别 | Class', examples: ['confirm'] })),
    state: Type.Optional(
      oneOf(['open', 'confirmed'], { description: '待处理或已确认 | Open or confirmed', examples: ['open'] }),
    ),
    rule: Type.Optional(Type.String({ maxLength: 60, description: '规则 | Rule', examples: ['hs_chapter'] })),
    ...pageParameters,
  }),
  response: {
    200: listOf(
      finding,
      { total: count('总行数 | Rows in all'), groups: Type.Array(group) },
      {
        description: '疑点 | Findings',
        examples: [{ total: 1, groups: [exampleGroup], rows: [exampleFinding], reason: null }],
      },
    ),
    ...orRefused(400, 404),
  },
};

const outcome = record(
  {
    delivery_id: Type.String(),
    state: oneOf(['needs_confirming', 'accepted', 'withdrawn'], {
      description: '报送现处的状态 | Where the delivery now stands',
    }),
    confirmed: count('本次确认（或撤销确认）的疑点 | Findings confirmed (or taken back) now'),
    open: count('尚待核实 | Still waiting'),
  },
  {
    description: '结果 | What came of it',
    examples: [{ delivery_id: '4f1c…', state: 'accepted', confirmed: 14, open: 0 }],
  },
);
const answered = { 200: outcome, ...orRefused(400, 403, 404, 409, 415) };
const findingParameter = record({
  id: Type.String({ pattern: '^\\d{1,18}$', description: '疑点 | Finding', examples: ['1204'] }),
});

export function findingRoutes(server: Server, { database }: Context): void {
  server.get(
    '/deliveries/:id/findings',
    { config: { access: 'detail' }, schema: listSchema },
    async ({ params: { id }, query, reader }) => {
      await refuseUnknown(database, id, reader.scope);
      const { limit, offset } = pageOf(query);
      const { class: of, state, rule } = query;
      const filter = { class: of, state, rule };
      const rows = await listFindings(database, id, filter, limit, offset);
      const total = await countFindings(database, id, filter);
      const reason = rows.length ? null : whyEmpty(rows, total, await whyNone(database, id, filter));
      return { total, groups: await groupFindings(database, id), rows, reason };
    },
  );
}

async function whyNone(
  database: Context['database'],
  id: string,
  filter: Readonly<Record<string, unknown>>,
): Promise<string> {
  if (Object.values(filter).some((one) => one !== undefined)) return '没有符合条件的疑点 | No finding fits';
  const [delivery] = await describeDeliveries(database, [id]);
  return delivery?.refusal
    ? `整份拒收：${delivery.refusal.zh} | Refused as a whole: ${delivery.refusal.en}`
    : '每一行都已接受 | Every row was accepted';
}

/** What people do about findings and deliveries. */
export function actRoutes(server: Server, { database, now }: Context): void {
  const done = <T extends { stage: string }>({ stage, ...rest }: T) => {
    server.answers.forget();
    return { state: stage as 'accepted', ...rest };
  };
  server.post(
    '/findings/:id/confirm',
    {
      config: { access: 'answer' },
      schema: {
        operationId: 'confirmFinding',
        tags,
        summary: '确认一条疑点 | Confirm a finding',
        description:
          '确认对该企业同一规则、对象、列和值一直有效；值改变后须再确认。必改的不能确认。 | It stands for the same rule, subject, column and value of the tenant; another value waits again. What must be fixed cannot be confirmed.',
        params: findingParameter,
        body: actBody('confirm', {}),
        response: answered,
      },
    },
    async (request) => {
      const { params, body, reader } = request;
      const act = actOf(body, request as Request, now());
      await refuseUnknownFinding(database, params.id, reader.scope);
      return done(await confirmFinding(database, params.id, act));
    },
  );
  server.post(
    '/findings/:id/revoke',
    {
      config: { access: 'answer' },
      schema: {
        operationId: 'revokeConfirmation',
        tags,
        summary: '撤销确认 | Take a confirmation back',
        description: '该月已发布时须在note中写明原因。 | Once the month is released the note must say why.',
        params: findingParameter,
        body: actBody('revoke', {}),
        response: answered,
      },
    },
    async (request) => {
      const { params, body, reader } = request;
      const act = actOf(body, request as Request, now());
      await refuseUnknownFinding(database, params.id, reader.scope);
      return done(await revokeFinding(database, params.id, act));
    },
  );
  server.post(
    '/deliveries/:id/confirm',
    {
      config: { access: 'answer' },
      schema: {
        operationId: 'confirmDelivery',
        tags,
        summary: '成批确认：全部，或某规则、某列的 | Confirm in bulk: all, or those of a rule or column',
        params: idParameter,
        body: actBody('confirm', {
          rule: Type.Optional(Type.String({ maxLength: 60, description: '规则 | Rule' })),
          column: Type.Optional(Type.String({ maxLength: 60, description: '列 | Column' })),
        }),
        response: answered,
      },
    },
    async (request) => {
      const { params, body, reader } = request;
      const { rule, column } = body as { rule?: string; column?: string };
      const act = actOf(body, request as Request, now());
      await refuseUnknown(database, params.id, reader.scope);
      return done(await confirmDelivery(database, params.id, { rule, column }, act));
    },
  );
  const moves = [
    [
      'withdraw',
      withdraw,
      '撤回一份报送：上一版重新生效 | Withdraw a delivery: the version before is in force again',
    ],
    ['reinstate', reinstate, '恢复已撤回的报送 | Put a withdrawn delivery back'],
  ] as const;
  for (const [verb, move, summary] of moves)
    server.post(
      `/deliveries/:id/${verb}`,
      {
        config: { access: 'answer' },
        schema: {
          operationId: `${verb}Delivery`,
          tags,
          summary,
          params: idParameter,
          body: actBody(verb, {}),
          response: answered,
        },
      },
      async (request) => {
        const { params, body, reader } = request;
        const act = actOf(body, request as Request, now());
        await refuseUnknown(database, params.id, reader.scope);
        const moved = await move(database, params.id, act);
        const open = await countFindings(database, params.id, { class: 'confirm', state: 'open' });
        return done({ ...moved, confirmed: 0, open });
      },
    );
}
