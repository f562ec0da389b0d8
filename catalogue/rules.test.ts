import { describe, expect, test } from 'vitest';
import { lineColumns, lineTemplate } from './line-template.ts';
import { type FileRefusalId, fileRefusals } from './rules/refusals.ts';
import { rowRules } from './rules/row.ts';
import { fileRefusalMessage, type RuleId, ruleMessage, rules } from './rules.ts';

const ids = Object.keys(rules) as RuleId[];
const refusals = Object.keys(fileRefusals) as FileRefusalId[];
const placeholders = (text: string) => [...new Set(text.match(/\{\w*\}/g))].sort();
const han = /\p{Script=Han}/u;

describe.each(ids)('rule %s', (id) => {
  test('says the same in both languages, and only column and value are filled in', () => {
    const { zh, en } = rules[id].message;
    expect(zh).toMatch(/\p{Script=Han}.*。$/u);
    expect(en).toMatch(/^["A-Z{].*\.$/);
    expect(en).not.toMatch(han);
    expect(placeholders(zh).filter((one) => one === '{value}')).toEqual(
      placeholders(en).filter((one) => one === '{value}'),
    );
    expect(placeholders(`${zh}${en}`).filter((one) => !['{column}', '{value}'].includes(one))).toEqual([]);
  });

  test('fills both languages for every column', () => {
    for (const column of [...lineColumns, null]) {
      const { zh, en } = ruleMessage(id, column, 'V-1');
      expect(placeholders(zh + en)).toEqual([]);
      expect(zh.includes('V-1')).toBe(rules[id].message.zh.includes('{value}'));
      expect(en.includes('V-1')).toBe(rules[id].message.en.includes('{value}'));
      if (column && rules[id].message.zh.includes('{column}')) expect(zh).toContain(lineTemplate[column].zh);
      if (column && rules[id].message.en.includes('{column}')) expect(en).toContain(lineTemplate[column].en);
    }
  });
});

test.each(refusals)('refusal %s fills its value in both languages', (id) => {
  const { zh, en } = fileRefusals[id];
  const message = fileRefusalMessage(id, 'V-1');
  expect(message).toEqual({ zh: zh.replace('{value}', 'V-1'), en: en.replace('{value}', 'V-1') });
  expect(placeholders(message.zh + message.en)).toEqual([]);
  expect(message.zh.includes('V-1')).toBe(message.en.includes('V-1'));
  expect([han.test(message.zh), han.test(message.en)]).toEqual([true, false]);
});

test('sentences as a clerk reads them', () => {
  expect(ruleMessage('required', 'hs_code', '')).toEqual({
    zh: '“商品编码”为空，请填写。',
    en: '"HS code" is empty: fill it in.',
  });
  expect(ruleMessage('code_unknown', 'unit', '7').zh).toBe(
    '“计量单位”的值“7”不在代码表中，请填代码表中的代码或名称。',
  );
  expect(ruleMessage('totals_row', null, '合计').zh).toBe('合计行，不计入。');
  expect(fileRefusalMessage('header_missing_column', '币制、总价').zh).toBe(
    '表头缺少必需的列：币制、总价。请使用行模板的列名。',
  );
});

test.each(['$&', '$1', '{column}', '{value}', '"', '“”', '<b>'])('a value %s stands as it is', (value) => {
  const { zh, en } = ruleMessage('code_unknown', 'partner', value);
  expect(zh).toBe(`“原产国/最终目的国”的值“${value}”不在代码表中，请填代码表中的代码或名称。`);
  expect(en).toContain(`"${value}" is not in the code list`);
});

test('a rule of cells rejects, asks or notes, and never sets aside', () => {
  const classes = new Set<string>(Object.values(rowRules).map((rule) => rule.class));
  expect([...classes].toSorted()).toEqual(['confirm', 'must_fix', 'notice']);
});

test('a refused file without a value leaves no empty brackets', () => {
  for (const id of refusals) {
    const { zh, en } = fileRefusalMessage(id, '');
    expect(`${zh}${en}`).not.toMatch(/（\s*）|\(\s*\)/);
  }
  expect(fileRefusalMessage('archive_damaged', '').zh).toBe(
    '压缩包或工作簿已损坏或不完整。请重新导出或重新压缩后报送。',
  );
});
