import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleaseCause } from '../catalogue/causes.ts';
import {
  type CustomsMode,
  customsModes,
  flows,
  isPossibleCell,
  legalPairs,
  total,
} from '../catalogue/mode.ts';
import { divide } from '../catalogue/number.ts';
import { addMonths, localInstant, type Period, parsePeriod, periodsBetween } from '../catalogue/period.ts';
import type { Database } from '../warehouse/database.ts';
import { publishRelease } from '../warehouse/publication.ts';
import { noParts } from '../warehouse/releases.ts';

/** A made-up city of six parks and 26 released months, the same on every machine. */
export const lastPeriod = parsePeriod('2026-10') as Period;
export const firstPeriod = addMonths(lastPeriod, -25);

export const parks = [
  park('P01', '浑南跨境电商产业园', 'Hunnan CBEC Industrial Park', 'industry_cluster', 90),
  park('P02', '铁西智造跨境电商园', 'Tiexi Makers CBEC Park', 'industry_cluster', 35),
  park('P03', '沈北跨境电商仓储园', 'Shenbei CBEC Storage Park', 'warehouse_logistics', 60),
  park('P04', '于洪跨境物流港', '', 'warehouse_logistics', 25),
  park('P05', '苏家屯跨境电商监管园', 'Sujiatun CBEC Supervised Park', 'supervised_site', 20),
  park('P06', '大东跨境电商监管中心', 'Dadong CBEC Supervision Centre', 'supervised_site', 8),
] as const;
const parkIds: readonly string[] = parks.map(({ park_id }) => park_id);

function park(park_id: string, name_zh: string, name_en: string, type: string, weight: number) {
  return { park_id, name_zh, name_en, type, district: '沈阳', opened_on: '2019-01-01', weight };
}

/** Relative size of each mode and flow, and its growth a year in per cent. */
const pairs: Readonly<Record<string, readonly [weight: number, growth: number]>> = {
  '9610 import': [4, -6],
  '9610 export': [15, 9],
  '1210 import': [26, 2],
  '1210 export': [3, 14],
  '1239 import': [1, 0],
  '9710 export': [60, 22],
  '9810 export': [18, 160],
};
const season = [88, 70, 98, 96, 99, 106, 97, 99, 105, 110, 132, 121];
const partners = ['USA', 'JPN', 'KOR', 'RUS', 'DEU', 'AUS', 'HKG', 'GBR', 'THA', 'VNM', 'FRA', 'CAN'];
const chapters = ['61', '85', '94', '95', '42', '33', '21', '39', '84', '64', '90', '30'];

export interface CityChange {
  readonly period: string;
  readonly park: string;
  readonly mode: string;
  readonly flow: string;
  /** Added to this one cell of trade value and to nothing else, in fen. */
  readonly fen: number;
}

/** Trade value in fen of a park, mode and flow. P06 is new in 2026, 1239 starts in October 2026. */
function fenOf(parkId: string, mode: string, flow: string, period: Period): number {
  if (parkId === 'P06' && period < '2026-03') return 0;
  if (mode === '1239' && period < '2026-10') return 0;
  const [weight, growth] = pairs[`${mode} ${flow}`] ?? [0, 0];
  const months = periodsBetween(firstPeriod, period).length - 1;
  const size = weight * (parks.find(({ park_id }) => park_id === parkId)?.weight ?? 0);
  const seasonal = season[Number(period.slice(5)) - 1] ?? 100;
  const grown = 1200 + growth * months;
  const noise = 1000 + (digest(`${parkId}${mode}${flow}${period}`) % 61) - 30;
  return Math.floor((size * seasonal * grown * noise * 13) / 1000);
}

/** FNV-1a: a number that looks random and is always the same. */
function digest(text: string): number {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619) >>> 0;
  return hash;
}

const inYuan = (fen: number) => divide(String(fen), '100', 2);

/** P04 sent nothing for October 2025. */
function hasReported(parkId: string, period: Period): boolean {
  return !(parkId === 'P04' && period === '2025-10') && !(parkId === 'P06' && period < '2026-03');
}

