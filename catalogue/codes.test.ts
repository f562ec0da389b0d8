import { describe, expect, test } from 'vitest';
import {
  type Code,
  type CodeList,
  chapters,
  codeLists,
  isChapter,
  isPartner,
  nameOf,
  sections,
  spellings,
} from './codes.ts';

const lists = Object.keys(codeLists) as CodeList[];
const items = (list: CodeList): readonly Code[] => codeLists[list];
const byText = Object.fromEntries(
  lists.map((list) => [list, new Map(spellings(list).map((spelling) => [spelling.text, spelling]))]),
);
const resolve = (list: CodeList, text: string) => byText[list]?.get(text.toUpperCase())?.code;

/** The codes of a list that a text could stand for, looked up entry by entry. */
const meant = (list: CodeList, text: string) =>
  items(list)
    .filter((item) =>
      [item.code, ...item.older, item.zh, item.en, ...item.aliases].some(
        (one) => one.toUpperCase() === text.toUpperCase(),
      ),
    )
    .map(({ code }) => code);

describe.each(lists)('%s', (list) => {
  test('every code stands for itself', () => {
    expect(items(list).filter(({ code }) => resolve(list, code) !== code)).toEqual([]);
    expect(new Set(items(list).map(({ code }) => code)).size).toBe(items(list).length);
  });

  test('every older code and every name stands for its code, unless two share it: then for none', () => {
    const texts = items(list).flatMap(({ older, zh, en, aliases }) => [...older, zh, en, ...aliases]);
    const wrong = texts.filter((text) => {
      const [only, ...more] = meant(list, text);
      return resolve(list, text) !== (more.length ? undefined : only);
    });
    expect(wrong).toEqual([]);
  });

  test('no text is listed twice, none has blanks around it, none stands for nothing', () => {
    const texts = spellings(list).map(({ text }) => text);
    expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([]);
    expect(texts.filter((text) => text !== text.trim() || text === '')).toEqual([]);
  });

  test('validity is a day or open, and does not end before it begins', () => {
    const days = items(list).flatMap(({ valid_from, valid_to }) => [valid_from, valid_to]);
    expect(days.filter((day) => day !== null && !/^\d{4}-\d{2}-\d{2}$/.test(day))).toEqual([]);
    const reversed = items(list).filter(({ valid_from, valid_to }) => (valid_from ?? '') > (valid_to ?? '9'));
    expect(reversed).toEqual([]);
  });
});

describe('forms', () => {
  test.each([
    ['customs_mode', /^\d{4}$/],
    ['partner', /^[A-Z]{3}$/],
    ['currency', /^[A-Z]{3}$/],
    ['unit', /^\d{3}$/],
    ['transport_mode', /^[0-9A-Z]$/],
    ['customs_district', /^\d{4}$/],
    ['trade_terms', /^\d$/],
    ['bonded_line', /^[12]$/],
  ] as const)('%s codes', (list, form) => {
    expect(items(list).filter(({ code }) => !form.test(code))).toEqual([]);
  });

  test('older codes of partners and currencies have three digits', () => {
    const older = [...items('partner'), ...items('currency')].flatMap((item) => item.older);
    expect(older.filter((code) => !/^\d{3}$/.test(code))).toEqual([]);
  });
});

// From the customs code tables: the code, the older system's number, names as people write them.
test.each([
  ['partner', 'USA', ['502', '美国', 'usa']],
  ['partner', 'JPN', ['116', '日本', 'Japan']],
  ['partner', 'DEU', ['304', '德国', 'Germany']],
  ['partner', 'KOR', ['133', '韩国']],
  ['partner', 'CHN', ['142', '中国']],
  ['currency', 'USD', ['502', '美元', 'usd']],
  ['currency', 'CNY', ['142', '人民币', 'RMB']],
  ['currency', 'JPY', ['116', '日元']],
  ['currency', 'EUR', ['300', '欧元']],
  ['unit', '007', ['007', '个']],
  ['unit', '035', ['千克']],
  ['unit', '036', ['克']],
  ['unit', '011', ['件']],
  ['transport_mode', '5', ['航空运输', '空运']],
  ['transport_mode', '2', ['水路运输', '海运']],
  ['trade_terms', '3', ['FOB', 'fob']],
  ['bonded_line', '1', ['1', '一线', 'first']],
  ['bonded_line', '2', ['2', '二线', 'second']],
  ['trade_terms', '2', ['C&F', 'CFR']],
  ['flow', 'import', ['I', '进口', 'import', 'IMPORT']],
  ['flow', 'export', ['E', '出口', 'export']],
  ['customs_mode', '9610', ['电子商务', '跨境贸易电子商务']],
  ['customs_mode', '1210', ['保税电商', '保税跨境贸易电子商务']],
] as const)('%s %s has its names', (list, code, texts) => {
  expect(texts.map((text) => resolve(list, text))).toEqual(texts.map(() => code));
});

