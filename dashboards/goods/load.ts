import { sectionOf } from '../../catalogue/hs-sections.ts';
import type { CodeName, List } from '../answers.ts';
import { ask } from '../ask.ts';
import type { Part } from '../charts/part.ts';
import { besideOf, type CellKey, cellOwn, type Frame, loadFrame } from '../standing/load.ts';
import type { RankedRow, Ranking, WholeRow } from '../standing-answers.ts';
import type { ViewWith } from '../view.ts';
import { sectionNames, viewPaths } from './queries.ts';

/** The page's own parameters: the cell, and the section whose chapters are shown. */
export const own = { ...cellOwn, section: '' } as const;
export type Key = CellKey | 'section';

/** A section or a chapter, ranked among its like. */
export interface Good extends Part {
  readonly row: RankedRow;
}

export interface Loaded extends Frame {
  readonly paths: ReturnType<typeof viewPaths>;
  readonly sections: readonly Good[];
  readonly chapters: readonly Good[];
  readonly whole: WholeRow | undefined;
  /** The section that the address names, if there is such a one. */
  readonly section: Good | undefined;
}

export async function load(view: ViewWith<Key>): Promise<Loaded | undefined> {
  const frame = await loadFrame(view);
  if (!frame) return undefined;
  const paths = viewPaths(frame.period, besideOf(frame));
  const [names, sectionRanks, chapterRanks] = await Promise.all([
    ask<List<CodeName & { dimension: string }>>(sectionNames),
    ask<Ranking>(paths.sections),
    ask<Ranking>(paths.chapters),
  ]);
  const nameOf = new Map(names.rows.map((one) => [one.code, one[frame.language]]));
  const good = (code: string, name: string, row: RankedRow): Good => ({
    key: code,
    label: labelOf(code, shortName(name)),
    full: labelOf(code, name),
    row,
  });
  const sections = sectionRanks.rows.map((row) => {
    const code = row.section ?? '_U';
    return good(code, nameOf.get(code) ?? code, row);
  });
  return {
    ...frame,
    paths,
    sections,
    chapters: chapterRanks.rows.map((row) => good(row.chapter, frame.nameOf('chapter', row.chapter), row)),
    whole: chapterRanks.totals[0],
    section: sections.find(({ key }) => key === view.section),
  };
}

export function chaptersIn(loaded: Loaded, section: string): readonly Good[] {
  return loaded.chapters.filter(({ key }) => (key === '_U' ? '_U' : sectionOf(key)) === section);
}

function labelOf(code: string, name: string): string {
  return code.startsWith('_') ? name : `${code} ${name}`;
}

/** A name of the HS up to its first semicolon: what follows are further goods. */
export function shortName(name: string): string {
  return name.split(/[；;]/)[0]?.trim() ?? name;
}
