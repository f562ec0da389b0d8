import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spellings } from '../catalogue/codes.ts';
import { isMailAddress } from '../catalogue/mail-address.ts';
import { parkTypes, tenantKinds } from '../catalogue/mode.ts';
import { parsePeriod } from '../catalogue/period.ts';
import { type Message, Refusal } from '../catalogue/refusal.ts';
import { parseSourceOptions, sourceKinds } from '../catalogue/source.ts';
import { checkSource } from '../catalogue/source-check.ts';
import { templateIds } from '../catalogue/templates.ts';
import { isUscc } from '../catalogue/uscc.ts';
import { parseDelimited } from '../engine/delimited.ts';

export interface FileError extends Message {
  readonly file: string;
  readonly row: number;
  readonly column: string;
  readonly value: string;
}

export interface RegistryFiles {
  readonly parks: {
    park_id: string;
    name_zh: string;
    name_en: string;
    type: string;
    district: string;
    opened_on: string;
  }[];
  readonly tenants: {
    uscc: string;
    customs_code: string | null;
    name_zh: string;
    kind: string;
    aliases: string;
  }[];
  readonly memberships: { uscc: string; park_id: string; from_day: string; to_day: string | null }[];
  readonly sources: {
    source_id: string;
    uscc: string;
    kind: string;
    location: string;
    template: string;
    semantics: string;
    due_day: number;
    options: string;
  }[];
  readonly sites: { site_code: string; park_id: string; from_day: string; to_day: string | null }[];
  readonly contacts: { uscc: string; email: string; language: 'zh' | 'en' }[];
  readonly fx_rates: { month: string; currency: string; cny_per_100: string; usd_per_100: string | null }[];
}

interface Line {
  readonly row: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** A cell's test: the value to store, or what is wrong with it. */
type Test = (text: string) => { value: string | null } | Message;

const text: Test = (value) => (value ? { value } : { zh: '不能为空', en: 'must not be empty' });
const free: Test = (value) => ({ value });
const oneOf =
  (allowed: readonly string[]): Test =>
  (value) =>
    allowed.includes(value)
      ? { value }
      : { zh: `应为${allowed.join('、')}之一`, en: `must be one of ${allowed.join(', ')}` };
const day: Test = (value) => {
  const parts = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(value);
  const iso = parts ? `${parts[1]}-${parts[2]?.padStart(2, '0')}-${parts[3]?.padStart(2, '0')}` : '';
  const date = new Date(`${iso}T00:00:00Z`);
  const real = !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === iso;
  return real
    ? { value: iso }
    : { zh: '不是日期，请用2026-10-31这样的写法', en: 'is not a date: write it like 2026-10-31' };
};
const openDay: Test = (value) => (value ? day(value) : { value: null });
const uscc: Test = (value) =>
  isUscc(value)
    ? { value }
    : {
        zh: '不是有效的统一社会信用代码（校验位不符），请核对',
        en: 'is not a valid unified social credit code (check character): check it',
      };
const customsCode: Test = (value) =>
  value === '' || /^[0-9A-Z]{10}$/.test(value)
    ? { value: value || null }
    : { zh: '海关注册编码应为10位', en: 'must be a 10-character customs code' };
const dueDay: Test = (value) =>
  /^([1-9]|1\d|2[0-8])$/.test(value)
    ? { value }
    : { zh: '应为1至28的整数', en: 'must be a whole number from 1 to 28' };
const period: Test = (value) =>
  parsePeriod(value)
    ? { value }
    : { zh: '不是月份，请用2026-10这样的写法', en: 'is not a month: write it like 2026-10' };
const rate: Test = (value) =>
  /^\d{1,8}(\.\d{1,6})?$/.test(value) && Number(value) > 0
    ? { value }
    : { zh: '应为正数（小数最多6位）', en: 'must be a positive number with at most 6 decimals' };
const openRate: Test = (value) => (value ? rate(value) : { value: null });
const currencies = new Map(spellings('currency').map(({ text, code }) => [text, code]));
const currency: Test = (value) => {
  const code = currencies.get(value.toUpperCase());
  return code ? { value: code } : { zh: '不在币制代码表中', en: 'is not in the currency list' };
};

const email: Test = (value) =>
  isMailAddress(value)
    ? { value: value.toLowerCase() }
    : { zh: '不是可用的邮件地址', en: 'is not a mail address that can be used' };

const files = {
  parks: {
    park_id: text,
    name_zh: text,
    name_en: text,
    type: oneOf(Object.keys(parkTypes)),
    district: text,
    opened_on: day,
  },
  tenants: {
    uscc,
    customs_code: customsCode,
    name_zh: text,
    kind: oneOf(Object.values(tenantKinds).map(({ zh }) => zh)),
    aliases: free,
  },
  memberships: { uscc, park_id: text, from: day, to: openDay },
  sources: {
    source_id: text,
    uscc,
    kind: oneOf(sourceKinds),
    location: free,
    template: oneOf(templateIds),
    semantics: oneOf(['snapshot', 'event']),
    due_day: dueDay,
    options: free,
  },
  sites: { site_code: text, park_id: text, from: day, to: openDay },
  fx_rates: { month: period, currency, cny_per_100: rate, usd_per_100: openRate },
  contacts: { uscc, email, language: oneOf(['zh', 'en']) },
} as const satisfies Record<string, Record<string, Test>>;
type FileName = keyof typeof files;
const optionalColumns = new Set(['customs_code', 'aliases', 'to', 'location', 'options', 'usd_per_100']);

/** Reads whichever registry files a folder holds and checks every cell and reference. */
export async function readRegistry(
  folder: string,
  known: { readonly parks: ReadonlySet<string>; readonly tenants: ReadonlySet<string> },
): Promise<{ files: RegistryFiles; errors: FileError[] }> {
  const errors: FileError[] = [];
  const tables = {} as Record<FileName, Line[]>;
  let found = 0;
  for (const name of Object.keys(files) as FileName[]) {
    const content = await readText(join(folder, `${name}.csv`));
    if (content !== undefined) found += 1;
    tables[name] = content === undefined ? [] : checkFile(name, content, errors);
  }
  if (found === 0) {
    throw new Refusal('registry_invalid', {
      zh: `目录“${folder}”中没有登记文件，需要${Object.keys(files)
        .map((name) => `${name}.csv`)
        .join('、')}中的至少一个`,
      en: `No registry file in "${folder}": it needs at least one of ${Object.keys(files)
        .map((name) => `${name}.csv`)
        .join(', ')}`,
    });
  }
  checkKeys(tables, errors);
  checkReferences(tables, known, errors);
  checkIntervals(tables, errors, 'memberships', 'uscc', { zh: '入驻时间', en: 'interval' });
  checkIntervals(tables, errors, 'sites', 'site_code', { zh: '有效时间', en: 'interval' });
  checkSources(tables.sources, errors);
  return { files: typed(tables), errors };
}

async function readText(path: string): Promise<string | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  }
}

