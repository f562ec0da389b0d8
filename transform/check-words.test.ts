import { expect, test } from 'vitest';
import { blocked } from './facts.ts';

test('a month that cannot be published says the first cause in words', () => {
  const rows = [
    {
      period: '2026-10',
      customs_mode: '9710',
      flow: 'export',
      declaration_no: '080120260000000001',
      line_no: 2,
      times: '2',
      uscc: '91210100MA0000001X',
      other_uscc: null,
    },
  ];
  const { text, details } = blocked('line_counted_twice', rows);
  expect(text.zh).toContain(
    '首处：月份 2026-10，监管方式 9710，进出口 出口，清单编号/报关单号 080120260000000001，商品序号 2，出现次数 2，企业 91210100MA0000001X',
  );
  expect(text.en).toContain(
    'First: month 2026-10, mode 9710, flow Export, declaration 080120260000000001, line 2, times 2, tenant 91210100MA0000001X',
  );
  expect(details.rows).toEqual(rows);
});