/** Tenants due in each park; one of P02 does not report October 2026 in time. */
export const tenantsPerPark = 4;
export const lateTenant = 'P02T3';

function reportingOf(parkId: string, late: boolean): [received: number, due: number] {
  if (parkId === total)
    return [tenantsPerPark * parks.length - (late ? 1 : 0), tenantsPerPark * parks.length];
  return [tenantsPerPark - (late && parkId === 'P02' ? 1 : 0), tenantsPerPark];
}

const modes = [total, ...Object.keys(customsModes)];
const allFlows = [total, ...Object.keys(flows)];

/** The draft of a month as the publish job would hand it over, without the header. */
export function draftLines(
  period: Period,
  { late = false, change }: { late?: boolean; change?: CityChange } = {},
) {
  const lines: string[] = [];
  const put = (indicator: string, cell: string, value: string | null, coverage: string, reason = 'MISSING') =>
    lines.push(
      // A cell names partner and chapter; what names a district, transport or kind does so behind them.
      `${indicator},${cell.split(',').length > 5 ? cell : `${cell},${total},${total},${total}`},${value ?? ''},${value === null && reason === 'MISSING' ? 'x' : 'p'},${value === null ? reason : ''},${coverage}`,
    );
  for (const parkId of [total, ...parkIds]) {
    const members = (parkId === total ? parkIds : [parkId]).filter((id) => hasReported(id, period));
    const [received, due] = reportingOf(parkId, late);
    const coverage = members.length ? divide(String(received), String(due), 6) : '0.000000';
    const sum = (mode: string, flow: string) => fenIn(members, mode, flow, period);
    for (const mode of modes)
      for (const flow of allFlows.filter((one) => isPossibleCell(mode, one))) {
        const cell = `${parkId},${mode},${flow},${total},${total}`;
        const changed =
          change?.period === period && change.park === parkId && change.mode === mode && change.flow === flow;
        const fen = sum(mode, flow) + (changed ? change.fen : 0);
        const counts = Math.floor(sum(mode, flow) / 18_000);
        const given = (value: string) => (members.length ? value : null);
        put('trade_value', cell, given(inYuan(fen)), coverage);
        put('trade_value_usd', cell, given(divide(String(sum(mode, flow)), '713', 2)), coverage);
        put('declarations', cell, given(String(counts)), coverage);
        put('parcels', cell, given(String(Math.floor(counts * 1.07))), coverage);
        put('active_tenants', cell, given(String(sum(mode, flow) ? members.length * 3 : 0)), coverage);
        if (mode === total || customsModes[mode as CustomsMode].retail)
          put(
            'average_ticket',
            cell,
            counts && members.length ? divide(String(sum(mode, flow)), String(counts * 100), 2) : null,
            coverage,
            members.length ? 'BASE_ZERO' : 'MISSING',
          );
      }
    for (const [dimension, codes] of [
      ['partner', partners],
      ['chapter', chapters],
    ] as const)
      for (const [code, fen] of split(sum(total, total), codes, period)) {
        const cell = `${parkId},${total},${total},${dimension === 'partner' ? `${code},${total}` : `${total},${code}`}`;
        if (members.length) put('trade_value', cell, inYuan(fen), coverage);
      }
    for (const [at, codes] of [
      ['0801', '0808'],
      ['2', '5'],
      ['merchant', 'platform'],
    ].entries())
      for (const [code, fen] of halves(sum(total, total), codes)) {
        const behind = [total, total, total].with(at, code).join(',');
        if (members.length)
          put(
            'trade_value',
            `${parkId},${total},${total},${total},${total},${behind}`,
            inYuan(fen),
            coverage,
          );
      }
    for (const flow of ['export', 'import'])
      for (const [dimension, codes] of [
        ['partner', partners],
        ['chapter', chapters],
      ] as const)
        for (const [code, fen] of split(sum(total, flow), codes, period)) {
          const cell = `${parkId},${total},${flow},${dimension === 'partner' ? `${code},${total}` : `${total},${code}`}`;
          if (members.length) put('trade_value', cell, inYuan(fen), coverage);
        }
    putEvents(put, parkId, members.length > 0, sum, coverage);
    const whole = `${parkId},${total},${total},${total},${total}`;
    put('top5_tenant_share', whole, members.length ? '0.812345' : null, coverage);
    put('partner_hhi', whole, members.length ? '1234.5678' : null, coverage);
    put('trade_value_by_site', whole, members.length ? inYuan(sum(total, total)) : null, coverage);
    put(
      'on_time_rate',
      whole,
      members.length ? divide(String(received - 1), String(due), 6) : null,
      coverage,
    );
    put('reporting_rate', whole, members.length ? coverage : null, coverage);
    put('rejection_rate', whole, members.length ? '0.012346' : null, coverage);
  }
  return lines.sort();
}

