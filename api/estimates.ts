import { type EstimateMethod, estimateMethods } from '../catalogue/estimation.ts';
import { customsModes, flows } from '../catalogue/mode.ts';
import { requestEstimate } from '../warehouse/estimate-request.ts';
import { type Estimate, endEstimate, listEstimates } from '../warehouse/estimates.ts';
import { auditAlong } from './access/audit-hook.ts';
import { periodOrRefuse } from './parameters.ts';
import { instant, listOf, maybeText, oneOf, orRefused, record, type Static, Type } from './schema.ts';
import type { Context, Request, Server } from './server.ts';
import { writer, writerOf, written } from './writes.ts';

const tags = ['estimates'];
const methods = Object.keys(estimateMethods) as EstimateMethod[];

const properties = {
  id: Type.String({ examples: ['3'] }),
  period: Type.String({ examples: ['2026-10'] }),
  uscc: Type.String({ examples: ['91210100MA0000001G'] }),
  park: Type.String({ examples: ['P01'] }),
  mode: Type.String({ examples: ['9710'] }),
  flow: Type.String({ examples: ['export'] }),
  method: oneOf(methods, { description: '推算方法 | Method', examples: ['ratio'] }),
  state: oneOf(['active', 'replaced', 'ended'], {
    description:
      'active 计入 replaced 已有报送 ended 已撤销 | It counts, a report took its place, or it was taken back',
    examples: ['active'],
  }),
  note: maybeText({ description: '说明 | Note' }),
  requested_by: Type.String({ examples: ['李敏'] }),
  requested_at: instant('请求于 | When it was requested'),
  ended_by: maybeText({ description: '何人撤销 | Who took it back' }),
  ended_at: maybeText({ description: '何时撤销 | When it was taken back' }),
};
const example = {
  id: '3',
  period: '2026-10',
  uscc: '91210100MA0000001G',
  park: 'P01',
  mode: '9710',
  flow: 'export',
  method: 'ratio',
  state: 'active',
  note: null,
  requested_by: '李敏',
  requested_at: '2026-11-13T02:00:00.000Z',
  ended_by: null,
  ended_at: null,
};
/** Amounts are a single tenant's: only who may write is told them. */
const amounts = {
  cny: Type.String({ description: '元 | CNY', examples: ['1200.00'] }),
  usd: Type.String({ description: '美元 | USD', examples: ['168.50'] }),
  evidence: Type.Object(
    {},
    {
      additionalProperties: true,
      description:
        '所据：基期、各步的可比企业数、剔除数和比率 | Base month, and for each step units, outliers and ratio',
    },
  ),
};
const answer = record(
  { ...properties, ...amounts },
  {
    description: '估算 | The estimate',
    examples: [{ ...example, cny: '1200.00', usd: '168.50', evidence: { base: { period: '2026-09' } } }],
  },
);

export function estimateRoutes(server: Server, { database }: Context): void {
  server.get(
    '/estimates',
    {
      config: { access: 'detail' },
      schema: {
        operationId: 'listEstimates',
        tags,
        summary: '对未报企业的估算，新的在前 | Estimates for tenants that have not reported, newest first',
        querystring: record({
          period: Type.Optional(Type.String({ description: '统计期 | Month', examples: ['2026-10'] })),
        }),
        response: {
          200: listOf(
            record(properties),
            {},
            { description: '估算 | Estimates', examples: [{ rows: [example], reason: null }] },
          ),
          ...orRefused(400),
        },
      },
    },
    async ({ query: { period }, reader }) => {
      const rows = await listEstimates(
        database,
        period === undefined ? undefined : periodOrRefuse('period', period),
        reader.scope,
      );
      return { rows: rows.map(told), reason: rows.length ? null : '没有估算 | Nothing is estimated' };
    },
  );
}

const asked = record(
  {
    period: Type.String({ description: '统计期 | Month', examples: ['2026-10'] }),
    tenant: Type.String({ description: '统一社会信用代码 | USCC', examples: ['91210100MA0000001G'] }),
    mode: oneOf(Object.keys(customsModes), { description: '监管方式 | Customs mode', examples: ['9710'] }),
    flow: oneOf(Object.keys(flows), { description: '进出口 | Flow', examples: ['export'] }),
    method: Type.Optional(
      oneOf(methods, { description: '默认ratio | ratio by default', examples: ['ratio'] }),
    ),
    note: Type.Optional(maybeText({ maxLength: 500, description: '说明 | Note' })),
    by: writer,
  },
  { description: '估算什么，何人要求 | What to estimate, and who asks' },
);
const ending = record(
  { note: Type.Optional(maybeText({ maxLength: 500, description: '说明 | Note' })), by: writer },
  { description: '何人撤销 | Who takes it back' },
);

/** Asking for an estimate, and taking one back. */
export function estimateActRoutes(server: Server, { database, now }: Context): void {
  const act = (operationId: string, summary: string, body: object) => ({
    operationId,
    tags,
    summary,
    body,
    response: { 200: answer, ...orRefused(400, 403, 404, 409, 415) },
  });
  const actOf = (
    request: Request,
    { by, note }: { readonly by?: string | undefined; readonly note?: string | null },
  ) => {
    const at = now();
    const who = writerOf(request.reader, by);
    return { by: who, note: note ? written(note) || null : null, at, along: auditAlong(request, at) };
  };
  server.post(
    '/estimates',
    {
      config: { access: 'statistics' },
      schema: act('requestEstimate', '估算一户未报企业 | Estimate a tenant that has not reported', asked),
    },
    async (request) => {
      const { body } = request;
      const { tenant, mode, flow, method = 'ratio', ...rest } = body as Static<typeof asked>;
      const period = periodOrRefuse('period', rest.period);
      const wanted = { period, uscc: tenant, mode, flow, method };
      request.about = `${period} ${tenant} ${mode} ${flow}`;
      const estimate = await requestEstimate(database, wanted, actOf(request as Request, rest));
      server.answers.forget();
      return withAmounts(estimate);
    },
  );
  server.post(
    '/estimates/:id/end',
    {
      config: { access: 'statistics' },
      schema: {
        ...act('endEstimate', '撤销一次估算 | Take an estimate back', ending),
        params: record({
          id: Type.String({ pattern: '^\\d{1,18}$', description: '估算 | Estimate', examples: ['3'] }),
        }),
      },
    },
    async (request) => {
      const { params, body } = request;
      const { id } = params as { id: string };
      const estimate = await endEstimate(
        database,
        id,
        actOf(request as Request, body as Static<typeof ending>),
      );
      server.answers.forget();
      return withAmounts(estimate);
    },
  );
}

function told({ estimate_id, cny: _c, usd: _u, evidence: _e, requested_at, ended_at, ...rest }: Estimate) {
  return {
    id: estimate_id,
    ...rest,
    requested_at: requested_at.toISOString(),
    ended_at: ended_at?.toISOString() ?? null,
  };
}

function withAmounts(estimate: Estimate) {
  const { cny, usd, evidence } = estimate;
  return { ...told(estimate), cny, usd, evidence: evidence as object };
}
