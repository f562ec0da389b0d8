import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { usccCheckCharacter } from '../catalogue/uscc.ts';
import { openTestServer as openServer, type ServerOptions } from '../warehouse/server.fixture.ts';
import { openProgram, type Program } from './program.ts';
import { readSettings, type Settings } from './settings.ts';

/** A real server for a test file, with a fresh database and data folder for each program asked for. */
export async function openTestServer(options: ServerOptions = {}) {
  const server = await openServer('jobs', options);
  const settings = async (place: { empty?: boolean } = {}): Promise<Settings> => {
    const { dataDir, databaseUrl } = await server.place(place);
    return readSettings({
      PARKSTAT_DATA: dataDir,
      DATABASE_URL: databaseUrl,
      PORT: '0',
      PARKSTAT_SCHEDULE: 'off',
    });
  };
  return {
    settings,
    program: async (): Promise<Program> => openProgram(await settings()),
    close: server.close,
  };
}

export function usccOf(number: number): string {
  const body = `91210100MA${String(number).padStart(7, '0')}`;
  return body + usccCheckCharacter(body);
}

const header =
  '清单编号,商品序号,监管方式,进出口标志,申报日期,放行日期,申报海关,最终目的国,运输方式,运单编号,商品编码,商品名称,数量,计量单位,毛重(千克),净重(千克),币制,总价,运费,保险费,成交方式';

export interface TestLine {
  readonly no: number;
  readonly line?: number;
  readonly mode?: string;
  readonly flow?: string;
  readonly declared?: string;
  readonly released: string;
  readonly partner?: string;
  readonly waybill?: string;
  readonly hs?: string;
  readonly quantity?: string;
  readonly unit?: string;
  readonly currency?: string;
  readonly amount: string;
  readonly freight?: string;
  readonly insurance?: string;
  readonly terms?: string;
}

/** A file of the line template with believable cells around those that matter to a test. */
export function lineFile(lines: readonly TestLine[]): string {
  const rows = lines.map((line) =>
    [
      numberOf(line.no),
      line.line ?? 1,
      line.mode ?? '9710',
      line.flow ?? 'E',
      line.declared ?? line.released,
      line.released,
      '0801',
      line.partner ?? 'USA',
      '5',
      line.waybill ?? '',
      line.hs ?? '6109100010',
      'T恤衫',
      line.quantity ?? '1',
      line.unit ?? '007',
      '0.5',
      '0.4',
      line.currency ?? 'USD',
      line.amount,
      line.freight ?? '',
      line.insurance ?? '',
      line.terms ?? '',
    ].join(','),
  );
  return `${[header, ...rows].join('\n')}\n`;
}

export interface TestEvent {
  readonly kind?: string;
  readonly no: number;
  readonly line?: number | '';
  readonly on: string;
  readonly quantity?: string;
  readonly unit?: string;
}

/** A file of the template of returns and cancellations, about lines of `lineFile`. */
export function eventFile(events: readonly TestEvent[]): string {
  const rows = events.map(({ kind = '退货', no, line = 1, on, quantity = '', unit = '' }) =>
    [kind, numberOf(no), line, on, quantity, unit].join(','),
  );
  return `${['类型,原清单编号/报关单号,商品序号,受理日期,数量,计量单位', ...rows].join('\n')}\n`;
}

function numberOf(no: number): string {
  return `080120260${String(no).padStart(9, '0')}`;
}

export async function writeAt(
  path: string,
  content: string | Buffer,
  time = new Date('2026-11-08T01:00:00Z'),
): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  await utimes(path, time, time);
  return path;
}

/** Two parks, three tenants with an inbox each, and rates for 2026-08 to 2026-10. */
export async function writeRegistry(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const files: Record<string, string> = {
    parks:
      'park_id,name_zh,name_en,type,district,opened_on\nP01,甲园,Park A,industry_cluster,浑南区,2020-01-01\nP02,乙园,Park B,supervised_site,皇姑区,2020-01-01\n',
    tenants: `uscc,customs_code,name_zh,kind,aliases\n${usccOf(1)},2101960001,甲公司,电商企业,\n${usccOf(2)},2101960002,乙公司,电商企业,\n${usccOf(3)},,丙公司,平台,丙\n`,
    memberships: `uscc,park_id,from,to\n${usccOf(1)},P01,2024-01-01,\n${usccOf(2)},P01,2024-01-01,2026-10-16\n${usccOf(2)},P02,2026-10-16,\n${usccOf(3)},P02,2024-01-01,\n`,
    sources: `source_id,uscc,kind,location,template,semantics,due_day\nS1,${usccOf(1)},inbox,S1,line,snapshot,10\nS2,${usccOf(2)},inbox,S2,line,snapshot,10\nS3,${usccOf(3)},inbox,S3,line,snapshot,10\n`,
    fx_rates: [
      'month,currency,cny_per_100,usd_per_100',
      '2026-08,USD,710.00,',
      '2026-09,USD,712.34,',
      '2026-10,USD,709.87,',
      '2026-09,EUR,800.55,',
      '2026-10,EUR,801.11,',
      '2026-10,JPY,4.7001,',
      '2026-10,KRW,0.5123,0.0722',
      '',
    ].join('\n'),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, `${name}.csv`), content);
  return folder;
}

/** Value of one cell in the newest release of a month, as text; undefined when the release does not hold it. */
export async function cellOf(
  program: Program,
  period: string,
  indicator: string,
  cell: { park?: string; mode?: string; flow?: string; partner?: string; chapter?: string } = {},
): Promise<string | null | undefined> {
  const { park = '_T', mode = '_T', flow = '_T', partner = '_T', chapter = '_T' } = cell;
  const { rows } = await program.database.pool.query<{ value: string | null }>(
    `select value::text from observation join release using (release_key)
     where observation.period = $1 and indicator = $2 and park = $3 and mode = $4 and flow = $5 and partner = $6 and chapter = $7
       and section = '_T' and district = '_T' and transport = '_T' and kind = '_T'
     order by number desc limit 1`,
    [period, indicator, park, mode, flow, partner, chapter],
  );
  return rows[0]?.value;
}
