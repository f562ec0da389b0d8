import { afterAll, beforeAll, expect, test } from 'vitest';
import { lineColumns, lineTemplate } from '../../catalogue/line-template.ts';
import { type CellValue, workbook } from '../../fixtures/workbook.ts';
import { cellsOf, filesWith, lakeRows, openPlace, type Place, takeOne } from '../ingest.fixture.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

const header = lineColumns.map((name) => lineTemplate[name].zh);
const days = (cells: readonly string[]): CellValue[] =>
  cells.map((cell, at) =>
    lineColumns[at] === 'declared_on'
      ? { value: 46307, style: 1 }
      : ['amount', 'quantity', 'net_kg'].includes(lineColumns[at] as string)
        ? Number(cell)
        : cell,
  );

test('a decorated workbook becomes lines, with sheet and row', async () => {
  const rows = cellsOf([{}, { amount: '1234.56' }, { goods_name: '张三13800138000' }]).map(days);
  const damaged = days(cellsOf([{}])[0] as string[]);
  damaged[0] = { value: '801202600000000123', type: 'n' };
  const taken = await takeOne(
    place,
    workbook({
      shared: true,
      formats: ['yyyy"年"m"月"d"日"'],
      sheets: [
        {
          name: '十月',
          rows: [['明细表'], [], header, ...rows, damaged, ['填报人：李四', '电话 13900139000']],
        },
        { name: '旧', state: 'hidden', rows: [header, ...rows] },
      ],
    }),
  );
  expect(taken.delivery).toMatchObject({
    format: 'xlsx',
    template: 'line',
    refusal: null,
    rowsRead: 6,
    accepted: 3,
    rejected: 1,
    setAside: 2,
  });
  const rejected = taken.findings.filter((finding) => finding.class === 'must_fix');
  expect(rejected).toMatchObject([
    {
      rule: 'identifier_damaged',
      part: '十月',
      row: 7,
      column_name: 'declaration_no',
      value: '8.01202600000000E+17',
    },
  ]);
  const lines = await lakeRows(place, taken);
  expect(lines.filter((one) => one.outcome === 'accepted')).toMatchObject([
    { row: '4', declared_on: '2026-10-12', amount: '120.00000' },
    { row: '5', amount: '1234.56000' },
    { row: '6', goods_name: '张三******' },
  ]);
  for (const secret of ['13800138000', '13900139000', '李四'])
    expect(await filesWith(place.settings.dataDir, Buffer.from(secret))).toEqual([]);
});

test('returns in a workbook become events', async () => {
  const taken = await takeOne(
    place,
    workbook({
      sheets: [
        {
          name: '退货',
          rows: [
            ['类型', '原清单编号', '商品序号', '受理日期', '数量', '计量单位', '原因'],
            ['退货', '080120260000000001', '1', '2026-11-01', 1, '007', '质量'],
            ['换货', '080120260000000001', '1', '2026-11-01', 1, '007', '质量'],
          ],
        },
      ],
    }),
  );
  expect(taken.delivery).toMatchObject({ template: 'event', refusal: null, rowsRead: 2 });
  expect(taken.findings.map(({ rule, row }) => [rule, row])).toContainEqual(['event_kind', 3]);
});
