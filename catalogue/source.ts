import type { Message } from './refusal.ts';

/** Where tenants' data comes from, and what each kind of source may be told. */
export const sourceKinds = ['inbox', 'http', 'sftp', 'postgres', 'upload'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** What stands in the place of the month that a source is asked for. */
export const periodMark = '{period}';

/** Options as text by name; of a tenant's own column names and constants, tables of texts. */
export type SourceOptions = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

export interface OptionForm extends Message {
  readonly form: RegExp;
  readonly required?: boolean;
}

const name = { form: /^[\w.-]{1,64}$/, zh: '参数名', en: 'the name of a parameter' };
const path = {
  form: /^[\p{L}\w-]{1,64}(\.[\p{L}\w-]{1,64}){0,8}$/u,
  zh: '用点分隔的字段路径，如data.rows',
  en: 'a path of fields like data.rows',
};
const identifier = '[\\p{L}_][\\p{L}\\p{N}_$]{0,62}';
const column = { form: new RegExp(`^${identifier}$`, 'u'), zh: '列名', en: 'the name of a column' };

/** What each kind may be told. */
export const optionForms: Readonly<Record<SourceKind, Readonly<Record<string, OptionForm>>>> = {
  inbox: {},
  upload: {},
  http: {
    format: { form: /^(json|csv)$/, zh: 'json或csv', en: 'json or csv' },
    paging: {
      form: /^(none|number|cursor|link)$/,
      zh: 'none、number、cursor或link',
      en: 'none, number, cursor or link',
    },
    page: name,
    first: { form: /^\d{1,6}$/, zh: '起始页码', en: 'the number of the first page' },
    items: path,
    next: path,
    since: name,
    since_field: path,
    since_start: { form: /^.{1,64}$/u, zh: '首次的起点', en: 'where to begin the first time' },
  },
  sftp: {
    pattern: {
      form: /^[^/\\]{1,200}$/u,
      zh: '文件名样式，如报表*.csv',
      en: 'a pattern of names like report*.csv',
    },
    host_key: {
      form: /^SHA256:[A-Za-z0-9+/]{43}( +SHA256:[A-Za-z0-9+/]{43})*$/,
      zh: 'SHA256:开头的主机密钥指纹',
      en: 'a host key fingerprint that begins with SHA256:',
    },
  },
  postgres: {
    view: {
      form: new RegExp(`^${identifier}(\\.${identifier})?$`, 'u'),
      required: true,
      zh: '视图名，如report.line',
      en: 'the name of a view like report.line',
    },
    key: column,
    period_column: column,
  },
};

/** Options of every kind, for the template `own`: the tenant's column names, and what its files never say. */
export const optionTables = ['columns', 'constants'];

/** The cell `options`: a JSON object of texts; numbers are taken as the text they are. */
export function parseSourceOptions(cell: string): SourceOptions | undefined {
  if (cell === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(cell);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const options: Record<string, string | Record<string, string>> = {};
  for (const [key, option] of Object.entries(value)) {
    const table = isObject(option) ? textTable(option) : textOf(option);
    if (table === undefined) return undefined;
    options[key] = table;
  }
  return options;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

function textTable(value: Record<string, unknown>): Record<string, string> | undefined {
  const entries = Object.entries(value).map(([key, one]) => [key, textOf(one)] as const);
  return entries.some(([, one]) => one === undefined)
    ? undefined
    : (Object.fromEntries(entries) as Record<string, string>);
}

/** The text of an address's part; what does not decode stays as it is. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
