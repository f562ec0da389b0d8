import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadEnvFile } from 'node:process';
import type { UploadLimits } from '../api/uploads.ts';
import type { ReleasePlan } from '../catalogue/calendar.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { ReadLimits } from '../ingest/reader.ts';
import { type AccessSettings, accessVariables, readAccess, type Variable } from './access-settings.ts';
import { type DeliverySettings, deliveryVariables, readDelivery } from './delivery-settings.ts';

/** What the environment says, checked. Every variable stands in `.env.example`. */
export interface Settings extends AccessSettings, DeliverySettings {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly host: string;
  readonly port: number;
  /** Who may write through the API: nobody, who is at this machine, or whoever reaches it. */
  readonly writes: 'closed' | 'local' | 'open';
  /** Of one client address; 0: any number. */
  readonly requestsPerMinute: number;
  readonly memoryLimit: string;
  readonly threads: number;
  readonly maxFileBytes: number;
  readonly maxLineBytes: number;
  readonly maxColumns: number;
  readonly maxCellCharacters: number;
  readonly maxRows: number;
  readonly maxExpandedBytes: number;
  readonly maxExpansionRatio: number;
  readonly maxMembers: number;
  readonly maxUploadBytes: number;
  readonly maxUploadsAtOnce: number;
  readonly uploadSpanMs: number;
  readonly minUploadBytesPerSecond: number;
  /** Form of the log; `auto`: of what goes on running only, as text on a terminal, else JSON. */
  readonly log: 'auto' | 'text' | 'json' | 'off';
  readonly schedule: boolean;
  /** Whether each release is baked into a static copy of the pages. */
  readonly site: boolean;
  /** Whether two people sign a month before it is published; `auto`: where there are accounts. */
  readonly signature: 'auto' | 'required' | 'off';
  readonly collectHour: number;
  readonly publishDay: number;
  readonly publishHour: number;
  /** Whom readers may ask about the figures; null: not said. */
  readonly contact: string | null;
  /** How long one source may take. */
  readonly sourceMinutes: number;
  /** Opens the secrets of sources; null: the key file of the data folder does. */
  readonly secretKey: string | null;
}

const whole = (from: number, to: number) => ({
  zh: `${from}至${to}的整数`,
  en: `a whole number from ${from} to ${to}`,
});

