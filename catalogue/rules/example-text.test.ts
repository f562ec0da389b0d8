import { expect, test } from 'vitest';
import { rules } from '../rules.ts';
import { exampleText } from './example-text.ts';

test.each([
  ['hs_chapter', true, '商品编码=7700000000'],
  ['period_mismatch', true, '报送月份=2026-09'],
  ['event_twice', true, '数量=2，同样的一行有两次'],
  ['return_unknown_line', true, '没有原申报行'],
  ['message_truncated', true, 'CEB621（缺结尾）'],
  ['tax_without_list', false, 'CEB816，此前已报 CEB621 + CEB622'],
  ['replacement_shrinks', true, '9行，以往 20行'],
  ['totals_mismatch', true, '3行，合计行 总价=370.00，各行之和 360.00'],
  ['row_shape', true, '行末多出一格'],
  ['sheet_hidden', false, '另有可见的工作表“补充”'],
  ['checked_in_part', true, '3行，共1000001行，其余驳回'],
  ['more_findings', true, '10002行（运单编号=W1）'],
] as const)('%s, fires: %s', (id, fires, text) => {
  expect(exampleText(rules[id], fires)).toBe(text);
});