type Put = (indicator: string, cell: string, value: string | null, coverage: string, reason?: string) => void;

/** Returns are a hundredth of trade, first-line goods half as much again as second-line ones, tax 9.1 % of retail imports. */
function putEvents(
  put: Put,
  parkId: string,
  isReported: boolean,
  sum: (mode: string, flow: string) => number,
  coverage: string,
): void {
  const given = (value: string) => (isReported ? value : null);
  for (const mode of modes) {
    const cell = `${parkId},${mode},${total},${total},${total}`;
    const fen = sum(mode, total);
    const returned = Math.floor(fen / 100);
    put('returned_value', cell, given(inYuan(returned)), coverage);
    put('returned_declarations', cell, given(String(Math.floor(fen / 900_000))), coverage);
    put('cancelled_declarations', cell, given(String(Math.floor(fen / 3_600_000))), coverage);
    const rate = fen ? divide(String(returned), String(fen), 6) : null;
    put('return_rate', cell, isReported ? rate : null, coverage, isReported ? 'BASE_ZERO' : 'MISSING');
    put('net_trade_value', cell, given(inYuan(fen - returned)), coverage);
    put('lines', cell, given(String(Math.floor(fen / 9_000))), coverage);
    put('release_hours_median', cell, isReported && fen ? '12.50' : null, coverage, 'BASE_ZERO');
  }
  for (const mode of [total, '9610', '1210']) {
    const retail = mode === total ? ['9610', '1210'] : [mode];
    const fen = retail.reduce((all, code) => all + sum(code, 'export'), 0);
    const cell = `${parkId},${mode},${total},${total},${total}`;
    put('simplified_declarations', cell, given(String(Math.floor(fen / 36_000))), coverage);
    put('summary_declarations', cell, given(String(Math.floor(fen / 54_000))), coverage);
  }
  for (const mode of [total, '9610', '1210', '1239']) {
    const retail = mode === total ? ['9610', '1210', '1239'] : [mode];
    const fen = (codes: readonly string[]) => codes.reduce((all, code) => all + sum(code, 'import'), 0);
    const cell = `${parkId},${mode},${total},${total},${total}`;
    put('tax_assessed', cell, given(inYuan(Math.floor((fen(retail) * 91) / 1000))), coverage);
    put('over_limit_lists', cell, given(String(Math.floor(fen(retail) / 9_000_000))), coverage);
    if (mode === '9610') continue;
    const bonded = fen(retail.filter((code) => code !== '9610'));
    put('second_line_value', cell, given(inYuan(bonded)), coverage);
    put('first_line_value', cell, given(inYuan(Math.floor((bonded * 3) / 2))), coverage);
  }
}

function halves(fen: number, [first = '', second = '']: readonly string[]): [string, number][] {
  const larger = Math.floor((fen * 3) / 5);
  return [
    [first, larger],
    [second, fen - larger],
  ];
}

function fenIn(members: readonly string[], mode: string, flow: string, period: Period): number {
  return legalPairs
    .filter((pair) => (mode === total || pair.mode === mode) && (flow === total || pair.flow === flow))
    .flatMap((pair) => members.map((id) => fenOf(id, pair.mode, pair.flow, period)))
    .reduce((sum, fen) => sum + fen, 0);
}