function checkFile(name: FileName, content: string, errors: FileError[]): Line[] {
  const file = `${name}.csv`;
  const [header, ...records] = parseDelimited(content);
  const names = (header?.cells ?? []).map((cell) => cell.trim());
  const columns = files[name] as Record<string, Test>;
  const missing = Object.keys(columns).filter(
    (column) => !names.includes(column) && !optionalColumns.has(column),
  );
  for (const column of missing)
    errors.push({ file, row: 1, column, value: '', zh: '缺少此列', en: 'column is missing' });
  if (missing.length) return [];
  return records.map(({ line, cells }) => {
    const checked: Record<string, string> = {};
    for (const [column, test] of Object.entries(columns)) {
      const value = (cells[names.indexOf(column)] ?? '').trim();
      const result = test(value);
      if ('value' in result) checked[column] = result.value ?? '';
      else errors.push({ file, row: line, column, value, ...result });
    }
    return { row: line, cells: checked };
  });
}

const keys: Record<FileName, string[]> = {
  parks: ['park_id'],
  tenants: ['uscc'],
  memberships: ['uscc', 'from'],
  sources: ['source_id'],
  sites: ['site_code', 'from'],
  fx_rates: ['month', 'currency'],
  contacts: ['uscc', 'email'],
};

function checkKeys(tables: Record<FileName, Line[]>, errors: FileError[]): void {
  for (const [name, columns] of Object.entries(keys) as [FileName, string[]][]) {
    const seen = new Set<string>();
    for (const { row, cells } of tables[name]) {
      const key = columns.map((column) => cells[column]).join(' ');
      if (seen.has(key))
        errors.push({
          file: `${name}.csv`,
          row,
          column: columns.join('+'),
          value: key,
          zh: '重复出现',
          en: 'stands twice',
        });
      seen.add(key);
    }
  }
}