const variables = {
  PARKSTAT_DATA: { default: './data', form: /./, zh: '目录', en: 'a folder' },
  DATABASE_URL: {
    default: '',
    form: /^(postgres(ql)?:\/\/.+)?$/,
    zh: 'postgres://…形式的地址',
    en: 'an address like postgres://…',
  },
  HOST: { default: '127.0.0.1', form: /^[\w.:-]+$/, zh: '主机名或地址', en: 'a host name or address' },
  PORT: { default: '8080', form: /^\d{1,5}$/, ...whole(0, 65535) },
  PARKSTAT_WRITES: {
    default: 'local',
    form: /^(local|open|closed)$/,
    zh: 'local、open或closed',
    en: 'local, open or closed',
  },
  ...accessVariables,
  ...deliveryVariables,
  PARKSTAT_REQUESTS_PER_MINUTE: { default: '3000', form: /^(0|[1-9]\d{0,5})$/, ...whole(0, 999999) },
  PARKSTAT_MEMORY: { default: '1GB', form: /^[1-9]\d*(MB|GB)$/, zh: '如1GB或800MB', en: 'like 1GB or 800MB' },
  PARKSTAT_THREADS: { default: '2', form: /^([1-9]|[1-9]\d)$/, ...whole(1, 99) },
  PARKSTAT_MAX_FILE_MB: { default: '4096', form: /^[1-9]\d{0,6}$/, ...whole(1, 9999999) },
  PARKSTAT_MAX_LINE_KB: { default: '1024', form: /^([1-9]\d{0,2}|1\d{3})$/, ...whole(1, 1999) },
  PARKSTAT_MAX_COLUMNS: { default: '500', form: /^[1-9]\d{0,4}$/, ...whole(1, 99999) },
  PARKSTAT_MAX_CELL_KB: { default: '32', form: /^[1-9]\d{0,3}$/, ...whole(1, 9999) },
  PARKSTAT_MAX_ROWS: { default: '20000000', form: /^[1-9]\d{0,9}$/, ...whole(1, 9999999999) },
  PARKSTAT_MAX_EXPANDED_MB: { default: '4096', form: /^[1-9]\d{0,6}$/, ...whole(1, 9999999) },
  PARKSTAT_MAX_RATIO: { default: '200', form: /^[1-9]\d{0,4}$/, ...whole(1, 99999) },
  PARKSTAT_MAX_MEMBERS: { default: '200000', form: /^[1-9]\d{0,6}$/, ...whole(1, 9999999) },
  PARKSTAT_MAX_UPLOAD_MB: { default: '512', form: /^[1-9]\d{0,6}$/, ...whole(1, 9999999) },
  PARKSTAT_MAX_UPLOADS: { default: '8', form: /^([1-9]|[1-9]\d|[1-9]\d\d)$/, ...whole(1, 999) },
  PARKSTAT_UPLOAD_SECONDS: { default: '30', form: /^([1-9]|[1-9]\d|[1-9]\d\d)$/, ...whole(1, 999) },
  PARKSTAT_UPLOAD_KB_PER_SECOND: { default: '4', form: /^[1-9]\d{0,3}$/, ...whole(1, 9999) },
  PARKSTAT_LOG: {
    default: 'auto',
    form: /^(auto|text|json|off)$/,
    zh: 'auto、text、json或off',
    en: 'auto, text, json or off',
  },
  PARKSTAT_SCHEDULE: { default: 'on', form: /^(on|off)$/, zh: 'on或off', en: 'on or off' },
  PARKSTAT_SITE: { default: 'on', form: /^(on|off)$/, zh: 'on或off', en: 'on or off' },
  PARKSTAT_SIGNATURE: {
    default: 'auto',
    form: /^(auto|required|off)$/,
    zh: 'auto、required或off',
    en: 'auto, required or off',
  },
  PARKSTAT_COLLECT_HOUR: { default: '6', form: /^(\d|1\d|2[0-3])$/, ...whole(0, 23) },
  PARKSTAT_PUBLISH_DAY: { default: '12', form: /^([1-9]|1\d|2[0-8])$/, ...whole(1, 28) },
  PARKSTAT_PUBLISH_HOUR: { default: '9', form: /^(\d|1\d|2[0-3])$/, ...whole(0, 23) },
  PARKSTAT_CONTACT: { default: '', form: /^.{0,120}$/, zh: '至多120字', en: 'at most 120 characters' },
  PARKSTAT_SOURCE_MINUTES: { default: '30', form: /^([1-9]|[1-9]\d|[1-9]\d\d)$/, ...whole(1, 999) },
  PARKSTAT_SECRET_KEY: {
    default: '',
    form: /^([0-9a-fA-F]{64})?$/,
    zh: '64位十六进制数',
    en: '64 hexadecimal digits',
  },
} as const satisfies Record<string, Variable>;
type Name = keyof typeof variables;
/** May hold what must not be shown. */
const hidden = new Set<Name>([
  'DATABASE_URL',
  'PARKSTAT_SECRET_KEY',
  'PARKSTAT_OIDC_SECRET',
  'PARKSTAT_SMTP_URL',
]);
export const variableNames = Object.keys(variables) as Name[];

