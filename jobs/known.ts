import { join } from 'node:path';
import type { Arrival } from '../ingest/delivery.ts';
import { type History, plainName } from '../ingest/file-rules.ts';
import type { Known } from '../ingest/settings.ts';
import type { Claims, ColumnMap } from '../ingest/tables.ts';
import { eventsInForceOf, inForceIn, inForceOf, messageFilesOf } from '../warehouse/history.ts';
import { listRates, listSources, listTenants } from '../warehouse/registry.ts';
import { releasedMonths } from '../warehouse/releases.ts';
import type { Program } from './program.ts';

/** What collection may ask of the registry and of what was delivered before. */
export function known(program: Program, isKnown: (id: string, arrival: Arrival) => Promise<boolean>): Known {
  return {
    isKnown,
    tenantsNamed: (claims) => tenantsNamed(program, claims),
    columnMap: (arrival) => columnMapOf(program, arrival),
    history: (usccs) => history(program, usccs),
    messageFiles: async (usccs) => {
      const files = await messageFilesOf(program.database, usccs);
      const absolute = (path: string) => join(program.settings.dataDir, path);
      return new Map([...files].map(([uscc, paths]) => [uscc, paths.map(absolute)]));
    },
  };
}

/** A tenant's own column names stand with its source; a file handed in is read by those of the tenant's sources. */
async function columnMapOf({ database }: Program, { sourceId, uscc }: Arrival): Promise<ColumnMap | null> {
  const own = (await listSources(database)).filter(
    (source) =>
      source.template === 'own' && (sourceId ? source.source_id === sourceId : source.uscc === uscc),
  );
  const { columns = {}, constants = {} } = own[0]?.options ?? {};
  if (typeof columns === 'string' || typeof constants === 'string' || own.length === 0) return null;
  return { columns: columns as ColumnMap['columns'], constants };
}

/** Registered tenants whose number, customs code, name or former name stands in the content. */
async function tenantsNamed({ database }: Program, { usccs, names }: Claims): Promise<string[]> {
  const tenants = await listTenants(database);
  const said = new Set(names.map(plainName));
  return tenants
    .filter(
      ({ uscc, customs_code, name_zh, aliases }) =>
        usccs.includes(uscc) ||
        (customs_code !== null && usccs.includes(customs_code)) ||
        [name_zh, ...aliasesOf(aliases)].some((name) => said.has(plainName(name))),
    )
    .map(({ uscc }) => uscc);
}

function aliasesOf(aliases: string): string[] {
  return aliases.split(/[;；|]/).flatMap((name) => (name.trim() ? [name.trim()] : []));
}

async function history({ database, settings }: Program, usccs: readonly string[]): Promise<History> {
  const placed = (months: Awaited<ReturnType<typeof inForceOf>>) =>
    months.flatMap(({ lake_file, ...month }) =>
      lake_file === null ? [] : [{ ...month, lake_file: join(settings.dataDir, lake_file) }],
    );
  const events = await eventsInForceOf(database, usccs);
  return {
    events: events.flatMap(({ event_file, ...event }) =>
      event_file === null ? [] : [{ ...event, event_file: join(settings.dataDir, event_file) }],
    ),
    lines: placed(await inForceOf(database, usccs)),
    inForceIn: async (periods) => placed(await inForceIn(database, periods)),
    tenants: (await listTenants(database)).map(({ uscc, name_zh, aliases, customs_code }) => ({
      uscc,
      name_zh,
      customs_code,
      aliases: aliasesOf(aliases),
    })),
    rates: (await listRates(database)).map(({ month, currency, cny_per_100 }) => ({
      month,
      currency,
      cny_per_100,
    })),
    released: await releasedMonths(database),
  };
}
