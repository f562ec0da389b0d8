import { lineColumns } from './line-template.ts';
import type { Message } from './refusal.ts';
import {
  decoded,
  type OptionForm,
  optionForms,
  optionTables,
  parseSourceOptions,
  periodMark,
  type SourceKind,
  type SourceOptions,
  sourceKinds,
} from './source.ts';

/** Something wrong with a row of sources.csv. `secret`: the cell must not be shown. */
export interface SourceProblem extends Message {
  readonly column: string;
  readonly secret?: true;
}

/** All that is wrong with a source as a row of sources.csv tells it. */
export function checkSource(source: {
  readonly kind: string;
  readonly location: string;
  readonly template: string;
  readonly semantics: string;
  readonly options: string;
}): SourceProblem[] {
  if (!sourceKinds.includes(source.kind as SourceKind)) return [];
  const kind = source.kind as SourceKind;
  const options = parseSourceOptions(source.options);
  if (!options) {
    return [
      {
        column: 'options',
        zh: '应为JSON对象，如{"format":"csv"}',
        en: 'must be a JSON object like {"format":"csv"}',
      },
    ];
  }
  return [
    ...checkLocation(kind, source.location),
    ...checkOptions(kind, options),
    ...checkTogether(kind, options, source),
  ];
}

function checkOptions(kind: SourceKind, options: SourceOptions): SourceProblem[] {
  const forms = optionForms[kind];
  const required = Object.keys(forms).filter((key) => forms[key]?.required && !(key in options));
  return [
    ...required.map((key) => ({ column: 'options', zh: `缺少“${key}”`, en: `lacks "${key}"` })),
    ...Object.entries(options).flatMap(([key, value]) => checkOption(forms, key, value)),
  ];
}

function checkOption(
  forms: Readonly<Record<string, OptionForm>>,
  key: string,
  value: SourceOptions[string],
): SourceProblem[] {
  if (/token|passw|secret|credential|private|api_?key/i.test(key)) return [noSecrets('options')];
  if (optionTables.includes(key)) return checkTable(key, value);
  const form = Object.hasOwn(forms, key) ? forms[key] : undefined;
  if (!form) {
    const known = [...Object.keys(forms), ...optionTables].join(', ');
    return [
      {
        column: 'options',
        zh: `中的“${key}”未知，可用：${known}`,
        en: `has the unknown "${key}": use ${known}`,
      },
    ];
  }
  if (typeof value === 'string' && form.form.test(value)) return [];
  return [{ column: 'options', zh: `中的“${key}”应为${form.zh}`, en: `must have in "${key}" ${form.en}` }];
}

function checkTable(key: string, value: SourceOptions[string]): SourceProblem[] {
  const named =
    typeof value === 'string' ? undefined : key === 'columns' ? Object.values(value) : Object.keys(value);
  const unknown = named?.find((one) => !(lineColumns as readonly string[]).includes(one));
  if (named && unknown === undefined) return [];
  return [
    {
      column: 'options',
      zh: unknown ? `中的“${unknown}”不是行模板的列` : `中的“${key}”应为JSON对象`,
      en: unknown
        ? `names "${unknown}", which is no column of the line template`
        : `must have an object in "${key}"`,
    },
  ];
}

/** What goes together, and what does not. */
function checkTogether(
  kind: SourceKind,
  options: SourceOptions,
  { semantics, template }: { readonly semantics: string; readonly template: string },
): SourceProblem[] {
  const problems: SourceProblem[] = [];
  const say = (wrong: boolean, zh: string, en: string) => {
    if (wrong) problems.push({ column: 'options', zh, en });
  };
  say(
    template !== 'own' && optionTables.some((key) => key in options),
    '中的columns和constants仅用于template为own的报送源',
    'may have columns and constants only with the template own',
  );
  if (kind !== 'http') return problems;
  const json = (options.format ?? 'json') === 'json';
  say(
    options.paging === 'cursor' && !(json && 'next' in options),
    '中的paging为cursor时，format应为json，并用next给出下一页游标的字段',
    'with paging cursor must have the format json, and in "next" the field of the next cursor',
  );
  say(
    !json && ['items', 'next', 'since', 'since_field'].some((key) => key in options),
    '中的items、next、since仅用于json',
    'may have items, next and since only with the format json',
  );
  say(
    'since' in options !== 'since_field' in options || ('since_start' in options && !('since' in options)),
    '中的since和since_field应同时给出',
    'must have since and since_field together',
  );
  say(
    'since' in options && semantics !== 'event',
    '中的since仅用于semantics为event的报送源：快照须每次给出整月数据',
    'may have since only with the semantics event: a snapshot gives the whole month each time',
  );
  return problems;
}

const noSecrets = (column: string): SourceProblem => ({
  column,
  secret: true,
  zh: '不能包含密码或令牌；请删除，并用 parkstat source secret 报送源编号 单独录入',
  en: 'must not hold a password or token: remove it, and enter it with parkstat source secret ID',
});
const secretParameter =
  /^(.*[_-])?(token|key|apikey|secret|pass|passwd|password|pwd|sign|signature|auth|authorization)$/i;
const protocols: Partial<Readonly<Record<SourceKind, RegExp>>> = {
  http: /^https?:$/,
  sftp: /^sftp:$/,
  postgres: /^postgres(ql)?:$/,
};
const examples: Partial<Readonly<Record<SourceKind, string>>> = {
  http: 'https://erp.example.com/lines?month={period}',
  sftp: 'sftp://user@files.example.com/out',
  postgres: 'postgres://user@db.example.com/erp',
};

function checkLocation(kind: SourceKind, address: string): SourceProblem[] {
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*:[^/?#]*@/i.test(address)) return [noSecrets('location')];
  const protocol = protocols[kind];
  if (!protocol) return [];
  const url = URL.parse(address.replaceAll(periodMark, '2026-01'));
  if (url?.password || [...(url?.searchParams.keys() ?? [])].some((key) => secretParameter.test(key)))
    return [noSecrets('location')];
  const named = url && protocol.test(url.protocol) && url.hostname !== '' && url.hash === '';
  if (named && isComplete(kind, url)) return [];
  return [
    {
      column: 'location',
      zh: `应为${examples[kind]}这样的地址`,
      en: `must be an address like ${examples[kind]}`,
    },
  ];
}

function isComplete(kind: SourceKind, url: URL): boolean {
  if (kind === 'http') return url.username === '';
  if (kind === 'sftp')
    return url.username !== '' && url.search === '' && !/(^|\/)\.\.(\/|$)/.test(decoded(url.pathname));
  const parameters = [...url.searchParams];
  const sslmode = url.searchParams.get('sslmode');
  return (
    url.username !== '' &&
    /^\/[^/]+$/.test(url.pathname) &&
    parameters.every(([key]) => key === 'sslmode' || key === 'host') &&
    (sslmode === null || sslmode === 'disable' || sslmode === 'verify-full')
  );
}
