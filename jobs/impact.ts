import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Impact, ImpactAction } from '../api/collection.ts';
import type { Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { duckEngine, type Engine } from '../engine/engine.ts';
import { monthsTouchedBy } from '../warehouse/events-in-force.ts';
import { supposing } from '../warehouse/hypothetical.ts';
import { listParks } from '../warehouse/registry.ts';
import { latestRelease } from '../warehouse/releases.ts';
import { type CellValues, flips, movedCells, readDraft } from './impact-cells.ts';
import { impactSentences } from './impact-sentences.ts';
import { computeMonth, type MonthInput, monthInputOf, relocated } from './month.ts';
import type { Program } from './program.ts';

/** A month as it would be drawn up, or why it could not be. */
type Drawn =
  | { readonly cells: CellValues; readonly blocked: null }
  | { readonly cells: CellValues; readonly blocked: Refusal };

/** Growth that turns is told so many times at most; the cells that cause it are all counted. */
const flipsTold = 100;

/**
 * What accepting a delivery would change, withdrawing it or putting it back: each month that it covers is drawn up with
 * it and without it, in a folder of its own, and the two are compared cell by cell.
 */
export async function impact(
  program: Program,
  id: string,
  action: ImpactAction,
  limit: number,
): Promise<Impact> {
  const { database } = program;
  const periods = (await monthsTouchedBy(database, id)) as Period[];
  const without = await inputs(program, id, 'withdrawn', periods);
  const having = await inputs(program, id, 'accepted', periods);
  const [before, after] = action === 'withdraw' ? [having, without] : [without, having];
  const drafts = await drawBoth(program, periods, before, after);
  const cells = movedCells(drafts);
  const turned = await flips(database, drafts, cells);
  const months = [];
  for (const { period, after: then } of drafts)
    months.push({
      period,
      release: (await latestRelease(database, period))?.id ?? null,
      moved: cells.filter((cell) => cell.period === period).length,
      blocked: then.blocked?.text ?? null,
    });
  const releases = months.flatMap(({ release, moved }) => (release && moved ? [release] : []));
  const found = {
    action,
    months,
    moved: cells.length,
    cells: cells.slice(0, limit),
    flips: turned.slice(0, flipsTold),
    releases,
  };
  const parks = new Map((await listParks(database)).map((park) => [park.park_id, park]));
  return { ...found, sentences: impactSentences(found, cells, parks) };
}

async function inputs(
  { database }: Program,
  id: string,
  stage: 'accepted' | 'withdrawn',
  periods: readonly Period[],
): Promise<Map<Period, MonthInput>> {
  return supposing(database, id, stage, async (supposed) => {
    const found = new Map<Period, MonthInput>();
    for (const period of periods) found.set(period, await monthInputOf(supposed, period));
    return found;
  });
}

export interface BothDrafts {
  readonly period: Period;
  readonly before: Drawn;
  readonly after: Drawn;
}

async function drawBoth(
  { settings, ingest }: Program,
  periods: readonly Period[],
  before: ReadonlyMap<Period, MonthInput>,
  after: ReadonlyMap<Period, MonthInput>,
): Promise<BothDrafts[]> {
  const folder = join(settings.dataDir, 'tmp', `impact-${process.pid}-${crypto.randomUUID()}`);
  const engine = duckEngine({ ...ingest.duck, folders: [settings.dataDir] });
  const lake = relative(folder, settings.dataDir);
  try {
    const drafts: BothDrafts[] = [];
    for (const period of periods)
      drafts.push({
        period,
        before: await draw(before.get(period), folder, lake, engine),
        after: await draw(after.get(period), folder, lake, engine),
      });
    return drafts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Partitions that both drafts have are computed once: they have the same fingerprint in the same folder. */
async function draw(
  input: MonthInput | undefined,
  folder: string,
  lake: string,
  engine: Engine,
): Promise<Drawn> {
  const nothing: CellValues = new Map();
  if (!input || input.facts.inForce.length === 0) return { cells: nothing, blocked: null };
  try {
    const placed = relocated(
      input,
      ({ lake_file }) => lake_file && join(lake, lake_file),
      ({ event_file }) => event_file && join(lake, event_file),
    );
    const { month } = await computeMonth(placed, folder, engine);
    return { cells: await readDraft(month.path), blocked: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { cells: nothing, blocked: error };
  }
}
