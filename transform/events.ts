import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeLists } from '../catalogue/codes.ts';
import { lakeEvent } from '../catalogue/event-template.ts';
import { lakeLine } from '../catalogue/line-template.ts';
import { unitFactors } from '../catalogue/units.ts';
import type { Duck, Row } from '../engine/duckdb.ts';
import type { Engine, Source, View } from '../engine/engine.ts';
import { type EventPartition, type EventsInput, eventPartitionsOf } from './event-partitions.ts';
import { blocked, settle } from './facts.ts';
import { model } from './models.ts';
import { placedMemberships } from './partition-sources.ts';
import { rateSource } from './rates.ts';

export interface EventFiles {
  /** A Parquet file for each mode, flow and month with events. */
  readonly files: readonly string[];
  readonly fingerprints: Readonly<Record<string, string>>;
  readonly computed: readonly string[];
}

export const noEvents: EventFiles = { files: [], fingerprints: {}, computed: [] };

/** A return or cancellation beside one line that it is about, with what it takes off it. Never published as it is. */
const columns = {
  period: 'VARCHAR',
  customs_mode: 'VARCHAR',
  flow: 'VARCHAR',
  kind: 'VARCHAR',
  uscc: 'VARCHAR',
  park_id: 'VARCHAR',
  original_period: 'VARCHAR',
  delivery: 'VARCHAR',
  part: 'VARCHAR',
  row: 'BIGINT',
  declaration_no: 'VARCHAR',
  line_no: 'INTEGER',
  event_on: 'DATE',
  state: 'VARCHAR',
  declarations: 'INTEGER',
  cny_fen: 'DECIMAL(38,0)',
} as const;

const partitionColumns = ['customs_mode', 'flow', 'period'] as const;
const factors = unitFactors(codeLists.unit.map(({ code }) => code));

/** In the order in which one reads the other. The lines are read once, whatever looks at them. */
function views(): View[] {
  const events = (name: string, held = false): View => ({ ...model('events', name), held });
  return [
    model('facts', 'counted_line'),
    events('event', true),
    events('original_line', true),
    events('placed_event'),
    events('counted_event'),
  ];
}

/**
 * Values the returns and cancellations of some months, a file for each mode, flow and month under the fingerprint of what it
 * is made from. All that are due are made in one go: the lines that they are about may lie in any month before.
 */
export async function computeEvents(
  input: EventsInput,
  dataDir: string,
  engine: Engine,
): Promise<EventFiles> {
  const partitions = eventPartitionsOf(input, [views(), factors]);
  const due = partitions.filter((partition) => !existsSync(eventsPath(dataDir, partition)));
  if (due.length > 0) await compute(due, input, dataDir, engine);
  return {
    files: partitions.map((partition) => eventsPath(dataDir, partition)),
    fingerprints: Object.fromEntries(partitions.map(({ id, fingerprint }) => [id, fingerprint])),
    computed: due.map(({ id }) => id),
  };
}

/** The files of events by the partitions' fingerprints, as far as they stand. */
export function eventFilesOf(fingerprints: Readonly<Record<string, string>>, dataDir: string): string[] {
  return Object.entries(fingerprints)
    .map(([id, fingerprint]) => eventsPath(dataDir, { id, fingerprint }))
    .filter((path) => existsSync(path));
}

export function eventSource({ files }: EventFiles): Source {
  return { name: 'facts.event', columns, files };
}

function eventsPath(
  dataDir: string,
  { id, fingerprint }: Pick<EventPartition, 'id' | 'fingerprint'>,
): string {
  return join(dataDir, 'facts', 'event', id, `${fingerprint}.parquet`);
}

async function compute(
  due: readonly EventPartition[],
  input: EventsInput,
  dataDir: string,
  engine: Engine,
): Promise<void> {
  const folder = join(dataDir, 'tmp', `events-${process.pid}-${crypto.randomUUID()}`);
  const sources = [...lakeSources(due, dataDir), ...registrySources(due, input)];
  const outputs = [{ relation: 'events.counted_event', folder, partitionBy: partitionColumns }];
  try {
    await engine.run({ sources, views: views(), outputs }, refuseUnvalued);
    for (const partition of due) {
      const path = partitionColumns.map((column) => `${column}=${partition[column]}`);
      await settle(join(folder, ...path), eventsPath(dataDir, partition));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A line that events are about may be of a month that was never drawn up, where nobody has looked yet. */
async function refuseUnvalued(duck: Duck): Promise<void> {
  for (const check of ['rate_missing', 'membership_missing']) {
    const rows = await duck.rows(model('events', check).sql);
    if (rows.length) throw blocked(check, rows);
  }
}

function lakeSources(due: readonly EventPartition[], dataDir: string): Source[] {
  const lines = unique(due.flatMap((partition) => partition.lines));
  const events = unique(due.flatMap((partition) => partition.events));
  const inForce = { delivery: 'VARCHAR', customs_mode: 'VARCHAR', flow: 'VARCHAR', period: 'VARCHAR' };
  const placed = (files: readonly (string | null)[]) =>
    [...new Set(files)].flatMap((file) => (file === null ? [] : [join(dataDir, file)])).sort();
  return [
    {
      name: 'lake.line',
      columns: lakeLine,
      files: placed(lines.map(({ lake_file }) => lake_file)),
      only: { period: [...new Set(lines.map(({ period }) => period))].sort() },
    },
    { name: 'lake.in_force', columns: inForce, rows: lines.map(standing) },
    {
      name: 'lake.event',
      columns: lakeEvent,
      files: placed(events.map(({ event_file }) => event_file)),
    },
    {
      name: 'lake.event_in_force',
      columns: { ...inForce, by_message: 'BOOLEAN' },
      rows: events.map((one) => ({ ...standing(one), by_message: one.by_message })),
    },
    {
      name: 'lake.event_due',
      columns: { customs_mode: 'VARCHAR', flow: 'VARCHAR', period: 'VARCHAR' },
      rows: due.map(({ customs_mode, flow, period }) => ({ customs_mode, flow, period })),
    },
  ];
}

function registrySources(due: readonly EventPartition[], { memberships, rates }: EventsInput): Source[] {
  const months = due.flatMap(({ lines }) => lines.flatMap((one) => one.rates.map((key) => key.slice(0, 7))));
  return [
    placedMemberships(memberships),
    rateSource(rates, new Set(months)),
    {
      name: 'catalogue.unit_factor',
      columns: {
        from_unit: 'VARCHAR',
        to_unit: 'VARCHAR',
        numerator: 'BIGINT',
        denominator: 'BIGINT',
      },
      rows: factors as unknown as Row[],
    },
  ];
}

interface Standing {
  readonly delivery_id: string;
  readonly customs_mode: string;
  readonly flow: string;
  readonly period: string;
}

function standing({ delivery_id, customs_mode, flow, period }: Standing) {
  return { delivery: delivery_id, customs_mode, flow, period };
}

/** Later months of a tenant look at the same earlier ones. */
function unique<T extends Standing>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [Object.values(standing(one)).join(' '), one])).values()];
}
