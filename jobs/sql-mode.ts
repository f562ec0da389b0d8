import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SqlMode, SqlResult } from '../api/sql.ts';
import { type CodedDimension, dimensionCodes } from '../catalogue/codes.ts';
import { type Indicator, indicatorIds, indicators, unitNames } from '../catalogue/indicators.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Row } from '../engine/duckdb.ts';
import { planOf } from '../engine/sql-plan.ts';
import {
  type SqlAnswer,
  type SqlFailure,
  type SqlRelation,
  type SqlRunner,
  sqlRunner,
} from '../engine/sql-runner.ts';
import { listParks } from '../warehouse/registry.ts';
import { type Release, visibleReleases } from '../warehouse/releases.ts';
import type { Program } from './program.ts';
import { fileOf, observationColumns, releasedFiles, releasedFolder } from './released-files.ts';

const mostSeconds = 10;
const mostRows = 10_000;
const mostCharacters = 20_000;
const mostBytes = 8 * 2 ** 20;
const text = 'VARCHAR';

const relationColumns = {
  observation: observationColumns,
  observation_vintage: { ...observationColumns, number: 'INTEGER', published_at: text },
  release: {
    release: text,
    period: text,
    number: 'INTEGER',
    status: text,
    published_at: text,
    observations: 'INTEGER',
  },
  indicator: {
    indicator: text,
    zh: text,
    en: text,
    unit: text,
    unit_zh: text,
    decimals: 'INTEGER',
    since: text,
  },
  park: { park: text, zh: text, en: text, type: text, district: text },
  code: { dimension: text, code: text, zh: text, en: text },
} as const;

/** SQL over the releases: processes of their own, made anew when there is a new release. */
export function sqlModeOf(
  program: Program,
  { seconds = mostSeconds } = {},
): SqlMode & { close(): Promise<void> } {
  let known: { readonly key: string; readonly runner: SqlRunner } | undefined;
  const runnerFor = async (releases: readonly Release[]): Promise<SqlRunner> => {
    const relations = await relationsOf(program, releases);
    const key = JSON.stringify(relations.map(({ files, rows }) => [files, rows?.length]));
    if (known?.key === key) return known.runner;
    const old = known?.runner;
    const runner = sqlRunner({
      folder: releasedFolder(program),
      relations,
      memoryLimit: '400MB',
      threads: Math.min(2, program.settings.threads),
      atOnce: 2,
      waiting: 6,
    });
    known = { key, runner };
    await old?.close();
    return runner;
  };
  const ask = async (
    sql: string,
    { asOf, rows, signal }: Parameters<SqlMode['run']>[1],
    explain = false,
  ): Promise<SqlResult> => {
    await mkdir(join(releasedFolder(program), 'tmp'), { recursive: true });
    const releases = await releasedFiles(program);
    const visible = new Set((await visibleReleases(program.database, asOf)).map(({ id }) => id));
    const current = releases.filter(({ id }) => visible.has(id));
    const runner = await runnerFor(releases);
    const found = await runner.run({
      sql,
      current: { name: 'observation', files: current.map(fileOf) },
      limits: { rows, bytes: mostBytes, milliseconds: seconds * 1000 },
      explain,
      signal,
    });
    return answered(
      found,
      current.map(({ id }) => id),
      { folder: releasedFolder(program), seconds },
    );
  };
  return {
    limits: { seconds, rows: mostRows, characters: mostCharacters },
    relations: Object.entries(relationColumns).map(([name, columns]) => ({ name, columns })),
    run: async (sql, options) => ask(sql, options),
    estimate: async (sql, options) => {
      const { rows: found } = await ask(sql, { ...options, rows: 1 }, true);
      return planOf(String(found[0]?.[0]));
    },
    close: async () => {
      await known?.runner.close();
    },
  };
}

async function relationsOf(program: Program, releases: readonly Release[]): Promise<SqlRelation[]> {
  const parks = await listParks(program.database);
  const files = releases.map(fileOf);
  const rows: Record<string, Row[]> = {
    release: releases.map(({ id, period, number, status, published_at, observations }) => ({
      ...{ release: id, period, number, status, observations },
      published_at: published_at.toISOString(),
    })),
    indicator: indicatorIds.map((id) => {
      const { zh, en, unit, decimals, since }: Indicator = indicators[id];
      return { indicator: id, zh, en, unit, unit_zh: unitNames[unit].zh, decimals, since };
    }),
    park: parks.map(({ park_id, name_zh, name_en, type, district }) => ({
      ...{ park: park_id, zh: name_zh, en: name_en, type, district },
    })),
    code: (Object.keys(dimensionCodes) as CodedDimension[]).flatMap((dimension) =>
      dimensionCodes[dimension].map(({ code, zh, en }) => ({ dimension, code, zh, en })),
    ),
  };
  const tables = (['release', 'indicator', 'park', 'code'] as const).map((name) => ({
    name,
    columns: relationColumns[name],
    rows: rows[name] ?? [],
  }));
  const all = files.length
    ? `select cell.*, release.number, release.published_at
       from read_parquet([${files.map((file) => `'${file}'`).join(', ')}], hive_partitioning = false) as cell
       join release on release.release = cell.release`
    : `select ${columnsOf(relationColumns.observation_vintage)} where false`;
  return [
    ...tables,
    { name: 'observation', columns: observationColumns, files },
    { name: 'observation_vintage', columns: relationColumns.observation_vintage, sql: all },
  ];
}

function columnsOf(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([name, type]) => `null::${type} as "${name}"`)
    .join(', ');
}

interface Place {
  readonly folder: string;
  readonly seconds: number;
}

function answered(
  found: SqlAnswer | SqlFailure | 'busy',
  releases: readonly string[],
  place: Place,
): SqlResult {
  if (found === 'busy')
    throw new Refusal(
      'busy',
      {
        zh: '正在执行的SQL已达上限，请5秒后再试',
        en: 'As many SQL statements run as may: try again in 5 s',
      },
      { seconds: 5 },
    );
  if ('columns' in found) return { ...found, releases };
  throw refusalOf(found, place);
}

function refusalOf({ kind, message }: SqlFailure, { folder, seconds }: Place): Refusal {
  if (kind === 'interrupted')
    return new Refusal(
      'too_large',
      {
        zh: `执行超过${seconds}秒，已中止；请缩小范围、先聚合再连接，或加条件`,
        en: `It ran for more than ${seconds} s and was stopped: narrow it, aggregate before joining, or add conditions`,
      },
      { parameter: 'sql', seconds: seconds },
    );
  if (kind === 'memory')
    return new Refusal(
      'too_large',
      {
        zh: '所需内存超过上限，已中止；请缩小范围或减少分组、连接和长文本',
        en: 'It needed more memory than it may and was stopped: narrow it, with fewer groups, joins or long texts',
      },
      { parameter: 'sql', memory: '400MB' },
    );
  const said = withoutPaths(message, folder);
  const [zh = said, en = said] = kind === 'statement' && said.includes(' | ') ? said.split(' | ') : [];
  return new Refusal(
    'usage',
    {
      zh: `SQL不能执行：${zh}`,
      en: `The SQL cannot be run: ${en}`,
    },
    { parameter: 'sql', error: said },
  );
}

/** What DuckDB says, with no place of this machine in it. */
function withoutPaths(message: string, folder: string): string {
  return message
    .replaceAll(folder, '…')
    .replace(/(^|[\s"'(=])\/[^\s"')]*/g, '$1…')
    .slice(0, 2_000);
}