test('the same number is one thing as a partner and another as a currency', () => {
  expect([resolve('partner', '502'), resolve('currency', '502')]).toEqual(['USA', 'USD']);
  expect([resolve('partner', '142'), resolve('currency', '142')]).toEqual(['CHN', 'CNY']);
  expect([resolve('partner', '300'), resolve('currency', '300')]).toEqual([undefined, 'EUR']);
});

test('a name that two codes share stands for neither', () => {
  // The districts of Jinan and Weifang have new numbers beside the old ones, under the same names.
  expect(resolve('customs_district', '济南海关')).toBeUndefined();
  expect(resolve('customs_district', '4205')).toBe('4205');
  expect(resolve('customs_district', '4300')).toBe('4300');
});

test('codes are texts: what lost its zeros, and what is not listed, stands for nothing', () => {
  expect(resolve('unit', '7')).toBeUndefined();
  expect(resolve('unit', '35')).toBeUndefined();
  expect(resolve('partner', 'XXX')).toBeUndefined();
  expect(resolve('currency', '金币')).toBeUndefined();
  expect(resolve('customs_mode', '1039')).toBeUndefined();
});

test('中国香港, 中国澳门 and 中国台湾 are shown so, and accepted under their short names', () => {
  expect(['HKG', 'MAC', 'TWN'].map((code) => nameOf('partner', code))).toEqual(
    [
      { zh: '中国香港', en: 'Hong Kong, China', code: 'HKG' },
      { zh: '中国澳门', en: 'Macao, China', code: 'MAC' },
      { zh: '中国台湾', en: 'Taiwan, China', code: 'TWN' },
    ].map((name) => expect.objectContaining(name)),
  );
  expect(['香港', '澳门', '台湾', '110', '121', '143'].map((text) => resolve('partner', text))).toEqual([
    'HKG',
    'MAC',
    'TWN',
    'HKG',
    'MAC',
    'TWN',
  ]);
  const shown = items('partner').map(({ zh }) => zh);
  expect(shown.filter((name) => ['香港', '澳门', '台湾', '台澎金马关税区'].includes(name))).toEqual([]);
});

test('codes that came and went', () => {
  const validity = (list: CodeList, text: string) => {
    const { valid_from, valid_to } = byText[list]?.get(text) ?? {};
    return [valid_from, valid_to];
  };
  expect(validity('currency', 'DEM')).toEqual([null, '2001-12-31']);
  expect(validity('currency', '304')).toEqual([null, '2001-12-31']);
  expect(validity('currency', 'EUR')).toEqual([null, null]);
  expect(validity('customs_mode', '9710')).toEqual(['2020-07-01', null]);
});

describe('the Harmonized System', () => {
  test('has sections 1 to 22 and chapters 1 to 98 without the reserved 77', () => {
    const numbers = (count: number) =>
      Array.from({ length: count }, (_, at) => String(at + 1).padStart(2, '0'));
    expect(sections.map(({ code }) => code)).toEqual(numbers(22));
    expect(chapters.map(({ code }) => code)).toEqual(numbers(98).filter((code) => code !== '77'));
  });

  test('knows a chapter by two digits', () => {
    expect(['01', '33', '98', '77', '00', '99', '1', ''].map(isChapter)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(nameOf('chapter', '33')?.zh).toContain('精油');
    expect(nameOf('chapter', '77')).toBeUndefined();
  });

  test('a partner is known by its code only', () => {
    expect(['USA', 'HKG', '502', '美国', '_T', 'usa'].map(isPartner)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
