import { type Database, openDatabase } from './database.ts';
import type { NewDelivery, NewFinding } from './deliveries.ts';
import { openTestServer } from './server.fixture.ts';

export const tenant = '91210100MA0000001X';
export const otherTenant = '91210100MA0000002X';

/** Two tenants of one park, each with an inbox. */
export async function registerTenants({ kysely }: Database): Promise<void> {
  await kysely
    .insertInto('park')
    .values({
      park_id: 'P01',
      name_zh: '甲园',
      name_en: 'Park A',
      type: 'industry_cluster',
      district: '浑南区',
      opened_on: '2020-01-01',
    })
    .execute();
  for (const [at, uscc] of [tenant, otherTenant].entries()) {
    await kysely
      .insertInto('tenant')
      .values({ uscc, customs_code: null, name_zh: `企业${at + 1}`, kind: '电商企业', aliases: '' })
      .execute();
    await kysely
      .insertInto('membership')
      .values({ uscc, park_id: 'P01', from_day: '2024-01-01', to_day: null })
      .execute();
  }
}

/** Databases on one server, each closed with it. */
export async function openDatabases(prefix: string) {
  const server = await openTestServer(prefix);
  const opened: Database[] = [];
  return {
    place: server.place,
    open: async (): Promise<Database> => {
      const { databaseUrl } = await server.place();
      const database = await openDatabase({ connectionString: databaseUrl });
      opened.push(database);
      await registerTenants(database);
      return database;
    },
    close: async () => {
      for (const database of opened) await database.close();
      await server.close();
    },
  };
}

export function asking(rest: Partial<NewFinding> = {}): NewFinding {
  return {
    rule: 'value_outlier',
    class: 'confirm',
    part: null,
    row: 2,
    period: '2026-10',
    column_name: 'amount',
    value: '1000000',
    subject: '9710 export 080120260000000001 1',
    ...rest,
  };
}

/** A delivery of one tenant that covers October 2026 with 9710 exports, unless told otherwise. */
export function newDelivery(id: string, received: string, rest: Partial<NewDelivery> = {}): NewDelivery {
  return {
    id,
    sha256: id.repeat(8),
    bytes: 1000,
    uscc: tenant,
    source_id: null,
    file_name: `${id}.csv`,
    file_time: new Date(`${received}Z`),
    received_at: new Date(`${received}Z`),
    declared_period: null,
    format: 'csv',
    encoding: 'utf-8',
    template: 'line',
    recognition: null,
    part_count: 1,
    relation: 'line',
    kept: 'as_received',
    refusal_id: null,
    refusal_value: null,
    ignored_columns: [],
    rows_read: 5,
    accepted: 5,
    rejected: 0,
    set_aside: 0,
    lake_file: `lake/${id}.parquet`,
    event_file: null,
    message_file: null,
    event_coverage: [],
    coverage: [{ customs_mode: '9710', flow: 'export', period: '2026-10', lines: 5, rates: ['2026-10 USD'] }],
    findings: [],
    ...rest,
  };
}
