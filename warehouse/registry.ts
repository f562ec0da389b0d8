import type { Kysely, Transaction } from 'kysely';
import { Refusal } from '../catalogue/refusal.ts';
import type { Database } from './database.ts';
import { type FileError, type RegistryFiles, readRegistry } from './registry-files.ts';
import type { Tables } from './tables.ts';

export interface RegistryCounts {
  readonly parks: number;
  readonly tenants: number;
  readonly memberships: number;
  readonly sources: number;
  readonly fx_rates: number;
  /** Supervision sites; left out where the folder has no such file. */
  readonly sites?: number;
  /** Addresses of reporting clerks; left out likewise. */
  readonly contacts?: number;
}

/**
 * Loads the CSV files of a folder, all or nothing. A row with a known key is replaced; a tenant's memberships and contacts
 * and a site's parks are replaced as a whole by those in the file; what a file does not name stays. The same folder twice changes nothing.
 */
export async function loadRegistry({ kysely }: Database, folder: string): Promise<RegistryCounts> {
  const known = {
    parks: await column(kysely, 'park', 'park_id'),
    tenants: await column(kysely, 'tenant', 'uscc'),
  };
  const { files, errors } = await readRegistry(folder, known);
  if (errors.length) throw invalid(errors);
  await kysely.transaction().execute((transaction) => store(transaction, files));
  return {
    parks: files.parks.length,
    tenants: files.tenants.length,
    memberships: files.memberships.length,
    sources: files.sources.length,
    fx_rates: files.fx_rates.length,
    ...(files.sites.length ? { sites: files.sites.length } : {}),
    ...(files.contacts.length ? { contacts: files.contacts.length } : {}),
  };
}

async function column(kysely: Kysely<Tables>, table: 'park' | 'tenant', name: string): Promise<Set<string>> {
  const rows = await kysely.selectFrom(table).selectAll().execute();
  return new Set(rows.map((row) => (row as Record<string, unknown>)[name] as string));
}

function invalid(errors: readonly FileError[]): Refusal {
  const first = errors[0] as FileError;
  const more = errors.length - 1;
  return new Refusal(
    'registry_invalid',
    {
      zh: `未载入：${first.file} 第${first.row}行 ${first.column}“${first.value}”${first.zh}${more ? `；另有${more}处错误` : ''}`,
      en: `Nothing loaded: ${first.file} row ${first.row} ${first.column} "${first.value}" ${first.en}${more ? `; ${more} more errors` : ''}`,
    },
    { errors },
  );
}

const chunk = 1000;

async function store(transaction: Transaction<Tables>, files: RegistryFiles): Promise<void> {
  for (const rows of chunks(files.parks)) {
    await transaction
      .insertInto('park')
      .values(rows)
      .onConflict((on) =>
        on.column('park_id').doUpdateSet((set) => ({
          name_zh: set.ref('excluded.name_zh'),
          name_en: set.ref('excluded.name_en'),
          type: set.ref('excluded.type'),
          district: set.ref('excluded.district'),
          opened_on: set.ref('excluded.opened_on'),
        })),
      )
      .execute();
  }
  for (const rows of chunks(files.tenants)) {
    await transaction
      .insertInto('tenant')
      .values(rows)
      .onConflict((on) =>
        on.column('uscc').doUpdateSet((set) => ({
          customs_code: set.ref('excluded.customs_code'),
          name_zh: set.ref('excluded.name_zh'),
          kind: set.ref('excluded.kind'),
          aliases: set.ref('excluded.aliases'),
        })),
      )
      .execute();
  }
  const moved = [...new Set(files.memberships.map(({ uscc }) => uscc))];
  for (const some of chunks(moved))
    await transaction.deleteFrom('membership').where('uscc', 'in', some).execute();
  for (const rows of chunks(files.memberships))
    await transaction.insertInto('membership').values(rows).execute();
  const placed = [...new Set(files.sites.map(({ site_code }) => site_code))];
  for (const some of chunks(placed))
    await transaction.deleteFrom('supervision_site').where('site_code', 'in', some).execute();
  for (const rows of chunks(files.sites))
    await transaction.insertInto('supervision_site').values(rows).execute();
  const written = [...new Set(files.contacts.map(({ uscc }) => uscc))];
  for (const some of chunks(written))
    await transaction.deleteFrom('tenant_contact').where('uscc', 'in', some).execute();
  for (const rows of chunks(files.contacts))
    await transaction.insertInto('tenant_contact').values(rows).execute();
  for (const rows of chunks(files.sources)) {
    await transaction
      .insertInto('source')
      .values(rows)
      .onConflict((on) =>
        on.column('source_id').doUpdateSet((set) => ({
          uscc: set.ref('excluded.uscc'),
          kind: set.ref('excluded.kind'),
          location: set.ref('excluded.location'),
          template: set.ref('excluded.template'),
          semantics: set.ref('excluded.semantics'),
          due_day: set.ref('excluded.due_day'),
          options: set.ref('excluded.options'),
        })),
      )
      .execute();
  }
  for (const rows of chunks(files.fx_rates)) {
    await transaction
      .insertInto('fx_rate')
      .values(rows)
      .onConflict((on) =>
        on.columns(['month', 'currency']).doUpdateSet((set) => ({
          cny_per_100: set.ref('excluded.cny_per_100'),
          usd_per_100: set.ref('excluded.usd_per_100'),
        })),
      )
      .execute();
  }
}

function chunks<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / chunk) }, (_, at) =>
    rows.slice(at * chunk, (at + 1) * chunk),
  );
}

export async function findTenant({ kysely }: Database, uscc: string) {
  return kysely.selectFrom('tenant').selectAll().where('uscc', '=', uscc).executeTakeFirst();
}

export async function listTenants({ kysely }: Database) {
  return kysely.selectFrom('tenant').selectAll().orderBy('uscc').execute();
}

export async function listParks({ kysely }: Database) {
  return kysely.selectFrom('park').selectAll().orderBy('park_id').execute();
}

export async function listSources({ kysely }: Database) {
  return kysely.selectFrom('source').selectAll().orderBy('source_id').execute();
}

export async function listMemberships({ kysely }: Database) {
  return kysely.selectFrom('membership').selectAll().orderBy('uscc').orderBy('from_day').execute();
}

export async function listRates({ kysely }: Database) {
  return kysely.selectFrom('fx_rate').selectAll().orderBy('month').orderBy('currency').execute();
}

export async function listSites({ kysely }: Database) {
  return kysely.selectFrom('supervision_site').selectAll().orderBy('site_code').orderBy('from_day').execute();
}
