import { type TSchema, type TSchemaOptions, Type } from 'typebox';
import { type Dimension, dimensions } from '../catalogue/indicators.ts';
import type { RefusalCode } from '../catalogue/refusal.ts';

export { type Static, type TSchema, Type } from 'typebox';

/** An object with these properties and no other, in parameters and in answers alike. */
export function record<Properties extends Record<string, TSchema>>(
  properties: Properties,
  options: TSchemaOptions = {},
) {
  return Type.Object(properties, { ...options, additionalProperties: false });
}

export function oneOf<const Values extends readonly string[]>(values: Values, options: TSchemaOptions = {}) {
  return Type.Unsafe<Values[number]>({ type: 'string', enum: [...values], ...options });
}

export function maybeText(options: TSchemaOptions = {}) {
  return Type.Unsafe<string | null>({ type: ['string', 'null'], ...options });
}

/** A decimal at full precision as text, so that no reader makes a float of it; null when there is none. */
export function maybeDecimal(example: string, description = '') {
  return maybeText({ pattern: '^-?\\d+(\\.\\d+)?$', description, examples: [example] });
}

export const instant = (description: string) =>
  Type.String({ format: 'date-time', description, examples: ['2026-11-12T02:00:00.000Z'] });

/** The vintage that was asked for, as answers tell it. */
export const vintageAsked = Type.Unsafe<string | null>({
  ...instant('所问的版本时刻，null为最新 | The vintage asked for; null = the newest'),
  type: ['string', 'null'],
});

/** Every list says why it is empty; `more` stands between rows and reason. */
export function listOf<Row extends TSchema, More extends Record<string, TSchema>>(
  row: Row,
  more: More,
  options: TSchemaOptions,
) {
  const reason = maybeText({ description: '没有行时的原因 | Why there are no rows; null when there are' });
  return record({ ...more, rows: Type.Array(row), reason }, options);
}

export const pageParameters = {
  limit: Type.Optional(
    Type.String({
      pattern: '^(1000|[1-9]\\d{0,2})$',
      description: '每页行数，1–1000，默认100 | Rows of a page, 1–1000, 100 when not given',
      examples: ['100'],
    }),
  ),
  offset: Type.Optional(
    Type.String({
      pattern: '^(0|[1-9]\\d{0,8})$',
      description: '跳过的行数，从0起 | Rows to skip, from 0',
      examples: ['0'],
    }),
  ),
};

export function pageOf({ limit, offset }: { limit?: string; offset?: string }) {
  return { limit: Number(limit ?? 100), offset: Number(offset ?? 0) };
}

/** Why a page has no row: there is none at all, or it begins after the last. */
export function whyEmpty(rows: readonly unknown[], total: number, nothing: string): string | null {
  if (rows.length) return null;
  return total ? `共${total}行，offset已在其后 | There are ${total} rows, all before the offset` : nothing;
}

export const periodParameter = (description: string) => Type.String({ description, examples: ['2026-10'] });

export const noParameters = record({});

const refusal = (description: string, code: RefusalCode | 'internal', message: string, details: object) =>
  record(
    {
      code: Type.String({ description: '原因代码 | Code of the reason', examples: [code] }),
      message: Type.String({
        description: '一句话：哪里不对、怎么办；中文 | English',
        examples: [message],
      }),
      details: Type.Object(
        {},
        {
          additionalProperties: true,
          description:
            '参数、值、允许的值、相近的值等 | The parameter, its value, what is allowed, what is near',
        },
      ),
    },
    { description, examples: [{ code, message, details }] },
  );

const refusals = {
  400: refusal(
    '请求有误：details.parameter指明参数 | A wrong request: details.parameter names what is wrong',
    'impossible_code',
    '参数mode的值“9711”不存在，相近的有9710 | "9711" is not a code of mode; near it: 9710',
    {
      parameter: 'mode',
      value: '9711',
      allowed: ['9610', '1210', '1239', '9710', '9810', '_T', '*'],
      nearest: ['9710'],
    },
  ),
  401: refusal(
    '须先登录 | Sign in first',
    'sign_in_required',
    '请先登录；程序请在Authorization头中给出访问令牌 | Sign in first; programs send an access token in the Authorization header',
    {},
  ),
  404: refusal(
    '没有所求的内容 | There is no such thing',
    'not_found',
    '没有发布2026-10.9 | There is no release 2026-10.9',
    { value: '2026-10.9', nearest: ['2026-10.1'] },
  ),
  403: refusal(
    '没有权限、不接受写入，或请求来自其他网站 | Not allowed, writing is closed, or the request comes from another site',
    'forbidden',
    '请求来自其他网站，已拒绝；请在本系统的页面中操作 | The request comes from another site and was refused: use the pages of this server',
    {},
  ),
  409: refusal(
    '现处的状态不允许 | What it is now does not allow it',
    'wrong_state',
    '该报送已经撤回 | The delivery is withdrawn already',
    { id: '4f1c…', state: 'withdrawn' },
  ),
  413: refusal(
    '内容过大 | The content is too large',
    'too_large',
    '文件大小超过上限（64 MB） | The file is over the size limit (64 MB)',
    {},
  ),
  415: refusal(
    '内容类型不对 | The wrong content type',
    'unsupported_type',
    '内容类型应为application/json或multipart/form-data | The content type must be application/json or multipart/form-data',
    {},
  ),
  422: refusal(
    '序列不能做季节调整 | The series cannot be adjusted for seasons',
    'not_adjustable',
    '只有48个月，季节调整至少需要连续60个月 | There are 48 months, and seasonal adjustment needs 60 in a row',
    { reason: 'TOO_FEW', cause: 'few', months: 48, diagnostics: null },
  ),
  429: refusal(
    '请求过于频繁 | Too many requests',
    'busy',
    '请求过于频繁，请60秒后再试 | Too many requests: try again in 60 s',
    {
      seconds: 60,
    },
  ),
  500: refusal(
    '程序内部错误，详情只在日志中 | A fault of the program; what it was stands in the log only',
    'internal',
    '程序内部错误，已记入日志 | A fault of the program, which has been logged',
    {},
  ),
  503: refusal(
    '数据库不可用 | The database cannot be used',
    'database_unavailable',
    '数据库暂时不可用，请稍后重试 | The database is not available now: try again later',
    {},
  ),
} as const;

/** The refusals that a route may answer with besides its own answer. */
export function orRefused<Status extends keyof typeof refusals>(...statuses: Status[]) {
  return Object.fromEntries(
    [...statuses, 401, 403, 429, 500, 503].map((status) => [status, refusals[status as 400]]),
  ) as Record<Status | 401 | 403 | 429 | 500 | 503, (typeof refusals)[400]>;
}

/** The code of a cell in every dimension. */
export const cellCodes = Object.fromEntries(
  dimensions.map((dimension) => [dimension, Type.String()]),
) as Record<Dimension, ReturnType<typeof Type.String>>;