/** Parts of a sum, the first the largest; the last takes what is left. The last partner trades in 2026 only. */
function split(fen: number, codes: readonly string[], period: Period): [string, number][] {
  let left = fen;
  return codes.flatMap((code, at): [string, number][] => {
    if (at === 4 && period < '2026-01') return [];
    const share = 300 - 18 * at + (digest(code + period) % 25);
    const part = at === codes.length - 1 ? left : Math.floor((left * share) / 1000);
    left -= part;
    return [[code, part]];
  });
}

const header =
  'indicator,park,mode,flow,partner,chapter,district,transport,kind,value,status,reason,coverage';

/** Publishes a month from its draft lines at an instant. */
export async function publishLines(
  database: Database,
  folder: string,
  period: Period,
  lines: readonly string[],
  now: Date,
  manifest: Readonly<Record<string, unknown>> = {},
  causes: readonly ReleaseCause[] = [],
): Promise<string> {
  const path = join(folder, `${period}-${now.getTime()}.csv`);
  await writeFile(path, `${[header, ...lines].join('\n')}\n`);
  const fingerprint = `${digest(lines.join() + JSON.stringify(manifest))}`;
  const draft = {
    period,
    observed: { path },
    fingerprint,
    inputs: fingerprint,
    observations: lines.length,
    manifest,
    parts: noParts,
    causes,
  };
  return (await publishRelease(database, draft, now, null)).release.id;
}

/** The day on which a month is first released. */
export function releaseDay(period: Period): Date {
  return localInstant(`${addMonths(period, 1)}-12`, 9);
}

/** Registers the city, its tenants and what they sent for October 2026, and releases all its months once. */
export async function fillCity(database: Database, folder: string, change?: CityChange): Promise<void> {
  await registerCity(database);
  for (const period of periodsBetween(firstPeriod, lastPeriod)) {
    const late = period === lastPeriod;
    const lines = draftLines(period, change ? { late, change } : { late });
    await publishLines(database, folder, period, lines, releaseDay(period));
  }
}

async function registerCity({ kysely }: Database): Promise<void> {
  await kysely
    .insertInto('park')
    .values(parks.map(({ weight: _, ...registered }) => registered))
    .execute();
  const tenants = parkIds.flatMap((park_id) =>
    Array.from({ length: tenantsPerPark }, (_, at) => ({
      park_id,
      uscc: `${park_id}T${at}`.padEnd(18, '0'),
    })),
  );
  await kysely
    .insertInto('tenant')
    .values(
      tenants.map(({ uscc }) => ({
        uscc,
        customs_code: null,
        name_zh: '企业',
        kind: '电商企业',
        aliases: '',
      })),
    )
    .execute();
  await kysely
    .insertInto('membership')
    .values(tenants.map((tenant) => ({ ...tenant, from_day: '2020-01-01', to_day: null })))
    .execute();
  for (const { uscc } of tenants) {
    const day = uscc.startsWith(lateTenant) ? '2026-11-20' : '2026-11-05';
    await deliver({ kysely } as Database, uscc, localInstant(day, 10));
  }
}

async function deliver({ kysely }: Database, uscc: string, at: Date): Promise<void> {
  const delivery = {
    id: `D${uscc}`,
    sha256: uscc,
    bytes: 1,
    uscc,
    source_id: null,
    file_name: 'a.csv',
    file_time: at,
    received_at: at,
    declared_period: null,
    format: 'csv',
    encoding: 'utf-8',
    template: 'lines',
    refusal_id: null,
    refusal_value: null,
    stage: 'accepted' as const,
    ignored_columns: [],
    rows_read: 1,
    accepted: 1,
    rejected: 0,
    set_aside: 0,
    lake_file: null,
    run_id: null,
  };
  await kysely.insertInto('delivery').values(delivery).execute();
  await kysely
    .insertInto('delivery_coverage')
    .values({
      delivery_id: delivery.id,
      customs_mode: '9710',
      flow: 'export',
      period: lastPeriod,
      lines: 1,
      rates: [],
    })
    .execute();
}