function checkReferences(
  tables: Record<FileName, Line[]>,
  known: { readonly parks: ReadonlySet<string>; readonly tenants: ReadonlySet<string> },
  errors: FileError[],
): void {
  const parks = new Set([...known.parks, ...tables.parks.map(({ cells }) => cells.park_id)]);
  const tenants = new Set([...known.tenants, ...tables.tenants.map(({ cells }) => cells.uscc)]);
  const check = (
    name: FileName,
    column: string,
    allowed: ReadonlySet<string | undefined>,
    message: Message,
  ) => {
    for (const { row, cells } of tables[name]) {
      const value = cells[column];
      if (value !== undefined && !allowed.has(value))
        errors.push({ file: `${name}.csv`, row, column, value, ...message });
    }
  };
  check('memberships', 'uscc', tenants, { zh: '不在tenants.csv中', en: 'is not in tenants.csv' });
  check('memberships', 'park_id', parks, { zh: '不在parks.csv中', en: 'is not in parks.csv' });
  check('sites', 'park_id', parks, { zh: '不在parks.csv中', en: 'is not in parks.csv' });
  check('contacts', 'uscc', tenants, { zh: '不在tenants.csv中', en: 'is not in tenants.csv' });
  check('sources', 'uscc', tenants, { zh: '不在tenants.csv中', en: 'is not in tenants.csv' });
}

/** A tenant, and a site, is in one park at a time: intervals [from, to) must not overlap. */
function checkIntervals(
  tables: Record<FileName, Line[]>,
  errors: FileError[],
  name: FileName,
  key: string,
  interval: Message,
): void {
  for (const intervals of Map.groupBy(tables[name], ({ cells }) => cells[key]).values()) {
    const ordered = [...intervals].sort((a, b) => ((a.cells.from ?? '') < (b.cells.from ?? '') ? -1 : 1));
    for (const [at, { row, cells }] of ordered.entries()) {
      const file = `${name}.csv`;
      if (cells.to && cells.from && cells.to <= cells.from)
        errors.push({ file, row, column: 'to', value: cells.to, zh: '应晚于from', en: 'must be after from' });
      const next = ordered[at + 1];
      if (next && (!cells.to || cells.to > (next.cells.from ?? ''))) {
        errors.push({
          file,
          row: next.row,
          column: 'from',
          value: next.cells.from ?? '',
          zh: `与第${row}行的${interval.zh}重叠`,
          en: `overlaps the ${interval.en} in row ${row}`,
        });
      }
    }
  }
}

/** A cell that holds a secret is not shown. */
function checkSources(lines: readonly Line[], errors: FileError[]): void {
  for (const { row, cells } of lines) {
    const { kind = '', location = '', template = '', semantics = '', options = '' } = cells;
    for (const { secret, ...problem } of checkSource({ kind, location, template, semantics, options }))
      errors.push({
        file: 'sources.csv',
        row,
        value: secret ? '…' : (cells[problem.column] ?? ''),
        ...problem,
      });
  }
}

function typed(tables: Record<FileName, Line[]>): RegistryFiles {
  const rows = (name: FileName) => tables[name].map(({ cells }) => cells as Record<string, string>);
  const get = (cells: Record<string, string>, column: string) => cells[column] ?? '';
  return {
    parks: rows('parks') as unknown as RegistryFiles['parks'],
    tenants: rows('tenants').map((cells) => ({
      uscc: get(cells, 'uscc'),
      customs_code: cells.customs_code || null,
      name_zh: get(cells, 'name_zh'),
      kind: get(cells, 'kind'),
      aliases: get(cells, 'aliases'),
    })),
    memberships: rows('memberships').map((cells) => ({
      uscc: get(cells, 'uscc'),
      park_id: get(cells, 'park_id'),
      from_day: get(cells, 'from'),
      to_day: cells.to || null,
    })),
    sites: rows('sites').map((cells) => ({
      site_code: get(cells, 'site_code'),
      park_id: get(cells, 'park_id'),
      from_day: get(cells, 'from'),
      to_day: cells.to || null,
    })),
    sources: rows('sources').map((cells) => ({
      ...(cells as unknown as RegistryFiles['sources'][number]),
      due_day: Number(cells.due_day),
      options: JSON.stringify(parseSourceOptions(get(cells, 'options')) ?? {}),
    })),
    contacts: rows('contacts') as unknown as RegistryFiles['contacts'],
    fx_rates: rows('fx_rates').map((cells) => ({
      month: get(cells, 'month'),
      currency: get(cells, 'currency'),
      cny_per_100: get(cells, 'cny_per_100'),
      usd_per_100: cells.usd_per_100 || null,
    })),
  };
}
