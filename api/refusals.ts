import { replacementOf } from '../catalogue/catalogue-versions.ts';
import { type Message, Refusal, type RefusalCode } from '../catalogue/refusal.ts';
import { nearest } from './nearest.ts';

const statusOf: Readonly<Record<RefusalCode, number>> = {
  usage: 400,
  unknown_parameter: 400,
  impossible_code: 400,
  period_invalid: 400,
  period_not_over: 400,
  too_large: 400,
  registry_invalid: 400,
  file_unreadable: 400,
  unknown_tenant: 404,
  unknown_source: 404,
  no_delivery: 404,
  no_release: 404,
  no_draft: 404,
  no_report: 404,
  not_found: 404,
  not_acceptable: 406,
  not_offered: 501,
  not_built: 404,
  check_failed: 409,
  open_confirmations: 409,
  not_confirmable: 409,
  wrong_state: 409,
  month_final: 409,
  not_signed: 409,
  signature_void: 409,
  forbidden: 403,
  sign_in_required: 401,
  upload_too_slow: 408,
  upload_too_large: 413,
  unsupported_type: 415,
  not_adjustable: 422,
  verification_failed: 409,
  busy: 429,
  configuration: 500,
  clock_behind: 500,
  secret_unreadable: 500,
  source_failed: 502,
  database_unavailable: 503,
  disk_full: 507,
};

/** What an error says to the outside: nothing but what a refusal says. */
export interface Said {
  readonly status: number;
  readonly body: {
    code: RefusalCode | 'internal';
    message: string;
    details: Readonly<Record<string, unknown>>;
  };
}

export function sayRefusal({ code, message, details }: Refusal): Said {
  return { status: statusOf[code], body: { code, message, details } };
}

/** A fault of ours: its text stays in the log. */
export const saidFault: Said = {
  status: 500,
  body: {
    code: 'internal',
    message: '程序内部错误，已记入日志 | A fault of the program, which has been logged',
    details: {},
  },
};

/** A failed test of a parameter, as Ajv tells it in verbose mode. */
export interface ParameterFault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
  readonly parentSchema?: object;
}

export function unknownParameter(name: string, allowed: readonly string[]): Refusal {
  return new Refusal(
    'unknown_parameter',
    {
      zh: `没有参数${shown(name)}；可用参数：${allowed.join('、') || '无'}`,
      en: `There is no parameter ${shown(name)}; parameters: ${allowed.join(', ') || 'none'}`,
    },
    { parameter: name, allowed, nearest: nearest(name, allowed) },
  );
}

export function missingParameter(name: string, { zh, en }: Message): Refusal {
  return new Refusal(
    'usage',
    { zh: `缺少参数${name}：${zh}`, en: `Parameter ${name} is missing: ${en}` },
    { parameter: name, allowed: `${zh} | ${en}` },
  );
}

/** A value that another parameter rules out. */
export function parameterClash(parameter: string, value: string, text: Message): Refusal {
  return new Refusal('usage', text, { parameter, value });
}

/** A value that is none of a closed list. */
export function impossibleCode(
  parameter: string,
  value: string,
  allowed: readonly string[],
  near: readonly string[] = nearest(value, allowed),
): Refusal {
  const replaced = replacementOf(parameter, value);
  if (replaced !== undefined) return retiredCode(parameter, value, replaced, allowed);
  const few = allowed.length <= 20 && allowed.length > 0;
  const zh = near.length
    ? `，相近的有${near.join('、')}`
    : few
      ? `，可用的有${allowed.join('、')}`
      : '，请查代码表/api/v1/codes';
  const en = near.length
    ? `; near it: ${near.join(', ')}`
    : few
      ? `; allowed: ${allowed.join(', ')}`
      : '; see the code lists at /api/v1/codes';
  return new Refusal(
    'impossible_code',
    {
      zh: `参数${parameter}的值“${shown(value)}”不存在${zh}`,
      en: `"${shown(value)}" is not a code of ${parameter}${en}`,
    },
    { parameter, value, allowed, nearest: near },
  );
}

/** A value that was one once: what took its place, so that a client can ask again. */
function retiredCode(
  parameter: string,
  value: string,
  replaced_by: string,
  allowed: readonly string[],
): Refusal {
  return new Refusal(
    'impossible_code',
    {
      zh: `参数${parameter}的值“${value}”已停用，请改用${replaced_by}`,
      en: `"${value}" is no longer a code of ${parameter}: ask for ${replaced_by}`,
    },
    { parameter, value, allowed, nearest: [replaced_by], replaced_by, retired: '/api/v1/catalogue/retired' },
  );
}

export function wrongForm(code: RefusalCode, parameter: string, value: unknown, form: Message): Refusal {
  return new Refusal(
    code,
    {
      zh: `参数${parameter}的值“${shown(value)}”不对：${form.zh}`,
      en: `"${shown(value)}" does not fit ${parameter}: ${form.en}`,
    },
    { parameter, value, allowed: `${form.zh} | ${form.en}` },
  );
}

/** The refusal behind a request that did not fit its schema. */
export function refusalOfFault({
  keyword,
  instancePath,
  params,
  data,
  parentSchema,
}: ParameterFault): Refusal {
  const parameter = instancePath.slice(1);
  const schema = parentSchema as Record<string, unknown>;
  if (keyword === 'additionalProperties') {
    return unknownParameter(
      String(params.additionalProperty),
      Object.keys((schema.properties as object | undefined) ?? {}),
    );
  }
  if (keyword === 'required') {
    const missing = String(params.missingProperty);
    const properties = schema.properties as Record<string, { description?: string }>;
    return missingParameter(missing, described(properties[missing]));
  }
  if (parameter === '') return noObject();
  if (Array.isArray(data)) {
    return parameterClash(parameter, data.join('&'), {
      zh: `参数${parameter}只能写一次，多个代码用逗号分隔`,
      en: `Give ${parameter} once: separate several codes by commas`,
    });
  }
  if (keyword === 'enum') return impossibleCode(parameter, String(data), schema.enum as string[]);
  return wrongForm('usage', parameter, data, described(schema));
}

function noObject(): Refusal {
  return new Refusal(
    'usage',
    {
      zh: '请求正文应为一个JSON对象，见/openapi.json',
      en: 'The body must be one JSON object, see /openapi.json',
    },
    { parameter: 'body', allowed: 'JSON对象 | a JSON object' },
  );
}

/** Descriptions in schemas are written `中文 | English`. */
function described(schema: { readonly description?: string } | undefined): Message {
  const [zh = '', en = zh] = String(schema?.description ?? '').split(' | ');
  return { zh, en };
}

/** Values are shown, but never at a length that hides the sentence. */
function shown(value: unknown): string {
  const text = String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

const away = /^(57P0[1-5]|53300|08...|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND)$/;
const cutOff =
  /^Connection terminated|^timeout e(xpired|xceeded)|not queryable$|^Cannot use a pool after calling end/;

/** True when a query failed because PostgreSQL cannot be reached, is starting or is stopping. */
export function isDatabaseAway(error: unknown): boolean {
  const { code = '', message = '', syscall } = error as NodeJS.ErrnoException;
  return away.test(code) || (code === 'ENOENT' && syscall === 'connect') || cutOff.test(message);
}

export function databaseAway(): Refusal {
  return new Refusal('database_unavailable', {
    zh: '数据库暂时不可用，请稍后重试；持续出现请联系管理员查看服务器日志',
    en: 'The database is not available now: try again later; if it stays so, an administrator finds the cause in the log of the server',
  });
}
