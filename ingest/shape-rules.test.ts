import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lineColumns, lineTemplate } from '../catalogue/line-template.ts';
import { goodRow } from '../catalogue/rules/good-row.ts';
import { type ShapeRule, shapeRules } from '../catalogue/rules/shape.ts';
import type { ShapeExample, ShapeRow, ShapeSheet } from '../catalogue/rules/shape-example.ts';
import { workbook } from '../fixtures/workbook.ts';
import { openPlace, type Place, takeOne } from './ingest.fixture.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

const header = lineColumns.map((column) => lineTemplate[column].zh);

/** Texts alone are set out in the width of the table: how many cells a row has is no matter of theirs. */
function cellsOf(row: ShapeRow): readonly string[] {
  if (row === 'header') return header;
  if ('texts' in row) return header.map((_, at) => row.texts[at] ?? '');
  return [...lineColumns.map((column) => row.cells[column] ?? goodRow[column]), ...(row.surplus ?? [])];
}

const tableOf = ({ rows, hasNoTable }: ShapeSheet) => [...(hasNoTable ? [] : [header]), ...rows.map(cellsOf)];

function fileOf({ sheets, hasMacros }: ShapeExample): string | Buffer {
  const [first] = sheets;
  if (first?.name === '')
    return tableOf(first)
      .map((cells) => `${cells.join(',')}\n`)
      .join('');
  return workbook({
    sheets: sheets.map((sheet) => ({
      name: sheet.name,
      rows: tableOf(sheet),
      ...(sheet.isHidden ? { state: 'hidden' as const } : {}),
      hiddenRows: sheet.hiddenRows ?? [],
    })),
    members: hasMacros ? { 'xl/vbaProject.bin': 'x' } : {},
  });
}

const entries = Object.entries<ShapeRule>(shapeRules);
const examples = entries.flatMap(([id, { examples: own }]) => own.map((example) => ({ id, ...example })));

describe('every example of every rule about a file’s shape', () => {
  test.each(examples)('$id: $shows, fires is $fires', async ({ id, ...example }) => {
    const { delivery, findings } = await takeOne(place, fileOf(example));
    expect(delivery.refusal).toBe(null);
    const classes = new Set(findings.filter(({ rule }) => rule === id).map((one) => one.class));
    expect([...classes]).toEqual(example.fires ? [entries.find(([name]) => name === id)?.[1].class] : []);
  });

  test('there is one that fires and one that passes', () => {
    expect(entries.filter(([, one]) => new Set(one.examples.map(({ fires }) => fires)).size < 2)).toEqual([]);
  });
});
