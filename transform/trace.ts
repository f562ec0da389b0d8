import { join } from 'node:path';
import { type Dimension, dimensions } from '../catalogue/indicators.ts';
import { lakeLine } from '../catalogue/line-template.ts';
import { total } from '../catalogue/mode.ts';
import type { Duck, Row } from '../engine/duckdb.ts';
import type { Engine, Source } from '../engine/engine.ts';
import { eventFilesOf, eventSource } from './events.ts';
import { computeFacts, factsSources, sectionSource } from './facts.ts';
import { model, models } from './models.ts';
import { inForceSource, placedMemberships } from './partition-sources.ts';
import type { FactsInput, InForce } from './partitions.ts';

export type CellCodes = Readonly<Record<Dimension, string>>;

/** What the lines of a cell are looked for among. */
export interface TraceInput {
  /** Deliveries in force for the release's month, with the memberships and rates that it was made with. */
  readonly facts: FactsInput;
  readonly cell: CellCodes;
  /** The kind of each tenant, by its code. */
  readonly kinds: readonly { readonly uscc: string; readonly kind: string }[];
  /** Tenants whose rows are told; null: all. */
  readonly only: ReadonlySet<string> | null;
  readonly limit: number;
  readonly offset: number;
}

/** A tenant's lines of a mode, flow and month in the cell; amounts in yuan and dollars. */
export interface Contributor {
  readonly delivery_id: string;
  readonly uscc: string;
  readonly customs_mode: string;
  readonly flow: string;
  readonly period: string;
  readonly lines: string;
  readonly cny: string;
  readonly usd: string;
}

/** A line with its place: `part` is the sheet or member, `row` the record's number as people count it. */
export interface TracedLine
  extends Readonly<Record<'delivery' | 'uscc' | 'period' | 'mode' | 'flow', string>> {
  readonly part: string | null;
  readonly row: string;
  readonly park: string | null;
  readonly partner: string;
  readonly chapter: string;
  readonly district: string;
  readonly transport: string;
  readonly declaration_no: string;
  readonly line_no: number;
  readonly declared_on: string;
  readonly released_on: string;
  readonly hs_code: string;
  readonly goods_name: string;
  readonly quantity: string;
  readonly unit: string;
  readonly currency: string;
  readonly declared_month: string;
  /** The statistical value in its currency: exports FOB, imports with freight and insurance. */
  readonly amount: string;
}

export interface TracedLines {
  readonly contributors: readonly Contributor[];
  readonly rows: readonly TracedLine[];
  /** Partitions that the cell reads, with their fingerprints. */
  readonly partitions: Readonly<Record<string, string>>;
}

/** Codes of which some lines of a month are: of a park, mode and flow, and of one detail at most. */
export type LineCodes = Readonly<Partial<Record<Dimension, string>>> & { readonly period: string };

/** Deliveries and lines that a cell of a month is made of: sums from the facts, rows from the lake. */
export async function traceLines(input: TraceInput, dataDir: string, engine: Engine): Promise<TracedLines> {
  const inForce = input.facts.inForce.filter((one) => concerns(input.cell, one));
  const facts = { ...input.facts, inForce };
  const found = await computeFacts(facts, dataDir, engine);
  const sources = [...asked(input), ...factsSources(found), ...lakeSources(facts, dataDir)];
  const names = ['contributor', 'traced_line'] as const;
  const views = names.map((name) => model('trace', name));
  const delivery = new Map(inForce.map((one) => [keyOf(one), one.delivery_id]));
  return engine.run({ sources, views, outputs: [] }, async (duck) => ({
    contributors: (await duck.rows<Omit<Contributor, 'delivery_id'>>('select * from trace.contributor')).map(
      (row) => ({ ...row, delivery_id: delivery.get(keyOf(row)) as string }),
    ),
    rows: await page(duck, input),
    partitions: found.fingerprints,
  }));
}

function asked({ cell, kinds }: Pick<TraceInput, 'cell' | 'kinds'>): Source[] {
  return [
    {
      name: 'trace.cell',
      columns: Object.fromEntries(dimensions.map((dimension) => [dimension, 'VARCHAR'])),
      rows: [cell as Row],
    },
    {
      name: 'registry.tenant_kind',
      columns: { uscc: 'VARCHAR', kind: 'VARCHAR' },
      rows: kinds as unknown as Row[],
    },
    sectionSource,
  ];
}

