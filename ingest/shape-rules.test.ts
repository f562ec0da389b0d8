import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lineColumns, lineTemplate } from '../catalogue/line-template.ts';
import { goodRow } from '../catalogue/rules/good-row.ts';
import { type ShapeRule, shapeRules } from '../catalogue/rules/shape.ts';
import type { ShapeExample, ShapeRow, ShapeSheet } from '../catalogue/rules/shape-example.ts';
import { usccCheckCharacter } from '../catalogue/uscc.ts';
import { workbook } from '../fixtures/workbook.ts';
import type { TakenIn } from './delivery.ts';
import { openPlace, type Place, send, take } from './ingest.fixture.ts';

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

/** Each example is a tenant's only file; all are taken in together, as the files of a morning are. */
async function takeAll(): Promise<Map<string | null, TakenIn>> {
  const files = examples.map((example, at) => ({
    name: `${at}.csv`,
    content: fileOf(example),
    uscc: usccOf(at),
  }));
  const taken = await take(place, await send(place, files));
  return new Map(taken.map((one) => [one.delivery.uscc, one]));
}

const usccOf = (at: number) => {
  const body = `91210100MA${String(at).padStart(7, '0')}`;
  return body + usccCheckCharacter(body);
};

let place: Place;
let all: Map<string | null, TakenIn>;
beforeAll(async () => {
  place = await openPlace();
  all = await takeAll();
});
afterAll(() => place.close());

describe('every example of every rule about a file’s shape', () => {
  test.each(examples.map((example, at) => ({ ...example, at })))(
    '$id: $shows, fires is $fires',
    ({ id, at, fires }) => {
      const { delivery, findings } = all.get(usccOf(at)) as TakenIn;
      expect([delivery.fileName, delivery.refusal]).toEqual([`${at}.csv`, null]);
      const classes = new Set(findings.filter(({ rule }) => rule === id).map((one) => one.class));
      expect([...classes]).toEqual(fires ? [entries.find(([name]) => name === id)?.[1].class] : []);
    },
  );

  test('there is one that fires and one that passes', () => {
    expect(entries.filter(([, one]) => new Set(one.examples.map(({ fires }) => fires)).size < 2)).toEqual([]);
  });
});
