import { plainHeader } from '../../catalogue/line-template.ts';
import { columnLabel, type Template } from '../../catalogue/templates.ts';
import { Stop } from '../stop.ts';
import { columnNamed, isPersonal } from './header-names.ts';
import { countFilled, isBlank, plain } from './plain.ts';

/** A header that names every column that its template needs. */
export interface Header {
  readonly template: Template;
  /** What stands over each column, for people. */
  readonly texts: readonly string[];
  /** The template's column of each cell; null is left unread. */
  readonly columns: readonly (string | null)[];
  /** The rows as they stand, to know them again on the next page. */
  readonly rows: readonly (readonly string[])[];
}

/** How near a row comes to being a template's header. */
export interface Reading {
  readonly template: Template;
  readonly texts: readonly string[];
  readonly named: readonly (string | null)[];
  readonly columns: readonly (string | null)[];
  readonly badUnits: readonly string[];
  readonly twice: readonly string[];
  readonly missing: readonly string[];
  /** Columns of the template that are there. */
  readonly known: number;
}

/** Each column's possible names, the fuller first: over a group's cells stands the group's name. */
type Names = readonly (readonly string[])[];

export function namesOf(top: readonly string[], below?: readonly string[]): Names {
  if (!below) return top.map((cell) => (isBlank(cell) ? [] : [cell]));
  let group = '';
  return Array.from({ length: Math.max(top.length, below.length) }, (_, at) => {
    const [over, under] = [top[at] ?? '', below[at] ?? ''];
    if (isBlank(under)) {
      group = '';
      return isBlank(over) ? [] : [over];
    }
    if (!isBlank(over)) group = over;
    return group === ''
      ? [under]
      : [`${group.trim()}${under.trim()}`, under, ...(isBlank(over) ? [] : [over])];
  });
}

export function readHeader(names: Names, template: Template): Reading {
  const cells = names.map((candidates) => readCell(candidates, template));
  const columns = onlyFirstChoice(cells);
  const present = new Set(columns.filter((name) => name !== null));
  return {
    template,
    columns,
    texts: cells.map(({ text }) => text),
    named: cells.map(({ column }) => column),
    badUnits: cells.flatMap(({ badUnit, text }) => (badUnit ? [text] : [])),
    twice: [...present].filter((name) => columns.indexOf(name) !== columns.lastIndexOf(name)),
    missing: template.required.filter((name) => !present.has(name)),
    known: present.size,
  };
}

interface Cell {
  readonly text: string;
  readonly column: string | null;
  readonly badUnit: boolean;
  /** 2: the template's first choice. 0: named by the lower row only, under a group that says something else. */
  readonly rank: number;
}

function readCell(candidates: readonly string[], template: Template): Cell {
  for (const [at, candidate] of candidates.entries()) {
    const found = columnNamed(candidate, template);
    if (!found) continue;
    const rank = template.preferred.has(plainHeader(candidate)) ? 2 : at === 0 ? 1 : 0;
    return { text: plain(candidate), ...found, rank };
  }
  return { text: plain(candidates[0] ?? ''), column: null, badUnit: false, rank: 0 };
}

/** Where several cells name one column and one of them is the better choice, the others are left unread. */
function onlyFirstChoice(cells: readonly Cell[]): (string | null)[] {
  const best = new Map<string, number>();
  for (const { column, rank } of cells)
    if (column !== null) best.set(column, Math.max(rank, best.get(column) ?? 0));
  return cells.map(({ column, rank }) => (column !== null && rank === best.get(column) ? column : null));
}

/**
 * The header that a row, or two together, are. Undefined when they name too little; throws Stop when they name enough
 * and still cannot be read.
 */
export function headerOf(
  rows: readonly (readonly string[])[],
  templates: readonly Template[],
): Header | undefined {
  const [top = [], below] = rows;
  if (countFilled(top) < 2) return undefined;
  const names = namesOf(top, below);
  const readings = templates.map((template) => readHeader(names, template));
  const all = readings.filter(({ missing }) => missing.length === 0);
  // What a tenant has registered says how its lines are to be read.
  const complete = all.some(({ template }) => template.id === 'own')
    ? all.filter(({ template }) => template.id === 'own' || template.id === 'event')
    : all;
  const [best, ...rest] = mostTelling(complete);
  if (!best) return undefined;
  refusePersonal(best);
  if (rest.length)
    throw new Stop('template_ambiguous', [best, ...rest].map(({ template }) => template.zh).join('、'));
  if (best.badUnits.length) throw new Stop('header_unit', best.badUnits.join('、'));
  if (best.twice.length)
    throw new Stop(
      'header_duplicate_column',
      best.twice.map((name) => columnLabel(best.template, name)).join('、'),
    );
  return { template: best.template, texts: best.texts, columns: best.columns, rows };
}

/** Readings of which no other reads all the same cells and more. Of two that read the same, the first. */
function mostTelling(readings: readonly Reading[]): Reading[] {
  const cells = (reading: Reading) =>
    new Set(reading.named.flatMap((name, at) => (name === null ? [] : [at])));
  return readings.filter((one, at) => {
    const own = cells(one);
    return !readings.some((other, place) => {
      if (other === one) return false;
      const theirs = cells(other);
      const covers = [...own].every((cell) => theirs.has(cell));
      return covers && (theirs.size > own.size || place < at);
    });
  });
}

export function refusePersonal({ texts, template, columns, known }: Reading): void {
  // A row that names hardly any column of ours may be no header but somebody's data: told by its place only.
  const personal = texts.flatMap((text, at) =>
    (columns[at] ?? null) === null && isPersonal(text, template) ? [known < 3 ? `#${at + 1}` : text] : [],
  );
  if (personal.length) throw new Stop('personal_data', personal.join('、'));
}

/** The template that a row comes nearest to. */
export function nearest(cells: readonly string[], templates: readonly Template[]): Reading | undefined {
  const readings = templates.map((template) => readHeader(namesOf(cells), template));
  return readings.reduce<Reading | undefined>(
    (best, next) => (!best || distance(next) < distance(best) ? next : best),
    undefined,
  );
}

function distance({ missing, known }: Reading): number {
  return missing.length - known;
}

export function missingWords({ template, missing }: Reading): string {
  return missing.map((name) => columnLabel(template, name)).join('、');
}