/** Reads the environment (and `.env` beside the program); refuses an unknown or impossible variable by name. */
export function readSettings(environment: NodeJS.ProcessEnv = withEnvFile()): Settings {
  const unknown = Object.keys(environment).filter(
    (name) => name.startsWith('PARKSTAT_') && !(name in variables),
  );
  if (unknown.length) {
    throw new Refusal('configuration', {
      zh: `未知的环境变量${unknown.join('、')}，可用的见.env.example`,
      en: `Unknown environment variable ${unknown.join(', ')}: see .env.example`,
    });
  }
  const get = (name: Name) => {
    const variable: Variable = variables[name];
    const value = environment[name]?.trim() || variable.default;
    if (variable.form.test(value)) return value;
    throw new Refusal('configuration', {
      zh: `环境变量${name}的值“${hidden.has(name) ? '…' : value}”无效，应为${variable.zh}`,
      en: `${name} is not valid: it must be ${variable.en}`,
    });
  };
  const port = Number(get('PORT'));
  if (port > 65535)
    throw new Refusal('configuration', {
      zh: `环境变量PORT的值“${port}”无效，应为0至65535的整数`,
      en: 'PORT is not valid: it must be a whole number from 0 to 65535',
    });
  return {
    dataDir: resolve(get('PARKSTAT_DATA')),
    databaseUrl: get('DATABASE_URL') || null,
    host: get('HOST'),
    port,
    writes: get('PARKSTAT_WRITES') as Settings['writes'],
    ...readAccess(get),
    ...readDelivery(get),
    requestsPerMinute: Number(get('PARKSTAT_REQUESTS_PER_MINUTE')),
    memoryLimit: get('PARKSTAT_MEMORY'),
    threads: Number(get('PARKSTAT_THREADS')),
    maxFileBytes: Number(get('PARKSTAT_MAX_FILE_MB')) * 2 ** 20,
    maxLineBytes: Number(get('PARKSTAT_MAX_LINE_KB')) * 2 ** 10,
    maxColumns: Number(get('PARKSTAT_MAX_COLUMNS')),
    maxCellCharacters: Number(get('PARKSTAT_MAX_CELL_KB')) * 1024,
    maxRows: Number(get('PARKSTAT_MAX_ROWS')),
    maxExpandedBytes: Number(get('PARKSTAT_MAX_EXPANDED_MB')) * 2 ** 20,
    maxExpansionRatio: Number(get('PARKSTAT_MAX_RATIO')),
    maxMembers: Number(get('PARKSTAT_MAX_MEMBERS')),
    maxUploadBytes: Number(get('PARKSTAT_MAX_UPLOAD_MB')) * 2 ** 20,
    maxUploadsAtOnce: Number(get('PARKSTAT_MAX_UPLOADS')),
    uploadSpanMs: Number(get('PARKSTAT_UPLOAD_SECONDS')) * 1000,
    minUploadBytesPerSecond: Number(get('PARKSTAT_UPLOAD_KB_PER_SECOND')) * 1024,
    log: get('PARKSTAT_LOG') as Settings['log'],
    schedule: get('PARKSTAT_SCHEDULE') === 'on',
    site: get('PARKSTAT_SITE') === 'on',
    signature: get('PARKSTAT_SIGNATURE') as Settings['signature'],
    collectHour: Number(get('PARKSTAT_COLLECT_HOUR')),
    publishDay: Number(get('PARKSTAT_PUBLISH_DAY')),
    publishHour: Number(get('PARKSTAT_PUBLISH_HOUR')),
    contact: get('PARKSTAT_CONTACT') || null,
    sourceMinutes: Number(get('PARKSTAT_SOURCE_MINUTES')),
    secretKey: get('PARKSTAT_SECRET_KEY') || null,
  };
}

/** Deeper nesting than any customs message or workbook has. */
const maxXmlDepth = 64;

/** How much a file may ask of its reader. */
export function readLimits(settings: Settings): ReadLimits {
  const { maxFileBytes, maxLineBytes, maxColumns, maxCellCharacters, maxRows } = settings;
  const { maxExpandedBytes, maxExpansionRatio, maxMembers } = settings;
  return {
    maxFileBytes,
    maxLineBytes,
    maxColumns,
    maxCellCharacters,
    maxRows,
    maxExpandedBytes,
    maxExpansionRatio,
    maxMembers,
    maxXmlDepth,
  };
}

/** How much an upload may ask, and how slow it may be. What is larger than a file may be is not even received. */
export function uploadLimits(settings: Settings): UploadLimits {
  const { maxUploadBytes, maxFileBytes, maxUploadsAtOnce, uploadSpanMs, minUploadBytesPerSecond } = settings;
  return {
    maxUploadBytes: Math.min(maxUploadBytes, maxFileBytes),
    maxUploadsAtOnce,
    spanMs: uploadSpanMs,
    minBytesPerSpan: (minUploadBytesPerSecond * uploadSpanMs) / 1000,
  };
}

function withEnvFile(): NodeJS.ProcessEnv {
  if (existsSync('.env')) loadEnvFile('.env');
  return process.env;
}

/** When the schedule publishes a month. */
export function releasePlan({
  publishDay,
  publishHour,
}: Pick<Settings, 'publishDay' | 'publishHour'>): ReleasePlan {
  return { day: publishDay, hour: publishHour };
}