/** Every code of which the lines of some deliveries are, without totals. */
export async function codesOfLines(
  input: Pick<TraceInput, 'facts' | 'kinds'>,
  dataDir: string,
  engine: Engine,
): Promise<LineCodes[]> {
  const cell = Object.fromEntries(dimensions.map((dimension) => [dimension, total])) as CellCodes;
  const sources = [...asked({ cell, kinds: input.kinds }), ...lakeSources(input.facts, dataDir)];
  const views = (['traced_line', 'code'] as const).map((name) => model('trace', name));
  const rows = await engine.run({ sources, views, outputs: [] }, (duck) =>
    duck.rows('select * from trace.code'),
  );
  return rows.map(
    (row) => Object.fromEntries(Object.entries(row).filter(([, code]) => code !== null)) as LineCodes,
  );
}

/** A return or cancellation beside a line that it is about, with what it takes off it in yuan. */
export interface TracedEvent {
  readonly delivery: string;
  readonly part: string | null;
  readonly row: string;
  readonly kind: string;
  readonly mode: string;
  readonly flow: string;
  readonly park: string | null;
  readonly uscc: string;
  readonly original_period: string | null;
  readonly declaration_no: string;
  readonly line_no: number | null;
  readonly event_on: string;
  readonly state: string;
  readonly cny: string | null;
}

/** Returns and cancellations of a cell, from the files of a release's events. */
export async function traceEvents(
  {
    cell,
    fingerprints,
  }: { readonly cell: CellCodes; readonly fingerprints: Readonly<Record<string, string>> },
  dataDir: string,
  engine: Engine,
): Promise<TracedEvent[]> {
  const files = eventFilesOf(fingerprints, dataDir);
  if (files.length === 0) return [];
  const sources = [...asked({ cell, kinds: [] }), eventSource({ files, fingerprints, computed: [] })];
  const views = [model('trace', 'traced_event')];
  return engine.run({ sources, views, outputs: [] }, (duck) =>
    duck.rows<TracedEvent>('select * from trace.traced_event'),
  );
}

/** False where a mode or flow named by the cell leaves a delivery out. */
function concerns({ mode, flow }: CellCodes, one: InForce): boolean {
  return (mode === total || mode === one.customs_mode) && (flow === total || flow === one.flow);
}

function keyOf(one: Pick<InForce, 'uscc' | 'customs_mode' | 'flow' | 'period'>): string {
  return `${one.uscc} ${one.customs_mode} ${one.flow} ${one.period}`;
}

function lakeSources({ inForce, memberships }: FactsInput, dataDir: string): Source[] {
  const withLines = inForce.filter(({ lines }) => lines > 0);
  const files = [...new Set(withLines.map(({ lake_file }) => join(dataDir, lake_file as string)))].sort();
  const periods = [...new Set(withLines.map(({ period }) => period))].sort();
  return [
    { name: 'lake.line', columns: lakeLine, files, only: { period: periods }, placed: true },
    { name: 'lake.place', columns: { delivery: 'VARCHAR' }, files, placed: true },
    inForceSource(withLines),
    placedMemberships(memberships),
  ];
}

async function page(duck: Duck, { only, limit, offset }: TraceInput): Promise<TracedLine[]> {
  const told = only && [...only].filter((uscc) => /^[0-9A-Z]{18}$/.test(uscc));
  if (told?.length === 0) return [];
  const chosen = told ? `where uscc in (${told.map((uscc) => `'${uscc}'`).join(', ')})` : '';
  return duck.rows<TracedLine>(
    `select * exclude (file_row) replace (cast(row as varchar) as row) from trace.traced_line ${chosen}
     order by delivery, file_row limit ${Number(limit)} offset ${Number(offset)}`,
  );
}

/** The models that an indicator is made by, its own first, with every model that one of them reads. */
export function modelsBehind(id: string): { name: string; sql: string }[] {
  const all = new Map(
    (['facts', 'events', 'cells', 'indicators'] as const)
      .flatMap((layer) => models(layer))
      .map(({ name, sql }) => [name, sql]),
  );
  const found = new Map<string, string>();
  const visit = (name: string): void => {
    const sql = all.get(name);
    if (sql === undefined || found.has(name)) return;
    found.set(name, sql);
    for (const [read] of sql.matchAll(/\b(facts|events|cells|indicators)\.\w+/g)) visit(read);
  };
  visit(`indicators.${id}`);
  return [...found].map(([name, sql]) => ({ name, sql }));
}
